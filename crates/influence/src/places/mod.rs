//! Whom a list still has a place for.
//!
//! Disjoint quotas make the lists that can still be completed the independent sets of a matroid (a partition
//! matroid whose lower bounds reserve places), on which greedy keeps at least half of the best possible
//! (Fisher, Nemhauser, Wolsey 1978). Quotas that overlap are no matroid: there every step is tried for whether the list can still be
//! completed ([`completes`]), and what is left of the best possible is in the certificate alone.

mod aims;
mod bound;
mod completes;
mod membership;
mod reserve;
mod trial;

#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::list::{Candidate, Limit, Rules, Target};
use crate::options::Standing;
use aims::Aims;
use completes::{Kinds, State};
use membership::{Membership, classes};
use reserve::Reserves;

/// Of these people, how many are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// The people of the quota: an office, a department, a level.
    pub members: Vec<u32>,
    /// At least so many, those who have joined already included.
    pub at_least: usize,
    /// At most so many are asked; `usize::MAX` is no limit.
    pub at_most: usize,
}

/// The quotas and the limit while a list is being filled. Positions are positions among the candidates.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    of: Membership,
    need: Vec<usize>,
    room: Vec<usize>,
    open: usize,
    /// What is left to be spent; infinite without a budget.
    money: f64,
    costs: Vec<f64>,
    /// Quotas apart from each other, class by class: within a class nobody has two.
    classes: Vec<Vec<u32>>,
    reserves: Option<Reserves>,
    kinds: Option<Kinds>,
    aims: Option<Aims>,
    /// Whether only those are asked who count for a target that is not met.
    only_for_targets: bool,
}

impl Places {
    /// # Errors
    /// [`Error::Impossible`] with the reason, [`Error::UnknownPerson`], [`Error::Setting`] for a cost.
    pub(crate) fn new(
        people: usize,
        candidates: &[Candidate],
        standing: &Standing,
        rules: &Rules,
        limit: Limit,
    ) -> Result<Self, Error> {
        let (joined, quotas) = (&standing.joined, &rules.quotas[..]);
        let of = Membership::new(people, candidates.iter().map(|one| one.person), quotas)?;
        let (money, costs) = limit.money(candidates)?;
        let there = Membership::new(people, joined.iter().copied(), quotas)?;
        let (in_already, can_be_asked) = (there.counts(quotas.len()), of.counts(quotas.len()));
        let need = quotas.iter().zip(&in_already).map(|(quota, there)| quota.at_least.saturating_sub(*there));
        let mut places = Self {
            classes: classes(quotas.len(), &of),
            reserves: None,
            kinds: None,
            aims: Aims::new(people, candidates, standing, &rules.targets)?,
            only_for_targets: limit == Limit::Targets,
            need: need.collect(),
            room: quotas.iter().map(|quota| quota.at_most).collect(),
            open: limit.people(candidates.len()),
            of,
            money,
            costs,
        };
        for (at, there) in can_be_asked.into_iter().enumerate() {
            places.possible(at, there)?;
        }
        places.together()?;
        places.aims.as_ref().map_or(Ok(()), Aims::possible)?;
        if places.classes.len() > 1 || places.aims.is_some() {
            places.kinds = Some(places.complete(candidates.len(), limit)?);
        } else if money.is_finite() {
            let reserves = Reserves::new(&places.of, &places.costs, quotas.len());
            places.affordable(&reserves)?;
            places.reserves = Some(reserves);
        }
        Ok(places)
    }

    /// Makes sure that there is a list which keeps to everything.
    fn complete(&self, candidates: usize, limit: Limit) -> Result<Kinds, Error> {
        let mut kinds =
            Kinds::new(&self.of, self.aims.as_ref(), &self.costs, candidates, self.classes.clone());
        if kinds.completes(self.state())? {
            return Ok(kinds);
        }
        let only_targets = self.need.is_empty();
        let all = match (only_targets, self.aims.is_some()) {
            (true, _) => "meets all targets",
            (false, true) => "keeps to all of them and meets the targets",
            (false, false) => "keeps to all of them together",
        };
        let reason = match limit {
            Limit::People(open) if only_targets => match kinds.takes(&self.state()) {
                0 => format!("no list of {open} {all}"),
                needed => format!("meeting the targets takes {needed} people, and {open} are to be asked"),
            },
            Limit::People(open) => format!("no list of {open} {all}"),
            Limit::Budget(money) => format!("no list that costs {money} {all}"),
            Limit::Targets => format!("no list {all}"),
        };
        Err(Error::Impossible { reason })
    }

    fn state(&self) -> State {
        State {
            need: self.need.iter().map(|&need| need as i64).collect(),
            room: self.room.clone(),
            missing: self.aims.as_ref().map_or_else(Vec::new, |aims| aims.missing().to_vec()),
            open: self.open,
            money: self.money,
        }
    }

    /// The same places, with nobody asked who counts for no target that is not met, and whom no quota needs. Whether all targets can be met
    /// is not looked at.
    pub(crate) fn for_targets(
        &self,
        people: usize,
        candidates: &[Candidate],
        standing: &Standing,
        targets: &[Target],
    ) -> Result<Self, Error> {
        let aims = Aims::new(people, candidates, standing, targets)?;
        Ok(Self { aims, only_for_targets: true, ..self.clone() })
    }

