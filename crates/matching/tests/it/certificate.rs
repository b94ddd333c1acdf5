//! The certificate refuses whatever is not the best: the control arm of every test that trusts it.

use bellwether_matching::certificate::{bound_by, value_of};
use bellwether_matching::{
    Candidate, CertificateError, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, Prices, Solution,
    Value, solve, verify,
};

use crate::small::{CLASSES, Chance, Class, input};

fn solved(class: Class, seed: u64) -> (Instance, Solution) {
    let instance = Instance::new(input(class, seed)).unwrap();
    let solution = solve(&instance).unwrap();
    (instance, solution)
}

#[test]
fn a_result_that_lost_a_pair_is_refused() {
    for seed in 0..200 {
        let (instance, solution) = solved(Class::WantsTwo, seed);
        for left_out in solution.pairs() {
            let pairs: Vec<Pair> = solution.pairs().iter().copied().filter(|pair| pair != left_out).collect();
            let refused = verify(&instance, &pairs, solution.prices());
            assert!(
                matches!(refused, Err(CertificateError::Gap { gap }) if gap > Value::ZERO),
                "{refused:?}"
            );
        }
    }
}

#[test]
fn a_result_that_swapped_a_pair_for_a_worse_one_is_refused() {
    let mut refused = 0;
    for seed in 0..300 {
        let (instance, solution) = solved(Class::Balanced, seed);
        for at in 0..solution.pairs().len() {
            for candidate in instance.candidates() {
                let mut pairs = solution.pairs().to_vec();
                pairs[at] = Pair::new(candidate.mentee, candidate.mentor);
                let worth = value_of(&instance, &pairs);
                if worth.is_ok_and(|value| value < solution.value()) {
                    assert!(verify(&instance, &pairs, solution.prices()).is_err());
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 100, "only {refused} worse results were tried");
}

#[test]
fn no_prices_at_all_can_prove_a_second_best_result() {
    let mut chance = Chance::new(1);
    for seed in 0..300 {
        let (instance, solution) = solved(Class::WantsTwo, seed);
        let Some((_, second_best)) = solution.pairs().split_last() else { continue };
        for _ in 0..50 {
            let mut prices = solution.prices().clone();
            shake(&mut prices, &mut chance);
            assert!(verify(&instance, second_best, &prices).is_err());
            if let Ok(bound) = bound_by(&instance, &prices) {
                assert!(bound >= solution.value(), "the bound must hold for any prices");
            }
        }
    }
}

fn shake(prices: &mut Prices, chance: &mut Chance) {
    for price in prices.mentees.iter_mut().chain(&mut prices.mentors) {
        if chance.percent(30) {
            price.covered += i64::from(chance.below(3)) - 1;
            price.further += i64::from(chance.below(3)) - 1;
            price.score += i64::from(chance.below(2_001)) - 1_000;
        }
    }
}

#[test]
fn a_price_that_is_off_by_one_is_noticed_where_it_matters() {
    let (mut noticed, mut tried) = (0, 0);
    for class in CLASSES {
        for seed in 0..50 {
            let (instance, solution) = solved(class, seed);
            for at in 0..solution.prices().mentors.len() {
                let mut prices = solution.prices().clone();
                prices.mentors[at].covered += 1;
                tried += 1;
                match verify(&instance, solution.pairs(), &prices) {
                    Err(CertificateError::Gap { gap }) => {
                        assert!(gap > Value::ZERO);
                        noticed += 1;
                    }
                    Err(other) => panic!("{other}"),
                    // Degenerate: the higher price proves the same bound.
                    Ok(proof) => assert_eq!(proof.gap(), Value::ZERO),
                }
            }
        }
    }
    assert!(noticed * 2 > tried, "{noticed} of {tried}");
}

#[test]
fn pairs_that_break_a_limit_are_refused_by_name() {
    let pair = |mentee, mentor| Pair::new(MenteeId(mentee), MentorId(mentor));
    let candidate =
        |mentee, mentor| Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score: 5 };
    let instance = Instance::new(Input {
        mentees: vec![Mentee::wanting(1); 3],
        mentors: vec![Mentor { capacity: 1 }; 2],
        candidates: vec![candidate(0, 0), candidate(1, 0), candidate(1, 1), candidate(2, 1)],
        locked: vec![pair(0, 0)],
        ..Input::default()
    })
    .unwrap();
    let solution = solve(&instance).unwrap();
    let refuse = |pairs: &[Pair]| verify(&instance, pairs, solution.prices()).unwrap_err();

    assert_eq!(refuse(&[pair(1, 1)]), CertificateError::LockMissing(pair(0, 0)));
    assert_eq!(refuse(&[pair(0, 0), pair(0, 0)]), CertificateError::Repeated(pair(0, 0)));
    assert_eq!(refuse(&[pair(0, 0), pair(2, 0)]), CertificateError::NotAllowed(pair(2, 0)));
    assert_eq!(refuse(&[pair(0, 0), pair(9, 9)]), CertificateError::NotAllowed(pair(9, 9)));
    assert_eq!(refuse(&[pair(0, 0), pair(1, 0)]), CertificateError::OverCapacity(MentorId(0)));
    let both = [pair(0, 0), pair(1, 1), pair(2, 1)];
    assert_eq!(refuse(&both), CertificateError::OverCapacity(MentorId(1)));
    let roomy = Instance::new(Input {
        mentees: vec![Mentee::wanting(1)],
        mentors: vec![Mentor { capacity: 1 }; 2],
        candidates: vec![candidate(0, 0), candidate(0, 1)],
        ..Input::default()
    })
    .unwrap();
    let refused = value_of(&roomy, &[pair(0, 0), pair(0, 1)]);
    assert_eq!(refused, Err(CertificateError::OverWants(MenteeId(0))));
}

#[test]
fn prices_of_another_shape_or_below_zero_prove_nothing() {
    let (instance, solution) = solved(Class::Balanced, 2);
    let mut prices = solution.prices().clone();
    prices.mentors[0] = Value { score: -1, ..Value::ZERO };
    assert_eq!(
        verify(&instance, solution.pairs(), &prices),
        Err(CertificateError::NegativePrice(MentorId(0)))
    );
    prices.mentors.pop();
    assert_eq!(verify(&instance, solution.pairs(), &prices), Err(CertificateError::WrongLength));
}

#[test]
fn prices_near_the_end_of_the_range_do_not_wrap_round() {
    let (instance, solution) = solved(Class::Star, 2);
    let mut prices = solution.prices().clone();
    for price in &mut prices.mentors {
        price.score = i64::MAX;
    }
    for price in &mut prices.mentees {
        price.score = i64::MIN;
    }
    assert!(verify(&instance, solution.pairs(), &prices).is_err());
}
