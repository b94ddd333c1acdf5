//! Playing the program forwards, to see how far outcomes scatter.
//!
//! An expected number of followers hides that a few may bring many and most bring none. So the list is played in
//! a few hundred worlds: each tie's coin is fixed for a world, the joined start, each leader's yes spreads over
//! who is not reached yet, and what came of it is written down.

mod chances;

use crate::estimate::Range;
use crate::graph::Graph;
use crate::list::Candidate;
use crate::options::{Counting, Standing};
use crate::random::{Stream, coin, key, threshold};
use crate::reach::Drawn;
pub use chances::Chances;

/// Enough that the 10 % and 90 % quantiles are off by 3 percentage points at most, two times in three.
const WORLDS: u64 = 240;

/// For each leader, and for the whole list, how many follow in four of five worlds.
pub(crate) fn play(drawn: &Drawn, standing: &Standing, list: &[Candidate]) -> (Vec<Range>, Range) {
    let worth = worth(drawn, standing);
    let mut reached = Reached::new(&drawn.graph);
    let mut each = vec![Vec::with_capacity(WORLDS as usize); list.len()];
    let mut whole = Vec::with_capacity(WORLDS as usize);
    for number in 0..WORLDS {
        reached.start(key(drawn.options.seed, Stream::Worlds, number));
        for &joined in &standing.joined {
            reached.spread(joined);
        }
        for &(person, chance) in &standing.pending {
            if reached.says_yes(person, chance) {
                reached.spread(person);
            }
        }
        let mut sum = 0.0;
        for (leader, outcomes) in list.iter().zip(&mut each) {
            let from = reached.spread(leader.person);
            let own = |p: u32| drawn.options.counting == Counting::Followers && p == leader.person;
            let others = reached.since(from).iter().filter(|&&p| !own(p));
            let brought = others.fold(0.0, |sum, &p| sum + worth[p as usize]);
            outcomes.push(brought);
            if reached.says_yes(leader.person, leader.chance) {
                sum += brought;
            } else {
                reached.forget(from);
            }
        }
        whole.push(sum);
    }
    (each.iter_mut().map(|o| Range::of(o)).collect(), Range::of(&mut whole))
}

/// What reaching each person is worth under this standing.
fn worth(drawn: &Drawn, standing: &Standing) -> Vec<f64> {
    let people = drawn.graph.people();
    let mut worth = drawn.options.weights.clone().unwrap_or_else(|| vec![1.0; people]);
    standing.enrolled.iter().for_each(|&p| worth[p as usize] = 0.0);
    if drawn.options.counting == Counting::Followers {
        standing.joined.iter().for_each(|&p| worth[p as usize] = 0.0);
    }
    worth
}

/// Who is reached in one world.
struct Reached<'a> {
    graph: &'a Graph,
    world: u64,
    stamp: u32,
    seen: Vec<u32>,
    order: Vec<u32>,
}

impl<'a> Reached<'a> {
    fn new(graph: &'a Graph) -> Self {
        Self { graph, world: 0, stamp: 0, seen: vec![0; graph.people()], order: Vec::new() }
    }

    fn start(&mut self, world: u64) {
        self.world = world;
        self.stamp += 1;
        self.order.clear();
    }

    /// Reaches all whom `from` reaches and nobody had; returns where they begin.
    fn spread(&mut self, from: u32) -> usize {
        let begin = self.order.len();
        self.meet(from);
        let mut head = begin;
        while let Some(&person) = self.order.get(head) {
            head += 1;
            let graph = self.graph;
            for cell in graph.out(person) {
                let place = u64::from(person) << 32 | u64::from(cell.person);
                if self.seen[cell.person as usize] != self.stamp && coin(self.world, place) <= cell.threshold
                {
                    self.meet(cell.person);
                }
            }
        }
        begin
    }

    fn meet(&mut self, person: u32) {
        if self.seen[person as usize] != self.stamp {
            self.seen[person as usize] = self.stamp;
            self.order.push(person);
        }
    }

    fn since(&self, begin: usize) -> &[u32] {
        &self.order[begin..]
    }

    fn forget(&mut self, begin: usize) {
        for person in self.order.drain(begin..) {
            self.seen[person as usize] = 0;
        }
    }

    /// The leader's own coin in this world. Nobody has a tie to themselves, so its place is free.
    fn says_yes(&self, person: u32, chance: f64) -> bool {
        let place = u64::from(person) << 32 | u64::from(person);
        chance > 0.0 && coin(self.world, place) <= threshold(chance)
    }
}
