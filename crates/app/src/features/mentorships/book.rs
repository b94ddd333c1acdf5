//! Booking a session, moving it, calling it off. The invitation leaves in the same transaction.

use super::letters::{self, News};
use super::mentorship::{self, Mentorship, Session};
use super::offer::{self, For};
use super::store::{self, Booking};
use crate::App;
use crate::shell::Result;
use bellwether_db::Tx;
use bellwether_kernel::jiff::Zoned;
use bellwether_kernel::{PersonId, SessionId, SlotId};

/// What became of a booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Booked {
    /// It is booked, or was already.
    Session(SessionId),
    /// The time is not offered any more.
    Gone,
    /// The time is over.
    Past,
    /// It would go past the promise; in words.
    PromiseUsed(String),
}

/// Books an offered time, or moves the session that is booked to it.
pub async fn pick(tx: &Tx, app: &App, of: &Mentorship, slot: SlotId, by: PersonId) -> Result<Booked> {
    let now = app.world().now();
    let slot = store::slot(tx, of.id, slot).await?;
    let Some(time) = slot.time() else { return Ok(Booked::Gone) };
    if slot.taken_at.is_some() {
        // Sent twice: the same state.
        let sessions = store::sessions(tx, of.id).await?;
        let booked = sessions.iter().find(|s| s.is_open() && s.starts_at == time.timestamp());
        return Ok(booked.map_or(Booked::Gone, |s| Booked::Session(s.id)));
    }
    if slot.gone_at.is_some() {
        return Ok(Booked::Gone);
    }
    let booked = book(tx, app, of, &time, &slot.zone, slot.minutes, by).await?;
    if let Booked::Session(_) = booked {
        store::take(tx, of.id, slot.id, now).await?;
        store::close(tx, of.id, now).await?;
    }
    Ok(booked)
}

/// Books a time, or moves the session that is booked to it. Never past the promise.
pub async fn book(
    tx: &Tx,
    app: &App,
    of: &Mentorship,
    time: &Zoned,
    zone: &str,
    minutes: i64,
    by: PersonId,
) -> Result<Booked> {
    let now = app.world().now();
    if time.timestamp() <= now {
        return Ok(Booked::Past);
    }
    let sessions = store::sessions(tx, of.id).await?;
    if let Some(coming) = sessions.iter().find(|s| s.is_coming(now)) {
        if coming.starts_at != time.timestamp() {
            store::move_to(tx, of.id, coming.id, time, zone, minutes).await?;
            tell(tx, app, of, coming.id, News::Changed, by).await?;
        }
        return Ok(Booked::Session(coming.id));
    }
    let agreed = offer::agreed(tx, of).await?;
    let ledger = mentorship::ledger(of.promised, agreed.minutes, &sessions);
    if !ledger.allows(minutes) {
        return Ok(Booked::PromiseUsed(ledger.refusal(of.mentor.first())));
    }
    let id: SessionId = app.world().id();
    let uid = format!("session-{id}@{}", app.config().host());
    let new = Booking { id, mentorship: of.id, time, zone, minutes, place: "", uid, by, now };
    store::book(tx, &new).await?;
    tell(tx, app, of, id, News::Booked, by).await?;
    let why = "a time was picked";
    bellwether_outbox::stop_about(tx, app.world(), &letters::about_times(of), why).await?;
    Ok(Booked::Session(id))
}

/// Calls a session off; its time goes back into the promise, and others are offered.
pub async fn cancel(tx: &Tx, app: &App, of: &Mentorship, session: &Session, by: PersonId) -> Result<bool> {
    let is_off = session.is_open() && store::cancel(tx, of.id, session.id, app.world().now()).await?;
    if is_off {
        tell(tx, app, of, session.id, News::Cancelled, by).await?;
        let why = if by == of.mentor.id { For::Mentor } else { For::Next };
        offer::offer(tx, app, of, why).await?;
    }
    Ok(is_off)
}

/// Says where a session takes place.
pub async fn put_place(
    tx: &Tx,
    app: &App,
    of: &Mentorship,
    session: &Session,
    place: &str,
    by: PersonId,
) -> Result<()> {
    if session.is_open() && session.place != place {
        store::put_place(tx, of.id, session.id, place).await?;
        tell(tx, app, of, session.id, News::Changed, by).await?;
    }
    Ok(())
}

async fn tell(
    tx: &Tx,
    app: &App,
    of: &Mentorship,
    session: SessionId,
    news: News,
    by: PersonId,
) -> Result<()> {
    let session = store::session(tx, of.id, session).await?;
    letters::invitation(tx, app, of, &session, news, Some(by)).await
}
