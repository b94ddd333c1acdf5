//! What the ties alone say of each candidate, and the lists that this makes.

use super::tally::Gains;
use crate::graph::Graph;
use crate::list::Candidate;
use crate::parts::parts;
use crate::places::Places;

/// How much of what somebody has goes on to those whom they heed.
const GOES_ON: f32 = 0.85;
/// Passes over all ties, at most. They begin with what each brings along directly, and change few places after this.
const PASSES: usize = 3;
/// So many ties are looked at, at most, if one pass is fewer.
const TIES: usize = 1 << 24;

/// For each candidate how many they bring along directly.
pub(super) fn direct(graph: &Graph, candidates: &[Candidate]) -> Vec<f32> {
    candidates.iter().map(|one| graph.pull()[one.person as usize]).collect()
}

/// PageRank on the ties turned round (Page, Brin, Motwani, Winograd 1999): a wanderer goes from person to whom they heed, by the chances
/// of their ties, and begins anew now and then.
///
/// Counted in whole units, of which everybody together has 2^30: sums of those are the same on any number of threads.
pub(super) fn page_rank(graph: &Graph, candidates: &[Candidate], threads: usize) -> Vec<f32> {
    let people = graph.people();
    let all = 1.0 / (1.0 - GOES_ON);
    let unit = (1u32 << 30) as f32 / (all * people as f32);
    let sum: f64 = graph.pull().iter().map(|&pull| f64::from(pull)).sum();
    let first = all * GOES_ON * people as f32 / (sum as f32).max(f32::MIN_POSITIVE);
    let mut has: Vec<f32> = graph.pull().iter().map(|pull| unit * (1.0 + first * pull)).collect();
    let sums = graph.uneven_sums();
    for _ in 0..(TIES / graph.edges().max(1)).clamp(1, PASSES) {
        let gone_on = parts(threads, people, |range| {
            let mut into = vec![0u32; people];
            graph.spread(range, |person| GOES_ON * has[person], &sums, &mut into);
            into
        });
        for (person, has) in has.iter_mut().enumerate() {
            *has = unit + gone_on.iter().map(|into| into[person]).sum::<u32>() as f32;
        }
    }
    candidates.iter().map(|one| has[one.person as usize] / unit).collect()
}

/// Gains that never change: whoever has the greatest hint.
pub(super) struct Hinted<'a> {
    pub(super) candidates: &'a [Candidate],
    pub(super) hints: &'a [f32],
}

impl Gains for Hinted<'_> {
    fn gain(&self, at: usize) -> f64 {
        // Everybody reaches at least themselves.
        self.candidates[at].chance * (1.0 + f64::from(self.hints[at]))
    }

    fn take(&mut self, _: usize) {}

    fn gained(&self) -> f64 {
        0.0
    }

    fn most(&self, _: &Places) -> f64 {
        f64::INFINITY
    }

    fn is_quick(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Edge;

    /// Fifty people of whom some are heeded by many; every third heeds others by different chances.
    fn firm() -> Graph {
        let mut edges = Vec::new();
        for dst in 0..50u32 {
            for step in [1, 3, 7, 12] {
                let src = (dst * step + step) % 17;
                let probability = if dst % 3 == 0 { 0.1 * f64::from(step % 5 + 1) } else { 0.2 };
                if src != dst {
                    edges.push(Edge { src, dst, probability });
                }
            }
        }
        Graph::from_probabilities(50, &edges).unwrap()
    }

    #[test]
    fn page_rank_is_what_a_wanderer_would_find_on_any_number_of_threads() {
        let graph = firm();
        let candidates: Vec<Candidate> = (0..50).map(|person| Candidate::new(person, 1.0)).collect();
        let ours = page_rank(&graph, &candidates, 1);
        assert!([2, 3, 8].into_iter().all(|threads| page_rank(&graph, &candidates, threads) == ours));
        let sum: f32 = graph.pull().iter().sum();
        let mut has: Vec<f64> =
            graph.pull().iter().map(|pull| 1.0 + 50.0 * 0.85 / 0.15 * f64::from(pull / sum)).collect();
        for _ in 0..PASSES {
            let mut next = vec![1.0; 50];
            for dst in 0..50 {
                let heeds: f64 = graph.influenced_by(dst).map(|(_, chance)| chance).sum();
                for (src, chance) in graph.influenced_by(dst) {
                    next[src as usize] += 0.85 * has[dst as usize] * chance / heeds;
                }
            }
            has = next;
        }
        for (ours, truth) in ours.iter().zip(&has) {
            assert!((f64::from(*ours) / truth - 1.0).abs() < 1e-4, "{ours} for {truth}");
        }
    }
}
