//! Deciding groups, the case with the highest bound first (branch and bound).

use super::case::{self, Flow};
use super::charged::Charged;
use super::charges::{self, Range};
use super::mend::{Manner, Share, fullness, mend};
use super::{Decided, Found, half_filled, lowest, near};
use crate::certificate::{self, Cases, Prices};
use crate::engine;
use crate::instance::{Instance, MAX_SCORE, MentorId, Pair};
use crate::tiers::Remaining;
use crate::value::Value;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many pairs are looked at before it ends, over all flows: so that it ends in seconds, and every time at the same place.
const WORK: usize = 2_000_000;
/// How many flows there are at least, and at most.
const FLOWS: (usize, usize) = (24, 2_000);
/// The same where flows follow charges. With a thousand mentees that is sixteen flows, and a gap of a thousandth of the score.
const QUICK_WORK: usize = 300_000;
const QUICK_FLOWS: (usize, usize) = (12, 2_000);
/// How often the range of all charges is halved, and how many steps follow.
const HALVINGS: usize = 26;
const STEPS: usize = 40;
/// The first step would close this part of the gap: most of it is in the pairs that were found, and not in the charges.
const FIRST_PART: i64 = 4;
/// How many steps there are where one group more is decided.
const FEW_STEPS: usize = 6;

/// Searches from what must be so, and from the best pairs without groups and caps; `None` if no pairs were found that keep
/// to every rule.
pub(super) fn run(all: &Instance, must_meet: &Decided, free: Flow) -> Option<Found> {
    let remaining = Remaining::of(all);
    let is_simple = all.groups().is_empty() && engine::takes(&remaining);
    let (free, mut search) =
        if is_simple { Search::by_repricing(all, &remaining, free) } else { (free, Search::over(all)) };
    search.charge_caps(must_meet, free);
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
struct Tried {
    bound: Value,
    flow: Flow,
}

struct Search<'a> {
    all: &'a Instance,
    /// The same, or with the nearest pairs alone.
    instance: Cow<'a, Instance>,
    /// Knows the flow of the charges before, where there are no groups.
    charged: Option<Charged>,
    nodes: Vec<Node>,
    /// Cases without children by bound, older ones first.
    open: BinaryHeap<(Value, Reverse<usize>)>,
    best: Option<(Value, Vec<Pair>)>,
    flows: usize,
    most: usize,
}

