//! Targets: how many are to be expected to join.

use super::{Membership, Quota};
use crate::error::Error;
use crate::list::{Candidate, Target};
use crate::options::Standing;

/// What rounding may leave of a target that is met.
const ROUNDING: f64 = 1e-9;

#[derive(Debug, Clone)]
pub(super) struct Aims {
    of: Membership,
    chances: Vec<f64>,
    aims: Vec<Aim>,
    /// Whether nobody counts for two, so that what each needs adds up.
    apart: bool,
}

#[derive(Debug, Clone)]
struct Aim {
    joins: f64,
    missing: f64,
    /// Chances of those who can still be asked, the likeliest first.
    rest: Vec<f64>,
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
        let mut aims: Vec<Aim> = Vec::new();
        for target in targets {
            if !(target.joins.is_finite() && target.joins >= 0.0) {
                return Err(Error::Setting {
                    what: "a target",
                    value: target.joins,
                    range: "a number from 0",
                });
            }
            aims.push(Aim { joins: target.joins, missing: target.joins, rest: Vec::new() });
        }
        let expected =
            standing.joined.iter().map(|&person| (person, 1.0)).chain(standing.pending.iter().copied());
        for (person, chance) in expected {
            for (aim, target) in aims.iter_mut().zip(targets) {
                aim.missing -= if target.members.contains(&person) { chance } else { 0.0 };
            }
        }
        for (at, &chance) in chances.iter().enumerate() {
            of.of(at).iter().for_each(|&aim| aims[aim as usize].rest.push(chance));
        }
        for aim in &mut aims {
            aim.rest.sort_unstable_by(|a, b| b.total_cmp(a));
        }
        let apart = (0..candidates.len()).all(|at| of.of(at).len() < 2);
        Ok(Some(Self { of, chances, aims, apart }))
    }

    /// # Errors
    /// [`Error::Impossible`] if so many people cannot meet the targets.
    pub(super) fn within(&self, open: usize) -> Result<(), Error> {
        for (at, aim) in self.aims.iter().enumerate() {
            if aim.needed(aim.missing, None).is_none() {
                let most = aim.joins - aim.missing + aim.rest.iter().sum::<f64>();
                let reason =
                    format!("target {at} wants {:.1}, and at most {most:.1} are expected to join", aim.joins);
                return Err(Error::Impossible { reason });
            }
        }
        let needed = self.needed(|aim| (aim.missing, None));
        if needed > open {
            let reason = format!("meeting the targets takes {needed} people, and {open} are to be asked");
            return Err(Error::Impossible { reason });
        }
        Ok(())
    }

    /// Whether somebody counts for a target that is not met.
    pub(super) fn helps(&self, candidate: usize) -> bool {
        self.of.of(candidate).iter().any(|&aim| self.aims[aim as usize].missing > ROUNDING)
    }

    /// How many more it takes once this candidate is asked.
    pub(super) fn needed_with(&self, candidate: usize) -> usize {
        let chance = self.chances[candidate];
        let own = self.of.of(candidate);
        let mut at = 0;
        self.needed(|aim| {
            let counts = own.contains(&at);
            at += 1;
            if counts { (aim.missing - chance, Some(chance)) } else { (aim.missing, None) }
        })
    }

    fn needed(&self, mut state: impl FnMut(&Aim) -> (f64, Option<f64>)) -> usize {
        let needs = self.aims.iter().map(|aim| {
            let (missing, without) = state(aim);
            aim.needed(missing, without).unwrap_or(usize::MAX / 2)
        });
        if self.apart { needs.fold(0, usize::saturating_add) } else { needs.max().unwrap_or(0) }
    }

    pub(super) fn take(&mut self, candidate: usize) {
        let chance = self.chances[candidate];
        for &aim in self.of.of(candidate) {
            let aim = &mut self.aims[aim as usize];
            aim.missing -= chance;
            if let Some(at) = aim.rest.iter().position(|other| other.total_cmp(&chance).is_eq()) {
                aim.rest.remove(at);
            }
        }
    }

    pub(super) fn met(&self) -> Result<(), Error> {
        match self.aims.iter().position(|aim| aim.missing > ROUNDING) {
            None => Ok(()),
            Some(at) => {
                let Aim { joins, missing, .. } = self.aims[at];
                let there = joins - missing;
                let reason =
                    format!("for target {at} the list brings {there:.1} of the {joins:.1} expected joins");
                Err(Error::Impossible { reason })
            }
        }
    }
}

impl Aim {
    /// How many of the rest it takes at least, leaving out one of a chance; `None` if all are too few.
    fn needed(&self, missing: f64, without: Option<f64>) -> Option<usize> {
        let mut without = without;
        let (mut missing, mut count) = (missing, 0);
        for &chance in &self.rest {
            if missing <= ROUNDING {
                break;
            }
            if without.is_some_and(|other| other.total_cmp(&chance).is_eq()) {
                without = None;
                continue;
            }
            missing -= chance;
            count += 1;
        }
        (missing <= ROUNDING).then_some(count)
    }
}
