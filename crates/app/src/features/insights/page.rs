use super::funnel::{self, Asked};
use super::offices::{self, Group, Shown};
use super::{finding, promised, store};
use crate::access::{At, Coordinator, Ctx};
use crate::features::matching;
use crate::features::recruiting::{Angle, Named};
use crate::features::{mentorships, programs, shortlist};
use crate::shell::charts::{ColumnsChart, Dots, FunnelChart, TargetBar, TargetsChart};
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{LevelId, ProgramId, Timestamp};

/// Who had a session within so many days is active.
const ACTIVE_DAYS: i64 = 60;
/// How many weeks of sessions are shown.
const WEEKS: i64 = 10;

#[derive(Template)]
#[template(path = "features/insights/page.html")]
struct InsightsPage {
    frame: Frame,
    base: String,
    today: String,
    heading: String,
    lede: Option<String>,
    figures: Vec<(String, String, String)>,
    targets: Option<String>,
    due: String,
    offices: Vec<Offices>,
    funnel: String,
    prospects: usize,
    angles: Vec<AngleRow>,
    all: Dots,
    sessions: Option<Sessions>,
    without: Vec<(String, String)>,
    ran: bool,
    consents: Vec<(&'static str, &'static str, i64)>,
    joined: i64,
}

struct Offices {
    level: String,
    rows: Vec<Shown>,
    people: i64,
    joined: i64,
}

struct AngleRow {
    name: &'static str,
    dots: Dots,
    drawn: String,
}

struct Sessions {
    sentence: String,
    chart: String,
}

/// `GET /programs/{program}/insights`
pub async fn page(ctx: Ctx<Coordinator>, _: At<ProgramId>) -> Result {
    let today = ctx.today();
    let since = ctx.now - SignedDuration::from_hours(24 * ACTIVE_DAYS);
    let program = programs::find(&ctx.db, ctx.scope.program).await?;
    let forecasts = shortlist::forecast(&ctx.db, ctx.scope.program, today).await?;
    let groups = store::taking_part(&ctx.db, &ctx.scope, since, today).await?;
    let prospects = store::prospects(&ctx.db, &ctx.scope).await?;
    let held: Vec<Timestamp> =
        mentorships::activity(&ctx.db, ctx.scope.program).await?.into_iter().map(|h| h.at).collect();
    let promises = store::mentorships(&ctx.db, &ctx.scope).await?;
    let due = program.ask.as_ref().map(|ask| promised::by_now(&promises, ask, ctx.now));
    let bars = bars(&forecasts, &groups);
    let first = forecasts.first();
    let by_angle = funnel::by_angle(&prospects);
    let most = by_angle.iter().map(|a| a.dots.all()).max().unwrap_or(0);
    let angles =
        by_angle.iter().map(|a| AngleRow::of(a.angle, a.dots, most)).collect::<askama::Result<_>>()?;
    let joined = prospects.iter().filter(|p| p.joined).count() as i64;
    show(&InsightsPage {
        frame: ctx.frame("Insights", &ctx.path("/insights")),
        base: ctx.path(""),
        today: words::weekday(today),
        heading: finding::heading(first, today),
        lede: first.map(|f| finding::lede(f, bars.first().map_or(0, |b| b.active))),
        figures: figures(first, &prospects, held.len() as i64, due),
        due: first.map_or(String::new(), |f| words::day(f.target.due_on)),
        targets: if bars.is_empty() {
            None
        } else {
            Some(TargetsChart { id: "targets".to_owned(), bars }.html()?)
        },
        offices: by_office(&ctx, &groups).await?,
        funnel: funnel_chart(&prospects).html()?,
        prospects: prospects.len(),
        all: sum(by_angle.iter().map(|a| a.dots)),
        angles,
        sessions: sessions(&ctx, &held, promises.len(), due)?,
        without: without(&ctx).await?,
        ran: matching::last_run(&ctx.db, ctx.scope.program).await?.is_some(),
        consents: consents(&prospects),
        joined,
    })
}

fn bars(forecasts: &[shortlist::TargetForecast], groups: &[(LevelId, Group)]) -> Vec<TargetBar> {
    let active = |level| groups.iter().filter(|(l, _)| *l == level).map(|(_, g)| g.active).sum();
    let bar = |f: &shortlist::TargetForecast| TargetBar {
        name: f.whom(),
        people: f.target.people,
        joined: f.joined,
        active: active(f.target.level),
        percent: f.target.percent,
        needed: f.target.needed(),
        due: words::day(f.target.due_on),
        forecast: Some((f.low, f.high)),
    };
    forecasts.iter().map(bar).collect()
}

/// Figure, what stands beside it in small, and what it counts.
fn figures(
    first: Option<&shortlist::TargetForecast>,
    prospects: &[Asked],
    held: i64,
    due: Option<i64>,
) -> Vec<(String, String, String)> {
    let mut figures = Vec::new();
    if let Some(f) = first {
        let share = words::percent(f.joined as f64 / f.target.people.max(1) as f64);
        figures.push((f.joined.to_string(), share, format!("{} joined, of {}", f.whom(), f.target.people)));
        let by = words::day(f.target.due_on);
        if !f.is_reached() && f.likely().contains('%') {
            let chance = f.likely().trim_end_matches(" likely").to_owned();
            figures.push((chance, String::new(), format!("likely to reach {} by {by}", f.percent())));
        }
    }
    if held > 0 || due.is_some_and(|due| due > 0) {
        let of =
            due.filter(|due| *due > 0).map_or(String::new(), |due| format!(", of {due} promised so far"));
        figures.push((held.to_string(), String::new(), format!("sessions held{of}")));
    }
    if let Some(days) = funnel::days_to_answer(prospects) {
        let (figure, unit) =
            if days == 0 { ("under 1".to_owned(), "day") } else { (days.to_string(), "median days") };
        figures.push((figure, String::new(), format!("{unit} from asked to answered")));
    }
    figures
}

