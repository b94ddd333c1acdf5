use super::matched::State;
use super::member::Member;
use super::plan::{Plan, Two};
use super::run::{self, BY_HAND, Pool};
use super::{reasons, rules, score, store};
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Error, Fields, Flash, Frame, Result, see_other, see_other_with, show, words};
use askama::Template;
use bellwether_kernel::{EnrollmentId, ProgramId};

/// More mentors than this are not weighed one by one; the rest is listed without what it costs.
const WEIGHED: usize = 12;

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
    possible: Vec<Choice>,
    held_back: Vec<Choice>,
    never: Vec<(String, String)>,
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
    let (frame, back) = (ctx.frame("Choose a mentor", &ctx.path("/matching")), ctx.path("/matching"));
    let action = format!("{back}/mentees/{}", mentee.enrollment);
    let page = tokio::task::spawn_blocking(move || view(&pool, &mentee, program, frame, back, action))
        .await
        .map_err(|e| Error::Fault(format!("the choice could not be weighed: {e}")))??;
    show(&page)
}

fn view(
    pool: &Pool,
    mentee: &Member,
    program: ProgramId,
    frame: Frame,
    back: String,
    action: String,
) -> Result<Page> {
    let current = pool.drafts().find(|d| d.two.mentee == mentee.enrollment).map(|d| d.two.mentor);
    let mut mentors: Vec<&Member> =
        pool.members.iter().filter(|m| m.mentors() && m.person != mentee.person).collect();
    mentors.sort_by_key(|mentor| std::cmp::Reverse(score_of(mentor, mentee)));
    let before = pool.plan(program, BY_HAND, None)?;
    let (mut possible, mut held_back, mut never) = (Vec::new(), Vec::new(), Vec::new());
    for mentor in mentors {
        let broken = rules::broken(mentor, mentee, &pool.apart);
        if let Some(rule) = broken.iter().find(|r| !r.may_be_set_aside()) {
            never.push((mentor.name.clone(), rule.against().trim_start_matches("But: ").to_owned()));
            continue;
        }
        let then = if possible.len() + held_back.len() < WEIGHED {
            then(pool, &before, program, Two { mentor: mentor.enrollment, mentee: mentee.enrollment })?
        } else {
            String::new()
        };
        let list = if broken.is_empty() { &mut possible } else { &mut held_back };
        list.push(choice(mentor, mentee, &broken, current, then));
    }
    Ok(Page {
        frame,
        back,
        action,
        name: mentee.name.clone(),
        first: mentee.first().to_owned(),
        about: mentee.about.clone(),
        now_with: current.and_then(|c| pool.member(c)).map(|m| m.name.clone()).unwrap_or_default(),
        possible,
        held_back,
        never,
    })
}

fn score_of(mentor: &Member, mentee: &Member) -> i64 {
    i64::from(score::of(mentor, mentee) + score::of_wish(wish(mentor, mentee)))
}

fn wish(mentor: &Member, mentee: &Member) -> Option<usize> {
    mentee.wishes.iter().position(|w| *w == mentor.enrollment).map(|at| at + 1)
}

fn choice(
    mentor: &Member,
    mentee: &Member,
    broken: &[rules::Rule],
    current: Option<EnrollmentId>,
    then: String,
) -> Choice {
    let own = reasons::of(mentor, mentee, wish(mentor, mentee), None);
    let against = broken.iter().map(|rule| rule.against().to_owned());
    let named =
        |r: String| (reasons::with_names(&r, mentor.first(), mentee.first()), reasons::is_against(&r));
    Choice {
        mentor: mentor.enrollment,
        name: mentor.name.clone(),
        initials: bellwether_kernel::initials(&mentor.name),
        about: mentor.about.clone(),
        points: score::shown(score_of(mentor, mentee)),
        current: current == Some(mentor.enrollment),
        reasons: own.into_iter().chain(against).map(named).collect(),
        then,
    }
}

