//! Signing in by a typed code, signing out, and the first administrator.
//!
//! A code is six digits, lives ten minutes, takes five tries, and works in the browser that asked
//! for it alone. Known and unknown addresses get the same page in the same time: the row is
//! written either way, and the mail leaves later.

mod administrators;
mod erase;
mod setup;
mod sign_in;
mod store;

use crate::access::{Anyone, Route, SettingUp, SignedIn, get, post};
pub use administrators::{Appointed, administers, administrators, appoint, dismiss};
use bellwether_db::Sql;
pub use erase::erase;
pub use setup::{SetupLink, needs_setup, setup_link};
pub use sign_in::console_code;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/", Anyone, sign_in::first_page),
        get("/sign-in", Anyone, sign_in::address_page),
        post("/sign-in", Anyone, sign_in::ask_for_code),
        get("/sign-in/code", Anyone, sign_in::code_page),
        post("/sign-in/code", Anyone, sign_in::sign_in),
        post("/sign-out", SignedIn, sign_in::sign_out),
        get("/setup/{link}", SettingUp, setup::page),
        post("/setup/{link}", SettingUp, setup::begin),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [administrators::STATEMENTS, erase::STATEMENTS, store::STATEMENTS].concat()
}
