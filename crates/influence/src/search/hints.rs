//! What the ties alone say of each candidate, and the lists that this makes.

use super::tally::Gains;
use crate::graph::Graph;
use crate::list::Candidate;
use crate::places::Places;

/// On more ties than this it would take longer than all the rest.
const MOST_TIES: usize = 1 << 20;

/// For each candidate how many they bring along directly.
pub(super) fn direct(graph: &Graph, candidates: &[Candidate]) -> Vec<f32> {
    candidates.iter().map(|one| graph.pull()[one.person as usize]).collect()
}

/// The same over three steps at most; whoever can be reached in two ways counts twice. `None` for a large graph.
pub(super) fn three_steps(graph: &Graph, candidates: &[Candidate]) -> Option<Vec<f32>> {
    if graph.edges() > MOST_TIES {
        return None;
    }
    let three = graph.pull_over(&graph.pull_over(graph.pull()));
    Some(candidates.iter().map(|one| three[one.person as usize]).collect())
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
