//! Every class of instance in 200 random sizes: worth what a textbook finds, proved, and as many covered as can be.

use bellwether_matching::{
    Candidate, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, Value, solve,
};

use crate::small::Chance;
use crate::textbook::{best, most_covered};

/// What an instance is like. The last eight are each hard for one phase of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Balanced,
    AllEqual,
    Star,
    Chain,
    Disconnected,
    DuplicateScores,
    WantsTwo,
    Locked,
    /// Many mentees who have only the same few mentors, and some who have none at all.
    Infeasible,
    NoPlaces,
    Single,
    /// Wants, wishes, exclusions, earlier pairs and stability at once.
    Everything,
    /// For the greedy start: whoever takes the obvious mentor blocks a long path.
    Crown,
    /// For the split into parts: short, even and roomy parts beside each other, and pairs between them.
    ThreeParts,
    /// For the auction: two places too few, and everybody bids for the same.
    PriceWar,
    /// For rounding: scores differ by single units around the auction's steps.
    Units,
    /// For the shortest paths at the end: only a path through everybody is better.
    LongWay,
    /// For ties: few scores, so that nearly everything is open in the end.
    TwoScores,
    /// For the columns: a mentor with more places than there are mentees.
    Crowd,
    /// For the sums: the highest scores and bonuses there are.
    Highest,
}

const CLASSES: [Class; 20] = [
    Class::Balanced,
    Class::AllEqual,
    Class::Star,
    Class::Chain,
    Class::Disconnected,
    Class::DuplicateScores,
    Class::WantsTwo,
    Class::Locked,
    Class::Infeasible,
    Class::NoPlaces,
    Class::Single,
    Class::Everything,
    Class::Crown,
    Class::ThreeParts,
    Class::PriceWar,
    Class::Units,
    Class::LongWay,
    Class::TwoScores,
    Class::Crowd,
    Class::Highest,
];

fn input(class: Class, seed: u64) -> Input {
    let mut chance = Chance::new(seed * 64 + class as u64);
    let mentees = if class == Class::Single { 1 } else { chance.between(1, 36) };
    let mut input = Input { seed, ..Input::default() };
    input.mentees = (0..mentees).map(|_| Mentee { waited: chance.below(3), ..Mentee::wanting(1) }).collect();
    input.mentors = mentors(class, mentees, &mut chance);
    if matches!(class, Class::WantsTwo | Class::Everything) {
        let least = u32::from(class == Class::WantsTwo);
        input.mentees.iter_mut().for_each(|mentee| mentee.wants = chance.between(least, 2 + 1 - least));
    }
    for mentee in 0..mentees {
        for mentor in 0..input.mentors.len() as u32 {
            if is_pair(class, mentee, mentor, &input, &mut chance) {
                let score = score(class, mentee, mentor, &mut chance);
                input.candidates.push(Candidate {
                    mentee: MenteeId(mentee),
                    mentor: MentorId(mentor),
                    score,
                });
            }
        }
    }
    decide(class, &mut input, &mut chance);
    input
}

fn mentors(class: Class, mentees: u32, chance: &mut Chance) -> Vec<Mentor> {
    let total = match class {
        Class::Balanced | Class::Crown | Class::Units => mentees,
        Class::Chain | Class::LongWay => mentees + chance.below(2),
        Class::PriceWar => mentees.saturating_sub(2).max(1),
        Class::Infeasible => mentees / 2 + 1,
        Class::WantsTwo => mentees * 3 / 2 + 1,
        _ => chance.between(mentees / 2 + 1, mentees * 3 / 2 + 1),
    };
    let mut mentors = Vec::new();
    let mut left = total;
    while left > 0 {
        let capacity = match class {
            Class::Chain | Class::LongWay | Class::Crown | Class::PriceWar => 1,
            Class::Crowd if mentors.is_empty() => left + mentees,
            _ => chance.between(1, 3).min(left),
        };
        left = left.saturating_sub(capacity);
        let is_away = class == Class::NoPlaces && chance.percent(40);
        mentors.push(Mentor { capacity: if is_away { 0 } else { capacity } });
    }
    mentors
}

