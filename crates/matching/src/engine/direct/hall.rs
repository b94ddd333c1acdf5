//! Everybody of both sides: prices, who holds what, and what a search knows of them.

use super::super::NONE;
use super::WITHOUT;
use super::sides::Sides;

/// Where in a number that can be compared a price begins: above whose the item is, and a position in a row.
pub(super) const PRICE: u32 = WHOSE + 2;
pub(super) const WHOSE: u32 = 20;
/// Whose it is, if not their own (zero): of what costs the same, bidders want what they have, and then what is free.
pub(super) const WHOSE_BITS: u64 = 3;
const FREE: u64 = 1;
const TAKEN: u64 = 2;

/// Somebody who bids.
#[derive(Clone, Copy)]
pub(super) struct Bidder {
    /// Cost and price of what they hold; nothing costs less.
    pub level: i64,
    /// How many more items they want.
    pub free: u32,
    /// The search that found them, how far away, and at which item.
    pub round: u32,
    pub distance: i64,
    pub from: u32,
}

/// Something to bid for: 32 bytes, since a search reads nearly all of them.
#[derive(Clone, Copy)]
pub(super) struct Item {
    /// The price, zero while there is room, and whether it is full: see [`PRICE`].
    pub ask: u64,
    /// How many of its seats are free.
    pub room: u32,
    /// Its first seat.
    pub first: u32,
    /// The search that found it, how far away, and from which bidder.
    pub round: u32,
    pub from: u32,
    pub distance: i64,
}

/// A seat that is taken.
#[derive(Clone, Copy)]
pub(super) struct Seat {
    pub holder: u32,
    /// What was bid for it; the price is what was bid for the cheapest.
    pub bid: i64,
}

/// A market while it is settled. At all times nobody who holds something would find anything else cheaper.
pub(super) struct Hall<'a> {
    pub sides: &'a Sides<'a>,
    pub bidders: Vec<Bidder>,
    pub items: Vec<Item>,
    /// Those of one item stand together, the taken ones first.
    seats: Vec<Seat>,
    /// What going without costs.
    pub without: i64,
}

impl<'a> Hall<'a> {
    /// Nobody has anything yet, and nothing has a price.
    pub fn of(sides: &'a Sides<'a>) -> Hall<'a> {
        let without = WITHOUT + i64::from(sides.costs.highest);
        let bidder = |wanted: &u32| Bidder {
            level: if *wanted == 0 { without } else { 0 },
            free: *wanted,
            round: 0,
            distance: 0,
            from: NONE,
        };
        let item = |ends: &[u32]| Item {
            ask: FREE << WHOSE,
            room: ends[1] - ends[0],
            first: ends[0],
            round: 0,
            from: NONE,
            distance: 0,
        };
        let seats = sides.seats.last().copied().unwrap_or(0) as usize;
        Hall {
            sides,
            bidders: sides.wanted.iter().map(bidder).collect(),
            items: sides.seats.windows(2).map(item).collect(),
            seats: vec![Seat { holder: NONE, bid: 0 }; seats],
            without,
        }
    }

    /// The seats of an item that are taken.
    pub fn taken(&self, item: usize) -> &[Seat] {
        let Item { first, room, .. } = self.items[item];
        &self.seats[first as usize..(self.sides.seats[item + 1] - room) as usize]
    }

    /// The same, to change who holds them.
    pub fn taken_mut(&mut self, item: usize) -> &mut [Seat] {
        let Item { first, room, .. } = self.items[item];
        &mut self.seats[first as usize..(self.sides.seats[item + 1] - room) as usize]
    }

    /// Whether a bidder holds an item's first seat.
    pub fn is_held_by(&self, item: &Item, who: u32) -> bool {
        self.seats[item.first as usize].holder == who
    }

    /// Gives a free seat of an item to a bidder.
    pub fn seat(&mut self, item: usize, seat: Seat) {
        self.seats[(self.sides.seats[item + 1] - self.items[item].room) as usize] = seat;
        self.items[item].room -= 1;
        if self.items[item].room == 0 {
            self.items[item].ask += (TAKEN - FREE) << WHOSE;
        }
    }
}

impl Item {
    #[inline]
    pub fn price(&self) -> i64 {
        (self.ask >> PRICE) as i64
    }

    /// Raises the price.
    pub fn rise(&mut self, by: i64) {
        self.ask += (by as u64) << PRICE;
    }
}
