//! Samples that grow until the proof is good enough, and the lists that are chosen on each and judged on another.
//!
//! OPIM-C (Tang, Tang, Xiao, Yuan, "Online processing algorithms for influence maximization", SIGMOD 2018): sets to choose by
//! bound from above what any list could reach, others bound from below what the chosen ones reach.

use super::arena::{Arena, Holding};
use super::choose::{Chosen, Sample, arrange, choose, fill, foremost};
use super::found::Manner;
use super::ground::Ground;
use super::hints::{Hinted, direct, page_rank};
use super::informed::{Belief, Informed};
use super::judge::{TOGETHER, Verdict, judge};
use super::swaps::exchanged;
use super::tally::{Regardless, Shares};
use crate::estimate::{Estimate, at_least, at_most};
use crate::parts::both;
use crate::places::Places;
use crate::random::Stream;
use crate::walk::Walker;

/// Sets of the first look.
const FIRST: u64 = 2_048;
/// Sets that are drawn to choose by, at most, where nobody says how many.
const MOST: u64 = 1 << 22;
/// Sets to judge by, for each to choose by: those are drawn at less cost, and tell the lists apart.
const JUDGED: u64 = 2;
/// How often they are doubled, at most, once the proof is good enough.
const DOUBLINGS: u32 = 2;
/// Where only their number is limited, those are looked at who are expected to bring most: so many at least, and so many for each
/// who may be asked.
const CONTENDERS: (usize, usize) = (256, 4);

/// With what chance each bound may fail. All that may be reported hold together with the confidence: half of what that leaves is for the
/// upper bound of any list, two fifths are for what is said of the lists from below, and a tenth from above; the first look and the first
/// judging have half of each, the next half of the rest, for few go on.
#[derive(Clone, Copy)]
struct Failing {
    /// What the confidence leaves.
    left: f64,
    /// Which look it is.
    look: u64,
}

impl Failing {
    fn ceiling(self) -> f64 {
        self.share(0.5)
    }

    /// Of each list, after so many doublings.
    fn below(self, doublings: u32) -> f64 {
        self.share(0.4) / TOGETHER as f64 * halves(u64::from(doublings))
    }

    fn above(self, doublings: u32) -> f64 {
        self.share(0.1) / TOGETHER as f64 * halves(u64::from(doublings))
    }

    fn share(self, share: f64) -> f64 {
        share * self.left * halves(self.look)
    }
}

/// A half, a quarter, an eighth …
fn halves(at: u64) -> f64 {
    0.5f64.powi(at as i32 + 1)
}

type List = (Vec<usize>, Manner);

pub(super) struct Rounds<'a> {
    ground: &'a Ground<'a>,
    places: &'a Places,
    pinned: &'a [usize],
    walkers: Vec<Walker<'a>>,
    arena: Arena,
    direct: Vec<f32>,
    /// The lists that no sample has a part in.
    hinted: Vec<List>,
    judged: u64,
}

/// The best of several lists, and its bounds in people.
pub(super) struct Settled {
    /// Positions among the candidates, in the order to ask.
    pub(super) list: Vec<usize>,
    pub(super) manner: Manner,
    pub(super) expected: Estimate,
    /// What no permitted list reaches more than.
    pub(super) upper: f64,
    /// Sets drawn in all.
    pub(super) drawn: u64,
}

/// What comes of choosing on the sets so far.
struct Look {
    lists: Vec<List>,
    /// An upper bound, in covered sets, on every permitted list.
    ceiling: f64,
}