fn is_pair(class: Class, mentee: u32, mentor: u32, input: &Input, chance: &mut Chance) -> bool {
    let (mentees, mentors) = (input.mentees.len() as u32, input.mentors.len() as u32);
    let likely = chance.percent((600 / mentors).clamp(8, 60));
    match class {
        Class::Star => mentor == 0 || likely && chance.percent(20),
        Class::Chain | Class::LongWay => mentor == mentee || mentor == mentee + 1,
        Class::Disconnected => mentor % 5 == mentee % 5 && chance.percent(60),
        Class::Infeasible if mentee.is_multiple_of(5) => false,
        Class::Infeasible => mentor < 2 || likely && mentee.is_multiple_of(3),
        Class::Single => chance.percent(90),
        // Everybody but the one opposite: half of them see only the lower half.
        Class::Crown => {
            mentor != mentee
                && (mentee.is_multiple_of(2) || mentor <= mentee)
                && (likely || mentor + 1 == mentee)
        }
        Class::ThreeParts => {
            let part = |at: u32, of: u32| at * 3 / of;
            let (own, other) = (part(mentee, mentees), part(mentor, mentors));
            own == other && likely || own < other && chance.percent(5)
        }
        Class::PriceWar => mentor < 4 || likely,
        _ => likely,
    }
}

fn score(class: Class, mentee: u32, mentor: u32, chance: &mut Chance) -> u32 {
    match class {
        Class::AllEqual | Class::Crowd => 500_000,
        Class::DuplicateScores => chance.between(1, 5) * 100_000,
        Class::TwoScores => chance.between(7, 8),
        Class::PriceWar => 900_000 - (mentor + 1) * 1_000 + chance.below(3),
        Class::Units => 500_000 + chance.below(9),
        Class::LongWay if mentor == mentee => 500_000,
        Class::LongWay => 500_000 - u32::from(mentee == 0) + chance.below(2),
        Class::Highest => 1_000_000 - chance.below(2),
        _ => chance.between(1, 1_000_000),
    }
}

/// Locks, exclusions, wishes and the run before.
fn decide(class: Class, input: &mut Input, chance: &mut Chance) {
    let [locks, bans, wishes, kept] = match class {
        Class::Locked => [30, 0, 0, 0],
        Class::Everything => [8, 8, 15, 20],
        Class::Highest => [0, 0, 30, 50],
        _ => return,
    };
    input.stability = if class == Class::Highest { 1_000_000 } else { chance.below(40_000) };
    if class == Class::Highest {
        input.wish_bonuses = vec![1_000_000; 3];
    }
    for mentee in 0..input.mentees.len() as u32 {
        for mentor in 0..input.mentors.len() as u32 {
            let pair = Pair::new(MenteeId(mentee), MentorId(mentor));
            let count = |input: &Input, same: &dyn Fn(&Pair) -> bool| {
                input.locked.iter().filter(|lock| same(lock)).count() as u32
            };
            let fits = count(input, &|lock| lock.mentee == pair.mentee)
                < input.mentees[mentee as usize].wants
                && count(input, &|lock| lock.mentor == pair.mentor) < input.mentors[mentor as usize].capacity;
            if fits && chance.percent(locks) {
                input.locked.push(pair);
            } else if chance.percent(bans) {
                [&mut input.forbidden, &mut input.earlier][chance.below(2) as usize].push(pair);
            }
            if chance.percent(wishes) {
                input.mentees[mentee as usize].wishes.push(pair.mentor);
            }
            if chance.percent(kept) {
                input.previous.push(pair);
            }
        }
    }
}

#[test]
fn every_class_in_two_hundred_sizes_is_worth_what_a_textbook_finds() {
    for class in CLASSES {
        let (mut pairs, mut left_out) = (0, 0);
        for seed in 0..200 {
            let input = input(class, seed);
            let instance =
                Instance::new(input.clone()).unwrap_or_else(|why| panic!("{class:?} {seed}: {why}"));
            let solution = solve(&instance).unwrap_or_else(|why| panic!("{class:?} {seed}: {why}"));
            assert_eq!(solution.gap(), Value::ZERO, "{class:?} {seed}");
            assert_eq!(solution.value(), best(&input), "{class:?} {seed}: {input:?}");
            assert_eq!(solution.value().covered, most_covered(&input), "{class:?} {seed}: {input:?}");
            pairs += solution.pairs().len();
            left_out += solution.unmatched(&instance).count();
        }
        assert!(pairs > 150, "{class:?} made only {pairs} pairs");
        assert!(class != Class::Infeasible || left_out > 500, "{class:?} left out only {left_out}");
    }
}
