//! Good prices by an auction (Bertsekas, 1988): bidders bid for seats, in several rounds with ever smaller steps.
//!
//! Prices are integers in a scale fine enough for the smallest step. A bidder who bids raises the price of the best seat
//! until the second best is as good, and one step more; whoever held the seat bids again. When everybody sits, the
//! result is within one step for each bidder of the cheapest. The rest is done exactly, elsewhere: an auction that goes
//! on to the end fights over the last units for longer than everything else takes.

use super::NONE;
use super::line::Line;
use super::problem::{OUTSIDE, Problem, Side};
use super::seats::Seats;
use crate::instance::Allowed;

/// Steps get smaller by this factor.
const FACTOR: i64 = 10;
/// The first step, as a part of the highest cost.
const FIRST_STEP: i64 = 20;
/// One unit of cost is at least this many units of price.
const FINENESS: i64 = 256;
/// The last step, as a part of the unit of cost.
const LAST_STEP: i64 = 32;
/// In the first rounds prices move so fast that lines are not worth keeping.
const ROUNDS_BY_ROW: u32 = 2;
/// Bids for each bidder in one round before it is cut short: above the unit of cost, below it, and if it is the only one.
const PATIENCE: [u64; 3] = [300, 12, 80];
/// Nobody and items of other parts have no second best; then a bid raises the price by this many highest costs.
const LEAP: i64 = 8;

/// How an auction is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// In one round from price zero, where seats stay free.
    AtOnce,
    /// In several rounds with ever smaller steps, where no seat stays free.
    InSteps,
}

/// Where an auction ended.
pub(super) struct Auction<'a, 'g> {
    pub problem: &'a Problem<'g>,
    /// By item, then nobody: the price of the cheapest seat.
    pub prices: Vec<i64>,
    /// By position of the bidder: the item thatse seat they hold, or [`NONE`].
    pub held: Vec<u32>,
    pub lines: Vec<Line>,
    /// Prices are costs shifted left by this.
    pub shift: u32,
    seats: Seats,
    step: i64,
    queue: Queue,
}

impl<'a, 'g> Auction<'a, 'g> {
    /// Holds an auction; costs must not all be equal. `None` if one that is held at once does not come to an end.
    pub fn hold(problem: &'a Problem<'g>, manner: Manner) -> Option<Auction<'a, 'g>> {
        match manner {
            Manner::AtOnce => Auction::at_once(problem),
            Manner::InSteps => Some(Auction::in_steps(problem)),
        }
    }

    /// Sells everything of a part in which no seat stays free, in ever smaller steps.
    fn in_steps(problem: &'a Problem<'g>) -> Auction<'a, 'g> {
        let mut auction = Auction::announced(problem);
        let unit = auction.unit();
        let last = (unit / LAST_STEP).max(1);
        auction.step = ((i64::from(problem.costs.spread) << auction.shift) / FIRST_STEP).max(last);
        let mut round = 0;
        loop {
            auction.open();
            let all_sit = auction.sell(round < ROUNDS_BY_ROW, PATIENCE[usize::from(auction.step < unit)]);
            if auction.step <= last || (!all_sit && auction.step < unit) {
                return auction;
            }
            auction.step = (auction.step / FACTOR).max(last);
            round += 1;
        }
    }

    /// Sells a part in which seats stay free, in one round from price zero: then free seats are the cheapest.
    fn at_once(problem: &'a Problem<'g>) -> Option<Auction<'a, 'g>> {
        let mut auction = Auction::announced(problem);
        auction.step = (auction.unit() / LAST_STEP).max(1);
        auction.open();
        auction.sell(false, PATIENCE[2]).then_some(auction)
    }

    /// An auction in which nobody has bid yet.
    fn announced(problem: &'a Problem<'g>) -> Auction<'a, 'g> {
        let unit = i64::from(problem.costs.unit);
        let shift = (0..8).find(|shift| unit << shift >= FINENESS).unwrap_or(8);
        let mut auction = Auction {
            problem,
            prices: vec![OUTSIDE; problem.nobody() + 1],
            held: vec![NONE; problem.bidders.len()],
            lines: vec![Line::EMPTY; problem.bidders.len()],
            shift,
            seats: Seats::new(problem),
            step: 0,
            queue: Queue::new(problem.bidders.len()),
        };
        for item in &problem.items {
            auction.prices[*item as usize] = 0;
        }
        if problem.short > 0 {
            auction.prices[problem.nobody()] = 0;
        }
        auction
    }

    /// One unit of cost, as a price.
    fn unit(&self) -> i64 {
        i64::from(self.problem.costs.unit) << self.shift
    }

    fn value(&self, one: Allowed) -> i64 {
        (self.problem.costs.of_pair(one) << self.shift) + self.prices[one.who as usize]
    }

    /// Begins a round: whoever holds a seat that is within a step of their best keeps it, the others bid.
    fn open(&mut self) {
        self.seats.clear(self.problem, &self.prices);
        for at in 0..self.held.len() {
            let item = self.held[at];
            if item != NONE && self.is_content(at, item as usize) {
                self.seats.hold(self.problem, item as usize, at as u32);
            } else {
                self.held[at] = NONE;
                self.queue.push(at as u32);
            }
        }
    }

