//! From pairs that break a rule to pairs that keep to all of them.

use super::case::{self, Flow};
use super::charges::{regret, use_of};
use super::{Decided, half_filled};
use crate::instance::{Instance, MentorId, Pair};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What becomes of groups with too few.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// They do not meet.
    Close,
    /// Those that have half of what they need meet, as long as they can be filled.
    Fill,
}

/// Takes what is too much out of broken caps, decides about groups with too few, and solves what is left; `None` if then a
/// group that must meet lacks somebody. `flows` counts how often it solved.
///
/// It ends: each time, a cap is settled for good, a group is decided, or one of those that were to meet is closed.
pub(super) fn mend(
    instance: &Instance,
    decided: &Decided,
    flow: &Flow,
    manner: Manner,
    flows: &mut usize,
) -> Option<Vec<Pair>> {
    let mut mending = Mending {
        instance,
        flow,
        open: Cow::Borrowed(instance),
        decided: decided.clone(),
        settled: BTreeSet::new(),
        chosen: Vec::new(),
    };
    let mut now = Cow::Borrowed(&flow.pairs);
    let mut is_filled = flow.is_filled;
    loop {
        let half = half_filled(instance, &mending.decided, &now);
        let is_mending = if is_filled {
            mending.settle_caps(&now) || mending.decide(half, manner)
        } else {
            mending.give_way()
        };
        if !is_mending {
            return is_filled.then(|| now.into_owned());
        }
        let next = case::flow(&mending.open, &mending.decided, &[]);
        *flows += 1;
        (now, is_filled) = (Cow::Owned(next.pairs), next.is_filled);
    }
}

struct Mending<'a> {
    instance: &'a Instance,
    /// What is mended; its prices say whose loss is the greatest.
    flow: &'a Flow,
    /// The instance without the pairs that settled caps have no room for.
    open: Cow<'a, Instance>,
    decided: Decided,
    settled: BTreeSet<usize>,
    /// Groups that meet by our own choice, the emptiest first.
    chosen: Vec<MentorId>,
}

impl Mending<'_> {
    /// Closes half of the groups that were to meet, as they cannot all be filled.
    fn give_way(&mut self) -> bool {
        let too_many = self.chosen.len().div_ceil(2);
        self.decided.extend(self.chosen.drain(..too_many).map(|mentor| (mentor, false)));
        too_many > 0
    }

    /// In broken caps, only so many pairs stay allowed as there is room for.
    fn settle_caps(&mut self, pairs: &[Pair]) -> bool {
        let kept = self.kept(pairs);
        if kept.is_empty() {
            return false;
        }
        let may_be = |pair: Pair| {
            let mut caps = self.instance.caps_of(pair);
            caps.all(|cap| kept.iter().all(|(its, pairs)| *its != cap || pairs.contains(&pair)))
        };
        self.open = Cow::Owned(self.open.only(may_be));
        self.settled.extend(kept.iter().map(|(cap, _)| *cap));
        true
    }

    /// By broken cap: the pairs that stay, those whose mentees would lose most, and the locked ones.
    fn kept(&self, pairs: &[Pair]) -> Vec<(usize, BTreeSet<Pair>)> {
        let broken = use_of(self.instance, pairs).into_iter().enumerate();
        let broken = broken.filter(|(cap, (held, most))| held.len() > *most && !self.settled.contains(cap));
        let loss = |cap, pair| regret(self.instance, pairs, &self.flow.prices, cap, pair);
        broken
            .map(|(cap, (mut held, most))| {
                held.sort_by_cached_key(|pair| (-loss(cap, *pair), *pair));
                held.truncate(most);
                held.extend(self.instance.locked());
                (cap, held.into_iter().collect())
            })
            .collect()
    }

    /// Decides about groups with too few.
    fn decide(&mut self, mut half: Vec<(MentorId, u32, u32)>, manner: Manner) -> bool {
        half.sort_by_key(|(mentor, taken, min)| (fullness(*taken, *min), *mentor));
        if manner == Manner::Close {
            half.truncate(half.len().div_ceil(2));
        }
        self.chosen.clear();
        for (mentor, taken, min) in &half {
            let meets = manner == Manner::Fill && fullness(*taken, *min) >= HALF;
            self.decided.insert(*mentor, meets);
            if meets {
                self.chosen.push(*mentor);
            }
        }
        !half.is_empty()
    }
}

/// Half of a group's least size, as [`fullness`] counts.
const HALF: u64 = 500_000;

/// How near a group is to its least size, in millionths.
pub(super) fn fullness(taken: u32, min: u32) -> u64 {
    u64::from(taken) * 1_000_000 / u64::from(min)
}
