//! The directory: people, their levels, ties and signals; by file and by hand.
//!
//! Others use [`Person`], [`find`], [`search`] (for pickers), [`levels`] and the functions beside
//! it; only this feature writes these tables. Leavers are marked, never silently deleted.

mod edit;
mod erase;
pub mod imports;
mod known;
mod leavers;
mod levels;
mod list;
mod named;
mod page;
mod person;
mod signals;
mod store;
mod ties;

use crate::access::{Route, Staff, get, post};
use bellwether_db::Sql;
pub use erase::erase;
pub use imports::{Counts, ImportError, Kind, Options, Outcome, Problem, import_file, undo_import};
pub use known::known_or_new;
pub use levels::{
    Level, add_level, level_by_name, levels, remove_level, set_level_name, set_level_order, set_level_senior,
};
pub use named::{Named, named};
pub use person::{Person, Picked, first_name};
pub use store::{find, search};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        get("/people", Staff, list::page),
        get("/people/new", Staff, edit::new_page),
        post("/people/new", Staff, edit::add),
        get("/people/{person}", Staff, page::page),
        get("/people/{person}/edit", Staff, edit::edit_page),
        post("/people/{person}/edit", Staff, edit::change),
        post("/people/{person}/left", Staff, leavers::left),
        post("/people/{person}/return", Staff, leavers::returned),
        post("/people/{person}/signals", Staff, signals::add),
        post("/people/{person}/signals/{signal}/retract", Staff, signals::retract),
        post("/people/{person}/signals/{signal}/restore", Staff, signals::restore),
        post("/people/{person}/ties", Staff, ties::add),
        post("/people/{person}/ties/remove", Staff, ties::remove),
    ];
    routes.extend(imports::routes());
    routes
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [
        edit::STATEMENTS,
        erase::STATEMENTS,
        known::STATEMENTS,
        leavers::STATEMENTS,
        levels::STATEMENTS,
        list::STATEMENTS,
        named::STATEMENTS,
        page::STATEMENTS,
        signals::STATEMENTS,
        store::STATEMENTS,
        ties::STATEMENTS,
        &imports::statements(),
    ]
    .concat()
}