impl<'a> Rounds<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, places: &'a Places, pinned: &'a [usize]) -> Self {
        let (walkers, arena) = (ground.walkers(), Arena::new(ground.candidates.len()));
        let (graph, candidates) = (ground.graph, ground.candidates);
        let direct = direct(graph, candidates);
        let page_rank = page_rank(graph, candidates, walkers.len());
        let by_hint = |hints: &[f32]| by_hint(ground, places, pinned, hints);
        let hinted = vec![(by_hint(&direct), Manner::Direct), (by_hint(&page_rank), Manner::PageRank)];
        Self { ground, places, pinned, walkers, arena, direct, hinted, judged: 0 }
    }

    /// How long a list gets that is chosen on the first sets.
    pub(super) fn length(mut self) -> usize {
        self.arena.grow(self.ground, &mut self.walkers, FIRST);
        self.look().lists.first().map_or(0, |list| list.0.len())
    }

    /// Goes on until the bounds are as near to each other as greedy choosing guarantees, less epsilon, or there are enough
    /// sets; and then until it is clear which list is the best, or hardly matters.
    pub(super) fn settle(mut self, epsilon: f64) -> Settled {
        let most = self.ground.options.sets.map_or(MOST, |sets| sets as u64);
        let guarantee = if self.places.is_plain() { 1.0 - (-1.0f64).exp() } else { 0.5 };
        let total = self.ground.roots.total();
        let (mut sets, mut upper, mut number) = (FIRST.min(most), total, 0);
        loop {
            let may_fail = Failing { left: 1.0 - self.ground.options.confidence, look: number };
            self.arena.grow(self.ground, &mut self.walkers, sets);
            let look = self.look();
            upper = upper.min(at_most(look.ceiling, sets as f64, may_fail.ceiling()) / sets as f64 * total);
            let mut verdict = Verdict::default();
            self.judge(&mut verdict, &look.lists, number, JUDGED * sets);
            let best = verdict.best(look.lists.len());
            let drawn = verdict.drawn as f64;
            let lower = at_least(verdict.covered(best) as f64, drawn, may_fail.below(0)) / drawn * total;
            let nobody = look.lists.iter().all(|list| list.0.is_empty());
            if lower >= (guarantee - epsilon) * upper || sets >= most || nobody {
                return self.compare(look, verdict, may_fail, upper);
            }
            (sets, number) = ((2 * sets).min(most), number + 1);
        }
    }

    /// Judges on until it is clear which of the lists is the best, or that has taken long enough.
    fn compare(mut self, look: Look, mut verdict: Verdict, may_fail: Failing, upper: f64) -> Settled {
        let lists = look.lists.len();
        let mut doublings = 0;
        while !verdict.is_clear(lists) && doublings < DOUBLINGS {
            let drawn = verdict.drawn;
            self.judge(&mut verdict, &look.lists, may_fail.look, drawn);
            doublings += 1;
        }
        let best = verdict.best(lists);
        let (covered, drawn) = (verdict.covered(best) as f64, verdict.drawn as f64);
        let scale = self.ground.roots.total() / drawn;
        let expected = Estimate {
            mean: covered * scale,
            lower: at_least(covered, drawn, may_fail.below(doublings)) * scale,
            upper: at_most(covered, drawn, may_fail.above(doublings)) * scale,
        };
        let (list, manner) = &look.lists[best];
        let list = arrange(&self.arena, self.ground.candidates, list, self.pinned.len());
        Settled { list, manner: *manner, expected, upper, drawn: self.arena.drawn + self.judged }
    }

    /// Judges the lists of a look on so many more sets; each look has sets of its own.
    fn judge(&mut self, verdict: &mut Verdict, lists: &[List], number: u64, sets: u64) {
        let lists: Vec<&[usize]> = lists.iter().map(|(list, _)| &list[..]).collect();
        let from = (number << 40) + verdict.drawn;
        verdict.add(&judge(self.ground, &mut self.walkers, &lists, Stream::Judge, from..from + sets));
        self.judged += sets;
    }

    /// The lists that are worth judging, the greedy one first; none twice.
    fn look(&self) -> Look {
        let (ground, candidates) = (self.ground, self.ground.candidates);
        let belief = Belief::new(&self.arena, &self.direct);
        let whose = self.contenders(&belief);
        let whose = whose.as_deref();
        let holding = Holding::new(&self.arena, whose);
        let sample = Sample { arena: &self.arena, holding: &holding, whose };
        let (pinned, places) = (self.pinned, self.places);
        let by_gain = || {
            let Chosen { order, ceiling } = choose(sample, ground, pinned, places);
            let exchanged = exchanged(sample, candidates, &order, pinned.len(), places);
            (order, exchanged, ceiling)
        };
        // What places know of completing a list is their own.
        let (belief, own) = (&belief, places.clone());
        let otherwise = move || {
            let informed = Informed::new(sample, candidates, belief);
            let informed = fill(informed, candidates, whose, pinned, &own).order;
            let gains =
                own.has_budget().then(|| Regardless(Shares::new(sample.arena, sample.holding, candidates)));
            (informed, gains.map(|gains| fill(gains, candidates, whose, pinned, &own).order))
        };
        let ((order, exchanged, ceiling), (informed, regardless)) =
            both(self.walkers.len(), by_gain, otherwise);
        let mut lists =
            vec![(order, Manner::Greedy), (informed, Manner::Informed), (exchanged, Manner::Exchanged)];
        lists.extend(self.hinted.iter().cloned());
        lists.extend(regardless.map(|list| (list, Manner::Regardless)));
        Look { lists: different(lists), ceiling }
    }

    /// Whom a list is chosen from, if not from all.
    fn contenders(&self, belief: &Belief<'_>) -> Option<Vec<u32>> {
        let candidates = self.ground.candidates;
        let count = contenders(candidates.len(), self.places)?;
        let (counts, chance) = (self.arena.counts(), |at: usize| candidates[at].chance as f32);
        let (mut whose, likely) = both(
            self.walkers.len(),
            || foremost(candidates.len(), count, |at| counts[at] as f32 * chance(at)),
            || foremost(candidates.len(), count, |at| belief.sets(at) * chance(at)),
        );
        whose.extend(likely);
        whose.extend(self.pinned.iter().map(|&at| at as u32));
        whose.sort_unstable();
        whose.dedup();
        Some(whose)
    }
}

/// How many are looked at; `None` if all.
fn contenders(candidates: usize, places: &Places) -> Option<usize> {
    let count = CONTENDERS.0.max(CONTENDERS.1 * places.open());
    (places.is_plain() && 4 * count < candidates).then_some(count)
}

/// Whoever has the greatest hint, as far as the places allow.
fn by_hint(ground: &Ground<'_>, places: &Places, pinned: &[usize], hints: &[f32]) -> Vec<usize> {
    let candidates = ground.candidates;
    let worth = |at: usize| candidates[at].chance as f32 * (1.0 + hints[at]);
    // Those who are pinned may be among the foremost.
    let enough = places.open() + pinned.len();
    let whose = contenders(candidates.len(), places).map(|_| foremost(candidates.len(), enough, worth));
    fill(Hinted { candidates, hints }, candidates, whose.as_deref(), pinned, places).order
}

fn different(lists: Vec<List>) -> Vec<List> {
    let mut known = Vec::new();
    let mut different = Vec::new();
    for (list, manner) in lists {
        let mut who = list.clone();
        who.sort_unstable();
        if !known.contains(&who) {
            different.push((list, manner));
            known.push(who);
        }
    }
    different
}
