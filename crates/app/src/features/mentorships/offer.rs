//! Offering three times for the next session, or for moving the one that is booked.

use super::letters;
use super::mentorship::{self, Mentorship, Session, Terms};
use super::slots::{self, Search};
use super::{store, terms};
use crate::App;
use crate::shell::Result;
use bellwether_db::Tx;
use bellwether_kernel::jiff::ToSpan as _;
use bellwether_kernel::{Date, PersonId};

/// Days between now and the first time offered, so that there is time to choose.
const AHEAD: i32 = 2;
/// The most days that are looked at for three times.
const WITHIN: i32 = 28;

/// What became of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// So many times are offered.
    Times(usize),
    /// The promised time is used or booked; in words.
    PromiseUsed(String),
    /// The program ends before any day that could be offered.
    NoDay,
}

/// Who wants times, and who therefore need not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// The mentorship has just begun: the letters of the beginning say it.
    Beginning,
    /// The next session: a letter to the mentor shows the times.
    Next,
    /// The mentor asked, on the page: they see them there.
    Mentor,
    /// The mentee asked: a letter to the mentor shows the times.
    Mentee(PersonId),
}

/// Offers three times; what was offered before is taken back. Without room in the promise, or a day
/// within the program, nothing is offered.
pub async fn offer(tx: &Tx, app: &App, of: &Mentorship, why: For) -> Result<Offered> {
    let now = app.world().now();
    let sessions = store::sessions(tx, of.id).await?;
    let agreed = agreed(tx, of).await?;
    let ledger = mentorship::ledger(of.promised, agreed.minutes, &sessions);
    let moves = sessions.iter().any(|s| s.is_coming(now));
    if !moves && !ledger.allows(agreed.minutes) {
        store::close(tx, of.id, now).await?;
        return Ok(Offered::PromiseUsed(ledger.refusal(of.mentor.first())));
    }
    let organization = app.organization();
    let (mentor, mentee) = (of.mentor.zone(&organization), of.mentee.zone(&organization));
    let today = now.to_zoned(mentor.clone()).date();
    let from = first_day(today, &agreed, &sessions, moves);
    let until = of.ends_on.min(from.saturating_add(WITHIN.days()));
    let busy = store::busy(tx, of, now).await?;
    let search =
        Search { minutes: agreed.minutes, mentor: &mentor, mentee: &mentee, from, until, busy: &busy };
    let found = slots::find(&search);
    let zone = of.mentor.zone.as_deref().filter(|z| bellwether_kernel::parse_zone(z).is_some());
    let zone = zone.unwrap_or(&organization.zone_name);
    store::offer(tx, app.world(), of.id, &found.times, zone, agreed.minutes).await?;
    if found.times.is_empty() {
        return Ok(Offered::NoDay);
    }
    if matches!(why, For::Next | For::Mentee(_)) {
        letters::times(tx, app, of, &found.times, agreed.minutes, why, moves).await?;
    }
    Ok(Offered::Times(found.times.len()))
}

/// What the mentor agreed to; where no ask was ever decided, the promise as one session of an hour
/// at most.
pub async fn agreed(tx: &impl bellwether_db::Read, of: &Mentorship) -> Result<Terms> {
    let fallback =
        || Terms { minutes: of.promised.clamp(1, 60), sessions: 1, months: 1, starts_on: Date::MIN };
    Ok(terms::of(tx, of.program, of.mentor.id).await?.unwrap_or_else(fallback))
}

/// Not today nor tomorrow, not before the ask begins, and as far from the session before as the
/// rhythm says.
fn first_day(today: Date, agreed: &Terms, sessions: &[Session], moves: bool) -> Date {
    let soonest = today.saturating_add(AHEAD.days()).max(agreed.starts_on);
    let last = sessions.iter().filter(|s| s.held_at.is_some()).map(|s| s.time().date()).max();
    let between = (28 / agreed.sessions.max(1)).clamp(1, 28);
    match last {
        // Two days early, so that the three times lie around the day that the rhythm means.
        Some(last) if !moves => soonest.max(last.saturating_add((between - 2).days())),
        _ => soonest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_session_waits_for_the_day_on_which_the_ask_begins() {
        let agreed = Terms { minutes: 45, sessions: 2, months: 4, starts_on: day("2027-03-01") };
        assert_eq!(first_day(day("2027-02-09"), &agreed, &[], false), day("2027-03-01"));
        assert_eq!(first_day(day("2027-03-10"), &agreed, &[], false), day("2027-03-12"));
    }
}
