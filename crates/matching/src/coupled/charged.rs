//! The best pairs under charges, from the best pairs under the charges before.
//!
//! A search for charges solves nearly the same flow again and again. So the flow and its prices are kept. When charges
//! change, prices follow them as far as one can see; whoever then has not their best place stands up, and all who stand
//! are moved along shortest paths. The result is exact, whatever the prices were.

use super::case::Flow;
use super::worth::{COVERED, Worth, packed, unpacked};
use crate::circulation::{Arc, Residual};
use crate::instance::{Candidate, Instance, Pair};
use crate::prices;
use crate::tiers::{Remaining, Solved};
use crate::value::Value;
use std::collections::BTreeMap;

/// A flow whose prices follow the charges; only where nobody wants a further mentor.
pub(super) struct Charged {
    remaining: Remaining,
    /// Arcs: mentees' first mentors, pairs, mentors' places. Nodes: mentees, mentors, the ground.
    flow: Residual<Worth>,
    /// By mentee: where their pairs begin; one longer than there are mentees.
    starts: Vec<usize>,
    pairs: Vec<Open>,
    /// Sets of caps that some pair counts against.
    sets: Vec<Vec<usize>>,
    /// By set: what its caps charge together.
    charges: Vec<Worth>,
}

/// A pair that can be made.
#[derive(Clone, Copy)]
struct Open {
    one: Candidate,
    /// The caps that it counts against.
    set: u32,
}

impl Charged {
    /// Begins with the pairs and prices of a flow: the nearer to the best, the sooner the first flow is found.
    pub fn from(instance: &Instance, begin: &Flow) -> Charged {
        let remaining = Remaining::of(instance);
        let (pairs, sets) = open_pairs(instance, &remaining);
        let mentees = instance.mentees().len();
        let starts = (0..=mentees).map(|at| pairs.partition_point(|open| open.one.mentee.index() < at));
        let starts: Vec<usize> = starts.collect();
        let mut flow =
            Residual::new(mentees + instance.mentors().len() + 1, &arcs(&remaining, &pairs, begin));
        let prices = begin.prices.mentees.iter().chain(&begin.prices.mentors);
        for (potential, price) in flow.potential.iter_mut().zip(prices) {
            *potential = -packed(*price);
        }
        let charges = charges(&sets, &begin.prices.caps);
        Charged { remaining, flow, starts, pairs, sets, charges }
    }

    /// The best pairs of the same instance under these charges, one for each cap. Those who tie are not told apart.
    pub fn flow(&mut self, instance: &Instance, by_cap: &[Value]) -> Flow {
        let before = std::mem::replace(&mut self.charges, charges(&self.sets, by_cap));
        self.follow(&before);
        let (mentees, pairs, charges) = (self.starts.len() - 1, &self.pairs, &self.charges);
        self.flow.reprice(|arc| match arc.checked_sub(mentees).map(|at| pairs.get(at)) {
            None => -COVERED,
            Some(Some(open)) => charges[open.set as usize] - Worth::from(open.one.score),
            Some(None) => 0,
        });
        self.flow.balance();
        self.found(instance, by_cap)
    }

    /// Moves prices along with charges. A full mentor is as much cheaper as their mentees pay more, or most of them: a place
    /// that is wanted all the same then changes nothing but hands. Mentees' prices are what their best pair leaves.
    fn follow(&mut self, before: &[Worth]) {
        let (mentees, ground) = (self.starts.len() - 1, self.flow.potential.len() - 1);
        let zero = self.flow.potential[ground];
        let mut price: Vec<Worth> = self.flow.potential.iter().map(|potential| zero - *potential).collect();
        let mut paid_more = vec![Vec::new(); self.remaining.mentors.len()];
        for open in self.made() {
            let set = open.set as usize;
            paid_more[open.one.mentor.index()].push(self.charges[set] - before[set]);
        }
        for (mentor, changes) in paid_more.iter_mut().enumerate() {
            changes.sort_unstable();
            if let Some(change) = changes.get(changes.len() / 2).filter(|_| self.is_full(mentor)) {
                price[mentees + mentor] = (price[mentees + mentor] - change).max(0);
            }
        }
        for at in 0..mentees {
            let row = &self.pairs[self.starts[at]..self.starts[at + 1]];
            let left = row.iter().map(|open| {
                let paid = price[mentees + open.one.mentor.index()] + self.charges[open.set as usize];
                paid - Worth::from(open.one.score)
            });
            price[at] = left.min().unwrap_or(COVERED).min(COVERED);
        }
        price[ground] = 0;
        self.flow.potential = price.into_iter().map(|price| -price).collect();
    }

