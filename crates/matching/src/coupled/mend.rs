//! From pairs that break a rule to pairs that keep to all of them.

use super::case::{self, Flow};
use super::charges::{regret, use_of, worth};
use super::{Decided, half_filled};
use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::value::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Two ways to mend. Neither is always the better one, so that both are tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Groups with too few do not meet; only broken caps are settled.
    Cautious,
    /// Groups that have half of what they need meet, as long as they can be filled; caps that are charged are settled too.
    Bold,
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
) -> Option<Flow> {
    let mut mending = Mending {
        instance,
        flow,
        manner,
        open: Cow::Borrowed(instance),
        decided: decided.clone(),
        settled: BTreeSet::new(),
        chosen: Vec::new(),
    };
    let mut now = Cow::Borrowed(flow);
    loop {
        let half = half_filled(instance, &mending.decided, &now.pairs);
        let is_mending = if now.is_filled {
            mending.settle_caps(&now.pairs) || mending.decide(half)
        } else {
            mending.give_way()
        };
        if !is_mending {
            return now.is_filled.then(|| now.into_owned());
        }
        now = Cow::Owned(case::flow(&mending.open, &mending.decided, &[]));
        *flows += 1;
    }
}

struct Mending<'a> {
    instance: &'a Instance,
    /// What is mended; its prices say whose loss is the greatest.
    flow: &'a Flow,
    manner: Manner,
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

    /// Broken caps, and perhaps charged ones, are kept by who has a share in them: others have none of their pairs any more.
    fn settle_caps(&mut self, pairs: &[Pair]) -> bool {
        let shares = self.shares(pairs);
        if shares.iter().all(Option::is_none) {
            return false;
        }
        let may_be = |pair: Pair| {
            let mut caps = self.instance.caps_of(pair);
            caps.all(|cap| shares[cap].as_ref().is_none_or(|share| share.allows(self.instance, pair)))
                || self.instance.is_locked(pair)
        };
        self.open = Cow::Owned(self.open.only(may_be));
        let settled = shares.iter().enumerate().filter(|(_, share)| share.is_some());
        self.settled.extend(settled.map(|(cap, _)| cap));
        true
    }

    /// By cap to be settled: first those whose pairs are made, of whom most would lose; then those who were nearest to it.
    fn shares(&self, pairs: &[Pair]) -> Vec<Option<Share>> {
        let (charges, is_bold) = (&self.flow.prices.caps, self.manner == Manner::Bold);
        let used = use_of(self.instance, pairs);
        let is_broken = |cap: usize| used[cap].0.len() > used[cap].1;
        let caps = (0..used.len()).filter(|cap| !self.settled.contains(cap));
        let mut spare = vec![Vec::new(); used.len()];
        let caps: Vec<usize> =
            caps.filter(|cap| is_broken(*cap) || is_bold && charges[*cap] > Value::ZERO).collect();
        if caps.iter().any(|cap| !is_broken(*cap)) {
            spare = self.spare(pairs);
        }
        let loss = |cap, pair| regret(self.instance, pairs, &self.flow.prices, cap, pair);
        let share = |cap: usize| {
            let (mut held, most) = used[cap].clone();
            held.sort_by_cached_key(|pair| (-loss(cap, *pair), *pair));
            held.extend(&spare[cap]);
            Share::of_first(self.instance, held, most)
        };
        let mut shares: Vec<Option<Share>> = used.iter().map(|_| None).collect();
        for cap in caps {
            shares[cap] = Some(share(cap));
        }
        shares
    }

    /// By cap: its pairs that are not made, those that were nearest to it first; of a mentee who has a share with any of them,
    /// the nearest alone.
    fn spare(&self, pairs: &[Pair]) -> Vec<Vec<Pair>> {
        let mut spare = vec![Vec::new(); self.instance.caps().len()];
        let mut nearest: BTreeMap<usize, (Value, Pair)> = BTreeMap::new();
        for mentee in (0..self.open.mentees().len()).map(MenteeId::at) {
            let made = &pairs[pairs.partition_point(|pair| pair.mentee < mentee)..];
            let made = &made[..made.partition_point(|pair| pair.mentee == mentee)];
            for one in self.open.candidates_of(mentee) {
                let pair = Pair::new(mentee, one.mentor);
                if made.contains(&pair) {
                    continue;
                }
                let above = worth(self.instance, &self.flow.prices, pair, one.score)
                    + self.flow.prices.mentees[mentee.index()];
                for cap in self.instance.caps_of(pair) {
                    if wants_one(self.instance, pair) {
                        let so_far = nearest.entry(cap).or_insert((-above, pair));
                        *so_far = (*so_far).min((-above, pair));
                    } else {
                        spare[cap].push((-above, pair));
                    }
                }
            }
            for (cap, near) in std::mem::take(&mut nearest) {
                spare[cap].push(near);
            }
        }
        let in_order = |mut pairs: Vec<(Value, Pair)>| {
            pairs.sort_unstable();
            pairs.into_iter().map(|(_, pair)| pair).collect()
        };
        spare.into_iter().map(in_order).collect()
    }

    /// Decides about groups with too few.
    fn decide(&mut self, mut half: Vec<(MentorId, u32, u32)>) -> bool {
        half.sort_by_key(|(mentor, taken, min)| (fullness(*taken, *min), *mentor));
        if self.manner == Manner::Cautious {
            half.truncate(half.len().div_ceil(2));
        }
        self.chosen.clear();
        for (mentor, taken, min) in &half {
            let meets = self.manner == Manner::Bold && fullness(*taken, *min) >= HALF;
            self.decided.insert(*mentor, meets);
            if meets {
                self.chosen.push(*mentor);
            }
        }
        !half.is_empty()
    }
}

/// Who may still have pairs of a cap: as many as it has room for.
pub(super) struct Share {
    /// Whoever wants one mentor has them of any pair of the cap, but counts once: a bit for each mentee.
    mentees: Vec<u64>,
    /// Whoever wants several is held to these.
    pairs: BTreeSet<Pair>,
}

impl Share {
    /// For the first of these pairs, until there are as many as there may be.
    pub fn of_first(instance: &Instance, pairs: Vec<Pair>, most: usize) -> Share {
        let bits = instance.mentees().len().div_ceil(64);
        let mut share = Share { mentees: vec![0; bits], pairs: BTreeSet::new() };
        let mut count = 0;
        for pair in pairs {
            if count == most {
                break;
            }
            if !wants_one(instance, pair) {
                count += usize::from(share.pairs.insert(pair));
            } else if !share.has(pair.mentee) {
                share.mentees[pair.mentee.index() / 64] |= 1 << (pair.mentee.index() % 64);
                count += 1;
            }
        }
        share
    }

    pub fn allows(&self, instance: &Instance, pair: Pair) -> bool {
        if wants_one(instance, pair) { self.has(pair.mentee) } else { self.pairs.contains(&pair) }
    }

    fn has(&self, mentee: MenteeId) -> bool {
        self.mentees[mentee.index() / 64] >> (mentee.index() % 64) & 1 == 1
    }
}

fn wants_one(instance: &Instance, pair: Pair) -> bool {
    instance.mentees()[pair.mentee.index()].wants == 1
}

/// Half of a group's least size, as [`fullness`] counts.
const HALF: u64 = 500_000;

/// How near a group is to its least size, in millionths.
pub(super) fn fullness(taken: u32, min: u32) -> u64 {
    u64::from(taken) * 1_000_000 / u64::from(min)
}
