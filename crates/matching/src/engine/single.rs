//! Bidders who bid each for one seat: mentees for mentors' places, or places for mentees.

use super::NONE;
use super::calls::{Bidders, Calls};
use super::floor::Floor;
use super::line::Line;
use super::prefetch::{prefetch, prefetch_row};
use super::problem::Side;
use super::rounds::Round;
use crate::instance::Allowed;

/// How many bids ahead the cache is told what will be read.
const AHEAD: usize = 6;

/// Some of the bidders, all of them or one half.
pub(super) struct Single<'x> {
    /// The position of the first.
    first: usize,
    /// By position less that of the first: the item whose seat they held when the round began.
    held: &'x mut [u32],
    lines: &'x mut [Line],
    reading: Reading,
}

impl<'x> Single<'x> {
    /// All bidders.
    pub fn of(held: &'x mut [u32], lines: &'x mut [Line]) -> Single<'x> {
        Single { first: 0, held, lines, reading: Reading::default() }
    }

    /// Whether the seat that a bidder holds is within a step of the cheapest.
    fn is_content(&self, floor: &Floor, at: usize, item: usize) -> bool {
        let (nobody, alone) = (floor.problem.nobody(), floor.alone());
        let mut cheapest = alone;
        let mut own = (item == nobody).then_some(alone);
        let line = &self.lines[at - self.first];
        let read = |rows: &[Allowed], cheapest: &mut i64, own: &mut Option<i64>| {
            for one in rows {
                let value = floor.value(*one);
                *cheapest = value.min(*cheapest);
                if one.who as usize == item {
                    *own = Some(value);
                }
            }
        };
        read(line.kept(), &mut cheapest, &mut own);
        if own.is_none() || cheapest > line.bound {
            read(floor.problem.row(at), &mut cheapest, &mut own);
        }
        own.is_some_and(|own| own <= cheapest.saturating_add(floor.step))
    }

    fn best_of_row(floor: &Floor, at: usize) -> Best {
        Best::starting_with(floor.problem.nobody(), floor.alone()).among(floor, at, floor.problem.row(at))
    }

    fn best_of_line(&mut self, floor: &Floor, at: usize) -> Best {
        let mut fresh = false;
        loop {
            let line = &mut self.lines[at - self.first];
            let best =
                Best::starting_with(floor.problem.nobody(), floor.alone()).among(floor, at, line.kept());
            if best.second <= line.bound {
                return best;
            }
            if fresh {
                return Self::best_of_row(floor, at);
            }
            *line = Line::read(floor.problem.row(at), |one| floor.value(one));
            self.reading.misses += 1;
            fresh = true;
        }
    }
}

