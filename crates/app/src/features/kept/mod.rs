//! What is kept about somebody: theirs to read, to take along, and to have erased.
//!
//! The page names, part by part, everything that is kept about whoever is signed in, and who sees
//! it; the export says the same as JSON. Erasing takes their name, address and every word out of
//! every feature and keeps a keyed hash, by which no file brings them back ([`Erasures`]) and a
//! restored backup is made to forget them again ([`erase_again`]).

mod about;
mod erase;
mod erasures;
mod leave;
mod page;

use crate::access::{Anyone, Route, SignedIn, get, post};
pub use about::{Entry, Kept, Part, kept_about};
use bellwether_db::Sql;
pub use erase::{Obstacle, erase};
pub use erasures::{Erasures, erase_again, list, was_erased};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/me/kept", SignedIn, page::page),
        get("/me/kept/export", SignedIn, page::export),
        get("/me/kept/erase", SignedIn, leave::page),
        post("/me/kept/erase", SignedIn, leave::erase_me),
        get("/erased", Anyone, leave::gone),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [about::statements(), erase::STATEMENTS.to_vec(), erasures::STATEMENTS.to_vec()].concat()
}
