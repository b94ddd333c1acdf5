use async_trait::async_trait;

use crate::Message;

/// Hands one message to one recipient's mail server.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Tries once, and says what is known of the outcome. Must come back within
    /// [`crate::Pace::deliver_within`]; what takes longer counts as [`Delivery::Unsure`].
    async fn deliver(&self, message: &Message) -> Delivery;
}

/// What is known after one attempt. The words are the server's, or ours where it said nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server took it.
    Accepted(String),
    /// It was surely not taken, and may be tried again: a 4xx reply.
    RefusedForNow(String),
    /// It was surely not taken, for a reason that is not about it: no connection, a wrong password.
    /// It waits, and so does everything else for a moment.
    ServerTrouble(String),
    /// It was surely not taken, and will not be: a 5xx reply.
    Refused(String),
    /// The server does not know the recipient: 550, 551 or 553 to RCPT TO. The address is suppressed.
    NoSuchRecipient(String),
    /// It was handed over and no word came back.
    Unsure(String),
    /// No mail could be made of it; nothing left. This one message is stopped.
    Unwritable(String),
}

/// A transport that takes everything and sends nothing: the demo's, whose mailbox page reads the
/// outbox itself.
pub struct Captured;

#[async_trait]
impl Transport for Captured {
    async fn deliver(&self, _: &Message) -> Delivery {
        Delivery::Accepted("captured: nothing left this machine".to_owned())
    }
}
