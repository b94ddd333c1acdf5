//! One list, chosen on the arena by the greatest gain, one after another, and what no list could exceed.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use super::arena::{Arena, Holding};
use super::ground::Ground;
use super::tally::{Gains, Shares, Whole};
use crate::list::Candidate;
use crate::places::Places;

/// What a list is chosen by.
#[derive(Clone, Copy)]
pub(super) struct Sample<'a> {
    pub(super) arena: &'a Arena,
    pub(super) holding: &'a Holding,
    /// Among whom, if not among all.
    pub(super) whose: Option<&'a [u32]>,
}

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
pub(super) fn choose(sample: Sample<'_>, ground: &Ground<'_>, pinned: &[usize], places: &Places) -> Chosen {
    let Sample { arena, holding, whose } = sample;
    let candidates = ground.candidates;
    if places.is_plain() && ground.certain {
        fill(Whole::new(arena, holding), candidates, whose, pinned, places)
    } else {
        fill(Shares::new(arena, holding, candidates), candidates, whose, pinned, places)
    }
}

/// Chooses among those who are given, or among all; once they add nothing more, among all others.
pub(super) fn fill(
    mut gains: impl Gains,
    candidates: &[Candidate],
    whose: Option<&[u32]>,
    pinned: &[usize],
    free: &Places,
) -> Chosen {
    let mut places = free.clone();
    let worth = |gains: &_, at| worth(gains, free, at);
    let mut queue = Queue::new(candidates.len(), whose, |at| worth(&gains, at));
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
pub(super) fn arrange(arena: &Arena, candidates: &[Candidate], list: &[usize], from: usize) -> Vec<usize> {
    let whose: Vec<u32> = list.iter().map(|&at| at as u32).collect();
    let holding = Holding::new(arena, Some(&whose));
    let mut left = vec![1.0f32; arena.kept()];
    let gain = |left: &[f32], at: usize| {
        let open: f64 = holding.of(at).iter().map(|&set| f64::from(left[set as usize])).sum();
        open * candidates[at].chance
    };
    let take = |left: &mut [f32], at: usize| {
        let stays = (1.0 - candidates[at].chance) as f32;
        holding.of(at).iter().for_each(|&set| left[set as usize] *= stays);
    };
    let from = from.min(list.len());
    let mut order = list[..from].to_vec();
    for &at in &order {
        take(&mut left, at);
    }
    let bid = |left: &[f32], place: usize| Bid { worth: gain(left, list[place]), at: place as u32 };
    let mut heap: BinaryHeap<Bid> = (from..list.len()).map(|place| bid(&left, place)).collect();
    while let Some(mut top) = heap.peek_mut() {
        // A gain only shrinks: who is still first with the present one is first.
        let now = bid(&left, top.at as usize);
        if now.worth < top.worth {
            *top = now;
        } else {
            PeekMut::pop(top);
            order.push(list[now.at as usize]);
            take(&mut left, list[now.at as usize]);
        }
    }
    order
}

/// So many of these numbers, of the greatest worth, ascending; of those alike the first.
pub(super) fn foremost(all: usize, count: usize, worth: impl Fn(usize) -> f32) -> Vec<u32> {
    let better = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    let mut kept: Vec<(f32, u32)> = Vec::with_capacity(2 * count.min(all));
    let mut floor = f32::NEG_INFINITY;
    for at in 0..all {
        let worth = worth(at);
        if worth <= floor {
            continue;
        }
        kept.push((worth, at as u32));
        if kept.len() == 2 * count {
            kept.select_nth_unstable_by(count - 1, better);
            kept.truncate(count);
            floor = kept.last().map_or(floor, |last| last.0);
        }
    }
    if 0 < count && count < kept.len() {
        kept.select_nth_unstable_by(count - 1, better);
    }
    kept.truncate(count);
    let mut who: Vec<u32> = kept.into_iter().map(|one| one.1).collect();
    who.sort_unstable();
    who
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
    fn new(candidates: usize, whose: Option<&[u32]>, worth: impl Fn(usize) -> f64) -> Self {
        let bid = |at: u32| Some(Bid { worth: worth(at as usize), at }).filter(|bid| bid.worth > 0.0);
        let rest = match whose {
            Some(whose) => whose.iter().copied().filter_map(bid).collect(),
            None => (0..candidates as u32).filter_map(bid).collect(),
        };
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
