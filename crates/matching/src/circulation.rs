//! Circulations of least cost: cost scaling, with shortest paths and path packing in each scale.
//!
//! Costs are looked at a few bits at a time, the highest first. In each scale the flow of the scale before is nearly
//! the best: arcs that have become too dear are emptied, arcs that have become too cheap are filled, and what then is
//! too much in one node is moved to where it lacks, along shortest paths. One search from all nodes with too much
//! finds the distances; then as many paths as fit are packed into the arcs of length zero (Goldberg, Hed, Kaplan and
//! Tarjan, *Minimum-cost flows in unit-capacity networks*, 2017). The number of rounds hardly depends on the input,
//! so that equal scores, one mentor whom everybody wants, and other ties do no harm.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::{Add, Neg, Sub};

/// Bits of the costs that one scale adds.
const STEP: u32 = 3;

/// What costs and potentials are counted in.
pub(crate) trait Cost:
    Copy + Ord + Add<Output = Self> + Sub<Output = Self> + Neg<Output = Self>
{
    const ZERO: Self;
    /// Farther than any distance.
    const FAR: Self;
}

impl Cost for i64 {
    const ZERO: i64 = 0;
    const FAR: i64 = i64::MAX;
}

impl Cost for i128 {
    const ZERO: i128 = 0;
    const FAR: i128 = i128::MAX;
}

/// An arc with its flow, which [`improve`] changes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub from: u32,
    pub to: u32,
    pub capacity: u32,
    pub flow: u32,
}

/// Changes the flows of `arcs` to those of a circulation of least total `cost` (one cost an arc).
///
/// The flows must be a circulation to begin with. Returns potentials that prove the result: for each arc
/// `cost + potential[from] − potential[to]` is not below zero unless the arc is full, and not above unless it is empty.
pub(crate) fn improve(nodes: usize, arcs: &mut [Arc], cost: &[i64]) -> Vec<i64> {
    let mut flow = Residual::new(nodes, arcs);
    let widest = cost.iter().map(|cost| cost.unsigned_abs()).max().unwrap_or(0);
    let mut shift = (u64::BITS - widest.leading_zeros()).next_multiple_of(STEP);
    loop {
        flow.reprice(|arc| cost[arc] >> shift);
        flow.balance();
        if shift == 0 {
            break;
        }
        shift -= STEP;
        flow.potential.iter_mut().for_each(|potential| *potential <<= STEP);
    }
    flow.write_back(arcs);
    flow.potential
}

/// One direction of an arc: how much more can go this way.
#[derive(Clone, Copy)]
struct Way<C> {
    to: u32,
    /// The opposite direction.
    back: u32,
    room: u32,
    cost: C,
}

/// What a node is in the current round of path packing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Fresh,
    OnPath,
    Dead,
}

/// A flow that can be made the cheapest again and again, when costs have changed.
pub(crate) struct Residual<C> {
    /// Node `v` has the ways `starts[v]..starts[v + 1]`.
    starts: Vec<u32>,
    ways: Vec<Way<C>>,
    /// By arc: its forward way.
    forward: Vec<u32>,
    /// By node. Whatever they are, the cheapest flow is found; near the right ones, sooner.
    pub potential: Vec<C>,
    /// What flows into a node less what flows out.
    excess: Vec<i64>,
    distance: Vec<C>,
    /// Nodes with a distance in this round.
    reached: Vec<u32>,
    heap: BinaryHeap<Reverse<(C, u32)>>,
    mark: Vec<Mark>,
    /// By node: the way to try next.
    next: Vec<u32>,
}

