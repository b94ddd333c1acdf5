//! The infeasibility report against the plain way: change the input, and solve again.

use bellwether_matching::{
    Candidate, Input, Instance, MenteeId, MentorId, Pair, Rule, Solution, WhatIf, Why, infeasibility, solve,
};

use crate::small::{CLASSES, Chance, Class, input};

fn solved(input: &Input) -> (Instance, Solution) {
    let instance = Instance::new(input.clone()).unwrap();
    let solution = solve(&instance).unwrap();
    (instance, solution)
}

fn covered(input: &Input) -> i64 {
    solved(input).1.value().covered
}

#[test]
fn a_mentor_is_in_a_bottleneck_exactly_if_one_more_place_covers_one_more_mentee() {
    for class in CLASSES {
        for seed in 0..150 {
            let input = input(class, seed);
            let (instance, solution) = solved(&input);
            let report = infeasibility(&instance, &solution, &[]).unwrap();
            for at in 0..input.mentors.len() {
                let mentor = MentorId(at as u32);
                let mut roomier = input.clone();
                roomier.mentors[at].capacity += 1;
                let gain = covered(&roomier) - solution.value().covered;
                let inside = report.bottlenecks.iter().any(|one| one.mentors.contains(&mentor));
                assert_eq!(i64::from(inside), gain, "{class:?} {seed} {mentor:?}");
            }
        }
    }
}

#[test]
fn more_places_cover_exactly_as_many_more_as_solving_again_says() {
    let mut chance = Chance::new(11);
    for class in CLASSES {
        for seed in 0..100 {
            let input = input(class, seed);
            let (instance, solution) = solved(&input);
            let mut roomier = input.clone();
            let mut more = Vec::new();
            for at in 0..input.mentors.len() {
                let places = chance.below(4);
                roomier.mentors[at].capacity += places;
                more.push((MentorId(at as u32), places));
            }
            let gain = covered(&roomier) - solution.value().covered;
            assert_eq!(
                i64::from(WhatIf::new(&instance, &solution).more_places(&more)),
                gain,
                "{class:?} {seed}"
            );
        }
    }
}

#[test]
fn a_relaxed_rule_covers_exactly_as_many_more_as_solving_again_says() {
    let mut chance = Chance::new(12);
    for class in CLASSES {
        for seed in 0..150 {
            let mut input = input(class, seed);
            let removed: Vec<Candidate> =
                input.candidates.iter().copied().filter(|_| chance.percent(40)).collect();
            input.candidates.retain(|one| !removed.contains(one));
            let (instance, solution) = solved(&input);
            let rule = Rule {
                name: "another office".into(),
                blocks: removed.iter().map(|one| Pair::new(one.mentee, one.mentor)).collect(),
            };
            let report = infeasibility(&instance, &solution, &[rule]).unwrap();
            let mut relaxed = input.clone();
            relaxed.candidates.extend(&removed);
            let gain = covered(&relaxed) - solution.value().covered;
            assert_eq!(i64::from(report.rules[0].covers_more), gain, "{class:?} {seed}");
        }
    }
}

#[test]
fn a_bottleneck_is_a_proof_that_its_places_are_too_few() {
    for class in CLASSES {
        for seed in 0..300 {
            let (instance, solution) = solved(&input(class, seed));
            let report = infeasibility(&instance, &solution, &[]).unwrap();
            for one in &report.bottlenecks {
                for mentee in &one.mentees {
                    let elsewhere =
                        instance.candidates_of(*mentee).find(|pair| !one.mentors.contains(&pair.mentor));
                    assert_eq!(elsewhere, None, "{class:?} {seed}: {mentee:?} could go elsewhere");
                }
                assert_eq!(one.mentees.len() as u64, one.places + one.unmatched as u64, "{class:?} {seed}");
                assert!(one.unmatched > 0);
            }
            let seen: usize = report.bottlenecks.iter().map(|one| one.mentors.len()).sum();
            let mut mentors: Vec<MentorId> =
                report.bottlenecks.iter().flat_map(|one| one.mentors.clone()).collect();
            mentors.sort_unstable();
            mentors.dedup();
            assert_eq!(mentors.len(), seen, "no mentor is in two bottlenecks");
        }
    }
}

#[test]
fn every_unmatched_mentee_has_a_reason() {
    for class in CLASSES {
        for seed in 0..300 {
            let (instance, solution) = solved(&input(class, seed));
            let report = infeasibility(&instance, &solution, &[]).unwrap();
            let reported: Vec<MenteeId> = report.unmatched.iter().map(|one| one.mentee).collect();
            assert_eq!(reported, solution.unmatched(&instance).collect::<Vec<_>>());
            for one in &report.unmatched {
                match &one.why {
                    Why::NoCandidate { .. } => assert_eq!(instance.candidates_of(one.mentee).len(), 0),
                    Why::Capacity { bottleneck } => {
                        assert!(report.bottlenecks[*bottleneck].mentees.contains(&one.mentee));
                    }
                }
            }
        }
    }
}

#[test]
fn a_mentee_whom_rules_leave_nobody_is_told_which() {
    let mut input = input(Class::Star, 1);
    let mentee = MenteeId(0);
    input.candidates.retain(|one| one.mentee != mentee);
    input.forbidden.push(Pair::new(mentee, MentorId(0)));
    let (instance, solution) = solved(&input);
    let blocks = |mentee| vec![Pair::new(MenteeId(mentee), MentorId(0))];
    let rules = [
        Rule { name: "language".into(), blocks: blocks(1) },
        Rule { name: "own team".into(), blocks: blocks(0) },
    ];
    let report = infeasibility(&instance, &solution, &rules).unwrap();
    assert_eq!(
        report.unmatched[0].why,
        Why::NoCandidate { rules: vec![1], forbidden: 1, earlier: 0, coupled: 0 }
    );
    assert_eq!(report.rules[1].covers_more, 0, "the pair stays excluded by name");
}

#[test]
fn a_rule_that_names_nobody_is_refused() {
    let (instance, solution) = solved(&input(Class::Star, 1));
    let rule = Rule { name: "own team".into(), blocks: vec![Pair::new(MenteeId(0), MentorId(7))] };
    let refused = infeasibility(&instance, &solution, &[rule]).unwrap_err();
    assert_eq!(refused.to_string(), "rule[0] names mentor 7, but there are only 1 mentors");
}
