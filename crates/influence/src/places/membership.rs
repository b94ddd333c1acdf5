//! Who has which quotas.

use super::Quota;
use crate::error::Error;

/// For each candidate the quotas that count them.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    starts: Vec<u32>,
    quotas: Vec<u32>,
}

impl Membership {
    pub(super) fn new(
        people: usize,
        of_whom: impl Iterator<Item = u32>,
        quotas: &[Quota],
    ) -> Result<Self, Error> {
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

    pub(super) fn counts(&self, quotas: usize) -> Vec<usize> {
        let mut counts = vec![0; quotas];
        self.quotas.iter().for_each(|&quota| counts[quota as usize] += 1);
        counts
    }
}

/// Parts quotas so that within a class nobody has two: one class where none overlap.
pub(super) fn classes(quotas: usize, of: &Membership) -> Vec<Vec<u32>> {
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
