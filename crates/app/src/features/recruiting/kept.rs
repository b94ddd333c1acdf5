//! What recruiting keeps about somebody: theirs to read, to take along, and to have erased.

use super::responses::Given;
use super::when_asked::{KeptFact, when_asked};
use super::{Help, Named, PitchState, Smaller, Stage, TouchKind, asks, letters, responses, steps};
use crate::shell::words;
use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{PersonId, PitchId, ProspectId, Timestamp, World};
use serde::Serialize;

statements! {
    PROSPECTS_OF = "
        select s.id, g.name, s.stage, o.name, c.name, s.identified_at, s.override_reason, s.aside_reason, s.named, s.closed_at
        from prospects s join programs g on g.id = s.program_id
        left join people o on o.id = s.owner_id left join people c on c.id = s.connector_id
        where s.person_id = $1 order by s.identified_at, s.id";
    PITCHES_OF = "
        select f.name, i.subject, i.message, i.opening, i.benefit, i.reasons, i.state, i.sent_at
        from pitches i join people f on f.id = i.from_id where i.prospect_id = $1 order by i.created_at, i.id";
    HELPS_OF = "
        select g.name, a.kind, a.offered_at from advocacies a join programs g on g.id = a.program_id
        where a.person_id = $1 and a.withdrawn_at is null order by a.offered_at, a.id";
    TIES_OF = "
        select source, count(*) from ties where from_id = $1 or to_id = $1 group by source order by source";
    IDS_OF = "select id from prospects where person_id = $1";
    PITCH_IDS_OF = "select i.id from pitches i join prospects s on s.id = i.prospect_id where s.person_id = $1";
    ERASE_HELPS = "delete from advocacies where person_id = $1";
    ERASE_TOUCHES = "delete from touches where prospect_id in (select id from prospects where person_id = $1)";
    ERASE_ANSWERS = "delete from responses where prospect_id in (select id from prospects where person_id = $1)";
    ERASE_EVIDENCE = "delete from ask_evidence where prospect_id in (select id from prospects where person_id = $1)";
    ERASE_PITCHES = "delete from pitches where prospect_id in (select id from prospects where person_id = $1)";
    /// What is left says one thing: nobody asks them again. That somebody takes part is the program's to know.
    EMPTY_PROSPECTS = "
        update prospects set stage = case when joined_at is null then 'identified' else 'answered' end, owner_id = null,
            connector_id = null, pinned_at = null, aside_at = null, aside_reason = null, next_step = null, next_on = null,
            introduced_at = null, met_at = null, override_at = null, override_by = null, override_reason = null,
            asked_at = null, answered_at = null, answer = null, smaller = null, wakes_on = null, named = null,
            named_at = null, closed_at = coalesce(closed_at, $2), erased_at = coalesce(erased_at, $2)
        where person_id = $1";
    ERASE_PROSPECTS = "delete from prospects where person_id = $1";
    /// What stands about them on other people's pages.
    FORGET_CONNECTOR = "update prospects set connector_id = null where connector_id = $1";
    FORGET_OWNER = "update prospects set owner_id = null where owner_id = $1";
}

row! {
    struct ProspectRow {
        id: ProspectId, program: String, stage: Stage, owner: Option<String>, connector: Option<String>,
        identified_at: Timestamp, override_reason: Option<String>, aside_reason: Option<String>, named: Option<Named>,
        closed_at: Option<Timestamp>
    }
}

row! {
    struct PitchRow {
        from: String, question: String, message: String, opening: String, benefit: String, reasons: String,
        state: PitchState, sent_at: Option<Timestamp>
    }
}

/// What recruiting keeps about somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Kept {
    /// Where a program wants, or wanted, them.
    pub prospects: Vec<KeptProspect>,
    /// Help that they offered.
    pub help: Vec<KeptHelp>,
}

