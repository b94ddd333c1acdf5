//! The page: the forecast of the ticked asks above, the list below.

use super::cache;
use super::forecast::TargetForecast;
use super::leader::LeaderView;
use super::place::{self, Place};
use super::question::{Asked, Question, ROWS, WAVE};
use super::reasons::Reason;
use super::reckoning::{LONGEST, Leader, Reckoning};
use super::waves::Waves;
use crate::access::{At, Coordinator, Ctx};
use crate::features::programs::{self, Target};
use crate::shell::charts::RangeMark;
use crate::shell::{Fields, Frame, Result, show, words};
use askama::Template;
use bellwether_influence::{Error, Pick};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Date, PersonId, ProgramId, ProspectId, initials};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reasons for, and against, that a row has room for; the brief has them all.
const REASONS: (usize, usize) = (3, 2);

#[derive(Template)]
#[template(path = "features/shortlist/shortlist.html")]
struct ShortlistPage {
    frame: Frame,
    program: ProgramId,
    program_name: String,
    reckoned_at: String,
    has_ask: bool,
    look: Look,
}

/// Everything the page shows, but its frame.
struct Look {
    question: Question,
    ties: i64,
    lines: i64,
    leaders: usize,
    lede: String,
    wave: Wave,
    /// In which order to ask, where that says something.
    order: Option<Waves>,
    offices: Vec<String>,
    departments: Vec<String>,
    rows: Vec<Row>,
    listed: usize,
    beyond: usize,
    /// Who is not on the list though they have not joined, in sentences.
    off: Vec<String>,
    aside: Vec<SetAside>,
}

/// Those who are ticked, and what asking them is expected to come to.
struct Wave {
    size: usize,
    word: String,
    /// Whether any of them is not yet looked after by somebody.
    is_new: bool,
    findings: Vec<Finding>,
    brings: Option<String>,
}

/// One target, with and without the wave.
struct Finding {
    heading: String,
    without: String,
    chart: String,
}

struct Row {
    rank: usize,
    view: LeaderView,
    initials: String,
    meta: String,
    status: (&'static str, String),
    prospect: Option<ProspectId>,
    reasons: Vec<Reason>,
    /// What there is to tell of their turn in the proposed waves.
    turn: Option<String>,
    mark: String,
    in_wave: bool,
    pinned: bool,
    /// The question with this leader ticked otherwise.
    tick: Question,
}

struct SetAside {
    person: PersonId,
    name: String,
    reason: Option<String>,
}

/// `GET /programs/{program}/shortlist`
pub async fn page(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let question = Question::read(&Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes()));
    let today = ctx.today();
    let of = programs::find(&ctx.db, program).await?;
    let targets = programs::targets(&ctx.db, program, today).await?;
    let reckoning = cache::reckoning(&ctx.db, program, today).await?;
    let zone = ctx.organization.zone.clone();
    let at = ctx.now.to_zoned(zone.clone()).strftime("%H:%M").to_string();
    let look = cache::aside(move || look(&reckoning, question, &targets, today, &zone)).await?;
    show(&ShortlistPage {
        frame: ctx.frame("Shortlist", &ctx.path("/shortlist")),
        program_name: of.name,
        program,
        reckoned_at: at,
        has_ask: of.ask.is_some(),
        look,
    })
}

fn look(
    reckoning: &Arc<Reckoning>,
    question: Question,
    targets: &[Target],
    today: Date,
    zone: &TimeZone,
) -> std::result::Result<Look, Error> {
    let whole = reckoning.list(|_| true)?;
    let list = if question.filters() {
        reckoning.list(|l| matches(reckoning, &question, l))?
    } else {
        Arc::clone(&whole)
    };
    let id = |pick: &Pick| reckoning.network.person(pick.person).id;
    let size = question.size.unwrap_or(WAVE);
    let order = reckoning.order(&whole, size)?;
    let first = || match order.as_ref().and_then(|order| order.waves.first()) {
        Some(wave) => wave.iter().map(|turn| turn.leader).collect(),
        None => reckoning.first(&whole, size),
    };
    let wanted =
        question.wave.as_ref().map(|wave| wave.iter().filter_map(|p| reckoning.leader(*p)).collect());
    let mut ticked: Vec<&Leader> = wanted.unwrap_or_else(first);
    ticked.retain(|l| l.place == Place::Open);
    let ids = ids(reckoning, &ticked);
    let order = match order {
        Some(order) => Some(Waves::of(reckoning, &order, &question, &ids)?),
        None => Waves::none(reckoning, &question),
    };
    let next = whole.iter().map(id).find(|p| !ids.contains(p));
    let wave = wave(reckoning, targets, &ticked, next, today)?;
    let is_first = !ids.is_empty() && whole.iter().take(ids.len()).map(id).all(|p| ids.contains(&p));
    let open = reckoning.at(Place::Open).filter(|l| matches(reckoning, &question, l)).count();
    Ok(Look {
        lede: lede(reckoning, ids.len(), is_first, wave.brings.as_deref()),
        ties: reckoning.network.ties as i64,
        lines: reckoning.network.lines as i64,
        leaders: reckoning.leaders.len(),
        offices: choices(reckoning, |l| reckoning.network.person(l.number).office.clone()),
        departments: choices(reckoning, |l| reckoning.network.person(l.number).department.clone()),
        rows: rows(reckoning, &question, &list, (&ids, order.as_ref()), (today, zone))?,
        listed: list.len(),
        beyond: open.saturating_sub(LONGEST),
        off: off(reckoning),
        aside: set_aside(reckoning),
        wave,
        order,
        question,
    })
}

