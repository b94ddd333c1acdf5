//! Times that nobody picked go by. New ones are offered, a few times; then it is the coordinator's turn.

use super::mentorship::Session;
use super::offer::{self, For};
use super::store;
use crate::app::System;
use crate::shell::Result;
use bellwether_kernel::MentorshipId;

/// After so many offers for one session nobody is written to any more; the list of mentorships
/// shows it.
const ROUNDS: i64 = 3;

/// Offers new times where all that were offered are over and none was picked. Background work, run
/// every minute; how many mentorships got new times.
pub async fn renew_offers(system: &System) -> bellwether_db::Result<usize> {
    let mut renewed = 0;
    for id in store::with_open_slots(&system.db).await? {
        match renew(system, id).await {
            Ok(was_renewed) => renewed += usize::from(was_renewed),
            Err(error) => tracing::error!(?error, %id, "new times could not be offered; it is tried again"),
        }
    }
    if renewed > 0 {
        system.app.outbox_bell().notify_one();
    }
    Ok(renewed)
}

async fn renew(system: &System, id: MentorshipId) -> Result<bool> {
    let slots = store::slots(&system.db, id).await?;
    if slots.iter().any(|s| s.time().is_some_and(|t| t.timestamp() > system.now)) {
        return Ok(false);
    }
    let tx = system.db.begin().await?;
    let of = store::find(&tx, id).await?;
    let sessions = store::sessions(&tx, id).await?;
    let last = sessions.iter().filter(|s| s.cancelled_at.is_none()).map(Session::ends_at).max();
    let is_settled = sessions.iter().any(Session::is_open);
    let rounds = store::rounds_since(&tx, id, last.unwrap_or(of.started_at)).await?;
    let renews = !is_settled && rounds < ROUNDS;
    if renews {
        offer::offer(&tx, &system.app, &of, For::Next).await?;
    } else {
        store::close(&tx, id, system.now).await?;
    }
    tx.commit().await?;
    Ok(renews)
}
