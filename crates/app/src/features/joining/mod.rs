//! Joining: who takes part in a program, what they offer and want, and whom they wish for.
//!
//! [`enroll`], [`enroll_mentor`], [`withdraw`] and their kin are the only way into and out of a
//! program; pages, imports and answers all come through them. An enrollment is never deleted: who
//! withdraws keeps it, marked, and may come back.

mod enroll;
mod enrollment;
mod store;

use crate::access::Route;
use bellwether_db::Sql;
pub use enroll::{bring_back, enroll, enroll_mentor, withdraw, withdraw_mentor};
pub use enrollment::{NewEnrollment, Part, Source, named};
pub use store::{skills_of, wishes_of};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [enroll::STATEMENTS, store::STATEMENTS].concat()
}
