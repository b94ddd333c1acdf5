//! The sample that answers every question about reach, and where the program stands.

use std::sync::Arc;

use crate::error::Error;
use crate::estimate::{Estimate, Tally};
use crate::graph::Graph;
use crate::random::Stream;
use crate::sample::{Index, Roots, Sets};

/// Who counts as reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// People who would come along: nobody is their own follower, and those in the program already are not
    /// won again. A leader on the list still counts as a follower of another.
    #[default]
    Followers,
    /// Everybody reached, the leaders themselves included: the spread of the literature.
    Everyone,
}

/// What the sample is drawn for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The same seed gives the same answers, at any number of threads.
    pub seed: u64,
    /// How many reverse-reachable sets each of the two samples has; `None` chooses by the number of people
    /// (3 a person, from 32,768 to 131,072).
    pub sets: Option<usize>,
    /// Threads to draw with.
    pub threads: usize,
    /// Of every interval and certificate, between 0.5 and 1.
    pub confidence: f64,
    /// Who counts.
    pub counting: Counting,
    /// What reaching each person is worth (say, more in units with low uptake); `None` is 1 each. Estimates are
    /// in these units.
    pub weights: Option<Vec<f64>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            sets: None,
            threads: 1,
            confidence: 0.99,
            counting: Counting::default(),
            weights: None,
        }
    }
}

/// Where the program stands: cheap to change, the sample is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Leaders who have joined: whom they reach is reached.
    pub joined: Vec<u32>,
    /// Leaders who have been asked and not answered, each with the chance of a yes.
    pub pending: Vec<(u32, f64)>,
    /// Others who are in the program already: not to be won again, and without pull of their own.
    pub enrolled: Vec<u32>,
}

/// Expected reach on one graph, given who has joined.
///
/// Two independent samples are kept: one to choose by and one to judge what was chosen, since whoever was chosen
/// because a sample flatters them looks too good on that same sample.
#[derive(Debug, Clone)]
pub struct Reach {
    pub(crate) drawn: Arc<Drawn>,
    pub(crate) standing: Standing,
    pub(crate) choose: Open,
    pub(crate) judge: Open,
}

/// Everything that does not depend on the standing.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) graph: Arc<Graph>,
    pub(crate) options: Options,
    pub(crate) total: f64,
    pub(crate) choose: Half,
    pub(crate) judge: Half,
}

/// One of the two samples.
#[derive(Debug)]
pub(crate) struct Half {
    sets: Sets,
    pub(crate) index: Index,
}

/// What the standing leaves of one sample.
#[derive(Debug, Clone)]
pub(crate) struct Open {
    /// For each set the chance that nobody has covered it yet: the product of (1 − chance) over its leaders
    /// who have joined or are pending.
    pub(crate) left: Vec<f64>,
    already: Tally,
}

impl Reach {
    /// Draws the samples; nobody has joined yet. Costs O(sets × mean set size × ties of a person).
    ///
    /// # Errors
    /// [`Error::Setting`], [`Error::WeightCount`] or [`Error::Weight`].
    pub fn build(graph: impl Into<Arc<Graph>>, options: &Options) -> Result<Self, Error> {
        let graph = graph.into();
        check(&graph, options)?;
        let roots = Roots::new(graph.people(), options.weights.as_deref());
        let count = match options.sets {
            _ if roots.total() <= 0.0 => 0,
            Some(count) => count,
            None => (3 * graph.people()).clamp(32_768, 131_072),
        };
        let half = |stream| {
            let sets = Sets::draw(&graph, &roots, count, options.seed, stream, options.threads);
            let index = Index::new(graph.people(), &sets, options.counting == Counting::Followers);
            Half { sets, index }
        };
        let (choose, judge) = (half(Stream::Choose), half(Stream::Judge));
        let drawn = Drawn { graph, options: options.clone(), total: roots.total(), choose, judge };
        Self::standing(Arc::new(drawn), Standing::default())
    }

    /// The same samples under another standing; earlier standings are forgotten.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`] or [`Error::Chance`].
    pub fn given(&self, standing: &Standing) -> Result<Self, Error> {
        Self::standing(Arc::clone(&self.drawn), standing.clone())
    }

    fn standing(drawn: Arc<Drawn>, standing: Standing) -> Result<Self, Error> {
        let miss = misses(&drawn.graph, &standing)?;
        let mut enrolled = vec![false; drawn.graph.people()];
        for &person in &standing.enrolled {
            drawn.graph.known(person)?;
            enrolled[person as usize] = true;
        }
        let counting = drawn.options.counting;
        let choose = drawn.choose.open(&miss, &enrolled, counting);
        let judge = drawn.judge.open(&miss, &enrolled, counting);
        Ok(Self { drawn, standing, choose, judge })
    }

