//! The solver: left places are inserted one by one, each along a shortest augmenting path.
//!
//! After every insertion the pairs are the best possible for the places inserted so far, and the potentials prove it
//! (successive shortest paths with potentials; Ahuja, Magnanti and Orlin, *Network Flows*, 1993, section 9.7; the
//! Hungarian method is the special case of one place each). Lengths are [`Worth`]s, compared tier by tier: Dijkstra's
//! algorithm asks only for an ordered group, so the tiers need no big constant.
//!
//! A path starts at the left node whose place is inserted and ends on the *ground*: at a right node with room, or at
//! a left node that gives up a pair (or at the start itself, which then stays as it was). Reduced length of an arc
//! `u → v` is `cost + potential(u) − potential(v) ≥ 0`, the ground having potential 0.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::Network;
use crate::value::Worth;

const NONE: u32 = u32::MAX;

/// The best pairs of a network, and the potentials that prove it.
pub(crate) struct Assignment {
    /// By arc: whether its pair is made.
    pub used: Vec<bool>,
    /// By left node; `None` where nothing was ever inserted.
    pub left: Vec<Option<Worth>>,
    /// By right node.
    pub right: Vec<Worth>,
}

/// Finds the best pairs of `network`.
pub(crate) fn solve(network: &Network) -> Assignment {
    let mut state = Insertion::new(network);
    let mut active: Vec<u32> = (0..network.left.len() as u32).collect();
    // One place beyond the number of candidates is inserted too: it finds nothing, and its price becomes exact.
    active.retain(|left| network.left[*left as usize].places > 0 && !network.row(*left as usize).is_empty());
    let mut inserted = 0;
    while !active.is_empty() {
        active.retain(|left| state.insert(*left));
        inserted += 1;
        active.retain(|left| network.left[*left as usize].places > inserted);
    }
    Assignment { used: state.used, left: state.left_potential, right: state.right_potential }
}

/// How a node was reached in the current search. A label of an older search counts as none.
#[derive(Clone, Copy)]
struct Label {
    distance: Worth,
    /// The arc by which the node was reached.
    via: u32,
    search: u32,
}

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// A right node takes one more.
    Right(u32),
    /// A left node gives up the pair it is reached through, or the start gives up its new place.
    Left(u32),
}

struct Insertion<'a> {
    network: &'a Network,
    /// No right potential is higher, now or later: they only fall.
    ceiling: Worth,
    used: Vec<bool>,
    /// By right node: the arcs of its pairs.
    takes: Vec<Vec<u32>>,
    left_load: Vec<u32>,
    left_potential: Vec<Option<Worth>>,
    right_potential: Vec<Worth>,
    left_label: Vec<Label>,
    right_label: Vec<Label>,
    search: u32,
    /// Left nodes come as their number, right nodes as their number after all left ones.
    heap: BinaryHeap<Reverse<(Worth, u32)>>,
    settled: Vec<(u32, Worth)>,
    best: (Worth, End),
}

impl<'a> Insertion<'a> {
    fn new(network: &'a Network) -> Insertion<'a> {
        let unreached = Label { distance: Worth::ZERO, via: NONE, search: 0 };
        let right_potential: Vec<Worth> = network.right.iter().map(|node| node.first).collect();
        Insertion {
            network,
            ceiling: right_potential.iter().copied().max().unwrap_or_default(),
            used: vec![false; network.arcs.len()],
            takes: vec![Vec::new(); network.right.len()],
            left_load: vec![0; network.left.len()],
            left_potential: vec![None; network.left.len()],
            right_potential,
            left_label: vec![unreached; network.left.len()],
            right_label: vec![unreached; network.right.len()],
            search: 0,
            heap: BinaryHeap::new(),
            settled: Vec::new(),
            best: (Worth::ZERO, End::Left(NONE)),
        }
    }

    /// Gives `start` one more place; returns whether it was filled.
    fn insert(&mut self, start: u32) -> bool {
        let place = self.network.left[start as usize].next(self.left_load[start as usize]);
        let potential = self.left_potential(start);
        let nothing = place + potential;
        if nothing <= Worth::ZERO {
            return false;
        }
        self.search += 1;
        self.heap.clear();
        self.settled.clear();
        self.best = (nothing, End::Left(start));
        let here = Label { distance: Worth::ZERO, via: NONE, search: self.search };
        self.left_label[start as usize] = here;
        self.heap.push(Reverse((Worth::ZERO, start)));
        self.find_end(start);
        self.settle_potentials();
        self.augment(start)
    }

    /// The potential of a left node; at its first insertion, that of its best arc.
    fn left_potential(&mut self, left: u32) -> Worth {
        let network = self.network;
        let best = || {
            let arcs = &network.arcs[network.row(left as usize)];
            arcs.iter().map(|arc| arc.gain() + self.right_potential[arc.right as usize]).max()
        };
        let potential = self.left_potential[left as usize].or_else(best).unwrap_or_default();
        self.left_potential[left as usize] = Some(potential);
        potential
    }

    /// Dijkstra's search from `start` until no node is nearer than the best end.
    fn find_end(&mut self, start: u32) {
        let lefts = self.network.left.len() as u32;
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance >= self.best.0 {
                break;
            }
            let label = if node < lefts {
                self.left_label[node as usize]
            } else {
                self.right_label[(node - lefts) as usize]
            };
            if distance > label.distance {
                continue;
            }
            self.settled.push((node, distance));
            if node < lefts {
                self.scan_left(node, distance, start);
            } else {
                self.scan_right(node - lefts, distance);
            }
        }
    }

