//! What leaves the building: 0 lost, 0 double, and the unsure ones shown.
//!
//! [`enqueue`] writes a [`Letter`] in the transaction of the fact that causes it. A [`Worker`] takes
//! it from there, one recipient at a time:
//!
//! ```text
//! queued ─ claim ─ checks ─ commit the intent: sending ─ DATA ─ commit: sent
//!   │                │                            │
//!   │ stop, erase    │ suppressed, answered …     ├─ refused for now → queued, later
//!   └→ stopped       └→ stopped                   ├─ refused → refused, and the address suppressed
//!                                                 └─ no word, or a crash → unsure, never sent again by itself
//! ```
//!
//! **Fencing.** Every claim raises the row's fence, and every later write names it: a worker that
//! wakes up after its lease has run out writes nothing. A row whose lease ran out while it was
//! *sending* becomes *unsure*, with its words, and waits for [`resend`] or [`settle_as_sent`].
//!
//! **What is checked when it is sent**, in the transaction of the intent: that nothing is held
//! ([`hold`]), that the address is not suppressed, that it has not expired, that nobody gets a burst
//! after a downtime; and just before it whatever the [`Gate`] knows (answered, withdrawn, left).

mod attempt;
mod gate;
mod hold;
mod letter;
mod message;
mod pace;
mod pages;
mod sending;
mod settle;
mod smtp;
mod stop;
mod suppress;
mod transport;
mod trouble;
mod worker;

pub use gate::{Anyone, Gate, Verdict};
pub use hold::{Held, held, hold, release, settle_in};
pub use letter::{Calendar, Letter, enqueue, enqueue_all};
pub use message::{Message, State};
pub use pace::Pace;
pub use pages::{Counts, Filter, Listed, Page, about_given, due_counts, find, list, of_about, unsure};
pub use settle::{resend, settle_as_sent};
pub use smtp::Smtp;
pub use stop::{Stopped, erase_about, erase_address, erase_person, stop, stop_about, stop_all_about};
pub use suppress::{Suppression, lift, suppress, suppressed, suppressions};
pub use transport::{Captured, Delivery, Transport};
pub use trouble::{Trouble, trouble};
pub use worker::Worker;

/// Every statement of this crate, for the test that prepares each on both engines.
pub fn statements() -> Vec<&'static bellwether_db::Sql> {
    [
        hold::STATEMENTS,
        letter::STATEMENTS,
        pages::STATEMENTS,
        sending::STATEMENTS,
        settle::STATEMENTS,
        stop::STATEMENTS,
        suppress::STATEMENTS,
        trouble::STATEMENTS,
    ]
    .concat()
}
