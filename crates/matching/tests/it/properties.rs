//! What must be so whatever the input, on instances too large to enumerate.

use bellwether_matching::{
    Candidate, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, Value, solve,
};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

fn inputs() -> impl Strategy<Value = Input> {
    (1u32..40, 1u32..25, 1u32..=1_000_000, any::<u64>()).prop_flat_map(|(mentees, mentors, top, seed)| {
        let people = (vec((0u32..4, 0u32..5), mentees as usize), vec(0u32..5, mentors as usize));
        let pairs = vec((0..mentees, 0..mentors, 1..=top), 0..250);
        (people, pairs, btree_set((0..mentees, 0..mentors), 0..8)).prop_map(
            move |((wants, places), pairs, forbidden)| {
                let mut candidates: Vec<Candidate> = pairs
                    .into_iter()
                    .map(|(mentee, mentor, score)| Candidate {
                        mentee: MenteeId(mentee),
                        mentor: MentorId(mentor),
                        score,
                    })
                    .collect();
                candidates.sort_by_key(|one| (one.mentee, one.mentor));
                candidates.dedup_by_key(|one| (one.mentee, one.mentor));
                let mentee = |(wants, waited)| Mentee { wants, waited, wishes: Vec::new() };
                let pair = |(mentee, mentor)| Pair::new(MenteeId(mentee), MentorId(mentor));
                Input {
                    mentees: wants.into_iter().map(mentee).collect(),
                    mentors: places.into_iter().map(|capacity| Mentor { capacity }).collect(),
                    candidates,
                    forbidden: forbidden.into_iter().map(pair).collect(),
                    seed,
                    ..Input::default()
                }
            },
        )
    })
}

fn value(input: Input) -> Value {
    solve(&Instance::new(input).unwrap()).unwrap().value()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_result_is_proved_with_gap_zero(input in inputs()) {
        let solution = solve(&Instance::new(input).unwrap()).unwrap();
        prop_assert_eq!(solution.gap(), Value::ZERO);
    }

    #[test]
    fn locking_the_whole_result_changes_nothing(input in inputs()) {
        let solution = solve(&Instance::new(input.clone()).unwrap()).unwrap();
        let locked = solution.pairs().to_vec();
        let again = solve(&Instance::new(Input { locked, ..input }).unwrap()).unwrap();
        prop_assert_eq!(again.pairs(), solution.pairs());
        prop_assert_eq!(again.value(), solution.value());
    }

    #[test]
    fn the_draw_moves_pairs_but_never_the_value(input in inputs(), seed in any::<u64>()) {
        prop_assert_eq!(value(input.clone()), value(Input { seed, ..input }));
    }

    #[test]
    fn one_more_place_never_makes_the_result_worse(input in inputs(), at in any::<prop::sample::Index>()) {
        let mut roomier = input.clone();
        let at = at.index(roomier.mentors.len());
        roomier.mentors[at].capacity += 1;
        prop_assert!(value(roomier) >= value(input));
    }

    #[test]
    fn a_previous_result_with_a_bonus_stays_as_it_is(input in inputs(), stability in 1u32..=1_000_000) {
        let solution = solve(&Instance::new(input.clone()).unwrap()).unwrap();
        let previous = solution.pairs().to_vec();
        let again = solve(&Instance::new(Input { previous, stability, ..input }).unwrap()).unwrap();
        prop_assert_eq!(again.pairs(), solution.pairs());
    }

    #[test]
    fn coverage_does_not_depend_on_second_wishes(input in inputs()) {
        let mut modest = input.clone();
        for mentee in &mut modest.mentees {
            mentee.wants = mentee.wants.min(1);
        }
        prop_assert_eq!(value(modest).covered, value(input).covered);
    }
}

#[test]
fn limits_far_beyond_the_candidates_do_no_harm() {
    let candidate =
        |mentee, mentor| Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score: 1_000_000 };
    let input = Input {
        mentees: vec![Mentee { wants: u32::MAX, waited: u32::MAX, wishes: Vec::new() }; 3],
        mentors: vec![Mentor { capacity: u32::MAX }; 2],
        candidates: (0..6).map(|at| candidate(at / 2, at % 2)).collect(),
        seed: u64::MAX,
        ..Input::default()
    };
    assert_eq!(value(input), Value { covered: 3, further: 3, score: 6_000_000 });
}
