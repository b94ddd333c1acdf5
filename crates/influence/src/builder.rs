//! A large graph, tie by tie.

use crate::error::Error;
use crate::graph::Graph;
use crate::rows::{Diffusion, Rows};

/// People of one bucket: their ties fit into the processor's cache while they are sorted.
const BUCKET_BITS: u32 = 14;
/// How far the weights of one person's ties may exceed 1 for want of digits.
const ROUNDING: f64 = 1e-3;

/// Takes ties one by one, in any order, and makes a [`Graph`] without ever holding them twice: a tie takes 8 bytes while it
/// waits, and 4 more where the ties to one person differ in their probability.
#[derive(Debug, Default)]
pub struct GraphBuilder {
    buckets: Vec<Bucket>,
    people: usize,
    ties: usize,
    openness: Option<f64>,
}

/// The ties to [`BUCKET_BITS`] people.
#[derive(Debug, Default)]
struct Bucket {
    /// Sender and receiver.
    ties: Vec<[u32; 2]>,
    /// The chance of each tie; empty while all to one person are alike.
    chances: Vec<f32>,
    /// By person of the bucket, the chance of their first tie.
    first: Vec<f32>,
}

impl GraphBuilder {
    /// Nobody, and no ties.
    pub fn new() -> Self {
        Self::default()
    }

    /// Everybody divides their attention evenly among those who influence them (weighted cascade): the probabilities that are
    /// added do not count, each is `openness` ÷ how many ties a person has.
    ///
    /// # Errors
    /// [`Error::Setting`] for an openness outside (0, 1].
    pub fn dividing(openness: f64) -> Result<Self, Error> {
        if openness > 0.0 && openness <= 1.0 {
            return Ok(Self { openness: Some(openness), ..Self::default() });
        }
        Err(Error::Setting { what: "openness", value: openness, range: "above 0, at most 1" })
    }

    /// `src` joining brings `dst` along with this probability. Two ties between the same two people act independently.
    ///
    /// # Errors
    /// [`Error::SelfTie`] or [`Error::TieProbability`].
    pub fn add(&mut self, src: u32, dst: u32, probability: f32) -> Result<(), Error> {
        if src == dst {
            return Err(Error::SelfTie { person: src });
        }
        if !(probability > 0.0 && probability <= 1.0) {
            return Err(Error::TieProbability { src, dst, value: f64::from(probability) });
        }
        self.people = self.people.max(src.max(dst) as usize + 1);
        self.ties += 1;
        let bucket = (dst >> BUCKET_BITS) as usize;
        if bucket >= self.buckets.len() {
            self.buckets.resize_with(bucket + 1, Bucket::default);
        }
        self.buckets[bucket].add(src, dst, probability);
        Ok(())
    }

    /// One more than the greatest number of a person so far.
    pub fn people(&self) -> usize {
        self.people
    }

    /// The graph of at least so many people.
    ///
    /// # Errors
    /// [`Error::TooHeavy`] where the ties of somebody add up to more than 1 and the diffusion is a threshold's.
    pub fn finish(self, people: usize, diffusion: Diffusion) -> Result<Graph, Error> {
        let people = people.max(self.people);
        let mut rows = Rows::new(people, diffusion);
        rows.reserve(self.ties);
        let mut first = 0;
        for bucket in self.buckets {
            let last = people.min(first + (1 << BUCKET_BITS));
            bucket.push(first, last - first, (diffusion, self.openness), &mut rows)?;
            first = last;
        }
        (first..people).for_each(|_| rows.push_even(&[], 0.0));
        Ok(Graph::from_rows(people, rows, diffusion))
    }
}

fn within(person: u32) -> usize {
    (person & ((1 << BUCKET_BITS) - 1)) as usize
}

impl Bucket {
    fn add(&mut self, src: u32, dst: u32, chance: f32) {
        if self.first.is_empty() {
            self.first = vec![0.0; 1 << BUCKET_BITS];
        }
        let first = &mut self.first[within(dst)];
        if *first == 0.0 {
            *first = chance;
        }
        if first.to_bits() != chance.to_bits() && self.chances.is_empty() {
            let alike = self.ties.iter().map(|[_, dst]| self.first[within(*dst)]);
            self.chances = alike.collect();
        }
        // The first tie of a bucket never differs, so that `chances` is as long as `ties` once it is begun.
        if !self.chances.is_empty() {
            self.chances.push(chance);
        }
        self.ties.push([src, dst]);
    }

