//! The candidates of an [`Input`] in rows, one for each mentee, each sorted by mentor.

use std::ops::Range;
use std::sync::Mutex;

use crate::instance::{Allowed, Candidate, Input, MAX_SCORE, MenteeId, MentorId, Pair};
use crate::invalid::{InvalidInstance, List};
use crate::statement::known;
use crate::two::{self, both, lock};

/// Candidates in rows: row `i` is `rows[starts[i]..starts[i + 1]]`, sorted by mentor.
pub(crate) struct Rows {
    pub starts: Vec<u32>,
    pub rows: Vec<Allowed>,
}

/// Rows of at most so many are short.
const SHORT: usize = 32;

impl Rows {
    /// Checks the candidates and sorts them into rows; also, whether any pair is there twice.
    pub fn of(input: &Input) -> Result<(Rows, bool), InvalidInstance> {
        let candidates = &input.candidates[..];
        let enough = candidates.len() >= two::ENOUGH;
        let middle = candidates.len() / 2;
        let (before, after) =
            both(enough, || Scan::of(input, 0..middle), || Scan::of(input, middle..candidates.len()));
        let (before, after) = (before?, after?);
        let mut starts = vec![0u32; input.mentees.len() + 1];
        for (at, (one, other)) in before.counts.iter().zip(&after.counts).enumerate() {
            starts[at + 1] = starts[at] + one + other;
        }
        let are_short = || starts.windows(2).all(|ends| (ends[1] - ends[0]) as usize <= SHORT);
        if !enough && !are_short() {
            let (rows, have_repeats) = by_column(&starts, candidates, input.mentors.len());
            return Ok((Rows { starts, rows }, have_repeats));
        }
        let is_grouped = before.is_grouped && after.is_grouped && before.last <= after.first;
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
    pub fn add(&mut self, pair: Pair, bonus: u32) {
        let row = self.row_mut(pair.mentee.index());
        if let Ok(at) = row.binary_search_by_key(&pair.mentor.0, |one| one.who) {
            row[at].score += bonus;
        }
    }
}

/// Long rows of a small program: through columns, mentor by mentor, so that nothing needs to be compared. Also, whether any
/// mentor is in a row twice.
fn by_column(starts: &[u32], candidates: &[Candidate], mentors: usize) -> (Vec<Allowed>, bool) {
    let mut next = vec![0u32; mentors + 1];
    for one in candidates {
        next[one.mentor.index()] += 1;
    }
    let mut sum = 0;
    for count in &mut next {
        sum += std::mem::replace(count, sum);
    }
    let mut columns = vec![Allowed { who: 0, score: 0 }; candidates.len()];
    for one in candidates {
        let at = &mut next[one.mentor.index()];
        columns[*at as usize] = Allowed { who: one.mentee.0, score: one.score };
        *at += 1;
    }
    // Now each column ends where the next one started.
    let mut rows = vec![Allowed { who: 0, score: 0 }; candidates.len()];
    let (mut have_repeats, mut start) = (false, 0);
    let mut free = starts.to_vec();
    for (mentor, end) in (0u32..).zip(&next[..mentors]) {
        for one in &columns[start..*end as usize] {
            let at = free[one.who as usize] as usize;
            free[one.who as usize] += 1;
            have_repeats |= at > starts[one.who as usize] as usize && rows[at - 1].who == mentor;
            rows[at] = Allowed { who: mentor, score: one.score };
        }
        start = *end as usize;
    }
    (rows, have_repeats)
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
        if row.len() <= SHORT {
            have_repeats |= sort_short(row);
        } else if !row.is_sorted_by(|one, next| one.who < next.who) {
            row.sort_unstable_by_key(|one| one.who);
            have_repeats |= row.windows(2).any(|two| two[0].who == two[1].who);
        }
    }
    have_repeats
}

/// Sorts a short row by counting for each how many come before it: there is no branch that cannot be foreseen, and several are
/// compared at once. Whether any mentor is in it twice.
fn sort_short(row: &mut [Allowed]) -> bool {
    let (mut who, mut before) = ([i32::MAX; SHORT], [0i32; SHORT]);
    let mut unsorted = [Allowed { who: 0, score: 0 }; SHORT];
    for (at, one) in row.iter().enumerate() {
        // Far fewer people than 31 bits count, and signed numbers are compared quicker.
        (who[at], unsorted[at]) = (one.who as i32, *one);
    }
    for one in &who[..row.len()] {
        for (before, other) in before.iter_mut().zip(&who) {
            *before += i32::from(one < other);
        }
    }
    let mut places = 0u32;
    for (one, before) in unsorted[..row.len()].iter().zip(before) {
        row[before as usize] = *one;
        places |= 1 << before;
    }
    // Equals come to the same place.
    places.count_ones() as usize != row.len()
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
