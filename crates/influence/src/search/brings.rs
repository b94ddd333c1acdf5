//! Whom each on a list brings whom nobody else on it reaches.

use std::collections::HashMap;

use super::found::{Asked, Brings};
use super::ground::{GONE, Ground};
use crate::estimate::{Estimate, at_least, at_most};
use crate::options::Counting;
use crate::random::Stream;
use crate::walk::{Lanes, MARKS, Met, Numbers, Visit};

const LISTED: u32 = MARKS[0];

/// For each on the list the people who are brought by them alone, even if all others say yes; from so many sets of its own.
pub(super) fn brings(ground: &Ground<'_>, list: &[Asked], sets: u64) -> Vec<Brings> {
    let mut walkers = ground.walkers();
    for walker in &mut walkers {
        for one in list {
            walker.mark(one.person, LISTED);
        }
    }
    let places: HashMap<u32, u32> = list.iter().map(|one| one.person).zip(0..).collect();
    let parts = ground.shared(&mut walkers, 0, sets, |walker, from, to| {
        let numbers = Numbers { seed: ground.options.seed, stream: Stream::Alone, from, to };
        let state = Default::default();
        let mut part = Part { ground, places: &places, state, alone: vec![0u64; list.len()] };
        walker.walk(&ground.roots, numbers, LISTED | GONE, &mut part);
        part.alone
    });
    let scale = ground.roots.total() / sets.max(1) as f64;
    let delta = (1.0 - ground.options.confidence) / 2.0;
    let estimate = |at: usize| {
        let alone = parts.iter().map(|part| part[at]).sum::<u64>() as f64;
        let drawn = sets as f64;
        let (lower, upper) = (at_least(alone, drawn, delta), at_most(alone, drawn, delta));
        let upper = (upper * scale).min(ground.roots.total());
        Estimate { mean: alone * scale, lower: lower * scale, upper }
    };
    list.iter().enumerate().map(|(at, one)| Brings { person: one.person, alone: estimate(at) }).collect()
}

/// What is known of a walk's root: nothing yet, who alone brings them, or that it is nobody alone.
#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Nobody,
    One(u32),
    Settled,
}

struct Part<'a> {
    ground: &'a Ground<'a>,
    places: &'a HashMap<u32, u32>,
    state: Lanes<State>,
    alone: Vec<u64>,
}

impl Visit for Part<'_> {
    fn meet(&mut self, met: Met) -> bool {
        let state = &mut self.state[met.lane];
        let own = met.first && self.ground.options.counting == Counting::Followers;
        *state = match (*state, self.places.get(&met.person)) {
            _ if self.ground.is_reached(met) => State::Settled,
            (State::Nobody, Some(&place)) if met.marks & LISTED != 0 && !own => State::One(place),
            (State::One(_), Some(_)) if met.marks & LISTED != 0 => State::Settled,
            (same, _) => same,
        };
        !matches!(state, State::Settled)
    }

    fn ended(&mut self, lane: usize, _: &[u32]) {
        if let State::One(place) = std::mem::take(&mut self.state[lane]) {
            self.alone[place as usize] += 1;
        }
    }
}
