//! The result, and the one function that makes it.

use crate::certificate::{self, Cases, CertificateError, Prices, Proof};
use crate::coupled;
use crate::engine;
use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::prices;
use crate::tiers::{self, Remaining};
use crate::value::Value;

/// The best pairs for an instance, proved; with groups or caps that bind, good pairs and how far from the best they may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pairs: Vec<Pair>,
    cases: Cases,
    proof: Proof,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsolved {
    /// The solver could not prove its own result. This is a fault of this crate, never of the input.
    #[error("the matching is not proved to be the best (a bug in the solver): {0}")]
    Unproved(#[from] CertificateError),
    /// Somebody is locked in each of these groups, and no way was found to fill all of them within the caps.
    #[error(
        "no way was found to fill the groups in which somebody is locked, those of the mentors {}, within the caps",
        list(.0)
    )]
    GroupsUnfilled(Vec<MentorId>),
}

fn list(mentors: &[MentorId]) -> String {
    mentors.iter().map(|mentor| mentor.0.to_string()).collect::<Vec<_>>().join(", ")
}

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
/// With a group's least size or a cap that binds, the pairs keep to it, and are the best that the search found:
/// [`Solution::gap`] says what may be left, and need not be zero.
///
/// # Errors
/// [`Unsolved::Unproved`] if the certificate does not hold: a bug, and better no result than a wrong one.
/// [`Unsolved::GroupsUnfilled`] if locked pairs need groups to meet that cannot be filled.
pub fn solve(instance: &Instance) -> Result<Solution, Unsolved> {
    let remaining = Remaining::of(instance);
    let fast = if engine::takes(&remaining) { engine::solve(instance, &remaining) } else { None };
    let mut solved = fast.unwrap_or_else(|| tiers::solve(instance, &remaining));
    let prices = prices::of(instance, &remaining, &mut solved, &[]);
    let mut pairs = solved.pairs;
    pairs.extend(instance.locked());
    pairs.sort_unstable();
    match certificate::verify(instance, &pairs, &prices) {
        Ok(proof) => Ok(Solution { pairs, cases: Cases::Priced(prices), proof }),
        Err(CertificateError::GroupTooSmall(_) | CertificateError::OverCap(_)) => {
            within_rules(instance, (pairs, prices))
        }
        Err(wrong) => Err(wrong.into()),
    }
}

/// The same as [`solve`], where the best pairs whatever caps say are known: `free` is the solution of the same instance
/// without its caps. These pairs are not sought again; that none are better is checked, and where it does not hold, the whole
/// is solved.
///
/// # Errors
/// As [`solve`].
pub fn solve_from(instance: &Instance, free: &Solution) -> Result<Solution, Unsolved> {
    let Cases::Priced(prices) = &free.cases else { return solve(instance) };
    let prices = Prices { caps: vec![Value::ZERO; instance.caps().len()], ..prices.clone() };
    let Ok(proof) = certificate::proof_without_limits(instance, &free.pairs, &prices) else {
        return solve(instance);
    };
    match certificate::value_of(instance, &free.pairs) {
        _ if proof.gap() != Value::ZERO => solve(instance),
        Ok(_) => Ok(Solution { pairs: free.pairs.clone(), cases: Cases::Priced(prices), proof }),
        Err(_) => within_rules(instance, (free.pairs.clone(), prices)),
    }
}

/// Where the flow alone, `free`, breaks a group's least size or a cap.
fn within_rules(instance: &Instance, free: (Vec<Pair>, Prices)) -> Result<Solution, Unsolved> {
    let coupled::Found { pairs, cases } = coupled::solve(instance, free).map_err(Unsolved::GroupsUnfilled)?;
    let proof = certificate::prove(instance, &pairs, &cases)?;
    if proof.gap() < Value::ZERO {
        return Err(CertificateError::Gap { gap: proof.gap() }.into());
    }
    Ok(Solution { pairs, cases, proof })
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

    /// What no set of pairs can exceed.
    pub fn bound(&self) -> Value {
        self.proof.bound
    }

    /// How far the pairs may be from the best. Zero in every tier, unless a group's least size or a cap binds.
    pub fn gap(&self) -> Value {
        self.proof.gap()
    }

    /// The prices that prove it, for [`prove`](certificate::prove).
    pub fn cases(&self) -> &Cases {
        &self.cases
    }

    /// The prices that prove it, for [`verify`](certificate::verify); those of one case of several, where no group's least
    /// size and no cap binds of the only one.
    pub fn prices(&self) -> &Prices {
        let mut cases = &self.cases;
        loop {
            match cases {
                Cases::Priced(prices) => return prices,
                Cases::Split { closed, .. } => cases = closed,
            }
        }
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