/// Where one program wants them.
#[derive(Debug, Clone, Serialize)]
pub struct KeptProspect {
    /// The program.
    pub program: String,
    /// How far it has come.
    pub stage: String,
    /// Since when.
    pub since: String,
    /// Who looks after it.
    pub owner: Option<String>,
    /// Who introduces.
    pub connector: Option<String>,
    /// Why they were asked without a conversation.
    pub override_reason: Option<String>,
    /// Why they were set aside.
    pub aside_reason: Option<String>,
    /// Who may know that they take part.
    pub named: Option<String>,
    /// Since when nobody writes.
    pub closed: Option<String>,
    /// Contacts, the last first.
    pub touches: Vec<KeptTouch>,
    /// Letters that were written to them.
    pub letters: Vec<KeptLetter>,
    /// What they answered, the last first.
    pub answers: Vec<KeptAnswer>,
    /// What was known when they were asked.
    pub when_asked: Vec<KeptFact>,
}

/// One contact.
#[derive(Debug, Clone, Serialize)]
pub struct KeptTouch {
    /// What it was.
    pub kind: String,
    /// On which day.
    pub on: String,
    /// Who spoke or wrote.
    pub by: Option<String>,
    /// What was noted about it.
    pub note: String,
}

/// One letter.
#[derive(Debug, Clone, Serialize)]
pub struct KeptLetter {
    /// Who asked.
    pub from: String,
    /// The question.
    pub question: String,
    /// The mail's words.
    pub message: String,
    /// The page's words.
    pub page: Vec<String>,
    /// Where it stands.
    pub state: String,
    /// When it left.
    pub sent: Option<String>,
}

/// One answer.
#[derive(Debug, Clone, Serialize)]
pub struct KeptAnswer {
    /// What it said.
    pub answer: String,
    /// When.
    pub on: String,
    /// Who recorded it, where it came by telephone.
    pub recorded_by: Option<String>,
    /// Whether it counted.
    pub counted: bool,
}

/// Help that was offered.
#[derive(Debug, Clone, Serialize)]
pub struct KeptHelp {
    /// In which program.
    pub program: String,
    /// Which.
    pub help: String,
    /// When.
    pub on: String,
}

