//! Batches that double until the proof is good enough, and the lists that are made of the last.
//!
//! OPIM-C (Tang, Tang, Xiao, Yuan, "Online processing algorithms for influence maximization", SIGMOD 2018): sets to choose by
//! bound from above what any list could reach, as many others bound from below what the chosen one reaches.

use std::ops::Range;

use super::arena::{Arena, Holding};
use super::choose::{Chosen, arrange, choose, fill};
use super::found::Manner;
use super::ground::Ground;
use super::hints::{Hinted, direct, three_steps};
use super::informed::Informed;
use super::judge::judge;
use super::tally::{Regardless, Shares};
use crate::estimate::{at_least, at_most};
use crate::places::Places;
use crate::random::Stream;
use crate::walk::Walker;

/// Sets of the first batch.
const FIRST: u64 = 2_048;
/// Sets that are drawn to choose by, at most, where nobody says how many.
const MOST: u64 = 1 << 22;

pub(super) struct Rounds<'a> {
    ground: &'a Ground<'a>,
    places: &'a Places,
    pinned: &'a [usize],
    pub(super) walkers: Vec<Walker<'a>>,
    arena: Arena,
    holding: Holding,
    judged: u64,
}

/// A list and its bounds, in people.
pub(super) struct Proved {
    pub(super) chosen: Chosen,
    lower: f64,
    pub(super) upper: f64,
}

impl<'a> Rounds<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, places: &'a Places, pinned: &'a [usize]) -> Self {
        let (walkers, arena) = (ground.walkers(), Arena::default());
        Self { ground, places, pinned, walkers, arena, holding: Holding::default(), judged: 0 }
    }

    /// Sets drawn so far.
    pub(super) fn drawn(&self) -> u64 {
        self.arena.drawn + self.judged
    }

    /// How many people were met when the sets to choose by were drawn.
    pub(super) fn met(&self) -> u64 {
        self.arena.met
    }

    /// How long a list gets that is chosen on the first batch.
    pub(super) fn length(mut self) -> usize {
        self.round(FIRST, 0.5).chosen.order.len()
    }

    /// Goes on until the bounds are as near to each other as greedy choosing guarantees, less epsilon, or there are enough
    /// sets. The upper bounds of all rounds hold together with half of what the confidence leaves; so do the lower ones.
    pub(super) fn prove(&mut self, epsilon: f64) -> Proved {
        let most = self.ground.options.sets.map_or(MOST, |sets| sets as u64);
        let rounds = (most as f64 / FIRST as f64).log2().ceil().max(0.0) + 1.0;
        let delta = (1.0 - self.ground.options.confidence) / 2.0 / rounds;
        let guarantee = if self.places.is_plain() { 1.0 - (-1.0f64).exp() } else { 0.5 };
        let mut sets = FIRST.min(most);
        loop {
            let proved = self.round(sets, delta);
            let good = proved.lower >= (guarantee - epsilon) * proved.upper;
            if good || sets >= most || proved.chosen.order.is_empty() {
                return proved;
            }
            sets = (2 * sets).min(most);
        }
    }

    fn round(&mut self, sets: u64, delta: f64) -> Proved {
        let ground = self.ground;
        self.arena.grow(ground, &mut self.walkers, sets);
        self.holding = Holding::new(&self.arena, ground.candidates.len());
        let chosen = choose(&self.arena, &self.holding, ground, self.pinned, self.places);
        let covered = self.judge(&chosen.order, self.judged..self.judged + sets);
        self.judged += sets;
        let scale = ground.roots.total() / sets as f64;
        let lower = at_least(covered as f64, delta) * scale;
        let upper = (at_most(chosen.ceiling, delta) * scale).min(ground.roots.total());
        Proved { chosen, lower, upper }
    }

    fn judge(&mut self, list: &[usize], numbers: Range<u64>) -> u64 {
        judge(self.ground, &mut self.walkers, &[list], Stream::Judge, numbers).covered(0)
    }

    /// The lists that are worth judging, the greedy one first; none twice.
    pub(super) fn lists(&self, greedy: Chosen) -> Vec<(Vec<usize>, Manner)> {
        let candidates = self.ground.candidates;
        let direct = direct(self.ground.graph, candidates);
        let three_steps = three_steps(self.ground.graph, candidates);
        let informed = Informed::new(&self.arena, &self.holding, candidates, &direct, self.places);
        let hinted = |hints| fill(Hinted { candidates, hints }, candidates, self.pinned, self.places).order;
        let mut lists = vec![
            (greedy.order, Manner::Greedy),
            (fill(informed, candidates, self.pinned, self.places).order, Manner::Informed),
            (hinted(&direct), Manner::Direct),
        ];
        lists.extend(three_steps.as_deref().map(|hints| (hinted(hints), Manner::ThreeSteps)));
        if self.places.has_budget() {
            let gains = Shares::new(&self.arena, &self.holding, candidates);
            lists.push((
                fill(Regardless(gains), candidates, self.pinned, self.places).order,
                Manner::Regardless,
            ));
        }
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

    /// The same people, whoever adds most first; the pinned stay at the head.
    pub(super) fn in_order(&self, list: &[usize]) -> Vec<usize> {
        let gains = Shares::new(&self.arena, &self.holding, self.ground.candidates);
        arrange(gains, list, self.pinned.len())
    }
}
