//! Choosing by the sample and by what the ties say of each candidate, weighed by how well the two agree.
//!
//! A few thousand sets say little of somebody who is in three of them. How many people somebody brings along directly, and those
//! in turn, costs one look at each tie and says a good deal on some graphs and little on others. How much is read off the sample
//! itself: the count of somebody's sets is taken as Poisson about a multiple of what the ties say, with a gamma-distributed
//! error whose spread is fitted (empirical Bayes; Robbins 1956, Efron and Morris 1973). What comes of it is one more list to be
//! judged; no bound depends on it.

use super::arena::{Arena, Holding};
use super::tally::{Gains, Shares};
use crate::list::Candidate;
use crate::places::Places;

/// How many sets' worth of belief there is in that a candidate's audience is as much reached as everybody's.
const ALIKE: f64 = 4.0;
/// Whose audiences tell how much is reached: so many who are expected to bring most.
const FOREMOST: usize = 512;
/// Nobody is looked at beyond so many who are expected to bring most, and four times as many as may be asked.
const CONTENDERS: usize = 2048;

/// Expected counts of sets, in which what is still open is counted down.
pub(super) struct Informed<'a> {
    shares: Shares<'a>,
    holding: &'a Holding,
    /// 0 for whoever is not looked at.
    expected: Vec<f32>,
    foremost: Vec<u32>,
    /// What share of the foremost's sets is still open.
    open: f64,
}

impl<'a> Informed<'a> {
    /// `hints` say of each candidate how many they may bring along, in any unit.
    pub(super) fn new(
        arena: &'a Arena,
        holding: &'a Holding,
        candidates: &'a [Candidate],
        hints: &[f32],
        places: &Places,
    ) -> Self {
        let shares = Shares::new(arena, holding, candidates);
        let mut expected = expected(holding, hints);
        let worth: Vec<f32> =
            expected.iter().zip(candidates).map(|(sets, one)| sets * one.chance as f32).collect();
        let mut foremost: Vec<u32> = (0..candidates.len() as u32).collect();
        let down = |a: &u32, b: &u32| worth[*b as usize].total_cmp(&worth[*a as usize]).then(a.cmp(b));
        let contenders = CONTENDERS.max(4 * places.open());
        if places.is_plain() && contenders < foremost.len() {
            foremost.select_nth_unstable_by(contenders, down);
            foremost.drain(contenders..).for_each(|at| expected[at as usize] = 0.0);
        }
        if FOREMOST < foremost.len() {
            foremost.select_nth_unstable_by(FOREMOST, down);
            foremost.truncate(FOREMOST);
        }
        Self { shares, holding, expected, foremost, open: 1.0 }
    }
}

/// How many sets hold each candidate, as one would expect after having seen both.
fn expected(holding: &Holding, hints: &[f32]) -> Vec<f32> {
    let count = |at: usize| holding.of(at).len() as f32;
    let all: f64 = hints.iter().map(|&hint| 1.0 + f64::from(hint)).sum();
    let scale = (holding.all() as f64 / all) as f32;
    let (mut squares, mut excess) = (0.0, 0.0);
    for (at, hint) in hints.iter().enumerate() {
        let mean = scale * (1.0 + hint);
        squares += f64::from(mean * mean);
        excess += f64::from((count(at) - mean).powi(2) - mean);
    }
    // The shape of the gamma: 1 / its squared relative spread.
    let shape = if excess > 0.0 { (squares / excess) as f32 } else { 1e6 };
    let posterior = |at: usize| {
        let mean = scale * (1.0 + hints[at]);
        mean * (shape + count(at)) / (shape + mean).max(f32::MIN_POSITIVE)
    };
    (0..hints.len()).map(posterior).collect()
}

impl Gains for Informed<'_> {
    fn gain(&self, at: usize) -> f64 {
        if self.expected[at] <= 0.0 {
            return 0.0;
        }
        let (count, gain) = (self.holding.of(at).len() as f64, self.shares.gain(at));
        let chance = self.shares.chance(at);
        f64::from(self.expected[at]) * (gain + ALIKE * self.open * chance) / (count + ALIKE)
    }

    fn take(&mut self, at: usize) {
        self.shares.take(at);
        let (mut open, mut all) = (0.0, 0.0);
        for &one in &self.foremost {
            open += self.shares.open(one as usize);
            all += self.holding.of(one as usize).len() as f64;
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
