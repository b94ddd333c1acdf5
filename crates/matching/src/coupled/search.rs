//! Deciding groups, the case with the highest bound first (branch and bound).

use super::case::{self, Flow};
use super::charges::{self, Range};
use super::mend::{Manner, fullness, mend};
use super::{Decided, Found, half_filled};
use crate::certificate::{self, Cases, Prices};
use crate::instance::{Instance, MAX_SCORE, MentorId, Pair};
use crate::value::Value;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many pairs are looked at before it ends, over all flows: so that it ends in seconds, and every time at the same place.
const WORK: usize = 2_000_000;
/// How many flows there are at least, and at most.
const FLOWS: (usize, usize) = (24, 2_000);
/// How often the range of all charges is halved, and how many steps follow.
const HALVINGS: usize = 26;
const STEPS: usize = 40;
/// How many steps there are where one group more is decided.
const FEW_STEPS: usize = 6;

/// Searches from what must be so; `None` if no pairs were found that keep to every rule.
pub(super) fn run(instance: &Instance, must_meet: &Decided) -> Option<Found> {
    let most = (WORK / (instance.candidate_count() + 1)).clamp(FLOWS.0, FLOWS.1);
    let mut search =
        Search { instance, nodes: Vec::new(), open: BinaryHeap::new(), best: None, flows: 0, most };
    search.charge_caps(must_meet);
    search.decide();
    search.settle_ties();
    let (_, pairs) = search.best?;
    Some(Found { pairs, cases: cases(&mut search.nodes, 0) })
}

/// A case. Its children, where it has any, are the same with one group more decided.
struct Node {
    decided: Decided,
    prices: Prices,
    /// The group to decide next.
    next: Option<MentorId>,
    /// The cases in which that group does not meet, and in which it does.
    children: Option<(usize, usize)>,
}

/// What came of a try with some charges.
struct Charged {
    bound: Value,
    flow: Flow,
}

struct Search<'a> {
    instance: &'a Instance,
    nodes: Vec<Node>,
    /// Cases without children by bound, older ones first.
    open: BinaryHeap<(Value, Reverse<usize>)>,
    best: Option<(Value, Vec<Pair>)>,
    flows: usize,
    most: usize,
}

