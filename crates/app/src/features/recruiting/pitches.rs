//! Pitches as they are kept.

use super::pitch::{join, split};
use super::{Pitch, PitchState};
use crate::features::programs::Ask;
use bellwether_db::{FromRow, Read, Result, Row, Tx, params, row, statements};
use bellwether_kernel::{MessageId, PersonId, PitchId, ProgramId, ProspectId, Timestamp, World};

macro_rules! columns {
    () => {
        "i.id, i.prospect_id, i.from_id, f.name, i.angle, i.pillar_id, i.subject, i.message, i.opening, i.benefit, i.reasons, \
         i.ask_minutes, i.ask_sessions, i.ask_months, i.ask_mentees, i.ask_starts_on, i.support, i.answer_by, i.state, \
         i.message_id, i.version, i.updated_at, i.sent_at"
    };
}

statements! {
    OPEN = concat!("select ", columns!(), " from pitches i join prospects s on s.id = i.prospect_id
        join people f on f.id = i.from_id
        where s.program_id = $1 and s.id = $2 and i.state in ('draft', 'sent')");
    FIND = concat!("select ", columns!(), " from pitches i join people f on f.id = i.from_id where i.id = $1");
    ADD = "
        insert into pitches (id, prospect_id, from_id, angle, pillar_id, subject, message, opening, benefit, reasons,
            ask_minutes, ask_sessions, ask_months, ask_mentees, ask_starts_on, support, answer_by, state, version,
            created_by, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'draft', 1, $18, $19, $19)";
    /// Only what the writer has read is overwritten.
    SAVE = "
        update pitches set from_id = $3, angle = $4, pillar_id = $5, subject = $6, message = $7, opening = $8, benefit = $9,
            reasons = $10, ask_minutes = $11, ask_sessions = $12, ask_months = $13, ask_mentees = $14, ask_starts_on = $15,
            support = $16, answer_by = $17, version = version + 1, updated_at = $18
        where id = $1 and version = $2 and state = 'draft'";
    SENT = "
        update pitches set state = 'sent', token_hash = $2, message_id = $3, sent_at = $4, version = version + 1
        where id = $1 and state = 'draft'";
    BACK_TO_DRAFT = "
        update pitches set state = 'draft', message_id = null, sent_at = null, version = version + 1
        where id = $1 and state = 'sent'";
    WITHDRAWN = "
        update pitches set state = 'withdrawn', withdrawn_at = $2, version = version + 1
        where id = $1 and state in ('draft', 'sent')";
    SENT_TO = "select id from pitches where prospect_id = $1 and state <> 'draft'";
    SENT_SINCE = "
        select count(*) from pitches i join prospects s on s.id = i.prospect_id
        where s.program_id = $1 and i.sent_at >= $2";
    /// Who asks somebody now, in another program: one voice.
    OTHER_VOICE = "
        select g.name from prospects s join programs g on g.id = s.program_id
        where s.person_id = $1 and s.program_id <> $2 and s.asked_at is not null and s.answered_at is null
          and s.closed_at is null";
    LIST = "
        select s.id, p.name, f.name, i.state, i.subject, i.updated_at, i.sent_at, s.answer, m.state
        from pitches i join prospects s on s.id = i.prospect_id join people p on p.id = s.person_id
        join people f on f.id = i.from_id left join messages m on m.id = i.message_id
        where s.program_id = $1 order by i.updated_at desc, i.id desc";
    /// When a letter with this link last left. What is being handed over counts as leaving now.
    DELIVERED = "
        select max(case when state = 'sending' then cast($2 as bigint) else coalesce(sent_at, tried_at) end)
        from messages where about = $1 and state in ('sending', 'sent', 'unsure')";
}

impl FromRow for Pitch {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(23)?;
        Ok(Self {
            id: row.get(0)?,
            prospect: row.get(1)?,
            from: row.get(2)?,
            from_name: row.get(3)?,
            angle: row.get(4)?,
            pillar: row.get(5)?,
            question: row.get(6)?,
            message: row.get(7)?,
            opening: row.get(8)?,
            benefit: row.get(9)?,
            reasons: row.get(10)?,
            ask: Ask {
                minutes: row.get(11)?,
                sessions: row.get(12)?,
                months: row.get(13)?,
                mentees: row.get(14)?,
                starts_on: row.get(15)?,
            },
            support: split(&row.get::<String>(16)?),
            answer_by: row.get(17)?,
            state: row.get(18)?,
            message_id: row.get(19)?,
            version: row.get(20)?,
            updated_at: row.get(21)?,
            sent_at: row.get(22)?,
        })
    }
}

