//! Who influences each person.

use std::collections::HashMap;
use std::ops::Range;

use super::kinds::{Diffusion, Kind};
use crate::random::Draws;

/// Certain: the survival of a block before its first tie.
const ALL: u64 = 1 << 32;
/// A block ends when survival would fall below this share, so that 32 bits keep every tie's chance to 2^-24.
const LEAST: f64 = 1.0 / 256.0;
/// Marks a row whose ties differ.
const UNEVEN: u32 = 1 << 31;

/// Who influences each person, ready for drawing which of their ties are live *without tossing every coin*.
///
/// Where all ties of a row are equally likely, their number is drawn from a table and then which they are; or one jumps from a live tie
/// to the next (SUBSIM: Guo, Wang, Wei, Chen, "Influence maximization revisited: efficient reverse reachable set generation
/// with bound tightened", SIGMOD 2020). Where they differ, beside each tie stands the chance that it and all before it in its
/// block are dead; one draw then says where the next live tie is. Either way a person costs about one draw and one for each
/// live tie, however many ties they have.
#[derive(Debug, Clone)]
pub(crate) struct Backward {
    pub(super) heads: Vec<Head>,
    pub(super) people: Vec<u32>,
    kinds: Vec<Kind>,
    chances: Vec<f64>,
    pub(super) uneven: Uneven,
}

/// Where a row starts, and its kind; or, marked [`UNEVEN`], its number among such rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    pub(super) start: u32,
    kind: u32,
}

impl Head {
    /// The number among rows of differing ties; `None` where all are alike.
    pub(super) fn uneven(self) -> Option<usize> {
        (self.kind & UNEVEN != 0).then_some((self.kind ^ UNEVEN) as usize)
    }
}

/// What only rows of differing ties need.
#[derive(Debug, Clone, Default)]
pub(super) struct Uneven {
    pub(super) rows: Vec<Row>,
    /// By position, as long as all ties or empty: the chance, times 2^32, that no tie of the block up to this one is live.
    /// With thresholds: that none up to this one is heeded.
    dead: Vec<u32>,
    /// Where a further block of a row begins; most rows are one block.
    breaks: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    end: u32,
    breaks: u32,
    breaks_end: u32,
}

/// A [`Backward`] while it is being made, row by row.
pub(crate) struct Rows {
    made: Backward,
    known: HashMap<(u32, u64), u32>,
    diffusion: Diffusion,
}

impl Rows {
    pub(crate) fn new(people: usize, diffusion: Diffusion) -> Self {
        let made = Backward {
            heads: Vec::with_capacity(people + 1),
            people: Vec::new(),
            kinds: Vec::new(),
            chances: Vec::new(),
            uneven: Uneven::default(),
        };
        Self { made, known: HashMap::new(), diffusion }
    }

    /// The next person's row, all of one chance.
    pub(crate) fn push_even(&mut self, people: &[u32], chance: f64) {
        let (ties, made) = (people.len() as u32, &mut self.made);
        let kind = *self.known.entry((ties, chance.to_bits())).or_insert_with(|| {
            made.kinds.push(Kind::new(ties, chance, self.diffusion));
            made.chances.push(chance);
            made.kinds.len() as u32 - 1
        });
        made.heads.push(Head { start: made.people.len() as u32, kind });
        made.people.extend_from_slice(people);
        if !made.uneven.dead.is_empty() {
            made.uneven.dead.resize(made.people.len(), 0);
        }
    }

    /// The next person's row.
    pub(crate) fn push(&mut self, people: &[u32], chances: impl Iterator<Item = f64> + Clone) {
        let first = chances.clone().next().unwrap_or(0.0);
        if chances.clone().all(|chance| chance.to_bits() == first.to_bits()) {
            return self.push_even(people, first);
        }
        let made = &mut self.made;
        let uneven = &mut made.uneven;
        made.heads.push(Head { start: made.people.len() as u32, kind: UNEVEN | uneven.rows.len() as u32 });
        let breaks = uneven.breaks.len() as u32;
        uneven.dead.resize(made.people.len(), 0);
        match self.diffusion {
            Diffusion::Cascade => uneven.push_survivals(chances),
            Diffusion::Threshold => uneven.push_remainders(chances),
        }
        made.people.extend_from_slice(people);
        let (end, breaks_end) = (made.people.len() as u32, uneven.breaks.len() as u32);
        uneven.rows.push(Row { end, breaks, breaks_end });
    }

