//! What happens to a prospect, one step at a time. Each step writes its date; where the prospect
//! stands follows from the dates ([`SETTLE`]).

use super::{Answer, Smaller, TouchKind, asks};
use crate::access::scope::InProgram;
use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{Date, PersonId, ProspectId, Timestamp, TouchId, World};

statements! {
    /// The stage follows from what has happened.
    SETTLE = "
        update prospects set stage = case
            when answered_at is not null then 'answered'
            when asked_at is not null then 'asked'
            when met_at is not null then 'met'
            when introduced_at is not null then 'introduced'
            else 'identified' end
        where id = $1";
    ADD_TOUCH = "
        insert into touches (id, prospect_id, kind, happened_on, by_id, note, created_by, created_at)
        select cast($1 as bigint), s.id, cast($4 as text), cast($5 as text), cast($6 as bigint), cast($7 as text),
               cast($8 as bigint), cast($9 as bigint)
        from prospects s where s.id = $3 and s.program_id = $2
          and not exists (select 1 from touches t where t.prospect_id = s.id and t.kind = $4 and t.happened_on = $5
                          and coalesce(t.by_id, 0) = coalesce(cast($6 as bigint), 0))";
    REMOVE_TOUCH = "
        delete from touches where id = $3 and prospect_id = $2 and kind in ('introduction', 'meeting', 'call', 'thank-you')
          and exists (select 1 from prospects s where s.id = $2 and s.program_id = $1)";
    /// Dates whose last touch was taken away. An asked prospect keeps theirs: the pitch stood on it.
    FORGET_DATES = "
        update prospects set
            met_at = case when exists (select 1 from touches t where t.prospect_id = $1 and t.kind in ('meeting', 'call'))
                     then met_at end,
            introduced_at = case when exists (select 1 from touches t where t.prospect_id = $1 and t.kind = 'introduction')
                            then introduced_at end
        where id = $1 and asked_at is null";
    DROP_TOUCHES = "delete from touches where prospect_id = $1 and kind = $2 and created_at >= $3";
    TOUCHES = "
        select t.id, t.kind, t.happened_on, b.name, t.note, c.name, t.created_at
        from touches t left join people b on b.id = t.by_id left join people c on c.id = t.created_by
        where t.prospect_id = $1 order by t.happened_on desc, t.created_at desc, t.id desc";
    INTRODUCED = "
        update prospects set introduced_at = coalesce(introduced_at, $3), connector_id = coalesce($4, connector_id)
        where id = $2 and program_id = $1";
    MET = "update prospects set met_at = coalesce(met_at, $3) where id = $2 and program_id = $1";
    OVERRIDDEN = "
        update prospects set override_at = $3, override_by = $4, override_reason = $5
        where id = $2 and program_id = $1 and override_at is null";
    ASKED = "
        update prospects set asked_at = $2, answered_at = null, answer = null, smaller = null, wakes_on = null
        where id = $1";
    NOT_ASKED = "update prospects set asked_at = null where id = $1 and answered_at is null";
    ANSWERED = "
        update prospects set answered_at = $2, answer = $3, smaller = $4, wakes_on = $5, joined_at = $6,
            withdrawn_at = $7, closed_at = $8, next_step = $9, next_on = $10
        where id = $1";
    /// Whoever had everything erased stays closed.
    UNANSWERED = "
        update prospects set answered_at = null, answer = null, smaller = null, wakes_on = null, joined_at = null,
            withdrawn_at = null, closed_at = erased_at, named = null, named_at = null, next_step = null, next_on = null
        where id = $1";
    NAMED = "update prospects set named = $2, named_at = $3 where id = $1";
    JOINED = "update prospects set joined_at = coalesce(joined_at, $2), withdrawn_at = null where id = $1";
    NEXT = "
        update prospects set owner_id = $3, next_step = $4, next_on = $5, connector_id = $6
        where id = $2 and program_id = $1";
    NEXT_STEP = "update prospects set next_step = $3, next_on = $4 where id = $2 and program_id = $1";
    CLOSE = "update prospects set closed_at = coalesce(closed_at, $3) where id = $2 and program_id = $1";
    REOPEN = "
        update prospects set closed_at = null
        where id = $2 and program_id = $1 and erased_at is null and (answer is null or answer <> 'no')";
}

row! {
    /// One contact with a prospect, as the history shows it.
    pub struct Touch {
        /// Its id.
        pub id: TouchId,
        /// What it was.
        pub kind: TouchKind,
        /// On which day.
        pub happened_on: Date,
        /// Who spoke or wrote.
        pub by: Option<String>,
        /// A few words about it.
        pub note: String,
        /// Who recorded it.
        pub recorded_by: Option<String>,
        /// When it was recorded.
        pub recorded_at: Timestamp
    }
}

/// A contact that is to be recorded.
pub struct NewTouch<'a> {
    pub kind: TouchKind,
    pub on: Date,
    pub by: Option<PersonId>,
    pub note: &'a str,
}

/// What an answer makes of a prospect.
pub struct Answered<'a> {
    pub at: Timestamp,
    pub answer: Answer,
    pub smaller: Option<Smaller>,
    pub wakes_on: Option<Date>,
    pub joined_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub next: Option<(&'a str, Date)>,
}

