//! The sample that answers every question about reach.

use std::sync::Arc;

use crate::error::Error;
use crate::estimate::{Estimate, Tally};
use crate::graph::Graph;
use crate::options::{Counting, Options, Standing};
use crate::random::Stream;
use crate::sample::{Index, Roots, Sets};

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
        options.check(graph.people())?;
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
        let both = [(&self.drawn.choose, &self.choose), (&self.drawn.judge, &self.judge)];
        let [choose, judge] = both.map(|(half, open)| tally(half, open, leader));
        Ok(self.scaled(choose.plus(judge)))
    }

    /// The same on the judging sample alone: the very figure that a list shows for whoever stands first on it.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub fn first(&self, leader: u32) -> Result<Estimate, Error> {
        self.drawn.graph.known(leader)?;
        Ok(self.scaled(tally(&self.drawn.judge, &self.judge, leader)))
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

/// What a leader's yes would cover of what is open in a sample.
fn tally(half: &Half, open: &Open, leader: u32) -> Tally {
    let mut tally = Tally::new(open.left.len());
    half.index.sets_of(leader).iter().for_each(|&set| tally.add(open.left[set as usize]));
    tally
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
