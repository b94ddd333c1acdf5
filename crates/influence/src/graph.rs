//! Who influences whom, and how likely, in compressed rows (u32 indices, both directions).

use crate::error::Error;
use crate::random::threshold;

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
/// Probabilities are kept as 32-bit thresholds, so they are exact to 2^-32. Reading 1 edge costs 8 bytes;
/// each edge is kept twice, by receiver (for sampling backwards) and by sender (for playing forwards).
#[derive(Debug, Clone)]
pub struct Graph {
    people: usize,
    into: Rows,
    out: Rows,
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
        Ok(Self {
            people,
            into: Rows::new(people, &sorted, |e| (e.dst, e.src)),
            out: Rows::new(people, &sorted, |e| (e.src, e.dst)),
        })
    }

    /// How many people the graph has.
    pub fn people(&self) -> usize {
        self.people
    }

    /// How many edges, two between the same people in the same direction counting once.
    pub fn edges(&self) -> usize {
        self.into.cells.len()
    }

    /// Whom this person influences directly, with the probability, by ascending index.
    pub fn influences(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.out(person).iter().copied().map(Cell::read)
    }

    /// Who influences this person directly, with the probability, by ascending index.
    pub fn influenced_by(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.into(person).iter().copied().map(Cell::read)
    }

    pub(crate) fn into(&self, person: u32) -> &[Cell] {
        self.into.row(person)
    }

    pub(crate) fn out(&self, person: u32) -> &[Cell] {
        self.out.row(person)
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

/// One end of an edge: the other person and the threshold of the coin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) person: u32,
    pub(crate) threshold: u32,
}

impl Cell {
    fn read(self) -> (u32, f64) {
        (self.person, (f64::from(self.threshold) + 1.0) / 4_294_967_296.0)
    }
}

#[derive(Debug, Clone)]
struct Rows {
    starts: Vec<u32>,
    cells: Vec<Cell>,
}

impl Rows {
    /// A counting sort by the first of the pair; stable, so the order of `edges` stays within a row.
    fn new(people: usize, edges: &[Edge], ends: impl Fn(&Edge) -> (u32, u32)) -> Self {
        let mut starts = vec![0u32; people + 1];
        for edge in edges {
            starts[ends(edge).0 as usize + 1] += 1;
        }
        for person in 0..people {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut cells = vec![Cell { person: 0, threshold: 0 }; edges.len()];
        for edge in edges {
            let (row, other) = ends(edge);
            let at = &mut next[row as usize];
            cells[*at as usize] = Cell { person: other, threshold: threshold(edge.probability) };
            *at += 1;
        }
        Self { starts, cells }
    }

    fn row(&self, person: u32) -> &[Cell] {
        let person = person as usize;
        &self.cells[self.starts[person] as usize..self.starts[person + 1] as usize]
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
