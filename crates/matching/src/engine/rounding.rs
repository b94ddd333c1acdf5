//! From prices in an auction's fine scale to prices in units of cost.
//!
//! All prices are rounded down to a lattice. Where the lattice lies is free, and it is laid so that the fewest pairs
//! come apart: a pair does if a lattice point lies between the value of the cheapest seat and that of its own.

use super::NONE;
use super::auction::Auction;
use super::problem::OUTSIDE;

/// How many positions of the lattice are tried.
const POSITIONS: i64 = 256;

/// A lattice in an auction's scale.
#[derive(Clone, Copy)]
pub(super) struct Rounding {
    /// Distance of the points.
    pitch: i64,
    offset: i64,
    /// The same distance in units of cost.
    unit: i64,
}

impl Rounding {
    /// The lattice that takes the fewest pairs of an auction apart.
    pub fn of(auction: &Auction) -> Rounding {
        let unit = i64::from(auction.problem.costs.unit);
        let mut lattice = Rounding { pitch: unit << auction.shift, offset: 0, unit };
        let position = lattice.best_position(auction);
        lattice.offset = position * lattice.pitch / POSITIONS;
        lattice
    }

    /// A price or a bound in units of cost; what is out of reach stays so.
    pub fn down(self, price: i64) -> i64 {
        if price >= OUTSIDE {
            return OUTSIDE;
        }
        if price == i64::MIN {
            return price;
        }
        (price - self.offset).div_euclid(self.pitch) * self.unit
    }

    fn best_position(self, auction: &Auction) -> i64 {
        // Where the number of broken pairs changes, as the lattice moves.
        let mut change = vec![0i64; POSITIONS as usize + 1];
        for (at, item) in auction.held.iter().copied().enumerate() {
            if item != NONE
                && let Some((cheapest, own)) = values(auction, at, item as usize)
            {
                self.note(&mut change, cheapest, own);
            }
        }
        let mut broken = 0;
        let counted = (0..POSITIONS).map(|position| {
            broken += change[position as usize];
            (broken, position)
        });
        counted.min().map_or(0, |(_, position)| position)
    }

    /// Notes the positions at which a pair comes apart.
    fn note(self, change: &mut [i64], cheapest: i64, own: i64) {
        let (from, to) = (self.positions_up_to(cheapest), self.positions_up_to(own));
        if to - from >= POSITIONS || from == to {
            return;
        }
        let (from, to) = (from.rem_euclid(POSITIONS), to.rem_euclid(POSITIONS));
        change[from as usize] += 1;
        change[to as usize] -= 1;
        if to < from {
            change[0] += 1;
        }
    }

    /// How many positions of lattice points there are up to a value, counted from zero.
    fn positions_up_to(self, value: i64) -> i64 {
        let within = value.rem_euclid(self.pitch);
        value.div_euclid(self.pitch) * POSITIONS + (POSITIONS * (within + 1) + self.pitch - 1) / self.pitch
    }
}

/// The values of a bidder's cheapest seat and of their own.
fn values(auction: &Auction, at: usize, item: usize) -> Option<(i64, i64)> {
    let problem = auction.problem;
    let nobody = problem.nobody();
    let (mut cheapest, mut own) = (auction.prices[nobody], (item == nobody).then(|| auction.prices[nobody]));
    let mut read = |row: &[crate::instance::Allowed], cheapest: &mut i64| {
        for one in row {
            let value = (problem.costs.of_pair(*one) << auction.shift) + auction.prices[one.who as usize];
            *cheapest = value.min(*cheapest);
            if one.who as usize == item {
                own = Some(value);
            }
        }
    };
    let line = &auction.lines[at];
    read(line.kept(), &mut cheapest);
    if cheapest > line.bound || !line.kept().iter().any(|one| one.who as usize == item) {
        read(problem.row(at), &mut cheapest);
    }
    own.map(|own| (cheapest, own))
}
