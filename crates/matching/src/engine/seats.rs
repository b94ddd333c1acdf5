//! The seats of an auction: each with a price and, once somebody bid for it, a holder.
//!
//! Two threads may take seats at the same time. Each item's seats are kept by a lock of its own; a reader of prices or holders
//! does not wait for it, and may see the state before.

use std::hint::spin_loop;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32};
use std::thread::yield_now;

use super::NONE;
use super::problem::Problem;

/// How often a lock is tried before the thread makes room for others.
const TRIES: u32 = 100;

struct Seat {
    /// Twice the price, and one more if it is held: of equal prices, free seats are the cheapest.
    key: AtomicI64,
    holder: AtomicU32,
    /// Of an item's first seat: whether a thread is taking one of them.
    is_locked: AtomicBool,
}

/// All seats; those of one item are a heap with the cheapest on top.
pub(super) struct Seats {
    seats: Vec<Seat>,
    /// By item, while holders are put back: how many seats are held.
    held: Vec<AtomicU32>,
}

impl Seats {
    pub fn new(problem: &Problem) -> Seats {
        let free = |_| Seat {
            key: AtomicI64::new(0),
            holder: AtomicU32::new(NONE),
            is_locked: AtomicBool::new(false),
        };
        Seats {
            seats: (0..problem.seat_count()).map(free).collect(),
            held: (0..=problem.nobody()).map(|_| AtomicU32::new(0)).collect(),
        }
    }

    /// Frees all seats and gives every item's the same price.
    pub fn clear(&mut self, problem: &Problem, prices: &[AtomicI64]) {
        self.held.iter_mut().for_each(|held| *held.get_mut() = 0);
        for item in problem.items.iter().map(|item| *item as usize).chain([problem.nobody()]) {
            let key = prices[item].load(Relaxed) << 1;
            for seat in &mut self.seats[problem.seats(item)] {
                (*seat.key.get_mut(), *seat.holder.get_mut()) = (key, NONE);
            }
        }
    }

    /// Puts a holder back on a free seat at its price. Only between [`Seats::clear`] and the first bid.
    pub fn hold(&self, problem: &Problem, item: usize, holder: u32) {
        let before = self.held[item].fetch_add(1, Relaxed);
        // From the end, so that free seats stay on top.
        let seat = &self.seats[problem.starts[item + 1] as usize - 1 - before as usize];
        seat.key.store(seat.key.load(Relaxed) | 1, Relaxed);
        seat.holder.store(holder, Relaxed);
    }

    /// Who holds an item of one seat, or [`NONE`].
    pub fn holder(&self, problem: &Problem, item: u32) -> u32 {
        let seat = self.seats.get(problem.starts[item as usize] as usize);
        seat.map_or(NONE, |seat| seat.holder.load(Relaxed))
    }

    /// Notes by bidder which item they hold, or [`NONE`].
    pub fn note(&self, problem: &Problem, held: &mut [u32]) {
        held.fill(NONE);
        for item in problem.items.iter().copied().chain([problem.nobody() as u32]) {
            for seat in &self.seats[problem.seats(item as usize)] {
                if let Some(held) = held.get_mut(seat.holder.load(Relaxed) as usize) {
                    *held = item;
                }
            }
        }
    }

    /// Gives the item's cheapest seat to a bidder and notes the price of what is then the cheapest; returns who held it, or
    /// [`NONE`]. `None` if another thread, with which the seats are `SHARED`, has raised that seat so far that the bid is less
    /// than a step more.
    #[inline]
    pub fn take<const SHARED: bool>(
        &self,
        problem: &Problem,
        item: usize,
        [price, step]: [i64; 2],
        holder: u32,
        cheapest: &AtomicI64,
    ) -> Option<u32> {
        let heap = &self.seats[problem.starts[item] as usize..problem.starts[item + 1] as usize];
        let lock = &heap[0].is_locked;
        if SHARED {
            wait_for(lock);
            if (heap[0].key.load(Relaxed) >> 1) + step > price {
                lock.store(false, Release);
                return None;
            }
        }
        let evicted = heap[0].holder.load(Relaxed);
        sink(heap, price << 1 | 1, holder);
        cheapest.store(heap[0].key.load(Relaxed) >> 1, Relaxed);
        if SHARED {
            lock.store(false, Release);
        }
        Some(evicted)
    }
}

/// Puts a seat in the place of the top one, and where it belongs.
#[inline]
fn sink(heap: &[Seat], key: i64, holder: u32) {
    let key_of = |at: usize| heap[at].key.load(Relaxed);
    let put = |at: usize, key: i64, holder: u32| {
        heap[at].key.store(key, Relaxed);
        heap[at].holder.store(holder, Relaxed);
    };
    let mut at = 0;
    loop {
        let mut child = 2 * at + 1;
        if child >= heap.len() {
            break;
        }
        if child + 1 < heap.len() && key_of(child + 1) < key_of(child) {
            child += 1;
        }
        if key <= key_of(child) {
            break;
        }
        put(at, key_of(child), heap[child].holder.load(Relaxed));
        at = child;
    }
    put(at, key, holder);
}

fn wait_for(lock: &AtomicBool) {
    let mut tries = 0;
    while lock.compare_exchange_weak(false, true, Acquire, Relaxed).is_err() {
        tries += 1;
        if tries % TRIES == 0 {
            yield_now();
        } else {
            spin_loop();
        }
    }
}
