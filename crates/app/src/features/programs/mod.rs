//! Mentoring programs: purpose, pillars, dates, the ask in numbers, targets, coordinators.
//!
//! Others use [`Program`], [`Ask`] and [`find`]; only this feature writes these tables.

mod ask;
mod coordinators;
mod erase;
mod list;
mod overview;
mod program;
mod purpose;
mod rules;
mod store;
mod targets;

use crate::access::{Coordinator, Route, Staff, get, post};
use bellwether_db::Sql;
pub use erase::{coordinated_alone, erase};
pub use program::{Ask, Pillar, Program, Target, last_day};
pub use store::{
    NewProgram, coordinators, create, find, names, pillars, set_ask, set_target, targets, without_targets,
};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/programs", Staff, list::page),
        get("/programs/new", Staff, purpose::new_page),
        post("/programs/new", Staff, purpose::create),
        get("/programs/{program}/settings", Coordinator, overview::page),
        get("/programs/{program}/settings/purpose", Coordinator, purpose::page),
        post("/programs/{program}/settings/purpose", Coordinator, purpose::change),
        get("/programs/{program}/settings/ask", Coordinator, ask::page),
        post("/programs/{program}/settings/ask", Coordinator, ask::change),
        get("/programs/{program}/settings/targets", Coordinator, targets::page),
        post("/programs/{program}/settings/targets", Coordinator, targets::change),
        get("/programs/{program}/settings/coordinators", Coordinator, coordinators::page),
        post("/programs/{program}/settings/coordinators", Coordinator, coordinators::invite),
        post("/programs/{program}/settings/coordinators/{person}/remove", Coordinator, coordinators::remove),
        get("/programs/{program}/settings/rules", Coordinator, rules::page),
        post("/programs/{program}/settings/rules", Coordinator, rules::change),
        post("/programs/{program}/close", Coordinator, overview::close),
        post("/programs/{program}/reopen", Staff, overview::reopen),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [erase::STATEMENTS, store::STATEMENTS].concat()
}
