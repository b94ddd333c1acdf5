//! The changes as they are kept, and how the last is undone.

use super::change::{Change, Kind, Moves, Step, Stood};
use super::plan::Two;
use crate::shell::{Error, Result};
use bellwether_db::{Read, Tx, Value, params, row, statements};
use bellwether_kernel::{
    EnrollmentId, MatchChangeId, MatchId, MatchRunId, PersonId, ProgramId, Timestamp, World,
};

/// So many changes are kept; earlier ones can no longer be undone.
const KEPT: i64 = 50;

statements! {
    NEXT = "select coalesce(max(position), 0) + 1 from match_changes where program_id = $1";
    NOTE = "
        insert into match_changes (id, program_id, position, kind, run_id, by_id, at) values ($1, $2, $3, $4, $5, $6, $7)";
    NOTE_STEP = "insert into match_change_steps (change_id, match_id, was, became) values ($1, $2, $3, $4)";
    LATEST = "
        select c.id, c.kind, c.run_id, c.at, p.name from match_changes c left join people p on p.id = c.by_id
        where c.program_id = $1 and c.undone_at is null order by c.position desc limit 50";
    FIND = "
        select c.id, c.kind, c.run_id, c.at, p.name from match_changes c left join people p on p.id = c.by_id
        where c.id = $1 and c.program_id = $2";
    /// How each match of a change stood, was left, and stands now.
    STEPS = "
        select s.match_id, m.mentor_id, m.mentee_id, s.was, s.became,
               case when m.state = 'draft' and m.locked_at is null then 'free'
                    when m.state = 'draft' then 'locked'
                    when m.state = 'withdrawn' and m.proposed_at is null and m.declined_by is null then 'out'
                    when m.state = 'withdrawn' and m.proposed_at is null then 'away'
                    else 'settled' end
        from match_change_steps s join matches m on m.id = s.match_id
        where s.change_id = $1 order by s.match_id";
    UNDONE = "update match_changes set undone_at = $2 where id = $1 and undone_at is null";
    PROPOSALS_UNDONE = "
        update match_changes set undone_at = $3
        where program_id = $1 and kind = 'proposal' and at = $2 and undone_at is null";
    LEAVE_OUT = "
        update matches set state = 'withdrawn', locked_at = null, declined_at = null, declined_by = null
        where id = $1 and state in ('draft', 'withdrawn') and proposed_at is null";
    TAKE_AWAY = "
        update matches set state = 'withdrawn', locked_at = null, declined_at = $2, declined_by = $3
        where id = $1 and state in ('draft', 'withdrawn') and proposed_at is null";
    /// Locked where an instant is given.
    DRAFT = "
        update matches set state = 'draft', locked_at = $2, declined_at = null, declined_by = null
        where id = $1 and state in ('draft', 'withdrawn') and proposed_at is null";
    FORGET = "delete from match_changes where program_id = $1 and position <= $2";
    /// Drafts that nothing can bring back any more.
    FORGET_DRAFTS = "
        delete from matches where program_id = $1 and state = 'withdrawn' and proposed_at is null and declined_by is null
        and not exists (select 1 from match_change_steps s where s.match_id = matches.id)";
}

row! {
    struct Stands {
        id: MatchId, mentor: EnrollmentId, mentee: EnrollmentId, was: Stood, became: Stood, now: String
    }
}

/// Who did what.
pub struct Act {
    /// In which program.
    pub program: ProgramId,
    /// Who did it; nobody where the console did.
    pub by: Option<PersonId>,
    /// What.
    pub kind: Kind,
    /// When.
    pub at: Timestamp,
}

