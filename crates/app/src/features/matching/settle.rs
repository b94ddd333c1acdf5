//! What becomes of a proposed match: both accept, one declines, or the days go by.

use super::matched::{Match, State};
use super::{letters, run, store, told};
use crate::App;
use crate::access::audit;
use crate::app::System;
use crate::features::mentorships::{self, Begun, Pairing, Post};
use crate::features::programs;
use crate::shell::Result;
use bellwether_db::{Read, Tx};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{MatchId, MentorshipId, PersonId, Timestamp};

/// What may still be taken back waits so long.
const PATIENCE: SignedDuration = SignedDuration::from_mins(2);

/// What an acceptance led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// The other has still to say yes.
    Waits,
    /// Both said yes: it goes on.
    Begun(MentorshipId),
    /// The mentor has no place left, or somebody takes part no more. The match is off.
    NoPlace,
    /// It was answered otherwise before.
    Over,
}

/// Writes that one of the two said yes; with both, the mentorship begins in the same transaction.
/// Saying it twice changes nothing.
pub async fn accept(tx: &Tx, app: &App, id: MatchId, by: PersonId) -> Result<Accepted> {
    let of = store::find(tx, id).await?;
    if of.state == State::Accepted {
        let going_on = live(tx, &of).await?;
        return Ok(going_on.map_or(Accepted::Over, Accepted::Begun));
    }
    if of.state != State::Proposed {
        return Ok(Accepted::Over);
    }
    store::accept(tx, id, by == of.mentor.id, app.world().now()).await?;
    let of = store::find(tx, id).await?;
    if of.accepted_by_both() { begin(tx, app, &of, Some(by)).await } else { Ok(Accepted::Waits) }
}

async fn live(tx: &Tx, of: &Match) -> Result<Option<MentorshipId>> {
    let all = mentorships::of_person(tx, of.mentee.id).await?;
    let ours = all
        .into_iter()
        .find(|m| m.program == of.program && m.mentor.id == of.mentor.id && m.ended_at.is_none());
    Ok(ours.map(|m| m.id))
}

/// Makes a mentorship of a proposed match by somebody’s yes, or by the clock, if there is a place and both still take part.
async fn begin(tx: &Tx, app: &App, of: &Match, by: Option<PersonId>) -> Result<Accepted> {
    let now = app.world().now();
    let today = now.to_zoned(app.organization().zone.clone()).date();
    let fits = store::still_fits(tx, of.id, today).await?;
    let (mentor, mentee) = (of.mentor.id, of.mentee.id);
    let pairing = Pairing { program: of.program, matched: Some(of.id), mentor, mentee, by };
    let begun = if fits { mentorships::begin(tx, app, pairing).await? } else { Begun::NoPlace };
    match begun {
        Begun::Begun(mentorship) => {
            store::settle(tx, of.id, State::Accepted, None, now).await?;
            bellwether_outbox::stop_about(tx, app.world(), &of.about(), "it was accepted").await?;
            Ok(Accepted::Begun(mentorship))
        }
        Begun::NoPlace => {
            store::settle(tx, of.id, State::Withdrawn, None, now).await?;
            let program = programs::find(tx, of.program).await?.name;
            for to in [&of.mentor, &of.mentee] {
                letters::off(tx, app, of, to, &program, now).await?;
            }
            Ok(Accepted::NoPlace)
        }
    }
}

/// Writes that one of the two said no. The other hears, two minutes later, that it does not go
/// ahead; nobody hears who said no, nor why.
pub async fn decline(tx: &Tx, app: &App, id: MatchId, by: PersonId) -> Result<bool> {
    let now = app.world().now();
    let of = store::find(tx, id).await?;
    if of.state == State::Declined && of.declined_by == Some(by) {
        return Ok(true);
    }
    if !store::settle(tx, id, State::Declined, Some(by), now).await? {
        return Ok(false);
    }
    bellwether_outbox::stop_about(tx, app.world(), &of.about(), "it was answered").await?;
    let program = programs::find(tx, of.program).await?.name;
    let not_before = now.checked_add(PATIENCE).unwrap_or(Timestamp::MAX);
    letters::off(tx, app, &of, of.other_than(by), &program, not_before).await?;
    audit(tx, app, &of, "settled a match").await?;
    Ok(true)
}

/// Takes a no back, while the letter to the other has not left.
pub async fn take_back_decline(tx: &Tx, app: &App, id: MatchId, by: PersonId) -> Result<bool> {
    let of = store::find(tx, id).await?;
    let told = bellwether_outbox::of_about(tx, &letters::about_off(&of)).await?;
    if of.declined_by != Some(by) || told.iter().any(|l| l.state != bellwether_outbox::State::Queued) {
        return Ok(false);
    }
    bellwether_outbox::stop_about(tx, app.world(), &letters::about_off(&of), "it was taken back").await?;
    let now = app.world().now();
    let back = store::settle(tx, id, State::Proposed, Some(by), now).await?;
    // Where the answer came before the proposal had left, the no has stopped it.
    let (post, program) = (Post::of(app, tx, of.program, None).await?, programs::find(tx, of.program).await?);
    let today = now.to_zoned(app.organization().zone.clone()).date();
    let why = told::why(&run::pool(tx, of.program, today).await?, &of);
    letters::propose(tx, app, &post, &of, (&program.name, &why), now).await?;
    Ok(back)
}

async fn audit(tx: &Tx, app: &App, of: &Match, verb: &str) -> Result<()> {
    // Whose answer it was is not in the log: a no is private.
    let line = audit::Line {
        verb,
        object: format!("match:{}", of.id),
        program: Some(of.program),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, app.world(), line).await?)
}

/// Makes mentorships of matches that nobody objected to within their days. Background work, run
/// every minute; how many began. One that fails is logged and tried again; the others go on.
///
/// Nothing begins behind anybody's back: whoever has not said yes must have been sent the letter.
pub async fn ripen(system: &System) -> bellwether_db::Result<usize> {
    let mut begun = 0;
    for id in store::ripe(&system.db, system.now).await? {
        match ripen_one(system, id).await {
            Ok(began) => begun += usize::from(began),
            Err(error) => {
                tracing::error!(?error, %id, "a match could not begin by itself; it is tried again")
            }
        }
    }
    if begun > 0 {
        system.app.outbox_bell().notify_one();
    }
    Ok(begun)
}

async fn ripen_one(system: &System, id: MatchId) -> Result<bool> {
    let tx = system.db.begin().await?;
    let of = store::find(&tx, id).await?;
    if of.state != State::Proposed || !knows(&tx, &of).await? {
        return Ok(false);
    }
    let accepted = begin(&tx, &system.app, &of, None).await?;
    tx.commit().await?;
    Ok(matches!(accepted, Accepted::Begun(_)))
}

async fn knows(db: &impl Read, of: &Match) -> Result<bool> {
    for party in [&of.mentor, &of.mentee] {
        if !of.accepted_by(party.id) && !letters::has_left(db, of, party.id).await? {
            return Ok(false);
        }
    }
    Ok(true)
}