pub async fn touches(db: &impl Read, prospect: ProspectId) -> Result<Vec<Touch>> {
    db.all(&TOUCHES, params![prospect]).await
}

/// Records a contact, once: the same day, kind and person twice are one.
pub async fn touch(
    tx: &Tx,
    world: &World,
    scope: &InProgram,
    id: ProspectId,
    new: &NewTouch<'_>,
) -> Result<()> {
    let touch: TouchId = world.id();
    let now = world.now();
    let (program, by) = (scope.program, scope.by);
    tx.run(&ADD_TOUCH, params![touch, program, id, new.kind, new.on, new.by, new.note, by, now]).await?;
    match new.kind {
        TouchKind::Introduction => tx.run(&INTRODUCED, params![program, id, now, new.by]).await?,
        TouchKind::Meeting | TouchKind::Call => tx.run(&MET, params![program, id, now]).await?,
        _ => 0,
    };
    settle(tx, id).await
}

/// Takes a recorded contact back.
pub async fn untouch(tx: &Tx, scope: &InProgram, id: ProspectId, touch: TouchId) -> Result<()> {
    if tx.run(&REMOVE_TOUCH, params![scope.program, id, touch]).await? > 0 {
        tx.run(&FORGET_DATES, params![id]).await?;
        settle(tx, id).await?;
    }
    Ok(())
}

/// Takes back what a mail that was stopped had recorded.
pub async fn drop_touches(tx: &Tx, id: ProspectId, kind: TouchKind, since: Timestamp) -> Result<()> {
    tx.run(&DROP_TOUCHES, params![id, kind, since]).await.map(drop)
}

/// Opens the pitch without a conversation, for a written reason. The first reason stays.
pub async fn open_pitch(
    tx: &Tx,
    world: &World,
    scope: &InProgram,
    id: ProspectId,
    reason: &str,
) -> Result<()> {
    let values = params![scope.program, id, world.now(), scope.by, reason];
    tx.run(&OVERRIDDEN, values).await.map(drop)
}

pub async fn asked(tx: &Tx, id: ProspectId, at: Timestamp) -> Result<()> {
    tx.run(&ASKED, params![id, at]).await?;
    settle(tx, id).await
}

/// They were not asked after all: the pitch was stopped or withdrawn. An answer stays.
pub async fn not_asked(tx: &Tx, id: ProspectId) -> Result<()> {
    asks::take_back(tx, id).await?;
    tx.run(&NOT_ASKED, params![id]).await?;
    settle(tx, id).await
}

pub async fn answered(tx: &Tx, id: ProspectId, a: &Answered<'_>) -> Result<()> {
    let (step, on) = a.next.unzip();
    let values = params![
        id,
        a.at,
        a.answer,
        a.smaller,
        a.wakes_on,
        a.joined_at,
        a.withdrawn_at,
        a.closed_at,
        step,
        on
    ];
    tx.run(&ANSWERED, values).await?;
    settle(tx, id).await
}

/// Takes an answer back: they are asked again, as if they had not answered.
pub async fn unanswered(tx: &Tx, id: ProspectId) -> Result<()> {
    tx.run(&UNANSWERED, params![id]).await?;
    settle(tx, id).await
}

pub async fn named(tx: &Tx, id: ProspectId, named: Option<super::Named>, at: Timestamp) -> Result<()> {
    tx.run(&NAMED, params![id, named, named.map(|_| at)]).await.map(drop)
}

/// A smaller answer that has a mentee or a seat now: they have joined.
pub async fn joined(tx: &Tx, id: ProspectId, at: Timestamp) -> Result<()> {
    tx.run(&JOINED, params![id, at]).await.map(drop)
}

/// Who looks after a prospect, what is done next and by when, and who introduces.
pub struct Next<'a> {
    pub owner: Option<PersonId>,
    pub step: Option<&'a str>,
    pub on: Option<Date>,
    pub connector: Option<PersonId>,
}

pub async fn set_next(tx: &Tx, scope: &InProgram, id: ProspectId, next: &Next<'_>) -> Result<()> {
    let values = params![scope.program, id, next.owner, next.step, next.on, next.connector];
    tx.run(&NEXT, values).await.map(drop)
}

pub async fn next_step(
    tx: &Tx,
    scope: &InProgram,
    id: ProspectId,
    step: Option<&str>,
    on: Option<Date>,
) -> Result<()> {
    tx.run(&NEXT_STEP, params![scope.program, id, step, on]).await.map(drop)
}

pub async fn close(tx: &Tx, scope: &InProgram, id: ProspectId, at: Timestamp) -> Result<()> {
    tx.run(&CLOSE, params![scope.program, id, at]).await.map(drop)
}

/// Opens a closed prospect again; whoever said *no*, or had everything erased, stays closed.
pub async fn reopen(tx: &Tx, scope: &InProgram, id: ProspectId) -> Result<bool> {
    Ok(tx.run(&REOPEN, params![scope.program, id]).await? > 0)
}

async fn settle(tx: &Tx, id: ProspectId) -> Result<()> {
    tx.run(&SETTLE, params![id]).await.map(drop)
}

impl Touch {
    /// Whether it can be taken back by hand. What left by mail has happened.
    pub fn can_be_undone(&self) -> bool {
        !matches!(self.kind, TouchKind::Pitch | TouchKind::FollowUp)
    }
}
