//! Whether a session was held, said with one tap by either of the two.

use super::letters;
use super::mentorship::{Mentorship, Session};
use super::offer::{self, For};
use super::store::{self, Booking};
use crate::app::System;
use crate::shell::Result;
use bellwether_db::Tx;
use bellwether_kernel::jiff::{SignedDuration, Zoned};
use bellwether_kernel::{MentorshipId, PersonId, SessionId, Timestamp};

/// Nobody is asked about a session that lies further back: they would not know any more.
const ASK_WITHIN: SignedDuration = SignedDuration::from_hours(14 * 24);
/// The question comes a while after the end, not while they say goodbye.
const ASK_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// Records the answer, and offers times for the next session. The letter with them waits two
/// minutes, so that a mistaken tap can be taken back in silence.
pub async fn answer(
    tx: &Tx,
    app: &crate::App,
    of: &Mentorship,
    session: &Session,
    held: bool,
    by: PersonId,
) -> Result<()> {
    let was = (session.held_at.is_some(), session.not_held_at.is_some());
    if session.cancelled_at.is_some() || was == (held, !held) {
        return Ok(());
    }
    store::answer(tx, of.id, session.id, Some(held), by, app.world().now()).await?;
    bellwether_outbox::stop_about(tx, app.world(), &letters::about_held(session), "it was answered").await?;
    let now = app.world().now();
    let nothing_booked = !store::sessions(tx, of.id).await?.iter().any(|s| s.is_coming(now));
    if nothing_booked && store::slots(tx, of.id).await?.is_empty() {
        let why = if by == of.mentor.id { For::Mentor } else { For::Next };
        offer::offer(tx, app, of, why).await?;
    }
    Ok(())
}

/// Takes the answer back, and with it the times offered since.
pub async fn take_back(
    tx: &Tx,
    app: &crate::App,
    of: &Mentorship,
    session: &Session,
    by: PersonId,
) -> Result<()> {
    let now = app.world().now();
    store::answer(tx, of.id, session.id, None, by, now).await?;
    store::close(tx, of.id, now).await?;
    let why = "the answer was taken back";
    bellwether_outbox::stop_about(tx, app.world(), &letters::about_times(of), why).await?;
    Ok(())
}

/// Records a session that took place without being booked here.
pub async fn log_past(
    tx: &Tx,
    app: &crate::App,
    of: &Mentorship,
    time: &Zoned,
    minutes: i64,
    by: PersonId,
) -> Result<SessionId> {
    let (id, now): (SessionId, _) = (app.world().id(), app.world().now());
    let uid = format!("session-{id}@{}", app.config().host());
    let organization = app.organization();
    let zone = time.time_zone().iana_name().unwrap_or(&organization.zone_name).to_owned();
    let new = Booking { id, mentorship: of.id, time, zone: &zone, minutes, place: "", uid, by, now };
    store::book(tx, &new).await?;
    store::answer(tx, of.id, id, Some(true), by, now).await?;
    Ok(id)
}

/// Asks, by mail, about sessions that ended and that nobody has said anything about: once each.
/// Background work, run every minute; how many were asked about.
pub async fn ask_if_held(system: &System) -> bellwether_db::Result<usize> {
    let (after, before) = (system.now - ASK_WITHIN, system.now - ASK_AFTER);
    let mut asked = 0;
    for (mentorship, session) in store::to_ask(&system.db, after, before).await? {
        match ask_about(system, mentorship, session, before).await {
            Ok(was_asked) => asked += usize::from(was_asked),
            Err(error) => {
                tracing::error!(?error, %session, "nobody could be asked about a session; tried again")
            }
        }
    }
    if asked > 0 {
        system.app.outbox_bell().notify_one();
    }
    Ok(asked)
}

async fn ask_about(
    system: &System,
    mentorship: MentorshipId,
    session: SessionId,
    before: Timestamp,
) -> Result<bool> {
    let tx = system.db.begin().await?;
    let session = store::session(&tx, mentorship, session).await?;
    let asked_before = !bellwether_outbox::of_about(&tx, &letters::about_held(&session)).await?.is_empty();
    if asked_before || !session.is_unanswered(before) {
        return Ok(false);
    }
    let of = store::find(&tx, mentorship).await?;
    letters::ask_if_held(&tx, &system.app, &of, &session).await?;
    tx.commit().await?;
    Ok(true)
}
