//! Writing a pitch: drafted for this leader, every word changeable, seen as they will see it.

use super::angles::{self, Facts};
use super::checks::{self, Check, Mark};
use super::leaving::Leaves;
use super::letter::{self, LetterPage};
use super::pitch::Support;
use super::visit::{self, Sheet};
use super::{Angle, Pitch, PitchState, Prospect, connectors, evidence, pitches, store};
use crate::access::{At, Coordinator, Ctx};
use crate::features::people::{self, Person};
use crate::features::programs::{self, Ask, Pillar, Program};
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_kernel::jiff::ToSpan as _;
use bellwether_kernel::{Date, PersonId, PillarId, ProgramId, ProspectId};

type Which = At<(ProgramId, ProspectId)>;

/// How long a link asks, where nothing else is chosen.
const ASKS_FOR_WEEKS: i64 = 4;

/// What the editor's pages stand on.
pub struct Desk {
    pub prospect: Prospect,
    pub person: Person,
    pub program: Program,
    pub pillars: Vec<Pillar>,
    pub pitch: Option<Pitch>,
    /// The last conversation in words: "Amara Novák met them on 4 February".
    pub spoke: Option<String>,
    /// Who may ask: whoever has spoken with them first.
    pub askers: Vec<(PersonId, String)>,
}

#[derive(Template)]
#[template(path = "features/recruiting/compose.html")]
struct ComposePage {
    frame: Frame,
    here: String,
    eyebrow: String,
    heading: String,
    lede: String,
    first: String,
    fields: Fields,
    problems: Problems,
    pillars: Vec<Pillar>,
    askers: Vec<(PersonId, String)>,
    support: Vec<Support>,
    ask: Ask,
    because: String,
    word_count: usize,
    checks: Vec<Check>,
    may_leave: bool,
    leaves: Leaves,
    name: String,
    stored: bool,
}

