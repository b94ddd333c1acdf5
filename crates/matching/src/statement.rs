//! From an [`Input`] to an [`Instance`]: the checks, and the canonical order.

use std::collections::BTreeMap;

use crate::instance::{
    Candidate, Input, Instance, MAX_BONUS, MAX_CANDIDATES, MAX_PEOPLE, Mentee, MenteeId, Mentor, MentorId,
    Pair,
};
use crate::invalid::{InvalidInstance, List};
use crate::limits;
use crate::rows::{Rows, retain};

/// Refuses the first thing that is wrong, in the order of the fields; puts the rest in order.
pub(crate) fn read(input: Input) -> Result<Instance, InvalidInstance> {
    check_sizes(&input)?;
    check_wishes(&input)?;
    let (rows, have_repeats) = Rows::of(&input)?;
    if have_repeats {
        check_repeats(&input.candidates)?;
    }
    check_decisions(&input)?;
    let mut instance = build(input, rows);
    limits::check(&instance)?;
    limits::close_hopeless(&mut instance)?;
    Ok(instance)
}

/// Everything after the candidates.
fn check_decisions(input: &Input) -> Result<(), InvalidInstance> {
    let (mentees, mentors) = (input.mentees.len(), input.mentors.len());
    let lists = [
        (List::Locked, &input.locked),
        (List::Forbidden, &input.forbidden),
        (List::Earlier, &input.earlier),
        (List::Previous, &input.previous),
    ];
    for (list, pairs) in lists {
        for (index, pair) in pairs.iter().enumerate() {
            known(list, index, *pair, mentees, mentors)?;
        }
    }
    check_locks(&sorted(&input.locked), &sorted(&input.forbidden), &input.mentees, &input.mentors)?;
    limits::check_input(input)?;
    check_bonuses(input)
}

/// Both people of a pair exist.
pub(crate) fn known(
    list: List,
    index: usize,
    pair: Pair,
    mentees: usize,
    mentors: usize,
) -> Result<(), InvalidInstance> {
    if pair.mentee.index() >= mentees {
        return Err(InvalidInstance::UnknownMentee { list, index, mentee: pair.mentee, count: mentees });
    }
    if pair.mentor.index() >= mentors {
        return Err(InvalidInstance::UnknownMentor { list, index, mentor: pair.mentor, count: mentors });
    }
    Ok(())
}

fn check_sizes(input: &Input) -> Result<(), InvalidInstance> {
    let sizes = [
        ("mentees", input.mentees.len(), MAX_PEOPLE),
        ("mentors", input.mentors.len(), MAX_PEOPLE),
        ("candidates", input.candidates.len(), MAX_CANDIDATES),
    ];
    match sizes.into_iter().find(|(_, count, limit)| count > limit) {
        Some((what, count, limit)) => Err(InvalidInstance::TooMany { what, count, limit }),
        None => Ok(()),
    }
}

fn check_wishes(input: &Input) -> Result<(), InvalidInstance> {
    for (index, mentee) in input.mentees.iter().enumerate() {
        let id = MenteeId::at(index);
        for (rank, mentor) in mentee.wishes.iter().enumerate() {
            let pair = Pair::new(id, *mentor);
            known(List::Wishes, index, pair, input.mentees.len(), input.mentors.len())?;
            if mentee.wishes[..rank].contains(mentor) {
                return Err(InvalidInstance::DuplicateWish { mentee: id, mentor: *mentor });
            }
        }
    }
    Ok(())
}

fn pair_of(candidate: &Candidate) -> Pair {
    Pair::new(candidate.mentee, candidate.mentor)
}

/// Finds the first pair that is there twice.
fn check_repeats(candidates: &[Candidate]) -> Result<(), InvalidInstance> {
    let mut order: Vec<u32> = (0..candidates.len() as u32).collect();
    let pair = |at: u32| pair_of(&candidates[at as usize]);
    order.sort_unstable_by_key(|at| (pair(*at), *at));
    match order.windows(2).find(|two| pair(two[0]) == pair(two[1])) {
        Some(two) => Err(InvalidInstance::DuplicateCandidate {
            mentee: pair(two[0]).mentee,
            mentor: pair(two[0]).mentor,
            first: two[0] as usize,
            second: two[1] as usize,
        }),
        None => Ok(()),
    }
}