    pub(crate) fn finish(mut self) -> Backward {
        self.push_even(&[], 0.0);
        self.made.heads.shrink_to_fit();
        self.made
    }

    pub(crate) fn reserve(&mut self, ties: usize) {
        self.made.people.reserve_exact(ties);
    }
}

impl Uneven {
    fn push_survivals(&mut self, chances: impl Iterator<Item = f64>) {
        let mut survival = 1.0;
        for chance in chances {
            if survival < 1.0 && survival * (1.0 - chance) < LEAST {
                survival = 1.0;
                self.breaks.push(self.dead.len() as u32);
            }
            survival *= 1.0 - chance;
            self.dead.push((survival * ALL as f64).round() as u32);
        }
    }

    fn push_remainders(&mut self, chances: impl Iterator<Item = f64>) {
        let mut rest = 1.0;
        for chance in chances {
            rest -= chance;
            self.dead.push((rest.max(0.0) * ALL as f64).round() as u32);
        }
    }

    fn live(&self, row: Row, start: u32, draws: &mut Draws, mut at: impl FnMut(u32)) {
        let mut from = start;
        for &end in &self.breaks[row.breaks as usize..row.breaks_end as usize] {
            self.live_in(from..end, draws, &mut at);
            from = end;
        }
        self.live_in(from..row.end, draws, &mut at);
    }

    /// The live ties of one block.
    fn live_in(&self, block: Range<u32>, draws: &mut Draws, at: &mut impl FnMut(u32)) {
        let (mut from, end) = (block.start as usize, block.end as usize);
        let mut drawn = draws.below(ALL) as u32;
        while from < end && drawn >= self.dead[end - 1] {
            from += self.dead[from..end].partition_point(|&dead| dead > drawn);
            at(from as u32);
            let survival = self.dead[from];
            from += 1;
            if survival == 0 {
                return;
            }
            drawn = draws.below(u64::from(survival)) as u32;
        }
    }

    /// Calls `visit` with the position and chance of each tie of a row, in single precision.
    pub(super) fn each(&self, row: Row, start: u32, diffusion: Diffusion, mut visit: impl FnMut(usize, f32)) {
        let breaks = &self.breaks[row.breaks as usize..row.breaks_end as usize];
        let mut from = start;
        for &end in breaks.iter().chain([&row.end]) {
            let mut before = ALL as f32;
            for at in from as usize..end as usize {
                let dead = self.dead[at] as f32;
                let chance = match diffusion {
                    Diffusion::Cascade => 1.0 - dead / before,
                    Diffusion::Threshold => (before - dead) / ALL as f32,
                };
                visit(at, chance);
                before = dead;
            }
            from = end;
        }
    }

    fn heeded(&self, row: Row, start: u32, draws: &mut Draws, mut at: impl FnMut(u32)) {
        let drawn = draws.below(ALL) as u32;
        let ties = &self.dead[start as usize..row.end as usize];
        let heeded = ties.partition_point(|&dead| dead > drawn);
        if heeded < ties.len() {
            at(start + heeded as u32);
        }
    }
}

impl Backward {
    /// Where a person's row is, to be looked up for many people at once before [`Backward::live`] is asked.
    pub(crate) fn head(&self, person: u32) -> Head {
        self.heads[person as usize]
    }

    /// Calls `at` with the position of each tie of a row that is live in a fresh draw.
    pub(crate) fn live(&self, head: Head, draws: &mut Draws, diffusion: Diffusion, mut at: impl FnMut(u32)) {
        let Head { start, kind } = head;
        if kind & UNEVEN == 0 {
            return self.kinds[kind as usize].live(draws, |position| at(start + position));
        }
        let row = self.uneven.rows[(kind ^ UNEVEN) as usize];
        match diffusion {
            Diffusion::Cascade => self.uneven.live(row, start, draws, at),
            Diffusion::Threshold => self.uneven.heeded(row, start, draws, at),
        }
    }

    /// Whose tie stands at a position.
    pub(crate) fn person_at(&self, position: u32) -> u32 {
        self.people[position as usize]
    }

