//! What the scores leave open: everybody who sits elsewhere in another solution that is just as good.
//!
//! Two solutions of equal worth differ by rings of mentees who move on, each to a seat that is as cheap for them as their
//! own. So a mentee's place is open if and only if their mentor lies on such a ring; and which places are open does not
//! depend on the solution that was found, nor on the prices.

use super::components::{self, Cursor};
use super::problem::{Priced, Problem};

/// The open places of a part.
pub(super) struct Open {
    /// Positions of the mentees whose place is open.
    pub mentees: Vec<u32>,
    /// Row `i` is `mentors[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    /// Mentors (or nobody) with whom they could sit instead, their own among them.
    mentors: Vec<u32>,
}

impl Open {
    /// With whom a mentee of the list could sit.
    pub fn row(&self, at: usize) -> &[u32] {
        &self.mentors[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Everybody with whom somebody could sit, as often as they could.
    pub fn mentors(&self) -> &[u32] {
        &self.mentors
    }
}

/// All seats that are as cheap as any, in rows by position.
struct Cheapest {
    starts: Vec<u32>,
    mentors: Vec<u32>,
}

/// Finds the open places.
pub(super) fn places(problem: &Problem, priced: &Priced) -> Open {
    let cheapest = Cheapest::of(problem, priced);
    let component = cheapest.components(problem, priced);
    let mut size = vec![0u32; component.len()];
    for mentor in problem.items.iter().copied() {
        size[component[mentor as usize] as usize] += 1;
    }
    for extra in [problem.nobody(), problem.nobody() + 1] {
        size[component[extra] as usize] += 1;
    }
    let own = |at: usize| component[priced.item_of[at] as usize];
    let mentees: Vec<u32> =
        (0..priced.item_of.len()).filter(|at| size[own(*at) as usize] > 1).map(|at| at as u32).collect();
    // In place: where everything is open, this is as large as the instance.
    let Cheapest { starts, mut mentors } = cheapest;
    let (mut open_starts, mut end) = (vec![0], 0);
    for at in mentees.iter().map(|at| *at as usize) {
        for from in starts[at] as usize..starts[at + 1] as usize {
            if component[mentors[from] as usize] == own(at) {
                mentors[end] = mentors[from];
                end += 1;
            }
        }
        open_starts.push(end as u32);
    }
    mentors.truncate(end);
    Open { mentees, starts: open_starts, mentors }
}

impl Cheapest {
    fn of(problem: &Problem, priced: &Priced) -> Cheapest {
        let mut cheapest = Cheapest { starts: vec![0], mentors: Vec::new() };
        for at in 0..problem.bidders.len() {
            let charge = priced.charges[at];
            for one in priced.row(problem, at) {
                if problem.costs.of_pair(*one) + priced.prices[one.who as usize] == charge {
                    cheapest.mentors.push(one.who);
                }
            }
            if problem.short > 0 && priced.prices[problem.nobody()] == charge {
                cheapest.mentors.push(problem.nobody() as u32);
            }
            cheapest.starts.push(cheapest.mentors.len() as u32);
        }
        cheapest
    }

    fn row(&self, at: u32) -> &[u32] {
        &self.mentors[self.starts[at as usize] as usize..self.starts[at as usize + 1] as usize]
    }

    /// Rings: components of mentors, nobody, and air as the last.
    fn components(&self, problem: &Problem, priced: &Priced) -> Vec<u32> {
        let air = problem.nobody() as u32 + 1;
        let sitting = Sitting::of(problem, priced);
        components::of(air as usize + 1, |mentor, cursor| {
            if mentor == air {
                return next_for_air(problem, priced, cursor);
            }
            let mentees = sitting.with(mentor);
            while let Some(mentee) = mentees.get(cursor.outer as usize) {
                if let Some(to) = self.row(*mentee).get(cursor.inner as usize) {
                    cursor.inner += 1;
                    return Some(*to);
                }
                (cursor.outer, cursor.inner) = (cursor.outer + 1, 0);
            }
            let has_air = problem.air > 0 && mentees.len() < problem.seats(mentor as usize).len();
            cursor.inner += 1;
            (has_air && cursor.inner == 1).then_some(air)
        })
    }
}

fn next_for_air(problem: &Problem, priced: &Priced, cursor: &mut Cursor) -> Option<u32> {
    while let Some(mentor) = problem.items.get(cursor.inner as usize).filter(|_| problem.air > 0) {
        cursor.inner += 1;
        if priced.prices[*mentor as usize] == priced.air {
            return Some(*mentor);
        }
    }
    None
}

/// Positions of mentees by their mentor.
struct Sitting {
    starts: Vec<u32>,
    mentees: Vec<u32>,
}

impl Sitting {
    fn of(problem: &Problem, priced: &Priced) -> Sitting {
        let mut starts = vec![0u32; problem.nobody() + 2];
        for mentor in &priced.item_of {
            starts[*mentor as usize + 1] += 1;
        }
        for at in 0..=problem.nobody() {
            starts[at + 1] += starts[at];
        }
        let mut free = starts.clone();
        let mut mentees = vec![0; priced.item_of.len()];
        for (at, mentor) in priced.item_of.iter().enumerate() {
            let seat = &mut free[*mentor as usize];
            mentees[*seat as usize] = at as u32;
            *seat += 1;
        }
        Sitting { starts, mentees }
    }

    fn with(&self, mentor: u32) -> &[u32] {
        &self.mentees[self.starts[mentor as usize] as usize..self.starts[mentor as usize + 1] as usize]
    }
}