/// What else would move if these two were locked: the solver is asked, so it is exact.
fn then(pool: &Pool, before: &Plan, program: ProgramId, two: Two) -> Result<String> {
    if !has_room(pool, two) {
        return Ok("No place left: every place is locked or proposed.".to_owned());
    }
    let after = pool.plan(program, BY_HAND, Some(two))?;
    let name = |e: EnrollmentId| pool.member(e).map_or_else(String::new, |m| m.name.clone());
    let moved: Vec<String> = before
        .drafts
        .iter()
        .filter(|d| d.two.mentee != two.mentee)
        .filter_map(|d| {
            let now = after.drafts.iter().find(|a| a.two.mentee == d.two.mentee).map(|a| a.two.mentor);
            match now {
                Some(mentor) if mentor == d.two.mentor => None,
                Some(mentor) => Some(format!("{} moves to {}", name(d.two.mentee), name(mentor))),
                None => Some(format!("{} goes without", name(d.two.mentee))),
            }
        })
        .collect();
    let points = |plan: &Plan| plan.drafts.iter().map(|d| score::shown(d.score)).sum::<i64>();
    let change = match points(&after) - points(before) {
        0 => String::new(),
        n if n > 0 => format!(" Together {n} more than now."),
        n => format!(" Together {} less than now.", -n),
    };
    Ok(match moved.len() {
        0 => format!("Nobody else moves.{change}"),
        _ => format!("{}.{change}", words::list(&moved)),
    })
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
    let learner = pool.member(mentee).ok_or(Error::NotFound)?.clone();
    let mentor = fields.get("mentor").parse().ok().and_then(|mentor| pool.member(mentor));
    let guide =
        mentor.filter(|m| m.mentors()).cloned().ok_or_else(|| gone("This mentor takes part no more"))?;
    if !learner.learns() || !learner.wants {
        return Err(gone(&format!("{} is not waiting for a mentor", learner.name)));
    }
    let two = Two { mentor: guide.enrollment, mentee };
    let broken = rules::broken(&guide, &learner, &pool.apart);
    if let Some(rule) = broken.iter().find(|r| !r.may_be_set_aside()) {
        let what = format!("{} and {} cannot be paired", guide.name, learner.name);
        return Err(Error::refused(
            what,
            format!("{}. Nothing was changed.", rule.against().replace("But: ", "The reason: ")),
        ));
    }
    if !has_room(&pool, two) {
        let what = format!("Every place of {} is locked or proposed", guide.name);
        return Err(Error::refused(
            what,
            "Nothing was changed. Unlock one of those pairs first, or choose somebody else.",
        ));
    }
    let earlier = pool.matches.iter().filter(|m| m.state == State::Draft && m.two.mentee == mentee);
    let mut is_there = false;
    for draft in earlier {
        if draft.two == two {
            store::lock(&tx, program, draft.id, Some(ctx.now)).await?;
            is_there = true;
        } else {
            store::drop_draft(&tx, program, draft.id).await?;
        }
    }
    if !is_there {
        let own = reasons::of(&guide, &learner, wish(&guide, &learner), None);
        store::keep_by_hand(&tx, &ctx.world, program, two, score_of(&guide, &learner), &own).await?;
    }
    let pool = run::pool(&tx, program, ctx.today()).await?;
    let plan = pool.plan(program, BY_HAND, None)?;
    run::keep(&tx, &ctx.world, (program, Some(ctx.scope.by)), &pool, &plan).await?;
    tx.commit().await?;
    let says = format!("{} with {}, locked. The rest was planned around it.", guide.name, learner.name);
    see_other_with(&ctx.path("/matching"), Flash::new(says))
}

fn gone(what: &str) -> Error {
    Error::overtaken(what, "Nothing was changed. Go back to the matching, which shows how things stand now.")
}

/// `POST …/matching/{match}/lock` and `unlock`
pub async fn lock(
    ctx: Ctx<Coordinator>,
    At((program, id)): At<(ProgramId, bellwether_kernel::MatchId)>,
) -> Result {
    set_lock(&ctx, program, id, true).await
}

/// See [`lock`].
pub async fn unlock(
    ctx: Ctx<Coordinator>,
    At((program, id)): At<(ProgramId, bellwether_kernel::MatchId)>,
) -> Result {
    set_lock(&ctx, program, id, false).await
}

async fn set_lock(
    ctx: &Ctx<Coordinator>,
    program: ProgramId,
    id: bellwether_kernel::MatchId,
    on: bool,
) -> Result {
    let tx = ctx.db.begin().await?;
    store::in_program(&tx, program, id).await?;
    store::lock(&tx, program, id, on.then_some(ctx.now)).await?;
    tx.commit().await?;
    see_other(&ctx.path("/matching"))
}
