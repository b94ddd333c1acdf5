use super::act::undo_path;
use super::asked::{Asked, ON_A_PAGE, Order, Show};
use super::cap::{Scarce, Unit};
use super::cap_panel::Panel;
use super::change::{Change, Kind, Moves};
use super::matched::{Match, State};
use super::readiness::{self, Check};
use super::report::Report;
use super::review::{Review, Without};
use super::run::{self, Pool};
use super::{changes, headings, reasons, score, store};
use crate::access::{At, Coordinator, Ctx};
use crate::features::{programs, settings};
use crate::shell::{Fields, Frame, Problems, Result, show, words};
use askama::Template;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{EnrollmentId, MatchId, ProgramId, Timestamp, initials};

/// How far back matches that came to nothing are shown.
const RECENT: SignedDuration = SignedDuration::from_hours(60 * 24);
/// So many of what stands beside the drafts are shown with them; the whole has a list of its own.
const BESIDE: usize = 4;
/// From so many pairs and people on, there is a search.
const MANY: usize = 12;

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
    asked: Asked,
    here: String,
    filters: Option<Filters>,
    has_run: bool,
    checks_first: bool,
    can_run: bool,
    has_drafts: bool,
    propose: String,
    figures: Vec<(String, String, &'static str)>,
    undo: Option<Undo>,
    standing: String,
    drafts: Shown<Pair>,
    proposed: Shown<Waiting>,
    off: Shown<Gone>,
    away: Shown<Gone>,
    unmatched: Shown<Unmatched>,
    allowing: Vec<(&'static str, i64)>,
    at_least: bool,
    checks: Vec<Check>,
    weights: &'static [(&'static str, i64)],
    cap: Panel,
}

/// Those of a list that are shown, and how many there are in all.
struct Shown<T> {
    list: Vec<T>,
    count: usize,
}

/// What can be chosen among.
struct Filters {
    units: Vec<String>,
    shows: Vec<(Show, String)>,
}

struct Undo {
    path: String,
    says: &'static str,
    made: String,
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
    moved: String,
}

struct Waiting {
    id: MatchId,
    title: String,
    says: String,
}

