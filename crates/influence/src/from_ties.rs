//! From the ties of the directory to probabilities.

use crate::error::Error;
use crate::graph::{Edge, Graph, known};
use crate::tie::{KindWeights, Tie};

/// How tie weights become probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Probabilities {
    /// Everybody divides their attention among those who influence them, in proportion to the weights:
    /// p(u→v) = openness · w(u,v) / Σ w(·,v). With openness 1 it is the weighted cascade of Kempe, Kleinberg
    /// and Tardos (2003); below 1, somebody all of whose ties have joined still follows only now and then.
    WeightedCascade {
        /// In (0, 1].
        openness: f64,
    },
    /// Weights are probabilities already: each kind acts independently with min(1, flow · weight).
    Given,
}

impl Default for Probabilities {
    /// The weighted cascade with openness 0.7. The literature's 1 lets everybody follow for certain once all whom they heed
    /// have joined, and then a firm of 71 nearly follows one leader; 0.7 is **stated judgement**: on the sample firm the
    /// best-placed leader is expected to bring four people.
    fn default() -> Self {
        Self::WeightedCascade { openness: 0.7 }
    }
}

impl Graph {
    /// A graph from the directory's ties. A tie that stands twice counts once, at its greater weight;
    /// different kinds between the same people add up. A tie to oneself says nothing and is left out.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], [`Error::TieWeight`] at the first bad tie, [`Error::Setting`] for openness.
    pub fn from_ties(
        people: usize,
        ties: &[Tie],
        weights: &KindWeights,
        probabilities: Probabilities,
    ) -> Result<Self, Error> {
        let mut strands = strands(people, ties, weights)?;
        strands.sort_unstable_by(|a, b| a.place().cmp(&b.place()).then(b.weight.total_cmp(&a.weight)));
        strands.dedup_by_key(|s| s.place());
        let edges = match probabilities {
            Probabilities::Given => given(&strands),
            Probabilities::WeightedCascade { openness } if openness > 0.0 && openness <= 1.0 => {
                weighted_cascade(people, &strands, openness)
            }
            Probabilities::WeightedCascade { openness } => {
                return Err(Error::Setting {
                    what: "openness",
                    value: openness,
                    range: "above 0, at most 1",
                });
            }
        };
        Self::from_probabilities(people, &edges)
    }
}

/// Influence along one tie in one direction.
struct Strand {
    src: u32,
    dst: u32,
    kind: u8,
    weight: f64,
}

impl Strand {
    fn place(&self) -> (u32, u32, u8) {
        (self.dst, self.src, self.kind)
    }
}

fn strands(people: usize, ties: &[Tie], weights: &KindWeights) -> Result<Vec<Strand>, Error> {
    let mut strands = Vec::with_capacity(ties.len() * 2);
    for tie in ties {
        known(people, tie.from)?;
        known(people, tie.to)?;
        if !(tie.weight.is_finite() && tie.weight > 0.0) {
            return Err(Error::TieWeight { from: tie.from, to: tie.to, value: tie.weight });
        }
        if tie.from == tie.to {
            continue;
        }
        let flow = weights.get(tie.kind);
        for (src, dst, flow) in [(tie.from, tie.to, flow.forward), (tie.to, tie.from, flow.backward)] {
            if flow > 0.0 {
                strands.push(Strand { src, dst, kind: tie.kind as u8, weight: flow * tie.weight });
            }
        }
    }
    Ok(strands)
}

fn given(strands: &[Strand]) -> Vec<Edge> {
    strands.iter().map(|s| Edge { src: s.src, dst: s.dst, probability: s.weight.min(1.0) }).collect()
}

fn weighted_cascade(people: usize, strands: &[Strand], openness: f64) -> Vec<Edge> {
    let mut received = vec![0.0; people];
    for strand in strands {
        received[strand.dst as usize] += strand.weight;
    }
    // Strands are sorted by (dst, src, kind): kinds between the same two people are neighbours and add up.
    let mut edges: Vec<Edge> = Vec::with_capacity(strands.len());
    for strand in strands {
        let share = openness * strand.weight / received[strand.dst as usize];
        if share == 0.0 {
            continue; // too small beside the others to be told from nothing
        }
        match edges.last_mut() {
            Some(edge) if (edge.src, edge.dst) == (strand.src, strand.dst) => {
                edge.probability = (edge.probability + share).min(1.0);
            }
            _ => edges.push(Edge { src: strand.src, dst: strand.dst, probability: share.min(1.0) }),
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tie::{Flow, TieKind};

    fn tie(from: u32, to: u32, kind: TieKind) -> Tie {
        Tie { from, to, kind, weight: 1.0 }
    }

    fn only_forward() -> KindWeights {
        TieKind::ALL
            .into_iter()
            .fold(KindWeights::default(), |w, kind| w.with(kind, Flow { forward: 1.0, backward: 0.0 }))
    }

    fn all_of_it() -> Probabilities {
        Probabilities::WeightedCascade { openness: 1.0 }
    }

    #[test]
    fn attention_is_divided_among_those_who_influence() {
        let ties = [tie(0, 2, TieKind::Advised), tie(1, 2, TieKind::Advised), tie(1, 2, TieKind::Mentored)];
        let graph = Graph::from_ties(3, &ties, &only_forward(), all_of_it()).unwrap();
        let shares: Vec<_> = graph.influenced_by(2).collect();
        assert_eq!(shares[0].0, 0);
        assert!((shares[0].1 - 1.0 / 3.0).abs() < 1e-8);
        assert!((shares[1].1 - 2.0 / 3.0).abs() < 1e-8);
    }

    #[test]
    fn less_openness_makes_everybody_follow_less() {
        let probabilities = Probabilities::WeightedCascade { openness: 0.4 };
        let ties = [tie(0, 1, TieKind::Advised)];
        let graph = Graph::from_ties(2, &ties, &only_forward(), probabilities).unwrap();
        assert!((graph.influences(0).next().unwrap().1 - 0.4).abs() < 1e-8);
    }

    #[test]
    fn a_manager_influences_the_report_more_than_the_report_the_manager() {
        let ties = [tie(1, 0, TieKind::ReportsTo)];
        let graph = Graph::from_ties(2, &ties, &KindWeights::default(), Probabilities::Given).unwrap();
        assert!(graph.influences(0).next().unwrap().1 > 0.9);
        assert!(graph.influences(1).next().unwrap().1 < 0.3);
    }

    #[test]
    fn a_tie_imported_from_both_ends_counts_once() {
        let one = [tie(0, 1, TieKind::WorkedWith)];
        let both =
            [tie(0, 1, TieKind::WorkedWith), tie(1, 0, TieKind::WorkedWith), tie(0, 1, TieKind::WorkedWith)];
        let read = |ties: &[Tie]| {
            let graph = Graph::from_ties(2, ties, &KindWeights::default(), Probabilities::Given).unwrap();
            (graph.influences(0).collect::<Vec<_>>(), graph.influences(1).collect::<Vec<_>>())
        };
        assert_eq!(read(&one), read(&both));
    }

    #[test]
    fn a_weight_of_nothing_is_refused() {
        let bad = Tie { weight: 0.0, ..tie(0, 1, TieKind::Friend) };
        let error = Graph::from_ties(2, &[bad], &KindWeights::default(), Probabilities::Given).unwrap_err();
        assert_eq!(error, Error::TieWeight { from: 0, to: 1, value: 0.0 });
    }
}
