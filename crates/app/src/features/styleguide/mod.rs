//! Every component in every state, on one page, for those who build Bellwether. Shown in development
//! alone.

mod page;

use crate::access::{Developer, Route, get};
use bellwether_db::Sql;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![get("/styleguide", Developer, page::page)]
}

/// The statements of this feature: it has none.
pub fn statements() -> Vec<&'static Sql> {
    Vec::new()
}
