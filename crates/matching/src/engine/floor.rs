//! What everybody at an auction sees: the prices, and who holds which seat.

use std::ops::Range;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;

use super::problem::{OUTSIDE, Problem, Side};
use super::seats::Seats;
use crate::instance::Allowed;
use crate::two::{self, both};

/// One unit of cost is at least this many units of price.
const FINENESS: i64 = 256;
/// Nobody and items of other parts have no second best; then a bid raises the price by this many highest costs.
const LEAP: i64 = 8;

/// Prices and seats. Within a round prices only rise, so that a price read a moment ago is at most too low.
pub(super) struct Floor<'a, 'g> {
    pub problem: &'a Problem<'g>,
    /// By item, then nobody: the price of the cheapest seat.
    prices: Vec<AtomicI64>,
    pub seats: Seats,
    /// Prices are costs shifted left by this.
    pub shift: u32,
    /// A bid raises a price by at least this.
    pub step: i64,
}

impl<'a, 'g> Floor<'a, 'g> {
    /// An auction in which nobody has bid yet: all prices are zero.
    pub fn new(problem: &'a Problem<'g>) -> Floor<'a, 'g> {
        let unit = i64::from(problem.costs.unit);
        let shift = (0..8).find(|shift| unit << shift >= FINENESS).unwrap_or(8);
        let prices = (0..=problem.nobody()).map(|_| AtomicI64::new(OUTSIDE)).collect();
        let mut floor = Floor { problem, prices, seats: Seats::new(problem), shift, step: 0 };
        for item in &problem.items {
            floor.ask(*item as usize, 0);
        }
        if problem.short > 0 {
            floor.ask(problem.nobody(), 0);
        }
        floor
    }

    /// Sets a price.
    pub fn ask(&mut self, item: usize, price: i64) {
        *self.prices[item].get_mut() = price;
    }

    /// Brings all prices down by the same, but not below zero.
    pub fn fall(&mut self, by: i64) {
        for item in &self.problem.items {
            let price = self.prices[*item as usize].get_mut();
            *price = (*price - by).max(0);
        }
    }

    /// Frees all seats, at the prices of their items.
    pub fn clear(&mut self) {
        self.seats.clear(self.problem, &self.prices);
    }

    #[inline]
    pub fn price(&self, item: usize) -> i64 {
        self.prices[item].load(Relaxed)
    }

    /// The price of having nobody.
    pub fn alone(&self) -> i64 {
        self.price(self.problem.nobody())
    }

    /// Cost and price of an item.
    #[inline]
    pub fn value(&self, one: Allowed) -> i64 {
        (self.problem.costs.of_pair(one) << self.shift) + self.price(one.who as usize)
    }

    /// One unit of cost, as a price.
    pub fn unit(&self) -> i64 {
        i64::from(self.problem.costs.unit) << self.shift
    }

    /// How much a bid raises a price at most, beside the step.
    pub fn leap(&self) -> i64 {
        (i64::from(self.problem.costs.spread + 1) << self.shift).saturating_mul(LEAP)
    }

    /// Gives the item's cheapest seat to a bidder; returns who held it, or `NONE`. `None` if the price has meanwhile risen
    /// too far.
    #[inline]
    pub fn take<const SHARED: bool>(&self, item: usize, holder: u32, price: i64) -> Option<u32> {
        self.seats.take::<SHARED>(self.problem, item, [price, self.step], holder, &self.prices[item])
    }

    /// Makes all that the places of one mentor hold equally dear to them, by raising what is cheaper. Nobody else wants it
    /// more for that; and then each of the places has its best. `held`: by position of the bidder, the item.
    pub fn level(&mut self, held: &[u32]) {
        if self.problem.side == Side::Mentees {
            return;
        }
        let bidders = &self.problem.bidders;
        let half = bidders.len() / 2;
        let middle =
            half + bidders[half..].iter().take_while(|one| Some(*one) == bidders[half..].first()).count();
        let (low, high) = both(
            bidders.len() >= two::ENOUGH,
            || self.levelled(held, 0..middle),
            || self.levelled(held, middle..bidders.len()),
        );
        for (item, price) in low.into_iter().chain(high) {
            self.ask(item as usize, price);
        }
    }

    /// The items of some places whose prices are to rise, and to what.
    fn levelled(&self, held: &[u32], places: Range<usize>) -> Vec<(u32, i64)> {
        let nobody = self.problem.nobody() as u32;
        let (mut raised, mut worth) = (Vec::new(), Vec::new());
        let mut start = places.start;
        for twins in self.problem.bidders[places].chunk_by(|one, next| one == next) {
            worth.clear();
            for (at, item) in
                (start..).zip(&held[start..start + twins.len()]).filter(|(_, item)| **item <= nobody)
            {
                let cost = self.problem.cost(at, *item as usize) << self.shift;
                worth.push((*item, cost, cost + self.price(*item as usize)));
            }
            start += twins.len();
            let level = worth.iter().map(|(_, _, value)| *value).max().unwrap_or(0);
            let less = worth.iter().filter(|(item, _, value)| *item != nobody && *value < level);
            raised.extend(less.map(|(item, cost, _)| (*item, level - cost)));
        }
        raised
    }

    /// The prices, in the end.
    pub fn into_prices(self) -> Vec<i64> {
        self.prices.into_iter().map(AtomicI64::into_inner).collect()
    }
}
