//! The words everything else is written in: ids, time, chance, addresses.
//!
//! Nothing here reads a file, a socket, the wall clock or the system's randomness, save the two
//! types that exist to do so at the edge ([`SystemClock`] and [`Chance::from_system`]).

mod chance;
mod clock;
mod email;
mod ids;
mod text;
mod time;

pub use chance::Chance;
pub use clock::{Clock, ManualClock, SystemClock};
pub use email::{BadEmail, Email};
pub use ids::*;
pub use ids::{read as read_id, write as write_id};
pub use serde;
pub use text::{fold, initials, one_line};
pub use time::{from_micros, micros, parse_date, parse_zone};

pub use jiff::{self, Timestamp, civil::Date};
use std::sync::Arc;

/// What a running installation takes from the world outside: the time and chance.
///
/// Tests hand in a [`ManualClock`] and a seeded [`Chance`], and get the same day twice.
#[derive(Clone)]
pub struct World {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Draws tokens, codes and ids.
    pub chance: Arc<Chance>,
}

impl World {
    /// The real clock and the system's randomness.
    pub fn real() -> Self {
        Self { clock: Arc::new(SystemClock), chance: Arc::new(Chance::from_system()) }
    }

    /// The present instant, cut to microseconds as the database keeps it.
    pub fn now(&self) -> Timestamp {
        from_micros(micros(self.clock.now()))
    }

    /// A fresh id of the kind asked for.
    pub fn id<T: From<IdParts>>(&self) -> T {
        Ids::next(self.clock.as_ref(), &self.chance)
    }
}
