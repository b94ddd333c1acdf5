//! Prospects: finding them, and where each stands.

use super::{Prospect, ProspectSummary};
use crate::access::scope::InProgram;
use bellwether_db::{FromRow, Read, Result, Row, Tx, params, statements};
use bellwether_kernel::{PersonId, ProgramId, ProspectId, World};

statements! {
    /// Makes a prospect of a person who is there; an owner who is set stays.
    ENSURE = "
        insert into prospects (id, program_id, person_id, owner_id, stage, identified_at)
        select cast($1 as bigint), cast($2 as bigint), p.id, cast($4 as bigint), 'identified', cast($5 as bigint) from people p where p.id = $3 and p.erased_at is null
        on conflict (program_id, person_id) do update set owner_id = coalesce(prospects.owner_id, excluded.owner_id)
        returning id";
    PIN = "update prospects set pinned_at = coalesce(pinned_at, $3), aside_at = null, aside_reason = null
           where program_id = $1 and person_id = $2";
    UNPIN = "update prospects set pinned_at = null where program_id = $1 and person_id = $2";
    SET_ASIDE = "update prospects set aside_at = $3, aside_reason = $4, pinned_at = null
                 where program_id = $1 and person_id = $2";
    BRING_BACK = "update prospects set aside_at = null, aside_reason = null where program_id = $1 and person_id = $2";
    STAGES = "
        select s.person_id, s.id, s.stage, s.owner_id, s.connector_id, s.pinned_at, s.aside_at, s.aside_reason, s.asked_at,
               s.answered_at, s.answer, s.wakes_on, s.joined_at, s.withdrawn_at, s.closed_at, s.named
        from prospects s join people p on p.id = s.person_id
        where s.program_id = $1 and p.erased_at is null order by s.id";
    FIND = "
        select id, program_id, person_id, owner_id, stage, connector_id, next_step, next_on, met_at, override_at, override_reason,
               asked_at, answered_at, answer, smaller, wakes_on, joined_at, withdrawn_at, named, closed_at, aside_at,
               erased_at
        from prospects where id = $2 and program_id = $1";
}

impl FromRow for Prospect {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(22)?;
        Ok(Self {
            id: row.get(0)?,
            program: row.get(1)?,
            person: row.get(2)?,
            owner: row.get(3)?,
            stage: row.get(4)?,
            connector: row.get(5)?,
            next_step: row.get(6)?,
            next_on: row.get(7)?,
            met_at: row.get(8)?,
            override_at: row.get(9)?,
            override_reason: row.get(10)?,
            asked_at: row.get(11)?,
            answered_at: row.get(12)?,
            answer: row.get(13)?,
            smaller: row.get(14)?,
            wakes_on: row.get(15)?,
            joined_at: row.get(16)?,
            withdrawn_at: row.get(17)?,
            named: row.get(18)?,
            closed_at: row.get(19)?,
            aside_at: row.get(20)?,
            erased_at: row.get(21)?,
        })
    }
}

struct Standing(PersonId, ProspectSummary);

impl FromRow for Standing {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(16)?;
        let summary = ProspectSummary {
            id: row.get(1)?,
            stage: row.get(2)?,
            owner: row.get(3)?,
            connector: row.get(4)?,
            pinned_at: row.get(5)?,
            aside_at: row.get(6)?,
            aside_reason: row.get(7)?,
            asked_at: row.get(8)?,
            answered_at: row.get(9)?,
            answer: row.get(10)?,
            wakes_on: row.get(11)?,
            joined_at: row.get(12)?,
            withdrawn_at: row.get(13)?,
            closed_at: row.get(14)?,
            named: row.get(15)?,
        };
        Ok(Self(row.get(0)?, summary))
    }
}

/// Makes a person a prospect of a program, or finds the one that they are. An owner who is set
/// stays. `NoRow` where there is no such person, or they were erased.
pub async fn ensure_prospect(
    tx: &Tx,
    world: &World,
    program: ProgramId,
    person: PersonId,
    owner: Option<PersonId>,
) -> Result<ProspectId> {
    let id: ProspectId = world.id();
    tx.value(&ENSURE, params![id, program, person, owner, world.now()]).await
}

/// Pins a leader to the top of the shortlist, making them a prospect where they are none.
pub async fn pin(tx: &Tx, world: &World, scope: &InProgram, person: PersonId) -> Result<()> {
    ensure_prospect(tx, world, scope.program, person, None).await?;
    tx.run(&PIN, params![scope.program, person, world.now()]).await.map(drop)
}

/// Takes the pin away.
pub async fn unpin(tx: &Tx, scope: &InProgram, person: PersonId) -> Result<()> {
    tx.run(&UNPIN, params![scope.program, person]).await.map(drop)
}

/// Sets a leader aside: off the shortlist and out of the day's work until they are brought back.
pub async fn set_aside(
    tx: &Tx,
    world: &World,
    scope: &InProgram,
    person: PersonId,
    reason: Option<&str>,
) -> Result<()> {
    ensure_prospect(tx, world, scope.program, person, None).await?;
    tx.run(&SET_ASIDE, params![scope.program, person, world.now(), reason]).await.map(drop)
}

/// Brings a leader back who was set aside.
pub async fn bring_back(tx: &Tx, scope: &InProgram, person: PersonId) -> Result<()> {
    tx.run(&BRING_BACK, params![scope.program, person]).await.map(drop)
}

/// Where every prospect of a program stands, by person.
pub async fn stages(db: &impl Read, program: ProgramId) -> Result<Vec<(PersonId, ProspectSummary)>> {
    let all: Vec<Standing> = db.all(&STAGES, params![program]).await?;
    Ok(all.into_iter().map(|Standing(person, summary)| (person, summary)).collect())
}

/// A prospect of the program that the scope reaches.
pub async fn find(db: &impl Read, program: ProgramId, prospect: ProspectId) -> Result<Prospect> {
    db.one(&FIND, params![program, prospect]).await
}
