//! Shortest paths, one after another: for everybody who still wants something, to a free seat or to somebody who goes without
//! (Dijkstra, with rows read only as far as they can matter).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::super::NONE;
use super::hall::{Hall, Seat};

/// So many paths are found before it is foreseen what all will take.
const ENOUGH: usize = 4;

/// Finds a path for everybody. False as soon as it can be foreseen that more than `patience` pairs would be read.
pub(super) fn find(hall: &mut Hall, patience: usize) -> bool {
    for bidder in hall.bidders.iter_mut().filter(|one| one.level >= hall.without) {
        // What they want costs more than going without.
        bidder.free = 0;
    }
    let left: usize = hall.bidders.iter().map(|one| one.free as usize).sum();
    let mut search = Search::of(hall);
    let mut found = 0;
    for who in 0..hall.bidders.len() as u32 {
        while hall.bidders[who as usize].free > 0 {
            let foreseen = if found < ENOUGH { search.work } else { search.work / found * left };
            if foreseen > patience {
                return false;
            }
            search.run(hall, who);
            found += 1;
        }
    }
    true
}

struct Search {
    round: u32,
    /// Items by their distance.
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    seen: Vec<u32>,
    settled: Vec<u32>,
    /// The shortest way found so far, and where it ends.
    best: i64,
    end: End,
    work: usize,
}

/// Where a path ends.
#[derive(Clone, Copy)]
enum End {
    /// At a free seat of an item.
    Seat(u32),
    /// At a bidder who gives a seat up and goes without.
    Without(u32),
}

impl Search {
    fn of(hall: &Hall) -> Search {
        Search {
            round: 0,
            heap: BinaryHeap::new(),
            seen: Vec::with_capacity(hall.bidders.len()),
            settled: Vec::with_capacity(hall.items.len()),
            best: 0,
            end: End::Without(NONE),
            work: 0,
        }
    }

    fn run(&mut self, hall: &mut Hall, source: u32) {
        self.round += 1;
        self.heap.clear();
        self.seen.clear();
        self.settled.clear();
        (self.best, self.end) = (i64::MAX, End::Without(source));
        self.visit(hall, source, NONE, 0);
        while let Some(Reverse((distance, item))) = self.heap.pop().filter(|next| next.0.0 < self.best) {
            if distance > hall.items[item as usize].distance {
                continue;
            }
            self.settled.push(item);
            for at in 0..hall.taken(item as usize).len() {
                let holder = hall.taken(item as usize)[at].holder;
                if hall.bidders[holder as usize].round != self.round {
                    self.visit(hall, holder, item, distance);
                }
            }
        }
        self.move_prices(hall);
        self.shift(hall, source);
    }

    /// Looks where a bidder could go instead.
    fn visit(&mut self, hall: &mut Hall, who: u32, from: u32, distance: i64) {
        let sides = hall.sides;
        let bidder = &mut hall.bidders[who as usize];
        (bidder.round, bidder.from, bidder.distance) = (self.round, from, distance);
        self.seen.push(who);
        let base = distance - bidder.level;
        if base + hall.without < self.best {
            (self.best, self.end) = (base + hall.without, End::Without(who));
        }
        let row = sides.row(who);
        self.work += row.len();
        for one in row {
            let cost = sides.costs.of_pair(*one);
            if base + sides.least_after(cost) >= self.best {
                break;
            }
            let item = &mut hall.items[one.who as usize];
            let there = base + cost + item.price();
            if there >= self.best || (item.round == self.round && there >= item.distance) {
                continue;
            }
            (item.round, item.distance, item.from) = (self.round, there, who);
            if item.room > 0 {
                (self.best, self.end) = (there, End::Seat(one.who));
            } else {
                self.heap.push(Reverse((there, one.who)));
            }
        }
    }

    /// Raises everything that was found before the end, so that the path costs nothing more.
    fn move_prices(&self, hall: &mut Hall) {
        for who in &self.seen {
            let bidder = &mut hall.bidders[*who as usize];
            bidder.level += self.best - bidder.distance;
        }
        for item in &self.settled {
            let item = &mut hall.items[*item as usize];
            item.rise(self.best - item.distance);
        }
    }

    /// Everybody on the path moves on, from its end.
    fn shift(&self, hall: &mut Hall, source: u32) {
        hall.bidders[source as usize].free -= 1;
        let mut who = match self.end {
            End::Without(who) => who,
            End::Seat(item) => {
                let holder = hall.items[item as usize].from;
                hall.seat(item as usize, Seat { holder, bid: 0 });
                holder
            }
        };
        while who != source {
            let left = hall.bidders[who as usize].from as usize;
            let next = hall.items[left].from;
            if let Some(seat) = hall.taken_mut(left).iter_mut().find(|seat| seat.holder == who) {
                seat.holder = next;
            }
            who = next;
        }
    }
}
