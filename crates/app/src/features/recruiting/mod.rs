//! From a name to a yes: prospects, touches, pitches, answers, and other help.
//!
//! A prospect goes *identified → introduced → met → asked → answered*. A recorded conversation (or
//! a written override) opens the pitch; the pitch's link opens the leader's page, which takes any
//! of six answers in two taps. A *no* closes the prospect; nobody writes again.
//!
//! Others use [`ensure_prospect`], [`pin`] and its kin, and [`stages`]. What a leader answered is
//! the recruiting coordinators' alone.

mod prospect;
mod store;
mod unasked;
mod words;

use crate::access::Route;
use bellwether_db::Sql;
pub use prospect::{Prospect, ProspectSummary};
pub use store::{bring_back, ensure_prospect, pin, set_aside, stages, unpin};
pub use unasked::{choose_named, joined_unasked, returned, withdrew};
pub use words::{Angle, Answer, Help, Named, PitchState, Smaller, Stage, TouchKind};

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [store::STATEMENTS, unasked::STATEMENTS].concat()
}
