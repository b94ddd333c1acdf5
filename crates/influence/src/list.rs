//! Whom a list may hold, and what it says of each.

use crate::certificate::Certificate;
use crate::error::Error;
use crate::estimate::{Estimate, Range};
use crate::places::Quota;

/// A leader who may be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Candidate {
    /// The leader.
    pub person: u32,
    /// The chance of a yes, from 0 to 1.
    pub chance: f64,
    /// What asking them costs, above 0; it counts only under a budget.
    pub cost: f64,
}

impl Candidate {
    /// A leader with a chance of a yes, who costs 1 to ask.
    pub fn new(person: u32, chance: f64) -> Self {
        Self { person, chance, cost: 1.0 }
    }

    /// The same leader at another cost of asking.
    #[must_use]
    pub fn costing(self, cost: f64) -> Self {
        Self { cost, ..self }
    }
}

/// How long a list may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit {
    /// So many people are asked.
    People(usize),
    /// Asking all of them costs so much at most, in the units of [`Candidate::cost`].
    Budget(f64),
    /// As many are asked as it takes to meet the targets, of those who count for one that is not met.
    Targets,
}

impl Limit {
    /// How many are asked at most, of so many candidates.
    pub(crate) fn people(self, candidates: usize) -> usize {
        match self {
            Self::People(count) => count.min(candidates),
            Self::Budget(_) | Self::Targets => candidates,
        }
    }

    /// What may be spent, and what each candidate costs: without a budget infinitely much, and no costs.
    pub(crate) fn money(self, candidates: &[Candidate]) -> Result<(f64, Vec<f64>), Error> {
        let Self::Budget(money) = self else { return Ok((f64::INFINITY, Vec::new())) };
        let wrong = |what, value| Err(Error::Setting { what, value, range: "a number above 0" });
        if !(money.is_finite() && money > 0.0) {
            return wrong("the budget", money);
        }
        match candidates.iter().find(|one| !(one.cost.is_finite() && one.cost > 0.0)) {
            Some(one) => wrong("a cost of asking", one.cost),
            None => Ok((money, candidates.iter().map(|one| one.cost).collect())),
        }
    }
}

/// What the list must keep to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// Taken first, in this order, whatever they bring.
    pub pinned: Vec<u32>,
    /// Quotas on those who are asked.
    pub quotas: Vec<Quota>,
    /// How many are to be expected to join: a [`Search`](crate::Search) keeps to it, [`Reach::rank`](crate::Reach::rank) serves it
    /// first.
    pub targets: Vec<Target>,
}

/// Of these people, how many are expected to have joined in the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The people of the target: a level, an office.
    pub members: Vec<u32>,
    /// At least so many: those who have joined count 1, those who are pending or asked their chance of a yes.
    pub joins: f64,
}

/// One leader of the list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// The leader.
    pub person: u32,
    /// The chance of a yes that was given.
    pub chance: f64,
    /// If they say yes: the people expected to follow, beyond those reached through who has joined and, by their
    /// chances, through the pending and the leaders above on this list.
    pub followers: Estimate,
    /// How many follow in four of five cases, if they say yes.
    pub likely: Range,
    /// The people whom nobody else on the list reaches, even if all others say yes.
    pub only_through: Estimate,
    /// What the ask is expected to bring: chance × followers. The list is in the order of this, each given
    /// those above.
    pub worth: f64,
}

/// The list with its proof.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// In the order to ask.
    pub picks: Vec<Pick>,
    /// People expected to follow from the whole list, acceptances included, beyond those reached already.
    pub expected: Estimate,
    /// The same in four of five cases.
    pub likely: Range,
    /// How near the list is to the best possible one.
    pub certificate: Certificate,
}
