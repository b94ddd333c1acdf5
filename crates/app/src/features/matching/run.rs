//! A run: everybody who takes part, the best pairs, kept as drafts.

use super::cap::Cap;
use super::caps;
use super::change::{Kind, Moves, Step, Stood};
use super::changes::{self, Act};
use super::fits::Fits;
use super::market::Market;
use super::matched::{Match, State};
use super::member::Member;
use super::plan::{self, Draft, Plan, Question, Two};
use super::rules::Apart;
use super::store::{self, Stand};
use super::weighed;
use crate::access::audit;
use crate::shell::{Error, Result};
use bellwether_db::{Db, Read, Tx};
use bellwether_kernel::{Date, EnrollmentId, MatchChangeId, MatchId, PersonId, ProgramId, World};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

/// By how many points of 100 the pairs of the draft before are favoured when everything is run again.
pub const AGAIN: i64 = 1;
/// And when one pair was changed by hand: the others move only where they must.
pub const BY_HAND: i64 = 15;

/// All that a plan is made from.
pub struct Pool {
    /// Everybody who takes part.
    pub members: Vec<Member>,
    /// What keeps pairs apart.
    apart: Apart,
    /// Drafts and proposed matches.
    pub matches: Vec<Match>,
    /// The cap on scarce mentors.
    pub cap: Option<Cap>,
    /// Where each stands among the members.
    places: HashMap<EnrollmentId, usize>,
    /// What [`Pool::fits`] made.
    fits: OnceLock<Fits>,
}

/// Reads all that a plan is made from.
pub async fn pool(db: &impl Read, program: ProgramId, today: Date) -> Result<Pool> {
    let (members, apart) = store::members(db, program, today).await?;
    let places = members.iter().enumerate().map(|(at, m)| (m.enrollment, at)).collect();
    let cap = caps::current(db, program).await?;
    Ok(Pool {
        members,
        apart,
        matches: store::of_program(db, program).await?,
        cap,
        places,
        fits: OnceLock::new(),
    })
}

impl Pool {
    /// Drafts that are locked and still can be: both take part, and the mentor has the places.
    pub fn locked(&self) -> BTreeMap<Two, MatchId> {
        let mut taken: HashMap<EnrollmentId, i64> = HashMap::new();
        let mut has_mentor = HashSet::new();
        let mut locked = BTreeMap::new();
        for draft in self.drafts().filter(|d| d.locked_at.is_some()) {
            let Two { mentor, mentee } = draft.two;
            let has_place = self.member(mentor).is_some_and(|m| taken.get(&mentor).unwrap_or(&0) < &m.places);
            let wants = self.member(mentee).is_some_and(|m| m.wants);
            if has_place && wants && has_mentor.insert(mentee) {
                *taken.entry(mentor).or_default() += 1;
                locked.insert(draft.two, draft.id);
            }
        }
        locked
    }

    /// The drafts.
    pub fn drafts(&self) -> impl Iterator<Item = &Match> {
        self.matches.iter().filter(|m| m.state == State::Draft)
    }

    /// Somebody, by their part in the program.
    pub fn member(&self, enrollment: EnrollmentId) -> Option<&Member> {
        self.members.get(*self.places.get(&enrollment)?)
    }

    /// Who may be with whom, and how well they fit.
    pub fn fits(&self) -> Result<&Fits> {
        if let Some(fits) = self.fits.get() {
            return Ok(fits);
        }
        let drafts: Vec<Two> = self.drafts().map(|d| d.two).collect();
        let fits = Fits::of(&self.members, &self.apart, &drafts).map_err(Error::Fault)?;
        Ok(self.fits.get_or_init(|| fits))
    }

    /// The best pairs around what is locked.
    pub fn plan(
        &self,
        program: ProgramId,
        stability: i64,
        genders: &BTreeMap<PersonId, String>,
    ) -> Result<Plan> {
        let locked: Vec<Two> = self.locked().into_keys().collect();
        let previous: Vec<Two> = self.drafts().map(|d| d.two).collect();
        let question = self.question(program, stability, (&locked, &previous), genders)?;
        plan::plan(&question).map_err(Error::Fault)
    }

