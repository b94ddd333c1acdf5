//! One list, chosen on the arena by the greatest gain, one after another, and what no list could exceed.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::arena::{Arena, Holding};
use super::ground::Ground;
use super::tally::{Gains, Shares, Whole};
use crate::list::Candidate;
use crate::places::Places;

/// A list and what it is worth on the sets that it was chosen by.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    /// Positions among the candidates, in the order to ask.
    pub(super) order: Vec<usize>,
    /// An upper bound, in covered sets of the arena, on every permitted list.
    pub(super) ceiling: f64,
}

/// How often the ceiling is looked at on the way, where quotas or costs make a look dear.
const LOOKS: usize = 12;
/// What rounding may have taken from gains, as a share of them.
const ROUNDING: f64 = 1e-6;

/// Takes the pinned first, then whoever adds most (for what they cost, under a budget) of those who have a place, until nobody has.
pub(super) fn choose(
    arena: &Arena,
    holding: &Holding,
    ground: &Ground<'_>,
    pinned: &[usize],
    places: &Places,
) -> Chosen {
    let candidates = ground.candidates;
    if places.is_plain() && ground.certain {
        fill(Whole::new(arena, holding, candidates.len()), candidates, pinned, places)
    } else {
        fill(Shares::new(arena, holding, candidates), candidates, pinned, places)
    }
}

pub(super) fn fill(
    mut gains: impl Gains,
    candidates: &[Candidate],
    pinned: &[usize],
    free: &Places,
) -> Chosen {
    let mut places = free.clone();
    let worth = |gains: &_, at| worth(gains, free, at);
    let mut queue = Queue::new(candidates.len(), |at| worth(&gains, at));
    let mut order = Vec::new();
    let mut ceiling = f64::INFINITY;
    let pace = if gains.is_quick() { 1 } else { free.open().div_ceil(LOOKS).max(1) };
    while places.open() > 0 {
        if order.len().is_multiple_of(pace) {
            ceiling = ceiling.min(gains.gained() + gains.most(free));
        }
        let next = pinned.get(order.len()).copied();
        let next = next.or_else(|| queue.next(candidates, |at| worth(&gains, at), |at| places.allows(at)));
        let Some(next) = next else { break };
        queue.taken[next] = true;
        gains.take(next);
        places.take(next);
        order.push(next);
    }
    ceiling = ceiling.min(gains.gained() + gains.most(free));
    Chosen { order, ceiling: ceiling * (1.0 + ROUNDING) }
}

/// Puts a list in the order of what each adds to those before, from this place on.
pub(super) fn arrange(mut gains: impl Gains, list: &[usize], from: usize) -> Vec<usize> {
    let mut order = list.to_vec();
    let from = from.min(order.len());
    order[..from].iter().for_each(|&at| gains.take(at));
    for place in from..order.len() {
        let rest = &order[place..];
        let better = |a: &(usize, &usize), b: &(usize, &usize)| {
            gains.gain(*a.1).total_cmp(&gains.gain(*b.1)).then(b.0.cmp(&a.0))
        };
        let best = rest.iter().enumerate().max_by(better).map_or(0, |(at, _)| at);
        order.swap(place, place + best);
        gains.take(order[place]);
    }
    order
}

fn worth(gains: &impl Gains, free: &Places, at: usize) -> f64 {
    let price = if gains.counts_cost() { free.price(at) } else { 1.0 };
    gains.gain(at) / price
}

/// Candidates by what they were worth when somebody last looked: now it is at most that, so most are never looked at again
/// (Minoux 1978; CELF, Leskovec et al. 2007). Those worth little are put in order only if it comes to them.
struct Queue {
    heap: BinaryHeap<Bid>,
    /// In no order, each worth no more than anybody who was ever in the heap.
    rest: Vec<Bid>,
    taken: Vec<bool>,
    /// Whoever adds nothing comes last, the likeliest first; made when it is needed.
    idle: Option<Vec<usize>>,
}

/// In the order of worth, then of position.
#[derive(Clone, Copy)]
struct Bid {
    worth: f64,
    at: u32,
}

/// How many are put in order at first.
const CHUNK: usize = 1024;

impl Queue {
    fn new(candidates: usize, worth: impl Fn(usize) -> f64) -> Self {
        let bids = (0..candidates).map(|at| Bid { worth: worth(at), at: at as u32 });
        let rest = bids.filter(|bid| bid.worth > 0.0).collect();
        Self { heap: BinaryHeap::new(), rest, taken: vec![false; candidates], idle: None }
    }

    fn next(
        &mut self,
        candidates: &[Candidate],
        worth: impl Fn(usize) -> f64,
        allows: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        loop {
            let found = self.top(&worth, &allows);
            if found.is_some() || self.heap.is_empty() && self.rest.is_empty() {
                return found.or_else(|| self.idle(candidates, allows));
            }
        }
    }

    /// The best of the heap; `None` if somebody of the rest may be better, who are in the heap then.
    fn top(&mut self, worth: impl Fn(usize) -> f64, allows: impl Fn(usize) -> bool) -> Option<usize> {
        let outside = self.rest.last().map_or(0.0, |bid| bid.worth);
        while let Some(mut top) = self.heap.peek_mut() {
            let at = top.at as usize;
            let now = worth(at);
            if self.taken[at] || now <= 0.0 {
                PeekMut::pop(top);
            } else if now < top.worth {
                top.worth = now;
            } else if now < outside {
                break;
            } else {
                PeekMut::pop(top);
                if allows(at) {
                    return Some(at);
                }
            }
        }
        let more = self.rest.len().min(CHUNK.max(self.heap.len()));
        let kept = self.rest.len() - more;
        if kept > 0 {
            self.rest.select_nth_unstable(kept);
        }
        self.heap.extend(self.rest.drain(kept..));
        if kept > 0 {
            // The greatest of those outside stands last, to be compared with.
            self.rest.select_nth_unstable(kept - 1);
        }
        None
    }

    fn idle(&mut self, candidates: &[Candidate], allows: impl Fn(usize) -> bool) -> Option<usize> {
        let idle = self.idle.get_or_insert_with(|| {
            let mut rest: Vec<usize> = (0..candidates.len()).collect();
            rest.sort_by(|&a, &b| candidates[a].chance.total_cmp(&candidates[b].chance).then(b.cmp(&a)));
            rest
        });
        while let Some(at) = idle.pop() {
            if !self.taken[at] && allows(at) {
                return Some(at);
            }
        }
        None
    }
}

impl Ord for Bid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.worth.total_cmp(&other.worth).then(other.at.cmp(&self.at))
    }
}

impl PartialOrd for Bid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Bid {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Bid {}
