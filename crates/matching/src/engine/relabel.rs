//! Push-relabel for large matchings whose last paths are long: an auction in which prices are distances to a free place.
//!
//! Distances are made exact again by searching from the free places after every so many moves (global relabelling:
//! Cherkassky and Goldberg, 1997).

use std::collections::VecDeque;

use super::NONE;
use super::graph::Graph;
use super::seating::Seating;

/// Seats as many as can be. Mentees from whom no free place can be reached stay where they are.
pub(super) fn seat(graph: &Graph, seating: &mut Seating) {
    let mentees = graph.mentees();
    let seeks = |mentee: &u32| seating.mentor_of[*mentee as usize] == NONE;
    let mut queue: VecDeque<u32> = (0..mentees as u32).filter(seeks).collect();
    let mut labels = Labels { of_mentor: Vec::new(), of_mentee: vec![0; mentees] };
    let (mut moves, mut next) = (0, 0);
    while let Some(mentee) = queue.pop_front() {
        if moves >= next {
            labels.renew(graph, seating);
            next = moves + mentees / 2;
        }
        moves += 1;
        let Some((mentor, label)) = labels.bid(graph, mentee) else { continue };
        if !seating.has_room(mentor) {
            let Some(evicted) = labels.first_to_leave(seating, mentor) else { continue };
            seating.unseat(evicted);
            queue.push_back(evicted);
        }
        seating.seat(mentee, mentor);
        labels.of_mentee[mentee as usize] = label;
        if !seating.has_room(mentor) {
            let leaving = labels.first_to_leave(seating, mentor);
            labels.of_mentor[mentor] = leaving.map_or(NONE, |first| labels.of_mentee[first as usize]);
        }
    }
}

/// Lower bounds of the distances to a free place; [`NONE`] where none can be reached.
struct Labels {
    of_mentor: Vec<u32>,
    /// The label of the place on which a mentee sits.
    of_mentee: Vec<u32>,
}

impl Labels {
    /// Exact distances, by searching backward from the mentors with room.
    fn renew(&mut self, graph: &Graph, seating: &Seating) {
        self.of_mentor.clear();
        self.of_mentor.resize(graph.mentors(), NONE);
        let mut queue: Vec<usize> = (0..graph.mentors()).filter(|mentor| seating.has_room(*mentor)).collect();
        for mentor in &queue {
            self.of_mentor[*mentor] = 0;
        }
        let mut at = 0;
        while let Some(mentor) = queue.get(at).copied() {
            at += 1;
            for one in graph.column(mentor) {
                let left = seating.mentor_of[one.who as usize] as usize;
                if self.of_mentor.get(left) == Some(&NONE) {
                    self.of_mentor[left] = self.of_mentor[mentor] + 1;
                    queue.push(left);
                }
            }
        }
        for mentor in 0..graph.mentors() {
            for mentee in seating.mentees_of(mentor) {
                self.of_mentee[*mentee as usize] = self.of_mentor[mentor];
            }
        }
    }

    /// The nearest mentor of a mentee, and the label that the place then gets: one more than the second nearest.
    fn bid(&self, graph: &Graph, mentee: u32) -> Option<(usize, u32)> {
        let (mut nearest, mut second, mut best) = (NONE, NONE, None);
        for one in graph.row(mentee) {
            let label = self.of_mentor[one.who as usize];
            if label < nearest {
                (second, nearest, best) = (nearest, label, Some(one.who as usize));
            } else if label < second {
                second = label;
            }
        }
        best.map(|mentor| (mentor, second.saturating_add(1)))
    }

    fn first_to_leave(&self, seating: &Seating, mentor: usize) -> Option<u32> {
        seating.mentees_of(mentor).iter().copied().min_by_key(|mentee| self.of_mentee[*mentee as usize])
    }
}