    /// How many people the graph has.
    pub fn people(&self) -> usize {
        self.drawn.graph.people()
    }

    /// Whom the joined and, by their chances, the pending reach already.
    pub fn already(&self) -> Estimate {
        self.scaled(self.choose.already.plus(self.judge.already))
    }

    /// The people this leader's yes would bring beyond those reached already.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub fn marginal(&self, leader: u32) -> Result<Estimate, Error> {
        self.drawn.graph.known(leader)?;
        let tally = |half: &Half, open: &Open| {
            let mut tally = Tally::new(open.left.len());
            half.index.sets_of(leader).iter().for_each(|&set| tally.add(open.left[set as usize]));
            tally
        };
        Ok(self.scaled(tally(&self.drawn.choose, &self.choose).plus(tally(&self.drawn.judge, &self.judge))))
    }

    /// Whom this leader's yes would bring, beyond those reached already: each person with the chance that they
    /// follow, the likeliest first; those below 1 in 100 are left out. For a map, not for sums: each single chance
    /// is rougher than the sum that [`Reach::marginal`] gives.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub fn whom(&self, leader: u32) -> Result<Vec<(u32, f64)>, Error> {
        self.drawn.graph.known(leader)?;
        let mut brought = vec![0.0; self.people()];
        let mut drawn = vec![0u32; self.people()];
        for (half, open) in [(&self.drawn.choose, &self.choose), (&self.drawn.judge, &self.judge)] {
            half.sets.iter().for_each(|members| drawn[members[0] as usize] += 1);
            for &set in half.index.sets_of(leader) {
                brought[half.sets.root(set) as usize] += open.left[set as usize];
            }
        }
        let share = |(person, (sum, count)): (u32, (f64, u32))| (person, sum / f64::from(count.max(1)));
        let mut whom: Vec<(u32, f64)> = (0..)
            .zip(brought.into_iter().zip(drawn))
            .map(share)
            .filter(|&(_, chance)| chance >= 0.01)
            .collect();
        whom.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Ok(whom)
    }

    pub(crate) fn scaled(&self, tally: Tally) -> Estimate {
        tally.estimate(self.drawn.total, self.drawn.options.confidence)
    }
}

impl Half {
    fn open(&self, miss: &[f64], enrolled: &[bool], counting: Counting) -> Open {
        let mut left = Vec::with_capacity(self.sets.len());
        let mut already = Tally::new(self.sets.len());
        for members in self.sets.iter() {
            let root = members[0] as usize;
            // Who is in the program, or would be by their own yes, is not won by others.
            let winnable = match counting {
                _ if enrolled[root] => 0.0,
                Counting::Followers => miss[root],
                Counting::Everyone => 1.0,
            };
            let open = if winnable > 0.0 { members.iter().map(|&m| miss[m as usize]).product() } else { 0.0 };
            already.add(winnable - open);
            left.push(open);
        }
        Open { left, already }
    }
}

/// For each person the chance that they have not joined by now: 0 for the joined, 1 for the unasked.
pub(crate) fn misses(graph: &Graph, standing: &Standing) -> Result<Vec<f64>, Error> {
    let mut miss = vec![1.0; graph.people()];
    for &(person, chance) in &standing.pending {
        graph.known(person)?;
        proper(person, chance)?;
        miss[person as usize] = 1.0 - chance;
    }
    for &person in &standing.joined {
        graph.known(person)?;
        miss[person as usize] = 0.0;
    }
    Ok(miss)
}

pub(crate) fn proper(person: u32, chance: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&chance) { Ok(()) } else { Err(Error::Chance { person, value: chance }) }
}

fn check(graph: &Graph, options: &Options) -> Result<(), Error> {
    let confidence = options.confidence;
    if !(confidence > 0.5 && confidence < 1.0) {
        return Err(Error::Setting { what: "confidence", value: confidence, range: "between 0.5 and 1" });
    }
    if let Some(sets) = options.sets.filter(|sets| !(2..=u32::MAX as usize).contains(sets)) {
        return Err(Error::Setting { what: "sets", value: sets as f64, range: "at least 2, below 2^32" });
    }
    let Some(weights) = &options.weights else { return Ok(()) };
    if weights.len() != graph.people() {
        return Err(Error::WeightCount { given: weights.len(), people: graph.people() });
    }
    match weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
        Some(at) => Err(Error::Weight { person: at as u32, value: weights[at] }),
        None => Ok(()),
    }
}
