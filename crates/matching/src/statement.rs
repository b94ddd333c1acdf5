//! From an [`Input`] to an [`Instance`]: the checks, and the canonical order.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;

use crate::instance::{
    Allowed, Candidate, Input, Instance, MAX_BONUS, MAX_CANDIDATES, MAX_PEOPLE, MAX_SCORE, Mentee, MenteeId,
    Mentor, MentorId, Pair,
};
use crate::invalid::{InvalidInstance, List};
use crate::limits;
use crate::two::{self, both, lock};

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

/// Candidates in rows: row `i` is `rows[starts[i]..starts[i + 1]]`, sorted by mentor.
struct Rows {
    starts: Vec<u32>,
    rows: Vec<Allowed>,
}

impl Rows {
    /// Checks the candidates and sorts them into rows; also, whether any pair is there twice.
    fn of(input: &Input) -> Result<(Rows, bool), InvalidInstance> {
        let candidates = &input.candidates[..];
        let enough = candidates.len() >= two::ENOUGH;
        let middle = candidates.len() / 2;
        let (before, after) =
            both(enough, || Scan::of(input, 0..middle), || Scan::of(input, middle..candidates.len()));
        let (before, after) = (before?, after?);
        let is_grouped = before.is_grouped && after.is_grouped && before.last <= after.first;
        let mut starts = vec![0u32; input.mentees.len() + 1];
        for (at, (one, other)) in before.counts.iter().zip(&after.counts).enumerate() {
            starts[at + 1] = starts[at] + one + other;
        }
        let mut rows = vec![Allowed { who: 0, score: 0 }; candidates.len()];
        if is_grouped {
            let (low, high) = rows.split_at_mut(middle);
            let high = Mutex::new(high);
            let fill = |rows: &mut [Allowed], candidates: &[Candidate]| {
                for (row, one) in rows.iter_mut().zip(candidates) {
                    *row = Allowed { who: one.mentor.0, score: one.score };
                }
            };
            both(
                enough,
                || fill(low, &candidates[..middle]),
                || fill(&mut lock(&high), &candidates[middle..]),
            );
        } else {
            let mut free = starts.clone();
            for one in candidates {
                let at = &mut free[one.mentee.index()];
                rows[*at as usize] = Allowed { who: one.mentor.0, score: one.score };
                *at += 1;
            }
        }
        let have_repeats = put_rows_in_order(&starts, &mut rows);
        Ok((Rows { starts, rows }, have_repeats))
    }

    fn row_mut(&mut self, mentee: usize) -> &mut [Allowed] {
        &mut self.rows[self.starts[mentee] as usize..self.starts[mentee + 1] as usize]
    }

    /// Adds to the score of a pair, if it is a candidate.
    fn add(&mut self, pair: Pair, bonus: u32) {
        let row = self.row_mut(pair.mentee.index());
        if let Ok(at) = row.binary_search_by_key(&pair.mentor.0, |one| one.who) {
            row[at].score += bonus;
        }
    }
}

/// Drops the pairs that are not kept, and moves the others up.
pub(crate) fn retain(starts: &mut [u32], rows: &mut Vec<Allowed>, keeps: impl Fn(Pair) -> bool) {
    let mut kept = 0;
    let mut start = 0;
    for mentee in 0..starts.len() - 1 {
        let end = starts[mentee + 1];
        for at in start..end {
            let one = rows[at as usize];
            if keeps(Pair::new(MenteeId::at(mentee), MentorId(one.who))) {
                rows[kept as usize] = one;
                kept += 1;
            }
        }
        starts[mentee + 1] = kept;
        start = end;
    }
    rows.truncate(kept as usize);
}

/// Sorts every row by mentor; whether any mentor is in a row twice.
fn put_rows_in_order(starts: &[u32], rows: &mut [Allowed]) -> bool {
    let middle = starts.len() / 2;
    let enough = rows.len() >= two::ENOUGH;
    let (low, high) = rows.split_at_mut(starts[middle] as usize);
    let high = Mutex::new(high);
    let (in_low, in_high) = both(
        enough,
        || sort_each(&starts[..=middle], low),
        || sort_each(&starts[middle..], &mut lock(&high)),
    );
    in_low || in_high
}

fn sort_each(starts: &[u32], rows: &mut [Allowed]) -> bool {
    let mut have_repeats = false;
    for ends in starts.windows(2) {
        let row = &mut rows[(ends[0] - starts[0]) as usize..(ends[1] - starts[0]) as usize];
        if !row.is_sorted_by(|one, next| one.who < next.who) {
            row.sort_unstable_by_key(|one| one.who);
            have_repeats |= row.windows(2).any(|two| two[0].who == two[1].who);
        }
    }
    have_repeats
}

/// Some of the candidates, read once.
struct Scan {
    /// By mentee.
    counts: Vec<u32>,
    /// Whether those of each mentee stand together, in the order of the mentees.
    is_grouped: bool,
    first: Option<MenteeId>,
    last: Option<MenteeId>,
}

impl Scan {
    fn of(input: &Input, range: Range<usize>) -> Result<Scan, InvalidInstance> {
        let candidates = &input.candidates[range.clone()];
        let ends = |one: Option<&Candidate>| one.map(|one| one.mentee);
        let mut scan = Scan {
            counts: vec![0; input.mentees.len()],
            is_grouped: true,
            first: ends(candidates.first()),
            last: ends(candidates.last()),
        };
        let mut before = MenteeId(0);
        for (index, Candidate { mentee, mentor, score }) in range.zip(candidates.iter().copied()) {
            let pair = Pair::new(mentee, mentor);
            known(List::Candidates, index, pair, input.mentees.len(), input.mentors.len())?;
            if !(1..=MAX_SCORE).contains(&score) {
                return Err(InvalidInstance::ScoreOutOfRange { index, score });
            }
            scan.counts[mentee.index()] += 1;
            scan.is_grouped &= before <= mentee;
            before = mentee;
        }
        Ok(scan)
    }
}

/// Adds bonuses, and drops excluded pairs.
fn build(input: Input, mut rows: Rows) -> Instance {
    for (at, mentee) in input.mentees.iter().enumerate() {
        for (mentor, bonus) in mentee.wishes.iter().zip(&input.wish_bonuses) {
            rows.add(Pair::new(MenteeId::at(at), *mentor), *bonus);
        }
    }
    let mut instance = Instance {
        starts: Vec::new(),
        rows: Vec::new(),
        locked: sorted(&input.locked),
        forbidden: distinct(&input.forbidden),
        earlier: distinct(&input.earlier),
        previous: distinct(&input.previous),
        groups: limits::groups(&input),
        caps_of_mentee: limits::caps_of_mentee(&input.caps, input.mentees.len()),
        caps: limits::caps(input.caps),
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
