//! Shortest paths from everybody who stands, all at once (Dijkstra, with rows read only as far as they matter).
//!
//! Each of those who stand grows a tree; trees do not overlap, so that one path of each tree can be used. A bidder's row
//! is entered through the line of cheapest items; the rest of it waits until the search has come as far as the
//! line's bound.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::NONE;
use super::placement::Placement;
use super::problem::OUTSIDE;

/// A search goes on for this many times the work up to the last path found, and this much more.
const PATIENCE: (usize, usize) = (2, 20_000);

/// What a search knows of a bidder or an item.
#[derive(Clone, Copy)]
struct Mark {
    distance: i64,
    /// The round in which it was found.
    round: u32,
    /// Who led there; [`NONE`] for those who stand.
    from: u32,
    /// In whose tree.
    root: u32,
    settled: bool,
}

const UNSEEN: Mark = Mark { distance: 0, round: 0, from: NONE, root: NONE, settled: false };

/// A search, kept from round to round.
pub(super) struct Search {
    round: u32,
    items: Vec<Mark>,
    /// Air comes last.
    bidders: Vec<Mark>,
    seen_items: Vec<u32>,
    seen_bidders: Vec<u32>,
    /// Items by number, then rests of rows by position.
    events: BinaryHeap<Reverse<(i64, u32)>>,
    /// At the current distance.
    ready_bidders: Vec<u32>,
    ready_items: Vec<u32>,
    distance: i64,
    work: usize,
    /// By root: the round in which its tree came to a free seat.
    arrived: Vec<u32>,
    ends: Vec<u32>,
}

impl Search {
    pub fn new(placement: &Placement) -> Search {
        let bidders = placement.item_of.len() + 1;
        Search {
            round: 0,
            items: vec![UNSEEN; placement.prices.len()],
            bidders: vec![UNSEEN; bidders],
            seen_items: Vec::new(),
            seen_bidders: Vec::new(),
            events: BinaryHeap::new(),
            ready_bidders: Vec::new(),
            ready_items: Vec::new(),
            distance: 0,
            work: 0,
            arrived: vec![0; bidders],
            ends: Vec::new(),
        }
    }

    /// Finds shortest paths, moves the prices so that they are tight, and moves people along one path a tree.
    /// Returns how many paths there were.
    pub fn run(&mut self, placement: &mut Placement, standing: &[u32]) -> usize {
        self.restart(standing);
        self.explore(placement, standing.len());
        self.move_prices(placement);
        for at in 0..self.ends.len() {
            let path = self.path(self.ends[at]);
            placement.shift(&path);
        }
        self.ends.len()
    }

    fn restart(&mut self, standing: &[u32]) {
        self.round += 1;
        self.events.clear();
        self.seen_items.clear();
        self.seen_bidders.clear();
        self.ready_items.clear();
        self.ends.clear();
        (self.distance, self.work) = (0, 0);
        self.ready_bidders = standing.to_vec();
        for who in standing {
            self.bidders[*who as usize] = Mark { round: self.round, root: *who, ..UNSEEN };
            self.seen_bidders.push(*who);
        }
    }

    fn explore(&mut self, placement: &Placement, roots: usize) {
        let mut last_end = 0;
        loop {
            let before = self.ends.len();
            self.settle_what_is_ready(placement, roots);
            if self.ends.len() > before {
                last_end = self.work;
            }
            let tired = self.work > PATIENCE.0 * last_end + PATIENCE.1;
            if self.ends.len() == roots || (!self.ends.is_empty() && tired) {
                return;
            }
            let Some(Reverse((distance, what))) = self.events.pop() else { return };
            self.distance = distance;
            let items = self.items.len() as u32;
            if what < items {
                let mark = &self.items[what as usize];
                if !mark.settled && mark.distance == distance {
                    self.ready_items.push(what);
                }
            } else {
                self.read_row(placement, what - items);
            }
        }
    }