/// Locks are made once, not forbidden, and fit. Both lists are sorted.
pub(crate) fn check_locks(
    locked: &[Pair],
    forbidden: &[Pair],
    mentees: &[Mentee],
    mentors: &[Mentor],
) -> Result<(), InvalidInstance> {
    if let Some(two) = locked.windows(2).find(|two| two[0] == two[1]) {
        return Err(InvalidInstance::DuplicateLock { mentee: two[0].mentee, mentor: two[0].mentor });
    }
    if let Some(pair) = locked.iter().find(|pair| forbidden.binary_search(pair).is_ok()) {
        return Err(InvalidInstance::LockForbidden { mentee: pair.mentee, mentor: pair.mentor });
    }
    let mut of_mentee: BTreeMap<MenteeId, u32> = BTreeMap::new();
    let mut of_mentor: BTreeMap<MentorId, u32> = BTreeMap::new();
    for pair in locked {
        *of_mentee.entry(pair.mentee).or_default() += 1;
        *of_mentor.entry(pair.mentor).or_default() += 1;
    }
    for (mentee, locks) in of_mentee {
        let wants = mentees[mentee.index()].wants;
        if locks > wants {
            return Err(InvalidInstance::LocksOverWants { mentee, locks, wants });
        }
    }
    for (mentor, locks) in of_mentor {
        let capacity = mentors[mentor.index()].capacity;
        if locks > capacity {
            return Err(InvalidInstance::LocksOverCapacity { mentor, locks, capacity });
        }
    }
    Ok(())
}

fn check_bonuses(input: &Input) -> Result<(), InvalidInstance> {
    if input.stability > MAX_BONUS {
        return Err(InvalidInstance::BonusOutOfRange { what: "stability", bonus: input.stability });
    }
    match input.wish_bonuses.iter().find(|bonus| **bonus > MAX_BONUS) {
        Some(bonus) => Err(InvalidInstance::BonusOutOfRange { what: "wish", bonus: *bonus }),
        None => Ok(()),
    }
}

/// Adds bonuses, and drops excluded pairs.
fn build(input: Input, mut rows: Rows) -> Instance {
    for (at, mentee) in input.mentees.iter().enumerate() {
        for (mentor, bonus) in mentee.wishes.iter().zip(&input.wish_bonuses) {
            rows.add(Pair::new(MenteeId::at(at), *mentor), *bonus);
        }
    }
    let (groups, caps) = (limits::groups(&input), limits::caps(input.caps));
    let mut instance = Instance {
        starts: Vec::new(),
        rows: Vec::new(),
        locked: sorted(&input.locked),
        forbidden: distinct(&input.forbidden),
        earlier: distinct(&input.earlier),
        previous: distinct(&input.previous),
        groups,
        caps_of_mentee: limits::caps_of_mentee(&caps, input.mentees.len()),
        caps_count: limits::counting(&caps, input.mentors.len()),
        caps,
        mentees: input.mentees,
        mentors: input.mentors,
        stability: input.stability,
        wish_bonuses: input.wish_bonuses,
        seed: input.seed,
    };
    for pair in &instance.previous {
        rows.add(*pair, instance.stability);
    }
    if !instance.forbidden.is_empty() || !instance.earlier.is_empty() {
        retain(&mut rows.starts, &mut rows.rows, |pair| !instance.is_excluded(pair));
    }
    limits::reopen(&mut instance);
    (instance.starts, instance.rows) = (rows.starts, rows.rows);
    instance
}

fn sorted(pairs: &[Pair]) -> Vec<Pair> {
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    pairs
}

pub(crate) fn distinct(pairs: &[Pair]) -> Vec<Pair> {
    let mut pairs = sorted(pairs);
    pairs.dedup();
    pairs
}
