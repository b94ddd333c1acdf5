//! A match that both accepted becomes a mentorship.

use super::offer::{self, For};
use super::store::{self, Beginning};
use super::{letters, terms};
use crate::App;
use crate::access::audit;
use crate::shell::Result;
use bellwether_db::Tx;
use bellwether_kernel::{MatchId, MentorshipId, PersonId, ProgramId};

/// Two who are to work together.
#[derive(Debug, Clone, Copy)]
pub struct Pairing {
    /// In which program.
    pub program: ProgramId,
    /// By which match; absent where it was made by hand.
    pub matched: Option<MatchId>,
    /// Who guides.
    pub mentor: PersonId,
    /// Who learns.
    pub mentee: PersonId,
    /// Whose word began it; nobody's where the days went by.
    pub by: Option<PersonId>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// It goes on, from now or already.
    Begun(MentorshipId),
    /// The mentor has no place left, or takes part no more.
    NoPlace,
}

/// Begins a mentorship: takes one of the mentor's places, offers three times, and writes to both.
///
/// Two who work together already stay as they are. A place is never given twice: one transaction
/// writes at a time, and the seat is a unique key besides.
pub async fn begin(tx: &Tx, app: &App, pairing: Pairing) -> Result<Begun> {
    let Pairing { program, matched, mentor, mentee, by } = pairing;
    if let Some(id) = store::live_pair(tx, program, mentor, mentee).await? {
        return Ok(Begun::Begun(id));
    }
    let Some(seat) = store::free_seat(tx, program, mentor).await? else { return Ok(Begun::NoPlace) };
    let (id, now): (MentorshipId, _) = (app.world().id(), app.world().now());
    let promised = terms::of(tx, program, mentor).await?.map_or(60, |terms| terms.total());
    let today = now.to_zoned(app.organization().zone.clone()).date();
    let ends_on = terms::last_day(tx, program, mentor, today).await?;
    let new = Beginning { id, program, matched, mentor, mentee, seat, promised, ends_on, now };
    store::begin(tx, &new).await?;
    let mentorship = store::find(tx, id).await?;
    offer::offer(tx, app, &mentorship, For::Beginning).await?;
    letters::beginning(tx, app, &mentorship).await?;
    let line = audit::Line {
        actor: by,
        verb: "began a mentorship",
        object: format!("mentorship:{id}"),
        program: Some(program),
        ..audit::Line::default()
    };
    audit::write(tx, app.world(), line).await?;
    Ok(Begun::Begun(id))
}