    fn settle_what_is_ready(&mut self, placement: &Placement, roots: usize) {
        loop {
            if let Some(who) = self.ready_bidders.pop() {
                self.settle_bidder(placement, who);
            } else if let Some(item) = self.ready_items.pop() {
                self.settle_item(placement, item);
                if self.ends.len() == roots {
                    return;
                }
            } else {
                return;
            }
        }
    }

    fn settle_bidder(&mut self, placement: &Placement, who: u32) {
        let mark = self.bidders[who as usize];
        let base = mark.distance - placement.charges[who as usize];
        let problem = placement.problem;
        if who == placement.air() {
            for item in problem.items.iter().map(|item| *item as usize) {
                self.reach(who, item, base + placement.prices[item]);
            }
            self.work += problem.items.len();
            return;
        }
        if problem.short > 0 {
            self.reach(who, problem.nobody(), base + placement.prices[problem.nobody()]);
        }
        let line = placement.lines[who as usize];
        for one in line.kept() {
            let item = one.who as usize;
            self.reach(who, item, base + problem.costs.of_pair(*one) + placement.prices[item]);
        }
        self.work += line.kept().len();
        if line.bound < OUTSIDE {
            let rest = base + line.bound;
            if rest <= self.distance {
                self.read_row(placement, who);
            } else {
                self.events.push(Reverse((rest, self.items.len() as u32 + who)));
            }
        }
    }

    fn read_row(&mut self, placement: &Placement, who: u32) {
        let base = self.bidders[who as usize].distance - placement.charges[who as usize];
        let row = placement.problem.row(who as usize);
        for one in row {
            let item = one.who as usize;
            let cost = placement.problem.costs.of_pair(*one);
            self.reach(who, item, base + cost + placement.prices[item]);
        }
        self.work += row.len();
    }

    fn reach(&mut self, who: u32, item: usize, distance: i64) {
        let distance = distance.max(self.distance);
        let mark = &mut self.items[item];
        if distance >= OUTSIDE / 2 || (mark.round == self.round && distance >= mark.distance) {
            return;
        }
        if mark.round != self.round {
            self.seen_items.push(item as u32);
        }
        let root = self.bidders[who as usize].root;
        *mark = Mark { distance, round: self.round, from: who, root, settled: false };
        if distance == self.distance {
            self.ready_items.push(item as u32);
        } else {
            self.events.push(Reverse((distance, item as u32)));
        }
    }

    fn settle_item(&mut self, placement: &Placement, item: u32) {
        let mark = &mut self.items[item as usize];
        if std::mem::replace(&mut mark.settled, true) {
            return;
        }
        let mark = *mark;
        if placement.has_room(item as usize) && self.arrived[mark.root as usize] != self.round {
            self.arrived[mark.root as usize] = self.round;
            self.ends.push(item);
        }
        let sitting = placement.sitting_with(item as usize);
        self.work += sitting.len();
        for who in sitting.iter().copied() {
            let seen = &mut self.bidders[who as usize];
            if seen.round != self.round {
                // Who sits has their cheapest seat, so there is no way between them.
                *seen = Mark { from: item, settled: true, ..mark };
                self.seen_bidders.push(who);
                self.ready_bidders.push(who);
            }
        }
    }

    /// Raises everything that was found before the end, so that the paths cost nothing more.
    fn move_prices(&self, placement: &mut Placement) {
        for item in &self.seen_items {
            let rise = self.distance - self.items[*item as usize].distance;
            placement.prices[*item as usize] += rise.max(0);
        }
        for who in &self.seen_bidders {
            let rise = self.distance - self.bidders[*who as usize].distance;
            placement.charges[*who as usize] += rise.max(0);
        }
    }

    /// From who stands to the free seat.
    fn path(&self, end: u32) -> Vec<(u32, u32)> {
        let mut path = Vec::new();
        let mut item = end;
        while item != NONE {
            let who = self.items[item as usize].from;
            path.push((who, item));
            item = self.bidders[who as usize].from;
        }
        path.reverse();
        path
    }
}
