//! The outbox as people see it: what waits and can still be stopped, what was refused, what nobody
//! knows to have arrived, and addresses that nothing is sent to.
//!
//! Coordinators see their program's letters: to whom, of what kind, and how far they came; the
//! subject only of what they wrote themselves. What a pair writes is never shown, nor a code to sign
//! in. Administrators see numbers, the mail server's trouble, and letters that belong to no program.

mod acts;
mod installation;
mod kinds;
mod program;
mod store;
mod suppressed;

use crate::access::{Administrator, Coordinator, Route, get, post};
use bellwether_db::Sql;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/programs/{program}/outbox", Coordinator, program::page),
        post("/programs/{program}/outbox/suppress", Coordinator, suppressed::suppress),
        post("/programs/{program}/outbox/lift", Coordinator, suppressed::lift),
        post("/programs/{program}/outbox/{message}/stop", Coordinator, acts::stop),
        post("/programs/{program}/outbox/{message}/resend", Coordinator, acts::resend),
        post("/programs/{program}/outbox/{message}/arrived", Coordinator, acts::arrived),
        get("/outbox", Administrator, installation::page),
        post("/outbox/hold", Administrator, installation::hold),
        post("/outbox/release", Administrator, installation::release),
        post("/outbox/suppress", Administrator, suppressed::suppress_anywhere),
        post("/outbox/lift", Administrator, suppressed::lift_anywhere),
        post("/outbox/{message}/resend", Administrator, acts::resend_without_program),
        post("/outbox/{message}/arrived", Administrator, acts::arrived_without_program),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    store::STATEMENTS.to_vec()
}