struct Gone {
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

/// What was done to the drafts, as far as the page tells it.
struct Done {
    undo: Option<Change>,
    /// What the last change moved that moved anything; nothing once some were proposed.
    moves: Option<Moves>,
    /// Whether pairs were changed by hand since they were found.
    by_hand: bool,
}

/// What the page is made of.
struct Known {
    pool: Pool,
    last: Option<(Timestamp, Report)>,
    runs: i64,
    has_ask: bool,
    off: Vec<Match>,
    away: Vec<Match>,
    done: Done,
}

/// `GET /programs/{program}/matching`
pub async fn page(ctx: Ctx<Coordinator>, _: At<ProgramId>) -> Result {
    show(&view(&ctx, known(&ctx).await?, None))
}

/// The page with what was typed into the form of the cap, and what is wrong with it.
pub async fn refused(
    ctx: &Ctx<Coordinator>,
    fields: Fields,
    problems: Problems,
) -> Result<impl Template + use<>> {
    Ok(view(ctx, known(ctx).await?, Some((fields, problems))))
}

async fn known(ctx: &Ctx<Coordinator>) -> Result<Known> {
    let program = ctx.scope.program;
    let pool = run::pool(&ctx.db, program, ctx.today()).await?;
    let done = done(ctx, &pool).await?;
    Ok(Known {
        last: store::last_run(&ctx.db, program).await?,
        runs: store::runs(&ctx.db, program).await?,
        has_ask: programs::find(&ctx.db, program).await?.ask.is_some(),
        off: store::off_since(&ctx.db, program, ctx.now - RECENT).await?,
        away: store::away(&ctx.db, program).await?,
        pool,
        done,
    })
}

fn view(ctx: &Ctx<Coordinator>, known: Known, typed: Option<(Fields, Problems)>) -> Page {
    let Known { pool, last, runs, has_ask, off, away, done } = known;
    let report = last.as_ref().map(|(_, report)| report);
    let says_moves = done.moves.is_some();
    let review = Review::of(&pool, report, done.moves.unwrap_or_default(), &away);
    let proposed: Vec<&Match> = pool.matches.iter().filter(|m| m.state == State::Proposed).collect();
    let lists = Lists { proposed, off: off.iter().collect(), away: away.iter().collect() };
    let asked = Asked::of(&ctx.uri);
    let asked = asked.clone().within(lists.found(&asked, &review));
    let count = count(&pool, &review);
    let framed = report.is_some() && count.drafts > 0 && asked.is_overview();
    Page {
        frame: ctx.frame("Matching", &ctx.path("/matching")),
        base: ctx.path("/matching"),
        enrollments: ctx.path("/enrollments"),
        eyebrow: headings::eyebrow(ctx, last.as_ref().map(|(at, _)| *at), runs),
        heading: count.heading(),
        lede: count.lede(),
        here: asked.query(),
        filters: filters(&asked, &review, (&count, off.len(), away.len())),
        has_run: last.is_some(),
        checks_first: count.drafts == 0 && count.proposed == 0,
        can_run: count.waiting > 0 && count.room > 0 || count.drafts > 0,
        has_drafts: count.drafts > 0,
        propose: format!("Propose {}", words::count(count.drafts as i64, "match", "matches")),
        figures: if framed { headings::figures(&count, review.wishes()) } else { Vec::new() },
        undo: undo(ctx, done.undo),
        standing: headings::standing(report, &review, (count.drafts, says_moves, done.by_hand)),
        drafts: drafts(&asked, &review, &pool),
        proposed: beside(&asked, &review, (Show::Proposed, lists.proposed)).map(|m| waiting(ctx, m)),
        off: beside(&asked, &review, (Show::Off, lists.off)).map(|m| came_to_nothing(ctx, m)),
        away: beside(&asked, &review, (Show::Away, lists.away)).map(|m| taken_away(ctx, m)),
        unmatched: shown(&asked, Show::Unmatched, review.without(&asked)).map(unmatched),
        at_least: report.is_some_and(|report| report.weighed.is_some()),
        allowing: report.filter(|_| asked.is_overview()).map(allowing).unwrap_or_default(),
        checks: readiness::of(&pool.members, has_ask),
        weights: &score::COUNTS,
        cap: Panel::of(&pool, report, typed),
        asked,
    }
}

/// What there is beside the drafts.
struct Lists<'a> {
    proposed: Vec<&'a Match>,
    off: Vec<&'a Match>,
    away: Vec<&'a Match>,
}

impl Lists<'_> {
    /// How many there are of what was asked for.
    fn found(&self, asked: &Asked, review: &Review<'_>) -> usize {
        let fitting = |list: &[&Match]| list.iter().filter(|m| review.fits(asked, m)).count();
        match asked.show {
            Show::Unmatched => review.without(asked).len(),
            Show::Proposed => fitting(&self.proposed),
            Show::Off => fitting(&self.off),
            Show::Away => fitting(&self.away),
            _ => review.drafts(asked).len(),
        }
    }
}

fn count(pool: &Pool, review: &Review<'_>) -> headings::Count {
    headings::Count {
        drafts: pool.drafts().count(),
        unmatched: review.unmatched.len(),
        proposed: pool.matches.iter().filter(|m| m.state == State::Proposed).count(),
        waiting: pool.members.iter().filter(|m| m.learns() && m.wants).count(),
        room: pool.members.iter().filter(|m| m.mentors()).map(|m| m.places).sum(),
    }
}