fn matches(reckoning: &Reckoning, question: &Question, leader: &Leader) -> bool {
    let person = reckoning.network.person(leader.number);
    let same = |asked: &Option<String>, has: &Option<String>| asked.is_none() || asked == has;
    let asked = match question.asked {
        Asked::Anyone => true,
        Asked::Never => !leader.ever_asked,
        Asked::Before => leader.ever_asked,
    };
    asked && same(&question.office, &person.office) && same(&question.department, &person.department)
}

fn choices(reckoning: &Reckoning, of: impl Fn(&Leader) -> Option<String>) -> Vec<String> {
    reckoning.leaders.iter().filter_map(of).collect::<BTreeSet<_>>().into_iter().collect()
}

fn lede(reckoning: &Reckoning, ticked: usize, is_first: bool, brings: Option<&str>) -> String {
    let left = reckoning.leaders.iter().filter(|l| l.place != Place::Joined).count() as i64;
    let mut senior = reckoning.network.levels().iter().filter(|l| l.senior);
    let (one, many) = match (senior.next(), senior.next()) {
        (Some(only), None) => (only.name.clone(), words::plural(&only.name)),
        _ => ("leader".to_owned(), "leaders".to_owned()),
    };
    let have = if left == 1 { format!("{one} has") } else { format!("{many} have") };
    let left = format!("{} {have} not joined.", words::sentence(&words::number(left)));
    let asks = match ticked {
        0 => return format!("{left} Add leaders to a wave, and see what asking them brings."),
        1 => "This one ask brings".to_owned(),
        n => format!("These {} asks bring", words::number(n as i64)),
    };
    match brings {
        Some(brings) if is_first && !reckoning.wanted.is_empty() => {
            format!("{left} {asks} {brings} with them; who counts towards an unmet target comes first.")
        }
        Some(_) if is_first => format!("{left} {asks} the most people with them."),
        Some(brings) => format!("{left} {asks} {brings} with them."),
        None => left,
    }
}

fn wave(
    reckoning: &Reckoning,
    targets: &[Target],
    ticked: &[&Leader],
    next: Option<PersonId>,
    today: Date,
) -> std::result::Result<Wave, Error> {
    let size = ticked.len();
    let asks = if size == 1 { "this 1 ask".to_owned() } else { format!("these {size} asks") };
    let plan = if size == 0 { "Without another ask".to_owned() } else { format!("With {asks}") };
    let next = next.and_then(|p| reckoning.leader(p)).filter(|_| size > 0);
    let finding = |(at, target): (usize, &Target)| {
        let without = TargetForecast::of(reckoning, target, &[])?;
        let with = TargetForecast::of(reckoning, target, ticked)?;
        let mut plans = vec![without.plan("No further ask")];
        if size > 0 {
            plans.push(with.plan(words::sentence(&asks)));
        }
        if let Some(next) = next {
            let more = TargetForecast::of(reckoning, target, &[ticked, &[next]].concat())?;
            plans.push(more.plan(format!(
                "{} and {}",
                words::sentence(&asks),
                reckoning.network.person(next.number).name
            )));
        }
        let whom = words::count(without.expected.round() as i64, &target.level_name, &without.whom());
        let heading = with.finding(&plan, today);
        let chart = with.chart(&format!("forecast-{at}"), &plan, plans);
        Ok(Finding {
            heading,
            without: if size == 0 {
                String::new()
            } else {
                format!("Without them: {whom}, {}", without.likely())
            },
            chart: chart
                .html()
                .map_err(|_| Error::Impossible { reason: "a chart could not be written".to_owned() })?,
        })
    };
    let brings = if size > 0 && reckoning.network.ties > 0 {
        let (mean, range) = reckoning.brings(ticked)?;
        let people = words::count(mean.round() as i64, "person", "people");
        Some(format!("about {people} (from {:.0} to {:.0})", range.low, range.high))
    } else {
        None
    };
    Ok(Wave {
        size,
        word: Question { wave: Some(ids(reckoning, ticked)), ..Question::default() }
            .wave_word()
            .unwrap_or_default(),
        is_new: ticked.iter().any(|l| !l.prospect.as_ref().is_some_and(place::is_taken_on)),
        findings: targets.iter().enumerate().map(finding).collect::<std::result::Result<_, Error>>()?,
        brings,
    })
}

fn ids(reckoning: &Reckoning, leaders: &[&Leader]) -> Vec<PersonId> {
    leaders.iter().map(|l| reckoning.network.person(l.number).id).collect()
}

