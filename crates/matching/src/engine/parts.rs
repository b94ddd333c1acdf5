//! The parts of a market that have nothing to do with each other (Dulmage and Mendelsohn, 1958).
//!
//! Whoever can be reached from a mentee without a mentor by alternating between "could be paired with" and "is paired
//! with" is *short* of places: there are more such mentees than their mentors have places. Whoever can reach a free place
//! has *room*. The others fit exactly. No matching of the most mentees has a pair between two parts, so each part can
//! be priced by itself, and in each it is known what stays over: mentees, places, or nothing.

use super::NONE;
use super::graph::Graph;
use super::seating::Seating;

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
        let mut parts =
            Parts { mentees: vec![Part::Even; graph.mentees()], mentors: vec![Part::Even; graph.mentors()] };
        parts.find_short(graph, seating);
        parts.find_roomy(graph, seating);
        parts
    }

    fn find_short(&mut self, graph: &Graph, seating: &Seating) {
        let alone = |mentee: &u32| seating.mentor_of[*mentee as usize] == NONE;
        let mut queue: Vec<u32> = (0..graph.mentees() as u32).filter(alone).collect();
        for mentee in &queue {
            self.mentees[*mentee as usize] = Part::Short;
        }
        while let Some(mentee) = queue.pop() {
            for one in graph.row(mentee) {
                let mentor = one.who as usize;
                if self.mentors[mentor] == Part::Short {
                    continue;
                }
                self.mentors[mentor] = Part::Short;
                for next in seating.mentees_of(mentor) {
                    if self.mentees[*next as usize] != Part::Short {
                        self.mentees[*next as usize] = Part::Short;
                        queue.push(*next);
                    }
                }
            }
        }
    }

    fn find_roomy(&mut self, graph: &Graph, seating: &Seating) {
        let mut queue: Vec<usize> = (0..graph.mentors()).filter(|mentor| seating.has_room(*mentor)).collect();
        for mentor in &queue {
            self.mentors[*mentor] = Part::Roomy;
        }
        while let Some(mentor) = queue.pop() {
            for mentee in graph.column(mentor).iter().map(|one| one.who) {
                if self.mentees[mentee as usize] == Part::Roomy {
                    continue;
                }
                self.mentees[mentee as usize] = Part::Roomy;
                let left = seating.mentor_of[mentee as usize] as usize;
                if self.mentors[left] != Part::Roomy {
                    self.mentors[left] = Part::Roomy;
                    queue.push(left);
                }
            }
        }
    }
}