/// Everything that recruiting keeps about somebody, coordinators' notes included.
pub async fn kept_about(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Kept> {
    let mut prospects = Vec::new();
    for row in db.all::<ProspectRow>(&PROSPECTS_OF, params![person]).await? {
        prospects.push(kept_prospect(db, row, zone).await?);
    }
    let helps: Vec<(String, Help, Timestamp)> = db.all(&HELPS_OF, params![person]).await?;
    let help = helps
        .into_iter()
        .map(|(program, help, at)| KeptHelp {
            program,
            help: help.label().to_owned(),
            on: words::moment(at, zone),
        })
        .collect();
    Ok(Kept { prospects, help })
}

async fn kept_prospect(db: &impl Read, row: ProspectRow, zone: &TimeZone) -> Result<KeptProspect> {
    let touches = steps::touches(db, row.id).await?.into_iter().map(|t| KeptTouch {
        // To whom it went, a pitch is a letter.
        kind: if t.kind == TouchKind::Pitch { "Letter" } else { t.kind.label() }.to_owned(),
        on: words::day_year(t.happened_on),
        by: t.by,
        note: t.note,
    });
    let letters: Vec<PitchRow> = db.all(&PITCHES_OF, params![row.id]).await?;
    let letters = letters.into_iter().map(|p| KeptLetter {
        from: p.from,
        question: p.question,
        message: p.message,
        page: [p.opening, p.benefit, p.reasons].into_iter().filter(|text| !text.is_empty()).collect(),
        state: p.state.to_string(),
        sent: p.sent_at.map(|at| words::moment(at, zone)),
    });
    let answers = responses::history(db, row.id).await?.into_iter().map(|given| kept_answer(given, zone));
    let when_asked =
        asks::of(db, row.id).await?.map_or(Vec::new(), |(known, at)| when_asked(&known, at, zone));
    Ok(KeptProspect {
        program: row.program,
        stage: row.stage.label().to_owned(),
        since: words::moment(row.identified_at, zone),
        owner: row.owner,
        connector: row.connector,
        override_reason: row.override_reason,
        aside_reason: row.aside_reason,
        named: row.named.map(|n| n.to_string()),
        closed: row.closed_at.map(|at| words::moment(at, zone)),
        touches: touches.collect(),
        letters: letters.collect(),
        answers: answers.collect(),
        when_asked,
    })
}

fn kept_answer(given: Given, zone: &TimeZone) -> KeptAnswer {
    KeptAnswer {
        answer: given.said.smaller.map_or(given.answer().label(), Smaller::label).to_owned(),
        on: words::moment(given.given_at, zone),
        counted: given.counts(),
        recorded_by: given.recorded_by.filter(|_| given.by_phone),
    }
}

/// What stands in place of a note that is there and is not shown.
const WITHHELD: &str = "withheld until you have signed in";

fn withhold(note: &mut String) {
    if !note.is_empty() {
        WITHHELD.clone_into(note);
    }
}

/// Ties with colleagues, counted.
#[derive(Debug, Clone, Serialize)]
pub struct KeptTies {
    /// Where they come from, in words.
    pub source: &'static str,
    /// How many.
    pub count: i64,
}

/// How many ties the directory has with somebody, by where they come from; with whom is shown after
/// signing in.
pub async fn ties_of(db: &impl Read, person: PersonId) -> Result<Vec<KeptTies>> {
    let rows: Vec<(String, i64)> = db.all(&TIES_OF, params![person]).await?;
    let in_words = |(source, count): (String, i64)| KeptTies {
        source: if source == "import" { "from files that were imported" } else { "entered by hand" },
        count,
    };
    Ok(rows.into_iter().map(in_words).collect())
}

impl Kept {
    /// The same without what coordinators noted, and what was reckoned: for a page that a link opens, and links are
    /// forwarded.
    pub fn without_notes(mut self) -> Self {
        for prospect in &mut self.prospects {
            let reasons = [&mut prospect.override_reason, &mut prospect.aside_reason];
            reasons.into_iter().flatten().for_each(withhold);
            prospect.touches.iter_mut().for_each(|touch| withhold(&mut touch.note));
            if !prospect.when_asked.is_empty() {
                prospect.when_asked = vec![KeptFact { what: "Reckoned", value: WITHHELD.to_owned() }];
            }
        }
        self
    }
}

impl KeptProspect {
    /// Whether there are letters besides drafts.
    pub fn has_letters(&self) -> bool {
        !self.letters.is_empty()
    }
}

/// Erases what recruiting keeps about somebody who is erased altogether: letters that have not left
/// are stopped, those that have lose their words; prospects, touches, letters, answers and offers are deleted. Called in the
/// transaction of the whole erasure, which sees to it that no file brings them back.
pub async fn erase(tx: &Tx, world: &World, person: PersonId) -> Result<()> {
    erase_letters(tx, world, person).await?;
    for statement in [&ERASE_HELPS, &ERASE_PROSPECTS, &FORGET_CONNECTOR, &FORGET_OWNER] {
        tx.run(statement, params![person]).await?;
    }
    Ok(())
}

/// Erases what recruiting keeps about somebody who stays in the directory. Every program that wanted
/// them keeps an empty prospect that is closed for good, so that nobody asks them once more.
pub async fn forget(tx: &Tx, world: &World, person: PersonId) -> Result<()> {
    erase_letters(tx, world, person).await?;
    for statement in [&ERASE_HELPS, &ERASE_TOUCHES, &ERASE_ANSWERS, &ERASE_EVIDENCE, &ERASE_PITCHES] {
        tx.run(statement, params![person]).await?;
    }
    tx.run(&EMPTY_PROSPECTS, params![person, world.now()]).await.map(drop)
}

async fn erase_letters(tx: &Tx, world: &World, person: PersonId) -> Result<()> {
    let pitches: Vec<(PitchId,)> = tx.all(&PITCH_IDS_OF, params![person]).await?;
    let prospects: Vec<(ProspectId,)> = tx.all(&IDS_OF, params![person]).await?;
    let of_prospect = |id| [letters::about_answer(id), letters::about_introduction(id)];
    let abouts = pitches.into_iter().map(|(id,)| letters::about_pitch(id));
    for about in abouts.chain(prospects.into_iter().flat_map(|(id,)| of_prospect(id))) {
        bellwether_outbox::erase_about(tx, world, &about).await?;
    }
    Ok(())
}
