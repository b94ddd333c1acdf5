//! Networks and reckonings kept in the process, so that a page answers fast.
//!
//! Each look asks the database for the state of people and ties in numbers, and for how much influence runs along them, which is
//! cheap; only another state draws the network again. Prospects, answers and signals are read each time, and another reading lays the
//! program over the network again. Both are reckoned away from the threads that answer requests.

use super::network::{Ground, Network};
use super::reckoning::{Given, Reckoning};
use super::store::{self, Version};
use super::ties::{self, Follows};
use crate::features::{programs, recruiting};
use crate::shell::{Error, Result};
use bellwether_db::Db;
use bellwether_kernel::{Date, ProgramId};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

/// How many programs are kept; a large organization's samples take tens of megabytes each.
const KEPT: usize = 4;

/// What is kept of one program.
#[derive(Default)]
struct Kept {
    network: Option<((Version, Ground), Arc<Network>)>,
    reckoning: Option<(u64, Arc<Reckoning>)>,
}

type Slot = Arc<tokio::sync::Mutex<Kept>>;

static SLOTS: Mutex<Vec<(ProgramId, Slot)>> = Mutex::new(Vec::new());

/// The program's reckoning, as the database is now.
///
/// # Errors
/// `NotFound` where there is no such program; what the database says.
pub async fn reckoning(db: &Db, program: ProgramId, today: Date) -> Result<Arc<Reckoning>> {
    let ask = programs::find(db, program).await?.ask;
    let coordinators = programs::coordinators(db, program).await?.into_iter().map(|(id, ..)| id).collect();
    let version = store::version(db, today).await?;
    let ground = ground(db, program, today).await?;
    let targets = programs::targets(db, program, today).await?;
    let (records, asks) =
        (store::records(db, program).await?, recruiting::decided_asks(db, program, today).await?);
    let given = Given { ask, coordinators, records, targets, asks, today };
    let slot = slot(program);
    // Whoever comes second waits here instead of drawing the same samples beside the first.
    let mut kept = slot.lock().await;
    let drawn_from = (version, ground);
    let network = match &kept.network {
        Some((drawn, network)) if *drawn == drawn_from => Arc::clone(network),
        _ => {
            let directory = store::directory(db, today).await?;
            let on = drawn_from.1.clone();
            let network = Arc::new(aside(move || Network::new(directory, program, &on)).await?);
            *kept = Kept { network: Some((drawn_from, Arc::clone(&network))), reckoning: None };
            network
        }
    };
    let mark = mark(&given);
    if let Some((of, reckoning)) = &kept.reckoning
        && *of == mark
    {
        return Ok(Arc::clone(reckoning));
    }
    let reckoning = Arc::new(aside(move || Reckoning::new(network, given)).await?);
    kept.reckoning = Some((mark, Arc::clone(&reckoning)));
    Ok(reckoning)
}

/// What says how much influence runs along the ties.
async fn ground(db: &Db, program: ProgramId, today: Date) -> Result<Ground> {
    let table = ties::current(db, program).await?;
    let joins = match table.follows {
        Follows::Table => None,
        Follows::Joins => Some((ties::joins(db, program).await?, today)),
    };
    Ok(Ground { table, joins })
}

/// Runs what takes long on a thread of its own.
///
/// # Errors
/// What the work gives, as our fault.
pub async fn aside<T, E>(work: impl FnOnce() -> std::result::Result<T, E> + Send + 'static) -> Result<T>
where
    T: Send + 'static,
    E: std::fmt::Display + Send + 'static,
{
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|e| fault(&e))?.map_err(|e| fault(&e))
}

fn fault(error: &dyn std::fmt::Display) -> Error {
    Error::Fault(format!("the shortlist could not be reckoned: {error}"))
}

/// The slot of a program; the one looked at longest ago makes room.
fn slot(program: ProgramId) -> Slot {
    let mut slots = SLOTS.lock().unwrap_or_else(PoisonError::into_inner);
    let at = slots.iter().position(|(id, _)| *id == program);
    let slot = at.map_or_else(|| (program, Slot::default()), |at| slots.remove(at));
    slots.insert(0, slot);
    slots.truncate(KEPT);
    Arc::clone(&slots[0].1)
}

/// A number for everything that was read: other records have another.
fn mark(given: &Given) -> u64 {
    struct Hashed(DefaultHasher);
    impl Write for Hashed {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut hashed = Hashed(DefaultHasher::new());
    // Writing into a hasher cannot fail.
    let _ = write!(hashed, "{given:?}");
    hashed.0.finish()
}