async fn by_office(ctx: &Ctx<Coordinator>, groups: &[(LevelId, Group)]) -> Result<Vec<Offices>> {
    let mut tables = Vec::new();
    for level in store::levels(&ctx.db).await?.into_iter().filter(|l| !l.senior) {
        let of: Vec<Group> = groups.iter().filter(|(l, _)| *l == level.id).map(|(_, g)| g.clone()).collect();
        let (people, joined) = (of.iter().map(|g| g.people).sum(), of.iter().map(|g| g.joined).sum());
        if of.len() > 1 && joined > 0 {
            tables.push(Offices {
                level: words::plural(&level.name),
                rows: offices::shown(&of),
                people,
                joined,
            });
        }
    }
    Ok(tables)
}

fn funnel_chart(prospects: &[Asked]) -> FunnelChart {
    let steps = funnel::steps(prospects);
    let told: Vec<String> = steps.iter().map(|(name, n)| format!("{} {n}", name.to_lowercase())).collect();
    let title = format!("How far leaders came: {}.", words::list(&told));
    let steps = steps.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    FunnelChart { id: "funnel".to_owned(), title, steps }
}

impl AngleRow {
    fn of(angle: Option<Angle>, dots: Dots, most: i64) -> askama::Result<Self> {
        let name = match angle {
            Some(Angle::Learning) => "Learning",
            Some(Angle::Connection) => "Connection",
            Some(Angle::Reflection) => "Reflection",
            Some(Angle::PayingForward) => "Paying it forward",
            Some(Angle::PeopleStrategy) => "People strategy",
            None => "Without a pitch",
        };
        let told = format!("{} joined, {} another answer, {} waiting", dots.joined, dots.other, dots.waiting);
        Ok(Self { name, dots, drawn: dots.html(&told, most)? })
    }
}

fn sum(all: impl Iterator<Item = Dots>) -> Dots {
    all.fold(Dots { joined: 0, other: 0, waiting: 0 }, |a, b| Dots {
        joined: a.joined + b.joined,
        other: a.other + b.other,
        waiting: a.waiting + b.waiting,
    })
}

fn sessions(
    ctx: &Ctx<Coordinator>,
    held: &[Timestamp],
    mentorships: usize,
    due: Option<i64>,
) -> Result<Option<Sessions>> {
    if mentorships == 0 {
        return Ok(None);
    }
    let pairs = words::count(mentorships as i64, "mentorship has", "mentorships have");
    let due = due.filter(|due| *due > 0).map_or(String::new(), |due| format!(", of {due} promised so far"));
    let sentence = format!(
        "{} held {}{due}.",
        words::sentence(&pairs),
        words::count(held.len() as i64, "session", "sessions")
    );
    let weeks = promised::by_week(held, ctx.today(), WEEKS, &ctx.organization.zone);
    let chart = ColumnsChart {
        id: "sessions".to_owned(),
        title: format!("Sessions held in each of the last {WEEKS} weeks"),
        counted: "Sessions held".to_owned(),
        columns: weeks.into_iter().map(|(day, n)| (words::day_short(day), n)).collect(),
    };
    Ok(Some(Sessions { sentence, chart: chart.html()? }))
}

/// Mentees without a mentor, and why the last run of the matching left them so.
async fn without(ctx: &Ctx<Coordinator>) -> Result<Vec<(String, String)>> {
    let names = store::names(&ctx.db, &ctx.scope).await?;
    let name_of =
        |id| names.iter().find(|(other, _)| *other == id).map_or(String::new(), |(_, name)| name.clone());
    let report = matching::last_run(&ctx.db, ctx.scope.program).await?;
    let why = |id| {
        let left =
            report.as_ref().and_then(|(_, report)| report.unmatched.iter().find(|left| left.mentee == id));
        left.map_or_else(|| "Came after the last matching".to_owned(), |left| left.why.sentence(&name_of))
    };
    let without = store::without(&ctx.db, &ctx.scope).await?;
    Ok(without.into_iter().map(|(id, name)| (name, why(id))).collect())
}

/// Who may know of those who joined: where that is shown, and how many said so.
fn consents(prospects: &[Asked]) -> Vec<(&'static str, &'static str, i64)> {
    let count =
        |named: Option<Named>| prospects.iter().filter(|p| p.joined && p.named == named).count() as i64;
    vec![
        ("On the wall", "whoever reads the program’s page", count(Some(Named::Wall))),
        ("Own team", "the people who report to them", count(Some(Named::Team))),
        ("Nobody", "the coordinators and the mentee alone", count(Some(Named::No))),
        ("Not said yet", "treated like nobody", count(None)),
    ]
}
