//! Which pairs the solver is given: all of a small program; of a large one the best of each person, and whichever others
//! turn out to matter. What is left out is proved to cost nothing, or told. Pure.

use super::fits::Fits;
use super::rules::Rule;
use bellwether_matching::candidates::{Every, Found, Loss};
use bellwether_matching::{Candidate, Instance, MenteeId, Pair, Solution};
use std::collections::BTreeMap;
use std::num::NonZero;

/// Up to so many pairs, all are weighed: it takes a tenth of a second.
pub const ALL: usize = 1_000_000;
/// Of more, so many of each mentee's and of each mentor's.
const BEST: usize = 20;
/// How often pairs that could matter are added, before what they could add is told instead.
const ROUNDS: usize = 8;
/// So many of those without a mentor are asked which rule keeps whom from them, in a large program.
const ASKED: usize = 1_000;

/// The pairs that are weighed.
pub enum Weighed {
    /// All; and those that one rule alone keeps apart.
    All(Every),
    /// The best of each person.
    Best(Found),
}

impl Weighed {
    /// Of people of whom there may be so many pairs at most, all.
    pub fn of(fits: &Fits, most: usize) -> Self {
        let pairs = fits.sides.mentees.len().saturating_mul(fits.sides.mentors.len());
        if pairs <= most { Self::All(fits.pool.every()) } else { Self::Best(fits.pool.find(BEST, threads())) }
    }

    /// What the solver chooses among.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::All(every) => &every.candidates,
            Self::Best(found) => &found.candidates,
        }
    }

    /// The pairs that each rule alone keeps apart: in a large program, those of the people `without` a mentor.
    pub fn but_for(&self, fits: &Fits, without: &[MenteeId]) -> BTreeMap<Rule, Vec<Pair>> {
        let some;
        let every = match self {
            Self::All(every) => every,
            Self::Best(_) => {
                some = fits.pool.every_of(without.iter().copied().take(ASKED));
                &some
            }
        };
        let by_rule = every.but_for.iter().filter_map(|(rule, pairs)| Some((Rule::of(*rule)?, pairs)));
        by_rule.map(|(rule, pairs)| (rule, pairs.clone())).collect()
    }

    /// What pairs that are not weighed could add to a solution; nothing where all are weighed.
    pub fn loss(
        &self,
        fits: &Fits,
        instance: &Instance,
        solution: &Solution,
    ) -> Result<Option<Loss>, String> {
        let Self::Best(found) = self else { return Ok(None) };
        fits.pool.loss(found, instance, solution, threads()).map(Some).map_err(|e| e.to_string())
    }

    /// Adds those that could matter, and solves anew, until none is left or it was done often enough. `solve` is given
    /// the candidates.
    pub fn complete(
        &mut self,
        fits: &Fits,
        first: (Instance, Solution),
        solve: impl Fn(&[Candidate]) -> Result<(Instance, Solution), String>,
    ) -> Result<(Instance, Solution), String> {
        let mut solved = first;
        for _ in 0..ROUNDS {
            let loss = self.loss(fits, &solved.0, &solved.1)?.filter(|loss| !loss.is_nothing());
            let (Some(loss), Self::Best(found)) = (loss, &mut *self) else { break };
            found.add(&loss.pairs);
            solved = solve(&found.candidates)?;
        }
        Ok(solved)
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}
