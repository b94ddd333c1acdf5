//! What each candidate would still add, counted down as others are taken.
//!
//! Taking somebody counts down what everybody else in their sets would add, so gains are exact at every moment, and so is the
//! sum of the greatest of them, from which the upper bound comes.

use super::arena::{Arena, Holding};
use crate::list::Candidate;
use crate::places::Places;

/// What is left to be had of the sets.
pub(super) trait Gains {
    /// What taking this candidate adds now.
    fn gain(&self, at: usize) -> f64;
    /// Takes them.
    fn take(&mut self, at: usize);
    /// Sets covered so far.
    fn gained(&self) -> f64;
    /// No permitted list adds more than this now: by submodularity each of its leaders adds at most what they would add
    /// alone.
    fn most(&self, free: &Places) -> f64;
    /// Whether [`Gains::most`] costs next to nothing.
    fn is_quick(&self) -> bool;
    /// Whether somebody's gain is divided by what they cost.
    fn counts_cost(&self) -> bool {
        true
    }
}

/// Where everybody who is asked says yes, and only their number is limited: whole sets are covered.
pub(super) struct Whole<'a> {
    arena: &'a Arena,
    holding: &'a Holding,
    covered: Vec<bool>,
    open: Vec<u32>,
    /// How many candidates are in so many open sets.
    levels: Vec<u32>,
    gained: u32,
}

impl<'a> Whole<'a> {
    pub(super) fn new(arena: &'a Arena, holding: &'a Holding) -> Self {
        let open = arena.counts().to_vec();
        let mut levels = vec![0; open.iter().max().map_or(1, |&most| most as usize + 1)];
        for &count in &open {
            levels[count as usize] += 1;
        }
        Self { arena, holding, covered: vec![false; arena.kept()], open, levels, gained: 0 }
    }
}

impl Gains for Whole<'_> {
    fn gain(&self, at: usize) -> f64 {
        f64::from(self.open[at])
    }

    fn take(&mut self, at: usize) {
        for &set in self.holding.of(at) {
            if std::mem::replace(&mut self.covered[set as usize], true) {
                continue;
            }
            self.gained += 1;
            for &other in self.arena.set(set) {
                let open = &mut self.open[other as usize];
                self.levels[*open as usize] -= 1;
                *open -= 1;
                self.levels[*open as usize] += 1;
            }
        }
        while self.levels.len() > 1 && self.levels.last() == Some(&0) {
            self.levels.pop();
        }
    }

    fn gained(&self) -> f64 {
        f64::from(self.gained)
    }

    fn most(&self, free: &Places) -> f64 {
        let (mut left, mut sum) = (free.open() as u64, 0);
        for (open, &count) in self.levels.iter().enumerate().rev() {
            let these = u64::from(count).min(left);
            sum += these * open as u64;
            left -= these;
            if left == 0 {
                break;
            }
        }
        sum as f64
    }

    fn is_quick(&self) -> bool {
        true
    }
}

/// Where answers are by chance, or quotas or costs matter.
///
/// A set whose candidates say yes with chances a, b … is covered with probability 1 − (1 − a)(1 − b)…: answers are summed out, not
/// tossed.
pub(super) struct Shares<'a> {
    arena: &'a Arena,
    holding: &'a Holding,
    candidates: &'a [Candidate],
    left: Vec<f32>,
    open: Vec<f64>,
    taken: Vec<bool>,
    gained: f64,
}

impl<'a> Shares<'a> {
    pub(super) fn new(arena: &'a Arena, holding: &'a Holding, candidates: &'a [Candidate]) -> Self {
        let open = arena.counts().iter().map(|&count| f64::from(count)).collect();
        let taken = vec![false; candidates.len()];
        Self { arena, holding, candidates, left: vec![1.0; arena.kept()], open, taken, gained: 0.0 }
    }
}

impl Shares<'_> {
    pub(super) fn chance(&self, at: usize) -> f64 {
        self.candidates[at].chance
    }

    /// How much of a candidate's sets is still open.
    pub(super) fn open(&self, at: usize) -> f64 {
        self.open[at]
    }
}

impl Gains for Shares<'_> {
    fn gain(&self, at: usize) -> f64 {
        self.candidates[at].chance * self.open[at]
    }

    fn take(&mut self, at: usize) {
        self.taken[at] = true;
        let chance = self.candidates[at].chance;
        for &set in self.holding.of(at) {
            let left = &mut self.left[set as usize];
            if *left <= 0.0 {
                continue;
            }
            let covered = if chance >= 1.0 { *left } else { *left * chance as f32 };
            *left -= covered;
            self.gained += f64::from(covered);
            for &other in self.arena.set(set) {
                self.open[other as usize] -= f64::from(covered);
            }
        }
    }

    fn gained(&self) -> f64 {
        self.gained
    }

    fn most(&self, free: &Places) -> f64 {
        let others = (0..self.open.len()).filter(|&at| !self.taken[at] && self.open[at] > 0.0);
        let mut gains: Vec<(f64, u32)> = others.map(|at| (self.gain(at), at as u32)).collect();
        if !free.is_plain() {
            return free.best_sum(&gains);
        }
        let count = free.open();
        if count < gains.len() {
            gains.select_nth_unstable_by(count, |a, b| b.0.total_cmp(&a.0));
            gains.truncate(count);
        }
        gains.iter().map(|one| one.0).sum()
    }

    fn is_quick(&self) -> bool {
        false
    }
}

/// The same gains, where their cost plays no part: by gain for cost alone, somebody dear who brings more than all the others
/// together may be passed over.
pub(super) struct Regardless<'a>(pub(super) Shares<'a>);

impl Gains for Regardless<'_> {
    fn gain(&self, at: usize) -> f64 {
        self.0.gain(at)
    }

    fn take(&mut self, at: usize) {
        self.0.take(at);
    }

    fn gained(&self) -> f64 {
        self.0.gained
    }

    fn most(&self, _: &Places) -> f64 {
        f64::INFINITY
    }

    fn is_quick(&self) -> bool {
        true
    }

    fn counts_cost(&self) -> bool {
        false
    }
}
