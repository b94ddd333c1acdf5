//! Mentor and mentee working together: sessions, the times offered for them, the promised time.
//!
//! A match that both accepted [`begin`]s one. Three times in the working hours of both are offered
//! to the mentor; the one picked becomes a session, and its invitation leaves in the same
//! transaction. Afterwards either says with one tap whether it was held. Nothing is booked past the
//! time that the mentor agreed to. Coordinators see counts and dates, never words.
//!
//! Others use [`begin`], [`activity`] (sessions held, for *active*), [`Post`] and [`Party`] (letters
//! to the people of a program); the clock calls [`ask_if_held`] and
//! [`renew_offers`].

mod act;
mod begin;
mod book;
mod briefing;
mod end;
mod erase;
mod held;
mod ledger;
mod letters;
mod list;
mod me;
mod mentorship;
mod offer;
mod page;
mod post;
mod renew;
mod slots;
mod store;
mod terms;
mod when;

use crate::access::{Coordinator, Mentoring, Route, SignedIn, get, post};
pub use begin::{Begun, Pairing, begin};
use bellwether_db::Sql;
pub use book::{Booked, book, pick};
pub use end::end;
pub use erase::erase;
pub use held::{answer, ask_if_held, log_past};
pub use ledger::Ledger;
pub use mentorship::{Mentorship, Party, Session, Slot, Terms, ledger};
pub use post::{Post, Words};
pub use renew::renew_offers;
pub use store::{Held, activity, find, of_person, of_program, sessions, slots};
pub use terms::of as terms;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/me", SignedIn, me::page),
        get("/programs/{program}/mentorships", Coordinator, list::page),
        post("/programs/{program}/mentorships/{mentorship}/end", Coordinator, end::by_coordinator),
        get("/mentorships/{mentorship}", Mentoring, page::page),
        get("/mentorships/{mentorship}/briefing", Mentoring, briefing::page),
        post("/mentorships/{mentorship}/slots", Mentoring, act::offer),
        post("/mentorships/{mentorship}/slots/{slot}", Mentoring, act::pick),
        post("/mentorships/{mentorship}/sessions", Mentoring, act::book),
        post("/mentorships/{mentorship}/sessions/past", Mentoring, act::log_past),
        post("/mentorships/{mentorship}/sessions/{session}/place", Mentoring, act::place),
        post("/mentorships/{mentorship}/sessions/{session}/cancellation", Mentoring, act::cancel),
        post("/mentorships/{mentorship}/sessions/{session}/held", Mentoring, act::held),
        post("/mentorships/{mentorship}/sessions/{session}/not-held", Mentoring, act::not_held),
        post("/mentorships/{mentorship}/sessions/{session}/unanswered", Mentoring, act::unanswered),
        post("/mentorships/{mentorship}/promise", Mentoring, act::promise),
        post("/mentorships/{mentorship}/end", Mentoring, end::by_one),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [erase::STATEMENTS, store::STATEMENTS, page::STATEMENTS, me::STATEMENTS].concat()
}
