//! The truth on graphs of at most 12 people, by enumerating every combination of live ties.

use bellwether_influence::{Candidate, Counting, Edge, Graph, Standing};

/// Randomness of the tests' own, so that they do not lean on what they test.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as usize) % n
    }

    pub fn unit(&mut self) -> f64 {
        self.below(1 << 20) as f64 / f64::from(1 << 20)
    }
}

pub struct Small {
    pub people: usize,
    pub edges: Vec<Edge>,
    /// For each person `r` the pairs (mask, probability that exactly the people of `mask` would bring `r` along).
    reached_by: Vec<Vec<(usize, f64)>>,
}

impl Small {
    /// From 2 to 12 people and up to 14 ties, some of them certain.
    pub fn random(dice: &mut Dice) -> Self {
        let people = 2 + dice.below(11);
        let mut edges: Vec<Edge> = Vec::new();
        for _ in 0..dice.below(15) {
            let (src, dst) = (dice.below(people) as u32, dice.below(people) as u32);
            if src != dst && !edges.iter().any(|e| (e.src, e.dst) == (src, dst)) {
                let probability = if dice.below(8) == 0 { 1.0 } else { 0.02 + 0.96 * dice.unit() };
                edges.push(Edge { src, dst, probability });
            }
        }
        Self { people, reached_by: enumerate(people, &edges), edges }
    }

    pub fn graph(&self) -> Graph {
        Graph::from_probabilities(self.people, &self.edges).unwrap()
    }

    /// What asking these leaders brings beyond the standing, exactly.
    pub fn gain(&self, asked: &[Candidate], standing: &Standing, counting: Counting, weights: &[f64]) -> f64 {
        let mut miss = vec![1.0; self.people];
        standing.pending.iter().for_each(|&(p, chance)| miss[p as usize] = 1.0 - chance);
        standing.joined.iter().for_each(|&p| miss[p as usize] = 0.0);
        let mut sum = 0.0;
        for root in (0..self.people).filter(|&r| !standing.enrolled.contains(&(r as u32))) {
            for &(mask, probability) in &self.reached_by[root] {
                let open: f64 = (0..self.people).filter(|p| mask >> p & 1 == 1).map(|p| miss[p]).product();
                let covers = |c: &&Candidate| {
                    let own = counting == Counting::Followers && c.person as usize == root;
                    mask >> c.person & 1 == 1 && !own
                };
                let missed: f64 = asked.iter().filter(covers).map(|c| 1.0 - c.chance).product();
                sum += weights[root] * probability * open * (1.0 - missed);
            }
        }
        sum
    }
}

fn enumerate(people: usize, edges: &[Edge]) -> Vec<Vec<(usize, f64)>> {
    let mut reached_by = vec![vec![0.0; 1 << people]; people];
    for world in 0usize..1 << edges.len() {
        let mut probability = 1.0;
        let mut brought_by: Vec<usize> = (0..people).map(|person| 1 << person).collect();
        for (at, edge) in edges.iter().enumerate() {
            let live = world >> at & 1 == 1;
            probability *= if live { edge.probability } else { 1.0 - edge.probability };
            brought_by[edge.dst as usize] |= usize::from(live) << edge.src;
        }
        close(&mut brought_by);
        reached_by.iter_mut().zip(&brought_by).for_each(|(row, &mask)| row[mask] += probability);
    }
    let kept = |row: Vec<f64>| row.into_iter().enumerate().filter(|(_, p)| *p > 0.0).collect();
    reached_by.into_iter().map(kept).collect()
}

/// Warshall: whoever brings somebody who brings me, brings me.
fn close(brought_by: &mut [usize]) {
    for middle in 0..brought_by.len() {
        let through = brought_by[middle];
        brought_by.iter_mut().filter(|mask| **mask >> middle & 1 == 1).for_each(|mask| *mask |= through);
    }
}
