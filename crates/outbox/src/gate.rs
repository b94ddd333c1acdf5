use async_trait::async_trait;
use bellwether_db::{Db, Result};
use bellwether_kernel::Timestamp;

use crate::Message;

/// Asked about every message at the moment it is to be sent: is there still a reason for it?
///
/// What the product knows goes in here: the leader has answered, the pitch was withdrawn, the person
/// left or was erased, it is night where they live.
#[async_trait]
pub trait Gate: Send + Sync {
    /// Whether a message may leave. An error leaves it in the queue for a minute.
    async fn may_send(&self, db: &Db, message: &Message) -> Result<Verdict>;
}

/// What a [`Gate`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may leave.
    Send,
    /// It never leaves; the reason is shown.
    Stop(String),
    /// Not before then.
    Wait(Timestamp),
}

/// A gate that lets everything through: for tests, and for what has no reason of its own.
pub struct Anyone;

#[async_trait]
impl Gate for Anyone {
    async fn may_send(&self, _: &Db, _: &Message) -> Result<Verdict> {
        Ok(Verdict::Send)
    }
}
