//! A bidder's cheapest items, kept in one line of the processor's cache.
//!
//! While prices only rise, an item that was not among the cheapest when the row was read cannot have become cheaper than
//! the bound noted then. So nearly every bid reads one line instead of the row.

use crate::instance::Allowed;

/// How many items one line of the cache keeps.
pub(super) const ONE: usize = 6;
/// How many two lines keep.
pub(super) const TWO: usize = 14;

/// The cheapest items of a bidder when the row was last read.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct Line<const KEPT: usize = ONE> {
    kept: [Allowed; KEPT],
    /// Every item that is not kept costs at least this, in the scale in which the row was read.
    pub bound: i64,
    count: u32,
}

impl<const KEPT: usize> Line<KEPT> {
    /// Knows nothing yet.
    pub const EMPTY: Self = Line { kept: [Allowed { who: 0, score: 0 }; KEPT], bound: i64::MIN, count: 0 };

    /// Takes note that every price came down by this at most.
    pub fn fall(&mut self, by: i64) {
        if self.bound != i64::MAX {
            self.bound = self.bound.saturating_sub(by);
        }
    }

    pub fn kept(&self) -> &[Allowed] {
        &self.kept[..self.count as usize]
    }

    /// Reads a row anew.
    pub fn read(row: &[Allowed], value: impl Fn(Allowed) -> i64) -> Self {
        let mut line = Line { bound: i64::MAX, ..Line::EMPTY };
        let mut values = [i64::MAX; KEPT];
        let mut count = 0;
        for one in row {
            let worth = value(*one);
            if worth >= line.bound {
                continue;
            }
            let mut at = count;
            if count < KEPT {
                count += 1;
            } else if worth >= values[KEPT - 1] {
                line.bound = worth;
                continue;
            } else {
                at = KEPT - 1;
                line.bound = values[at];
            }
            while at > 0 && values[at - 1] > worth {
                (values[at], line.kept[at]) = (values[at - 1], line.kept[at - 1]);
                at -= 1;
            }
            (values[at], line.kept[at]) = (worth, *one);
        }
        line.count = count as u32;
        line
    }

    /// The score of an item that is kept.
    pub fn score(&self, item: usize) -> Option<u32> {
        self.kept().iter().find(|one| one.who as usize == item).map(|one| one.score)
    }
}
