//! The directory: people, their levels, ties and signals; by file and by hand.
//!
//! Others use [`Person`], [`find`], [`search`] (for pickers), [`levels`] and the functions beside
//! it; only this feature writes these tables. Leavers are marked, never silently deleted.

pub mod imports;
mod known;
mod levels;
mod person;
mod store;

use crate::access::Route;
use bellwether_db::Sql;
pub use imports::{Counts, ImportError, Kind, Options, Outcome, Problem, import_file, undo_import};
pub use known::known_or_new;
pub use levels::{
    Level, add_level, level_by_name, levels, remove_level, set_level_name, set_level_order, set_level_senior,
};
pub use person::{Person, Picked, first_name};
pub use store::{find, search};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    imports::routes()
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [known::STATEMENTS, levels::STATEMENTS, store::STATEMENTS, &imports::statements()].concat()
}