    fn possible(&self, at: usize, there: usize) -> Result<(), Error> {
        let (missing, room) = (self.need[at], self.room[at]);
        let reason = if missing > there {
            format!("quota {at} still needs {missing} people and has {there} who can be asked")
        } else if missing > room {
            format!("quota {at} still needs {missing} people and allows {room} to be asked")
        } else {
            return Ok(());
        };
        Err(Error::Impossible { reason })
    }

    /// Whether the needs of quotas that share nobody fit on one list.
    fn together(&self) -> Result<(), Error> {
        for class in &self.classes {
            let needed: usize = class.iter().map(|&quota| self.need[quota as usize]).sum();
            if needed > self.open {
                let open = self.open;
                let reason = format!("together they need {needed} people, and {open} are to be asked");
                return Err(Error::Impossible { reason });
            }
        }
        Ok(())
    }

    fn affordable(&self, reserves: &Reserves) -> Result<(), Error> {
        let least = reserves.all(&self.need);
        if least <= self.money {
            return Ok(());
        }
        let money = self.money;
        Err(Error::Impossible {
            reason: format!("together they cost {least} at least, and the budget is {money}"),
        })
    }

    /// Whether costs matter.
    pub(crate) fn has_budget(&self) -> bool {
        self.money.is_finite()
    }

    /// How many more may be asked.
    pub(crate) fn open(&self) -> usize {
        self.open
    }

    /// Whether neither quotas nor costs matter.
    pub(crate) fn is_plain(&self) -> bool {
        self.need.is_empty() && self.money.is_infinite() && self.aims.is_none()
    }

    /// The cost of a candidate: 1 where only their number counts.
    pub(crate) fn price(&self, candidate: usize) -> f64 {
        self.costs.get(candidate).copied().unwrap_or(1.0)
    }

    /// Whether the list can still be completed with this candidate on it. Once false it stays false.
    pub(crate) fn allows(&self, candidate: usize) -> bool {
        let own = self.of.of(candidate);
        let cost = if self.money.is_finite() { self.price(candidate) } else { 0.0 };
        if self.open == 0 || cost > self.money || own.iter().any(|&quota| self.room[quota as usize] == 0) {
            return false;
        }
        // Where the targets alone say how many are asked, nobody is asked in vain.
        let helps =
            |aims: &Aims| aims.helps(candidate) || own.iter().any(|&quota| self.need[quota as usize] > 0);
        if self.only_for_targets && !self.aims.as_ref().is_some_and(helps) {
            return false;
        }
        if let Some(kinds) = &self.kinds {
            return kinds.allows(candidate, self);
        }
        let own = own.first().copied();
        let helps = own.is_some_and(|quota| self.need[quota as usize] > 0);
        let needed = self.need.iter().sum::<usize>() - usize::from(helps);
        let reserved = self.reserves.as_ref().map_or(0.0, |all| all.without(&self.need, own, cost));
        self.open > needed && cost + reserved <= self.money
    }

    /// Whether somebody on this list, which is full, may give way to somebody who is not; `free` is the list before anybody was on it.
    pub(crate) fn lets_change(&self, free: &Self, one: usize, other: usize) -> bool {
        let (leaves, comes) = (self.of.of(one), self.of.of(other));
        let spare = |quota: u32| {
            let quota = quota as usize;
            free.room[quota] - self.room[quota] > free.need[quota]
        };
        let costs = |at| if self.money.is_finite() { self.price(at) } else { 0.0 };
        leaves.iter().all(|&quota| comes.contains(&quota) || spare(quota))
            && comes.iter().all(|&quota| leaves.contains(&quota) || self.room[quota as usize] > 0)
            && costs(other) <= self.money + costs(one)
            && self.aims.as_ref().is_none_or(|aims| aims.lets_change(one, other))
    }

    /// Lets one on a list, which is full, give way to another; what is asked after that is only what may be changed.
    pub(crate) fn change(&mut self, one: usize, other: usize) {
        self.of.of(one).iter().for_each(|&quota| self.room[quota as usize] += 1);
        self.of.of(other).iter().for_each(|&quota| self.room[quota as usize] -= 1);
        if self.money.is_finite() {
            self.money += self.price(one) - self.price(other);
        }
        if let Some(aims) = &mut self.aims {
            aims.change(one, other);
        }
    }

    pub(crate) fn take(&mut self, candidate: usize) {
        if let Some(mut kinds) = self.kinds.take() {
            kinds.take(candidate, self);
            self.kinds = Some(kinds);
        }
        self.open = self.open.saturating_sub(1);
        let cost = self.price(candidate);
        self.money -= if self.money.is_finite() { cost } else { 0.0 };
        for &quota in self.of.of(candidate) {
            let quota = quota as usize;
            self.need[quota] = self.need[quota].saturating_sub(1);
            self.room[quota] = self.room[quota].saturating_sub(1);
        }
        if let (Some(reserves), Some(&quota)) = (&mut self.reserves, self.of.of(candidate).first()) {
            reserves.take(quota, cost);
        }
        if let Some(aims) = &mut self.aims {
            aims.take(candidate);
        }
    }
}
