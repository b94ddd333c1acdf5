//! What was known of a leader when the ask left, and what came of it: by this a program learns what a chance is worth.
//!
//! An ask counts once it is decided, which `decided` says.

use super::decided::{Letter, Outcome};
use crate::features::programs::Ask;
use bellwether_db::{FromRow, Read, Result, Row, Tx, params, statements};
use bellwether_influence::chance::{Evidence, Factor};
use bellwether_kernel::{Date, ProgramId, ProspectId, Timestamp, World};
use bellwether_outbox::State;
use std::collections::BTreeMap;

statements! {
    /// An ask that is repeated is another ask.
    KEEP = "
        insert into ask_evidence (prospect_id, factors, chance, learned_from, kept_at) values ($1, $2, $3, $4, $5)
        on conflict (prospect_id) do update set factors = excluded.factors, chance = excluded.chance,
            learned_from = excluded.learned_from, kept_at = excluded.kept_at";
    TAKE_BACK = "
        delete from ask_evidence where prospect_id = $1
          and exists (select 1 from prospects s where s.id = $1 and s.answered_at is null)";
    OF_PROSPECT = "select factors, chance, learned_from, kept_at from ask_evidence where prospect_id = $1";
    ALL = "
        select a.factors, a.chance, a.learned_from, s.program_id, s.id, s.answer, s.answered_at, s.joined_at, s.closed_at,
               g.closed_at, m.state, i.answer_by, i.ask_minutes, i.ask_sessions, i.ask_months, i.ask_mentees, i.ask_starts_on
        from ask_evidence a join prospects s on s.id = a.prospect_id join programs g on g.id = s.program_id
        left join pitches i on i.prospect_id = s.id and i.state = 'sent' left join messages m on m.id = i.message_id
        order by s.id";
}

/// Answers of other programs count by so many at a time.
const TOGETHER: usize = 5;

/// What was known of a leader when the ask left.
#[derive(Debug, Clone, PartialEq)]
pub struct AskEvidence {
    /// How much of each factor they had.
    pub evidence: Evidence,
    /// The chance of a yes that was given, from 0 to 1.
    pub chance: f64,
    /// How many answers that chance had been learned from; with 0 it was judgement alone.
    pub learned_from: i64,
}

/// An ask that has been decided.
#[derive(Debug, Clone, PartialEq)]
pub struct DecidedAsk {
    /// What was known.
    pub known: AskEvidence,
    /// Whether they joined.
    pub joined: bool,
    /// Whether it was the program's own: only those may be held against chances one group at a time.
    pub own: bool,
}

/// Keeps what is known of a leader as the ask leaves, in the transaction in which they become asked.
pub async fn keep(tx: &Tx, world: &World, prospect: ProspectId, known: &AskEvidence) -> Result<()> {
    let values = params![prospect, written(&known.evidence), known.chance, known.learned_from, world.now()];
    tx.run(&KEEP, values).await.map(drop)
}

/// The ask was taken back before it was answered: nothing is to be learned from it.
pub async fn take_back(tx: &Tx, prospect: ProspectId) -> Result<()> {
    tx.run(&TAKE_BACK, params![prospect]).await.map(drop)
}

/// What was kept of a prospect, and when.
pub async fn of(db: &impl Read, prospect: ProspectId) -> Result<Option<(AskEvidence, Timestamp)>> {
    let found: Option<(String, f64, i64, Timestamp)> = db.maybe(&OF_PROSPECT, params![prospect]).await?;
    Ok(found.map(|(factors, chance, learned_from, at)| {
        (AskEvidence { evidence: read(&factors), chance, learned_from }, at)
    }))
}

/// What has been decided of all asks of this installation, as one program may learn from it: its own at once, those of
/// others by whole fives, so that no single answer of theirs can be read off a chance that moves.
pub async fn decided(db: &impl Read, program: ProgramId, today: Date) -> Result<Vec<DecidedAsk>> {
    let all: Vec<Asked> = db.all(&ALL, params![]).await?;
    let mut all: Vec<(Timestamp, &Asked, bool)> = all
        .iter()
        .filter_map(|ask| ask.outcome.decided(today).map(|(at, joined)| (at, ask, joined)))
        .collect();
    all.sort_by_key(|(at, ask, _)| (*at, ask.prospect));
    let (own, mut others): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, ask, _)| ask.program == program);
    others.truncate(others.len() / TOGETHER * TOGETHER);
    let ask = |(_, ask, joined): (Timestamp, &Asked, bool)| DecidedAsk {
        known: ask.known.clone(),
        joined,
        own: ask.program == program,
    };
    Ok(own.into_iter().chain(others).map(ask).collect())
}

/// The factors that are there, as they are kept.
fn written(evidence: &Evidence) -> String {
    let values = Factor::ALL.iter().map(|f| (f.key(), evidence.get(*f))).filter(|(_, value)| *value != 0.0);
    serde_json::json!(values.collect::<BTreeMap<_, _>>()).to_string()
}

/// What [`written`] wrote. A factor that is no longer known says nothing.
fn read(text: &str) -> Evidence {
    let values: BTreeMap<String, f64> = serde_json::from_str(text).unwrap_or_default();
    Factor::ALL.into_iter().fold(Evidence::default(), |evidence, factor| {
        evidence.with(factor, values.get(factor.key()).copied().unwrap_or(0.0))
    })
}

/// An ask, with what decides what came of it.
struct Asked {
    known: AskEvidence,
    program: ProgramId,
    prospect: ProspectId,
    outcome: Outcome,
}

impl FromRow for Asked {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(17)?;
        let evidence = read(&row.get::<String>(0)?);
        let closed: [Option<Timestamp>; 2] = [row.get(8)?, row.get(9)?];
        Ok(Self {
            known: AskEvidence { evidence, chance: row.get(1)?, learned_from: row.get(2)? },
            program: row.get(3)?,
            prospect: row.get(4)?,
            outcome: Outcome {
                answer: row.get(5)?,
                answered_at: row.get(6)?,
                joined_at: row.get(7)?,
                closed_at: closed.into_iter().flatten().min(),
                letter: row.get::<Option<State>>(10)?.map(|mail| letter(row, mail)).transpose()?,
            },
        })
    }
}

fn letter(row: &Row<'_>, mail: State) -> Result<Letter> {
    let ask = Ask {
        minutes: row.get(12)?,
        sessions: row.get(13)?,
        months: row.get(14)?,
        mentees: row.get(15)?,
        starts_on: row.get(16)?,
    };
    Ok(Letter { has_left: mail == State::Sent, answer_by: row.get(11)?, ends_on: ask.ends_on() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_read_as_it_was_written_and_what_is_unknown_says_nothing() {
        let evidence = Evidence::default().with(Factor::WarmTie, 0.625).with(Factor::AskSize, -0.415);
        assert_eq!(written(&evidence), r#"{"ask_size":-0.415,"warm_tie":0.625}"#);
        assert_eq!(read(&written(&evidence)), evidence);
        assert_eq!(
            read(r#"{"astrology":1.0,"warm_tie":0.5}"#),
            Evidence::default().with(Factor::WarmTie, 0.5)
        );
        assert_eq!(read("scratched out"), Evidence::default());
    }
}
