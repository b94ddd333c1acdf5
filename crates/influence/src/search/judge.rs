//! How many a list brings, on sets that had no part in choosing it.
//!
//! Where nobody has joined, nobody asks who else would have brought a person along: a walk ends there. It is what makes
//! judging cheaper than choosing (the sentinels of HIST: Guo, Wang, Wei, Chen, "Influence maximization revisited", SIGMOD 2020). An
//! answer is tossed here, not summed out, for the same reason.

use super::ground::{GONE, Ground, says_yes};
use crate::list::Candidate;
use crate::options::Counting;
use crate::random::Stream;
use crate::walk::{Lanes, MARKS, Met, Numbers, Visit, Walker};

/// So many lists can be judged on the same walks.
pub(super) const TOGETHER: usize = 6;

/// How many of the drawn sets hold somebody of each list who says yes.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) drawn: u64,
    /// How many people the walks met.
    pub(super) met: u64,
    /// By which lists cover a set, bit by bit: how many sets.
    by: [u64; 1 << TOGETHER],
}

/// What may be lost, as a share of what the best list brings, by ending with a list that is only thought to be the best.
const REGRET: f64 = 0.002;
/// The greatest that d · Φ(−d) can be: the difference of two means times the chance that the lesser looks greater.
const LOSS: f64 = 0.17;
/// Two lists so many standard deviations apart are told apart.
const APART: f64 = 3.0;

impl Default for Verdict {
    fn default() -> Self {
        Self { drawn: 0, met: 0, by: [0; 1 << TOGETHER] }
    }
}

impl Verdict {
    pub(super) fn covered(&self, list: usize) -> u64 {
        (0..self.by.len()).filter(|by| by >> list & 1 == 1).map(|by| self.by[by]).sum()
    }

    /// How many sets one of the two lists covers and the other does not.
    fn differ(&self, one: usize, other: usize) -> u64 {
        (0..self.by.len()).filter(|by| (by >> one ^ by >> other) & 1 == 1).map(|by| self.by[by]).sum()
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.drawn += other.drawn;
        self.met += other.met;
        self.by.iter_mut().zip(other.by).for_each(|(sum, more)| *sum += more);
    }

    /// The list of most covered sets, of so many; of those alike the first.
    pub(super) fn best(&self, lists: usize) -> usize {
        (0..lists).rev().max_by_key(|&list| self.covered(list)).unwrap_or(0)
    }

    /// Whether it hardly matters any more which list is the best. Whatever the true difference of two, taking the one that looks better
    /// loses [`LOSS`] of its standard deviation at most, on average; and nothing to speak of where they are well told apart.
    pub(super) fn is_clear(&self, lists: usize) -> bool {
        let best = self.best(lists);
        let most = self.covered(best) as f64;
        (0..lists).filter(|&other| other != best).all(|other| {
            let doubt = (self.differ(best, other) as f64).sqrt();
            LOSS * doubt <= REGRET * most || most - self.covered(other) as f64 >= APART * doubt
        })
    }
}

/// Judges up to [`TOGETHER`] lists (positions among the candidates) on these numbers of a stream.
pub(super) fn judge(
    ground: &Ground<'_>,
    walkers: &mut [Walker<'_>],
    lists: &[&[usize]],
    stream: Stream,
    numbers: std::ops::Range<u64>,
) -> Verdict {
    let marked = || lists.iter().zip(MARKS).flat_map(|(list, mark)| list.iter().map(move |&at| (at, mark)));
    let person = |at: usize| ground.candidates[at].person;
    for walker in walkers.iter_mut() {
        marked().for_each(|(at, mark)| walker.mark(person(at), mark));
    }
    let all = MARKS[..lists.len()].iter().fold(0, |all, mark| all | mark);
    let parts = ground.shared(walkers, numbers.start, numbers.end, |walker, from, to| {
        let verdict = Verdict { drawn: to - from, ..Verdict::default() };
        let mut part = Part { ground, all, hits: Default::default(), verdict };
        let numbers = Numbers { seed: ground.options.seed, stream, from, to };
        walker.walk(&ground.roots, numbers, all | GONE, &mut part);
        part.verdict
    });
    for walker in walkers {
        marked().for_each(|(at, mark)| walker.unmark(person(at), mark));
    }
    let mut verdict = Verdict::default();
    for part in &parts {
        verdict.add(part);
    }
    verdict
}

struct Part<'a> {
    ground: &'a Ground<'a>,
    all: u32,
    /// By walk: the marks of the lists that cover it; [`GONE`] where nothing is to be had.
    hits: Lanes<u32>,
    verdict: Verdict,
}

impl Visit for Part<'_> {
    fn meet(&mut self, met: Met) -> bool {
        if self.ground.is_reached(met) {
            self.hits[met.lane] = GONE;
            return false;
        }
        let hits = &mut self.hits[met.lane];
        let new = met.marks & self.all & !*hits;
        let own = met.first && self.ground.options.counting == Counting::Followers;
        if new != 0 && !own && self.ground.accepts(met) {
            *hits |= new;
        }
        // Where somebody may have joined, the walk has to tell whether they would have brought the root along anyhow.
        *hits != self.all || self.ground.may_be_reached()
    }

    fn ended(&mut self, lane: usize, people: &[u32]) {
        self.verdict.met += people.len() as u64;
        let hits = std::mem::take(&mut self.hits[lane]);
        if hits & GONE == 0 {
            self.verdict.by[(hits / MARKS[0]) as usize] += 1;
        }
    }
}

impl Ground<'_> {
    /// Whether this candidate says yes on this walk.
    fn accepts(&self, met: Met) -> bool {
        let chance = |at: u32| -> Candidate { self.candidates[at as usize] };
        self.position(met.person).is_some_and(|at| says_yes(met.key, met.person, chance(at).chance))
    }
}
