//! Whom a list still has a place for.
//!
//! Disjoint quotas make the lists that can still be completed the independent sets of a matroid (a partition
//! matroid whose lower bounds reserve places), on which greedy keeps at least half of the best possible
//! (Fisher, Nemhauser, Wolsey 1978). Quotas that overlap are no matroid: there every step is tried for whether the list can still be
//! completed ([`completes`]), and what is left of the best possible is in the certificate alone.

mod aims;
mod completes;
mod reserve;

#[cfg(test)]
mod tests;

use crate::error::Error;
use crate::list::{Candidate, Limit, Rules};
use crate::options::Standing;
use aims::Aims;
use completes::Kinds;
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

/// For each candidate the quotas that count them.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    starts: Vec<u32>,
    quotas: Vec<u32>,
}

impl Membership {
    fn new(people: usize, of_whom: impl Iterator<Item = u32>, quotas: &[Quota]) -> Result<Self, Error> {
        let mut of = vec![Vec::new(); if quotas.is_empty() { 0 } else { people }];
        for (at, quota) in (0u32..).zip(quotas) {
            for &person in &quota.members {
                crate::graph::known(people, person)?;
                let own: &mut Vec<u32> = &mut of[person as usize];
                if own.last() != Some(&at) {
                    own.push(at);
                }
            }
        }
        let (mut starts, mut all) = (vec![0], Vec::new());
        if quotas.is_empty() {
            return Ok(Self { starts, quotas: all });
        }
        for person in of_whom {
            all.extend(of.get(person as usize).into_iter().flatten());
            starts.push(all.len() as u32);
        }
        Ok(Self { starts, quotas: all })
    }

    pub(crate) fn of(&self, candidate: usize) -> &[u32] {
        let Some([from, to]) = self.starts.get(candidate..candidate + 2) else { return &[] };
        &self.quotas[*from as usize..*to as usize]
    }
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
        if places.classes.len() > 1 {
            let mut kinds = Kinds::new(&places.of, &places.costs, candidates.len(), places.classes.clone());
            if !kinds.completes(&places.need, &places.room, places.open, places.money)? {
                let reason = match limit {
                    Limit::People(k) => format!("no list of {k} keeps to all of them together"),
                    Limit::Budget(money) => {
                        format!("no list that costs {money} keeps to all of them together")
                    }
                    Limit::Targets => "no list keeps to all of them together".to_owned(),
                };
                return Err(Error::Impossible { reason });
            }
            places.kinds = Some(kinds);
        } else if money.is_finite() {
            let reserves = Reserves::new(&places.of, &places.costs, quotas.len());
            places.affordable(&reserves)?;
            places.reserves = Some(reserves);
        }
        if let Some(aims) = &places.aims {
            aims.within(places.open)?;
        }
        Ok(places)
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

    /// Makes sure that a list which is full meets the targets.
    ///
    /// # Errors
    /// [`Error::Impossible`].
    pub(crate) fn met(&self) -> Result<(), Error> {
        self.aims.as_ref().map_or(Ok(()), Aims::met)
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
        if let Some(aims) = &self.aims {
            let asked_in_vain = self.only_for_targets && !aims.helps(candidate);
            if asked_in_vain || aims.needed_with(candidate) >= self.open {
                return false;
            }
        }
        if let Some(kinds) = &self.kinds {
            return kinds.allows(candidate, own, self);
        }
        let own = own.first().copied();
        let helps = own.is_some_and(|quota| self.need[quota as usize] > 0);
        let needed = self.need.iter().sum::<usize>() - usize::from(helps);
        let reserved = self.reserves.as_ref().map_or(0.0, |all| all.without(&self.need, own, cost));
        self.open > needed && cost + reserved <= self.money
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

    /// No permitted list has a greater sum of these gains (0 for those who are taken). With disjoint quotas and a number to
    /// be asked it is the sum of the best list; otherwise the least of what each set of disjoint quotas would allow by itself.
    pub(crate) fn best_sum(&self, gains: &[(f64, u32)]) -> f64 {
        let mut sorted = gains.to_vec();
        let worth = |one: &(f64, u32)| {
            if self.money.is_finite() { one.0 / self.price(one.1 as usize) } else { one.0 }
        };
        sorted.sort_unstable_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.1.cmp(&b.1)));
        let plain = vec![Vec::new()];
        let classes = if self.classes.is_empty() { &plain } else { &self.classes };
        classes.iter().map(|class| self.best_of_class(class, &sorted)).fold(f64::INFINITY, f64::min)
    }

    fn best_of_class(&self, class: &[u32], sorted: &[(f64, u32)]) -> f64 {
        let (mut room, mut need) = (self.room.clone(), self.need.clone());
        let mut needed: usize = class.iter().map(|&quota| need[quota as usize]).sum();
        let (mut open, mut money, mut sum) = (self.open, self.money, 0.0);
        for &(gain, at) in sorted {
            if open == 0 || money <= 0.0 || gain <= 0.0 {
                break;
            }
            let quota =
                self.of.of(at as usize).iter().find(|quota| class.contains(quota)).map(|&q| q as usize);
            let helps = quota.is_some_and(|quota| need[quota] > 0);
            // With a budget the last is taken in part, and needs are left aside: both only raise the bound.
            let keeps_places = self.money.is_infinite() && open <= needed && !helps;
            if quota.is_some_and(|quota| room[quota] == 0) || keeps_places {
                continue;
            }
            let cost = if self.money.is_finite() { self.price(at as usize) } else { 0.0 };
            sum += if cost > money { gain * money / cost } else { gain };
            money -= cost;
            open -= 1;
            if let Some(quota) = quota {
                room[quota] -= 1;
                need[quota] = need[quota].saturating_sub(1);
            }
            needed -= usize::from(helps);
        }
        sum
    }
}

impl Membership {
    fn counts(&self, quotas: usize) -> Vec<usize> {
        let mut counts = vec![0; quotas];
        self.quotas.iter().for_each(|&quota| counts[quota as usize] += 1);
        counts
    }
}

/// Parts quotas so that within a class nobody has two: one class where none overlap.
fn classes(quotas: usize, of: &Membership) -> Vec<Vec<u32>> {
    let mut meets = vec![vec![false; quotas]; quotas];
    for two in of.starts.windows(2) {
        let own = &of.quotas[two[0] as usize..two[1] as usize];
        for &one in own {
            for &other in own {
                meets[one as usize][other as usize] = true;
            }
        }
    }
    let mut classes: Vec<Vec<u32>> = Vec::new();
    for quota in 0..quotas as u32 {
        let apart = |class: &&mut Vec<u32>| class.iter().all(|&other| !meets[quota as usize][other as usize]);
        match classes.iter_mut().find(apart) {
            Some(class) => class.push(quota),
            None => classes.push(vec![quota]),
        }
    }
    classes
}
