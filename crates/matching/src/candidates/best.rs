//! The best few of many, in one fixed order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where a partner stands for whoever seeks: by score, and by how soon their turn comes among those who tie. Higher is
/// better, and no two partners of one seeker are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u64);

impl Rank {
    /// Below every partner.
    pub const NONE: Rank = Rank(0);

    #[inline]
    pub fn new(score: u32, turns_away: u32) -> Rank {
        Rank(u64::from(score) << 32 | u64::from(u32::MAX - turns_away))
    }

    pub fn score(self) -> u32 {
        (self.0 >> 32) as u32
    }

    pub fn turns_away(self) -> u32 {
        u32::MAX - self.0 as u32
    }
}

/// Keeps the best `size` of those offered.
pub(super) struct Best {
    size: usize,
    kept: BinaryHeap<Reverse<Rank>>,
}

impl Best {
    pub fn new(size: usize) -> Best {
        Best { size, kept: BinaryHeap::with_capacity(size + 1) }
    }

    pub fn size(&self) -> usize {
        self.size
    }

    /// What a rank must exceed to be kept.
    #[inline]
    pub fn bar(&self) -> Rank {
        match self.kept.peek() {
            Some(Reverse(worst)) if self.kept.len() >= self.size => *worst,
            _ => Rank::NONE,
        }
    }

    /// Takes one that exceeds the bar.
    pub fn take(&mut self, rank: Rank) {
        if self.kept.len() >= self.size {
            self.kept.pop();
        }
        self.kept.push(Reverse(rank));
    }

    /// Those kept, the best first; nothing is kept after that.
    pub fn drain(&mut self) -> Vec<Rank> {
        let mut ranks: Vec<Rank> = self.kept.drain().map(|Reverse(rank)| rank).collect();
        ranks.sort_unstable_by_key(|rank| Reverse(*rank));
        ranks
    }
}
