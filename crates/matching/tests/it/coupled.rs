//! Groups with a least size, and caps: never broken, never better than what is possible, and the bound holds.

use bellwether_matching::{
    Candidate, Cap, Cases, CertificateError, Explainer, Group, Input, Instance, InvalidInstance, Mentee,
    MenteeId, Mentor, MentorId, Pair, Rule, Solution, Unsolved, Value, WhyNotMentor, certificate::value_of,
    infeasibility, prove, solve, solve_from,
};

use crate::oracle::best;
use crate::small::{CLASSES, Chance, Class, input};

/// Groups for some mentors and caps for some units, whatever else the class has.
fn coupled(class: Class, seed: u64, with_groups: bool, with_caps: bool) -> Input {
    let mut input = input(class, seed);
    let mut chance = Chance::new(seed ^ 0x5eed);
    let mentors = input.mentors.len() as u32;
    for mentor in (0..mentors).map(MentorId) {
        if with_groups && chance.percent(60) {
            let capacity = &mut input.mentors[mentor.0 as usize].capacity;
            *capacity = chance.between(1, 4).max(*capacity);
            let min = chance.between(0, 3);
            input.groups.push(Group { mentor, min, max: min + chance.below(3) });
        }
    }
    for _ in 0..if with_caps { chance.between(1, 3) } else { 0 } {
        let some = |count: u32, chance: &mut Chance| (0..count).filter(|_| chance.percent(60)).collect();
        let (unit, scarce): (Vec<u32>, Vec<u32>) =
            (some(input.mentees.len() as u32, &mut chance), some(mentors, &mut chance));
        input.caps.push(Cap {
            mentees: unit.into_iter().map(MenteeId).collect(),
            mentors: scarce.into_iter().map(MentorId).collect(),
            most: chance.below(3),
        });
    }
    input
}

/// How an input came out, beside the best by enumeration.
#[derive(Debug, Default)]
struct Tally {
    refused: u32,
    impossible: u32,
    best: u32,
    proved: u32,
    solved: u32,
}

fn compare(tally: &mut Tally, input: Input, name: &str) {
    let possible = best(&input);
    let instance = match Instance::new(input.clone()) {
        Ok(instance) => instance,
        Err(why) => {
            assert!(possible.is_none(), "{name}: refused ({why}) though there is {possible:?}: {input:?}");
            tally.refused += 1;
            return;
        }
    };
    match solve(&instance) {
        Ok(solution) => {
            let (most, _) = possible.unwrap_or_else(|| panic!("{name}: {solution:?} of {input:?}"));
            assert_eq!(value_of(&instance, solution.pairs()), Ok(solution.value()), "{name}: {input:?}");
            let proof = prove(&instance, solution.pairs(), solution.cases()).unwrap();
            assert_eq!((proof.value, proof.bound), (solution.value(), solution.bound()));
            assert!(
                solution.value() <= most && most <= solution.bound(),
                "{name}: {most:?} {proof:?} {input:?}"
            );
            reasons_are_given(&instance, &solution, name);
            tally.solved += 1;
            tally.best += u32::from(solution.value() == most);
            tally.proved += u32::from(solution.gap() == Value::ZERO);
        }
        Err(Unsolved::GroupsUnfilled(_)) => {
            assert!(possible.is_none() || !input.caps.is_empty(), "{name}: {possible:?} of {input:?}");
            tally.impossible += 1;
        }
        Err(other) => panic!("{name}: {other} {input:?}"),
    }
}

/// Everybody who has none knows why, and nobody is told that a mentor with room is full.
fn reasons_are_given(instance: &Instance, solution: &Solution, name: &str) {
    let report = infeasibility(instance, solution, &[]).unwrap();
    let told: Vec<MenteeId> = report.unmatched.iter().map(|one| one.mentee).collect();
    assert_eq!(told, solution.unmatched(instance).collect::<Vec<_>>(), "{name}");
    for reasons in Explainer::new(instance, solution).pairs() {
        for better in &reasons.for_mentee.better {
            let taken = solution.pairs().iter().filter(|pair| pair.mentor == better.mentor).count() as u32;
            let has_room = taken < instance.mentors()[better.mentor.0 as usize].capacity;
            match better.why_not {
                WhyNotMentor::Taken { .. } => assert!(!has_room, "{name}"),
                WhyNotMentor::GroupOrCap => assert!(has_room, "{name}"),
                WhyNotMentor::Locked => assert!(reasons.locked, "{name}"),
                WhyNotMentor::Also => {
                    assert!(solution.contains(Pair::new(reasons.pair.mentee, better.mentor)))
                }
            }
        }
    }
}

fn tally(with_groups: bool, with_caps: bool) -> Tally {
    let mut tally = Tally::default();
    for class in CLASSES {
        for seed in 0..400 {
            compare(&mut tally, coupled(class, seed, with_groups, with_caps), &format!("{class:?} {seed}"));
        }
    }
    tally
}

