//! What a search found.

use super::ground::Ground;
use super::rounds::Settled;
use crate::estimate::Estimate;

/// The list with its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Whom to ask, in order.
    pub list: Vec<Asked>,
    /// How many more people the list reaches, answers included, beyond those reached through who has joined.
    pub expected: Estimate,
    /// The list reaches at least so many more.
    pub lower: f64,
    /// No permitted list reaches more.
    pub upper: f64,
    /// lower ÷ upper: 1 is proved best.
    pub ratio: f64,
    /// At which both bounds hold.
    pub confidence: f64,
    /// Which of the lists that were judged it is.
    pub manner: Manner,
    /// Sets drawn in all.
    pub sets: u64,
}

/// Somebody to be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// Who.
    pub person: u32,
    /// The chance of a yes that was given.
    pub chance: f64,
    /// What asking them costs, as it was given.
    pub cost: f64,
}

/// Whom somebody on the list brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brings {
    /// Who.
    pub person: u32,
    /// If they say yes: people whom nobody else on the list reaches, even if all of them say yes. The interval is of this
    /// one number.
    pub alone: Estimate,
}

/// In which manner a list was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// By the greatest gain on the sample, one after another.
    Greedy,
    /// The same, weighing in what the ties say of each candidate.
    Informed,
    /// By the greatest gain whatever it costs, under a budget.
    Regardless,
    /// By whom each candidate brings along directly: expected degree.
    Direct,
    /// By PageRank on the ties turned round.
    PageRank,
    /// The greedy list, in which one after another gave way to somebody who adds more.
    Exchanged,
}

impl Found {
    pub(super) fn new(ground: &Ground<'_>, settled: Settled) -> Self {
        let Settled { list, manner, expected, upper, drawn } = settled;
        let asked = |at: usize| {
            let one = ground.candidates[at];
            Asked { person: one.person, chance: one.chance, cost: one.cost }
        };
        Self {
            list: list.into_iter().map(asked).collect(),
            expected,
            lower: expected.lower.min(upper),
            upper,
            ratio: if upper > 0.0 { (expected.lower / upper).min(1.0) } else { 1.0 },
            confidence: ground.options.confidence,
            manner,
            sets: drawn,
        }
    }
}
