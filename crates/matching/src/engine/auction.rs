//! Good prices by an auction (Bertsekas, 1988): bidders bid for seats, in several rounds with ever smaller steps.
//!
//! Prices are integers in a scale fine enough for the smallest step. A bidder who bids raises the price of the best seat
//! until the second best is as good, and one step more; whoever held the seat bids again. When everybody sits, the
//! result is within one step for each bidder of the cheapest. The rest is done exactly, elsewhere: an auction that goes
//! on to the end fights over the last units for longer than everything else takes.

use std::collections::VecDeque;

use super::NONE;
use super::joint::Joint;
use super::line::Line;
use super::prefetch::{prefetch, prefetch_row};
use super::problem::{OUTSIDE, Problem, Side};
use super::reduction::Reduction;
use super::rounds::{self, Manner, Round};
use super::seats::Seats;
use crate::instance::Allowed;

/// One unit of cost is at least this many units of price.
const FINENESS: i64 = 256;
/// Nobody and items of other parts have no second best; then a bid raises the price by this many highest costs.
const LEAP: i64 = 8;
/// How many bids ahead the cache is told what will be read.
const AHEAD: usize = 6;

/// Where an auction ended.
pub(super) struct Auction<'a, 'g> {
    pub problem: &'a Problem<'g>,
    /// By item, then nobody: the price of the cheapest seat.
    pub prices: Vec<i64>,
    /// By position of the bidder: the item whose seat they hold, or [`NONE`].
    pub held: Vec<u32>,
    pub lines: Vec<Line>,
    /// Prices are costs shifted left by this.
    pub shift: u32,
    pub seats: Seats,
    step: i64,
    /// Who will bid, first come first served; nobody is in it twice.
    queue: VecDeque<u32>,
}

impl<'a, 'g> Auction<'a, 'g> {
    /// Holds an auction from price zero, where seats stay free. `None` if it does not come to an end.
    pub fn from_zero(problem: &'a Problem<'g>, manner: Manner) -> Option<Auction<'a, 'g>> {
        let mut auction = Auction::announced(problem);
        let spread = i64::from(problem.costs.spread) << auction.shift;
        auction.hold(&rounds::of(manner, auction.unit(), spread)).then_some(auction)
    }

    /// Holds an auction in several rounds, from prices near those at which it will end, if there are any.
    pub fn in_steps(problem: &'a Problem<'g>, first: Option<Reduction>) -> Auction<'a, 'g> {
        let mut auction = Auction::announced(problem);
        let mut spread = i64::from(problem.costs.spread);
        if let Some(first) = first {
            for (item, price) in problem.items.iter().zip(first.prices) {
                auction.prices[*item as usize] = price << auction.shift;
            }
            spread = first.spread;
        }
        auction.hold(&rounds::of(Manner::InSteps, auction.unit(), spread << auction.shift));
        auction
    }

    /// Whether everybody sits in the end.
    fn hold(&mut self, rounds: &[Round]) -> bool {
        if self.problem.side == Side::Mentees || !Joint::takes(self.problem) {
            return self.go_through(rounds);
        }
        let all_sit = Joint::of(self).hold(rounds);
        self.level();
        all_sit
    }

    /// Whether everybody sits after the last round.
    fn go_through(&mut self, rounds: &[Round]) -> bool {
        for round in rounds {
            self.step = round.step;
            self.fall(round.fall);
            self.open();
            let all_sit = self.sell(round);
            self.level();
            if !all_sit && round.is_fine {
                return false;
            }
        }
        true
    }

    /// Brings all prices down by the same, but not below zero.
    fn fall(&mut self, by: i64) {
        if by == 0 {
            return;
        }
        for item in &self.problem.items {
            let price = &mut self.prices[*item as usize];
            *price = (*price - by).max(0);
        }
        self.lines.iter_mut().for_each(|line| line.fall(by));
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
            queue: VecDeque::with_capacity(problem.bidders.len()),
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

    /// Cost and price of an item.
    pub fn value(&self, one: Allowed) -> i64 {
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
                self.queue.push_back(at as u32);
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

    /// How much a bid raises a price at most, beside the step.
    pub fn leap(&self) -> i64 {
        (i64::from(self.problem.costs.spread + 1) << self.shift).saturating_mul(LEAP)
    }

    /// Lets everybody in the queue bid until all sit (true), or patience is at an end (false).
    fn sell(&mut self, round: &Round) -> bool {
        let patience = round.patience * self.held.len() as u64;
        let leap = self.leap();
        let mut reading = Reading::of(round);
        let mut bids = 0;
        while let Some(at) = self.queue.pop_front() {
            if bids >= patience {
                self.queue.clear();
                return false;
            }
            bids += 1;
            let by_row = reading.is_by_row(bids);
            self.announce(by_row);
            let best = if by_row {
                self.best_of_row(at as usize)
            } else {
                self.best_of_line(at as usize, &mut reading.misses)
            };
            let price = self.prices[best.item] + (best.second - best.first).min(leap) + self.step;
            let (evicted, cheapest) = self.seats.take(self.problem, best.item, at, price);
            self.prices[best.item] = cheapest;
            self.held[at as usize] = best.item as u32;
            if evicted != NONE {
                self.held[evicted as usize] = NONE;
                self.queue.push_back(evicted);
            }
        }
        true
    }

    /// Has the cache get what somebody will read who bids soon.
    fn announce(&self, by_row: bool) {
        if by_row && let Some(later) = self.queue.get(2 * AHEAD) {
            self.problem.announce(*later as usize);
        }
        match self.queue.get(AHEAD) {
            Some(soon) if by_row => prefetch_row(self.problem.row(*soon as usize)),
            Some(soon) => prefetch(&self.lines[*soon as usize]),
            None => {}
        }
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

    fn best_of_line(&mut self, at: usize, misses: &mut u64) -> Best {
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
            *misses += 1;
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

/// Whether bidders read their rows or their lines. Where all is nearly equally good, lines are out of date as soon as they
/// are read.
struct Reading {
    by_row: bool,
    always: bool,
    /// Lines that had to be read anew, in this stretch of bids.
    misses: u64,
}

impl Reading {
    /// How many bids there are in a stretch; and after how many stretches by row lines are tried again.
    const STRETCH: u64 = 4096;
    const TRY_AGAIN: u64 = 16;

    fn of(round: &Round) -> Reading {
        Reading { by_row: round.by_row, always: round.by_row, misses: 0 }
    }

    /// Decides anew at the end of each stretch.
    fn is_by_row(&mut self, bids: u64) -> bool {
        if bids.is_multiple_of(Self::STRETCH) && !self.always {
            let try_lines = self.by_row && (bids / Self::STRETCH).is_multiple_of(Self::TRY_AGAIN);
            self.by_row = if self.by_row { !try_lines } else { self.misses * 2 > Self::STRETCH };
            self.misses = 0;
        }
        self.by_row
    }
}