    /// Looks at the pairs that a left node could make instead. Rows are sorted, so the rest is soon too far.
    fn scan_left(&mut self, left: u32, distance: Worth, start: u32) {
        let Some(potential) = self.left_potential[left as usize] else { return };
        let base = distance + potential;
        if left != start {
            let give_up = base + self.network.left[left as usize].last(self.left_load[left as usize]);
            self.offer_end(give_up, End::Left(left));
        }
        for at in self.network.row(left as usize) {
            let arc = self.network.arcs[at];
            let length = base - arc.gain();
            if length - self.ceiling >= self.best.0 {
                break;
            }
            if !self.used[at] {
                self.reach_right(arc.right, length - self.right_potential[arc.right as usize], at as u32);
            }
        }
    }

    fn reach_right(&mut self, right: u32, distance: Worth, via: u32) {
        let label = &mut self.right_label[right as usize];
        if distance >= self.best.0 || (label.search == self.search && label.distance <= distance) {
            return;
        }
        *label = Label { distance, via, search: self.search };
        let node = &self.network.right[right as usize];
        let load = self.takes[right as usize].len() as u32;
        if load < node.places {
            let end = distance + self.right_potential[right as usize] - node.next(load);
            self.offer_end(end, End::Right(right));
        }
        if load > 0 {
            self.heap.push(Reverse((distance, right + self.network.left.len() as u32)));
        }
    }

    /// Looks at the left nodes whose pair with this right node could make way.
    fn scan_right(&mut self, right: u32, distance: Worth) {
        let base = distance + self.right_potential[right as usize];
        for index in 0..self.takes[right as usize].len() {
            let at = self.takes[right as usize][index];
            let arc = self.network.arcs[at as usize];
            let Some(potential) = self.left_potential[arc.left as usize] else { continue };
            let distance = base + arc.gain() - potential;
            let label = &mut self.left_label[arc.left as usize];
            if distance < self.best.0 && (label.search != self.search || distance < label.distance) {
                *label = Label { distance, via: at, search: self.search };
                self.heap.push(Reverse((distance, arc.left)));
            }
        }
    }

    fn offer_end(&mut self, distance: Worth, end: End) {
        if distance < self.best.0 {
            self.best = (distance, end);
        }
    }

    /// Makes every arc of the path tight and keeps all others from becoming too short.
    fn settle_potentials(&mut self) {
        let lefts = self.network.left.len();
        for (node, distance) in &self.settled {
            let fall = self.best.0 - *distance;
            if let Some(right) = (*node as usize).checked_sub(lefts) {
                self.right_potential[right] = self.right_potential[right] - fall;
            } else {
                let left = &mut self.left_potential[*node as usize];
                *left = left.map(|potential| potential - fall);
            }
        }
    }

    /// Makes and breaks the pairs along the path; returns whether `start` has one more.
    fn augment(&mut self, start: u32) -> bool {
        let mut left = match self.best.1 {
            End::Right(right) => self.make(self.right_label[right as usize].via),
            End::Left(left) if left == start => return false,
            End::Left(left) => {
                self.left_load[left as usize] -= 1;
                left
            }
        };
        while left != start {
            let right = self.unmake(self.left_label[left as usize].via);
            left = self.make(self.right_label[right as usize].via);
        }
        self.left_load[start as usize] += 1;
        true
    }

    fn make(&mut self, at: u32) -> u32 {
        let arc = self.network.arcs[at as usize];
        self.used[at as usize] = true;
        self.takes[arc.right as usize].push(at);
        arc.left
    }

    fn unmake(&mut self, at: u32) -> u32 {
        let arc = self.network.arcs[at as usize];
        self.used[at as usize] = false;
        self.takes[arc.right as usize].retain(|other| *other != at);
        arc.right
    }
}
