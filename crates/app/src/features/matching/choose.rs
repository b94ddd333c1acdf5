use super::act::{act, undo_path};
use super::asked::Asked;
use super::change::{Kind, Step, Stood};
use super::fits::Fits;
use super::market::Market;
use super::member::Member;
use super::plan::{Draft, Two};
use super::run::{self, BY_HAND, Pool};
use super::{changes, reasons, rules, score, store};
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Error, Fields, Flash, Frame, Result, see_other_with, show, words};
use askama::Template;
use bellwether_db::Tx;
use bellwether_kernel::{EnrollmentId, ProgramId, fold};
use std::collections::{BTreeMap, BTreeSet};

/// More mentors than this are not weighed one by one; others are shown without what they cost.
const WEIGHED: usize = 6;
/// So many are shown; whoever is not among them is found by name.
const SHOWN: usize = 20;

/// Another mentor for a mentee, chosen by hand: who is possible, with reasons, and what else would move.
#[derive(Template)]
#[template(path = "features/matching/choose.html")]
struct Page {
    frame: Frame,
    back: String,
    action: String,
    name: String,
    first: String,
    about: String,
    now_with: String,
    here: String,
    who: String,
    kept: Vec<(String, String)>,
    possible: Vec<Choice>,
    held_back: Vec<Choice>,
    more: String,
    never: Vec<(String, String)>,
}

/// What the page was asked for.
struct Wanted {
    frame: Frame,
    /// The matching, as it was looked at before.
    back: String,
    here: String,
    action: String,
    /// Part of the mentor's name.
    who: String,
    /// What else is in the address, and stays there in a search.
    kept: Vec<(String, String)>,
}

struct Choice {
    mentor: EnrollmentId,
    name: String,
    initials: String,
    about: String,
    points: i64,
    current: bool,
    reasons: Vec<(String, bool)>,
    then: String,
}

/// `GET …/matching/mentees/{enrollment}`
pub async fn page(ctx: Ctx<Coordinator>, At((program, mentee)): At<(ProgramId, EnrollmentId)>) -> Result {
    let pool = run::pool(&ctx.db, program, ctx.today()).await?;
    let mentee = pool.member(mentee).ok_or(Error::NotFound)?.clone();
    if !mentee.learns() || !mentee.wants {
        let says = format!("{} is not waiting for a mentor.", mentee.name);
        return see_other_with(&ctx.path("/matching"), Flash::new(says));
    }
    let (asked, matching) = (Asked::of(&ctx.uri), ctx.path("/matching"));
    let (who, kept) = searched(&ctx.uri);
    let here = format!("{matching}/mentees/{}", mentee.enrollment);
    let wanted = Wanted {
        frame: ctx.frame("Choose a mentor", &matching),
        back: asked.back(&matching, None),
        action: format!("{here}{}", asked.query()),
        here,
        who,
        kept,
    };
    let page = tokio::task::spawn_blocking(move || view(&pool, &mentee, program, wanted))
        .await
        .map_err(|e| Error::Fault(format!("the choice could not be weighed: {e}")))??;
    show(&page)
}

/// The name that was searched for, and what else is in an address.
pub fn searched(uri: &axum::http::Uri) -> (String, Vec<(String, String)>) {
    let query = Fields::parse(uri.query().unwrap_or_default().as_bytes());
    let kept = query.pairs().filter(|(name, _)| *name != "who");
    let kept = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (query.get("who").chars().take(200).collect(), kept)
}

fn view(pool: &Pool, mentee: &Member, program: ProgramId, wanted: Wanted) -> Result<Page> {
    let current = pool.drafts().find(|d| d.two.mentee == mentee.enrollment);
    let locked = current.filter(|d| pool.locked().contains_key(&d.two)).map(|d| d.two);
    let current = current.map(|d| d.two.mentor);
    let market = pool.market(program, BY_HAND, mentee.enrollment)?;
    let before = locked.map_or_else(|| market.pairs(), |two| market.pairs_with(two)).map_err(Error::Fault)?;
    let weigh = |two: Two| then(pool, &market, &before, two);
    let Choices { possible, held_back, never, more } = choices(pool, mentee, (current, &wanted.who), &weigh)?;
    let Wanted { frame, back, here, action, who, kept } = wanted;
    Ok(Page {
        frame,
        back,
        here,
        action,
        who,
        kept,
        name: mentee.name.clone(),
        first: mentee.first().to_owned(),
        about: mentee.about.clone(),
        now_with: current.and_then(|c| pool.member(c)).map(|m| m.name.clone()).unwrap_or_default(),
        possible,
        held_back,
        more: if more == 0 {
            String::new()
        } else {
            words::count(more, "mentor more is", "mentors more are")
        },
        never,
    })
}