impl<C: Cost> Residual<C> {
    /// The flows must be a circulation.
    pub fn new(nodes: usize, arcs: &[Arc]) -> Residual<C> {
        let mut starts = vec![0u32; nodes + 1];
        for arc in arcs {
            starts[arc.from as usize + 1] += 1;
            starts[arc.to as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut free = starts.clone();
        let mut ways = vec![Way { to: 0, back: 0, room: 0, cost: C::ZERO }; 2 * arcs.len()];
        let mut forward = Vec::with_capacity(arcs.len());
        for arc in arcs {
            let there = free[arc.from as usize];
            free[arc.from as usize] += 1;
            let back = free[arc.to as usize];
            free[arc.to as usize] += 1;
            ways[there as usize] = Way { to: arc.to, back, room: arc.capacity - arc.flow, cost: C::ZERO };
            ways[back as usize] = Way { to: arc.from, back: there, room: arc.flow, cost: C::ZERO };
            forward.push(there);
        }
        Residual {
            next: starts.clone(),
            starts,
            ways,
            forward,
            potential: vec![C::ZERO; nodes],
            excess: vec![0; nodes],
            distance: vec![C::FAR; nodes],
            reached: Vec::new(),
            heap: BinaryHeap::new(),
            mark: vec![Mark::Fresh; nodes],
        }
    }

    /// Sets the cost of every arc.
    pub fn reprice(&mut self, cost: impl Fn(usize) -> C) {
        for (arc, there) in self.forward.iter().enumerate() {
            let way = &mut self.ways[*there as usize];
            way.cost = cost(arc);
            let (back, cost) = (way.back, way.cost);
            self.ways[back as usize].cost = -cost;
        }
    }

    fn ways_of(&self, node: u32) -> std::ops::Range<usize> {
        self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize
    }

    /// Length of a way in terms of potentials; never negative where there is room, between rounds.
    fn length(&self, from: u32, way: &Way<C>) -> C {
        way.cost + self.potential[from as usize] - self.potential[way.to as usize]
    }

    /// Makes the flow a circulation of least cost.
    pub fn balance(&mut self) {
        let mut over = self.saturate();
        while !over.is_empty() {
            self.search(&over);
            self.pack_well(&over);
            over.retain(|node| self.excess[*node as usize] > 0);
        }
    }

    /// Fills every way of negative length; returns the nodes that then have too much.
    fn saturate(&mut self) -> Vec<u32> {
        let nodes = self.excess.len() as u32;
        for node in 0..nodes {
            for at in self.ways_of(node) {
                let way = self.ways[at];
                if way.room > 0 && self.length(node, &way) < C::ZERO {
                    self.ways[at].room = 0;
                    self.ways[way.back as usize].room += way.room;
                    self.excess[node as usize] -= i64::from(way.room);
                    self.excess[way.to as usize] += i64::from(way.room);
                }
            }
        }
        (0..nodes).filter(|node| self.excess[*node as usize] > 0).collect()
    }

    /// Dijkstra's search from all of `over` until half of what is wanted is found, then makes the shortest paths tight.
    /// The other half is far away, and nearer after what is near is moved.
    fn search(&mut self, over: &[u32]) {
        for node in self.reached.drain(..) {
            self.distance[node as usize] = C::FAR;
        }
        self.heap.clear();
        let mut wanted = 0;
        for node in over {
            wanted += self.excess[*node as usize];
            self.reach(*node, C::ZERO);
        }
        wanted = (wanted / 2).max(1);
        let mut limit = C::ZERO;
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance > self.distance[node as usize] {
                continue;
            }
            limit = distance;
            wanted -= (-self.excess[node as usize]).max(0);
            if wanted <= 0 {
                break;
            }
            for at in self.ways_of(node) {
                let way = self.ways[at];
                if way.room > 0 {
                    self.reach(way.to, distance + self.length(node, &way));
                }
            }
        }
        for node in &self.reached {
            let potential = &mut self.potential[*node as usize];
            *potential = *potential - (limit - self.distance[*node as usize]).max(C::ZERO);
        }
    }

    fn reach(&mut self, node: u32, distance: C) {
        let known = &mut self.distance[node as usize];
        if distance < *known {
            if *known == C::FAR {
                self.reached.push(node);
            }
            *known = distance;
            self.heap.push(Reverse((distance, node)));
        }
    }

    /// Packs until little moves: a good deal cheaper than the search, which finds the same ways again.
    fn pack_well(&mut self, over: &[u32]) {
        let too_much =
            |flow: &Residual<C>| over.iter().map(|node| flow.excess[*node as usize].max(0)).sum::<i64>();
        let mut left = too_much(self);
        loop {
            let before = left;
            self.pack(over);
            left = too_much(self);
            if left == 0 || (before - left) * 8 < left {
                return;
            }
        }
    }

    /// Moves what is too much along ways of length zero, as long as there are any that were not tried.
    fn pack(&mut self, over: &[u32]) {
        for node in &self.reached {
            self.mark[*node as usize] = Mark::Fresh;
            self.next[*node as usize] = self.starts[*node as usize];
        }
        let mut path = Vec::new();
        for start in over {
            while self.excess[*start as usize] > 0 && self.find_path(*start, &mut path) {
                self.push_along(*start, &path);
            }
        }
    }

    /// Depth-first search for a node that lacks something; `path` is the ways there.
    fn find_path(&mut self, start: u32, path: &mut Vec<u32>) -> bool {
        path.clear();
        if self.mark[start as usize] == Mark::Dead {
            return false;
        }
        let mut node = start;
        self.mark[node as usize] = Mark::OnPath;
        while self.excess[node as usize] >= 0 {
            if let Some(at) = self.step(node) {
                path.push(at);
                node = self.ways[at as usize].to;
                self.mark[node as usize] = Mark::OnPath;
                continue;
            }
            self.mark[node as usize] = Mark::Dead;
            let Some(at) = path.pop() else { return false };
            node = self.ways[self.ways[at as usize].back as usize].to;
        }
        true
    }

    /// The next way of length zero to a node that was not tried.
    fn step(&mut self, node: u32) -> Option<u32> {
        let end = self.starts[node as usize + 1];
        while self.next[node as usize] < end {
            let at = self.next[node as usize];
            let way = self.ways[at as usize];
            if way.room > 0 && self.length(node, &way) == C::ZERO && self.mark[way.to as usize] == Mark::Fresh
            {
                return Some(at);
            }
            self.next[node as usize] += 1;
        }
        None
    }

    fn push_along(&mut self, start: u32, path: &[u32]) {
        let mut end = start;
        let mut amount = self.excess[start as usize];
        for at in path {
            let way = self.ways[*at as usize];
            amount = amount.min(i64::from(way.room));
            end = way.to;
            self.mark[end as usize] = Mark::Fresh;
        }
        amount = amount.min(-self.excess[end as usize]);
        for at in path {
            let back = self.ways[*at as usize].back;
            self.ways[*at as usize].room -= amount as u32;
            self.ways[back as usize].room += amount as u32;
        }
        self.mark[start as usize] = Mark::Fresh;
        self.excess[start as usize] -= amount;
        self.excess[end as usize] += amount;
    }

    /// Whether an arc is used to the full.
    pub fn is_full(&self, arc: usize) -> bool {
        self.ways[self.forward[arc] as usize].room == 0
    }

    fn write_back(&self, arcs: &mut [Arc]) {
        for (arc, there) in arcs.iter_mut().zip(&self.forward) {
            arc.flow = arc.capacity - self.ways[*there as usize].room;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw;
    use crate::instance::MenteeId;

    /// A number from 0 to `below` − 1 that depends on `seed` and `at` alone.
    fn number(seed: u64, at: u32, below: i64) -> i64 {
        draw::lottery(seed, MenteeId(at)) % below
    }

    fn graph(seed: u64) -> (usize, Vec<Arc>, Vec<i64>) {
        let nodes = 2 + number(seed, 0, 9);
        let count = number(seed, 1, 40) as u32;
        let arc = |at: u32| Arc {
            from: number(seed, 4 * at + 2, nodes) as u32,
            to: number(seed, 4 * at + 3, nodes) as u32,
            capacity: number(seed, 4 * at + 4, 5) as u32,
            flow: 0,
        };
        let costs = (0..count).map(|at| number(seed, 4 * at + 5, 2_001) - 1_000).collect();
        (nodes as usize, (0..count).map(arc).collect(), costs)
    }

    #[test]
    fn the_flow_is_a_circulation_and_the_potentials_prove_it_the_cheapest() {
        let mut moved = 0;
        for seed in 0..5_000 {
            let (nodes, mut arcs, costs) = graph(seed);
            let potential = improve(nodes, &mut arcs, &costs);
            let mut balance = vec![0i64; nodes];
            for (arc, cost) in arcs.iter().zip(&costs) {
                assert!(arc.flow <= arc.capacity);
                balance[arc.from as usize] -= i64::from(arc.flow);
                balance[arc.to as usize] += i64::from(arc.flow);
                let length = cost + potential[arc.from as usize] - potential[arc.to as usize];
                assert!(length >= 0 || arc.flow == arc.capacity, "{seed}: an arc that saves is not full");
                assert!(length <= 0 || arc.flow == 0, "{seed}: an arc that costs is not empty");
                moved += arc.flow;
            }
            assert!(balance.iter().all(|one| *one == 0), "{seed}: {balance:?}");
        }
        assert!(moved > 5_000);
    }

    #[test]
    fn a_flow_that_is_the_cheapest_already_is_kept() {
        for seed in 0..500 {
            let (nodes, mut arcs, costs) = graph(seed);
            improve(nodes, &mut arcs, &costs);
            let total = |arcs: &[Arc]| {
                arcs.iter().zip(&costs).map(|(arc, cost)| i64::from(arc.flow) * cost).sum::<i64>()
            };
            let before = total(&arcs);
            improve(nodes, &mut arcs, &costs);
            assert_eq!(total(&arcs), before);
        }
    }
}
