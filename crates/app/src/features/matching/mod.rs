//! Who goes with whom: the best pairs for the whole program at once, each with its reasons.
//!
//! A [`run`] reads everybody who takes part, lets `bellwether-matching` keep apart who must be ([`rules`]), weigh the rest
//! ([`score`]; [`fits`]), and find pairs that nothing can beat. They are *drafts*,
//! for the coordinator alone. *Proposed*, both are asked; *accepted* by both, or by nobody objecting
//! in time ([`ripen`], which the clock calls), a match becomes a mentorship. A no is private.
//!
//! Others use [`run`], [`accept`], [`decline`] and [`ripen`].

mod act;
mod asked;
mod cap;
mod cap_panel;
mod cap_told;
mod caps;
mod change;
mod changes;
mod choose;
mod erase;
mod fairness;
mod fits;
mod headings;
mod letters;
mod limit;
mod market;
mod matched;
mod member;
mod outcome;
mod page;
mod plan;
mod proposal;
mod propose;
mod readiness;
mod reasons;
mod report;
mod review;
mod rules;
mod run;
#[cfg(test)]
mod samples;
mod score;
mod settle;
mod store;
mod swap;
mod told;
mod weighed;

use crate::access::{Coordinator, Proposed, Route, get, post};
use bellwether_db::Sql;
pub use erase::erase;
pub use matched::{Match, State};
pub use report::{Left, Report, Why};
pub use run::run;
pub use settle::{Accepted, accept, decline, ripen};
pub use store::{last_run, of_program};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/programs/{program}/matching", Coordinator, page::page),
        post("/programs/{program}/matching/run", Coordinator, act::run),
        get("/programs/{program}/matching/proposals", Coordinator, propose::page),
        post("/programs/{program}/matching/proposals", Coordinator, propose::propose),
        post("/programs/{program}/matching/proposals/{at}/undo", Coordinator, propose::undo),
        get("/programs/{program}/matching/mentees/{enrollment}", Coordinator, choose::page),
        post("/programs/{program}/matching/mentees/{enrollment}", Coordinator, choose::choose),
        post("/programs/{program}/matching/cap", Coordinator, caps::set),
        post("/programs/{program}/matching/cap/removal", Coordinator, caps::remove),
        post("/programs/{program}/matching/caps/{cap}/undo", Coordinator, caps::undo),
        get("/programs/{program}/matching/report", Coordinator, outcome::page),
        post("/programs/{program}/matching/changes/{change}/undo", Coordinator, act::undo),
        get("/programs/{program}/matching/{match}/swap", Coordinator, swap::page),
        post("/programs/{program}/matching/{match}/swap", Coordinator, swap::swap),
        post("/programs/{program}/matching/{match}/lock", Coordinator, act::lock),
        post("/programs/{program}/matching/{match}/unlock", Coordinator, act::unlock),
        post("/programs/{program}/matching/{match}/removal", Coordinator, act::remove),
        post("/programs/{program}/matching/{match}/return", Coordinator, act::bring_back),
        get("/proposals/{match}", Proposed, proposal::page),
        post("/proposals/{match}/acceptance", Proposed, proposal::accept),
        post("/proposals/{match}/decline", Proposed, proposal::decline),
        post("/proposals/{match}/undo", Proposed, proposal::undo),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [caps::STATEMENTS, changes::STATEMENTS, erase::STATEMENTS, store::STATEMENTS].concat()
}