    /// Adds the rows of the bucket's people.
    fn push(
        self,
        from: usize,
        people: usize,
        (diffusion, openness): (Diffusion, Option<f64>),
        rows: &mut Rows,
    ) -> Result<(), Error> {
        let mut next = vec![0u32; people + 1];
        self.ties.iter().for_each(|[_, dst]| next[within(*dst) + 1] += 1);
        for person in 0..people {
            next[person + 1] += next[person];
        }
        let starts = next.clone();
        let mut sorted = vec![(0u32, 0f32); self.ties.len()];
        for (at, &[src, dst]) in self.ties.iter().enumerate() {
            let slot = &mut next[within(dst)];
            let chance = self.chances.get(at).copied().unwrap_or(self.first[within(dst)]);
            sorted[*slot as usize] = (src, chance);
            *slot += 1;
        }
        let mut sources = Vec::new();
        for person in 0..people {
            let row = &mut sorted[starts[person] as usize..starts[person + 1] as usize];
            row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            sources.clear();
            sources.extend(row.iter().map(|tie| tie.0));
            if let Some(openness) = openness {
                rows.push_even(&sources, openness / row.len().max(1) as f64);
                continue;
            }
            if diffusion == Diffusion::Threshold {
                light((from + person) as u32, row)?;
            }
            rows.push(&sources, row.iter().map(|tie| f64::from(tie.1)));
        }
        Ok(())
    }
}

/// Makes sure that somebody's ties weigh 1 at most.
fn light(person: u32, row: &mut [(u32, f32)]) -> Result<(), Error> {
    let sum: f64 = row.iter().map(|tie| f64::from(tie.1)).sum();
    if sum > 1.0 + ROUNDING {
        return Err(Error::TooHeavy { person, sum });
    }
    if sum > 1.0 {
        for tie in row {
            tie.1 = (f64::from(tie.1) / sum) as f32;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Edge;

    const EDGES: [(u32, u32, f64); 6] =
        [(3, 1, 0.5), (0, 1, 0.5), (40_000, 1, 0.25), (1, 40_000, 0.125), (2, 40_000, 0.125), (1, 0, 1.0)];

    #[test]
    fn tie_by_tie_or_all_at_once_is_the_same_graph() {
        let mut builder = GraphBuilder::new();
        for (src, dst, p) in EDGES {
            builder.add(src, dst, p as f32).unwrap();
        }
        let built = builder.finish(40_005, Diffusion::Cascade).unwrap();
        let edge = |&(src, dst, probability): &(u32, u32, f64)| Edge { src, dst, probability };
        let whole = Graph::from_probabilities(40_005, &EDGES.iter().map(edge).collect::<Vec<_>>()).unwrap();
        assert_eq!((built.people(), built.edges()), (40_005, 6));
        for person in [0, 1, 2, 3, 40_000, 40_004] {
            let into = |g: &Graph| g.influenced_by(person).collect::<Vec<_>>();
            let out = |g: &Graph| g.influences(person).collect::<Vec<_>>();
            assert_eq!((into(&built), out(&built)), (into(&whole), out(&whole)), "{person}");
        }
        assert!((built.pull()[1] - 1.125).abs() < 1e-6);
    }

    #[test]
    fn attention_is_divided_evenly() {
        let mut builder = GraphBuilder::dividing(0.8).unwrap();
        for (src, dst, _) in EDGES {
            builder.add(src, dst, 1.0).unwrap();
        }
        let graph = builder.finish(0, Diffusion::Cascade).unwrap();
        assert!(graph.influenced_by(1).all(|(_, chance)| (chance - 0.8 / 3.0).abs() < 1e-9));
        assert!(graph.influenced_by(0).all(|(_, chance)| (chance - 0.8).abs() < 1e-9));
        assert!(GraphBuilder::dividing(1.1).is_err());
    }

    #[test]
    fn a_bad_tie_is_refused_by_name() {
        let mut builder = GraphBuilder::new();
        assert_eq!(builder.add(4, 4, 0.5), Err(Error::SelfTie { person: 4 }));
        assert!(matches!(builder.add(4, 5, 1.5), Err(Error::TieProbability { src: 4, dst: 5, .. })));
        assert!(matches!(builder.add(4, 5, f32::NAN), Err(Error::TieProbability { .. })));
        builder.add(1, 0, 0.7).unwrap();
        builder.add(2, 0, 0.7).unwrap();
        let heavy = builder.finish(0, Diffusion::Threshold).unwrap_err();
        assert!(matches!(heavy, Error::TooHeavy { person: 0, .. }), "{heavy}");
    }
}
