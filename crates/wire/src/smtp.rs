//! Mail: composing one message ([`compose`]) and delivering it to one recipient ([`deliver`], [`Session`]).
//!
//! SMTP cannot promise *exactly once*: between the end of a message and the server's reply there is a moment in which
//! only the server knows. What can be promised is that this moment is told apart from all others, so an [`Outcome`] is
//! *accepted*, *refused for now*, *refused*, or *unsure*; and it is unsure only there. Each delivery has one recipient,
//! so each outcome is about one person.

mod compose;
mod letter;
mod outcome;
mod server;
mod session;
mod talk;

pub use compose::compose;
pub use letter::{Calendar, Letter, Mailbox, Unsendable};
pub use outcome::{Concern, Outcome, Reply, Stage};
pub use server::{BadServer, Login, Security, Server, Timeouts};
pub use session::{Envelope, Session, Welcome, deliver, test_connection};
