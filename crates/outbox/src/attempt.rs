//! One message from its claim to its outcome.

use bellwether_db::Result;
use bellwether_kernel::Timestamp;
use bellwether_kernel::jiff::SignedDuration;
use std::time::Duration;

use crate::sending::{self, Intent};
use crate::{Delivery, Message, Verdict, Worker};

/// How long a message waits that the gate could not be asked about.
const GATE_FAILED: SignedDuration = SignedDuration::from_mins(1);
/// How often an outcome is written again when the database does not take it.
const WRITES: u32 = 6;

/// Sends one claimed message, or writes down why not.
pub async fn make(worker: &Worker, message: Message) {
    let (id, kind) = (message.id, &message.kind);
    match try_make(worker, &message).await {
        Ok(()) => {}
        // Its lease runs out; then it is taken up again, or parked if it had been handed over.
        Err(error) => tracing::error!(%id, %kind, %error, "a message could not be worked on"),
    }
}

async fn try_make(worker: &Worker, message: &Message) -> Result<()> {
    let now = worker.world.now();
    if message.expires_at.is_some_and(|expires| expires <= now) {
        return sending::stop(&worker.db, message, now, "it would have come too late to be of use").await;
    }
    match worker.gate.may_send(&worker.db, message).await {
        Ok(Verdict::Send) => {}
        Ok(Verdict::Stop(why)) => return sending::stop(&worker.db, message, now, &why).await,
        Ok(Verdict::Wait(until)) => {
            return sending::wait(&worker.db, message, after(now, until)).await;
        }
        Err(error) => {
            tracing::error!(id = %message.id, %error, "whether a message may leave could not be found out");
            return sending::wait(&worker.db, message, now + GATE_FAILED).await;
        }
    }
    if sending::intend(&worker.db, &worker.world, &worker.pace, message).await? != Intent::Committed {
        return Ok(());
    }
    let outcome = hand_over(worker, message).await;
    tracing::debug!(id = %message.id, kind = %message.kind, ?outcome, "handed over");
    let recorded = record(worker, message, &outcome).await;
    note_health(worker, &outcome).await;
    recorded
}

/// Hands it over, renewing the lease meanwhile: a slow server is no dead worker.
async fn hand_over(worker: &Worker, message: &Message) -> Delivery {
    let within = worker.pace.deliver_within;
    let trying =
        Message { tried_at: Some(worker.world.now()), attempt: message.attempt + 1, ..message.clone() };
    let delivering = tokio::time::timeout(within, worker.transport.deliver(&trying));
    tokio::pin!(delivering);
    loop {
        tokio::select! {
            done = &mut delivering => return done.unwrap_or_else(|_| {
                Delivery::Unsure(format!("handing it over took longer than {} s", within.as_secs()))
            }),
            () = tokio::time::sleep(worker.pace.lease / 3) => {
                let now = worker.world.now();
                if let Err(error) = sending::renew(&worker.db, now, &worker.pace, message).await {
                    tracing::warn!(id = %message.id, %error, "a lease could not be renewed");
                }
            }
        }
    }
}

async fn note_health(worker: &Worker, outcome: &Delivery) {
    let noted = match outcome {
        Delivery::Unwritable(_) => Ok(()),
        Delivery::ServerTrouble(words) => {
            tracing::warn!(%words, "the mail server cannot be used");
            worker.health.ill(&worker.db, worker.world.now(), words).await
        }
        _ => worker.health.well(&worker.db).await,
    };
    if let Err(error) = noted {
        tracing::warn!(%error, "the mail server's health could not be written down");
    }
}

/// Writes the outcome, patiently: what is not written here ends up as unsure.
async fn record(worker: &Worker, message: &Message, outcome: &Delivery) -> Result<()> {
    let mut pause = Duration::from_millis(200);
    for _ in 1..WRITES {
        match sending::record(&worker.db, &worker.world, &worker.pace, message, outcome).await {
            Ok(true) => return Ok(()),
            Ok(false) => {
                tracing::warn!(id = %message.id, ?outcome, "the lease had run out; nothing was written");
                return Ok(());
            }
            Err(error) => {
                tracing::warn!(id = %message.id, %error, "an outcome could not be written; trying again");
                tokio::time::sleep(pause).await;
                pause *= 2;
            }
        }
    }
    sending::record(&worker.db, &worker.world, &worker.pace, message, outcome).await.map(drop)
}

/// `until`, or a moment from now where that has passed: a gate that waits for the past does not spin.
fn after(now: Timestamp, until: Timestamp) -> Timestamp {
    if until > now { until } else { now + GATE_FAILED }
}
