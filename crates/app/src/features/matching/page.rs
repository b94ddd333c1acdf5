use super::matched::{Match, State};
use super::readiness::{self, Check};
use super::report::Report;
use super::run::{self, Pool};
use super::{reasons, score, store};
use crate::access::{At, Coordinator, Ctx};
use crate::features::programs;
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{EnrollmentId, MatchId, ProgramId, Timestamp};

/// How far back matches that came to nothing are shown.
const RECENT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// The matching of a program: readiness, drafts, what was proposed, who stays unmatched and why.
#[derive(Template)]
#[template(path = "features/matching/page.html")]
struct Page {
    frame: Frame,
    base: String,
    enrollments: String,
    eyebrow: String,
    heading: String,
    lede: String,
    has_run: bool,
    checks_first: bool,
    can_run: bool,
    propose: String,
    drafts: Vec<Pair>,
    figures: Vec<(String, String, &'static str)>,
    is_best: bool,
    proposed: Vec<Waiting>,
    off: Vec<(String, String)>,
    unmatched: Vec<Unmatched>,
    allowing: Vec<(&'static str, i64)>,
    checks: Vec<Check>,
    weights: &'static [(&'static str, i64)],
}

struct Pair {
    id: MatchId,
    mentee: EnrollmentId,
    mentor_name: String,
    mentor_about: String,
    mentor_initials: String,
    mentee_name: String,
    mentee_about: String,
    mentee_initials: String,
    points: i64,
    locked: bool,
    reasons: Vec<(String, bool)>,
}

struct Waiting {
    id: MatchId,
    title: String,
    says: String,
}

struct Unmatched {
    mentee: EnrollmentId,
    name: String,
    initials: String,
    about: String,
    why: String,
    helps: &'static str,
}

/// `GET /programs/{program}/matching`
pub async fn page(ctx: Ctx<Coordinator>, _: At<ProgramId>) -> Result {
    let program = ctx.scope.program;
    let pool = run::pool(&ctx.db, program, ctx.today()).await?;
    let last = store::last_run(&ctx.db, program).await?;
    let runs = store::runs(&ctx.db, program).await?;
    let has_ask = programs::find(&ctx.db, program).await?.ask.is_some();
    let since = ctx.now - RECENT;
    let off = store::off_since(&ctx.db, program, since).await?;
    let drafts: Vec<Pair> = pool.drafts().map(|m| pair(m, &pool)).collect();
    let report = last.as_ref().map(|(_, report)| report);
    let unmatched = report.map(|r| unmatched(r, &pool)).unwrap_or_default();
    let proposed: Vec<Waiting> =
        pool.matches.iter().filter(|m| m.state == State::Proposed).map(|m| waiting(&ctx, m)).collect();
    let free = pool.members.iter().filter(|m| m.learns() && m.wants).count();
    let room: i64 = pool.members.iter().filter(|m| m.mentors()).map(|m| m.places).sum();
    show(&Page {
        frame: ctx.frame("Matching", &ctx.path("/matching")),
        base: ctx.path("/matching"),
        enrollments: ctx.path("/enrollments"),
        eyebrow: eyebrow(&ctx, last.as_ref().map(|(at, _)| *at), runs),
        heading: heading(drafts.len(), unmatched.len(), proposed.len(), free, room),
        lede: lede(drafts.len(), proposed.len(), free, room),
        has_run: last.is_some(),
        checks_first: drafts.is_empty() && proposed.is_empty(),
        can_run: free > 0 && room > 0 || !drafts.is_empty(),
        figures: report.filter(|_| !drafts.is_empty()).map(|r| figures(r, &drafts)).unwrap_or_default(),
        is_best: report.is_some_and(Report::is_best),
        propose: format!("Propose {}", words::count(drafts.len() as i64, "match", "matches")),
        drafts,
        proposed,
        off: off.iter().map(|m| came_to_nothing(&ctx, m)).collect(),
        unmatched,
        allowing: report.map(allowing).unwrap_or_default(),
        checks: readiness::of(&pool.members, has_ask),
        weights: &score::WEIGHTS,
    })
}

fn eyebrow(ctx: &Ctx<Coordinator>, ran_at: Option<Timestamp>, runs: i64) -> String {
    ran_at.map_or("Matching".to_owned(), |at| {
        format!("Matching, run {} on {}", words::figure(runs), words::moment(at, &ctx.organization.zone))
    })
}

fn heading(drafts: usize, unmatched: usize, proposed: usize, free: usize, room: i64) -> String {
    let n = |n: usize| words::sentence(&words::number(n as i64));
    let pairs = |count: usize| if count == 1 { "pair" } else { "pairs" };
    match (drafts, proposed) {
        (0, 0) if free == 0 => "Nobody waits for a mentor".to_owned(),
        (0, 0) if room == 0 => format!("{} for a mentor, and no place is free", waits(free)),
        (0, 0) => format!("{} for a mentor", waits(free)),
        (0, p) => format!("{} {} proposed and not answered yet", n(p), pairs(p)),
        (d, _) => {
            let without = match unmatched {
                0 => "nobody left out".to_owned(),
                1 => "one person unmatched".to_owned(),
                u => format!("{} people unmatched", words::number(u as i64)),
            };
            format!("{} {} drafted, {without}", n(d), pairs(d))
        }
    }
}

