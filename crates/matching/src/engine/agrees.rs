//! The engine against the general way, which shares nothing with it but the instance, on classes that are hard for one
//! phase or another, in random sizes.

use super::problem::Side;
use super::*;
use crate::certificate::{value_of, verify};
use crate::draw;
use crate::instance::{Candidate, Input, Mentee, Mentor};
use crate::{prices, tiers};

const CLASSES: [Class; 19] = [
    Class::Balanced,
    Class::EqualScores,
    Class::Five,
    Class::Popular,
    Class::MentorAlone,
    Class::Product,
    Class::Plane,
    Class::Star,
    Class::Chain,
    Class::Islands,
    Class::Short,
    Class::Roomy,
    Class::NearlyEven,
    Class::NoPlaces,
    Class::Single,
    Class::Crowds,
    Class::Locked,
    Class::Coarse,
    Class::Ladder,
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Class {
    Balanced,
    EqualScores,
    Five,
    Popular,
    MentorAlone,
    Product,
    Plane,
    Star,
    /// Long alternating paths only.
    Chain,
    Islands,
    Short,
    Roomy,
    NearlyEven,
    NoPlaces,
    Single,
    /// Mentors with many places.
    Crowds,
    Locked,
    /// Scores in multiples of 10,000, as programs give them.
    Coarse,
    /// Each score just above the next: the auction's steps are the longest.
    Ladder,
}

/// Numbers that depend on a seed and a count alone.
struct Chance(u64, u32);

impl Chance {
    fn below(&mut self, below: u32) -> u32 {
        self.1 += 1;
        (draw::lottery(self.0, MenteeId(self.1)) % i64::from(below)) as u32
    }

    fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }
}

fn input(class: Class, seed: u64) -> Input {
    let mut chance = Chance(seed * 31 + class as u64, 0);
    let mentees = if class == Class::Single { 1 } else { chance.between(2, 70) };
    let most = if class == Class::Crowds { 12 } else { 3 };
    let mut mentors = Vec::new();
    let wanted = match class {
        Class::Short => mentees * 2 / 3,
        Class::Roomy => mentees * 3 / 2,
        Class::NearlyEven => mentees - 1 + chance.below(3),
        Class::Star | Class::Chain => mentees + chance.below(2),
        _ => mentees,
    };
    while mentors.iter().map(|one: &Mentor| one.capacity).sum::<u32>() < wanted {
        let capacity = if class == Class::NoPlaces { chance.below(3) } else { chance.between(1, most) };
        mentors.push(Mentor { capacity: if class == Class::Chain { 1 } else { capacity } });
    }
    let mut input = Input { mentors, seed, ..Input::default() };
    input.mentees = (0..mentees).map(|_| Mentee { waited: chance.below(3), ..Mentee::wanting(1) }).collect();
    candidates(class, &mut input, &mut chance);
    if class == Class::Locked {
        lock_some(&mut input, &mut chance);
    }
    input
}

fn candidates(class: Class, input: &mut Input, chance: &mut Chance) {
    let (mentees, mentors) = (input.mentees.len() as u32, input.mentors.len() as u32);
    let degree = chance.between(1, 8);
    let good: Vec<u32> = (0..mentees + mentors).map(|_| chance.between(1, 999)).collect();
    for mentee in 0..mentees {
        for mentor in 0..mentors {
            let linked = match class {
                Class::Chain => mentor == mentee || mentor == mentee + 1,
                Class::Islands => mentor % 4 == mentee % 4 && chance.below(mentors) < 3 * degree,
                Class::Star => mentor < 2 || chance.below(mentors) < degree,
                _ => chance.below(mentors) < degree,
            };
            if !linked {
                continue;
            }
            let (e, r) = (good[mentee as usize], good[(mentees + mentor) as usize]);
            let score = match class {
                Class::EqualScores => 500_000,
                Class::Five => chance.between(1, 5),
                Class::Popular => r * 900 + chance.below(50_000),
                Class::MentorAlone => r * 1_000,
                Class::Product => e * r,
                Class::Plane => 1_000_000 - e.abs_diff(r) * 1_000,
                Class::Coarse => chance.between(1, 100) * 10_000,
                Class::Ladder => 1_000_000 - mentee - mentor,
                _ => chance.between(1, 1_000_000),
            };
            input.candidates.push(Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score });
        }
    }
}

