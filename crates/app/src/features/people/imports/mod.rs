//! Importing people and ties from CSV and XLSX.
//!
//! A file is opened ([`run`]), its columns are recognised ([`mapping`], [`field`]), every row is
//! checked against the directory ([`check`], [`ties`]), and what was found good is written in one
//! transaction ([`write`]) and can be taken back ([`undo`]). The preview is the same check without
//! the writing. Of a file only what its mapped columns hold is kept; the file itself goes once it
//! is written, its bad rows after a day.

mod check;
mod decide;
mod directory;
mod field;
mod level_book;
mod list;
mod look;
mod mapping;
mod outcome;
mod record;
mod report;
mod run;
mod status;
mod store;
mod ties;
mod ties_kind;
mod titles;
mod tree;
mod undo;
mod upload;
mod values;
mod work;
mod write;

use crate::access::{Route, Staff, get, post};
use bellwether_db::Sql;
pub use field::Kind;
pub use outcome::{Counts, ImportError, Outcome, Problem};
pub use report::{Report, ReportedLevel};
pub use run::{Options, import_file, undo_import};
pub use ties_kind::{TieKind, TieUse};

/// The pages of imports.
pub fn routes() -> Vec<Route> {
    vec![
        get("/imports", Staff, list::page),
        get("/imports/new", Staff, upload::page),
        post("/imports/new", Staff, upload::take),
        get("/imports/{import}", Staff, look::page),
        post("/imports/{import}/check", Staff, decide::check),
        post("/imports/{import}/write", Staff, decide::write),
        post("/imports/{import}/undo", Staff, decide::undo),
        post("/imports/{import}/discard", Staff, decide::discard),
        get("/imports/{import}/bad-rows", Staff, decide::bad_rows),
    ]
}

/// The statements of imports.
pub fn statements() -> Vec<&'static Sql> {
    [store::STATEMENTS, ties::STATEMENTS, undo::STATEMENTS, write::STATEMENTS].concat()
}