fn waits(n: usize) -> String {
    let who = words::sentence(&words::number(n as i64));
    if n == 1 { format!("{who} person waits") } else { format!("{who} people wait") }
}

fn lede(drafts: usize, proposed: usize, free: usize, room: i64) -> String {
    match (drafts, proposed) {
        (0, 0) if free > 0 && room > 0 => {
            let places = words::count(room, "place is free", "places are free");
            format!(
                "{places}. The best pairs are found for everybody at once; nothing leaves before you approve it."
            )
        }
        (0, 0) => "People who sign up turn up here.".to_owned(),
        (0, _) => {
            "Both are asked. Each begins when both say yes, or by itself when its days are over.".to_owned()
        }
        _ => "Approve what is right, lock what must stay, and run the rest again.".to_owned(),
    }
}

fn figures(report: &Report, drafts: &[Pair]) -> Vec<(String, String, &'static str)> {
    let mut figures = vec![
        (words::figure(report.mentees), String::new(), "waiting for a mentor"),
        (words::figure(report.places), String::new(), "free places with mentors"),
        (words::figure(drafts.len() as i64), String::new(), "pairs drafted"),
    ];
    if report.wished > 0 {
        figures.push((
            words::figure(report.wishes_met),
            format!("of {}", report.wished),
            "got one of their wishes",
        ));
    }
    figures
}

fn pair(of: &Match, pool: &Pool) -> Pair {
    let about = |enrollment, known: &str| {
        pool.member(enrollment).map_or_else(|| known.to_owned(), |m| m.about.clone())
    };
    Pair {
        id: of.id,
        mentee: of.two.mentee,
        mentor_initials: bellwether_kernel::initials(&of.mentor.name),
        mentor_about: about(of.two.mentor, &of.mentor.about),
        mentee_initials: bellwether_kernel::initials(&of.mentee.name),
        mentee_about: about(of.two.mentee, &of.mentee.about),
        points: of.points(),
        locked: of.locked_at.is_some(),
        reasons: named(&of.reasons, of),
        mentor_name: of.mentor.name.clone(),
        mentee_name: of.mentee.name.clone(),
    }
}

/// Reasons with first names in them, and whether each speaks against.
pub fn named(list: &[String], of: &Match) -> Vec<(String, bool)> {
    let named = |r: &String| reasons::with_names(r, of.mentor.first(), of.mentee.first());
    list.iter().map(|r| (named(r), reasons::is_against(r))).collect()
}

fn waiting(ctx: &Ctx<Coordinator>, of: &Match) -> Waiting {
    let yes = match (of.mentor_accepted_at.is_some(), of.mentee_accepted_at.is_some()) {
        (true, false) => format!("{} said yes.", of.mentor.first()),
        (false, true) => format!("{} said yes.", of.mentee.first()),
        _ => "No answer yet.".to_owned(),
    };
    let by_itself = of.becomes_at.map_or(String::new(), |at| {
        let day = at.to_zoned(ctx.organization.zone.clone()).date();
        format!(
            " Begins by itself {}.",
            if day > ctx.today() { format!("on {}", words::weekday(day)) } else { "today".to_owned() }
        )
    });
    Waiting {
        id: of.id,
        title: format!("{} with {}", of.mentor.name, of.mentee.name),
        says: yes + &by_itself,
    }
}

fn came_to_nothing(ctx: &Ctx<Coordinator>, of: &Match) -> (String, String) {
    let day = of
        .declined_at
        .map(|at| words::day(at.to_zoned(ctx.organization.zone.clone()).date()))
        .unwrap_or_default();
    let how = match (of.state, of.declined_by) {
        (State::Declined, _) => "Declined",
        (_, Some(_)) => "Taken back",
        (_, None) => "No place was left",
    };
    (
        format!("{} with {}", of.mentor.name, of.mentee.name),
        format!("{how} on {day}. Both are free for another match."),
    )
}

/// Who was left out by the last run and still waits.
fn unmatched(report: &Report, pool: &Pool) -> Vec<Unmatched> {
    let name_of =
        |enrollment| pool.member(enrollment).map_or("somebody who left".to_owned(), |m| m.name.clone());
    let drafted: Vec<EnrollmentId> = pool.drafts().map(|d| d.two.mentee).collect();
    let still = report.unmatched.iter().filter(|left| !drafted.contains(&left.mentee));
    still
        .filter_map(|left| {
            let member = pool.member(left.mentee).filter(|m| m.wants)?;
            Some(Unmatched {
                mentee: left.mentee,
                name: member.name.clone(),
                initials: bellwether_kernel::initials(&member.name),
                about: member.about.clone(),
                why: left.why.sentence(&name_of),
                helps: left.why.what_helps(),
            })
        })
        .collect()
}

fn allowing(report: &Report) -> Vec<(&'static str, i64)> {
    let rules =
        report.allowing.iter().filter_map(|(rule, n)| Some((rule.parse::<super::rules::Rule>().ok()?, *n)));
    rules.filter(|(rule, _)| rule.may_be_set_aside()).map(|(rule, n)| (rule.name(), n)).collect()
}
