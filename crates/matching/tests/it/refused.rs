//! Input that cannot be right is refused, and the message says where.

use bellwether_matching::{Candidate, Input, Instance, List, Mentee, MenteeId, Mentor, MentorId, Pair};
use bellwether_matching::{InvalidInstance, MAX_BONUS};

fn two_and_two() -> Input {
    let candidate =
        |mentee, mentor| Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score: 10 };
    Input {
        mentees: vec![Mentee::wanting(1); 2],
        mentors: vec![Mentor { capacity: 1 }; 2],
        candidates: vec![candidate(0, 0), candidate(1, 1), candidate(1, 0)],
        ..Input::default()
    }
}

fn pair(mentee: u32, mentor: u32) -> Pair {
    Pair::new(MenteeId(mentee), MentorId(mentor))
}

#[track_caller]
fn refused(change: impl FnOnce(&mut Input), message: &str) -> InvalidInstance {
    let mut input = two_and_two();
    change(&mut input);
    let error = Instance::new(input).unwrap_err();
    assert_eq!(error.to_string(), message);
    error
}

#[test]
fn the_input_itself_is_accepted() {
    assert!(Instance::new(two_and_two()).is_ok());
    assert!(Instance::new(Input::default()).is_ok());
}

#[test]
fn a_score_outside_its_range_is_refused() {
    refused(
        |input| input.candidates[2].score = 0,
        "candidates[2] has score 0, which is not from 1 to 1000000",
    );
    refused(
        |input| input.candidates[1].score = 1_000_001,
        "candidates[1] has score 1000001, which is not from 1 to 1000000",
    );
}

#[test]
fn an_unknown_person_is_refused_in_every_list() {
    let message = "candidates[0] names mentee 2, but there are only 2 mentees";
    refused(|input| input.candidates[0].mentee = MenteeId(2), message);
    for list in [List::Locked, List::Forbidden, List::Earlier, List::Previous] {
        let add = |input: &mut Input| match list {
            List::Locked => input.locked.push(pair(0, 9)),
            List::Forbidden => input.forbidden.push(pair(0, 9)),
            List::Earlier => input.earlier.push(pair(0, 9)),
            _ => input.previous.push(pair(0, 9)),
        };
        refused(add, &format!("{list}[0] names mentor 9, but there are only 2 mentors"));
    }
    let wish = |input: &mut Input| input.mentees[1].wishes = vec![MentorId(5)];
    refused(wish, "wishes[1] names mentor 5, but there are only 2 mentors");
}

#[test]
fn a_pair_given_twice_is_refused_with_both_places() {
    let add = |input: &mut Input| input.candidates.push(input.candidates[1]);
    let error = refused(add, "candidates[3] repeats candidates[1]: mentee 1, mentor 1");
    let expected =
        InvalidInstance::DuplicateCandidate { mentee: MenteeId(1), mentor: MentorId(1), first: 1, second: 3 };
    assert_eq!(error, expected);
    let wish = |input: &mut Input| input.mentees[0].wishes = vec![MentorId(1), MentorId(1)];
    refused(wish, "mentee 0 wishes for mentor 1 twice");
    refused(|input| input.locked = vec![pair(0, 0); 2], "mentee 0 and mentor 0 are locked twice");
}

#[test]
fn locks_that_cannot_hold_are_refused() {
    let both = |input: &mut Input| {
        input.locked = vec![pair(0, 0)];
        input.forbidden = vec![pair(0, 0)];
    };
    refused(both, "mentee 0 and mentor 0 are locked together, and forbidden");
    let two_mentors = |input: &mut Input| input.locked = vec![pair(0, 0), pair(0, 1)];
    refused(two_mentors, "mentee 0 has 2 locked mentors and wants 1");
    let two_mentees = |input: &mut Input| input.locked = vec![pair(0, 0), pair(1, 0)];
    refused(two_mentees, "mentor 0 has 2 locked mentees and 1 places");
}

#[test]
fn a_bonus_beyond_a_million_is_refused() {
    refused(|input| input.stability = MAX_BONUS + 1, "the stability bonus of 1000001 is more than 1000000");
    refused(
        |input| input.wish_bonuses = vec![5, u32::MAX],
        "the wish bonus of 4294967295 is more than 1000000",
    );
}

#[test]
fn a_lock_that_is_added_later_is_checked_too() {
    let instance = Instance::new(two_and_two()).unwrap();
    let locked = instance.with_lock(pair(0, 1)).unwrap();
    assert_eq!(locked.locked(), [pair(0, 1)]);
    assert!(matches!(locked.with_lock(pair(0, 1)), Err(InvalidInstance::DuplicateLock { .. })));
    assert!(matches!(locked.with_lock(pair(0, 0)), Err(InvalidInstance::LocksOverWants { .. })));
    assert!(matches!(locked.with_lock(pair(1, 1)), Err(InvalidInstance::LocksOverCapacity { .. })));
    assert!(matches!(locked.with_lock(pair(7, 1)), Err(InvalidInstance::UnknownMentee { .. })));
}