/// Those of a name whom a mentee could have, the best first.
#[derive(Default)]
struct Choices {
    possible: Vec<Choice>,
    held_back: Vec<Choice>,
    never: Vec<(String, String)>,
    /// How many there are besides.
    more: i64,
}

fn choices(
    pool: &Pool,
    mentee: &Member,
    (current, who): (Option<EnrollmentId>, &str),
    weigh: &dyn Fn(Two) -> Result<String>,
) -> Result<Choices> {
    let name = fold(who);
    let others = pool.members.iter().filter(|m| m.mentors() && m.person != mentee.person);
    let mut mentors: Vec<&Member> =
        others.filter(|m| name.is_empty() || fold(&m.name).contains(&name)).collect();
    let fits = pool.fits()?;
    mentors.sort_by_cached_key(|mentor| std::cmp::Reverse(fits.score(mentor, mentee)));
    let mut found = Choices::default();
    for mentor in mentors {
        let broken = fits.broken(mentor, mentee);
        if let Some(rule) = broken.iter().find(|r| !r.may_be_set_aside()) {
            let why = rule.against().trim_start_matches("But: ").to_owned();
            found.never.push((mentor.name.clone(), why));
            continue;
        }
        let shown = found.possible.len() + found.held_back.len();
        if shown >= SHOWN {
            found.more += 1;
            continue;
        }
        let two = Two::of(mentor, mentee);
        let then = if shown < WEIGHED { weigh(two)? } else { String::new() };
        let list = if broken.is_empty() { &mut found.possible } else { &mut found.held_back };
        list.push(choice(fits, (mentor, mentee), &broken, current, then));
    }
    Ok(found)
}

fn choice(
    fits: &Fits,
    (mentor, mentee): (&Member, &Member),
    broken: &[rules::Rule],
    current: Option<EnrollmentId>,
    then: String,
) -> Choice {
    let own = reasons::of(mentor, mentee, mentee.wish(mentor), None);
    let against = broken.iter().map(|rule| rule.against().to_owned());
    let named =
        |r: String| (reasons::with_names(&r, mentor.first(), mentee.first()), reasons::is_against(&r));
    Choice {
        mentor: mentor.enrollment,
        name: mentor.name.clone(),
        initials: bellwether_kernel::initials(&mentor.name),
        about: mentor.about.clone(),
        points: score::shown(fits.score(mentor, mentee)),
        current: current == Some(mentor.enrollment),
        reasons: own.into_iter().chain(against).map(named).collect(),
        then,
    }
}

/// What else would move if these two were locked: the solver is asked, so it is exact.
fn then(pool: &Pool, market: &Market<'_>, before: &[Two], two: Two) -> Result<String> {
    if !has_room(pool, two) {
        return Ok("No place left: every place is locked or proposed.".to_owned());
    }
    let after = market.pairs_with(two).map_err(Error::Fault)?;
    let now: BTreeMap<EnrollmentId, EnrollmentId> = after.iter().map(|t| (t.mentee, t.mentor)).collect();
    let had: BTreeSet<EnrollmentId> = before.iter().map(|was| was.mentee).collect();
    let name = |e: EnrollmentId| pool.member(e).map_or("", |m| m.name.as_str());
    let moved: Vec<String> = before
        .iter()
        .filter(|was| was.mentee != two.mentee)
        .filter_map(|was| match now.get(&was.mentee) {
            Some(mentor) if *mentor == was.mentor => None,
            Some(mentor) => Some(format!("{} moves to {}", name(was.mentee), name(*mentor))),
            None => Some(format!("{} goes without", name(was.mentee))),
        })
        .chain(
            after
                .iter()
                .filter(|is| !had.contains(&is.mentee) && is.mentee != two.mentee)
                .map(|is| format!("{}, without a mentor now, comes to {}", name(is.mentee), name(is.mentor))),
        )
        .collect();
    let change = match points(pool, &after)? - points(pool, before)? {
        0 => String::new(),
        n if n > 0 => format!(" Together {n} more than now."),
        n => format!(" Together {} less than now.", -n),
    };
    let over = market.over(two, &after).map(|over| format!(" {over}.")).unwrap_or_default();
    Ok(match moved.len() {
        0 => format!("Nobody else moves.{change}{over}"),
        _ => format!("{}.{change}{over}", words::list(&moved)),
    })
}

/// What pairs score together, of 100 each.
fn points(pool: &Pool, pairs: &[Two]) -> Result<i64> {
    let fits = pool.fits()?;
    let of = |two: &Two| Some(score::shown(fits.score(pool.member(two.mentor)?, pool.member(two.mentee)?)));
    Ok(pairs.iter().filter_map(of).sum())
}

/// Whether the mentor has a place that is neither locked for somebody else nor taken.
fn has_room(pool: &Pool, two: Two) -> bool {
    let locked =
        pool.locked().into_keys().filter(|l| l.mentor == two.mentor && l.mentee != two.mentee).count();
    pool.member(two.mentor).is_some_and(|m| (locked as i64) < m.places)
}

