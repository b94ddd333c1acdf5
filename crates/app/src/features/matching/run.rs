//! A run: everybody who takes part, the best pairs, kept as drafts.

use super::matched::{Match, State};
use super::member::Member;
use super::plan::{self, Plan, Question, Two};
use super::rules::Apart;
use super::store;
use crate::access::audit;
use crate::shell::{Error, Result};
use bellwether_db::{Db, Tx};
use bellwether_kernel::{Date, MatchId, PersonId, ProgramId, World};
use std::collections::BTreeMap;

/// By how many points of 100 the pairs of the draft before are favoured when everything is run again.
pub const AGAIN: i64 = 1;
/// And when one pair was changed by hand: the others move only where they must.
pub const BY_HAND: i64 = 15;

/// All that a plan is made from.
pub struct Pool {
    /// Everybody who takes part.
    pub members: Vec<Member>,
    /// Pairs that are out.
    pub apart: Apart,
    /// Drafts and proposed matches.
    pub matches: Vec<Match>,
}

/// Reads all that a plan is made from.
pub async fn pool(db: &impl bellwether_db::Read, program: ProgramId, today: Date) -> Result<Pool> {
    let (members, apart) = store::members(db, program, today).await?;
    Ok(Pool { members, apart, matches: store::of_program(db, program).await? })
}

impl Pool {
    /// Drafts that are locked and still can be: both take part, and the mentor has the places.
    pub fn locked(&self) -> BTreeMap<Two, MatchId> {
        let mut places: BTreeMap<_, i64> = self.members.iter().map(|m| (m.enrollment, m.places)).collect();
        let wants: Vec<_> = self.members.iter().filter(|m| m.wants).map(|m| m.enrollment).collect();
        let mut locked = BTreeMap::new();
        let mut has_mentor = Vec::new();
        for draft in self.drafts().filter(|d| d.locked_at.is_some()) {
            let Two { mentor, mentee } = draft.two;
            let left = places.get_mut(&mentor).filter(|left| **left > 0);
            if let (Some(left), true, false) = (left, wants.contains(&mentee), has_mentor.contains(&mentee)) {
                *left -= 1;
                has_mentor.push(mentee);
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
    pub fn member(&self, enrollment: bellwether_kernel::EnrollmentId) -> Option<&Member> {
        self.members.iter().find(|m| m.enrollment == enrollment)
    }

    /// The best pairs around what is locked, and one more pair if `also` is given.
    pub fn plan(&self, program: ProgramId, stability: i64, also: Option<Two>) -> Result<Plan> {
        let mut locked: Vec<Two> =
            self.locked().into_keys().filter(|two| also.is_none_or(|a| a.mentee != two.mentee)).collect();
        locked.extend(also);
        let previous: Vec<Two> = self.drafts().map(|d| d.two).collect();
        let question = Question {
            members: &self.members,
            apart: &self.apart,
            locked: &locked,
            previous: &previous,
            stability,
            seed: program.0 as u64,
        };
        plan::plan(&question).map_err(Error::Fault)
    }

    /// What must not change between reading and keeping.
    fn fingerprint(&self) -> Vec<String> {
        let members = self.members.iter().map(|m| format!("{:?}", (m.enrollment, m.places, m.wants)));
        let matches = self.matches.iter().map(|m| format!("{:?}", (m.id, m.state, m.locked_at)));
        members.chain(matches).collect()
    }
}

/// Runs the matching for a program and keeps the result as drafts. Locked drafts stay.
///
/// The solver works while nobody's writing waits for it; if something changed meanwhile, nothing is
/// kept, and it is run again.
pub async fn run(
    db: &Db,
    world: &World,
    program: ProgramId,
    by: Option<PersonId>,
    today: Date,
) -> Result<()> {
    for _ in 0..3 {
        let pool = pool(db, program, today).await?;
        let before = pool.fingerprint();
        let (pool, plan) = tokio::task::spawn_blocking(move || {
            let plan = pool.plan(program, AGAIN, None);
            (pool, plan)
        })
        .await
        .map_err(|e| Error::Fault(format!("the matching stopped: {e}")))?;
        let plan = plan?;
        let tx = db.begin().await?;
        if self::pool(&tx, program, today).await?.fingerprint() != before {
            continue;
        }
        keep(&tx, world, (program, by), &pool, &plan).await?;
        tx.commit().await?;
        return Ok(());
    }
    Err(Error::overtaken(
        "Somebody else is changing these pairs",
        "Nothing was changed by this run. Wait a moment and run it again.",
    ))
}

/// Keeps a plan made from a pool, in the transaction that read it again.
pub async fn keep(
    tx: &Tx,
    world: &World,
    (program, by): (ProgramId, Option<PersonId>),
    pool: &Pool,
    plan: &Plan,
) -> Result<()> {
    let locked = pool.locked();
    // A lock whose people left, or whose place is gone, is a draft no longer.
    for stale in pool.drafts().filter(|d| d.locked_at.is_some() && !locked.contains_key(&d.two)) {
        store::drop_draft(tx, program, stale.id).await?;
    }
    store::keep(tx, world, (program, by), &plan.report, &plan.drafts, &locked).await?;
    let line = audit::Line {
        actor: by,
        verb: "ran the matching",
        object: format!("program:{program}"),
        detail: format!("{} pairs, {} unmatched", plan.report.pairs, plan.report.unmatched.len()),
        program: Some(program),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, world, line).await?)
}
