//! A message to one person, before it is put into MIME.

use jiff::Timestamp;

/// A message to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Who writes.
    pub from: Mailbox,
    /// Where an answer goes, if not to the sender.
    pub reply_to: Option<Mailbox>,
    /// Who is written to.
    pub to: Mailbox,
    /// In any script.
    pub subject: String,
    /// The whole message as plain text.
    pub text: String,
    /// The same message as HTML, without anything that is loaded from elsewhere.
    pub html: Option<String>,
    /// An invitation, a change or a cancellation of a session.
    pub calendar: Option<Calendar>,
    /// `<unique@domain>`, fixed before the first attempt, so that a repeated message can be recognised.
    pub message_id: String,
    /// When it was written.
    pub date: Timestamp,
    /// More headers, such as `List-Unsubscribe` and `Auto-Submitted`.
    pub headers: Vec<(String, String)>,
}

/// A calendar object that travels with a message (RFC 6047).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// `REQUEST` or `CANCEL`, as inside the object.
    pub method: String,
    /// The object itself.
    pub ics: String,
}

/// A name, in any script, with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Shown instead of the address.
    pub name: Option<String>,
    /// `local@domain`.
    pub address: String,
}

impl Mailbox {
    /// With a name; a blank one is left out.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        let name = name.into();
        Self { name: (!name.trim().is_empty()).then_some(name), address: address.into() }
    }

    /// Without a name.
    pub fn bare(address: impl Into<String>) -> Self {
        Self { name: None, address: address.into() }
    }
}

/// Why a message is not sent, said to the coordinator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// A line break, or another control character, where only one line may be.
    #[error(
        "The {field} of the message contains a line break or another control character, which could change whom it goes to. The message was not sent. Write the {field} in one line."
    )]
    LineBreak {
        /// Which part of the message.
        field: &'static str,
    },
    /// Not an address.
    #[error("“{address}” is not a mail address. The message was not sent. Correct the address.")]
    Address {
        /// As it was given.
        address: String,
    },
    /// Not `<unique@domain>`.
    #[error("“{id}” is not a message id of the form <unique@domain>. The message was not sent.")]
    MessageId {
        /// As it was given.
        id: String,
    },
    /// Not a header's name, or one of those that the letter sets itself.
    #[error("“{name}” cannot be set as a header of the message. The message was not sent.")]
    Header {
        /// As it was given.
        name: String,
    },
    /// Something that the reader's mail program would load from elsewhere, telling us that it was opened.
    #[error(
        "The message would load {what} from elsewhere when it is opened. Bellwether sends nothing that tells when it is read, so the message was not sent. Remove it."
    )]
    RemoteContent {
        /// What it would load.
        what: &'static str,
    },
    /// Whatever else the MIME builder did not take.
    #[error("The message could not be put together ({0}). It was not sent.")]
    Malformed(String),
}