impl<'a> Search<'a> {
    fn over(all: &'a Instance) -> Search<'a> {
        let (nodes, open) = (Vec::new(), BinaryHeap::new());
        let most = (WORK / (all.candidate_count() + 1)).clamp(FLOWS.0, FLOWS.1);
        Search { all, instance: Cow::Borrowed(all), charged: None, nodes, open, best: None, flows: 0, most }
    }

    /// Where nothing but caps ties pairs to each other: among the nearest pairs, and from flow to flow.
    fn by_repricing(all: &'a Instance, remaining: &Remaining, mut free: Flow) -> (Flow, Search<'a>) {
        let mut search = Search::over(all);
        free.prices = lowest::prices(all, remaining, &free.pairs, &free.prices);
        if let Some(near) = near::of(all, &free.pairs, &free.prices) {
            search.instance = Cow::Owned(near);
        }
        let pairs = search.instance.candidate_count() + 1;
        search.most = (QUICK_WORK / pairs).clamp(QUICK_FLOWS.0, QUICK_FLOWS.1);
        search.charged = Some(Charged::from(&search.instance, &free));
        (free, search)
    }

    /// Looks for the charges with the lowest bound, and makes the first case of them.
    fn charge_caps(&mut self, must_meet: &Decided, free: Flow) {
        let none = vec![Value::ZERO; self.instance.caps().len()];
        let has_caps = !none.is_empty();
        let mut lowest =
            if must_meet.is_empty() { self.bounded(must_meet, free) } else { self.tried(must_meet, none) };
        if self.charged.is_some() {
            self.fit(must_meet, &mut lowest);
        } else if has_caps {
            self.halve(must_meet, &mut lowest);
        }
        self.keep_mended(must_meet, &lowest.flow);
        if has_caps {
            self.descend(must_meet, &mut lowest, STEPS);
        }
        if self.charged.is_some() {
            self.refine(must_meet, &mut lowest);
            self.widen(must_meet, &mut lowest);
        }
        self.add(must_meet.clone(), lowest);
    }

    /// Comes near the best charges at once: those that fit the prices of pairs that keep to every cap.
    fn fit(&mut self, decided: &Decided, lowest: &mut Tried) {
        let Some(mut mended) = mend(&self.instance, decided, &lowest.flow, Manner::Bold, &mut self.flows)
        else {
            return;
        };
        let charges = charges::fitting(&self.instance, &mended.prices);
        self.keep(mended.pairs.clone());
        mended.prices.caps.clone_from(&charges);
        self.charged = Some(Charged::from(&self.instance, &mended));
        let next = self.tried(decided, charges);
        if next.bound < lowest.bound {
            *lowest = next;
        }
    }

    /// Comes near the best charges in all tiers, with one charge for all caps that are broken. Where others break because
    /// these are charged, it begins anew with them.
    fn halve(&mut self, must_meet: &Decided, lowest: &mut Tried) {
        let is_over = |over: &i64| *over > 0;
        let mut broken: Vec<bool> =
            charges::too_many(&self.instance, &lowest.flow.pairs).iter().map(is_over).collect();
        let mut range = Range::of(&self.instance);
        let mut halved = 0;
        while halved < HALVINGS && self.flows * 2 < self.most {
            let charge = |is_broken: &bool| if *is_broken { range.charge() } else { Value::ZERO };
            let next = self.tried(must_meet, broken.iter().map(charge).collect());
            let over = charges::too_many(&self.instance, &next.flow.pairs);
            if next.bound < lowest.bound {
                *lowest = next;
                if self.flows * 4 < self.most {
                    self.keep_mended(must_meet, &lowest.flow);
                }
            }
            if over.iter().zip(&broken).any(|(over, is_broken)| is_over(over) && !is_broken) {
                broken.iter_mut().zip(&over).for_each(|(is_broken, over)| *is_broken |= is_over(over));
                (range, halved) = (Range::of(&self.instance), 0);
            } else {
                halved += 1;
                range.halve(
                    over.iter().zip(&broken).filter(|(_, is_broken)| **is_broken).map(|(over, _)| over).sum(),
                );
            }
        }
    }

    /// Comes nearer within the scores, in steps that get shorter where they do not help.
    ///
    /// Where flows follow charges, mending takes as long as a step and helps ever more rarely: it is done after the first, second,
    /// fourth, eighth step that helped, and at the end.
    fn descend(&mut self, decided: &Decided, lowest: &mut Tried, steps: usize) {
        let is_quick = self.charged.is_some();
        let mut part = if is_quick { FIRST_PART } else { 1 };
        let mut helped = 0_usize;
        for _ in 0..steps.min(self.most.saturating_sub(self.flows)) {
            let Some(gap) = self.best.as_ref().map(|(best, _)| lowest.bound - *best) else { return };
            let gap = match (gap.covered, gap.further, gap.score) {
                (0, 0, score) if score <= 0 => return,
                (0, 0, score) => score,
                // What the gap is in scores is then unknown; shorter steps will do where this is too much.
                _ => i64::from(MAX_SCORE),
            };
            let along =
                charges::step(&self.instance, &lowest.flow.pairs, &lowest.flow.prices.caps, (gap, part));
            let Some(charges) = along else { break };
            let next = self.tried(decided, charges);
            if next.bound >= lowest.bound {
                part *= 2;
                continue;
            }
            *lowest = next;
            helped += 1;
            if !is_quick {
                part = (part / 2).max(1);
            }
            if !is_quick || helped.is_power_of_two() {
                self.keep_mended(decided, &lowest.flow);
            }
        }
        if is_quick && helped > 0 && !helped.is_power_of_two() {
            self.keep_mended(decided, &lowest.flow);
        }
    }

    /// Tries charges that fit the prices of the lowest bound, as long as they lower it. What a pair is worth to the next mentee is
    /// where the bound bends, and steps come to it only slowly.
    fn refine(&mut self, decided: &Decided, lowest: &mut Tried) {
        for _ in 0..STEPS.min(self.most.saturating_sub(self.flows)) {
            let next = self.tried(decided, charges::fitting(&self.instance, &lowest.flow.prices));
            if next.bound >= lowest.bound {
                return;
            }
            *lowest = next;
            self.keep_mended(decided, &lowest.flow);
        }
    }

    /// Adds pairs that were left out and would earn something at these prices, until there is none.
    fn widen(&mut self, decided: &Decided, lowest: &mut Tried) {
        while let Cow::Owned(near) = &self.instance {
            let missed = near::missed(self.all, &lowest.flow.prices);
            if missed.is_empty() {
                return;
            }
            let pairs = near.candidates().map(|one| Pair::new(one.mentee, one.mentor));
            let wider = self.all.of_pairs(pairs.chain(missed).collect());
            self.charged = Some(Charged::from(&wider, &lowest.flow));
            self.instance = Cow::Owned(wider);
            *lowest = self.tried(decided, lowest.flow.prices.caps.clone());
            self.keep_mended(decided, &lowest.flow);
        }
    }

    fn tried(&mut self, decided: &Decided, charges: Vec<Value>) -> Tried {
        self.flows += 1;
        let flow = match &mut self.charged {
            Some(charged) => charged.flow(&self.instance, &charges),
            None => case::flow(&self.instance, decided, &charges),
        };
        self.bounded(decided, flow)
    }

    fn bounded(&self, decided: &Decided, flow: Flow) -> Tried {
        let bound = certificate::bound_where(&self.instance, &flow.prices, decided).unwrap_or(HIGHEST);
        Tried { bound, flow }
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
        let mut tried = self.tried(&decided, charges);
        if tried.flow.is_filled && !self.is_beaten(tried.bound) {
            self.keep_mended(&decided, &tried.flow);
            self.descend(&decided, &mut tried, FEW_STEPS);
        }
        self.add(decided, tried)
    }

    fn add(&mut self, decided: Decided, Tried { bound, flow }: Tried) -> usize {
        let half = half_filled(&self.instance, &decided, &flow.pairs);
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
        let manners: &[Manner] =
            if self.charged.is_some() { &[Manner::Bold] } else { &[Manner::Cautious, Manner::Bold] };
        for manner in manners.iter().copied() {
            if let Some(mended) = mend(&self.instance, decided, flow, manner, &mut self.flows) {
                self.keep(mended.pairs);
            }
        }
    }

    /// With the same groups, and the same people who have a share in caps that are full, the best is found once more, ties settled. What is
    /// found may even be better; where it breaks a cap that had room, the pairs stay as they are.
    fn settle_ties(&mut self) {
        let Some((value, pairs)) = &self.best else { return };
        let groups = self.all.groups().iter().map(|group| group.mentor);
        let decided = groups.map(|mentor| (mentor, pairs.iter().any(|pair| pair.mentor == mentor))).collect();
        let used = charges::use_of(self.all, pairs).into_iter();
        let share = |(held, most): (Vec<Pair>, usize)| {
            (held.len() >= most).then(|| Share::of_first(self.all, held, most))
        };
        let shares: Vec<Option<Share>> = used.map(share).collect();
        let may_be = |pair: Pair| {
            let mut shares = self.all.caps_of(pair).filter_map(|cap| shares[cap].as_ref());
            shares.all(|share| share.allows(self.all, pair)) || self.all.is_locked(pair)
        };
        let flow = case::settled(&self.all.only(may_be), &decided);
        if flow.is_filled && certificate::value_of(self.all, &flow.pairs).is_ok_and(|found| found >= *value) {
            self.best = certificate::value_of(self.all, &flow.pairs).ok().zip(Some(flow.pairs));
        }
    }

    fn keep(&mut self, pairs: Vec<Pair>) {
        if let Ok(value) = certificate::value_of(self.all, &pairs)
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