impl Bidders for Single<'_> {
    /// With fewer, prices are read again by one core just after the other has changed them, all the time.
    const MANY: usize = 50_000;

    type Half<'h>
        = Single<'h>
    where
        Self: 'h;

    fn halves(&mut self) -> (Single<'_>, Single<'_>, u32) {
        let middle = self.held.len() / 2;
        let (held, other_held) = self.held.split_at_mut(middle);
        let (lines, other_lines) = self.lines.split_at_mut(middle);
        let reading = self.reading;
        let one = Single { first: self.first, held, lines, reading };
        let other = Single { first: self.first + middle, held: other_held, lines: other_lines, reading };
        (one, other, (self.first + middle) as u32)
    }

    fn count(&self) -> usize {
        self.held.len()
    }

    fn prepare(&mut self, floor: &mut Floor, round: &Round) {
        self.reading = Reading::of(round);
        if round.fall > 0 {
            floor.fall(round.fall);
            self.lines.iter_mut().for_each(|line| line.fall(round.fall));
        }
    }

    fn open(&mut self, floor: &Floor, calls: &mut Calls) {
        for (at, item) in (self.first..).zip(self.held.iter()) {
            if *item != NONE && self.is_content(floor, at, *item as usize) {
                floor.seats.hold(floor.problem, *item as usize, at as u32);
            } else {
                calls.queue.push_back(at as u32);
                calls.standing += 1;
            }
        }
    }

    fn announce(&self, floor: &Floor, calls: &Calls) {
        let by_row = self.reading.by_row;
        if by_row && let Some(later) = calls.queue.get(2 * AHEAD) {
            floor.problem.announce(*later as usize);
        }
        match calls.queue.get(AHEAD) {
            Some(soon) if by_row => prefetch_row(floor.problem.row(*soon as usize)),
            Some(soon) => prefetch(&self.lines[*soon as usize - self.first]),
            None => {}
        }
    }

    #[inline]
    fn bid<const SHARED: bool>(&mut self, floor: &Floor, who: u32, calls: &mut Calls) {
        let at = who as usize;
        let by_row = self.reading.is_by_row();
        let best = if by_row { Self::best_of_row(floor, at) } else { self.best_of_line(floor, at) };
        let price = floor.price(best.item) + (best.second - best.first).min(floor.leap()) + floor.step;
        match calls.take::<SHARED>(floor, best.item, who, price) {
            Ok(None) => {}
            Ok(Some(loser)) => calls.queue.push_back(loser),
            Err(_) => calls.queue.push_front(who),
        }
    }

    fn lose(&mut self, place: u32, calls: &mut Calls) {
        calls.queue.push_back(place);
    }

    fn close(&mut self, floor: &mut Floor) {
        floor.seats.note(floor.problem, self.held);
        floor.level(self.held);
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

    /// With one more. Without a branch: which of a row is the cheapest cannot be foreseen.
    #[inline]
    fn or(self, item: usize, value: i64) -> Best {
        Best {
            item: if value < self.first { item } else { self.item },
            first: self.first.min(value),
            second: self.second.min(self.first.max(value)),
        }
    }

    /// The two cheapest of these and some items.
    #[inline]
    fn among(self, floor: &Floor, at: usize, items: &[Allowed]) -> Best {
        // Apart, so that they stay in registers: for all that the compiler knows the price of an item may be out of range, and
        // what is in memory would have to be up to date then.
        let Best { mut item, mut first, mut second } = self;
        if floor.problem.side == Side::Mentees {
            for one in items {
                let best = Best { item, first, second }.or(one.who as usize, floor.value(*one));
                (item, first, second) = (best.item, best.first, best.second);
            }
        } else {
            for one in items {
                let value = floor.value(*one);
                if value < second && !has_twin(floor, at, one.who) {
                    let best = Best { item, first, second }.or(one.who as usize, value);
                    (item, first, second) = (best.item, best.first, best.second);
                }
            }
        }
        Best { item, first, second }
    }
}

/// Whether another place of the same mentor holds the item: places of one mentor do not bid against each other, or
/// they would, step by step, since what the one holds is nearly as good to the other.
fn has_twin(floor: &Floor, at: usize, item: u32) -> bool {
    let bidders = &floor.problem.bidders;
    bidders.get(floor.seats.holder(floor.problem, item) as usize) == Some(&bidders[at])
}

/// Whether bidders read their rows or their lines. Where all is nearly equally good, lines are out of date as soon as they
/// are read.
#[derive(Clone, Copy, Default)]
struct Reading {
    by_row: bool,
    always: bool,
    bids: u64,
    /// Lines that had to be read anew, in this stretch of bids.
    misses: u64,
}

impl Reading {
    /// How many bids there are in a stretch; and after how many stretches by row lines are tried again.
    const STRETCH: u64 = 4096;
    const TRY_AGAIN: u64 = 16;

    fn of(round: &Round) -> Reading {
        Reading { by_row: round.by_row, always: round.by_row, ..Reading::default() }
    }

    /// Decides anew at the end of each stretch.
    fn is_by_row(&mut self) -> bool {
        self.bids += 1;
        if self.bids.is_multiple_of(Self::STRETCH) && !self.always {
            let try_lines = self.by_row && (self.bids / Self::STRETCH).is_multiple_of(Self::TRY_AGAIN);
            self.by_row = if self.by_row { !try_lines } else { self.misses * 2 > Self::STRETCH };
            self.misses = 0;
        }
        self.by_row
    }
}
