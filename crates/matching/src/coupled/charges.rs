//! What a pair pays that counts against a cap.

use crate::certificate::Prices;
use crate::instance::{Cap, Instance, MenteeId, Pair};
use crate::value::Value;

/// Scores beside the tier that a charge is nearest to: far more than the highest score, for chains of people who move on.
const REACH: i64 = 1 << 24;

/// Halves the range in which the charge of all broken caps lies: charges in one line, from nothing through scores to a
/// further mentor, to a covered mentee, and a little more.
pub(super) struct Range {
    low: i64,
    high: i64,
    has_further: bool,
}

impl Range {
    pub fn of(instance: &Instance) -> Range {
        let has_further = instance.mentees().iter().any(|mentee| mentee.wants > 1);
        let tiers = if has_further { 2 } else { 1 };
        Range { low: 0, high: tiers * REACH + REACH / 2, has_further }
    }

    /// The charge to be tried.
    pub fn charge(&self) -> Value {
        let now = i64::midpoint(self.low, self.high);
        let tier = (now + REACH / 2) / REACH;
        let score = now - tier * REACH;
        match (tier, self.has_further) {
            (0, _) => Value { score, ..Value::ZERO },
            (1, true) => Value { further: 1, score, ..Value::ZERO },
            _ => Value { covered: 1, score, ..Value::ZERO },
        }
    }

    /// Takes note of how many pairs were too many with this charge, over all caps that pay it.
    pub fn halve(&mut self, too_many: i64) {
        let now = i64::midpoint(self.low, self.high);
        if too_many > 0 {
            self.low = now;
        } else {
            self.high = now;
        }
    }
}

/// By cap: how many pairs are too many; below zero, how many more there could be.
pub(super) fn too_many(instance: &Instance, pairs: &[Pair]) -> Vec<i64> {
    use_of(instance, pairs).into_iter().map(|(held, most)| held.len() as i64 - most as i64).collect()
}

/// By cap: its pairs that are not locked, and how many of them it lets be made.
pub(super) fn use_of(instance: &Instance, pairs: &[Pair]) -> Vec<(Vec<Pair>, usize)> {
    let mut used: Vec<(Vec<Pair>, usize)> =
        instance.caps().iter().map(|cap| (Vec::new(), cap.most as usize)).collect();
    for pair in pairs {
        for cap in instance.caps_of(*pair) {
            if instance.is_locked(*pair) {
                used[cap].1 -= 1;
            } else {
                used[cap].0.push(*pair);
            }
        }
    }
    used
}

/// Moves charges along what is used too much and too little (a subgradient of the bound), by a part of the `gap` in scores
/// that would close it if nobody moved. `None` if every charged cap is used exactly.
pub(super) fn step(
    instance: &Instance,
    pairs: &[Pair],
    charges: &[Value],
    (gap, part): (i64, i64),
) -> Option<Vec<Value>> {
    let over = too_many(instance, pairs).into_iter().zip(charges);
    let over = over.map(|(over, charge)| if over < 0 && *charge == Value::ZERO { 0 } else { over });
    let over: Vec<i64> = over.collect();
    let square: i64 = over.iter().map(|over| over * over).sum();
    if square == 0 {
        return None;
    }
    let moved = charges.iter().zip(over).map(|(charge, over)| {
        let by = i128::from(gap) * i128::from(over) / i128::from(square) / i128::from(part);
        let by = if by == 0 { over.signum() } else { i64::try_from(by).unwrap_or(0) };
        (*charge + Value { score: by, ..Value::ZERO }).max(Value::ZERO)
    });
    Some(moved.collect())
}

/// What the mentee would lose without the pair, at these prices: against the best mentor whom the cap leaves them, or nobody.
pub(super) fn regret(instance: &Instance, pairs: &[Pair], prices: &Prices, cap: usize, pair: Pair) -> Value {
    let others = instance
        .candidates_of(pair.mentee)
        .map(|one| (Pair::new(one.mentee, one.mentor), one.score))
        .filter(|(other, _)| pairs.binary_search(other).is_err())
        .filter(|(other, _)| !instance.caps_of(*other).any(|its| its == cap));
    let is_only = count_of(pairs, pair.mentee) == 1;
    let tier = Value { covered: i64::from(is_only), further: i64::from(!is_only), score: 0 };
    let best = others.map(|(other, score)| tier + worth(instance, prices, other, score)).max();
    let own = tier + worth(instance, prices, pair, instance.score(pair).unwrap_or(0));
    (own - best.unwrap_or(Value::ZERO).max(Value::ZERO)).max(Value::ZERO)
}

/// A pair's score, less what the mentor's place costs and what the caps charge.
pub(super) fn worth(instance: &Instance, prices: &Prices, pair: Pair, score: u32) -> Value {
    let charges = instance.caps_of(pair).filter_map(|cap| prices.caps.get(cap));
    let charged = charges.fold(Value::ZERO, |sum, charge| sum + *charge);
    Value { score: i64::from(score), ..Value::ZERO } - prices.mentors[pair.mentor.index()] - charged
}

fn count_of(pairs: &[Pair], mentee: MenteeId) -> usize {
    let from = pairs.partition_point(|pair| pair.mentee < mentee);
    pairs[from..].iter().take_while(|pair| pair.mentee == mentee).count()
}

/// By cap: the charge that fits these prices. If they did not move, the cap's pairs would go to the mentees to whom they are
/// worth most, and it would be used to the full; the charge is what a pair would be worth to the next.
pub(super) fn fitting(instance: &Instance, prices: &Prices) -> Vec<Value> {
    let mut locks = vec![0; instance.caps().len()];
    let mut is_open: Vec<bool> = instance.mentees().iter().map(|mentee| mentee.wants > 0).collect();
    for pair in instance.locked() {
        instance.caps_of(*pair).for_each(|cap| locks[cap] += 1);
        is_open[pair.mentee.index()] = false;
    }
    let charge = |(at, cap): (usize, &Cap)| {
        let open = cap.mentees.iter().filter(|mentee| is_open[mentee.index()]);
        let mut gains: Vec<Value> = open.filter_map(|mentee| gain(instance, prices, at, *mentee)).collect();
        gains.sort_unstable_by(|one, other| other.cmp(one));
        let room = cap.most as usize - locks[at];
        gains.get(room).copied().unwrap_or(Value::ZERO).max(Value::ZERO)
    };
    instance.caps().iter().enumerate().map(charge).collect()
}

/// What a mentee would gain if they might have a pair of a cap, its own charge left out. `None` if there is none for them.
fn gain(instance: &Instance, prices: &Prices, cap: usize, mentee: MenteeId) -> Option<Value> {
    let (mut with, mut without) = (None, Value::ZERO);
    for one in instance.candidates_of(mentee) {
        let pair = Pair::new(mentee, one.mentor);
        let first = Value { covered: 1, ..Value::ZERO };
        let worth = first + worth(instance, prices, pair, one.score);
        if instance.caps_of(pair).any(|its| its == cap) {
            let own = prices.caps.get(cap).copied().unwrap_or(Value::ZERO);
            with = with.max(Some(worth + own));
        } else {
            without = without.max(worth);
        }
    }
    with.map(|with| with - without)
}
