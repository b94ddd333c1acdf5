use super::act::{act, note, undo_path};
use super::asked::Asked;
use super::change::{Kind, Step, Stood};
use super::choose::{by_hand, searched};
use super::fits::Fits;
use super::matched::{Match, State};
use super::member::Member;
use super::plan::Draft;
use super::run::{self, Pool};
use super::{changes, reasons, rules, score, store};
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Error, Fields, Flash, Frame, Result, see_other_with, show, words};
use askama::Template;
use bellwether_kernel::{MatchId, ProgramId, initials};

/// So many other pairs are shown; whoever is not among them is found by name.
const SHOWN: usize = 15;

/// With which other pair a pair could change places, and what that would cost.
#[derive(Template)]
#[template(path = "features/matching/swap.html")]
struct Page {
    frame: Frame,
    back: String,
    here: String,
    action: String,
    mentor: String,
    mentee: String,
    points: i64,
    who: String,
    kept: Vec<(String, String)>,
    choices: Vec<Choice>,
    more: String,
}

/// Another pair, as it would be after the swap.
struct Choice {
    with: MatchId,
    /// The other mentor, with this pair's mentee; then this pair's mentor, with the other mentee.
    sides: [Side; 2],
    /// "Together 4 less than now".
    cost: String,
    locked: bool,
}

/// One of the two pairs that would come of it.
struct Side {
    mentor: String,
    mentee: String,
    initials: String,
    points: i64,
    reasons: Vec<(String, bool)>,
}

/// Two pairs that change places: what would come of them, and what that is worth.
struct Exchange<'a> {
    other: &'a Match,
    /// Mentor and mentee, twice.
    pairs: [(&'a Member, &'a Member); 2],
    broken: Vec<rules::Rule>,
    /// What both together gain, in points of 100.
    gain: i64,
}

/// `GET …/matching/{match}/swap`
pub async fn page(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchId)>) -> Result {
    let of = store::in_program(&ctx.db, program, id).await?;
    let pool = run::pool(&ctx.db, program, ctx.today()).await?;
    let asked = Asked::of(&ctx.uri);
    let back = asked.back(&ctx.path("/matching"), Some(id));
    if of.state != State::Draft {
        let says = format!("{} with {} is no draft any more.", of.mentor.name, of.mentee.name);
        return see_other_with(&back, Flash::new(says));
    }
    let (who, kept) = searched(&ctx.uri);
    let fits = pool.fits()?;
    let mut possible: Vec<Exchange<'_>> =
        pool.drafts().filter_map(|d| exchange(&pool, fits, &of, d)).collect();
    possible.retain(|e| e.broken.iter().all(|rule| rule.may_be_set_aside()));
    let by_name = Asked { text: who.clone(), ..asked.clone() };
    possible.retain(|e| by_name.finds(&[&e.other.mentor.name, &e.other.mentee.name]));
    possible.sort_by_key(|e| (!e.broken.is_empty(), -e.gain, e.other.id));
    show(&Page {
        frame: ctx.frame("Swap two pairs", &ctx.path("/matching")),
        back,
        here: ctx.path(&format!("/matching/{id}/swap")),
        action: ctx.path(&format!("/matching/{id}/swap{}", asked.query())),
        mentor: of.mentor.name.clone(),
        mentee: of.mentee.name.clone(),
        points: of.points(),
        kept,
        who,
        more: more(possible.len()),
        choices: possible.iter().take(SHOWN).map(|exchange| choice(fits, exchange)).collect(),
    })
}

/// "338 more pairs could"; empty where all are shown.
fn more(all: usize) -> String {
    match all.saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!("{} could, at a higher price.", words::count(n as i64, "more pair", "more pairs")),
    }
}

/// What swapping two drafts would make of them. `None` where it would change nothing, or somebody has left.
fn exchange<'a>(pool: &'a Pool, fits: &Fits, of: &Match, other: &'a Match) -> Option<Exchange<'a>> {
    if other.two.mentor == of.two.mentor || other.two.mentee == of.two.mentee {
        return None;
    }
    let (mentor, mentee) = (pool.member(of.two.mentor)?, pool.member(of.two.mentee)?);
    let (others_mentor, others_mentee) = (pool.member(other.two.mentor)?, pool.member(other.two.mentee)?);
    let pairs = [(others_mentor, mentee), (mentor, others_mentee)];
    if pairs
        .iter()
        .any(|(mentor, mentee)| mentor.person == mentee.person || !mentee.wants || !mentor.mentors())
    {
        return None;
    }
    let broken = pairs.iter().flat_map(|(mentor, mentee)| fits.broken(mentor, mentee)).collect();
    let points = |mentor: &Member, mentee: &Member| score::shown(fits.score(mentor, mentee));
    let now = points(mentor, mentee) + points(others_mentor, others_mentee);
    let then: i64 = pairs.iter().map(|(mentor, mentee)| points(mentor, mentee)).sum();
    Some(Exchange { other, pairs, broken, gain: then - now })
}

