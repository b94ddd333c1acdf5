//! A demonstration on invented people: the sample firm with a program under way.
//!
//! [`load`] lives through the past weeks of *Open Door* at Corwin & Sedge as its people would: it
//! signs in, opens pages and sends forms, with a clock that walks from then to now. What it leaves
//! is therefore what real use leaves, mails included, and the demonstration cannot drift from the
//! product. `/demo` lends anybody the eyes of a coordinator, a leader, a mentee or the
//! administrator; `/demo/mailbox` shows the mail, none of which leaves.

mod cast;
mod mailbox;
mod page;
mod store;
mod story;
mod visitor;

use crate::access::{Demonstration, Route, get, post};
use bellwether_db::Sql;
pub use story::load;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/demo", Demonstration, page::page),
        post("/demo/view-as", Demonstration, page::view_as),
        post("/demo/start-empty", Demonstration, page::start_empty),
        post("/demo/load", Demonstration, page::load_again),
        get("/demo/mailbox", Demonstration, mailbox::list),
        get("/demo/mailbox/{message}", Demonstration, mailbox::read),
        get("/demo/mailbox/{message}/html", Demonstration, mailbox::html),
        get("/demo/mailbox/{message}/calendar", Demonstration, mailbox::calendar),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}
