//! Leaders who join by themselves, on the program's sign-up page, and who leave again there.

use super::{Named, ensure_prospect};
use bellwether_db::{Result, Tx, params, statements};
use bellwether_kernel::{PersonId, ProgramId, Timestamp, World};

statements! {
    /// Whoever joined already keeps the day and the answer by which they did.
    JOINED = "
        update prospects set stage = 'answered', answer = 'yes', smaller = null, wakes_on = null,
            answered_at = coalesce(case when answer in ('yes', 'smaller') then answered_at end, $3),
            joined_at = coalesce(joined_at, $3), withdrawn_at = null, closed_at = null, aside_at = null, aside_reason = null,
            next_step = null, next_on = null
        where program_id = $1 and person_id = $2 and (joined_at is null or withdrawn_at is not null)";
    WITHDREW = "
        update prospects set withdrawn_at = $3
        where program_id = $1 and person_id = $2 and joined_at is not null and withdrawn_at is null";
    RETURNED = "update prospects set withdrawn_at = null where program_id = $1 and person_id = $2 and joined_at is not null";
    NAMED = "update prospects set named = $3, named_at = $4 where program_id = $1 and person_id = $2";
}

/// A leader joined without an ask: they count as joined, and whoever prepares to ask them need not.
/// Where they had joined already, nothing changes.
pub async fn joined_unasked(tx: &Tx, world: &World, program: ProgramId, person: PersonId) -> Result<()> {
    ensure_prospect(tx, world, program, person, None).await?;
    tx.run(&JOINED, params![program, person, world.now()]).await.map(drop)
}

/// A leader who had joined takes part no longer.
pub async fn withdrew(tx: &Tx, program: ProgramId, person: PersonId, now: Timestamp) -> Result<()> {
    tx.run(&WITHDREW, params![program, person, now]).await.map(drop)
}

/// A leader who had withdrawn takes part again.
pub async fn returned(tx: &Tx, program: ProgramId, person: PersonId) -> Result<()> {
    tx.run(&RETURNED, params![program, person]).await.map(drop)
}

/// A leader's own choice of who may know that they take part.
pub async fn choose_named(
    tx: &Tx,
    program: ProgramId,
    person: PersonId,
    named: Named,
    now: Timestamp,
) -> Result<()> {
    tx.run(&NAMED, params![program, person, named, now]).await.map(drop)
}
