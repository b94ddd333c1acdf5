//! The result, and the one function that makes it.

use crate::certificate::{self, CertificateError, Prices, Proof};
use crate::engine;
use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::prices;
use crate::tiers::{self, Remaining};
use crate::value::Value;

/// The best pairs for an instance, proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pairs: Vec<Pair>,
    prices: Prices,
    proof: Proof,
}

/// The solver could not prove its own result. This is a fault of this crate, never of the input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the matching is not proved to be the best (a bug in the solver): {0}")]
pub struct Unproved(#[from] pub CertificateError);

/// Finds the best pairs: as many mentees as possible with a mentor, then as many further mentors as possible, then
/// the highest total score. Ties go to those who waited longer, then to the seeded draw.
///
/// Equal instances have equal solutions, in whatever order their candidates came.
///
/// ```
/// use bellwether_matching::{Candidate, Input, Instance, Mentee, Mentor, MenteeId, MentorId, solve};
///
/// let pair = |mentee, mentor, score| Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score };
/// let instance = Instance::new(Input {
///     mentees: vec![Mentee::wanting(1), Mentee::wanting(1)],
///     mentors: vec![Mentor { capacity: 1 }, Mentor { capacity: 1 }],
///     // Greed would take the 900,000 first and leave mentee 1 with nobody.
///     candidates: vec![pair(0, 0, 900_000), pair(0, 1, 300_000), pair(1, 0, 500_000)],
///     ..Input::default()
/// })?;
/// let solution = solve(&instance)?;
/// assert_eq!(solution.value().covered, 2);
/// assert_eq!(solution.value().score, 800_000);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Unproved`] if the certificate does not hold: a bug, and better no result than a wrong one.
pub fn solve(instance: &Instance) -> Result<Solution, Unproved> {
    let remaining = Remaining::of(instance);
    let fast = if engine::takes(&remaining) { engine::solve(instance, &remaining) } else { None };
    let mut solved = fast.unwrap_or_else(|| tiers::solve(instance, &remaining));
    let prices = prices::of(instance, &remaining, &mut solved);
    let mut pairs = solved.pairs;
    pairs.extend(instance.locked());
    pairs.sort_unstable();
    let proof = certificate::verify(instance, &pairs, &prices)?;
    Ok(Solution { pairs, prices, proof })
}

impl Solution {
    /// The pairs, locked ones included, sorted by mentee and mentor.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// What the pairs are worth, tier by tier.
    pub fn value(&self) -> Value {
        self.proof.value
    }

    /// How far the pairs may be from the best: zero in every tier.
    pub fn gap(&self) -> Value {
        self.proof.gap()
    }

    /// The prices that prove it, for [`verify`](certificate::verify).
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// Whether these two are paired.
    pub fn contains(&self, pair: Pair) -> bool {
        self.pairs.binary_search(&pair).is_ok()
    }

    /// The mentors of a mentee, sorted.
    pub fn mentors_of(&self, mentee: MenteeId) -> impl Iterator<Item = MentorId> + '_ {
        let from = self.pairs.partition_point(|pair| pair.mentee < mentee);
        self.pairs[from..].iter().take_while(move |pair| pair.mentee == mentee).map(|pair| pair.mentor)
    }

    /// Mentees who want a mentor and have none, sorted.
    pub fn unmatched<'a>(&'a self, instance: &'a Instance) -> impl Iterator<Item = MenteeId> + 'a {
        let wanting = instance.mentees().iter().enumerate().filter(|(_, mentee)| mentee.wants > 0);
        wanting.map(|(at, _)| MenteeId::at(at)).filter(|mentee| self.mentors_of(*mentee).next().is_none())
    }
}
