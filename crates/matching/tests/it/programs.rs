//! Programs as large as a firm has them: 1,000 mentees, 300 mentors, 20 candidates each.

use bellwether_matching::{
    Candidate, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, Value, WhatIf, infeasibility, solve,
};

use crate::small::Chance;

/// Makes the score of a pair from chance, the mentee and the mentor.
type Scoring = fn(&mut Chance, u32, u32) -> u32;

fn program(capacity: u32, wants: u32, score: Scoring) -> Input {
    let mut chance = Chance::new(u64::from(capacity));
    let mut input = Input { seed: 5, ..Input::default() };
    input.mentors = (0..300).map(|_| Mentor { capacity: chance.below(capacity + 1) }).collect();
    for mentee in 0..1_000 {
        let waited = chance.below(4);
        input.mentees.push(Mentee { wants: chance.between(1, wants), waited, wishes: Vec::new() });
        let mut mentors: Vec<u32> = (0..20).map(|_| chance.below(300)).collect();
        mentors.sort_unstable();
        mentors.dedup();
        for mentor in mentors {
            let score = score(&mut chance, mentee, mentor);
            input.candidates.push(Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score });
        }
    }
    input
}

#[test]
fn programs_of_every_kind_are_matched_and_proved() {
    let kinds: [(&str, Scoring); 4] = [
        ("no two scores alike", |chance, _, _| chance.between(1, 1_000_000)),
        ("all scores equal", |_, _, _| 500_000),
        ("five scores", |chance, _, _| chance.between(1, 5)),
        ("everybody wants the same mentors", |_, _, mentor| 1 + mentor * 1_000),
    ];
    for (kind, score) in kinds {
        for (capacity, wants) in [(3, 1), (6, 1), (8, 1), (6, 2)] {
            let instance = Instance::new(program(capacity, wants, score)).unwrap();
            let solution = solve(&instance).unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert_eq!(solution.gap(), Value::ZERO);
            let places: u32 = instance.mentors().iter().map(|mentor| mentor.capacity).sum();
            assert!(solution.pairs().len() <= places as usize);
            assert!(solution.value().covered > 400, "{kind}: {:?}", solution.value());
        }
    }
}

#[test]
fn the_shortage_of_a_large_program_is_what_solving_again_says() {
    let input = program(6, 2, |chance, _, _| chance.between(1, 1_000));
    let instance = Instance::new(input.clone()).unwrap();
    let solution = solve(&instance).unwrap();
    let report = infeasibility(&instance, &solution, &[]).unwrap();
    assert!(!report.unmatched.is_empty());
    let mut chance = Chance::new(9);
    for _ in 0..6 {
        let (mentor, places) = (chance.below(300), chance.between(1, 9));
        let mut roomier = input.clone();
        roomier.mentors[mentor as usize].capacity += places;
        let roomier = solve(&Instance::new(roomier).unwrap()).unwrap();
        let gain = roomier.value().covered - solution.value().covered;
        let what_if = WhatIf::new(&instance, &solution).more_places(&[(MentorId(mentor), places)]);
        assert_eq!(i64::from(what_if), gain);
    }
}

/// 10,000 mentees, 3,000 mentors with 1 to 5 places, 20 candidates each.
fn large() -> Input {
    let mut chance = Chance::new(10);
    let mut input = Input { seed: 5, ..Input::default() };
    input.mentors = (0..3_000).map(|_| Mentor { capacity: chance.between(1, 5) }).collect();
    input.mentees = vec![Mentee::wanting(1); 10_000];
    for mentee in 0..10_000 {
        let mut mentors: Vec<u32> = (0..20).map(|_| chance.below(3_000)).collect();
        mentors.sort_unstable();
        mentors.dedup();
        for mentor in mentors {
            let score = chance.between(200_000, 900_000);
            input.candidates.push(Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score });
        }
    }
    input
}

#[test]
fn running_a_large_program_again_with_some_decisions_moves_few_others() {
    let instance = Instance::new(large()).unwrap();
    let before = solve(&instance).unwrap();
    // Ten mentees get another mentor of theirs for good, and ten pairs are struck out.
    let paired = |at: usize| before.pairs()[at * 300];
    let other =
        |pair: Pair| instance.candidates_of(pair.mentee).find(|one| one.mentor != pair.mentor).unwrap();
    let locked: Vec<Pair> =
        (0..10).map(|at| Pair::new(paired(at).mentee, other(paired(at)).mentor)).collect();
    let struck: Vec<Pair> = (10..20).map(paired).collect();
    let again = |stability: u32| {
        let again = instance.again(&locked, &struck, before.pairs(), stability).unwrap();
        let after = solve(&again).unwrap();
        assert_eq!(after.gap(), Value::ZERO);
        assert!(locked.iter().all(|pair| after.contains(*pair)));
        assert!(!struck.iter().any(|pair| after.contains(*pair)));
        before.pairs().iter().filter(|pair| !after.contains(**pair)).count()
    };
    let (held, freely) = (again(300_000), again(0));
    // Twenty must move; whoever loses their place to one of them may, and few more.
    assert!((20..=45).contains(&held) && held < freely, "{held} moved with the weight, {freely} without");
}

#[test]
fn running_again_is_the_same_as_an_input_with_the_decisions_in_it() {
    let input = program(6, 2, |chance, _, _| chance.between(1, 1_000_000));
    let instance = Instance::new(Input {
        stability: 7,
        previous: vec![Pair::new(MenteeId(3), MentorId(3))],
        ..input.clone()
    });
    let instance = instance.unwrap();
    let before = solve(&instance).unwrap();
    let (locked, forbidden) = (before.pairs()[..5].to_vec(), before.pairs()[20..25].to_vec());
    let again = solve(&instance.again(&locked, &forbidden, before.pairs(), 9_000).unwrap()).unwrap();
    let previous = before.pairs().to_vec();
    let anew = Instance::new(Input { locked, forbidden, previous, stability: 9_000, ..input }).unwrap();
    assert_eq!(again, solve(&anew).unwrap());
}

#[test]
fn with_a_stability_weight_few_others_move_when_one_mentor_leaves() {
    let mut input = program(6, 1, |chance, _, _| chance.between(400_000, 600_000));
    let before = solve(&Instance::new(input.clone()).unwrap()).unwrap();
    input.mentors[7].capacity = 0;
    let lost = before.pairs().iter().filter(|pair| pair.mentor == MentorId(7)).count();
    let moved = |input: Input| {
        let after = solve(&Instance::new(input).unwrap()).unwrap();
        before.pairs().iter().filter(|pair| pair.mentor != MentorId(7) && !after.contains(**pair)).count()
    };
    let freely = moved(input.clone());
    let previous: Vec<Pair> = before.pairs().to_vec();
    let held = moved(Input { previous, stability: 200_000, ..input });
    // Who lost their mentor may push out one other each, and no longer sets off a chain.
    assert!(
        held <= lost && held <= freely,
        "{held} moved with the weight, {freely} without; {lost} lost their mentor"
    );
}
