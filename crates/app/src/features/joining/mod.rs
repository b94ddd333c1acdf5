//! Joining: who takes part in a program, what they offer and want, and whom they wish for; the
//! program's page with its wall of leaders; signing up.
//!
//! [`enroll`], [`enroll_mentor`], [`withdraw`] and their kin are the only way into and out of a
//! program; pages, imports and answers all come through them. An enrollment is never deleted: who
//! withdraws keeps it, marked, and may come back. A leader stands on the wall only while they take
//! part and only if they said so themselves.

mod enroll;
mod enrollment;
mod join;
mod letters;
mod open;
mod page;
mod questions;
mod ripple;
mod store;
mod wall;

use crate::access::{Administrator, ProgramReader, Route, SignedIn, get, post};
use bellwether_db::Sql;
pub use enroll::{bring_back, enroll, enroll_mentor, give_up, take_back_import, withdraw, withdraw_mentor};
pub use enrollment::{NewEnrollment, Part, Source, named};
pub use store::{Enrollment, of_person, skills_of, wishes_of};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/programs/{program}", ProgramReader, page::page),
        post("/programs/{program}/open", Administrator, open::open),
        get("/programs/{program}/join", SignedIn, join::page),
        post("/programs/{program}/join", SignedIn, join::join),
        post("/programs/{program}/join/withdraw", SignedIn, join::leave),
        post("/programs/{program}/join/return", SignedIn, join::come_back),
        get("/programs/{program}/offer", SignedIn, join::offer),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [enroll::STATEMENTS, open::STATEMENTS, store::STATEMENTS, wall::STATEMENTS].concat()
}