fn choice(fits: &Fits, exchange: &Exchange<'_>) -> Choice {
    let side = |(mentor, mentee): &(&Member, &Member)| {
        let draft = by_hand(fits, mentor, mentee);
        let against: Vec<String> =
            fits.broken(mentor, mentee).iter().map(|rule| rule.against().to_owned()).collect();
        let named =
            |r: &String| (reasons::with_names(r, mentor.first(), mentee.first()), reasons::is_against(r));
        Side {
            mentor: mentor.name.clone(),
            mentee: mentee.name.clone(),
            initials: initials(&mentee.name),
            points: score::shown(draft.score),
            reasons: draft.reasons.iter().chain(&against).map(named).collect(),
        }
    };
    Choice {
        with: exchange.other.id,
        sides: [side(&exchange.pairs[0]), side(&exchange.pairs[1])],
        cost: cost(exchange.gain),
        locked: exchange.other.locked_at.is_some(),
    }
}

/// "Together 4 less than now".
fn cost(gain: i64) -> String {
    match gain {
        0 => "Together as good as now".to_owned(),
        n if n > 0 => format!("Together {n} more than now"),
        n => format!("Together {} less than now", -n),
    }
}

/// `POST …/matching/{match}/swap`: the mentees of two drafts change places; both pairs are locked, since a person
/// decided them.
pub async fn swap(
    ctx: Ctx<Coordinator>,
    At((program, id)): At<(ProgramId, MatchId)>,
    fields: Fields,
) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::in_program(&tx, program, id).await?;
    let with: MatchId = fields.get("with").parse().map_err(|_| gone())?;
    let other = store::in_program(&tx, program, with).await?;
    let pool = run::pool(&tx, program, ctx.today()).await?;
    if of.state != State::Draft || other.state != State::Draft {
        return Err(gone());
    }
    let fits = pool.fits()?;
    let exchange = exchange(&pool, fits, &of, &other).ok_or_else(gone)?;
    if let Some(rule) = exchange.broken.iter().find(|rule| !rule.may_be_set_aside()) {
        let what = format!("{} and {} cannot change places", of.mentee.name, other.mentee.name);
        let why = rule.against().replace("But: ", "The reason: ");
        return Err(Error::refused(what, format!("{why}. Nothing was changed.")));
    }
    let drafts: Vec<Draft> =
        exchange.pairs.iter().map(|(mentor, mentee)| by_hand(fits, mentor, mentee)).collect();
    let out = [&of, &other].map(|d| Step { id: d.id, was: d.stood(), became: Stood::Out });
    changes::take(&tx, &out, Some(ctx.scope.by), ctx.now).await?;
    let ids = store::keep(&tx, &ctx.world, (program, None), &drafts.iter().collect::<Vec<_>>(), true).await?;
    let made = ids.iter().map(|id| Step { id: *id, was: Stood::Out, became: Stood::Locked });
    let steps: Vec<Step> = out.into_iter().chain(made).collect();
    let change = changes::note(&tx, &ctx.world, act(&ctx, Kind::Swap), None, &steps).await?;
    note(&ctx, &tx, "swapped two pairs", format!("program:{program}")).await?;
    tx.commit().await?;
    let with = |(mentor, mentee): (&Member, &Member)| format!("{} with {}", mentor.name, mentee.name);
    let [one, two] = exchange.pairs;
    let says = format!("{}, and {}; both locked. {}.", with(one), with(two), cost(exchange.gain));
    let back = Asked::of(&ctx.uri).back(&ctx.path("/matching"), ids.first().copied());
    see_other_with(&back, Flash::with_undo(words::sentence(&says), undo_path(&ctx, change)))
}

fn gone() -> Error {
    Error::overtaken(
        "One of the two pairs is no draft any more",
        "Nothing was changed. Go back to the matching, which shows how things stand now.",
    )
}