#[test]
fn groups_alone_are_solved_and_proved_whatever_the_class() {
    let tally = tally(true, false);
    assert!(tally.solved > 4_000 && tally.refused > 20, "{tally:?}");
    assert_eq!((tally.best, tally.proved), (tally.solved, tally.solved), "{tally:?}");
}

#[test]
fn caps_are_kept_to_and_what_is_found_is_nearly_always_the_best() {
    let tally = tally(false, true);
    assert!(tally.solved > 5_000 && tally.refused > 20, "{tally:?}");
    assert!(tally.best * 100 >= tally.solved * 98, "{tally:?}");
    assert!(tally.proved * 100 >= tally.solved * 85, "{tally:?}");
}

#[test]
fn groups_and_caps_together_are_kept_to() {
    let tally = tally(true, true);
    assert!(tally.solved > 4_000 && tally.refused > 20, "{tally:?}");
    assert!(tally.best * 100 >= tally.solved * 96, "{tally:?}");
}

/// Four mentees who may all be with both mentors; mentor 0 guides a group of 3 or 4.
fn circle() -> Input {
    let candidate = |at: u32| Candidate {
        mentee: MenteeId(at / 2),
        mentor: MentorId(at % 2),
        score: if at.is_multiple_of(2) { 100 } else { 900 },
    };
    Input {
        mentees: vec![Mentee::wanting(1); 4],
        mentors: vec![Mentor { capacity: 4 }, Mentor { capacity: 2 }],
        candidates: (0..8).map(candidate).collect(),
        groups: vec![Group { mentor: MentorId(0), min: 3, max: 4 }],
        ..Input::default()
    }
}

fn pair(mentee: u32, mentor: u32) -> Pair {
    Pair::new(MenteeId(mentee), MentorId(mentor))
}

#[test]
fn a_group_meets_with_enough_or_not_at_all() {
    // Two would go to each mentor, which is too few for the group: one of them more joins it.
    let instance = Instance::new(circle()).unwrap();
    let solution = solve(&instance).unwrap();
    let with = |mentor| solution.pairs().iter().filter(|pair| pair.mentor == MentorId(mentor)).count();
    assert_eq!((with(0), with(1)), (3, 1));
    assert_eq!(solution.value(), Value { covered: 4, further: 0, score: 1_200 });
    assert_eq!(solution.gap(), Value::ZERO);
    assert!(solution.cases().count() > 1, "it takes two cases to prove it");
    let alone = Instance::new(Input {
        mentees: vec![Mentee::wanting(1); 2],
        candidates: circle().candidates[..4].to_vec(),
        ..circle()
    });
    let solution = solve(&alone.unwrap()).unwrap();
    assert!(solution.pairs().iter().all(|pair| pair.mentor == MentorId(1)), "two are no group of three");
}

#[test]
fn the_gap_is_zero_and_one_case_is_enough_where_neither_group_nor_cap_binds() {
    let roomy = Cap { mentees: vec![MenteeId(0), MenteeId(1)], mentors: vec![MentorId(1)], most: 2 };
    let groups = vec![Group { mentor: MentorId(0), min: 2, max: 4 }];
    let instance = Instance::new(Input { groups, caps: vec![roomy], ..circle() }).unwrap();
    let solution = solve(&instance).unwrap();
    assert_eq!((solution.gap(), solution.cases().count()), (Value::ZERO, 1));
    let free = Instance::new(Input { groups: Vec::new(), ..circle() }).unwrap();
    assert_eq!(solve(&free).unwrap().pairs(), solution.pairs());
}

#[test]
fn a_unit_gets_no_more_of_the_scarce_mentors_than_its_cap() {
    let cap = Cap { mentees: vec![MenteeId(0), MenteeId(1)], mentors: vec![MentorId(1)], most: 0 };
    let instance = Instance::new(Input { groups: Vec::new(), caps: vec![cap], ..circle() }).unwrap();
    let solution = solve(&instance).unwrap();
    assert_eq!(solution.pairs(), [pair(0, 0), pair(1, 0), pair(2, 1), pair(3, 1)]);
    assert_eq!(solution.gap(), Value::ZERO);
}

