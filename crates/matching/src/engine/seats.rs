//! The seats of an auction: each with a price and, once somebody bid for it, a holder.

use super::NONE;
use super::problem::Problem;

#[derive(Clone, Copy)]
struct Seat {
    /// Twice the price, and one more if it is held: of equal prices, free seats are the cheapest.
    key: i64,
    holder: u32,
}

/// All seats; those of one item are a heap with the cheapest on top.
pub(super) struct Seats {
    seats: Vec<Seat>,
    /// By item, while holders are put back: how many seats are held.
    held: Vec<u32>,
}

impl Seats {
    pub fn new(problem: &Problem) -> Seats {
        let seats = vec![Seat { key: 0, holder: NONE }; problem.seat_count()];
        Seats { seats, held: vec![0; problem.nobody() + 1] }
    }

    /// Frees all seats and gives every item's the same price.
    pub fn clear(&mut self, problem: &Problem, prices: &[i64]) {
        self.held.fill(0);
        for item in problem.items.iter().map(|item| *item as usize).chain([problem.nobody()]) {
            self.seats[problem.seats(item)].fill(Seat { key: prices[item] << 1, holder: NONE });
        }
    }

    /// Puts a holder back on a free seat at its price. Only between [`Seats::clear`] and the first bid.
    pub fn hold(&mut self, problem: &Problem, item: usize, holder: u32) {
        self.held[item] += 1;
        // From the end, so that free seats stay on top.
        let at = problem.starts[item + 1] as usize - self.held[item] as usize;
        let seat = &mut self.seats[at];
        *seat = Seat { key: seat.key | 1, holder };
    }

    /// Who holds an item of one seat, or [`NONE`].
    pub fn holder(&self, problem: &Problem, item: u32) -> u32 {
        self.seats.get(problem.starts[item as usize] as usize).map_or(NONE, |seat| seat.holder)
    }

    /// Gives the item's cheapest seat to a bidder; returns who held it, and the price of what is now the cheapest.
    pub fn take(&mut self, problem: &Problem, item: usize, holder: u32, price: i64) -> (u32, i64) {
        let heap = &mut self.seats[problem.starts[item] as usize..problem.starts[item + 1] as usize];
        let evicted = heap[0].holder;
        let seat = Seat { key: price << 1 | 1, holder };
        let mut at = 0;
        loop {
            let mut child = 2 * at + 1;
            if child >= heap.len() {
                break;
            }
            if child + 1 < heap.len() && heap[child + 1].key < heap[child].key {
                child += 1;
            }
            if seat.key <= heap[child].key {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = seat;
        (evicted, heap[0].key >> 1)
    }
}