fn lock_some(input: &mut Input, chance: &mut Chance) {
    for mentee in 0..input.mentees.len() as u32 {
        let mentor = chance.below(input.mentors.len() as u32 * 3);
        let pair = Pair::new(MenteeId(mentee), MentorId(mentor));
        let locks = input.locked.iter().filter(|lock| lock.mentor == pair.mentor).count() as u32;
        if input.mentors.get(mentor as usize).is_some_and(|mentor| locks < mentor.capacity) {
            input.locked.push(pair);
        }
    }
}

/// The value of a result with its locks, and the periods that the covered have waited.
fn worth(instance: &Instance, solved: &Solved) -> (Value, i64) {
    let mut pairs = solved.pairs.clone();
    pairs.extend(instance.locked());
    let waited = pairs.iter().map(|pair| i64::from(instance.mentees()[pair.mentee.index()].waited));
    (value_of(instance, &pairs).unwrap(), waited.sum())
}

/// What is made of an instance as usual, by mentees who bid directly, by mentors who do, and by auctions.
fn every_way(instance: &Instance, remaining: &Remaining) -> [Option<Solved>; 4] {
    let outline = Outline::of(instance, remaining);
    let costs = Costs::of(outline.pairs());
    let directly = |bidding| direct::settle(&outline, costs, bidding);
    let ways = [directly(Side::Mentees), directly(Side::Places), by_auction(&outline, costs)];
    let [mentees, places, auction] = ways.map(|way| way.map(|settled| conclude(instance, &outline, settled)));
    [solve(instance, remaining), mentees, places, auction]
}

#[test]
fn every_class_in_every_size_is_worth_what_the_general_way_finds() {
    for class in CLASSES {
        for seed in 0..200 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let remaining = Remaining::of(&instance);
            assert!(takes(&remaining));
            let slow = worth(&instance, &tiers::solve(&instance, &remaining));
            for (way, fast) in every_way(&instance, &remaining).into_iter().enumerate() {
                let fast = fast.unwrap_or_else(|| panic!("{class:?} {seed}: way {way} gave up"));
                assert_eq!(worth(&instance, &fast), slow, "{class:?} {seed}: way {way}");
            }
        }
    }
}

#[test]
fn every_class_is_proved_by_its_prices_and_has_the_same_pairs_every_way() {
    for class in CLASSES {
        for seed in 200..400 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let remaining = Remaining::of(&instance);
            let solution =
                crate::solve(&instance).unwrap_or_else(|error| panic!("{class:?} {seed}: {error}"));
            assert_eq!(solution.gap(), Value::ZERO);
            for (way, solved) in every_way(&instance, &remaining).into_iter().enumerate() {
                let mut solved = solved.unwrap();
                let prices = prices::of(&instance, &remaining, &mut solved, &[]);
                let mut pairs = solved.pairs;
                pairs.extend(instance.locked());
                pairs.sort_unstable();
                assert_eq!(pairs, solution.pairs(), "{class:?} {seed}: way {way} has other pairs");
                if let Err(error) = verify(&instance, &pairs, &prices) {
                    panic!("{class:?} {seed}: way {way}: {error}");
                }
            }
        }
    }
}

/// As many places as mentees, and what one wants all others want too: the longest price war there is.
fn fought_over(mentees: u32) -> Input {
    let mut chance = Chance(5, 0);
    let mut input = Input { mentors: vec![Mentor { capacity: 1 }; mentees as usize], ..Input::default() };
    input.mentees = vec![Mentee::wanting(1); mentees as usize];
    for mentee in (0..mentees).map(MenteeId) {
        let mut mentors: Vec<u32> = (0..10).map(|_| chance.below(mentees)).collect();
        mentors.sort_unstable();
        mentors.dedup();
        let score = |mentor: u32| 1 + mentee.0 * mentor % 1_000_000;
        let candidate = |mentor| Candidate { mentee, mentor: MentorId(mentor), score: score(mentor) };
        input.candidates.extend(mentors.into_iter().map(candidate));
    }
    input
}

#[test]
fn what_would_take_too_many_paths_is_left_to_the_auction() {
    let instance = Instance::new(fought_over(1_000)).unwrap();
    let remaining = Remaining::of(&instance);
    let outline = Outline::of(&instance, &remaining);
    let costs = Costs::of(outline.pairs());
    let bidding = direct::side(&outline, costs).unwrap();
    assert!(direct::settle(&outline, costs, bidding).is_none());
    assert_eq!(crate::solve(&instance).unwrap().gap(), Value::ZERO);
}