    /// Everybody weighed against everybody, around what is locked; but a mentee's own lock is left open.
    pub fn market(&self, program: ProgramId, stability: i64, open: EnrollmentId) -> Result<Market<'_>> {
        let locked: Vec<Two> = self.locked().into_keys().filter(|two| two.mentee != open).collect();
        let previous: Vec<Two> = self.drafts().map(|d| d.two).collect();
        let nobodys = BTreeMap::new();
        let question = self.question(program, stability, (&locked, &previous), &nobodys)?;
        Market::of(&question).map_err(Error::Fault)
    }

    fn question<'m, 'q>(
        &'m self,
        program: ProgramId,
        stability: i64,
        (locked, previous): (&'q [Two], &'q [Two]),
        genders: &'q BTreeMap<PersonId, String>,
    ) -> Result<Question<'m, 'q>>
    where
        'm: 'q,
    {
        let seed = program.0 as u64;
        let (members, fits, cap, by_hand) = (&self.members, self.fits()?, self.cap, stability == BY_HAND);
        let most_pairs = weighed::ALL;
        Ok(Question { members, fits, most_pairs, locked, previous, stability, by_hand, cap, seed, genders })
    }

    /// Whether these drafts can all be: each mentee is free and has one, each mentor has the places.
    pub fn holds(&self, drafts: &[MatchId]) -> bool {
        let mut of_mentor: HashMap<EnrollmentId, i64> = HashMap::new();
        let mut of_mentee: HashMap<EnrollmentId, i64> = HashMap::new();
        for draft in self.drafts() {
            *of_mentor.entry(draft.two.mentor).or_default() += 1;
            *of_mentee.entry(draft.two.mentee).or_default() += 1;
        }
        self.drafts().filter(|d| drafts.contains(&d.id)).all(|d| {
            let has_place = self.member(d.two.mentor).is_some_and(|m| of_mentor[&d.two.mentor] <= m.places);
            let is_free = self.member(d.two.mentee).is_some_and(|m| m.wants);
            has_place && is_free && of_mentee[&d.two.mentee] == 1
        })
    }

    /// The same people with the matches as they are after a change of drafts, which takes nobody's place.
    pub async fn with_matches_of(self, db: &impl Read, program: ProgramId) -> Result<Self> {
        Ok(Self { matches: store::of_program(db, program).await?, fits: OnceLock::new(), ..self })
    }

    /// What must not change between reading and keeping, beside the cap.
    fn stand(&self) -> Stand {
        let mut members: Vec<_> = self.members.iter().map(|m| (m.enrollment, m.places, m.wants)).collect();
        let mut matches: Vec<_> = self.matches.iter().map(|m| (m.id, m.state, m.locked_at)).collect();
        members.sort_unstable_by_key(|(part, ..)| *part);
        matches.sort_unstable_by_key(|(id, ..)| *id);
        Stand { members, matches }
    }
}

/// What became of a run.
pub struct Ran {
    /// What moved.
    pub moves: Moves,
    /// By which change.
    pub change: MatchChangeId,
    /// How many pairs there are now.
    pub drafts: usize,
}

/// Runs the matching for a program and keeps the result as drafts; says what moved. Locked drafts stay.
///
/// The solver works while nobody's writing waits for it; if something changed meanwhile, nothing is
/// kept, and it is run again.
pub async fn run(
    db: &Db,
    world: &World,
    program: ProgramId,
    by: Option<PersonId>,
    today: Date,
) -> Result<Ran> {
    for _ in 0..3 {
        let genders = store::genders(db, program).await?;
        let pool = pool(db, program, today).await?;
        let (pool, plan) = tokio::task::spawn_blocking(move || {
            let plan = pool.plan(program, AGAIN, &genders);
            (pool, plan)
        })
        .await
        .map_err(|e| Error::Fault(format!("the matching stopped: {e}")))?;
        let plan = plan?;
        let tx = db.begin().await?;
        let is_as_it_was = store::stand(&tx, program, today).await? == pool.stand()
            && caps::current(&tx, program).await? == pool.cap;
        if !is_as_it_was {
            continue;
        }
        let act = Act { program, by, kind: Kind::Run, at: world.now() };
        let ran = keep(&tx, world, act, (&pool, &plan), &[]).await?;
        tx.commit().await?;
        return Ok(ran);
    }
    Err(Error::overtaken(
        "Somebody else is changing these pairs",
        "Nothing was changed by this run. Wait a moment and run it again.",
    ))
}

