//! Equal input, equal result; ties go to those who waited, then to the seeded draw.

use bellwether_matching::{Candidate, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, solve};

use crate::small::{CLASSES, Chance, input};

fn pairs(input: Input) -> Vec<Pair> {
    solve(&Instance::new(input).unwrap()).unwrap().pairs().to_vec()
}

fn shuffle<T>(list: &mut [T], chance: &mut Chance) {
    for at in (1..list.len()).rev() {
        list.swap(at, chance.below(at as u32 + 1) as usize);
    }
}

/// `mentees` who are all equally good for one mentor with a single place.
fn one_place(mentees: u32, seed: u64) -> Input {
    Input {
        mentees: vec![Mentee::wanting(1); mentees as usize],
        mentors: vec![Mentor { capacity: 1 }],
        candidates: (0..mentees)
            .map(|mentee| Candidate { mentee: MenteeId(mentee), mentor: MentorId(0), score: 500_000 })
            .collect(),
        seed,
        ..Input::default()
    }
}

#[test]
fn the_order_of_the_lists_changes_nothing() {
    let mut chance = Chance::new(3);
    for class in CLASSES {
        for seed in 0..100 {
            let input = input(class, seed);
            let mut shuffled = input.clone();
            shuffle(&mut shuffled.candidates, &mut chance);
            shuffle(&mut shuffled.locked, &mut chance);
            shuffle(&mut shuffled.forbidden, &mut chance);
            shuffle(&mut shuffled.earlier, &mut chance);
            shuffle(&mut shuffled.previous, &mut chance);
            assert_eq!(pairs(shuffled), pairs(input), "{class:?} {seed}");
        }
    }
}

#[test]
fn of_those_who_tie_the_one_who_waited_longest_goes_first() {
    for seed in 0..50 {
        let mut input = one_place(5, seed);
        for (mentee, waited) in input.mentees.iter_mut().zip([1, 0, 4, 3, 2]) {
            mentee.waited = waited;
        }
        assert_eq!(pairs(input), [Pair::new(MenteeId(2), MentorId(0))]);
    }
}

#[test]
fn waiting_never_outweighs_a_better_fit() {
    let mut input = one_place(2, 0);
    input.mentees[0].waited = u32::MAX;
    input.candidates[1].score += 1;
    assert_eq!(pairs(input), [Pair::new(MenteeId(1), MentorId(0))]);
}

#[test]
fn the_draw_is_fair_and_its_seed_repeats_it() {
    let mut wins = [0; 5];
    for seed in 0..2_000 {
        let drawn = pairs(one_place(5, seed));
        assert_eq!(drawn, pairs(one_place(5, seed)));
        wins[drawn[0].mentee.0 as usize] += 1;
    }
    assert!(wins.iter().all(|count| (320..=480).contains(count)), "{wins:?}");
}

#[test]
fn the_draw_is_fair_where_places_are_the_many() {
    // Two mentees and three mentors, all equal: every mentor should be left out about equally often.
    let mut left_out = [0; 3];
    for seed in 0..1_500 {
        let mut input = one_place(2, seed);
        input.mentors = vec![Mentor { capacity: 1 }; 3];
        input.candidates = (0..6)
            .map(|at| Candidate { mentee: MenteeId(at % 2), mentor: MentorId(at / 2), score: 7 })
            .collect();
        let pairs = pairs(input);
        let free = (0..3).find(|mentor| pairs.iter().all(|pair| pair.mentor.0 != *mentor)).unwrap();
        left_out[free as usize] += 1;
    }
    assert!(left_out.iter().all(|count| (420..=580).contains(count)), "{left_out:?}");
}

#[test]
fn a_stability_bonus_keeps_pairs_that_are_nearly_as_good() {
    let candidate =
        |mentee, mentor, score| Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score };
    let input = Input {
        mentees: vec![Mentee::wanting(1); 2],
        mentors: vec![Mentor { capacity: 1 }; 2],
        candidates: vec![
            candidate(0, 0, 500),
            candidate(0, 1, 510),
            candidate(1, 0, 510),
            candidate(1, 1, 500),
        ],
        previous: vec![Pair::new(MenteeId(0), MentorId(0)), Pair::new(MenteeId(1), MentorId(1))],
        ..Input::default()
    };
    let crossed = [Pair::new(MenteeId(0), MentorId(1)), Pair::new(MenteeId(1), MentorId(0))];
    assert_eq!(pairs(input.clone()), crossed);
    assert_eq!(pairs(Input { stability: 10, previous: input.previous.clone(), ..input.clone() }).len(), 2);
    assert_eq!(pairs(Input { stability: 11, ..input.clone() }), input.previous);
}

#[test]
fn a_wish_is_worth_its_bonus_and_falls_through_where_it_cannot_be_met() {
    let candidate = |mentor, score| Candidate { mentee: MenteeId(0), mentor: MentorId(mentor), score };
    let mut input = Input {
        mentees: vec![Mentee { wants: 1, waited: 0, wishes: vec![MentorId(2), MentorId(1)] }],
        mentors: vec![Mentor { capacity: 1 }; 3],
        candidates: vec![candidate(0, 500_000), candidate(1, 480_001)],
        ..Input::default()
    };
    // Mentor 2, the first wish, is no candidate; the second wish adds 20,000.
    assert_eq!(pairs(input.clone()), [Pair::new(MenteeId(0), MentorId(1))]);
    input.candidates[1].score = 479_999;
    assert_eq!(pairs(input), [Pair::new(MenteeId(0), MentorId(0))]);
}
