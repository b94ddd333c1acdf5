//! Help without a mentee, as it was offered.

use super::Help;
use bellwether_db::{Read, Result, Tx, params, statements};
use bellwether_kernel::{AdvocacyId, PersonId, ProgramId, ProspectId, Timestamp, World};

statements! {
    OFFER = "
        insert into advocacies (id, program_id, person_id, prospect_id, kind, offered_at, owner_id)
        select cast($1 as bigint), s.program_id, s.person_id, s.id, cast($3 as text), cast($4 as bigint), s.owner_id
        from prospects s where s.id = $2
        on conflict (program_id, person_id, kind) do update set withdrawn_at = null,
            offered_at = case when advocacies.withdrawn_at is null then advocacies.offered_at else excluded.offered_at end";
    OFFERED = "
        select kind from advocacies where program_id = $1 and person_id = $2 and withdrawn_at is null order by offered_at, id";
    WITHDRAW_SINCE = "update advocacies set withdrawn_at = $3 where prospect_id = $1 and offered_at > $2 and done_at is null";
}

/// Keeps an offer of help; a second time is the same offer.
pub async fn offer(tx: &Tx, world: &World, prospect: ProspectId, help: Help) -> Result<()> {
    let id: AdvocacyId = world.id();
    tx.run(&OFFER, params![id, prospect, help, world.now()]).await.map(drop)
}

/// What somebody has offered.
pub async fn offered(db: &impl Read, program: ProgramId, person: PersonId) -> Result<Vec<Help>> {
    let rows: Vec<(Help,)> = db.all(&OFFERED, params![program, person]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Takes back what was offered since: nobody had meant it.
pub async fn withdraw_since(tx: &Tx, prospect: ProspectId, since: Timestamp, now: Timestamp) -> Result<()> {
    tx.run(&WITHDRAW_SINCE, params![prospect, since, now]).await.map(drop)
}