/// What can be undone, and what moved: proposals whose mails may have left are no longer ours to undo.
async fn done(ctx: &Ctx<Coordinator>, pool: &Pool) -> Result<Done> {
    let latest = changes::latest(&ctx.db, ctx.scope.program).await?;
    let window = settings::stop_window(&ctx.db).await?;
    let mut undo = None;
    for change in &latest {
        let waits = change.kind == Kind::Proposal
            && change.at + window > ctx.now
            && pool.matches.iter().any(|m| m.proposed_at == Some(change.at));
        if waits || change.kind != Kind::Proposal && changes::is_whole(&ctx.db, change.id).await? {
            undo = Some(change.clone());
        }
        if change.kind != Kind::Proposal || waits {
            break;
        }
    }
    let mut moving = latest
        .iter()
        .take_while(|c| c.kind != Kind::Proposal)
        .filter(|c| matches!(c.kind, Kind::Run | Kind::Choice | Kind::Swap));
    let moves = match moving.next() {
        Some(change) => Some(changes::moves(&ctx.db, change.id).await?),
        None => None,
    };
    let since_found = latest.iter().take_while(|c| !matches!(c.kind, Kind::Run | Kind::Choice));
    let by_hand =
        since_found.into_iter().any(|c| matches!(c.kind, Kind::Swap | Kind::Removal | Kind::Return));
    Ok(Done { undo, moves, by_hand })
}

/// The button, where the page does not say already what was done and how to undo it.
fn undo(ctx: &Ctx<Coordinator>, change: Option<Change>) -> Option<Undo> {
    let change = change.filter(|_| ctx.flash.as_ref().is_none_or(|flash| flash.undo.is_none()))?;
    Some(Undo {
        path: undo_path(ctx, change.id),
        says: change.undo(),
        made: change.made(&ctx.organization.zone),
    })
}

