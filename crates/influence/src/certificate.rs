//! How near a list is to the best possible one, as a number that can be checked.

use crate::estimate::{Tally, at_least, at_most};
use crate::reach::Reach;

/// Bounds on what the list brings beyond those reached already, and what any permitted list could bring.
///
/// `lower` comes from the judging sample, which had no part in the choice; `upper` from the choosing sample, by
/// submodularity (the construction of OPIM-C: Tang, Tang, Xiao, Yuan, SIGMOD 2018, with Hoeffding's bounds, for so many sets are drawn
/// whatever they say). Both hold together with
/// probability `confidence`. It certifies the *choosing*: the tie probabilities and chances are taken as given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// The list brings at least this.
    pub lower: f64,
    /// No permitted list of this length brings more than this.
    pub upper: f64,
    /// lower ÷ upper: 1 is proven best. It is 1 where there is nothing to be had.
    pub ratio: f64,
    /// The confidence at which both bounds hold.
    pub confidence: f64,
}

impl Certificate {
    pub(crate) fn new(reach: &Reach, covered: &Tally, ceiling: f64) -> Self {
        let confidence = reach.drawn.options.confidence;
        let delta = (1.0 - confidence) / 2.0;
        let total = reach.drawn.total;
        let drawn = |sets: usize| (sets as f64, if sets == 0 { 0.0 } else { total / sets as f64 });
        let (judged, scale) = drawn(covered.count);
        let lower = at_least(covered.sum(), judged, delta) * scale;
        let (chosen, scale) = drawn(reach.choose.left.len());
        let upper = (at_most(ceiling, chosen, delta) * scale).min(total);
        let ratio = if upper > 0.0 { (lower / upper).min(1.0) } else { 1.0 };
        Self { lower, upper, ratio, confidence }
    }
}
