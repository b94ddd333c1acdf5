//! Quotas on the list of those to ask.
//!
//! Disjoint quotas make the lists that can still be completed the independent sets of a matroid (a partition
//! matroid whose lower bounds reserve places), on which greedy keeps at least half of the best possible
//! (Fisher, Nemhauser, Wolsey 1978). Overlapping quotas are no matroid and are refused here.

use crate::error::Error;

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

/// The quotas while a list is being filled. Positions are positions among the candidates.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    group: Vec<Option<usize>>,
    need: Vec<usize>,
    room: Vec<usize>,
    open: usize,
}

impl Places {
    /// # Errors
    /// [`Error::QuotasOverlap`], [`Error::Impossible`] with the reason, [`Error::UnknownPerson`].
    pub(crate) fn new(
        people: usize,
        candidates: &[u32],
        joined: &[u32],
        quotas: &[Quota],
        places: usize,
    ) -> Result<Self, Error> {
        let group_of = groups(people, quotas)?;
        let count = |who: &[u32], quota| who.iter().filter(|&&p| group_of[p as usize] == Some(quota)).count();
        let mut need = Vec::with_capacity(quotas.len());
        for (at, quota) in quotas.iter().enumerate() {
            let missing = quota.at_least.saturating_sub(count(joined, at));
            possible(at, quota, missing, count(candidates, at))?;
            need.push(missing);
        }
        let needed: usize = need.iter().sum();
        if needed > places {
            let reason = format!("together they need {needed} people, and {places} are to be asked");
            return Err(Error::Impossible { reason });
        }
        Ok(Self {
            group: candidates.iter().map(|&p| group_of[p as usize]).collect(),
            need,
            room: quotas.iter().map(|q| q.at_most).collect(),
            open: places,
        })
    }

    /// Whether the list can still be completed with this candidate on it. Once false it stays false.
    pub(crate) fn allows(&self, candidate: usize) -> bool {
        let needed: usize = self.need.iter().sum();
        match self.group[candidate] {
            Some(group) => self.room[group] > 0 && self.open > needed.saturating_sub(self.need[group].min(1)),
            None => self.open > needed,
        }
    }

    pub(crate) fn take(&mut self, candidate: usize) {
        self.open = self.open.saturating_sub(1);
        if let Some(group) = self.group[candidate] {
            self.need[group] = self.need[group].saturating_sub(1);
            self.room[group] = self.room[group].saturating_sub(1);
        }
    }

    /// The greatest sum of these gains on one permitted list: on a matroid, by descending gain.
    pub(crate) fn best_sum(mut self, gains: &[f64]) -> f64 {
        let mut order: Vec<usize> = (0..gains.len()).collect();
        order.sort_unstable_by(|&a, &b| gains[b].total_cmp(&gains[a]));
        let mut sum = 0.0;
        for candidate in order {
            if self.open == 0 {
                break;
            }
            if self.allows(candidate) {
                self.take(candidate);
                sum += gains[candidate];
            }
        }
        sum
    }
}

fn groups(people: usize, quotas: &[Quota]) -> Result<Vec<Option<usize>>, Error> {
    let mut group_of = vec![None; people];
    for (second, quota) in quotas.iter().enumerate() {
        for &person in &quota.members {
            crate::graph::known(people, person)?;
            match group_of[person as usize].replace(second) {
                Some(first) if first != second => {
                    return Err(Error::QuotasOverlap { first, second, person });
                }
                _ => {}
            }
        }
    }
    Ok(group_of)
}

fn possible(at: usize, quota: &Quota, missing: usize, there: usize) -> Result<(), Error> {
    let reason = if missing > there {
        format!("quota {at} still needs {missing} people and has {there} who can be asked")
    } else if missing > quota.at_most {
        format!("quota {at} still needs {missing} people and allows {} to be asked", quota.at_most)
    } else {
        return Ok(());
    };
    Err(Error::Impossible { reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota(members: &[u32], at_least: usize, at_most: usize) -> Quota {
        Quota { members: members.to_vec(), at_least, at_most }
    }

    #[test]
    fn a_place_is_kept_for_whoever_a_quota_still_needs() {
        let quotas = [quota(&[3], 1, 1)];
        let mut places = Places::new(4, &[0, 1, 3], &[], &quotas, 2).unwrap();
        assert!(places.allows(0) && places.allows(2));
        places.take(0);
        assert!(!places.allows(1) && places.allows(2));
    }

    #[test]
    fn those_who_have_joined_count_towards_the_least() {
        let quotas = [quota(&[2, 3], 2, 2)];
        let places = Places::new(4, &[0, 3], &[2], &quotas, 1).unwrap();
        assert!(!places.allows(0) && places.allows(1));
    }

    #[test]
    fn an_impossible_quota_is_refused_with_the_reason() {
        let refuse = |q: &[Quota], k| Places::new(4, &[0, 1], &[], q, k).unwrap_err().to_string();
        assert!(refuse(&[quota(&[0, 2, 3], 2, 9)], 2).contains("needs 2 people and has 1"));
        assert!(refuse(&[quota(&[0, 1], 2, 1)], 2).contains("allows 1"));
        assert!(refuse(&[quota(&[0], 1, 1), quota(&[1], 1, 1)], 1).contains("together they need 2"));
        assert!(refuse(&[quota(&[0], 0, 1), quota(&[0], 0, 1)], 1).contains("overlap"));
    }

    #[test]
    fn the_best_sum_keeps_the_quotas() {
        let quotas = [quota(&[0, 1], 0, 1)];
        let places = Places::new(3, &[0, 1, 2], &[], &quotas, 2).unwrap();
        assert!((places.best_sum(&[5.0, 4.0, 1.0]) - 6.0).abs() < 1e-12);
    }
}