row! {
    /// A pitch as the list of them shows it.
    pub struct Listed {
        pub prospect: ProspectId, pub name: String, pub from: String, pub state: PitchState, pub question: String,
        pub updated_at: Timestamp, pub sent_at: Option<Timestamp>, pub answer: Option<super::Answer>,
        pub mail: Option<bellwether_outbox::State>
    }
}

/// The pitch of a prospect that is being written or has left.
pub async fn open(db: &impl Read, program: ProgramId, prospect: ProspectId) -> Result<Option<Pitch>> {
    db.maybe(&OPEN, params![program, prospect]).await
}

/// A pitch by its id, for whoever reached it by its link.
pub async fn find(db: &impl Read, id: PitchId) -> Result<Pitch> {
    db.one(&FIND, params![id]).await
}

/// Every pitch of a program, the last changed first.
pub async fn list(db: &impl Read, program: ProgramId) -> Result<Vec<Listed>> {
    db.all(&LIST, params![program]).await
}

pub async fn add(tx: &Tx, world: &World, pitch: &Pitch, by: PersonId) -> Result<()> {
    let p = pitch;
    let values = params![
        p.id,
        p.prospect,
        p.from,
        p.angle,
        p.pillar,
        p.question,
        p.message,
        p.opening,
        p.benefit,
        p.reasons,
        p.ask.minutes,
        p.ask.sessions,
        p.ask.months,
        p.ask.mentees,
        p.ask.starts_on,
        join(&p.support),
        p.answer_by,
        by,
        world.now()
    ];
    tx.run(&ADD, values).await.map(drop)
}

/// Saves a draft; `false` where somebody else has changed it since, or it has left.
pub async fn save(tx: &Tx, world: &World, pitch: &Pitch) -> Result<bool> {
    let p = pitch;
    let values = params![
        p.id,
        p.version,
        p.from,
        p.angle,
        p.pillar,
        p.question,
        p.message,
        p.opening,
        p.benefit,
        p.reasons,
        p.ask.minutes,
        p.ask.sessions,
        p.ask.months,
        p.ask.mentees,
        p.ask.starts_on,
        join(&p.support),
        p.answer_by,
        world.now()
    ];
    Ok(tx.run(&SAVE, values).await? > 0)
}

pub async fn sent(tx: &Tx, id: PitchId, token_hash: &str, message: MessageId, at: Timestamp) -> Result<bool> {
    Ok(tx.run(&SENT, params![id, token_hash, message, at]).await? > 0)
}

pub async fn back_to_draft(tx: &Tx, id: PitchId) -> Result<()> {
    tx.run(&BACK_TO_DRAFT, params![id]).await.map(drop)
}

/// Takes a pitch back; `false` where that was done already.
pub async fn withdraw(tx: &Tx, id: PitchId, at: Timestamp) -> Result<bool> {
    Ok(tx.run(&WITHDRAWN, params![id, at]).await? > 0)
}

/// Every pitch that has left to a prospect.
pub async fn sent_to(db: &impl Read, prospect: ProspectId) -> Result<Vec<PitchId>> {
    let rows: Vec<(PitchId,)> = db.all(&SENT_TO, params![prospect]).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// How many pitches of a program were sent since.
pub async fn sent_since(db: &impl Read, program: ProgramId, since: Timestamp) -> Result<i64> {
    db.value(&SENT_SINCE, params![program, since]).await
}

/// The other program that is asking somebody now.
pub async fn other_voice(db: &impl Read, program: ProgramId, person: PersonId) -> Result<Option<String>> {
    Ok(db.maybe::<(String,)>(&OTHER_VOICE, params![person, program]).await?.map(|row| row.0))
}

/// When a letter with this pitch's link last left; nothing where none has.
pub async fn delivered_at(db: &impl Read, id: PitchId, now: Timestamp) -> Result<Option<Timestamp>> {
    db.value(&DELIVERED, params![about(id), now]).await
}

/// The handle of everything that is sent about a pitch.
pub fn about(id: PitchId) -> String {
    format!("pitch:{id}")
}