fn rows(
    reckoning: &Reckoning,
    question: &Question,
    list: &[Pick],
    (ticked, order): (&[PersonId], Option<&Waves>),
    (today, zone): (Date, &TimeZone),
) -> std::result::Result<Vec<Row>, Error> {
    let shown = &list[..question.rows.min(list.len())];
    let most = shown.iter().map(|p| p.likely.high).fold(12.0, f64::max);
    let row = |(at, pick): (usize, &Pick)| {
        let person = reckoning.network.person(pick.person);
        let Some(leader) = reckoning.leader(person.id) else {
            return Err(Error::UnknownPerson { person: pick.person, people: reckoning.leaders.len() });
        };
        let view = LeaderView::of(reckoning, leader, Some(pick));
        let (low, high) = view.likely;
        let mark = RangeMark { expected: view.followers, low: low as f64, high: high as f64, most };
        let in_wave = ticked.contains(&person.id);
        Ok(Row {
            rank: at + 1,
            initials: initials(&person.name),
            meta: meta(reckoning, leader, today),
            status: place::status(leader.prospect.as_ref(), leader.ever_asked, zone),
            prospect: leader.prospect.as_ref().map(|p| p.id),
            reasons: few(&view.reasons),
            turn: order.and_then(|order| order.turns.get(&pick.person).cloned()),
            mark: mark
                .html()
                .map_err(|_| Error::Impossible { reason: "a mark could not be written".to_owned() })?,
            in_wave,
            pinned: leader.prospect.as_ref().is_some_and(|p| p.pinned_at.is_some()),
            tick: question.with_ticked(ticked, person.id, !in_wave),
            view,
        })
    };
    shown.iter().enumerate().map(row).collect()
}

/// "Litigation, Boston, 15 years here".
fn meta(reckoning: &Reckoning, leader: &Leader, today: Date) -> String {
    let person = reckoning.network.person(leader.number);
    let mut senior = reckoning.network.levels().iter().filter(|l| l.senior);
    let several = senior.next().is_some() && senior.next().is_some();
    let level = reckoning.network.level(leader.number).filter(|_| several).map(|l| l.name.clone());
    let years = person.since.map(|year| i64::from(today.year()) - year);
    let years = years.map(|n| {
        if n < 1 { "new here".to_owned() } else { format!("{} here", words::count(n, "year", "years")) }
    });
    let parts: Vec<String> =
        [level, person.department.clone(), person.office.clone(), years].into_iter().flatten().collect();
    parts.join(", ")
}

/// The weightiest reasons that fit; a source that stands there already is not named again.
fn few(all: &[Reason]) -> Vec<Reason> {
    let (pro, contra) = REASONS;
    let pros = all.iter().filter(|r| !r.against).take(pro);
    let mut few: Vec<Reason> = pros.chain(all.iter().filter(|r| r.against).take(contra)).cloned().collect();
    let mut named = BTreeSet::new();
    for reason in &mut few {
        reason.source = reason.source.take().filter(|source| named.insert(source.clone()));
    }
    few
}

fn off(reckoning: &Reckoning) -> Vec<String> {
    let say = |n: usize, one: &str, many: &str| {
        let n = n as i64;
        let (number, are) = (words::sentence(&words::number(n)), if n == 1 { one } else { many });
        (n > 0).then(|| format!("{number} {are}"))
    };
    let answered = |l: &&Leader| l.prospect.as_ref().is_some_and(|p| p.answered_at.is_some());
    let asked = "been asked here and the answer is still to come. What it may be is in the forecast.";
    let talking = "answered, neither yes nor no: speak with them.";
    let elsewhere = "being asked by another program at this time. Nobody is asked by two.";
    [
        say(
            reckoning.at(Place::Asked).filter(|l| !answered(l)).count(),
            &format!("leader has {asked}"),
            &format!("leaders have {asked}"),
        ),
        say(
            reckoning.at(Place::Asked).filter(answered).count(),
            &format!("leader has {talking}"),
            &format!("leaders have {talking}"),
        ),
        say(
            reckoning.at(Place::AskedElsewhere).count(),
            &format!("leader is {elsewhere}"),
            &format!("leaders are {elsewhere}"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn set_aside(reckoning: &Reckoning) -> Vec<SetAside> {
    let one = |leader: &Leader| {
        let person = reckoning.network.person(leader.number);
        let reason = leader.prospect.as_ref().and_then(|p| p.aside_reason.clone());
        SetAside { person: person.id, name: person.name.clone(), reason }
    };
    reckoning.at(Place::Aside).map(one).collect()
}

impl Look {
    /// The question with as many rows more, and the rank of the first of them.
    fn more(&self) -> Option<(Question, usize, usize)> {
        let left = self.listed - self.rows.len();
        let question = Question { rows: self.question.rows + ROWS, ..self.question.clone() };
        (left > 0).then(|| (question, left.min(ROWS), self.rows.len() + 1))
    }
}