impl<T> Shown<T> {
    fn map<U>(self, to: impl FnMut(T) -> U) -> Shown<U> {
        Shown { list: self.list.into_iter().map(to).collect(), count: self.count }
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are besides those shown.
    fn others(&self) -> usize {
        self.count - self.list.len()
    }
}

/// What stands beside the drafts: a few of it with them, its page where it was asked for, else nothing.
fn shown<T>(asked: &Asked, show: Show, list: Vec<T>) -> Shown<T> {
    let count = list.len();
    let (skip, most) = match asked.show {
        asked_for if asked_for == show => ((asked.page - 1) * ON_A_PAGE, ON_A_PAGE),
        Show::All if asked.page == 1 => (0, BESIDE),
        _ => (0, 0),
    };
    Shown { list: list.into_iter().skip(skip).take(most).collect(), count }
}

fn beside<'m>(asked: &Asked, review: &Review<'_>, (show, list): (Show, Vec<&'m Match>)) -> Shown<&'m Match> {
    shown(asked, show, list.into_iter().filter(|m| review.fits(asked, m)).collect())
}

fn drafts(asked: &Asked, review: &Review<'_>, pool: &Pool) -> Shown<Pair> {
    let all = if asked.show.of_drafts() { review.drafts(asked) } else { Vec::new() };
    let count = all.len();
    let skip = (asked.page - 1) * ON_A_PAGE;
    let list = all.into_iter().skip(skip).take(ON_A_PAGE).map(|m| pair(m, pool, &review.moves)).collect();
    Shown { list, count }
}

impl Page {
    /// How many there are of what is asked for, for the pager.
    fn count(&self) -> usize {
        match self.asked.show {
            Show::Unmatched => self.unmatched.count,
            Show::Proposed => self.proposed.count,
            Show::Off => self.off.count,
            Show::Away => self.away.count,
            _ => self.drafts.count,
        }
    }

    fn pages(&self) -> usize {
        self.count().div_ceil(ON_A_PAGE)
    }

    /// The pages that can be gone to: the first, the last, and those about this one.
    fn near(&self) -> Vec<usize> {
        let here = self.asked.page;
        (1..=self.pages()).filter(|p| *p == 1 || *p == self.pages() || p.abs_diff(here) <= 2).collect()
    }

    /// Whether nothing is left of what was searched for.
    fn finds_nothing(&self) -> bool {
        self.asked.is_filtered()
            && self.drafts.is_empty()
            && self.proposed.is_empty()
            && self.unmatched.is_empty()
            && self.off.is_empty()
            && self.away.is_empty()
    }
}

/// The search and its choices, where there is much to go through.
fn filters(
    asked: &Asked,
    review: &Review<'_>,
    (count, off, away): (&headings::Count, usize, usize),
) -> Option<Filters> {
    if !asked.is_filtered() && count.drafts + count.unmatched + count.proposed <= MANY {
        return None;
    }
    let of = |show: Show| match show {
        Show::Unmatched => count.unmatched,
        Show::Proposed => count.proposed,
        Show::Off => off,
        Show::Away => away,
        of_drafts => review.count(of_drafts),
    };
    let all = Show::ALL.iter().map(|show| (*show, of(*show)));
    let some = all.filter(|(show, n)| *n > 0 || *show == Show::All || *show == asked.show);
    let shows = some.map(|(show, n)| (show, format!("{} ({})", show.name(), words::figure(n as i64))));
    Some(Filters { shows: shows.collect(), units: review.units().into_iter().map(str::to_owned).collect() })
}

fn pair(of: &Match, pool: &Pool, moves: &Moves) -> Pair {
    let about = |enrollment, known: &str| {
        pool.member(enrollment).map_or_else(|| known.to_owned(), |m| m.about.clone())
    };
    let was_with = moves.from.get(&of.two.mentee).map(|mentor| {
        let name = pool.member(*mentor).map_or("somebody who left", |m| m.name.as_str());
        format!("Was with {name} before")
    });
    Pair {
        id: of.id,
        mentee: of.two.mentee,
        mentor_initials: initials(&of.mentor.name),
        mentor_about: about(of.two.mentor, &of.mentor.about),
        mentee_initials: initials(&of.mentee.name),
        mentee_about: about(of.two.mentee, &of.mentee.about),
        points: of.points(),
        locked: of.locked_at.is_some(),
        reasons: named(&of.reasons, of),
        moved: was_with.unwrap_or_default(),
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
    Waiting { id: of.id, title: title(of), says: yes + &by_itself }
}

fn title(of: &Match) -> String {
    format!("{} with {}", of.mentor.name, of.mentee.name)
}

fn day_of(ctx: &Ctx<Coordinator>, of: &Match) -> String {
    of.declined_at.map(|at| words::day(at.to_zoned(ctx.organization.zone.clone()).date())).unwrap_or_default()
}

fn came_to_nothing(ctx: &Ctx<Coordinator>, of: &Match) -> Gone {
    let how = match (of.state, of.declined_by) {
        (State::Declined, _) => "Declined",
        (_, Some(_)) => "Taken back",
        (_, None) => "No place was left",
    };
    let says = format!("{how} on {}. Both are free for another match.", day_of(ctx, of));
    Gone { id: of.id, title: title(of), says }
}

fn taken_away(ctx: &Ctx<Coordinator>, of: &Match) -> Gone {
    let says = format!("Taken away on {}. Nobody heard of it; runs leave it out.", day_of(ctx, of));
    Gone { id: of.id, title: title(of), says }
}

fn unmatched(without: &Without<'_>) -> Unmatched {
    let member = without.member;
    Unmatched {
        mentee: member.enrollment,
        name: member.name.clone(),
        initials: initials(&member.name),
        about: member.about.clone(),
        why: without.why.clone(),
        helps: without.helps,
    }
}

fn allowing(report: &Report) -> Vec<(&'static str, i64)> {
    let rules =
        report.allowing.iter().filter_map(|(rule, n)| Some((rule.parse::<super::rules::Rule>().ok()?, *n)));
    rules.filter(|(rule, _)| rule.may_be_set_aside()).map(|(rule, n)| (rule.name(), n)).collect()
}
