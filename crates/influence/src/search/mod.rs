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
mod swaps;
mod tally;

use crate::error::Error;
use crate::graph::Graph;
use crate::list::{Candidate, Limit, Rules};
use crate::options::{Options, Standing};
use crate::places::Places;
use crate::rank::pinned_places;
use ground::Ground;
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
        let settled = Rounds::new(&ground, &places, &pinned).settle(self.epsilon);
        Ok(Found::new(&ground, settled))
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
