//! Who influences each person.

use std::ops::Range;

use crate::graph::Edge;
use crate::random::Draws;

/// Certain: the survival of a block before its first tie.
const ALL: u64 = 1 << 32;
/// A block ends when survival would fall below this share, so that 32 bits keep every tie's chance to 2^-24.
const LEAST: f64 = 1.0 / 256.0;

/// Who influences each person, ready for drawing which of their ties are live *without tossing every coin*.
///
/// Beside each tie stands the chance that it and all before it in its block are dead. One draw then says where the
/// next live tie is, so a person costs about one draw and one for each live tie, however many ties they have. The idea
/// of skipping is that of SUBSIM (Guo, Wang, Wei, Chen, "Influence maximization revisited: efficient reverse reachable
/// set generation with bound tightened", SIGMOD 2020); cumulative survival serves unequal chances as well.
///
/// Memory is what a walk waits for, so the head of a row says at once whether anything can be live, and survivals lie
/// apart from the people they belong to: a cache line holds sixteen.
#[derive(Debug, Clone)]
pub(crate) struct Backward {
    heads: Vec<Head>,
    /// The chance, times 2^32, that no tie of the block up to this one is live.
    dead: Vec<u32>,
    people: Vec<u32>,
    /// Where a further block of a row begins; most rows are one block.
    breaks: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Head {
    start: u32,
    /// The survival at the end of the row's last block.
    dead: u32,
    /// The row's breaks begin here.
    breaks: u32,
}

impl Backward {
    /// From edges sorted by receiver.
    pub(crate) fn new(people: usize, sorted: &[Edge]) -> Self {
        let (heads, dead) = (Vec::with_capacity(people + 1), Vec::with_capacity(sorted.len()));
        let influencers = sorted.iter().map(|edge| edge.src).collect();
        let mut built = Self { heads, dead, people: influencers, breaks: Vec::new() };
        let mut rest = sorted;
        for person in 0..people as u32 {
            let length = rest.iter().take_while(|edge| edge.dst == person).count();
            let (row, after) = rest.split_at(length);
            built.push_row(row);
            rest = after;
        }
        built.push_row(&[]);
        built
    }

    fn push_row(&mut self, row: &[Edge]) {
        let (start, breaks) = (self.dead.len() as u32, self.breaks.len() as u32);
        let mut survival = 1.0;
        for edge in row {
            if survival < 1.0 && survival * (1.0 - edge.probability) < LEAST {
                survival = 1.0;
                self.breaks.push(self.dead.len() as u32);
            }
            survival *= 1.0 - edge.probability;
            self.dead.push((survival * ALL as f64).round() as u32);
        }
        self.heads.push(Head { start, dead: self.dead.last().copied().unwrap_or(0), breaks });
    }

    /// Calls `meet` for each person whose tie to `person` is live in a fresh draw.
    pub(crate) fn live(&self, person: u32, draws: &mut Draws, mut meet: impl FnMut(u32)) {
        let (head, next) = (self.heads[person as usize], self.heads[person as usize + 1]);
        if head.start == next.start {
            return;
        }
        let mut from = head.start as usize;
        for &end in &self.breaks[head.breaks as usize..next.breaks as usize] {
            let at = draws.below(ALL) as u32;
            self.live_in(from..end as usize, at, draws, &mut meet);
            from = end as usize;
        }
        let at = draws.below(ALL) as u32;
        if at >= head.dead {
            self.live_in(from..next.start as usize, at, draws, &mut meet);
        }
    }

    /// Meets the live ties of one block, the first of them drawn by `at`.
    fn live_in(&self, block: Range<usize>, mut at: u32, draws: &mut Draws, meet: &mut impl FnMut(u32)) {
        let (mut dead, mut people) = (&self.dead[block.clone()], &self.people[block]);
        loop {
            let live = dead.partition_point(|&dead| dead > at);
            if live >= dead.len() {
                return;
            }
            meet(people[live]);
            let survival = dead[live];
            (dead, people) = (&dead[live + 1..], &people[live + 1..]);
            if survival == 0 || dead.is_empty() {
                return;
            }
            at = draws.below(u64::from(survival)) as u32;
        }
    }

    /// Who influences this person, with the probability.
    pub(crate) fn read(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let (head, next) = (self.heads[person as usize], self.heads[person as usize + 1]);
        let breaks = &self.breaks[head.breaks as usize..next.breaks as usize];
        let mut survival = ALL as f64;
        (head.start..next.start).map(move |at| {
            if breaks.contains(&at) {
                survival = ALL as f64;
            }
            let dead = f64::from(self.dead[at as usize]);
            (self.people[at as usize], 1.0 - dead / std::mem::replace(&mut survival, dead))
        })
    }

    pub(crate) fn ties(&self) -> usize {
        self.dead.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, key};

    #[test]
    fn every_tie_is_live_as_often_as_its_chance_says_also_the_certain_and_the_rare() {
        let chances = [0.3, 1.0, 0.02, 0.9, 0.9, 0.9, 0.5, 1.0, 0.999, 0.25, 0.1, 0.999];
        let edges: Vec<Edge> =
            (1u32..).zip(chances).map(|(src, probability)| Edge { src, dst: 0, probability }).collect();
        let rows = Backward::new(13, &edges);
        let mut hits = [0u32; 13];
        let mut pairs = 0u32;
        for counter in 0..100_000 {
            let mut draws = Draws::new(key(5, Stream::Choose, counter));
            let mut met = Vec::new();
            rows.live(0, &mut draws, |person| met.push(person));
            for &person in &met {
                hits[person as usize] += 1;
            }
            pairs += u32::from(met.contains(&1) && met.contains(&7));
        }
        for (person, chance) in (1usize..).zip(chances) {
            let share = f64::from(hits[person]) / 100_000.0;
            assert!((share - chance).abs() < 0.006, "{person}: {share} for {chance}");
        }
        // Ties are independent of each other: 0.3 × 0.5.
        assert!((f64::from(pairs) / 100_000.0 - 0.15).abs() < 0.006);
        let read: Vec<f64> = rows.read(0).map(|(_, chance)| chance).collect();
        assert!(read.len() == 12 && read.iter().zip(chances).all(|(r, c)| (r - c).abs() < 1e-7), "{read:?}");
    }

    #[test]
    fn somebody_without_ties_meets_nobody() {
        let rows = Backward::new(3, &[Edge { src: 0, dst: 1, probability: 0.5 }]);
        rows.live(0, &mut Draws::new(1), |_| panic!("nobody influences 0"));
        rows.live(2, &mut Draws::new(1), |_| panic!("nobody influences 2"));
        assert_eq!(rows.read(1).collect::<Vec<_>>(), [(0, 0.5)]);
        assert_eq!(rows.read(2).count() + rows.read(0).count(), 0);
    }
}