#[derive(Template)]
#[template(path = "features/recruiting/closed_pitch.html")]
struct ClosedPitchPage {
    frame: Frame,
    here: String,
    heading: String,
    lede: String,
    buttons: Vec<(String, &'static str)>,
}

/// Gathers what the editor stands on; a prospect of another program is not there.
pub async fn desk(ctx: &Ctx<Coordinator>, id: ProspectId) -> Result<Desk> {
    let (db, program) = (&ctx.db, ctx.scope.program);
    let prospect = store::find(db, program, id).await?;
    let person = people::find(db, prospect.person).await?.ok_or(Error::NotFound)?;
    let spoken = connectors::spoken(db, id).await?;
    let mut askers: Vec<(PersonId, String)> = spoken.iter().map(|s| (s.person, s.name.clone())).collect();
    let coordinators = programs::coordinators(db, program).await?;
    askers.extend(coordinators.into_iter().map(|(id, name, _)| (id, name)));
    if let Some(connector) = prospect.connector {
        askers.extend(people::find(db, connector).await?.map(|p| (p.id, p.name)));
    }
    let mut seen = Vec::new();
    askers.retain(|(id, _)| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    let spoke = spoken.first().map(|s| format!("{} spoke with them on {}", s.name, words::day(s.on)));
    Ok(Desk {
        program: programs::find(db, program).await?,
        pillars: programs::pillars(db, program).await?,
        pitch: pitches::open(db, program, id).await?,
        prospect,
        person,
        spoke,
        askers,
    })
}

impl Desk {
    /// The pitch as it is kept, or as it would be drafted now.
    pub async fn pitch_or_draft(
        &self,
        ctx: &Ctx<Coordinator>,
        angle: Option<Angle>,
    ) -> Result<Option<Pitch>> {
        if let (Some(pitch), None) = (&self.pitch, angle) {
            return Ok(Some(pitch.clone()));
        }
        let Some(ask) = self.pitch.as_ref().map(|p| p.ask).or(self.program.ask) else { return Ok(None) };
        let today = ctx.today();
        let evidence = evidence::gather(&ctx.db, self.person.id, self.person.since, today).await?;
        let angle = angle.unwrap_or_else(|| evidence.angle().angle);
        let spoken = connectors::spoken(&ctx.db, self.prospect.id).await?;
        let pillar = self.pillars.first();
        let asker = self.askers.first().cloned().unwrap_or((ctx.scope.by, String::new()));
        let facts = Facts {
            first_name: self.person.first_name(),
            evidence: &evidence,
            pillar,
            ask: &ask,
            program: &self.program.name,
            spoke: spoken
                .first()
                .filter(|s| s.person == asker.0)
                .map(|s| format!("our conversation on {}", words::day(s.on))),
        };
        let drafted = angles::draft(angle, &facts);
        let kept = self.pitch.as_ref();
        Ok(Some(Pitch {
            id: kept.map_or_else(|| ctx.world.id(), |p| p.id),
            prospect: self.prospect.id,
            from: kept.map_or(asker.0, |p| p.from),
            from_name: kept.map_or(asker.1, |p| p.from_name.clone()),
            angle,
            pillar: kept.map_or_else(|| pillar.map(|p| p.id), |p| p.pillar),
            question: drafted.question,
            message: drafted.message,
            opening: drafted.opening,
            benefit: drafted.benefit,
            reasons: drafted.reasons,
            ask,
            support: kept.map_or_else(|| angles::SUPPORT.to_vec(), |p| p.support.clone()),
            answer_by: kept.map_or_else(|| answer_by(today), |p| p.answer_by),
            state: PitchState::Draft,
            message_id: None,
            version: kept.map_or(0, |p| p.version),
            updated_at: ctx.now,
            sent_at: None,
        }))
    }

    /// What stands between this pitch and the post.
    pub async fn checks(
        &self,
        db: &impl bellwether_db::Read,
        ctx: &Ctx<Coordinator>,
        pitch: &Pitch,
    ) -> Result<Vec<Check>> {
        let (today, zone) = (ctx.today(), &ctx.organization.zone);
        let runs = visit::runs(db, &self.program, &self.prospect).await?;
        let sheet = Sheet::of(ctx, pitch, &self.program, &runs, String::new());
        let others = letter::also_in(db, self.program.id, self.person.id).await?;
        let weight = letter::weigh(sheet, pitch.clone(), others)?;
        let spoke = self.spoke.clone();
        let known =
            checks::gather(db, &self.program, &self.person, pitch, spoke, today, zone, weight).await?;
        Ok(checks::check(&self.program, &self.person, &self.prospect, pitch, &known, today))
    }
}

fn answer_by(today: Date) -> Option<Date> {
    today.checked_add(ASKS_FOR_WEEKS.weeks()).ok()
}

/// `GET …/pitch`: the editor, or the pitch that has left, or why it is still shut.
pub async fn page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let desk = desk(&ctx, id).await?;
    if let Some(shut) = shut(&ctx, &desk) {
        return show(&shut);
    }
    if desk.pitch.as_ref().is_some_and(|p| p.state == PitchState::Sent) {
        return super::send::sent_page(&ctx, desk).await;
    }
    let Some(pitch) = desk.pitch_or_draft(&ctx, None).await? else { return show(&no_ask(&ctx, &desk)) };
    let fields = fields_of(&pitch);
    show(&compose(&ctx, &desk, pitch, fields, Problems::none()).await?)
}

/// `GET …/pitch/preview`: the letter as the leader will see it. Its link leads nowhere.
pub async fn preview(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let desk = desk(&ctx, id).await?;
    let Some(pitch) = desk.pitch_or_draft(&ctx, None).await? else { return Err(Error::NotFound) };
    let runs = visit::runs(&ctx.db, &desk.program, &desk.prospect).await?;
    let base = format!("{}/pitch/preview", ctx.prospect_path(id));
    let sheet = Sheet::of(&ctx, &pitch, &desk.program, &runs, base);
    let others = letter::also_in(&ctx.db, ctx.scope.program, desk.person.id).await?;
    show(&LetterPage::of(sheet, pitch, others, false))
}

/// `POST …/pitch`: keeps the draft; `then` may ask to write it anew, or to go on to sending.
pub async fn save(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    let desk = desk(&ctx, id).await?;
    if let Some(shut) = shut(&ctx, &desk) {
        return show_refused(&shut);
    }
    let here = format!("{}/pitch", ctx.prospect_path(id));
    let angle = fields.get("angle").parse::<Angle>().ok();
    let anew = (fields.get("then") == "anew").then_some(angle).flatten();
    let Some(mut pitch) = desk.pitch_or_draft(&ctx, anew).await? else {
        return show_refused(&no_ask(&ctx, &desk));
    };
    let mut problems = Problems::none();
    let before = pitch.ask;
    read(&fields, &desk, &mut pitch, anew.is_none(), &mut problems);
    if !problems.is_empty() {
        return show_refused(&compose(&ctx, &desk, pitch, fields, problems).await?);
    }
    pitch.message = angles::follow(&pitch.message, &before, &pitch.ask);
    let tx = ctx.db.begin().await?;
    let kept = pitches::open(&tx, ctx.scope.program, id).await?;
    let saved = match kept {
        None => pitches::add(&tx, &ctx.world, &pitch, ctx.scope.by).await.map(|()| true)?,
        Some(kept) if same(&kept, &pitch) => kept.state == PitchState::Draft,
        Some(_) => pitches::save(&tx, &ctx.world, &pitch).await?,
    };
    tx.commit().await?;
    if !saved {
        let who = "Somebody else has changed this pitch, or sent it, since you opened it. Nothing of yours was lost: it still stands below. Compare it with theirs in another tab, then keep yours.";
        problems.say("version", who);
        let fresh = pitches::open(&ctx.db, ctx.scope.program, id).await?;
        let mut fields = fields;
        fields.set("version", fresh.map_or(0, |p| p.version).to_string());
        return show_refused(&compose(&ctx, &desk, pitch, fields, problems).await?);
    }
    match fields.get("then") {
        "send" => see_other(&format!("{here}/send")),
        "anew" => see_other_with(&here, Flash::new("Written anew for this angle.")),
        _ => see_other_with(&here, Flash::new("Kept as a draft.")),
    }
}

/// Whether a form sent twice finds its own words.
fn same(kept: &Pitch, pitch: &Pitch) -> bool {
    let words = |p: &Pitch| {
        (
            p.from,
            p.angle,
            p.pillar,
            p.question.clone(),
            p.message.clone(),
            p.opening.clone(),
            p.benefit.clone(),
        )
    };
    let rest = |p: &Pitch| (p.reasons.clone(), p.ask, p.support.clone(), p.answer_by);
    words(kept) == words(pitch) && rest(kept) == rest(pitch)
}

fn shut(ctx: &Ctx<Coordinator>, desk: &Desk) -> Option<ClosedPitchPage> {
    let here = ctx.prospect_path(desk.prospect.id);
    let name = desk.person.first_name().to_owned();
    let page = |heading, lede, buttons| ClosedPitchPage {
        frame: ctx.frame("Pitch", &ctx.path("/pitches")),
        here: here.clone(),
        heading,
        lede,
        buttons,
    };
    let sent = desk.pitch.as_ref().is_some_and(|p| p.state == PitchState::Sent);
    if desk.prospect.closed_at.is_some() {
        let lede = "Contact was closed, so nothing is sent to them in this program.".to_owned();
        return Some(page(format!("{name} is not asked any more"), lede, Vec::new()));
    }
    if desk.prospect.answered_at.is_some() && !sent {
        let lede = "They have answered already. A new letter would ask for what they have said.".to_owned();
        return Some(page(format!("{name} has answered"), lede, Vec::new()));
    }
    if !desk.prospect.may_pitch() {
        let lede = "Nobody is asked out of the blue. The pitch opens once a meeting or a call is recorded, with its day and who spoke; an introduction alone does not open it.".to_owned();
        let buttons = vec![
            (format!("{here}/meeting"), "Record that you spoke"),
            (format!("{here}/override"), "Open it for a written reason"),
        ];
        return Some(page(format!("The pitch to {name} is still shut"), lede, buttons));
    }
    None
}

fn no_ask(ctx: &Ctx<Coordinator>, desk: &Desk) -> ClosedPitchPage {
    ClosedPitchPage {
        frame: ctx.frame("Pitch", &ctx.path("/pitches")),
        here: ctx.prospect_path(desk.prospect.id),
        heading: "This program has no ask yet".to_owned(),
        lede: "The ask is always a number. No pitch leaves without minutes, sessions a month, months, mentees and a first day; what you decide there can be changed for each leader.".to_owned(),
        buttons: vec![(ctx.path("/settings/ask"), "Decide the ask")],
    }
}

fn fields_of(p: &Pitch) -> Fields {
    Fields::of([
        ("from", p.from.to_string()),
        ("angle", p.angle.to_string()),
        ("question", p.question.clone()),
        ("opening", p.opening.clone()),
        ("benefit", p.benefit.clone()),
        ("reasons", p.reasons.clone()),
        ("pillar", p.pillar.map_or(String::new(), |id| id.to_string())),
        ("minutes", p.ask.minutes.to_string()),
        ("sessions", p.ask.sessions.to_string()),
        ("months", p.ask.months.to_string()),
        ("mentees", p.ask.mentees.to_string()),
        ("starts_on", p.ask.starts_on.to_string()),
        ("answer_by", p.answer_by.map_or(String::new(), |d| d.to_string())),
        ("message", p.message.clone()),
        ("version", p.version.to_string()),
    ])
}

/// Reads the form into the pitch; `words` says whether the words are taken too.
fn read(fields: &Fields, desk: &Desk, pitch: &mut Pitch, words: bool, problems: &mut Problems) {
    let from = fields.get("from").parse::<PersonId>().ok();
    match desk.askers.iter().find(|(id, _)| Some(*id) == from) {
        Some((id, name)) => (pitch.from, pitch.from_name) = (*id, name.clone()),
        None if from == Some(pitch.from) => {}
        None => problems.say("from", "Choose who asks."),
    }
    pitch.angle = fields.choice("angle", problems).unwrap_or(pitch.angle);
    if words {
        pitch.question =
            fields.words("question", 120, "Write the question; it is the mail’s subject, too.", problems);
        pitch.opening = fields.words("opening", 400, "Write why them, in one breath.", problems);
        pitch.message = fields.words("message", 4000, "Write the mail’s words.", problems);
        pitch.benefit = short(fields, "benefit", 1200, problems);
        pitch.reasons = short(fields, "reasons", 1200, problems);
    }
    let pillar = fields.get("pillar").parse::<PillarId>().ok();
    pitch.pillar = pillar.filter(|id| desk.pillars.iter().any(|p| p.id == *id));
    pitch.ask = Ask {
        minutes: fields.whole("minutes", 5, 480, problems),
        sessions: fields.whole("sessions", 1, 31, problems),
        months: fields.whole("months", 1, 36, problems),
        mentees: fields.whole("mentees", 1, 20, problems),
        starts_on: fields.date("starts_on", problems),
    };
    pitch.support =
        Support::ALL.iter().copied().filter(|s| fields.all("support").any(|w| w == s.word())).collect();
    pitch.answer_by =
        if fields.get("answer_by").is_empty() { None } else { Some(fields.date("answer_by", problems)) };
    pitch.version = fields.get("version").parse().unwrap_or(0);
}

fn short(fields: &Fields, name: &str, most: usize, problems: &mut Problems) -> String {
    let text = fields.get(name);
    if text.chars().count() > most {
        problems
            .say(name, format!("This is longer than {most} characters. Shorten it; nothing was cut off."));
    }
    text.to_owned()
}

async fn compose(
    ctx: &Ctx<Coordinator>,
    desk: &Desk,
    pitch: Pitch,
    fields: Fields,
    problems: Problems,
) -> Result<ComposePage> {
    let evidence = evidence::gather(&ctx.db, desk.person.id, desk.person.since, ctx.today()).await?;
    let suggested = evidence.angle();
    let checks = desk.checks(&ctx.db, ctx, &pitch).await?;
    let first = desk.person.first_name().to_owned();
    let stored = desk.pitch.is_some();
    let eyebrow = if stored {
        format!("Pitch, draft kept {}", words::moment(pitch.updated_at, &ctx.organization.zone))
    } else {
        "Pitch, drafted for you and not kept yet".to_owned()
    };
    Ok(ComposePage {
        frame: ctx.frame(format!("Pitch to {}", desk.person.name), &ctx.path("/pitches")),
        here: ctx.prospect_path(desk.prospect.id),
        eyebrow,
        heading: format!("To {}, from {}", desk.person.name, people::first_name(&pitch.from_name)),
        lede: format!("Every word is yours to change. What you see on the phone is what {first} will see."),
        because: format!("Suggested: {}. {}", suggested.angle.label().to_lowercase(), suggested.because),
        word_count: pitch.words_before_button(),
        may_leave: checks::may_leave(&checks),
        checks,
        leaves: Leaves::of(ctx, &desk.person).await?,
        name: desk.person.name.clone(),
        first,
        fields,
        problems,
        pillars: desk.pillars.clone(),
        askers: desk.askers.clone(),
        support: pitch.support.clone(),
        ask: pitch.ask,
        stored,
    })
}
