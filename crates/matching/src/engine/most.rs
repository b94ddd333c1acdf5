//! As many mentees with a mentor as can be: the first tier.
//!
//! After a greedy start, alternating paths are looked for from both ends in lockstep. Whichever end runs dry first proves
//! that no path is left, so that the cheaper end pays for the proof. Where many paths are long, push-relabel takes over
//! ([`super::relabel`]); a last search in lockstep is the proof.

use super::graph::Graph;
use super::seating::Seating;
use super::{NONE, greedy, relabel};

/// How many times all pairs may be read by searching before push-relabel takes over.
const PATIENCE: usize = 3;

/// A matching of the most mentees.
pub(super) fn seat(graph: &Graph) -> Seating {
    complete(graph, greedy::seat(graph.outline()))
}

/// Seats as many more as can be.
pub(super) fn complete(graph: &Graph, mut seating: Seating) -> Seating {
    let mut search = Lockstep::new(graph, &seating);
    if !search.run(graph, &mut seating, PATIENCE * graph.pairs().len()) {
        relabel::seat(graph, &mut seating);
        search.run(graph, &mut seating, usize::MAX);
    }
    seating
}

/// One of the two searches.
struct Side {
    queue: Vec<u32>,
    next: usize,
    work: usize,
}

impl Side {
    fn new() -> Side {
        Side { queue: Vec::new(), next: 0, work: 0 }
    }

    fn restart(&mut self, from: &[u32]) {
        self.queue.clear();
        self.queue.extend_from_slice(from);
        (self.next, self.work) = (0, 0);
    }

    fn is_dry(&self) -> bool {
        self.next == self.queue.len()
    }

    fn pop(&mut self, degree: impl Fn(u32) -> usize) -> u32 {
        let one = self.queue[self.next];
        self.next += 1;
        self.work += degree(one) + 1;
        one
    }
}

/// The two searches, and their marks: the round in which somebody was last reached, and from whom.
struct Lockstep {
    round: u32,
    /// Mentees without a mentor, and from them: mentors, each with the mentee who could go there.
    seekers: Vec<u32>,
    forward: Side,
    reached: Vec<(u32, u32)>,
    /// Mentors with room, and to them: mentees, each with the mentor they could go to; and mentors whose mentees can.
    roomy: Vec<u32>,
    backward: Side,
    leads: Vec<(u32, u32)>,
    drains: Vec<u32>,
}

impl Lockstep {
    fn new(graph: &Graph, seating: &Seating) -> Lockstep {
        let (mentees, mentors) = (graph.mentees() as u32, graph.mentors() as u32);
        let seeks =
            |mentee: &u32| seating.mentor_of[*mentee as usize] == NONE && !graph.row(*mentee).is_empty();
        let has_room =
            |mentor: &u32| seating.has_room(*mentor as usize) && !graph.column(*mentor as usize).is_empty();
        Lockstep {
            round: 0,
            seekers: (0..mentees).filter(seeks).collect(),
            forward: Side::new(),
            reached: vec![(0, NONE); graph.mentors()],
            roomy: (0..mentors).filter(has_room).collect(),
            backward: Side::new(),
            leads: vec![(0, NONE); graph.mentees()],
            drains: vec![0; graph.mentors()],
        }
    }

    /// Finds paths until none is left (true), or more than `patience` pairs were read (false).
    fn run(&mut self, graph: &Graph, seating: &mut Seating, patience: usize) -> bool {
        let mut spent = 0;
        while spent <= patience {
            self.restart(seating);
            let met = self.meet(graph, seating);
            spent += self.forward.work + self.backward.work;
            let Some(mentor) = met else { return true };
            seating.shift(&self.path(seating, mentor));
        }
        false
    }

    fn restart(&mut self, seating: &Seating) {
        self.round += 1;
        self.seekers.retain(|mentee| seating.mentor_of[*mentee as usize] == NONE);
        self.roomy.retain(|mentor| seating.has_room(*mentor as usize));
        self.forward.restart(&self.seekers);
        self.backward.restart(&self.roomy);
        for mentor in &self.roomy {
            self.drains[*mentor as usize] = self.round;
        }
    }

    /// Searches from both ends; the mentor at whom they meet.
    fn meet(&mut self, graph: &Graph, seating: &Seating) -> Option<usize> {
        while !self.forward.is_dry() && !self.backward.is_dry() {
            let met = if self.forward.work <= self.backward.work {
                self.step_forward(graph, seating)
            } else {
                self.step_backward(graph, seating)
            };
            if met.is_some() {
                return met;
            }
        }
        None
    }

    fn step_forward(&mut self, graph: &Graph, seating: &Seating) -> Option<usize> {
        let mentee = self.forward.pop(|mentee| graph.row(mentee).len());
        for one in graph.row(mentee) {
            let mentor = one.who as usize;
            if self.reached[mentor].0 == self.round {
                continue;
            }
            self.reached[mentor] = (self.round, mentee);
            if self.drains[mentor] == self.round {
                return Some(mentor);
            }
            self.forward.queue.extend_from_slice(seating.mentees_of(mentor));
        }
        None
    }

    fn step_backward(&mut self, graph: &Graph, seating: &Seating) -> Option<usize> {
        let mentor = self.backward.pop(|mentor| graph.column(mentor as usize).len()) as usize;
        for mentee in graph.column(mentor).iter().map(|one| one.who) {
            if self.leads[mentee as usize].0 == self.round {
                continue;
            }
            self.leads[mentee as usize] = (self.round, mentor as u32);
            let left = seating.mentor_of[mentee as usize];
            if left == NONE {
                self.reached[mentor] = (self.round, mentee);
                return Some(mentor);
            }
            let drains = &mut self.drains[left as usize];
            if *drains != self.round {
                *drains = self.round;
                self.backward.queue.push(left);
                if self.reached[left as usize].0 == self.round {
                    return Some(left as usize);
                }
            }
        }
        None
    }

    /// The path through the mentor at whom the searches met, from its end: who goes to whom.
    fn path(&self, seating: &Seating, met: usize) -> Vec<(u32, u32)> {
        let mut path = Vec::new();
        let mut mentor = met;
        while !seating.has_room(mentor) {
            let leads = |mentee: &&u32| {
                let (round, to) = self.leads[**mentee as usize];
                round == self.round && to as usize != mentor
            };
            let Some(mentee) = seating.mentees_of(mentor).iter().find(leads) else { break };
            mentor = self.leads[*mentee as usize].1 as usize;
            path.push((*mentee, mentor as u32));
        }
        path.reverse();
        let mut mentor = met as u32;
        while mentor != NONE {
            let mentee = self.reached[mentor as usize].1;
            path.push((mentee, mentor));
            mentor = seating.mentor_of[mentee as usize];
        }
        path
    }
}
