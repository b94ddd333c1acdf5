//! What the explanations say is true of the result.

use bellwether_matching::{Explainer, Instance, Pair, WhyNotMentee, WhyNotMentor, solve};

use crate::small::{CLASSES, input};

#[test]
fn every_reason_given_is_true_of_the_result() {
    for class in CLASSES {
        for seed in 0..200 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let solution = solve(&instance).unwrap();
            let explainer = Explainer::new(&instance, &solution);
            assert_eq!(explainer.pairs().count(), solution.pairs().len());
            for reasons in explainer.pairs() {
                let pair = reasons.pair;
                let score = reasons.score.unwrap_or(0);
                for better in &reasons.for_mentee.better {
                    assert!(better.score > score);
                    match &better.why_not {
                        WhyNotMentor::Also => {
                            assert!(solution.contains(Pair::new(pair.mentee, better.mentor)));
                        }
                        WhyNotMentor::Taken { by } => {
                            assert_eq!(
                                by.len() as u32,
                                instance.mentors()[better.mentor.0 as usize].capacity
                            );
                            assert!(by.iter().all(|one| solution.contains(Pair::new(*one, better.mentor))));
                        }
                        WhyNotMentor::Locked => assert!(reasons.locked, "{class:?} {seed}"),
                        WhyNotMentor::GroupOrCap => panic!("{class:?} {seed}: there are none"),
                    }
                }
                for better in &reasons.for_mentor.better {
                    assert!(better.score > score);
                    let wants = instance.mentees()[better.mentee.0 as usize].wants;
                    let has = solution.mentors_of(better.mentee).count() as u32;
                    match &better.why_not {
                        WhyNotMentee::Also => {
                            assert!(solution.contains(Pair::new(better.mentee, pair.mentor)));
                        }
                        WhyNotMentee::With { mentors } => {
                            assert_eq!((mentors.len() as u32, has), (wants, wants));
                        }
                        WhyNotMentee::FirstsBefore => {
                            assert!(0 < has && has < wants, "{class:?} {seed}");
                            assert_eq!(solution.mentors_of(pair.mentee).count(), 1, "{class:?} {seed}");
                        }
                        WhyNotMentee::Locked => assert!(reasons.locked && has < wants),
                        WhyNotMentee::GroupOrCap => panic!("{class:?} {seed}: there are none"),
                    }
                }
            }
        }
    }
}

#[test]
fn ranks_count_strictly_better_candidates_only() {
    for class in CLASSES {
        for seed in 0..100 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let solution = solve(&instance).unwrap();
            for reasons in Explainer::new(&instance, &solution).pairs() {
                let row: Vec<u32> =
                    instance.candidates_of(reasons.pair.mentee).map(|one| one.score).collect();
                let better = row.iter().filter(|score| **score > reasons.score.unwrap_or(0)).count();
                assert_eq!(reasons.for_mentee.rank, better + 1);
                assert_eq!(reasons.for_mentee.of, row.len() + usize::from(reasons.score.is_none()));
            }
        }
    }
}

#[test]
fn locking_a_pair_costs_what_the_two_values_differ_by_and_never_gains() {
    for class in CLASSES {
        for seed in 0..60 {
            let instance = Instance::new(input(class, seed)).unwrap();
            let solution = solve(&instance).unwrap();
            for candidate in instance.candidates() {
                let pair = Pair::new(candidate.mentee, candidate.mentor);
                let Ok(forced) = instance.with_lock(pair) else { continue };
                let forced = solve(&forced).unwrap();
                assert!(forced.contains(pair));
                assert!(forced.value() <= solution.value());
                if solution.contains(pair) {
                    assert_eq!(forced.value(), solution.value());
                }
            }
        }
    }
}
