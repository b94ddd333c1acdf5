//! Choosing by the sample and by what the ties say of each candidate, weighed by how well the two agree.
//!
//! A few thousand sets say little of somebody who is in three of them. How many people somebody brings along directly, and those
//! in turn, costs one look at each tie and says a good deal on some graphs and little on others. How much is read off the sample
//! itself: the count of somebody's sets is taken as Poisson about a multiple of what the ties say, with a gamma-distributed
//! error whose spread is fitted (empirical Bayes; Robbins 1956, Efron and Morris 1973). What comes of it is one more list to be
//! judged; no bound depends on it.

use super::arena::Arena;
use super::choose::{Sample, foremost};
use super::tally::{Gains, Shares};
use crate::list::Candidate;
use crate::places::Places;

/// How many sets' worth of belief there is in that a candidate's audience is as much reached as everybody's.
const ALIKE: f64 = 4.0;
/// Whose audiences tell how much is reached: so many who are expected to bring most.
const FOREMOST: usize = 512;

/// How many sets hold each candidate, as one would expect after having seen both the sample and the ties.
pub(super) struct Belief<'a> {
    counts: &'a [u32],
    hints: &'a [f32],
    scale: f32,
    /// Of the gamma distribution: 1 / its squared relative spread.
    shape: f32,
}

impl<'a> Belief<'a> {
    /// `hints` say of each candidate how many they may bring along, in any unit.
    pub(super) fn new(arena: &'a Arena, hints: &'a [f32]) -> Self {
        let counts = arena.counts();
        let all: f64 = hints
            .chunks(CHUNK)
            .map(|hints| f64::from(hints.iter().map(|hint| 1.0 + hint).sum::<f32>()))
            .sum();
        let scale = (arena.all() as f64 / all.max(f64::MIN_POSITIVE)) as f32;
        let (mut squares, mut excess) = (0.0, 0.0);
        for (counts, hints) in counts.chunks(CHUNK).zip(hints.chunks(CHUNK)) {
            let (mut square, mut more) = (0.0f32, 0.0f32);
            for (&count, hint) in counts.iter().zip(hints) {
                let (count, mean) = (count as f32, scale * (1.0 + hint));
                square += mean * mean;
                more += (count - mean) * (count - mean) - mean;
            }
            squares += f64::from(square);
            excess += f64::from(more);
        }
        let shape = if excess > 0.0 { (squares / excess) as f32 } else { 1e6 };
        Self { counts, hints, scale, shape }
    }

    pub(super) fn sets(&self, at: usize) -> f32 {
        let mean = self.scale * (1.0 + self.hints[at]);
        mean * (self.shape + self.counts[at] as f32) / (self.shape + mean).max(f32::MIN_POSITIVE)
    }
}

/// Sums are made of so many at a time.
const CHUNK: usize = 256;

/// Expected counts of sets, in which what is still open is counted down.
pub(super) struct Informed<'a> {
    shares: Shares<'a>,
    arena: &'a Arena,
    belief: &'a Belief<'a>,
    foremost: Vec<u32>,
    /// What share of the foremost's sets is still open.
    open: f64,
}

impl<'a> Informed<'a> {
    pub(super) fn new(sample: Sample<'a>, candidates: &'a [Candidate], belief: &'a Belief<'a>) -> Self {
        let Sample { arena, holding, whose } = sample;
        let worth = |at: usize| belief.sets(at) * candidates[at].chance as f32;
        let foremost = match whose {
            Some(whose) => {
                let all = foremost(whose.len(), FOREMOST, |row| worth(whose[row] as usize));
                all.into_iter().map(|row| whose[row as usize]).collect()
            }
            None => foremost(candidates.len(), FOREMOST, worth),
        };
        Self { shares: Shares::new(arena, holding, candidates), arena, belief, foremost, open: 1.0 }
    }

    fn count(&self, at: usize) -> f64 {
        f64::from(self.arena.counts()[at])
    }
}

impl Gains for Informed<'_> {
    fn gain(&self, at: usize) -> f64 {
        let (count, gain) = (self.count(at), self.shares.gain(at));
        let chance = self.shares.chance(at);
        f64::from(self.belief.sets(at)) * (gain + ALIKE * self.open * chance) / (count + ALIKE)
    }

    fn take(&mut self, at: usize) {
        self.shares.take(at);
        let (mut open, mut all) = (0.0, 0.0);
        for &one in &self.foremost {
            open += self.shares.open(one as usize);
            all += self.count(one as usize);
        }
        self.open = if all > 0.0 { (open / all).min(self.open) } else { 0.0 };
    }

    fn gained(&self) -> f64 {
        self.shares.gained()
    }

    fn most(&self, _: &Places) -> f64 {
        f64::INFINITY
    }

    fn is_quick(&self) -> bool {
        true
    }
}
