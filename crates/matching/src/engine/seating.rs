//! Who sits where: each mentee at one mentor at most, each mentor with as many mentees as places at most.

use super::NONE;
use super::graph::Outline;

/// A matching, readable from both sides.
pub(super) struct Seating {
    /// By mentee: their mentor, or [`NONE`].
    pub mentor_of: Vec<u32>,
    /// By mentor: how many of their places are taken.
    pub taken: Vec<u32>,
    /// Mentor `j` has the seats `starts[j]..starts[j + 1]`; the first `taken[j]` of them are taken.
    pub starts: Vec<u32>,
    /// By seat: the mentee.
    seats: Vec<u32>,
}

impl Seating {
    pub fn empty(graph: &Outline) -> Seating {
        let starts = graph.seat_starts();
        let seats = vec![NONE; starts[graph.mentors()] as usize];
        Seating { mentor_of: vec![NONE; graph.mentees()], taken: vec![0; graph.mentors()], starts, seats }
    }

    pub fn places(&self, mentor: usize) -> u32 {
        self.starts[mentor + 1] - self.starts[mentor]
    }

    pub fn has_room(&self, mentor: usize) -> bool {
        self.taken[mentor] < self.places(mentor)
    }

    /// The mentees of a mentor.
    pub fn mentees_of(&self, mentor: usize) -> &[u32] {
        let start = self.starts[mentor] as usize;
        &self.seats[start..start + self.taken[mentor] as usize]
    }

    /// Seats a mentee who had no mentor with one who has room.
    pub fn seat(&mut self, mentee: u32, mentor: usize) {
        self.seats[(self.starts[mentor] + self.taken[mentor]) as usize] = mentee;
        self.taken[mentor] += 1;
        self.mentor_of[mentee as usize] = mentor as u32;
    }

    /// Takes a mentee from their mentor.
    pub fn unseat(&mut self, mentee: u32) {
        let mentor = std::mem::replace(&mut self.mentor_of[mentee as usize], NONE) as usize;
        let (start, last) = (self.starts[mentor] as usize, self.taken[mentor] as usize - 1);
        let row = &mut self.seats[start..=start + last];
        if let Some(at) = row.iter().position(|other| *other == mentee) {
            row.swap(at, last);
        }
        self.taken[mentor] -= 1;
    }

    /// Moves the mentees of an alternating path: each leaves their mentor, if they have one, for the one named.
    /// The last one named must have room; the path is given from its end.
    pub fn shift(&mut self, path: &[(u32, u32)]) {
        for (mentee, mentor) in path {
            if self.mentor_of[*mentee as usize] != NONE {
                self.unseat(*mentee);
            }
            self.seat(*mentee, *mentor as usize);
        }
    }
}