/// `POST …/matching/mentees/{enrollment}`: the chosen pair is locked, and the rest planned around it.
pub async fn choose(
    ctx: Ctx<Coordinator>,
    At((program, mentee)): At<(ProgramId, EnrollmentId)>,
    fields: Fields,
) -> Result {
    let tx = ctx.db.begin().await?;
    let pool = run::pool(&tx, program, ctx.today()).await?;
    let (guide, learner) = chosen(&pool, fields.get("mentor"), mentee)?;
    let two = Two { mentor: guide.enrollment, mentee };
    let says = format!("{} with {}, locked.", guide.name, learner.name);
    let by_hand = lock(&ctx, &tx, &pool, two).await?;
    let pool = pool.with_matches_of(&tx, program).await?;
    let plan = pool.plan(program, BY_HAND, &store::genders(&tx, program).await?)?;
    let ran = run::keep(&tx, &ctx.world, act(&ctx, Kind::Choice), (&pool, &plan), &by_hand).await?;
    tx.commit().await?;
    let moved = ran.moves.from.len() - usize::from(ran.moves.from.contains_key(&mentee));
    let others = match moved {
        0 => "Nobody else moved.".to_owned(),
        1 => "One other pair moved.".to_owned(),
        n => format!("{} other pairs moved.", words::sentence(&words::number(n as i64))),
    };
    let back = Asked::of(&ctx.uri).back(&ctx.path("/matching"), None);
    see_other_with(&back, Flash::with_undo(format!("{says} {others}"), undo_path(&ctx, ran.change)))
}

/// Mentor and mentee, if a coordinator may put these two together.
fn chosen<'a>(pool: &'a Pool, mentor: &str, mentee: EnrollmentId) -> Result<(&'a Member, &'a Member)> {
    let learner = pool.member(mentee).ok_or(Error::NotFound)?;
    let mentor = mentor.parse().ok().and_then(|mentor| pool.member(mentor));
    let guide = mentor.filter(|m| m.mentors()).ok_or_else(|| gone("This mentor takes part no more"))?;
    if !learner.learns() || !learner.wants {
        return Err(gone(&format!("{} is not waiting for a mentor", learner.name)));
    }
    let broken = pool.fits()?.broken(guide, learner);
    if let Some(rule) = broken.iter().find(|r| !r.may_be_set_aside()) {
        let what = format!("{} and {} cannot be paired", guide.name, learner.name);
        let why = rule.against().replace("But: ", "The reason: ");
        return Err(Error::refused(what, format!("{why}. Nothing was changed.")));
    }
    if !has_room(pool, Two { mentor: guide.enrollment, mentee }) {
        let what = format!("Every place of {} is locked or proposed", guide.name);
        return Err(Error::refused(
            what,
            "Nothing was changed. Unlock one of those pairs first, or choose somebody else.",
        ));
    }
    Ok((guide, learner))
}

/// Makes a locked draft of the two, in place of what the mentee had; what that did to the drafts.
async fn lock(ctx: &Ctx<Coordinator>, tx: &Tx, pool: &Pool, two: Two) -> Result<Vec<(Two, Step)>> {
    let mut steps = Vec::new();
    for draft in pool.drafts().filter(|d| d.two.mentee == two.mentee) {
        let became = if draft.two == two { Stood::Locked } else { Stood::Out };
        steps.push((draft.two, Step { id: draft.id, was: draft.stood(), became }));
    }
    let all: Vec<Step> = steps.iter().map(|(_, step)| *step).collect();
    changes::take(tx, &all, Some(ctx.scope.by), ctx.now).await?;
    if steps.iter().all(|(other, _)| *other != two) {
        let (Some(mentor), Some(mentee)) = (pool.member(two.mentor), pool.member(two.mentee)) else {
            return Err(gone("One of the two takes part no more"));
        };
        let draft = by_hand(pool.fits()?, mentor, mentee);
        let ids = store::keep(tx, &ctx.world, (ctx.scope.program, None), &[&draft], true).await?;
        steps.extend(ids.into_iter().map(|id| (two, Step { id, was: Stood::Out, became: Stood::Locked })));
    }
    Ok(steps)
}

/// A draft that a coordinator makes: how it ranks is no reason for it.
pub fn by_hand(fits: &Fits, mentor: &Member, mentee: &Member) -> Draft {
    Draft {
        two: Two::of(mentor, mentee),
        score: fits.score(mentor, mentee),
        reasons: reasons::of(mentor, mentee, mentee.wish(mentor), None),
        rank_for_mentee: None,
        rank_for_mentor: None,
    }
}

fn gone(what: &str) -> Error {
    Error::overtaken(what, "Nothing was changed. Go back to the matching, which shows how things stand now.")
}
