//! Targets: how many are to be expected to join.

use super::{Membership, Quota};
use crate::error::Error;
use crate::list::{Candidate, Target};
use crate::options::Standing;

/// What rounding may leave of a target that is met.
pub(super) const ROUNDING: f64 = 1e-9;

#[derive(Debug, Clone)]
pub(super) struct Aims {
    of: Membership,
    chances: Vec<f64>,
    joins: Vec<f64>,
    missing: Vec<f64>,
}

impl Aims {
    /// `None` without targets.
    pub(super) fn new(
        people: usize,
        candidates: &[Candidate],
        standing: &Standing,
        targets: &[Target],
    ) -> Result<Option<Self>, Error> {
        if targets.is_empty() {
            return Ok(None);
        }
        let group = |target: &Target| Quota { members: target.members.clone(), at_least: 0, at_most: 0 };
        let groups: Vec<Quota> = targets.iter().map(group).collect();
        let of = Membership::new(people, candidates.iter().map(|one| one.person), &groups)?;
        let chances: Vec<f64> = candidates.iter().map(|one| one.chance).collect();
        if let Some(wrong) = targets.iter().find(|target| !(target.joins.is_finite() && target.joins >= 0.0))
        {
            let (what, range) = ("a target", "a number from 0");
            return Err(Error::Setting { what, value: wrong.joins, range });
        }
        let joins: Vec<f64> = targets.iter().map(|target| target.joins).collect();
        let mut missing = joins.clone();
        let expected: Vec<(u32, f64)> = standing
            .joined
            .iter()
            .map(|&person| (person, 1.0))
            .chain(standing.pending.iter().copied())
            .collect();
        let there = Membership::new(people, expected.iter().map(|one| one.0), &groups)?;
        for (at, (_, chance)) in expected.iter().enumerate() {
            there.of(at).iter().for_each(|&aim| missing[aim as usize] -= chance);
        }
        Ok(Some(Self { of, chances, joins, missing }))
    }

    /// Makes sure that each target by itself could be met if everybody were asked.
    ///
    /// # Errors
    /// [`Error::Impossible`].
    pub(super) fn possible(&self) -> Result<(), Error> {
        let mut most = vec![0.0; self.joins.len()];
        for (at, chance) in self.chances.iter().enumerate() {
            self.of.of(at).iter().for_each(|&aim| most[aim as usize] += chance);
        }
        match (0..most.len()).find(|&aim| self.missing[aim] > most[aim] + ROUNDING) {
            None => Ok(()),
            Some(at) => {
                let (joins, most) = (self.joins[at], self.joins[at] - self.missing[at] + most[at]);
                let reason =
                    format!("target {at} wants {joins:.1}, and at most {most:.1} are expected to join");
                Err(Error::Impossible { reason })
            }
        }
    }

    /// By target the joins that it still wants; below zero where there are more.
    pub(super) fn missing(&self) -> &[f64] {
        &self.missing
    }

    /// The targets that count a candidate.
    pub(super) fn of(&self, candidate: usize) -> &[u32] {
        self.of.of(candidate)
    }

    pub(super) fn chance(&self, candidate: usize) -> f64 {
        self.chances[candidate]
    }

    /// Whether somebody counts for a target that is not met.
    pub(super) fn helps(&self, candidate: usize) -> bool {
        self.of(candidate).iter().any(|&aim| self.missing[aim as usize] > ROUNDING)
    }

    /// Whether no target gets too few joins if one who was taken gives way to another.
    pub(super) fn lets_change(&self, one: usize, other: usize) -> bool {
        let more = |at: usize, aim: &u32| if self.of(at).contains(aim) { self.chances[at] } else { 0.0 };
        self.of(one).iter().all(|aim| {
            let missing = self.missing[*aim as usize] + self.chances[one] - more(other, aim);
            missing <= ROUNDING
        })
    }

    pub(super) fn change(&mut self, one: usize, other: usize) {
        self.of.of(one).iter().for_each(|&aim| self.missing[aim as usize] += self.chances[one]);
        self.take(other);
    }

    pub(super) fn take(&mut self, candidate: usize) {
        let chance = self.chances[candidate];
        for &aim in self.of.of(candidate) {
            self.missing[aim as usize] -= chance;
        }
    }
}
