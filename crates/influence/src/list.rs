//! Whom a list may hold, and what it says of each.

use crate::certificate::Certificate;
use crate::estimate::{Estimate, Range};
use crate::quota::Quota;

/// A leader who may be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Candidate {
    /// The leader.
    pub person: u32,
    /// The chance of a yes, from 0 to 1.
    pub chance: f64,
}

impl Candidate {
    /// A leader with a chance of a yes.
    pub fn new(person: u32, chance: f64) -> Self {
        Self { person, chance }
    }
}

/// What the list must keep to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// Taken first, in this order, whatever they bring.
    pub pinned: Vec<u32>,
    /// Disjoint quotas on those who are asked.
    pub quotas: Vec<Quota>,
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