    /// Whether the seat that a bidder holds is within a step of the cheapest.
    fn is_content(&self, at: usize, item: usize) -> bool {
        let nobody = self.problem.nobody();
        let mut cheapest = self.prices[nobody];
        let mut own = if item == nobody { Some(self.prices[nobody]) } else { None };
        let line = &self.lines[at];
        let read = |rows: &[Allowed], cheapest: &mut i64, own: &mut Option<i64>| {
            for one in rows {
                let value = self.value(*one);
                *cheapest = value.min(*cheapest);
                if one.who as usize == item {
                    *own = Some(value);
                }
            }
        };
        read(line.kept(), &mut cheapest, &mut own);
        if own.is_none() || cheapest > line.bound {
            read(self.problem.row(at), &mut cheapest, &mut own);
        }
        own.is_some_and(|own| own <= cheapest.saturating_add(self.step))
    }

    /// Lets everybody in the queue bid until all sit (true), or each has bid `patience` times on average (false).
    fn sell(&mut self, by_row: bool, patience: u64) -> bool {
        let patience = patience * self.held.len() as u64;
        let leap = i64::from(self.problem.costs.spread + 1) << self.shift;
        let mut bids = 0;
        while let Some(at) = self.queue.pop() {
            if bids >= patience {
                self.queue.clear();
                self.level();
                return false;
            }
            bids += 1;
            let best = if by_row { self.best_of_row(at as usize) } else { self.best_of_line(at as usize) };
            let rise = (best.second - best.first).min(leap.saturating_mul(LEAP));
            let price = self.prices[best.item] + rise + self.step;
            let (evicted, cheapest) = self.seats.take(self.problem, best.item, at, price);
            self.prices[best.item] = cheapest;
            self.held[at as usize] = best.item as u32;
            if evicted != NONE {
                self.held[evicted as usize] = NONE;
                self.queue.push(evicted);
            }
        }
        self.level();
        true
    }

    fn best_of_row(&self, at: usize) -> Best {
        let mut best = Best::starting_with(self.problem.nobody(), self.prices[self.problem.nobody()]);
        self.compare(at, self.problem.row(at), &mut best);
        best
    }

    /// Looks for the two cheapest of some items.
    fn compare(&self, at: usize, items: &[Allowed], best: &mut Best) {
        if self.problem.side == Side::Mentees {
            for one in items {
                best.see(one.who as usize, self.value(*one));
            }
            return;
        }
        for one in items {
            let value = self.value(*one);
            if value < best.second && !self.has_twin(at, one.who) {
                best.see(one.who as usize, value);
            }
        }
    }

    /// Whether another place of the same mentor holds the item: places of one mentor do not bid against each other, or
    /// they would, step by step, since what the one holds is nearly as good to the other.
    fn has_twin(&self, at: usize, item: u32) -> bool {
        let bidders = &self.problem.bidders;
        bidders.get(self.seats.holder(self.problem, item) as usize) == Some(&bidders[at])
    }

    /// Makes all that the places of one mentor hold equally dear to them, by raising what is cheaper. Nobody else wants it
    /// more for that; and then each of the places has its best.
    fn level(&mut self) {
        if self.problem.side == Side::Mentees {
            return;
        }
        let mut start = 0;
        for twins in self.problem.bidders.chunk_by(|one, next| one == next) {
            let places = start..start + twins.len();
            start = places.end;
            let holding = places.filter(|at| self.held[*at] as usize <= self.problem.nobody());
            let worth = |at: usize| {
                let item = self.held[at] as usize;
                let cost = self.problem.cost(at, item) << self.shift;
                (item, cost, cost + self.prices[item])
            };
            let held: Vec<(usize, i64, i64)> = holding.map(worth).collect();
            let level = held.iter().map(|(_, _, value)| *value).max().unwrap_or(0);
            for (item, cost, _) in held.iter().filter(|(item, _, _)| *item != self.problem.nobody()) {
                self.prices[*item] = level - cost;
            }
        }
    }

    fn best_of_line(&mut self, at: usize) -> Best {
        let mut fresh = false;
        loop {
            let nobody = self.problem.nobody();
            let mut best = Best::starting_with(nobody, self.prices[nobody]);
            let line = &self.lines[at];
            self.compare(at, line.kept(), &mut best);
            if best.second <= line.bound {
                return best;
            }
            if fresh {
                return self.best_of_row(at);
            }
            self.lines[at] = Line::read(self.problem.row(at), |one| self.value(one));
            fresh = true;
        }
    }
}

/// The two cheapest of those seen.
struct Best {
    item: usize,
    first: i64,
    second: i64,
}

impl Best {
    fn starting_with(item: usize, value: i64) -> Best {
        Best { item, first: value, second: i64::MAX }
    }

    /// Without a branch: which of a row is the cheapest cannot be foreseen.
    fn see(&mut self, item: usize, value: i64) {
        self.second = self.second.min(self.first.max(value));
        self.item = if value < self.first { item } else { self.item };
        self.first = self.first.min(value);
    }
}

/// Bidders who will bid, first come first served; nobody is in it twice.
struct Queue {
    ring: Vec<u32>,
    head: usize,
    count: usize,
}

impl Queue {
    fn new(bidders: usize) -> Queue {
        Queue { ring: vec![0; bidders.next_power_of_two()], head: 0, count: 0 }
    }

    fn push(&mut self, at: u32) {
        let mask = self.ring.len() - 1;
        self.ring[(self.head + self.count) & mask] = at;
        self.count += 1;
    }

    fn pop(&mut self) -> Option<u32> {
        if self.count == 0 {
            return None;
        }
        let one = self.ring[self.head];
        self.head = (self.head + 1) & (self.ring.len() - 1);
        self.count -= 1;
        Some(one)
    }

    fn clear(&mut self) {
        self.count = 0;
    }
}
