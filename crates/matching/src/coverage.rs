//! First mentors only: who has one, and how one more mentee could be covered.
//!
//! In the best solution as many mentees as possible have a mentor, and further mentors never stand in the way of
//! that. So questions about covered mentees are questions about this smaller matching, and are answered by
//! alternating paths from the uncovered mentees.

use std::collections::{BTreeSet, VecDeque};

use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::solution::Solution;
use crate::tiers::Remaining;

/// A matching of mentees with at most one mentor each; those covered by a locked pair take no part.
#[derive(Clone)]
pub(crate) struct Coverage {
    /// By mentee: the mentors that may be their first.
    rows: Vec<Vec<MentorId>>,
    /// By mentee: their mentor.
    mentor_of: Vec<Option<MentorId>>,
    /// By mentor: their mentees, those with another first mentor left out.
    mentees_of: Vec<Vec<MenteeId>>,
    /// By mentor: places apart from locked ones.
    places: Vec<u32>,
    /// Mentees without a mentor, sorted.
    pub uncovered: Vec<MenteeId>,
    /// Mentors whose groups do not meet.
    closed: BTreeSet<MentorId>,
}

/// Whom an alternating search from an uncovered mentee found, in the order in which it did.
#[derive(Default)]
pub(crate) struct Reach {
    pub mentees: Vec<MenteeId>,
    pub mentors: Vec<MentorId>,
    /// Mentors found again, by this search or because an earlier one had been there.
    pub met: Vec<MentorId>,
    /// The mentor with room at which it ended.
    free: Option<MentorId>,
}

/// Marks of a search; kept between searches, so that nothing is searched twice.
pub(crate) struct Visited {
    mentees: Vec<bool>,
    /// The mentee from whom the mentor was reached.
    mentors: Vec<Option<MenteeId>>,
}

/// Mentors whose groups do not meet.
fn closed_groups(instance: &Instance, solution: &Solution) -> BTreeSet<MentorId> {
    let groups = instance.groups().iter().filter(|group| group.min > 1).map(|group| group.mentor);
    let taken: BTreeSet<MentorId> = solution.pairs().iter().map(|pair| pair.mentor).collect();
    groups.filter(|mentor| !taken.contains(mentor)).collect()
}

/// Whether the groups that meet and the caps leave a pair that is not made: with these alone, what is asked about coverage is
/// exact.
fn is_left(instance: &Instance, closed: &BTreeSet<MentorId>, pair: Pair) -> bool {
    instance.caps_of(pair).next().is_none() && !closed.contains(&pair.mentor)
}

impl Coverage {
    pub fn of(instance: &Instance, solution: &Solution) -> Coverage {
        let remaining = Remaining::of(instance);
        let mentees = instance.mentees().len();
        let takes_part = |at: usize| remaining.mentees[at].0;
        let closed = closed_groups(instance, solution);
        let row = |at: usize| {
            let pairs = instance.candidates_of(MenteeId::at(at)).map(|one| Pair::new(one.mentee, one.mentor));
            let own: Vec<MentorId> = solution.mentors_of(MenteeId::at(at)).collect();
            let is_open = |pair: &Pair| own.contains(&pair.mentor) || is_left(instance, &closed, *pair);
            pairs.filter(is_open).map(|pair| pair.mentor).collect()
        };
        let rows = (0..mentees).map(|at| if takes_part(at) { row(at) } else { Vec::new() }).collect();
        let first = |at: usize| solution.mentors_of(MenteeId::at(at)).next().filter(|_| takes_part(at));
        let mentor_of: Vec<Option<MentorId>> = (0..mentees).map(first).collect();
        let mut mentees_of = vec![Vec::new(); instance.mentors().len()];
        for (at, mentor) in mentor_of.iter().enumerate() {
            if let Some(mentor) = mentor {
                mentees_of[mentor.index()].push(MenteeId::at(at));
            }
        }
        let missing = |at: &usize| takes_part(*at) && mentor_of[*at].is_none();
        let uncovered = (0..mentees).filter(missing).map(MenteeId::at).collect();
        Coverage { rows, mentor_of, mentees_of, places: remaining.mentors, uncovered, closed }
    }

    pub fn has_candidates(&self, mentee: MenteeId) -> bool {
        !self.rows[mentee.index()].is_empty()
    }

    pub fn places(&self, mentor: MentorId) -> u32 {
        self.places[mentor.index()]
    }

    pub fn add_places(&mut self, mentor: MentorId, more: u32) {
        let places = &mut self.places[mentor.index()];
        *places = places.saturating_add(more);
    }

    /// Lets a pair be made. Ignored where the mentee is covered by a locked pair or wants nobody, and where a group that
    /// does not meet or a cap is in the way besides.
    pub fn allow(&mut self, instance: &Instance, pair: Pair) {
        let waits = self.mentor_of[pair.mentee.index()].is_some()
            || self.uncovered.binary_search(&pair.mentee).is_ok();
        if waits && instance.score(pair).is_none() && is_left(instance, &self.closed, pair) {
            self.rows[pair.mentee.index()].push(pair.mentor);
        }
    }

    pub fn unvisited(&self) -> Visited {
        Visited { mentees: vec![false; self.rows.len()], mentors: vec![None; self.mentees_of.len()] }
    }

    /// Searches from `start` until a mentor with room is found or nobody is left, skipping what was visited.
    pub fn reach(&self, start: MenteeId, visited: &mut Visited) -> Reach {
        let mut reach = Reach { mentees: vec![start], ..Reach::default() };
        let mut queue = VecDeque::from([start]);
        visited.mentees[start.index()] = true;
        while let Some(mentee) = queue.pop_front() {
            for mentor in self.rows[mentee.index()].iter().copied() {
                if visited.mentors[mentor.index()].is_some() {
                    reach.met.push(mentor);
                    continue;
                }
                visited.mentors[mentor.index()] = Some(mentee);
                reach.mentors.push(mentor);
                if (self.mentees_of[mentor.index()].len() as u32) < self.places(mentor) {
                    reach.free = Some(mentor);
                    return reach;
                }
                for next in self.mentees_of[mentor.index()].iter().copied() {
                    if !std::mem::replace(&mut visited.mentees[next.index()], true) {
                        reach.mentees.push(next);
                        queue.push_back(next);
                    }
                }
            }
        }
        reach
    }

    /// Covers as many more mentees as can be; returns how many.
    ///
    /// Searches of one pass share their marks. A pass that finds nothing changed nothing, so its marks are exact, and
    /// no augmenting path is left.
    pub fn augment(&mut self, most: u32) -> u32 {
        let mut covered = 0;
        loop {
            let before = covered;
            let mut visited = self.unvisited();
            for mentee in std::mem::take(&mut self.uncovered) {
                let found = if covered < most { self.reach(mentee, &mut visited).free } else { None };
                match found {
                    Some(mentor) => {
                        self.shift(mentee, mentor, &visited);
                        covered += 1;
                    }
                    None => self.uncovered.push(mentee),
                }
            }
            if covered == before || covered >= most {
                return covered;
            }
        }
    }

    /// Moves the mentees along the path that led from `start` to the free place.
    fn shift(&mut self, start: MenteeId, free: MentorId, visited: &Visited) {
        let mut mentor = free;
        while let Some(mentee) = visited.mentors[mentor.index()] {
            self.mentees_of[mentor.index()].push(mentee);
            let Some(left) = self.mentor_of[mentee.index()].replace(mentor) else { break };
            self.mentees_of[left.index()].retain(|other| *other != mentee);
            debug_assert!(mentee != start, "the start has no mentor to leave");
            mentor = left;
        }
    }
}
