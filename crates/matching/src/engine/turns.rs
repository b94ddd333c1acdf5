//! Whose turn it is among those who tie: mentees who may be left without a mentor, and mentors' places that may be left
//! free.
//!
//! The sets of mentees that can be covered together are the independent sets of a matroid, and so are the sets of places
//! that can be filled. So it is best to go by turns: who comes first gets a place if that is still possible, whatever
//! becomes of those who come later (Edmonds, 1971). The result depends on the turns alone, not on where one starts.

use super::NONE;
use super::graph::Graph;
use super::seating::Seating;

/// Seats mentees by turns: lower numbers first. Only those who `may_miss` can be left out.
pub(super) fn of_mentees(graph: &Graph, seating: &mut Seating, may_miss: &[bool]) {
    let mut turns = MenteeTurns {
        passed: vec![false; graph.mentees()],
        tried: vec![0; graph.mentors()],
        dead: vec![false; graph.mentors()],
        from: vec![NONE; graph.mentors()],
        may_miss,
    };
    for mentee in 0..graph.mentees() as u32 {
        if seating.mentor_of[mentee as usize] == NONE {
            turns.displace_for(graph, seating, mentee);
        }
        turns.passed[mentee as usize] = true;
    }
}

struct MenteeTurns<'a> {
    passed: Vec<bool>,
    /// By mentor: the last mentee who tried, counted from 1.
    tried: Vec<u32>,
    /// Mentors from whom nobody can be displaced any more.
    dead: Vec<bool>,
    from: Vec<u32>,
    may_miss: &'a [bool],
}

impl MenteeTurns<'_> {
    /// Finds a way to somebody whose turn has not come yet, and who can be left out.
    fn displace_for(&mut self, graph: &Graph, seating: &mut Seating, start: u32) {
        let mut queue = vec![start];
        let mut reached = Vec::new();
        let mut at = 0;
        while let Some(mentee) = queue.get(at).copied() {
            at += 1;
            for one in graph.row(mentee) {
                let mentor = one.who as usize;
                if self.dead[mentor] || self.tried[mentor] == start + 1 {
                    continue;
                }
                self.tried[mentor] = start + 1;
                self.from[mentor] = mentee;
                reached.push(mentor);
                let later = |other: &&u32| !self.passed[**other as usize] && self.may_miss[**other as usize];
                if let Some(leaves) = seating.mentees_of(mentor).iter().find(later).copied() {
                    seating.unseat(leaves);
                    let path = self.path(seating, mentor);
                    seating.shift(&path);
                    return;
                }
                queue.extend_from_slice(seating.mentees_of(mentor));
            }
        }
        for mentor in reached {
            self.dead[mentor] = true;
        }
    }

    /// From the end: who goes to whom.
    fn path(&self, seating: &Seating, end: usize) -> Vec<(u32, u32)> {
        let mut path = Vec::new();
        let mut mentor = end as u32;
        while mentor != NONE {
            let mentee = self.from[mentor as usize];
            path.push((mentee, mentor));
            mentor = seating.mentor_of[mentee as usize];
        }
        path
    }
}

/// Fills mentors' places by turns: `turns` names a mentor once for each of their places. Only mentors who `may_miss` can
/// keep places free.
pub(super) fn of_places(graph: &Graph, seating: &mut Seating, may_miss: &[bool], turns: &[u32]) {
    let mut filling = PlaceTurns {
        passed: vec![0; graph.mentors()],
        tried: vec![0; graph.mentors()],
        dead: vec![false; graph.mentors()],
        to: vec![NONE; graph.mentors()],
        may_miss,
    };
    for (turn, mentor) in turns.iter().enumerate() {
        let mentor = *mentor as usize;
        if filling.passed[mentor] < seating.taken[mentor]
            || filling.attract_to(graph, seating, mentor, turn as u32 + 1)
        {
            filling.passed[mentor] += 1;
        }
    }
}

struct PlaceTurns<'a> {
    /// By mentor: how many of their places have had their turn and are filled.
    passed: Vec<u32>,
    tried: Vec<u32>,
    dead: Vec<bool>,
    /// By mentor reached: the mentee who would leave them.
    to: Vec<u32>,
    may_miss: &'a [bool],
}

impl PlaceTurns<'_> {
    /// Finds a way for one more mentee to a mentor, from one with a place whose turn has not come yet.
    fn attract_to(&mut self, graph: &Graph, seating: &mut Seating, start: usize, turn: u32) -> bool {
        if self.dead[start] {
            return false;
        }
        // Mentors reached, each with the one whom a mentee of theirs would go to.
        let mut reached = vec![(start, usize::MAX)];
        self.tried[start] = turn;
        let mut at = 0;
        while let Some((mentor, _)) = reached.get(at).copied() {
            for mentee in graph.column(mentor).iter().map(|one| one.who) {
                let left = seating.mentor_of[mentee as usize] as usize;
                if self.dead[left] || self.tried[left] == turn {
                    continue;
                }
                self.tried[left] = turn;
                self.to[left] = mentee;
                reached.push((left, at));
                if self.may_miss[left] && self.passed[left] < seating.taken[left] {
                    self.pull(seating, &reached);
                    return true;
                }
            }
            at += 1;
        }
        for (mentor, _) in reached {
            self.dead[mentor] = true;
        }
        false
    }

    fn pull(&self, seating: &mut Seating, reached: &[(usize, usize)]) {
        let mut path = Vec::new();
        let mut at = reached.len() - 1;
        while let Some((target, _)) = reached.get(reached[at].1) {
            path.push((self.to[reached[at].0], *target as u32));
            at = reached[at].1;
        }
        path.reverse();
        seating.shift(&path);
    }
}
