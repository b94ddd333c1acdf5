//! What the records show of a program: targets with their true denominator, joined and active
//! apart, the recruiting funnel, sessions held against promised, who stayed unmatched.
//!
//! It writes nothing and is for the program's coordinators alone. A few people are dots and never a
//! percentage; cells under five in a breakdown are not shown, nor can they be worked out.

mod finding;
mod funnel;
mod offices;
mod page;
mod promised;
mod store;

use crate::access::{Coordinator, Route, get};
use bellwether_db::Sql;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![get("/programs/{program}/insights", Coordinator, page::page)]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}
