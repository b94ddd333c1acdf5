//! Who sits where in a part while the exact finish works on it, with prices in units of cost.
//!
//! At all times everybody who sits has their cheapest seat (complementary slackness). What changes is how many still
//! stand: when nobody does, the placement is the cheapest there is.

use super::NONE;
use super::auction::Auction;
use super::line::Line;
use super::problem::{OUTSIDE, Priced, Problem};
use super::rounding::Rounding;

/// A placement in which some may stand. Bidders are meant by position; air comes after them.
pub(super) struct Placement<'a, 'g> {
    pub problem: &'a Problem<'g>,
    /// By item, then nobody.
    pub prices: Vec<i64>,
    /// By bidder, then air: cost and price of the cheapest seat.
    pub charges: Vec<i64>,
    /// By bidder: bounds are in units of cost here.
    pub lines: Vec<Line>,
    /// By bidder: their item, or nobody, or [`NONE`] if they stand.
    pub item_of: Vec<u32>,
    seat_of: Vec<u32>,
    /// By seat: who sits there; the first `taken` of each item count.
    seats: Vec<u32>,
    taken: Vec<u32>,
    /// Seats' worth of air that have no seat yet.
    pub loose_air: u32,
}

impl<'a, 'g> Placement<'a, 'g> {
    /// Rounds the prices of an auction; who then no longer has their cheapest seat stands up.
    pub fn after(auction: Auction<'a, 'g>) -> Placement<'a, 'g> {
        let rounding = Rounding::of(&auction);
        let problem = auction.problem;
        let bidders = problem.bidders.len();
        let mut placement = Placement {
            problem,
            prices: auction.prices.iter().map(|price| rounding.down(*price)).collect(),
            charges: vec![0; bidders + 1],
            lines: auction.lines,
            item_of: vec![NONE; bidders],
            seat_of: vec![NONE; bidders],
            seats: vec![NONE; problem.seat_count()],
            taken: vec![0; problem.nobody() + 1],
            loose_air: problem.air,
        };
        for (at, item) in auction.held.iter().copied().enumerate() {
            placement.lines[at].bound = rounding.down(placement.lines[at].bound);
            placement.charge(at);
            if item != NONE && placement.value(at, item as usize) == placement.charges[at] {
                placement.sit_down(at as u32, item as usize);
            }
        }
        placement.let_air_in();
        placement
    }

    /// Looks up a bidder's cheapest seat, and reads their row anew if the line does not hold it.
    fn charge(&mut self, at: usize) {
        let nobody = self.prices[self.problem.nobody()];
        let value = |prices: &[i64], one| self.problem.costs.of_pair(one) + prices[one.who as usize];
        let known = self.lines[at].kept().iter().map(|one| value(&self.prices, *one)).min();
        let mut charge = known.unwrap_or(OUTSIDE).min(nobody);
        if self.lines[at].bound <= charge {
            self.lines[at] = Line::read(self.problem.row(at), |one| value(&self.prices, one));
            let known = self.lines[at].kept().iter().map(|one| value(&self.prices, *one)).min();
            charge = known.unwrap_or(OUTSIDE).min(nobody);
        }
        self.charges[at] = charge;
    }

    /// Cost and price of a bidder's pair.
    pub fn value(&self, at: usize, item: usize) -> i64 {
        let cost = match self.lines[at].score(item) {
            Some(score) if item != self.problem.nobody() => {
                i64::from(self.problem.costs.highest) - i64::from(score)
            }
            _ => self.problem.cost(at, item),
        };
        cost + self.prices[item]
    }

    /// Air takes free seats of the lowest price.
    fn let_air_in(&mut self) {
        if self.problem.air == 0 {
            return;
        }
        let prices = self.problem.items.iter().map(|item| self.prices[*item as usize]);
        let lowest = prices.min().unwrap_or(0);
        let air = self.air();
        self.charges[air as usize] = lowest;
        for item in self.problem.items.iter().map(|item| *item as usize) {
            while self.prices[item] == lowest && self.loose_air > 0 && self.has_room(item) {
                self.sit_down(air, item);
            }
        }
    }

    /// The position of air.
    pub fn air(&self) -> u32 {
        self.item_of.len() as u32
    }

    pub fn has_room(&self, item: usize) -> bool {
        (self.taken[item] as usize) < self.problem.seats(item).len()
    }

    /// Who sits with an item, or with nobody; air among them.
    pub fn sitting_with(&self, item: usize) -> &[u32] {
        let start = self.problem.starts[item] as usize;
        &self.seats[start..start + self.taken[item] as usize]
    }

    /// Everybody who stands, once; air too if any is loose.
    pub fn standing(&self) -> Vec<u32> {
        let stands = |at: &u32| self.item_of[*at as usize] == NONE;
        let mut standing: Vec<u32> = (0..self.air()).filter(stands).collect();
        if self.loose_air > 0 {
            standing.push(self.air());
        }
        standing
    }

    fn sit_down(&mut self, who: u32, item: usize) {
        let seat = self.problem.starts[item] + self.taken[item];
        self.taken[item] += 1;
        if who == self.air() {
            self.loose_air -= 1;
        }
        self.put(who, item, seat);
    }

    fn put(&mut self, who: u32, item: usize, seat: u32) {
        self.seats[seat as usize] = who;
        if who != self.air() {
            self.item_of[who as usize] = item as u32;
            self.seat_of[who as usize] = seat;
        }
    }

    /// Everybody on an alternating path moves on: `path[0]` stands, and the last item has room.
    pub fn shift(&mut self, path: &[(u32, u32)]) {
        let Some(((first, item), _)) = path.split_first() else { return };
        let mut moving = *first;
        let mut item = *item as usize;
        if moving == self.air() {
            self.loose_air -= 1;
        }
        for (next, to) in &path[1..] {
            let seat = self.seat_with(*next, item);
            self.put(moving, item, seat);
            (moving, item) = (*next, *to as usize);
        }
        let seat = self.problem.starts[item] + self.taken[item];
        self.taken[item] += 1;
        self.put(moving, item, seat);
    }

    fn seat_with(&self, who: u32, item: usize) -> u32 {
        if who != self.air() {
            return self.seat_of[who as usize];
        }
        let at = self.sitting_with(item).iter().position(|other| *other == who).unwrap_or(0);
        self.problem.starts[item] + at as u32
    }

    /// The result, when everybody sits.
    pub fn into_priced(self) -> Priced {
        let air = self.charges[self.item_of.len()];
        let (item_of, prices) = (self.item_of, self.prices);
        Priced { item_of, prices, charges: self.charges, air, lines: self.lines }
    }
}