    /// Who influences this person, with the probability.
    pub(crate) fn read(&self, person: u32, diffusion: Diffusion) -> impl Iterator<Item = (u32, f64)> + '_ {
        let Head { start, kind } = self.heads[person as usize];
        let even = kind & UNEVEN == 0;
        let row = (!even).then(|| self.uneven.rows[(kind ^ UNEVEN) as usize]);
        let end = row.map_or_else(|| start + self.kinds[kind as usize].ties(), |row| row.end);
        let chance = if even { self.chances[kind as usize] } else { 0.0 };
        let breaks = row.map_or(0..0, |row| row.breaks as usize..row.breaks_end as usize);
        let breaks = &self.uneven.breaks[breaks];
        let mut survival = ALL as f64;
        (start..end).map(move |at| {
            let person = self.people[at as usize];
            if even {
                return (person, chance);
            }
            if breaks.contains(&at) {
                survival = ALL as f64;
            }
            let dead = f64::from(self.uneven.dead[at as usize]);
            let before = std::mem::replace(&mut survival, dead);
            let chance = match diffusion {
                Diffusion::Cascade => 1.0 - dead / before,
                Diffusion::Threshold => (before - dead) / ALL as f64,
            };
            (person, chance)
        })
    }

    /// Calls `visit` with each tie's sender, receiver and chance, by receiver.
    pub(crate) fn each_tie(&self, diffusion: Diffusion, mut visit: impl FnMut(u32, u32, f32)) {
        for (person, two) in (0u32..).zip(self.heads.windows(2)) {
            let [head, next] = two else { continue };
            if head.kind & UNEVEN == 0 {
                let chance = self.chances[head.kind as usize] as f32;
                self.people[head.start as usize..next.start as usize]
                    .iter()
                    .for_each(|&src| visit(src, person, chance));
            } else {
                self.read(person, diffusion).for_each(|(src, chance)| visit(src, person, chance as f32));
            }
        }
    }

    pub(crate) fn ties(&self) -> usize {
        self.people.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, key};

    fn one_row(chances: &[f64], diffusion: Diffusion) -> Backward {
        let mut rows = Rows::new(chances.len() + 1, diffusion);
        let people: Vec<u32> = (1..=chances.len() as u32).collect();
        rows.push(&people, chances.iter().copied());
        (0..chances.len()).for_each(|_| rows.push_even(&[], 0.0));
        rows.finish()
    }

    fn met(rows: &Backward, counter: u64, diffusion: Diffusion) -> Vec<u32> {
        let mut met = Vec::new();
        let mut draws = Draws::new(key(5, Stream::Choose, counter));
        rows.live(rows.head(0), &mut draws, diffusion, |at| met.push(rows.person_at(at)));
        met
    }

    #[test]
    fn every_tie_is_live_as_often_as_its_chance_says_also_the_certain_and_the_rare() {
        let chances = [0.3, 1.0, 0.02, 0.9, 0.9, 0.9, 0.5, 1.0, 0.999, 0.25, 0.1, 0.999];
        let rows = one_row(&chances, Diffusion::Cascade);
        let mut hits = [0u32; 13];
        let mut pairs = 0u32;
        for counter in 0..100_000 {
            let met = met(&rows, counter, Diffusion::Cascade);
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
        let read: Vec<f64> = rows.read(0, Diffusion::Cascade).map(|(_, chance)| chance).collect();
        assert!(read.len() == 12 && read.iter().zip(chances).all(|(r, c)| (r - c).abs() < 1e-7), "{read:?}");
    }

    #[test]
    fn with_thresholds_each_tie_is_the_one_heeded_as_often_as_its_weight_says() {
        let weights = [0.2, 0.5, 0.05];
        let rows = one_row(&weights, Diffusion::Threshold);
        let mut hits = [0u32; 4];
        for counter in 0..60_000 {
            let met = met(&rows, counter, Diffusion::Threshold);
            assert!(met.len() <= 1);
            for &person in &met {
                hits[person as usize] += 1;
            }
        }
        for (person, weight) in (1usize..).zip(weights) {
            assert!((f64::from(hits[person]) / 60_000.0 - weight).abs() < 0.01, "{hits:?}");
        }
        let read: Vec<f64> = rows.read(0, Diffusion::Threshold).map(|(_, weight)| weight).collect();
        assert!(read.iter().zip(weights).all(|(r, w)| (r - w).abs() < 1e-8), "{read:?}");
    }

    #[test]
    fn somebody_without_ties_meets_nobody() {
        let rows = one_row(&[0.5], Diffusion::Cascade);
        rows.live(rows.head(1), &mut Draws::new(1), Diffusion::Cascade, |_| panic!("nobody influences 1"));
        assert_eq!(rows.read(0, Diffusion::Cascade).collect::<Vec<_>>(), [(1, 0.5)]);
        assert_eq!(rows.read(1, Diffusion::Cascade).count(), 0);
    }
}