/// Notes a change that was made in the same transaction, and forgets those of long ago.
pub async fn note(
    tx: &Tx,
    world: &World,
    Act { program, by, kind, at }: Act,
    run: Option<MatchRunId>,
    steps: &[Step],
) -> Result<MatchChangeId> {
    let id: MatchChangeId = world.id();
    let position: i64 = tx.value(&NEXT, params![program]).await?;
    tx.run(&NOTE, params![id, program, position, kind, run, by, at]).await?;
    let rows: Vec<Vec<Value>> = steps.iter().map(|s| params![id, s.id, s.was, s.became].to_vec()).collect();
    tx.run_each(&NOTE_STEP, &rows).await?;
    if position > KEPT {
        tx.run(&FORGET, params![program, position - KEPT]).await?;
        tx.run(&FORGET_DRAFTS, params![program]).await?;
    }
    Ok(id)
}

/// Makes matches stand as they are to after their steps. Whoever leaves the drafts goes first: no pair is there twice.
pub async fn take(tx: &Tx, steps: &[Step], by: Option<PersonId>, now: Timestamp) -> Result<()> {
    let of = |wanted: Stood| steps.iter().filter(move |s| s.became == wanted && s.was != wanted);
    let out: Vec<Vec<Value>> = of(Stood::Out).map(|s| params![s.id].to_vec()).collect();
    let away: Vec<Vec<Value>> = of(Stood::Away).map(|s| params![s.id, now, by].to_vec()).collect();
    let free = of(Stood::Free).map(|s| params![s.id, None::<Timestamp>].to_vec());
    let drafts: Vec<Vec<Value>> =
        free.chain(of(Stood::Locked).map(|s| params![s.id, now].to_vec())).collect();
    tx.run_in_any_order(&LEAVE_OUT, &out).await?;
    tx.run_in_any_order(&TAKE_AWAY, &away).await?;
    tx.run_in_any_order(&DRAFT, &drafts).await?;
    Ok(())
}

/// The changes that were not undone, the latest first.
pub async fn latest(db: &impl Read, program: ProgramId) -> Result<Vec<Change>> {
    Ok(db.all(&LATEST, params![program]).await?)
}

/// A change of a program.
pub async fn find(db: &impl Read, program: ProgramId, id: MatchChangeId) -> Result<Change> {
    Ok(db.one(&FIND, params![id, program]).await?)
}

/// What a change moved.
pub async fn moves(db: &impl Read, id: MatchChangeId) -> Result<Moves> {
    let steps = db.all::<Stands>(&STEPS, params![id]).await?;
    Ok(Moves::of(steps.iter().map(|s| (Two { mentor: s.mentor, mentee: s.mentee }, s.was, s.became))))
}

/// Whether everything still stands as the change left it.
pub async fn is_whole(db: &impl Read, id: MatchChangeId) -> Result<bool> {
    let steps = db.all::<Stands>(&STEPS, params![id]).await?;
    Ok(steps.iter().all(|s| s.now == s.became.word()))
}

/// Puts everything back to where it was before a change; `false` where it was undone before.
pub async fn undo(tx: &Tx, id: MatchChangeId, by: PersonId, now: Timestamp) -> Result<bool> {
    let steps = tx.all::<Stands>(&STEPS, params![id]).await?;
    if tx.run(&UNDONE, params![id, now]).await? == 0 {
        return Ok(false);
    }
    if steps.iter().any(|s| s.now != s.became.word()) {
        return Err(Error::overtaken(
            "This can no longer be undone",
            "One of these pairs was proposed or taken away meanwhile. Nothing was changed.",
        ));
    }
    let back: Vec<Step> = steps.iter().map(|s| Step { id: s.id, was: s.became, became: s.was }).collect();
    take(tx, &back, Some(by), now).await?;
    Ok(true)
}

/// The drafts that undoing a change brought back.
pub async fn returning(db: &impl Read, id: MatchChangeId) -> Result<Vec<MatchId>> {
    let steps = db.all::<Stands>(&STEPS, params![id]).await?;
    Ok(steps.into_iter().filter(|s| s.was.is_draft() && !s.became.is_draft()).map(|s| s.id).collect())
}

/// Marks what was proposed at an instant as taken back.
pub async fn proposals_are_back(tx: &Tx, program: ProgramId, at: Timestamp, now: Timestamp) -> Result<()> {
    tx.run(&PROPOSALS_UNDONE, params![program, at, now]).await?;
    Ok(())
}
