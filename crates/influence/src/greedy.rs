//! Choosing by the greatest expected gain, one after another.
//!
//! A set whose leaders L are on the list is covered with probability 1 − Π (1 − chance): the acceptances are
//! summed out rather than tossed, which costs no variance. The sum over sets stays monotone and submodular, so greedy
//! keeps 1 − 1/e of the best list (Nemhauser, Wolsey, Fisher 1978), and a gain that was true earlier is an upper
//! bound now, so most need not be looked at again (Minoux 1978; CELF, Leskovec et al. 2007).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::list::Candidate;
use crate::places::Places;
use crate::sample::Index;

/// The list and what it is worth on the sample it was chosen by.
pub(crate) struct Chosen {
    /// Positions among the candidates, in the order to ask.
    pub(crate) order: Vec<usize>,
    /// An upper bound, in covered sets of this sample, on every permitted list.
    pub(crate) ceiling: f64,
}

/// A candidate with a gain that was true when `known` leaders were on the list.
struct Bid {
    gain: f64,
    chance: f64,
    at: usize,
    known: usize,
}

impl Ord for Bid {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_gain = self.gain.total_cmp(&other.gain).then(self.chance.total_cmp(&other.chance));
        by_gain.then(other.at.cmp(&self.at))
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

/// The running state of one list on one sample.
pub(crate) struct Choosing<'a> {
    index: &'a Index,
    candidates: &'a [Candidate],
    left: Vec<f64>,
    gained: f64,
    order: Vec<usize>,
}

impl<'a> Choosing<'a> {
    pub(crate) fn new(index: &'a Index, candidates: &'a [Candidate], left: Vec<f64>) -> Self {
        Self { index, candidates, left, gained: 0.0, order: Vec::new() }
    }

    /// Takes the pinned first, then the best that the places allow, until they are full.
    pub(crate) fn fill(mut self, pinned: &[usize], mut places: Places, length: usize) -> Chosen {
        let free = places.clone();
        let mut bids: Vec<Bid> = (0..self.candidates.len()).map(|at| self.bid(at)).collect();
        let mut ceiling = free.best_sum(&bids.iter().map(|b| (b.gain, b.at as u32)).collect::<Vec<_>>());
        for &at in pinned {
            self.take(at, &mut places);
        }
        bids.retain(|bid| !pinned.contains(&bid.at));
        let mut heap = BinaryHeap::from(bids);
        while self.order.len() < length {
            let Some(at) = self.best(&mut heap, &places) else { break };
            self.take(at, &mut places);
            // Any moment bounds the optimum; sixteen are enough to come near the tightest.
            if self.order.len().is_multiple_of(length.div_ceil(16)) {
                ceiling = ceiling.min(self.ceiling(&free));
            }
        }
        ceiling = ceiling.min(self.ceiling(&free));
        Chosen { order: self.order, ceiling }
    }

    /// The candidate with the greatest gain now; bids that are out of date are made anew until one stands.
    fn best(&self, heap: &mut BinaryHeap<Bid>, places: &Places) -> Option<usize> {
        while let Some(bid) = heap.pop() {
            if !places.allows(bid.at) {
                continue;
            }
            if bid.known == self.order.len() {
                return Some(bid.at);
            }
            heap.push(self.bid(bid.at));
        }
        None
    }

    fn bid(&self, at: usize) -> Bid {
        Bid { gain: self.gain(at), chance: self.candidates[at].chance, at, known: self.order.len() }
    }

    fn gain(&self, at: usize) -> f64 {
        let Candidate { person, chance, .. } = self.candidates[at];
        chance * self.index.sets_of(person).iter().map(|&set| self.left[set as usize]).sum::<f64>()
    }

    fn take(&mut self, at: usize, places: &mut Places) {
        self.gained += self.gain(at);
        let Candidate { person, chance, .. } = self.candidates[at];
        for &set in self.index.sets_of(person) {
            self.left[set as usize] *= 1.0 - chance;
        }
        places.take(at);
        self.order.push(at);
    }

    /// No permitted list can gain more than what is gained plus the best of what is still to be had: by
    /// submodularity each of its leaders adds at most what they would add now.
    fn ceiling(&self, free: &Places) -> f64 {
        let others = (0..self.candidates.len()).filter(|at| !self.order.contains(at));
        let gains: Vec<(f64, u32)> = others.map(|at| (self.gain(at), at as u32)).collect();
        self.gained + free.best_sum(&gains)
    }
}
