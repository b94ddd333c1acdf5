//! Flows that follow charges, lowest prices and nearest pairs, each against what it stands for.

use super::case::{self, Flow};
use super::charged::Charged;
use super::{Decided, lowest, near};
use crate::certificate::{bound_by, value_of, verify};
use crate::draw;
use crate::instance::{Candidate, Cap, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair};
use crate::tiers::{self, Remaining};
use crate::value::Value;
use crate::{engine, prices};

/// Numbers that depend on a seed and a count alone.
struct Chance(u64, u32);

impl Chance {
    fn below(&mut self, below: u32) -> u32 {
        self.1 += 1;
        (draw::lottery(self.0, MenteeId(self.1)) % i64::from(below)) as u32
    }

    fn some(&mut self, count: u32) -> impl Iterator<Item = u32> {
        (0..count).filter(|_| self.below(2) == 0)
    }
}

/// A program in which everybody wants one mentor, with as many mentees as said: few scores or many, places scarce or plenty.
fn program(seed: u64, mentees: u32, linked: u32) -> Input {
    let mut chance = Chance(seed, 0);
    let mentors = 1 + mentees / (2 + chance.below(4));
    let scores = [3, 100, 1_000_000][chance.below(3) as usize];
    let mut input = Input { seed, ..Input::default() };
    input.mentees = vec![Mentee::wanting(1); mentees as usize];
    input.mentors = (0..mentors).map(|_| Mentor { capacity: chance.below(5) }).collect();
    for at in (0..mentees * mentors).filter(|_| chance.below(100) < linked).collect::<Vec<_>>() {
        let (mentee, mentor) = (MenteeId(at / mentors), MentorId(at % mentors));
        input.candidates.push(Candidate { mentee, mentor, score: 1 + chance.below(scores) });
    }
    for mentee in chance.some(mentees / 4).collect::<Vec<_>>() {
        let mentor = chance.below(mentors);
        let locks = input.locked.iter().filter(|lock| lock.mentor.0 == mentor).count() as u32;
        if locks < input.mentors[mentor as usize].capacity {
            input.locked.push(Pair::new(MenteeId(mentee), MentorId(mentor)));
        }
    }
    for _ in 0..=chance.below(3) {
        let (unit, scarce) =
            (chance.some(mentees).collect::<Vec<_>>(), chance.some(mentors).collect::<Vec<_>>());
        let (mentees, mentors) =
            (unit.into_iter().map(MenteeId).collect(), scarce.into_iter().map(MentorId).collect());
        input.caps.push(Cap { mentees, mentors, most: 1_000 });
    }
    input
}

/// The best pairs whatever the caps say, with prices as the engine or the general way leaves them.
fn free(instance: &Instance, generally: bool) -> Flow {
    let remaining = Remaining::of(instance);
    let fast = if generally { None } else { engine::solve(instance, &remaining) };
    let mut solved = fast.unwrap_or_else(|| tiers::solve(instance, &remaining));
    let prices = prices::of(instance, &remaining, &mut solved, &[]);
    let mut pairs = solved.pairs;
    pairs.extend(instance.locked());
    pairs.sort_unstable();
    Flow { pairs, prices, is_filled: true }
}

/// What the pairs of a flow are worth after charges, locked ones left out.
fn after_charges(instance: &Instance, flow: &Flow, charges: &[Value]) -> Value {
    let open = flow.pairs.iter().filter(|pair| !instance.is_locked(**pair));
    let charged =
        open.flat_map(|pair| instance.caps_of(*pair)).fold(Value::ZERO, |sum, cap| sum + charges[cap]);
    value_of(instance, &flow.pairs).unwrap() - charged
}

#[test]
fn a_flow_that_follows_charges_is_as_good_as_one_from_nothing() {
    for seed in 0..400 {
        let instance = Instance::new(program(seed, 3 + seed as u32 % 40, 40)).unwrap();
        let mut charged = Charged::from(&instance, &free(&instance, false));
        let mut chance = Chance(seed, 1 << 20);
        for turn in 0..8 {
            let charge = |_| Value {
                covered: i64::from(chance.below(4) == 0),
                further: 0,
                score: i64::from(chance.below(1_200_000)) * i64::from(turn % 3 > 0),
            };
            let charges: Vec<Value> = instance.caps().iter().map(charge).collect();
            let followed = charged.flow(&instance, &charges);
            let anew = case::flow(&instance, &Decided::new(), &charges);
            let worth = |flow: &Flow| after_charges(&instance, flow, &charges);
            assert_eq!(worth(&followed), worth(&anew), "{seed} {turn}");
            let bound = |flow: &Flow| bound_by(&instance, &flow.prices).unwrap();
            assert_eq!(bound(&followed), bound(&anew), "{seed} {turn}");
        }
    }
}

#[test]
fn the_lowest_prices_prove_the_pairs_and_are_the_same_wherever_one_comes_from() {
    for seed in 0..600 {
        let instance = Instance::new(program(seed, 3 + seed as u32 % 40, 40)).unwrap();
        let remaining = Remaining::of(&instance);
        let [one, other] = [false, true].map(|generally| {
            let found = free(&instance, generally);
            let lowest = lowest::prices(&instance, &remaining, &found.pairs, &found.prices);
            verify(&instance, &found.pairs, &lowest).unwrap_or_else(|wrong| panic!("{seed}: {wrong}"));
            let is_lower = |(low, high): (&Value, &Value)| low <= high;
            let with_places = remaining.mentors.iter().map(|places| *places > 0);
            assert!(
                lowest
                    .mentors
                    .iter()
                    .zip(&found.prices.mentors)
                    .zip(with_places)
                    .all(|(two, is_open)| !is_open || is_lower(two))
            );
            lowest
        });
        let open = (0..instance.mentors().len()).filter(|at| remaining.mentors[*at] > 0);
        open.for_each(|at| assert_eq!(one.mentors[at], other.mentors[at], "{seed}: mentor {at}"));
    }
}

#[test]
fn pairs_that_are_not_near_are_found_where_they_would_earn_something() {
    let (mut narrowed, mut missed) = (0, 0);
    for seed in 0..30 {
        let instance = Instance::new(program(seed, 260, 97)).unwrap();
        let found = free(&instance, false);
        assert_eq!(near::missed(&instance, &found.prices), [], "{seed}: nothing earns at prices that prove");
        let Some(near) = near::of(&instance, &found.pairs, &found.prices) else { continue };
        narrowed += 1;
        assert!(near.candidate_count() * 2 <= instance.candidate_count());
        assert!(found.pairs.iter().all(|pair| near.score(*pair) == instance.score(*pair)));
        // A charge that was not thought of shifts people to pairs that were far off.
        let charges: Vec<Value> =
            instance.caps().iter().map(|_| Value { covered: 1, ..Value::ZERO }).collect();
        let among_near = Charged::from(&near, &found).flow(&near, &charges);
        let over_all = Charged::from(&instance, &found).flow(&instance, &charges);
        let lost =
            after_charges(&instance, &over_all, &charges) - after_charges(&instance, &among_near, &charges);
        let missing = near::missed(&instance, &among_near.prices);
        assert!(lost >= Value::ZERO && (lost == Value::ZERO || !missing.is_empty()), "{seed}: {lost:?}");
        missed += missing.len();
    }
    assert!(narrowed > 10, "{narrowed} {missed}");
}