#[test]
fn ties_fall_the_same_way_wherever_the_solver_came_from() {
    let mut open = 0;
    for class in [Class::EqualScores, Class::Five, Class::MentorAlone, Class::Star, Class::Crowds] {
        for seed in 0..60 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let remaining = Remaining::of(&instance);
            let outline = Outline::of(&instance, &remaining);
            let graph = outline.fill_beside(|_| ()).0;
            let seating = most::seat(&graph);
            let parts = Parts::of(&graph, &seating);
            for part in [Part::Short, Part::Even, Part::Roomy] {
                let market = Market { graph: &graph, parts: &parts, costs: Costs::of(graph.pairs()), part };
                let problem = Problem::of_mentees(&outline, market.costs, &parts, part);
                let mut found = price(&market, &problem, &seating).unwrap();
                let mut moved = price(&market, &problem, &seating).unwrap();
                ties::settle(&instance, &problem, &mut moved);
                open += usize::from(moved.item_of != found.item_of);
                let elsewhere = moved.item_of.clone();
                ties::settle(&instance, &problem, &mut moved);
                assert_eq!(moved.item_of, elsewhere, "{class:?} {seed}: settling twice moved somebody");
                ties::settle(&instance, &problem, &mut found);
                assert_eq!(found.item_of, elsewhere, "{class:?} {seed}");
            }
        }
    }
    assert!(open > 50, "only {open} parts had ties");
}

#[test]
fn push_relabel_alone_seats_as_many_as_searching_does() {
    for class in CLASSES {
        for seed in 0..100 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let outline = Outline::of(&instance, &Remaining::of(&instance));
            let graph = outline.fill_beside(|_| ()).0;
            let seated = |seating: &Seating| seating.taken.iter().sum::<u32>();
            let mut relabelled = Seating::empty(graph.outline());
            relabel::seat(&graph, &mut relabelled);
            assert_eq!(seated(&relabelled), seated(&most::seat(&graph)), "{class:?} {seed}");
        }
    }
}

#[test]
fn whoever_bids_in_whatever_manner_comes_to_the_same() {
    let mut held = [0; 8];
    for class in CLASSES {
        for seed in 0..100 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let outline = Outline::of(&instance, &Remaining::of(&instance));
            let graph = outline.fill_beside(|_| ()).0;
            let seating = most::seat(&graph);
            let parts = Parts::of(&graph, &seating);
            for part in [Part::Short, Part::Even, Part::Roomy] {
                let market = Market { graph: &graph, parts: &parts, costs: Costs::of(graph.pairs()), part };
                let mentees = Problem::of_mentees(&outline, market.costs, &parts, part);
                if mentees.bidders.is_empty() || market.costs.unit == 0 {
                    continue;
                }
                let cost = |priced: &Priced| -> i64 {
                    priced.item_of.iter().enumerate().map(|(at, item)| mentees.cost(at, *item as usize)).sum()
                };
                let first = || Some(reduction::of(&graph, &mentees));
                let by_mentees = |threads| {
                    let ways = [
                        (mentees.air > 0).then(|| Auction::from_zero(&mentees, Manner::AtOnce, threads)),
                        (mentees.air > 0).then(|| Auction::from_zero(&mentees, Manner::Falling, threads)),
                        (mentees.air == 0).then(|| Some(Auction::in_steps(&mentees, first(), threads))),
                    ];
                    ways.into_iter().map(|way| finish(Placement::after(way??)))
                };
                let many = if mentees.short > 0 { Manner::AtOnce } else { Manner::InSteps };
                let by_places = |threads| price_by_places(&market, &mentees, many, threads);
                let ways = |threads| by_mentees(threads).chain([by_places(threads)]);
                let found: Vec<Option<Priced>> = ways(Threads::AsNeeded).chain(ways(Threads::Two)).collect();
                for (times, way) in held.iter_mut().zip(&found) {
                    *times += usize::from(way.is_some());
                }
                let costs: Vec<i64> = found.iter().flatten().map(cost).collect();
                let usual = cost(&price(&market, &mentees, &seating).unwrap());
                assert!(costs.iter().all(|cost| *cost == usual), "{class:?} {seed} {part:?}: {costs:?}");
            }
        }
    }
    assert!(held.iter().all(|times| *times > 300), "each way was gone often: {held:?}");
}
