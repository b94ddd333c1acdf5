//! The audit log as administrators read it: who did what, for whom, and that nothing in it was
//! changed.
//!
//! Lines are written by [`crate::access::audit`]. They say who and what, never anybody's words or
//! answers, so that the whole log may be read by administrators.

mod log;
mod store;

use crate::access::{Administrator, Route, get};
use bellwether_db::Sql;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![get("/audit", Administrator, log::page)]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}
