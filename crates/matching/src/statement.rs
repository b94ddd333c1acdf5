//! From an [`Input`] to an [`Instance`]: the checks, and the canonical order.

use std::collections::BTreeMap;

use crate::instance::{
    Allowed, Candidate, Input, Instance, MAX_BONUS, MAX_CANDIDATES, MAX_PEOPLE, MAX_SCORE, Mentee, MenteeId,
    Mentor, MentorId, Pair,
};
use crate::invalid::{InvalidInstance, List};

/// Refuses the first thing that is wrong, in the order of the fields.
pub(crate) fn check(input: &Input) -> Result<(), InvalidInstance> {
    check_sizes(input)?;
    check_wishes(input)?;
    check_candidates(input)?;
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

fn check_candidates(input: &Input) -> Result<(), InvalidInstance> {
    for (index, Candidate { mentee, mentor, score }) in input.candidates.iter().copied().enumerate() {
        let pair = Pair::new(mentee, mentor);
        known(List::Candidates, index, pair, input.mentees.len(), input.mentors.len())?;
        if !(1..=MAX_SCORE).contains(&score) {
            return Err(InvalidInstance::ScoreOutOfRange { index, score });
        }
    }
    if input.candidates.is_sorted_by(|one, next| pair_of(one) < pair_of(next)) {
        return Ok(());
    }
    check_repeats(&input.candidates)
}

fn pair_of(candidate: &Candidate) -> Pair {
    Pair::new(candidate.mentee, candidate.mentor)
}

/// No pair is there twice. Lists that come sorted are settled without this.
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

/// Drops excluded pairs, adds bonuses, and sorts the rest into rows.
pub(crate) fn build(input: Input) -> Instance {
    let mut instance = Instance {
        starts: Vec::new(),
        rows: Vec::new(),
        locked: sorted(&input.locked),
        forbidden: distinct(&input.forbidden),
        earlier: distinct(&input.earlier),
        previous: distinct(&input.previous),
        mentees: input.mentees,
        mentors: input.mentors,
        stability: input.stability,
        wish_bonuses: input.wish_bonuses,
        seed: input.seed,
    };
    let mut candidates = input.candidates;
    if !instance.forbidden.is_empty() || !instance.earlier.is_empty() {
        candidates.retain(|one| !instance.is_excluded(pair_of(one)));
    }
    if !candidates.is_sorted_by_key(pair_of) {
        candidates.sort_unstable_by_key(pair_of);
    }
    instance.starts = starts(instance.mentees.len(), &candidates);
    instance.rows = candidates.iter().map(|one| instance.allowed(one)).collect();
    instance
}

/// Where each mentee's candidates start in a sorted list, and where the last one's end.
fn starts(mentees: usize, candidates: &[Candidate]) -> Vec<u32> {
    let mut starts = vec![0; mentees + 1];
    for one in candidates {
        starts[one.mentee.index() + 1] += 1;
    }
    for at in 0..mentees {
        starts[at + 1] += starts[at];
    }
    starts
}

impl Instance {
    fn allowed(&self, candidate: &Candidate) -> Allowed {
        Allowed { mentor: candidate.mentor, score: candidate.score + self.bonus(pair_of(candidate)) }
    }
}

fn sorted(pairs: &[Pair]) -> Vec<Pair> {
    let mut pairs = pairs.to_vec();
    pairs.sort_unstable();
    pairs
}

fn distinct(pairs: &[Pair]) -> Vec<Pair> {
    let mut pairs = sorted(pairs);
    pairs.dedup();
    pairs
}