#[test]
fn what_locks_make_impossible_is_refused_with_the_reason() {
    let refuse = |change: &dyn Fn(&mut Input)| {
        let mut input = circle();
        change(&mut input);
        Instance::new(input).unwrap_err()
    };
    let over = refuse(&|input| {
        input.locked = vec![pair(0, 0), pair(1, 0), pair(2, 0)];
        input.groups[0] = Group { mentor: MentorId(0), min: 1, max: 2 };
    });
    assert_eq!(over.to_string(), "mentor 0 has 3 locked mentees and a group of at most 2");
    let few = refuse(&|input| {
        input.locked = vec![pair(0, 0)];
        input.candidates.truncate(4);
    });
    assert_eq!(
        few.to_string(),
        "mentor 0 has 1 locked mentees and a group that needs 3, and only 2 could be in it"
    );
    let cap = refuse(&|input| {
        input.locked = vec![pair(0, 1), pair(1, 1)];
        input.caps =
            vec![Cap { mentees: vec![MenteeId(1), MenteeId(0)], mentors: vec![MentorId(1)], most: 1 }];
    });
    assert_eq!(cap.to_string(), "2 locked pairs count against caps[0], which allows 1");
    let order = refuse(&|input| input.groups[0].min = 5);
    assert_eq!(order.to_string(), "the group of mentor 0 needs at least 5 mentees and takes at most 4");
    let twice = refuse(&|input| input.groups = vec![input.groups[0]; 2]);
    assert_eq!(twice, InvalidInstance::DuplicateGroup { mentor: MentorId(0) });
    let nobody = refuse(&|input| input.groups[0].mentor = MentorId(7));
    assert_eq!(nobody.to_string(), "groups[0] names mentor 7, but there are only 2 mentors");
    let nobody = refuse(&|input| input.caps = vec![Cap { mentees: vec![MenteeId(9)], ..Cap::default() }]);
    assert_eq!(nobody.to_string(), "caps[0] names mentee 9, but there are only 4 mentees");
}

#[test]
fn two_groups_that_must_meet_and_share_too_few_are_refused_by_name() {
    let instance = Instance::new(Input {
        mentors: vec![Mentor { capacity: 4 }; 2],
        groups: vec![
            Group { mentor: MentorId(0), min: 3, max: 4 },
            Group { mentor: MentorId(1), min: 2, max: 4 },
        ],
        locked: vec![pair(0, 0), pair(1, 1)],
        ..circle()
    });
    let unsolved = solve(&instance.unwrap()).unwrap_err();
    assert_eq!(unsolved, Unsolved::GroupsUnfilled(vec![MentorId(0), MentorId(1)]));
}

#[test]
fn a_lock_that_is_added_later_counts_for_group_and_cap() {
    let cap = Cap { mentees: vec![MenteeId(0)], mentors: vec![MentorId(1)], most: 0 };
    let instance = Instance::new(Input { caps: vec![cap], ..circle() }).unwrap();
    let refused = instance.with_lock(pair(0, 1)).unwrap_err();
    assert_eq!(refused, InvalidInstance::LocksOverCap { cap: 0, locks: 1, most: 0 });
    let locked = instance.with_lock(pair(0, 0)).unwrap();
    assert_eq!(solve(&locked).unwrap().value().score, 1_200, "the group meets");
    // Two could never be a group of three; somebody who is no candidate can be locked in, and then it must meet.
    let few = Input { candidates: circle().candidates[..4].to_vec(), ..circle() };
    let few = Instance::new(few).unwrap();
    assert_eq!(few.mentors()[0].capacity, 0);
    let met = solve(&few.with_lock(pair(2, 0)).unwrap()).unwrap();
    assert_eq!(met.pairs(), [pair(0, 0), pair(1, 0), pair(2, 0)]);
}

#[test]
fn pairs_that_break_a_group_or_a_cap_prove_nothing() {
    let cap = Cap { mentees: vec![MenteeId(0), MenteeId(1)], mentors: vec![MentorId(1)], most: 1 };
    let instance = Instance::new(Input { caps: vec![cap], ..circle() }).unwrap();
    let solution = solve(&instance).unwrap();
    let refused = |pairs: &[Pair]| prove(&instance, pairs, solution.cases()).unwrap_err();
    let too_small = [pair(0, 0), pair(1, 1), pair(2, 0), pair(3, 1)];
    assert_eq!(refused(&too_small), CertificateError::GroupTooSmall(MentorId(0)));
    let over = [pair(0, 1), pair(1, 1)];
    assert_eq!(refused(&over), CertificateError::OverCap(0));
}

#[test]
fn a_case_that_is_left_out_leaves_a_gap() {
    let instance = Instance::new(circle()).unwrap();
    let solution = solve(&instance).unwrap();
    let Cases::Split { closed, open, .. } = solution.cases() else { panic!("one case") };
    for alone in [closed, open] {
        let told = prove(&instance, solution.pairs(), alone);
        let is_honest = match &told {
            Ok(proof) => proof.gap() > Value::ZERO,
            Err(CertificateError::NegativePrice(_)) => true,
            Err(_) => false,
        };
        assert!(is_honest, "{told:?}");
    }
}

