//! What a set of pairs is worth, tier by tier.
//!
//! The tiers are compared lexicographically by the derived `Ord`, and added component by component. No constant
//! stands in for a tier, so no instance is large enough to let scores outweigh a mentee.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// The objective: compared field by field, in this order.
///
/// ```
/// use bellwether_matching::Value;
/// let one_more_mentee = Value { covered: 2, further: 0, score: 2 };
/// let high_scores = Value { covered: 1, further: 1, score: 2_000_000 };
/// assert!(one_more_mentee > high_scores);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// Mentees with at least one mentor.
    pub covered: i64,
    /// Second and further mentors given to mentees who wished for them.
    pub further: i64,
    /// Total score of the pairs, bonuses included.
    pub score: i64,
}

impl Value {
    /// Nothing in any tier.
    pub const ZERO: Value = Value { covered: 0, further: 0, score: 0 };
}

impl Add for Value {
    type Output = Value;
    fn add(self, other: Value) -> Value {
        Value {
            covered: self.covered + other.covered,
            further: self.further + other.further,
            score: self.score + other.score,
        }
    }
}

impl Sub for Value {
    type Output = Value;
    fn sub(self, other: Value) -> Value {
        self + -other
    }
}

impl Neg for Value {
    type Output = Value;
    fn neg(self) -> Value {
        Value { covered: -self.covered, further: -self.further, score: -self.score }
    }
}

impl Mul<i64> for Value {
    type Output = Value;
    fn mul(self, times: i64) -> Value {
        Value { covered: self.covered * times, further: self.further * times, score: self.score * times }
    }
}

impl AddAssign for Value {
    fn add_assign(&mut self, other: Value) {
        *self = *self + other;
    }
}
