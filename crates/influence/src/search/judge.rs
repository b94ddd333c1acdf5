//! How many a list brings, on sets that had no part in choosing it.
//!
//! Where nobody has joined, nobody asks who else would have brought a person along: a walk ends there. It is what makes
//! judging cheaper than choosing (the sentinels of HIST: Guo, Wang, Wei, Chen, "Influence maximization revisited", SIGMOD 2020). An
//! answer is tossed here, not summed out, for the same reason.

use super::found::Manner;
use super::ground::{GONE, Ground, says_yes};
use crate::list::Candidate;
use crate::options::Counting;
use crate::random::Stream;
use crate::walk::{Lanes, MARKS, Met, Numbers, Visit, Walker};

/// So many lists are judged on the same walks.
pub(super) const TOGETHER: usize = 4;

/// How many of the drawn sets hold somebody of each list who says yes.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdict {
    pub(super) drawn: u64,
    /// How many people the walks met.
    met: u64,
    /// By which lists cover a set, bit by bit: how many sets.
    by: [u64; 1 << TOGETHER],
}

impl Verdict {
    pub(super) fn covered(&self, list: usize) -> u64 {
        (0..self.by.len()).filter(|by| by >> list & 1 == 1).map(|by| self.by[by]).sum()
    }

    /// How many sets one of the two lists covers and the other does not.
    fn differ(&self, one: usize, other: usize) -> u64 {
        (0..self.by.len()).filter(|by| (by >> one ^ by >> other) & 1 == 1).map(|by| self.by[by]).sum()
    }

    fn add(&mut self, other: &Self) {
        self.drawn += other.drawn;
        self.met += other.met;
        self.by.iter_mut().zip(other.by).for_each(|(sum, more)| *sum += more);
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

/// Sets that every list is judged on at first.
const LEAST: u64 = 8_192;
/// How often they are doubled at most.
const DOUBLINGS: u32 = 4;
/// Of two lists this near to each other, as a share, either will do.
const NEAR: f64 = 0.005;

/// Several lists on the same sets, until the best is known or no longer matters.
#[derive(Debug, Default)]
pub(super) struct Judging {
    verdicts: Vec<Verdict>,
}

impl Judging {
    /// At how many numbers of sets it may end.
    pub(super) const ENDS: f64 = DOUBLINGS as f64 + 1.0;

    /// The number of the best list. No further sets are drawn once judging has met as many people as `met` when choosing.
    pub(super) fn best(
        &mut self,
        ground: &Ground<'_>,
        walkers: &mut [Walker<'_>],
        lists: &[(Vec<usize>, Manner)],
        met: u64,
    ) -> usize {
        let mut judged = 0..LEAST;
        self.verdicts = vec![Verdict::default(); lists.len().div_ceil(TOGETHER)];
        loop {
            for (verdict, lists) in self.verdicts.iter_mut().zip(lists.chunks(TOGETHER)) {
                let lists: Vec<&[usize]> = lists.iter().map(|(list, _)| &list[..]).collect();
                verdict.add(&judge(ground, walkers, &lists, Stream::Compare, judged.clone()));
            }
            let mut order: Vec<usize> = (0..lists.len()).collect();
            order.sort_by_key(|&list| std::cmp::Reverse(self.covered(list)));
            let told_apart = order[1..].iter().all(|&other| self.told_apart(order[0], other));
            let met_now: u64 = self.verdicts.iter().map(|verdict| verdict.met).sum();
            if told_apart || met_now >= met || judged.end >= LEAST << DOUBLINGS {
                return order[0];
            }
            judged = judged.end..2 * judged.end;
        }
    }

    fn told_apart(&self, first: usize, second: usize) -> bool {
        let (more, less) = (self.covered(first) as f64, self.covered(second) as f64);
        let differ = if first / TOGETHER == second / TOGETHER {
            self.verdicts[first / TOGETHER].differ(first % TOGETHER, second % TOGETHER) as f64
        } else {
            more + less
        };
        // Three standard deviations of a difference on the same sets: the lists are looked at more than once.
        let doubt = 3.0 * differ.sqrt();
        more - less >= doubt || doubt + more - less <= NEAR * more
    }

    pub(super) fn covered(&self, list: usize) -> u64 {
        self.verdicts[list / TOGETHER].covered(list % TOGETHER)
    }

    /// What one covered set stands for, in people.
    pub(super) fn scale(&self, ground: &Ground<'_>) -> f64 {
        ground.roots.total() / self.drawn().max(1) as f64
    }

    pub(super) fn drawn(&self) -> u64 {
        self.verdicts.iter().map(|verdict| verdict.drawn).max().unwrap_or(0)
    }
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