#[test]
fn a_program_with_many_circles_and_capped_units_is_solved_within_a_small_gap() {
    let mut chance = Chance::new(11);
    let mut input = Input { seed: 3, ..Input::default() };
    input.mentees = vec![Mentee::wanting(1); 600];
    input.mentors = (0..150).map(|_| Mentor { capacity: chance.between(2, 7) }).collect();
    for mentee in 0..600 {
        let mut mentors: Vec<u32> = (0..15).map(|_| chance.below(150)).collect();
        mentors.sort_unstable();
        mentors.dedup();
        let candidate = |mentor| Candidate {
            mentee: MenteeId(mentee),
            mentor: MentorId(mentor),
            score: chance.between(1, 1_000_000),
        };
        input.candidates.extend(mentors.into_iter().map(candidate));
    }
    input.groups = (0..60).map(|at| Group { mentor: MentorId(at), min: 4, max: 6 }).collect();
    input.caps = (0..6)
        .map(|unit| Cap {
            mentees: (0..600).filter(|at| at % 6 == unit).map(MenteeId).collect(),
            mentors: (100..150).map(MentorId).collect(),
            most: 20,
        })
        .collect();
    let instance = Instance::new(input).unwrap();
    let solution = solve(&instance).unwrap();
    let (value, gap) = (solution.value(), solution.gap());
    assert!(gap.covered * 100 <= value.covered, "{value:?} {gap:?}");
    assert!(gap.covered > 0 || gap.score * 100 <= value.score, "{value:?} {gap:?}");
}

#[test]
fn from_the_best_pairs_without_caps_the_same_is_found_and_from_any_others_as_well() {
    for class in CLASSES {
        for seed in 0..60 {
            let input = coupled(class, seed, false, true);
            let Ok(capped) = Instance::new(input.clone()) else { continue };
            let whole = solve(&capped);
            let free = Instance::new(Input { caps: Vec::new(), ..input }).unwrap();
            assert_eq!(solve_from(&capped, &solve(&free).unwrap()), whole, "{class:?} {seed}");
            let Ok(whole) = whole else { continue };
            // With every third pair gone the best are others, or their prices prove nothing; under the caps they are others.
            let fewer = free.keeping(|pair| (pair.mentee.0 + pair.mentor.0) % 3 > 0).unwrap();
            for others in [solve(&fewer).unwrap(), whole.clone()] {
                let found = solve_from(&capped, &others).unwrap();
                assert_eq!(Ok(found.value()), value_of(&capped, found.pairs()), "{class:?} {seed}");
                assert!(found.value() <= whole.bound() && whole.value() <= found.bound(), "{class:?} {seed}");
            }
        }
    }
}

#[test]
fn caps_that_are_put_on_later_are_as_good_as_caps_from_the_beginning() {
    for class in CLASSES {
        for seed in 0..60 {
            let input = coupled(class, seed, false, true);
            let free = Instance::new(Input { caps: Vec::new(), ..input.clone() }).unwrap();
            let later = free.with_caps(input.caps.clone());
            match Instance::new(input) {
                Ok(capped) => assert_eq!(solve(&later.unwrap()), solve(&capped), "{class:?} {seed}"),
                Err(refused) => assert_eq!(later.unwrap_err(), refused, "{class:?} {seed}"),
            }
        }
    }
    let free = Instance::new(Input { groups: Vec::new(), ..circle() }).unwrap();
    let stranger = vec![Cap { mentors: vec![MentorId(2)], ..Cap::default() }];
    let refused = free.with_caps(stranger).unwrap_err();
    assert_eq!(refused.to_string(), "caps[0] names mentor 2, but there are only 2 mentors");
}

#[test]
fn a_relaxed_rule_never_promises_what_a_group_or_a_cap_still_keeps() {
    let mut promised = 0;
    for class in CLASSES {
        for seed in 0..150 {
            let mut input = coupled(class, seed, seed % 2 == 0, true);
            let mut chance = Chance::new(seed);
            let (kept, blocked): (Vec<_>, Vec<_>) = input.candidates.iter().partition(|_| chance.percent(50));
            input.candidates = kept;
            let Ok(instance) = Instance::new(input.clone()) else { continue };
            let Ok(solution) = solve(&instance) else { continue };
            let blocks = blocked.iter().map(|one| Pair::new(one.mentee, one.mentor)).collect();
            let rule = Rule { name: "a rule".to_owned(), blocks };
            let report = infeasibility(&instance, &solution, &[rule]).unwrap();
            let more = i64::from(report.rules[0].covers_more);
            input.candidates.extend(blocked);
            let relaxed = solve(&Instance::new(input).unwrap()).unwrap();
            let possible = relaxed.bound().covered - solution.value().covered;
            assert!(more <= possible, "{class:?} {seed}: {more} promised, {possible} possible");
            promised += more;
        }
    }
    assert!(promised > 100, "{promised}");
}
