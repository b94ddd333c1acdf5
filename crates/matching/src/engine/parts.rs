//! The parts of a market that have nothing to do with each other (Dulmage and Mendelsohn, 1958).
//!
//! Whoever can be reached from a mentee without a mentor by alternating between "could be paired with" and "is paired
//! with" is *short* of places: there are more such mentees than their mentors have places. Whoever can reach a free place
//! has *room*. The others fit exactly. No matching of the most mentees has a pair between two parts, so each part can
//! be priced by itself, and in each it is known what stays over: mentees, places, or nothing.

use super::NONE;
use super::graph::Graph;
use super::prefetch::prefetch_row;
use super::seating::Seating;
use crate::two::both;

/// How many ahead the cache is told whose candidates will be read.
const AHEAD: usize = 6;

/// Which part somebody belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All mentors are full, and some mentees have nobody.
    Short,
    /// All mentors are full, and all mentees have somebody.
    Even,
    /// All mentees have somebody, and some mentors have room.
    Roomy,
}

/// The part of everybody.
pub(super) struct Parts {
    pub mentees: Vec<Part>,
    pub mentors: Vec<Part>,
}

impl Parts {
    /// Splits the market by a matching of the most mentees.
    pub fn of(graph: &Graph, seating: &Seating) -> Parts {
        let (short, roomy) = both(
            graph.is_large(),
            || Reached::from_seekers(graph, seating),
            || Reached::from_room(graph, seating),
        );
        let part = |(short, roomy): (&bool, &bool)| match (short, roomy) {
            (true, _) => Part::Short,
            (_, true) => Part::Roomy,
            _ => Part::Even,
        };
        Parts {
            mentees: short.mentees.iter().zip(&roomy.mentees).map(part).collect(),
            mentors: short.mentors.iter().zip(&roomy.mentors).map(part).collect(),
        }
    }
}

/// Who can be reached by alternating paths.
struct Reached {
    mentees: Vec<bool>,
    mentors: Vec<bool>,
}

impl Reached {
    fn nobody(graph: &Graph) -> Reached {
        Reached { mentees: vec![false; graph.mentees()], mentors: vec![false; graph.mentors()] }
    }

    /// From the mentees without a mentor: mentors who would do, and those whom they have instead.
    fn from_seekers(graph: &Graph, seating: &Seating) -> Reached {
        let mut reached = Reached::nobody(graph);
        let alone = |mentee: &u32| seating.mentor_of[*mentee as usize] == NONE;
        let mut queue: Vec<u32> = (0..graph.mentees() as u32).filter(alone).collect();
        for mentee in &queue {
            reached.mentees[*mentee as usize] = true;
        }
        let mut next = 0;
        while let Some(mentee) = queue.get(next).copied() {
            next += 1;
            if let Some(soon) = queue.get(next + AHEAD) {
                prefetch_row(graph.row(*soon));
            }
            for one in graph.row(mentee) {
                let mentor = one.who as usize;
                if std::mem::replace(&mut reached.mentors[mentor], true) {
                    continue;
                }
                for next in seating.mentees_of(mentor) {
                    if !std::mem::replace(&mut reached.mentees[*next as usize], true) {
                        queue.push(*next);
                    }
                }
            }
        }
        reached
    }

    /// From the mentors with room: mentees who could go there, and the mentors whom they would leave.
    fn from_room(graph: &Graph, seating: &Seating) -> Reached {
        let mut reached = Reached::nobody(graph);
        let mut queue: Vec<usize> = (0..graph.mentors()).filter(|mentor| seating.has_room(*mentor)).collect();
        for mentor in &queue {
            reached.mentors[*mentor] = true;
        }
        let mut next = 0;
        while let Some(mentor) = queue.get(next).copied() {
            next += 1;
            if let Some(soon) = queue.get(next + AHEAD) {
                prefetch_row(graph.column(*soon));
            }
            for mentee in graph.column(mentor).iter().map(|one| one.who) {
                if std::mem::replace(&mut reached.mentees[mentee as usize], true) {
                    continue;
                }
                let left = seating.mentor_of[mentee as usize] as usize;
                // In a matching of the most mentees nobody without a mentor can be reached.
                if reached.mentors.get(left) == Some(&false) {
                    reached.mentors[left] = true;
                    queue.push(left);
                }
            }
        }
        reached
    }
}
