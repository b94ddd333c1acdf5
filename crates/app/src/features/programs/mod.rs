//! Mentoring programs: purpose, pillars, dates, the ask in numbers, targets, coordinators.
//!
//! Others use [`Program`], [`Ask`] and [`find`]; only this feature writes these tables.

mod program;
mod store;

use crate::access::Route;
use bellwether_db::Sql;
pub use program::{Ask, Pillar, Program, Target};
pub use store::{coordinators, find, pillars, targets};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}