impl Search<'_> {
    /// Looks for the charges with the lowest bound, and makes the first case of them.
    fn charge_caps(&mut self, must_meet: &Decided) {
        let none = vec![Value::ZERO; self.instance.caps().len()];
        let has_caps = !none.is_empty();
        let mut lowest = self.charged(must_meet, none);
        if has_caps {
            self.halve(must_meet, &mut lowest);
        }
        self.keep_mended(must_meet, &lowest.flow);
        if has_caps {
            self.descend(must_meet, &mut lowest, STEPS);
        }
        self.add(must_meet.clone(), lowest);
    }

    /// Comes near the best charges in all tiers, with one charge for all caps that are broken. Where others break because
    /// these are charged, it begins anew with them.
    fn halve(&mut self, must_meet: &Decided, lowest: &mut Charged) {
        let is_over = |over: &i64| *over > 0;
        let mut broken: Vec<bool> =
            charges::too_many(self.instance, &lowest.flow.pairs).iter().map(is_over).collect();
        let mut range = Range::of(self.instance);
        let mut halved = 0;
        while halved < HALVINGS && self.flows * 2 < self.most {
            let charge = |is_broken: &bool| if *is_broken { range.charge() } else { Value::ZERO };
            let next = self.charged(must_meet, broken.iter().map(charge).collect());
            let over = charges::too_many(self.instance, &next.flow.pairs);
            if next.bound < lowest.bound {
                *lowest = next;
                if self.flows * 4 < self.most {
                    self.keep_mended(must_meet, &lowest.flow);
                }
            }
            if over.iter().zip(&broken).any(|(over, is_broken)| is_over(over) && !is_broken) {
                broken.iter_mut().zip(&over).for_each(|(is_broken, over)| *is_broken |= is_over(over));
                (range, halved) = (Range::of(self.instance), 0);
            } else {
                halved += 1;
                range.halve(
                    over.iter().zip(&broken).filter(|(_, is_broken)| **is_broken).map(|(over, _)| over).sum(),
                );
            }
        }
    }

    /// Comes nearer within the scores, in steps that get shorter where they do not help.
    fn descend(&mut self, decided: &Decided, lowest: &mut Charged, steps: usize) {
        let mut part = 1;
        for _ in 0..steps.min(self.most.saturating_sub(self.flows)) {
            let Some(gap) = self.best.as_ref().map(|(best, _)| lowest.bound - *best) else { return };
            let gap = match (gap.covered, gap.further, gap.score) {
                (0, 0, score) if score <= 0 => return,
                (0, 0, score) => score,
                // What the gap is in scores is then unknown; shorter steps will do where this is too much.
                _ => i64::from(MAX_SCORE),
            };
            let along =
                charges::step(self.instance, &lowest.flow.pairs, &lowest.flow.prices.caps, (gap, part));
            let Some(charges) = along else { return };
            let next = self.charged(decided, charges);
            if next.bound < lowest.bound {
                *lowest = next;
                self.keep_mended(decided, &lowest.flow);
                part = (part / 2).max(1);
            } else {
                part *= 2;
            }
        }
    }

    fn charged(&mut self, decided: &Decided, charges: Vec<Value>) -> Charged {
        self.flows += 1;
        let flow = case::flow(self.instance, decided, &charges);
        let bound = certificate::bound_where(self.instance, &flow.prices, decided).unwrap_or(HIGHEST);
        Charged { bound, flow }
    }

    /// Splits the case with the highest bound until none can be better than what is found, or the work is done.
    fn decide(&mut self) {
        while let Some((bound, Reverse(at))) = self.open.pop() {
            if self.is_beaten(bound) || self.flows >= self.most {
                return;
            }
            let Some(group) = self.nodes[at].next else { continue };
            let child = |meets: bool| {
                let mut decided = self.nodes[at].decided.clone();
                decided.insert(group, meets);
                decided
            };
            let charges = self.nodes[at].prices.caps.clone();
            let [closed, open] =
                [child(false), child(true)].map(|decided| self.consider(decided, charges.clone()));
            self.nodes[at].children = Some((closed, open));
        }
    }

    /// A case with one group more decided, beginning with the charges of the case before.
    fn consider(&mut self, decided: Decided, charges: Vec<Value>) -> usize {
        let mut tried = self.charged(&decided, charges);
        if tried.flow.is_filled && !self.is_beaten(tried.bound) {
            self.keep_mended(&decided, &tried.flow);
            self.descend(&decided, &mut tried, FEW_STEPS);
        }
        self.add(decided, tried)
    }

    fn add(&mut self, decided: Decided, Charged { bound, flow }: Charged) -> usize {
        let half = half_filled(self.instance, &decided, &flow.pairs);
        // The one that is nearest to meeting: both answers then say most.
        let next =
            half.into_iter().max_by_key(|(mentor, taken, min)| (fullness(*taken, *min), Reverse(*mentor)));
        let at = self.nodes.len();
        let next = next.filter(|_| flow.is_filled).map(|(mentor, _, _)| mentor);
        self.nodes.push(Node { decided, prices: flow.prices, next, children: None });
        if !self.is_beaten(bound) {
            self.open.push((bound, Reverse(at)));
        }
        at
    }

    /// Mends the pairs of a case, and keeps them if they are the best so far.
    fn keep_mended(&mut self, decided: &Decided, flow: &Flow) {
        for manner in [Manner::Cautious, Manner::Bold] {
            let mended = mend(self.instance, decided, flow, manner, &mut self.flows);
            self.keep(mended);
        }
    }

    /// With the same groups, and the same pairs in caps that are full, the best is found once more, ties settled. What is
    /// found may even be better; where it breaks a cap that had room, the pairs stay as they are.
    fn settle_ties(&mut self) {
        let Some((value, pairs)) = &self.best else { return };
        let groups = self.instance.groups().iter().map(|group| group.mentor);
        let decided = groups.map(|mentor| (mentor, pairs.iter().any(|pair| pair.mentor == mentor))).collect();
        let over = charges::too_many(self.instance, pairs);
        let may_be = |pair: Pair| {
            pairs.binary_search(&pair).is_ok() || self.instance.caps_of(pair).all(|cap| over[cap] < 0)
        };
        let flow = case::settled(&self.instance.only(may_be), &decided);
        if flow.is_filled
            && certificate::value_of(self.instance, &flow.pairs).is_ok_and(|found| found >= *value)
        {
            self.best = certificate::value_of(self.instance, &flow.pairs).ok().zip(Some(flow.pairs));
        }
    }

    fn keep(&mut self, mended: Option<Vec<Pair>>) {
        let Some(pairs) = mended else { return };
        if let Ok(value) = certificate::value_of(self.instance, &pairs)
            && !self.is_beaten(value)
        {
            self.best = Some((value, pairs));
        }
    }

    fn is_beaten(&self, bound: Value) -> bool {
        self.best.as_ref().is_some_and(|(best, _)| bound <= *best)
    }
}

/// Stands for a bound that prices do not give, which would be a fault: the proof then says so.
const HIGHEST: Value = Value { covered: i64::MAX, further: 0, score: 0 };

/// The tree of cases below a node.
fn cases(nodes: &mut [Node], at: usize) -> Cases {
    let node = &mut nodes[at];
    match (node.next, node.children) {
        (Some(mentor), Some((closed, open))) => Cases::Split {
            mentor,
            closed: Box::new(cases(nodes, closed)),
            open: Box::new(cases(nodes, open)),
        },
        _ => Cases::Priced(std::mem::take(&mut node.prices)),
    }
}
