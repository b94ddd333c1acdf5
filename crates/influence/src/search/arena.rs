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
}

impl Arena {
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

    pub(super) fn members(&self) -> &[u32] {
        &self.members
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

/// For each candidate the sets that hold them.
#[derive(Debug, Default)]
pub(super) struct Holding {
    starts: Vec<u32>,
    sets: Vec<u32>,
}

impl Holding {
    pub(super) fn new(arena: &Arena, candidates: usize) -> Self {
        let mut starts = vec![0u32; candidates + 1];
        for &position in arena.members() {
            starts[position as usize + 1] += 1;
        }
        for position in 0..candidates {
            starts[position + 1] += starts[position];
        }
        let mut sets = vec![0; arena.members().len()];
        for set in (0..arena.kept() as u32).rev() {
            for &position in arena.set(set) {
                let end = &mut starts[position as usize + 1];
                *end -= 1;
                sets[*end as usize] = set;
            }
        }
        // Each end has become its row's start.
        starts.rotate_left(1);
        if let Some(last) = starts.last_mut() {
            *last = sets.len() as u32;
        }
        Self { starts, sets }
    }

    /// How many members all sets have.
    pub(super) fn all(&self) -> usize {
        self.sets.len()
    }

    pub(super) fn of(&self, position: usize) -> &[u32] {
        &self.sets[self.starts[position] as usize..self.starts[position + 1] as usize]
    }
}
