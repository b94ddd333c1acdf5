//! The installation's settings: the organisation's name and logo, its time zone, mail.
//!
//! Administrators change them; [`crate::App::organization`] keeps them at hand.

mod store;

use crate::access::Route;
use bellwether_db::Sql;
pub use store::{answers, get, organization, put, secret};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}