    fn is_full(&self, mentor: usize) -> bool {
        self.flow.is_full(self.starts.len() - 1 + self.pairs.len() + mentor)
    }

    /// The pairs that are made.
    fn made(&self) -> impl Iterator<Item = &Open> {
        let first = self.starts.len() - 1;
        self.pairs
            .iter()
            .enumerate()
            .filter(move |(at, _)| self.flow.is_full(first + at))
            .map(|(_, open)| open)
    }

    fn found(&self, instance: &Instance, by_cap: &[Value]) -> Flow {
        let (mentees, ground) = (self.starts.len() - 1, self.flow.potential.len() - 1);
        let price = |node: usize| unpacked(self.flow.potential[ground] - self.flow.potential[node]);
        let mut solved = Solved {
            pairs: self.made().map(|open| pair(&open.one)).collect(),
            mentees: (0..mentees).map(price).collect(),
            mentors: (mentees..ground).map(price).collect(),
        };
        let mut prices = prices::of(instance, &self.remaining, &mut solved, &[]);
        prices.caps = by_cap.to_vec();
        let mut pairs = solved.pairs;
        pairs.extend(instance.locked());
        pairs.sort_unstable();
        Flow { pairs, prices, is_filled: true }
    }
}

fn pair(one: &Candidate) -> Pair {
    Pair::new(one.mentee, one.mentor)
}

/// The pairs that can be made, each with the set of caps that it counts against; and the sets.
fn open_pairs(instance: &Instance, remaining: &Remaining) -> (Vec<Open>, Vec<Vec<usize>>) {
    let mut sets: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    let mut caps = Vec::new();
    let with_set = |one: Candidate| {
        caps.clear();
        caps.extend(instance.caps_of(pair(&one)));
        let next = sets.len() as u32;
        let set = match sets.get(&caps) {
            Some(set) => *set,
            None => *sets.entry(caps.clone()).or_insert(next),
        };
        Open { one, set }
    };
    let pairs = remaining.open_pairs(instance).map(with_set).collect();
    let mut by_number: Vec<(u32, Vec<usize>)> = sets.into_iter().map(|(set, number)| (number, set)).collect();
    by_number.sort_unstable();
    (pairs, by_number.into_iter().map(|(_, set)| set).collect())
}

/// The network with the pairs of a flow in it.
fn arcs(remaining: &Remaining, pairs: &[Open], begin: &Flow) -> Vec<Arc> {
    let (mentees, mentors) = (remaining.mentees.len(), remaining.mentors.len());
    let ground = (mentees + mentors) as u32;
    let mut arcs = Vec::with_capacity(pairs.len() + ground as usize);
    for (at, (_, wants)) in (0..).zip(&remaining.mentees) {
        arcs.push(Arc { from: ground, to: at, capacity: *wants, flow: 0 });
    }
    let mut taken = vec![0; mentors];
    for open in pairs {
        let (mentee, mentor) = (open.one.mentee.index(), open.one.mentor.index());
        let flow = u32::from(begin.pairs.binary_search(&pair(&open.one)).is_ok());
        arcs.push(Arc { from: mentee as u32, to: (mentees + mentor) as u32, capacity: 1, flow });
        arcs[mentee].flow += flow;
        taken[mentor] += flow;
    }
    for (at, (places, flow)) in remaining.mentors.iter().zip(taken).enumerate() {
        arcs.push(Arc { from: (mentees + at) as u32, to: ground, capacity: *places, flow });
    }
    arcs
}

fn charges(sets: &[Vec<usize>], by_cap: &[Value]) -> Vec<Worth> {
    sets.iter().map(|caps| caps.iter().map(|cap| packed(by_cap[*cap])).sum()).collect()
}
