//! Reverse-reachable sets.
//!
//! Whom would a *follower* have to see joining? Draw a person, toss the coin of every tie that leads to them,
//! and walk the ties that came up heads backwards: everybody met would have brought this person along. The share of
//! such sets that hold a leader is that leader's expected reach (Borgs, Brautbar, Chayes, Lucier, "Maximizing
//! social influence in nearly optimal time", SODA 2014). One sample answers for all leaders at once.

use crate::graph::Graph;
use crate::random::{Draws, Stream};
use crate::walk::{GROUP, Met, Numbers, Visit, Walker};

/// Sets of people; the first of each set is its root, the person who would follow.
#[derive(Debug, Clone)]
pub(crate) struct Sets {
    starts: Vec<usize>,
    members: Vec<u32>,
}

impl Sets {
    /// Draws `count` sets with roots in proportion to their weight. The result depends on `seed` and `stream`
    /// alone: each set has its own randomness, and threads only share out the counting.
    pub(crate) fn draw(
        graph: &Graph,
        roots: &Roots,
        count: usize,
        seed: u64,
        stream: Stream,
        threads: usize,
    ) -> Self {
        let share = count.div_ceil(threads.max(1)).max(1024).next_multiple_of(GROUP as usize);
        let parts: Vec<(usize, usize)> =
            (0..count).step_by(share).map(|from| (from, (from + share).min(count))).collect();
        if parts.len() <= 1 {
            return Self::part(graph, roots, 0, count, seed, stream);
        }
        std::thread::scope(|scope| {
            let work: Vec<_> = parts
                .iter()
                .map(|&(from, to)| scope.spawn(move || Self::part(graph, roots, from, to, seed, stream)))
                .collect();
            let mut all = Self { starts: vec![0], members: Vec::new() };
            for part in work {
                match part.join() {
                    Ok(part) => all.append(&part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        })
    }

    fn part(graph: &Graph, roots: &Roots, from: usize, to: usize, seed: u64, stream: Stream) -> Self {
        let mut sets = Self { starts: Vec::with_capacity(to - from + 1), members: Vec::new() };
        sets.starts.push(0);
        let (from, to) = (from as u64, to as u64);
        Walker::new(graph).walk(roots, Numbers { seed, stream, from, to }, 0, &mut sets);
        sets
    }

    fn append(&mut self, part: &Self) {
        let base = self.members.len();
        self.members.extend_from_slice(&part.members);
        self.starts.extend(part.starts.iter().skip(1).map(|s| s + base));
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The members of each set, its root first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|w| &self.members[w[0]..w[1]])
    }
}

/// Keeps everybody who is met.
impl Visit for Sets {
    fn meet(&mut self, _: Met) -> bool {
        true
    }

    fn ended(&mut self, _: usize, people: &[u32]) {
        self.members.extend_from_slice(people);
        self.starts.push(self.members.len());
    }
}

/// For each person the sets that they would cover.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    starts: Vec<usize>,
    sets: Vec<u32>,
}

impl Index {
    /// With `skip_root` nobody covers the set of which they are the root: nobody is their own follower.
    pub(crate) fn new(people: usize, sets: &Sets, skip_root: bool) -> Self {
        let skip = usize::from(skip_root);
        let mut starts = vec![0usize; people + 1];
        for members in sets.iter() {
            members[skip..].iter().for_each(|&person| starts[person as usize + 1] += 1);
        }
        for person in 0..people {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut found = vec![0u32; starts[people]];
        for (set, members) in sets.iter().enumerate() {
            for &person in &members[skip..] {
                found[next[person as usize]] = set as u32;
                next[person as usize] += 1;
            }
        }
        Self { starts, sets: found }
    }

    pub(crate) fn sets_of(&self, person: u32) -> &[u32] {
        &self.sets[self.starts[person as usize]..self.starts[person as usize + 1]]
    }
}

/// Draws roots in proportion to the weight of each person.
#[derive(Debug, Clone)]
pub(crate) struct Roots {
    /// Running sums of the weights; `None` where all weigh 1.
    sums: Option<Vec<f64>>,
    people: u32,
    total: f64,
}

impl Roots {
    pub(crate) fn new(people: usize, weights: Option<&[f64]>) -> Self {
        let sums = weights.map(|weights| {
            let mut sum = 0.0;
            let add = |w: &f64| {
                sum += w;
                sum
            };
            weights.iter().map(add).collect::<Vec<f64>>()
        });
        let total = sums.as_ref().map_or(people as f64, |s| s.last().copied().unwrap_or(0.0));
        Self { sums, people: people as u32, total }
    }

    /// The sum of all weights: what reaching everybody is worth.
    pub(crate) fn total(&self) -> f64 {
        self.total
    }

    pub(crate) fn draw(&self, draws: &mut Draws) -> Option<u32> {
        if self.total <= 0.0 {
            return None;
        }
        match &self.sums {
            None => Some(draws.below(u64::from(self.people)) as u32),
            Some(sums) => {
                let at = draws.unit() * self.total;
                Some((sums.partition_point(|sum| *sum <= at) as u32).min(self.people - 1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Edge;

    fn ring() -> Graph {
        let edge = |src| Edge { src, dst: (src + 1) % 5, probability: 0.5 };
        Graph::from_probabilities(5, &(0..5).map(edge).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn the_same_seed_draws_the_same_sets_on_any_number_of_threads() {
        let (graph, roots) = (ring(), Roots::new(5, None));
        let draw = |threads| {
            let sets = Sets::draw(&graph, &roots, 5_000, 11, Stream::Choose, threads);
            (sets.starts, sets.members)
        };
        let one = draw(1);
        assert!((2..=7).all(|threads| draw(threads) == one));
    }

    #[test]
    fn somebody_of_no_weight_is_never_a_root() {
        let roots = Roots::new(5, Some(&[0.0, 1.0, 0.0, 3.0, 0.0]));
        let sets = Sets::draw(&ring(), &roots, 8_000, 3, Stream::Choose, 1);
        let threes = sets.iter().filter(|m| m[0] == 3).count();
        assert!(sets.iter().all(|m| m[0] == 1 || m[0] == 3));
        assert!((threes as f64 / 8_000.0 - 0.75).abs() < 0.02);
    }

    #[test]
    fn the_index_lists_the_sets_that_hold_a_person() {
        let sets = Sets { starts: vec![0, 2, 3], members: vec![4, 1, 1] };
        let index = Index::new(5, &sets, false);
        assert_eq!(index.sets_of(1), [0, 1]);
        assert_eq!(Index::new(5, &sets, true).sets_of(1), [0]);
        assert!(index.sets_of(0).is_empty());
    }
}
