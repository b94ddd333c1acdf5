//! The list of a large organisation, found from nothing, with its proof.
//!
//! [`Reach`](crate::Reach) draws a sample once and answers many questions from it. This draws what one question needs and no more:
//! sets in batches that double until the proof is good enough, then further sets to tell several lists apart.

mod arena;
mod brings;
mod choose;
mod found;
mod ground;
mod hints;
mod informed;
mod judge;
mod rounds;
mod tally;

use crate::error::Error;
use crate::estimate::{Estimate, at_least, at_most};
use crate::graph::Graph;
use crate::list::{Candidate, Limit, Rules};
use crate::options::{Options, Standing};
use crate::places::Places;
use crate::rank::pinned_places;
use ground::Ground;
use judge::Judging;
use rounds::Rounds;

pub use found::{Asked, Brings, Found, Manner};

/// Whom to ask, on which graph.
#[derive(Debug, Clone)]
pub struct Search<'a> {
    /// Who influences whom.
    pub graph: &'a Graph,
    /// Who may be asked.
    pub candidates: &'a [Candidate],
    /// Who has joined, is pending or enrolled.
    pub standing: &'a Standing,
    /// How long the list may be.
    pub limit: Limit,
    /// What it must keep to.
    pub rules: &'a Rules,
    /// Seed, threads, confidence, who counts, weights. [`Options::sets`] is the most that are drawn to choose by (4 million if
    /// nothing is said).
    pub options: &'a Options,
    /// How far the proved ratio may stay below what greedy choosing guarantees: 1 − 1/e for a number of people, 1/2 with quotas
    /// or a budget.
    pub epsilon: f64,
}

impl Search<'_> {
    /// Finds the list. The same seed gives the same list at any number of threads.
    ///
    /// # Errors
    /// As [`Reach::rank`](crate::Reach::rank), and [`Error::Setting`] for epsilon, the budget or a cost.
    pub fn run(&self) -> Result<Found, Error> {
        if !(self.epsilon > 0.0 && self.epsilon < 1.0) {
            return Err(Error::Setting { what: "epsilon", value: self.epsilon, range: "between 0 and 1" });
        }
        let ground = Ground::new(self.graph, self.candidates, self.standing, self.options)?;
        let people = self.graph.people();
        let permitted = |limit| Places::new(people, self.candidates, self.standing, self.rules, limit);
        let mut places = permitted(self.limit)?;
        let pinned = pinned_places(self.candidates, &places, &self.rules.pinned)?;
        if self.limit == Limit::Targets {
            // How many it takes is found first; after that no list of so many may be better.
            let length = Rounds::new(&ground, &places, &pinned).length();
            places = permitted(Limit::People(length))?;
        }
        let mut rounds = Rounds::new(&ground, &places, &pinned);
        let proved = rounds.prove(self.epsilon);
        let lists = permitted_of(&places, rounds.lists(proved.chosen))?;
        let mut judging = Judging::default();
        let met = rounds.met();
        let best = judging.best(&ground, &mut rounds.walkers, &lists, met);
        let (list, manner) = &lists[best];
        let list = rounds.in_order(list);
        // The best was found, and the judging ended, by the sets that now bound it: each list at each end may fail in its share.
        let delta = (1.0 - self.options.confidence) / 4.0 / lists.len() as f64 / Judging::ENDS;
        let (covered, scale) = (judging.covered(best) as f64, judging.scale(&ground));
        let upper = proved.upper;
        let expected = Estimate {
            mean: covered * scale,
            lower: at_least(covered, delta) * scale,
            upper: (at_most(covered, delta) * scale).min(ground.roots.total()),
        };
        Ok(Found::new(&ground, list, *manner, expected, upper, judging.drawn() + rounds.drawn()))
    }

    /// For each on the list the people whom nobody else on it reaches, from so many sets that are drawn for this alone: the range
    /// of a leader who brings b of n people is some 2.6 · sqrt(b · n / sets) either way.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn brings(&self, found: &Found, sets: u64) -> Result<Vec<Brings>, Error> {
        let ground = Ground::new(self.graph, self.candidates, self.standing, self.options)?;
        Ok(brings::brings(&ground, &found.list, sets))
    }
}

/// Those of the lists that meet the targets. Only where targets share people may a list have missed one.
///
/// # Errors
/// [`Error::Impossible`] if none is left.
fn permitted_of(
    places: &Places,
    lists: Vec<(Vec<usize>, Manner)>,
) -> Result<Vec<(Vec<usize>, Manner)>, Error> {
    let mut missed = Ok(());
    let mut meets = |(list, _): &(Vec<usize>, Manner)| {
        let mut filled = places.clone();
        for &at in list {
            filled.take(at);
        }
        let met = filled.met();
        let meets = met.is_ok();
        missed = met;
        meets
    };
    let kept: Vec<_> = lists.into_iter().filter(|one| meets(one)).collect();
    if kept.is_empty() { missed.map(|()| kept) } else { Ok(kept) }
}
