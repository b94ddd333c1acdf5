//! Answers as they came: kept one by one, so that what counts can always be told again.

use super::holding::{Earlier, Said};
use super::{Answer, Smaller};
use crate::features::programs::{self, Ask};
use bellwether_db::{FromRow, Read, Result, Row, Tx, params, statements};
use bellwether_kernel::{PersonId, PitchId, ProgramId, ProspectId, ResponseId, Timestamp, World};

statements! {
    ADD = "
        insert into responses (id, prospect_id, pitch_id, answer, smaller, wakes_on, door, given_at, recorded_by, held_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    OF_PITCH = "
        select answer, smaller, wakes_on, given_at, held_at, undone_at
        from responses where pitch_id = $1 order by given_at, id";
    OF_PROSPECT = "
        select r.id, r.answer, r.smaller, r.wakes_on, r.door, r.given_at, r.held_at, r.undone_at, p.name
        from responses r left join people p on p.id = r.recorded_by
        where r.prospect_id = $1 order by r.given_at desc, r.id desc";
    /// What counts is the last that was neither held nor taken back.
    COUNTED = "
        select answer, smaller, wakes_on, given_at, held_at, undone_at from responses
        where prospect_id = $1 and held_at is null and undone_at is null order by given_at, id";
    UNDO = "
        update responses set undone_at = $2 where id = (
            select id from responses where prospect_id = $1 and held_at is null and undone_at is null
            order by given_at desc, id desc limit 1)";
    /// Whatever counted through this link since then says nothing any more.
    HOLD_SINCE = "
        update responses set held_at = $3 where pitch_id = $1 and given_at > $2 and held_at is null and undone_at is null";
    /// Held answers of this link that the leader did not give, or has given anew.
    SETTLE_HELD = "update responses set confirmed_at = $2 where pitch_id = $1 and held_at is not null and confirmed_at is null";
    SMALLER_OF = "select id, smaller from prospects where program_id = $1 and person_id = $2 and joined_at is not null";
    DISOWN_HELD = "update responses set undone_at = $2 where pitch_id = $1 and held_at is not null and undone_at is null";
}

/// An answer as the history shows it.
#[derive(Debug, Clone)]
pub struct Given {
    pub said: Said,
    pub by_phone: bool,
    pub given_at: Timestamp,
    pub held_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub recorded_by: Option<String>,
}

impl FromRow for Earlier {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(6)?;
        let said = Said { answer: row.get(0)?, smaller: row.get(1)?, wakes_on: row.get(2)? };
        Ok(Self { said, given_at: row.get(3)?, held_at: row.get(4)?, undone_at: row.get(5)? })
    }
}

impl FromRow for Given {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(9)?;
        let said = Said { answer: row.get(1)?, smaller: row.get(2)?, wakes_on: row.get(3)? };
        let _: ResponseId = row.get(0)?;
        Ok(Self {
            said,
            by_phone: row.get::<String>(4)? == "recorded",
            given_at: row.get(5)?,
            held_at: row.get(6)?,
            undone_at: row.get(7)?,
            recorded_by: row.get(8)?,
        })
    }
}

impl Given {
    /// Whether it is the leader's answer, or was before another.
    pub fn counts(&self) -> bool {
        self.held_at.is_none() && self.undone_at.is_none()
    }

    /// Which answer.
    pub fn answer(&self) -> Answer {
        self.said.answer
    }
}

/// An answer to be kept.
pub struct New {
    pub prospect: ProspectId,
    pub pitch: Option<PitchId>,
    pub said: Said,
    /// Who recorded it, where it came by telephone.
    pub recorded_by: Option<PersonId>,
    pub held: bool,
}

pub async fn add(tx: &Tx, world: &World, new: &New) -> Result<()> {
    let (id, now): (ResponseId, _) = (world.id(), world.now());
    let door = if new.recorded_by.is_some() { "recorded" } else { "page" };
    let held_at = new.held.then_some(now);
    let Said { answer, smaller, wakes_on } = new.said;
    let values =
        params![id, new.prospect, new.pitch, answer, smaller, wakes_on, door, now, new.recorded_by, held_at];
    tx.run(&ADD, values).await.map(drop)
}

pub async fn through(db: &impl Read, pitch: PitchId) -> Result<Vec<Earlier>> {
    db.all(&OF_PITCH, params![pitch]).await
}

pub async fn history(db: &impl Read, prospect: ProspectId) -> Result<Vec<Given>> {
    db.all(&OF_PROSPECT, params![prospect]).await
}

/// The answers that were neither held nor taken back, oldest first; the last of them counts.
pub async fn counted(db: &impl Read, prospect: ProspectId) -> Result<Vec<Earlier>> {
    db.all(&COUNTED, params![prospect]).await
}

/// Takes the last counted answer back; whether there was one.
pub async fn undo(tx: &Tx, prospect: ProspectId, now: Timestamp) -> Result<bool> {
    Ok(tx.run(&UNDO, params![prospect, now]).await? > 0)
}

pub async fn hold_since(tx: &Tx, pitch: PitchId, since: Timestamp, now: Timestamp) -> Result<()> {
    tx.run(&HOLD_SINCE, params![pitch, since, now]).await.map(drop)
}

pub async fn settle_held(tx: &Tx, pitch: PitchId, now: Timestamp) -> Result<()> {
    tx.run(&SETTLE_HELD, params![pitch, now]).await.map(drop)
}

pub async fn disown_held(tx: &Tx, pitch: PitchId, now: Timestamp) -> Result<()> {
    tx.run(&DISOWN_HELD, params![pitch, now]).await.map(drop)
}

/// How much time a leader agreed to in a program: the ask of the pitch that they answered, or half of
/// it where they said so; the program's own ask where they joined without a letter.
pub async fn agreed(db: &impl Read, program: ProgramId, person: PersonId) -> Result<Option<Ask>> {
    let answered: Option<(ProspectId, Option<Smaller>)> =
        db.maybe(&SMALLER_OF, params![program, person]).await?;
    let asked = match answered {
        Some((prospect, _)) => super::pitches::open(db, program, prospect).await?.map(|p| p.ask),
        None => None,
    };
    let ask = match asked {
        Some(ask) => Some(ask),
        None => programs::find(db, program).await?.ask,
    };
    let smaller = answered.and_then(|(_, smaller)| smaller);
    let said = Said { answer: Answer::Yes, smaller, wakes_on: None };
    Ok(ask.map(|ask| super::standing::agreed(&ask, &said)))
}