/// Keeps a plan made from a pool, in the transaction that read it: only what differs is written. What was done
/// `by_hand` before belongs to the change.
pub async fn keep(
    tx: &Tx,
    world: &World,
    act: Act,
    (pool, plan): (&Pool, &Plan),
    by_hand: &[(Two, Step)],
) -> Result<Ran> {
    let (program, by) = (act.program, act.by);
    let run = store::keep_run(tx, world, (program, by), &plan.report).await?;
    let Compared { new, renewed, steps: changed } = compare(pool, plan);
    let taken: Vec<Step> = changed.iter().map(|(_, step)| *step).collect();
    changes::take(tx, &taken, by, world.now()).await?;
    let mut steps = [by_hand, &changed].concat();
    let ids = store::keep(tx, world, (program, Some(run)), &new, false).await?;
    let added = new.iter().zip(ids);
    steps.extend(added.map(|(d, id)| (d.two, Step { id, was: Stood::Out, became: Stood::Free })));
    store::renew(tx, &renewed).await?;
    let all: Vec<Step> = steps.iter().map(|(_, step)| *step).collect();
    let change = changes::note(tx, world, act, Some(run), &all).await?;
    let line = audit::Line {
        actor: by,
        verb: "ran the matching",
        object: format!("program:{program}"),
        detail: format!("{} pairs, {} unmatched", plan.report.pairs, plan.report.unmatched.len()),
        program: Some(program),
        ..audit::Line::default()
    };
    audit::write(tx, world, line).await?;
    let moves = Moves::of(steps.iter().map(|(two, step)| (*two, step.was, step.became)));
    Ok(Ran { moves, change, drafts: plan.drafts.len() })
}

/// A plan beside the drafts that there are.
struct Compared<'a> {
    /// Pairs that are not drafted yet.
    new: Vec<&'a Draft>,
    /// Drafts that stay, of which something else is known now.
    renewed: Vec<(MatchId, &'a Draft)>,
    /// What becomes of drafts that do not stay as they are.
    steps: Vec<(Two, Step)>,
}

fn compare<'a>(pool: &Pool, plan: &'a Plan) -> Compared<'a> {
    let mut left: HashMap<Two, &Match> = pool.drafts().map(|d| (d.two, d)).collect();
    let locked = pool.locked();
    let (mut new, mut renewed, mut steps) = (Vec::new(), Vec::new(), Vec::new());
    for draft in &plan.drafts {
        let Some(stays) = left.remove(&draft.two) else {
            new.push(draft);
            continue;
        };
        if differs(stays, draft) {
            renewed.push((stays.id, draft));
        }
        // A lock whose people left, or whose place is gone, is a lock no longer.
        if stays.stood() == Stood::Locked && !locked.contains_key(&stays.two) {
            steps.push((stays.two, Step { id: stays.id, was: Stood::Locked, became: Stood::Free }));
        }
    }
    let out = pool.drafts().filter(|d| left.contains_key(&d.two));
    steps.extend(out.map(|d| (d.two, Step { id: d.id, was: d.stood(), became: Stood::Out })));
    Compared { new, renewed, steps }
}

/// Whether anything that is kept about a draft has changed.
fn differs(kept: &Match, draft: &Draft) -> bool {
    kept.score != draft.score
        || kept.reasons != draft.reasons
        || kept.rank_for_mentee != draft.rank_for_mentee
        || kept.rank_for_mentor != draft.rank_for_mentor
}
