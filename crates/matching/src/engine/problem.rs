//! One part of the market as a transportation problem in which everybody has to be placed.
//!
//! What stays over on one side gets one partner on the other: mentees who will have nobody sit with *nobody*, who has
//! as many places as are short; places that will stay free are taken by *the air*. Both cost nothing, and everything
//! comes out even, so that no large constant is needed to place somebody.

use super::graph::{Graph, place_of};
use super::line::Line;
use super::parts::{Part, Parts};
use crate::instance::Allowed;

/// A price that keeps mentors of other parts out of the way: above any value, and still far from overflow.
pub(super) const OUTSIDE: i64 = i64::MAX / 4;

/// Costs of pairs: how far the score is below the highest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs {
    pub highest: u32,
    /// All costs are multiples of this; 0 if all costs are zero.
    pub unit: u32,
    /// The highest cost.
    pub spread: u32,
}

impl Costs {
    pub fn of(pairs: &[Allowed]) -> Costs {
        let (mut highest, mut lowest) = (0, u32::MAX);
        for one in pairs {
            highest = highest.max(one.score);
            lowest = lowest.min(one.score);
        }
        let mut unit = 0;
        for one in pairs {
            unit = divisor(unit, highest - one.score);
            if unit == 1 {
                break;
            }
        }
        Costs { highest, unit, spread: highest - lowest.min(highest) }
    }

    pub fn of_pair(self, one: Allowed) -> i64 {
        i64::from(self.highest - one.score)
    }
}

/// The greatest common divisor, quickly where `a` divides `b`.
fn divisor(mut a: u32, b: u32) -> u32 {
    if a != 0 && b.is_multiple_of(a) {
        return a;
    }
    let mut b = b;
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A part: mentees by position in `mentees`, mentors as in the graph, and after them nobody.
pub(super) struct Problem<'a> {
    pub graph: &'a Graph<'a>,
    pub costs: Costs,
    pub mentees: Vec<u32>,
    /// Mentors of this part, sorted.
    pub mentors: Vec<u32>,
    /// Mentor `j` has the seats `starts[j]..starts[j + 1]`, none if of another part; nobody comes last.
    pub starts: Vec<u32>,
    /// Mentees who will have nobody.
    pub short: u32,
    /// Seats that will be air.
    pub air: u32,
}

impl<'a> Problem<'a> {
    /// A part of the market. Mentees without candidates take no part in it.
    pub fn of(graph: &'a Graph<'a>, costs: Costs, parts: &Parts, part: Part) -> Problem<'a> {
        let takes_part =
            |mentee: &u32| parts.mentees[*mentee as usize] == part && !graph.row(*mentee).is_empty();
        let mentees: Vec<u32> = (0..graph.mentees() as u32).filter(takes_part).collect();
        let is_in = |mentor: &u32| parts.mentors[*mentor as usize] == part;
        let mentors: Vec<u32> = (0..graph.mentors() as u32).filter(is_in).collect();
        let mut starts = vec![0; graph.mentors() + 2];
        for mentor in &mentors {
            starts[*mentor as usize + 1] = graph.places[*mentor as usize];
        }
        for at in 0..graph.mentors() {
            starts[at + 1] += starts[at];
        }
        let seats = starts[graph.mentors()];
        let short = (mentees.len() as u32).saturating_sub(seats);
        let air = seats.saturating_sub(mentees.len() as u32);
        starts[graph.mentors() + 1] = seats + short;
        Problem { graph, costs, mentees, mentors, starts, short, air }
    }

    /// The position of nobody in lists by mentor.
    pub fn nobody(&self) -> usize {
        self.graph.mentors()
    }

    /// The mentors of the mentee at a position, those of other parts among them.
    pub fn row(&self, at: usize) -> &[Allowed] {
        self.graph.row(self.mentees[at])
    }

    /// The seats of a mentor, or of nobody.
    pub fn seats(&self, mentor: usize) -> std::ops::Range<usize> {
        self.starts[mentor] as usize..self.starts[mentor + 1] as usize
    }

    pub fn seat_count(&self) -> usize {
        self.starts[self.graph.mentors() + 1] as usize
    }

    /// The cost of the mentee at a position with a mentor, or with nobody; [`OUTSIDE`] if it is no pair.
    pub fn cost(&self, at: usize, mentor: usize) -> i64 {
        if mentor == self.nobody() {
            return 0;
        }
        let row = self.row(at);
        let found = row.binary_search_by_key(&mentor, |one| place_of(one.mentor));
        found.map_or(OUTSIDE, |found| self.costs.of_pair(row[found]))
    }
}

/// Where everybody of a part sits, and the prices that prove it the cheapest.
pub(super) struct Priced {
    /// By position of the mentee: their mentor; nobody's position if they have none.
    pub mentor_of: Vec<u32>,
    /// By mentor, then nobody: the price of a seat.
    pub prices: Vec<i64>,
    /// By position of the mentee: cost and price of the cheapest mentor, which is the one that they have.
    pub charges: Vec<i64>,
    /// The price of air: the lowest of all, where there is air.
    pub air: i64,
    /// By position of the mentee, unless the placement needed no prices.
    pub lines: Vec<Line>,
}

impl Priced {
    /// A mentee's mentors, without some of those who are not among the cheapest.
    pub fn row<'a>(&'a self, problem: &'a Problem, at: usize) -> &'a [Allowed] {
        match self.lines.get(at) {
            Some(line) if line.bound > self.charges[at] => line.kept(),
            _ => problem.row(at),
        }
    }
}
