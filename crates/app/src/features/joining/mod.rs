//! Joining: who takes part in a program, what they offer and want, and whom they wish for; the
//! program's page with its wall of leaders; signing up.
//!
//! [`enroll`], [`enroll_mentor`], [`withdraw`] and their kin are the only way into and out of a
//! program; pages, imports and answers all come through them. An enrollment is never deleted: who
//! withdraws keeps it, marked, and may come back. A leader stands on the wall only while they take
//! part and only if they said so themselves.

mod by_hand;
mod enroll;
mod enrollment;
mod enrollments;
mod erase;
mod exclusions;
mod join;
mod leave;
mod letters;
mod open;
mod page;
mod pool;
mod questions;
mod ripple;
mod roster;
mod store;
mod wall;

use crate::access::{Administrator, Coordinator, ProgramReader, Route, SignedIn, get, post};
use bellwether_db::Sql;
pub use enroll::{bring_back, enroll, enroll_mentor, give_up, take_back_import, withdraw, withdraw_mentor};
pub use enrollment::{NewEnrollment, Part, Source, named};
pub use erase::erase;
pub use leave::leave;
pub use pool::{InPool, Pool, Skill, pool};
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
        get("/programs/{program}/enrollments", Coordinator, enrollments::page),
        get("/programs/{program}/enrollments/download", Coordinator, enrollments::download),
        get("/programs/{program}/enrollments/exclusions", Coordinator, exclusions::page),
        post("/programs/{program}/enrollments/exclusions", Coordinator, exclusions::add),
        post("/programs/{program}/enrollments/exclusions/remove", Coordinator, exclusions::remove),
        get("/programs/{program}/enrollments/new", Coordinator, by_hand::new_page),
        post("/programs/{program}/enrollments/new", Coordinator, by_hand::add),
        get("/programs/{program}/enrollments/{enrollment}", Coordinator, by_hand::page),
        post("/programs/{program}/enrollments/{enrollment}", Coordinator, by_hand::change),
        post("/programs/{program}/enrollments/{enrollment}/withdraw", Coordinator, by_hand::take_out),
        post("/programs/{program}/enrollments/{enrollment}/return", Coordinator, by_hand::put_back),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [
        erase::STATEMENTS,
        enroll::STATEMENTS,
        exclusions::STATEMENTS,
        leave::STATEMENTS,
        open::STATEMENTS,
        pool::STATEMENTS,
        roster::STATEMENTS,
        store::STATEMENTS,
        wall::STATEMENTS,
    ]
    .concat()
}
