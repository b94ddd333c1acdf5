//! The installation's settings: the organisation's name and logo, its time zone, mail, levels,
//! administrators, and columns about identity.
//!
//! Administrators change them; [`crate::App::organization`] keeps them at hand. Others read
//! [`stop_window`] (how long a letter waits behind its stop button), [`quiet_hours`] and [`ask_leaves`]
//! (when a letter that asks leaves).

mod administrators;
mod hours;
mod identity;
mod levels;
mod logo;
mod mail;
mod mail_server;
mod mail_test;
mod organization;
mod overview;
mod store;

use crate::access::{Administrator, Anyone, Route, get as page, post};
use bellwether_db::Sql;
pub use hours::ask_leaves;
pub use mail_test::knock;
pub use store::{answers, get, organization, put, quiet_hours, secret, stop_window};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        page("/logo", Anyone, logo::show_it),
        page("/settings", Administrator, overview::page),
        page("/settings/organization", Administrator, organization::page),
        post("/settings/organization", Administrator, organization::change),
        post("/settings/logo", Administrator, logo::put),
        post("/settings/logo/remove", Administrator, logo::remove),
        page("/settings/mail", Administrator, mail::page),
        post("/settings/mail", Administrator, mail::change),
        post("/settings/mail/test", Administrator, mail_test::send),
        page("/settings/levels", Administrator, levels::page),
        post("/settings/levels", Administrator, levels::change),
        post("/settings/levels/{level}/remove", Administrator, levels::remove),
        page("/settings/administrators", Administrator, administrators::page),
        post("/settings/administrators", Administrator, administrators::add),
        post("/settings/administrators/{person}/remove", Administrator, administrators::remove),
        page("/settings/identity", Administrator, identity::page),
        post("/settings/identity", Administrator, identity::switch_on),
        page("/settings/identity/off", Administrator, identity::off_page),
        post("/settings/identity/off", Administrator, identity::switch_off),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [store::STATEMENTS, logo::STATEMENTS, identity::STATEMENTS, mail_test::STATEMENTS].concat()
}
