//! What people see, and what must never happen: one binary, a file a feature, each story on both
//! databases.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod accounts;
mod programs;
mod recruiting;
mod joining;
mod shortlist;
mod sql;
