//! Who influences whom, and how likely, in compressed rows (u32 indices, both directions).

use std::ops::Range;
use std::sync::OnceLock;

use crate::error::Error;
use crate::random::Draws;
use crate::rows::{Backward, Diffusion, Forward, Head, Rows, Tied};

/// `src` joining brings `dst` along with this probability, in (0, 1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Who influences.
    pub src: u32,
    /// Who is influenced.
    pub dst: u32,
    /// The chance that `dst` follows when `src` has joined.
    pub probability: f64,
}

/// People as indices `0..people` and the directed edges between them.
///
/// Kept by receiver, for sampling backwards: 4 bytes an edge, and 4 more where the edges to one person differ in their
/// probability, which is then exact to 2^-24. What plays forwards is made when it is first asked for, in 8 bytes an edge.
#[derive(Debug, Clone)]
pub struct Graph {
    people: usize,
    diffusion: Diffusion,
    into: Backward,
    out: OnceLock<Forward>,
    pull: Vec<f32>,
}

impl Graph {
    /// A graph with given probabilities. Two edges between the same two people act independently, so
    /// they become one with 1 − (1 − p)(1 − q).
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], [`Error::SelfTie`] or [`Error::TieProbability`] at the first bad edge.
    pub fn from_probabilities(people: usize, edges: &[Edge]) -> Result<Self, Error> {
        for edge in edges {
            check(people, edge)?;
        }
        let mut sorted = edges.to_vec();
        sorted.sort_unstable_by_key(|e| (e.dst, e.src));
        sorted.dedup_by(|next, kept| {
            let same = (next.src, next.dst) == (kept.src, kept.dst);
            if same {
                kept.probability = 1.0 - (1.0 - kept.probability) * (1.0 - next.probability);
            }
            same
        });
        let mut rows = Rows::new(people, Diffusion::Cascade);
        let mut rest = &sorted[..];
        for person in 0..people as u32 {
            let length = rest.iter().take_while(|edge| edge.dst == person).count();
            let (row, after) = rest.split_at(length);
            let sources: Vec<u32> = row.iter().map(|edge| edge.src).collect();
            rows.push(&sources, row.iter().map(|edge| edge.probability));
            rest = after;
        }
        Ok(Self::from_rows(people, rows, Diffusion::Cascade))
    }

    pub(crate) fn from_rows(people: usize, rows: Rows, diffusion: Diffusion) -> Self {
        let into = rows.finish();
        let mut pull = vec![0.0; people];
        into.each_tie(diffusion, |src, _, chance| pull[src as usize] += chance);
        Self { people, diffusion, into, out: OnceLock::new(), pull }
    }

    /// How many people the graph has.
    pub fn people(&self) -> usize {
        self.people
    }

    /// How many edges.
    pub fn edges(&self) -> usize {
        self.into.ties()
    }

    /// How influence spreads on it.
    pub fn diffusion(&self) -> Diffusion {
        self.diffusion
    }

    /// Whom this person influences directly, with the probability, by ascending index.
    pub fn influences(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.forward().read(person)
    }

    /// Who influences this person directly, with the probability, by ascending index.
    pub fn influenced_by(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.into.read(person, self.diffusion)
    }

    /// For each person how many they are expected to bring along directly: the sum over their edges.
    pub fn pull(&self) -> &[f32] {
        &self.pull
    }

    /// What each person has, handed on to whoever influences them ([`Backward::spread`]), by the people of this range.
    pub(crate) fn spread(
        &self,
        people: Range<usize>,
        has: impl Fn(usize) -> f32,
        sums: &[f32],
        into: &mut [u32],
    ) {
        self.into.spread(people, self.diffusion, has, sums, into);
    }

    /// See [`Backward::uneven_sums`].
    pub(crate) fn uneven_sums(&self) -> Vec<f32> {
        self.into.uneven_sums(self.diffusion)
    }

    pub(crate) fn head(&self, person: u32) -> Head {
        self.into.head(person)
    }

    /// Calls `at` with the position of each edge of a row that is live in a fresh draw.
    pub(crate) fn live(&self, row: Head, draws: &mut Draws, at: impl FnMut(u32)) {
        self.into.live(row, draws, self.diffusion, at);
    }

    pub(crate) fn person_at(&self, position: u32) -> u32 {
        self.into.person_at(position)
    }

    pub(crate) fn out(&self, person: u32) -> &[Tied] {
        self.forward().row(person)
    }

    fn forward(&self) -> &Forward {
        self.out.get_or_init(|| Forward::new(self.people, &self.into, self.diffusion))
    }

    pub(crate) fn known(&self, person: u32) -> Result<(), Error> {
        known(self.people, person)
    }
}

pub(crate) fn known(people: usize, person: u32) -> Result<(), Error> {
    if (person as usize) < people { Ok(()) } else { Err(Error::UnknownPerson { person, people }) }
}

fn check(people: usize, edge: &Edge) -> Result<(), Error> {
    known(people, edge.src)?;
    known(people, edge.dst)?;
    if edge.src == edge.dst {
        return Err(Error::SelfTie { person: edge.src });
    }
    if edge.probability > 0.0 && edge.probability <= 1.0 {
        Ok(())
    } else {
        Err(Error::TieProbability { src: edge.src, dst: edge.dst, value: edge.probability })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(src: u32, dst: u32, probability: f64) -> Edge {
        Edge { src, dst, probability }
    }

    #[test]
    fn each_person_knows_whom_they_influence_and_who_influences_them() {
        let graph =
            Graph::from_probabilities(3, &[edge(0, 2, 0.5), edge(1, 2, 0.25), edge(2, 0, 1.0)]).unwrap();
        assert_eq!(graph.influences(0).collect::<Vec<_>>(), [(2, 0.5)]);
        assert_eq!(graph.influenced_by(2).collect::<Vec<_>>(), [(0, 0.5), (1, 0.25)]);
        assert_eq!(graph.influenced_by(0).collect::<Vec<_>>(), [(2, 1.0)]);
        assert_eq!(graph.influences(1).count(), 1);
    }

    #[test]
    fn two_edges_between_the_same_people_act_independently() {
        let graph = Graph::from_probabilities(2, &[edge(0, 1, 0.5), edge(0, 1, 0.5)]).unwrap();
        assert_eq!(graph.edges(), 1);
        assert_eq!(graph.influences(0).collect::<Vec<_>>(), [(1, 0.75)]);
    }

    #[test]
    fn a_bad_edge_is_named() {
        let bad = |e| Graph::from_probabilities(3, &[edge(0, 1, 0.5), e]).unwrap_err();
        assert_eq!(bad(edge(0, 3, 0.5)), Error::UnknownPerson { person: 3, people: 3 });
        assert_eq!(bad(edge(1, 1, 0.5)), Error::SelfTie { person: 1 });
        assert_eq!(bad(edge(0, 2, 0.0)), Error::TieProbability { src: 0, dst: 2, value: 0.0 });
        assert!(matches!(bad(edge(0, 2, f64::NAN)), Error::TieProbability { .. }));
        assert!(matches!(bad(edge(0, 2, 1.5)), Error::TieProbability { .. }));
    }
}
