//! The sets to choose by: whom of the candidates each random person would have been brought along by.

use super::ground::{CANDIDATE, GONE, Ground};
use crate::random::Stream;
use crate::walk::{Lanes, Met, Numbers, Visit, Walker};

/// Sets one after another in one piece of memory. Sets without a candidate are only counted.
#[derive(Debug, Default)]
pub(super) struct Arena {
    /// How many sets were drawn.
    pub(super) drawn: u64,
    /// How many people the walks met, candidates or not.
    pub(super) met: u64,
    /// Where each kept set ends.
    ends: Vec<u32>,
    /// Candidates by their positions.
    members: Vec<u32>,
    /// By candidate how many sets hold them.
    counts: Vec<u32>,
}

impl Arena {
    pub(super) fn new(candidates: usize) -> Self {
        Self { counts: vec![0; candidates], ..Self::default() }
    }

    /// Sets that are given.
    #[cfg(test)]
    pub(super) fn of(candidates: usize, sets: impl Iterator<Item = Vec<u32>>) -> Self {
        let mut arena = Self::new(candidates);
        for set in sets {
            for &position in &set {
                arena.counts[position as usize] += 1;
            }
            arena.members.extend(set);
            arena.ends.push(arena.members.len() as u32);
            arena.drawn += 1;
        }
        arena
    }

    /// Draws more sets, until there are so many in all.
    pub(super) fn grow(&mut self, ground: &Ground<'_>, walkers: &mut [Walker<'_>], to: u64) {
        let from = self.drawn;
        let numbers = |from, to| Numbers { seed: ground.options.seed, stream: Stream::Choose, from, to };
        let watched = if ground.is_open() { GONE } else { GONE | CANDIDATE };
        let parts = ground.shared(walkers, from, to, |walker, from, to| {
            let mut part =
                Part { ground, arena: Self::default(), met: Default::default(), gone: Default::default() };
            walker.walk(&ground.roots, numbers(from, to), watched, &mut part);
            part.arena
        });
        for part in parts {
            self.met += part.met;
            let base = self.members.len() as u32;
            self.members.extend_from_slice(&part.members);
            part.members.iter().for_each(|&position| self.counts[position as usize] += 1);
            self.ends.extend(part.ends.iter().map(|end| base + end));
        }
        self.drawn = to;
    }

    pub(super) fn kept(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn set(&self, at: u32) -> &[u32] {
        let from = if at == 0 { 0 } else { self.ends[at as usize - 1] };
        &self.members[from as usize..self.ends[at as usize] as usize]
    }

    pub(super) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How many members all sets have.
    pub(super) fn all(&self) -> usize {
        self.members.len()
    }
}

struct Part<'a> {
    ground: &'a Ground<'a>,
    arena: Arena,
    /// By lane, the candidates met; not used where everybody is one.
    met: Lanes<Vec<u32>>,
    gone: Lanes<bool>,
}

impl Visit for Part<'_> {
    fn meet(&mut self, met: Met) -> bool {
        if self.ground.is_reached(met) {
            self.gone[met.lane] = true;
            return false;
        }
        if let Some(position) = self.ground.covers(met) {
            self.met[met.lane].push(position);
        }
        true
    }

    fn ended(&mut self, lane: usize, people: &[u32]) {
        self.arena.met += people.len() as u64;
        let (met, gone) = (&mut self.met[lane], std::mem::take(&mut self.gone[lane]));
        let kept = if self.ground.is_open() { people } else { &met[..] };
        if !gone && !kept.is_empty() {
            self.arena.members.extend_from_slice(kept);
            self.arena.ends.push(self.arena.members.len() as u32);
        }
        met.clear();
    }
}

/// For each candidate, or for some, the sets that hold them.
#[derive(Debug, Default)]
pub(super) struct Holding {
    /// By candidate their row plus one; empty where everybody has the row of their own number.
    rows: Vec<u32>,
    starts: Vec<u32>,
    sets: Vec<u32>,
}

impl Holding {
    /// Of all candidates, or only of those who are given.
    pub(super) fn new(arena: &Arena, whose: Option<&[u32]>) -> Self {
        let Some(whose) = whose else {
            let row = |position: u32| Some(position as usize);
            let (starts, sets) = fill(arena, arena.counts.iter().copied(), row);
            return Self { rows: Vec::new(), starts, sets };
        };
        let mut rows = vec![0u32; arena.counts.len()];
        for (row, &position) in (1..).zip(whose) {
            rows[position as usize] = row;
        }
        let row = |position: u32| rows[position as usize].checked_sub(1).map(|row| row as usize);
        let counts = whose.iter().map(|&position| arena.counts[position as usize]);
        let (starts, sets) = fill(arena, counts, row);
        Self { rows, starts, sets }
    }

    /// The sets that hold this candidate; none of whoever was not given.
    pub(super) fn of(&self, position: usize) -> &[u32] {
        let row = if self.rows.is_empty() {
            Some(position)
        } else {
            self.rows[position].checked_sub(1).map(|row| row as usize)
        };
        let Some([from, to]) = row.and_then(|row| self.starts.get(row..row + 2)) else { return &[] };
        &self.sets[*from as usize..*to as usize]
    }
}

fn fill(
    arena: &Arena,
    counts: impl Iterator<Item = u32>,
    row: impl Fn(u32) -> Option<usize>,
) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0u32];
    let mut all = 0;
    starts.extend(counts.map(|count| {
        all += count;
        all
    }));
    let mut sets = vec![0; all as usize];
    // Each end comes down to its row's start.
    for set in (0..arena.kept() as u32).rev() {
        for row in arena.set(set).iter().filter_map(|&position| row(position)) {
            let end = &mut starts[row + 1];
            *end -= 1;
            sets[*end as usize] = set;
        }
    }
    starts.rotate_left(1);
    if let Some(last) = starts.last_mut() {
        *last = all;
    }
    (starts, sets)
}
