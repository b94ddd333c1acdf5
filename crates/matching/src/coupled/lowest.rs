//! The lowest prices of mentors that prove the best pairs.
//!
//! Many prices prove the same pairs, and which of them a solver ends with can depend on which of its threads came first.
//! The lowest are only one: what a mentor's price must be at least is a shortest path from the ground, along which people
//! could move on. A search that begins with them comes to the same end every time.

use super::worth::{COVERED, Worth, packed, unpacked};
use crate::certificate::Prices;
use crate::instance::{Instance, MenteeId, Pair};
use crate::tiers::{Remaining, Solved};
use crate::value::Value;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The lowest prices of mentors, and mentees' prices beside them, that still prove `pairs`: these are sorted, and the best
/// whatever caps say. `proving` are any such prices. Only where nobody wants a further mentor.
pub(super) fn prices(instance: &Instance, remaining: &Remaining, pairs: &[Pair], proving: &Prices) -> Prices {
    let mut paths = Paths::from_ground(instance, remaining, pairs, proving);
    paths.explore(instance);
    let lower = |(price, distance): (&Worth, &Worth)| {
        let is_reached = *distance < Worth::MAX;
        unpacked(if is_reached { price - distance } else { *price })
    };
    let mut mentees: Vec<Value> = paths.price.iter().zip(&paths.distance).map(lower).collect();
    let mentors = mentees.split_off(instance.mentees().len());
    crate::prices::of(instance, remaining, &mut Solved { pairs: Vec::new(), mentees, mentors }, &[])
}

/// Shortest paths from the ground to mentees, and to mentors after them. No step is shorter than nothing under prices that prove
/// the pairs.
struct Paths<'a> {
    remaining: &'a Remaining,
    price: Vec<Worth>,
    /// By mentee: their mentor, unless that pair is locked.
    mentor_of: Vec<Option<usize>>,
    /// By mentor: their mentees, and what the pair scores.
    mentees_of: Vec<Vec<(usize, u32)>>,
    distance: Vec<Worth>,
    is_done: Vec<bool>,
    heap: BinaryHeap<Reverse<(Worth, usize)>>,
}

impl Paths<'_> {
    fn from_ground<'a>(
        instance: &Instance,
        remaining: &'a Remaining,
        pairs: &[Pair],
        prices: &Prices,
    ) -> Paths<'a> {
        let (mentees, mentors) = (instance.mentees().len(), instance.mentors().len());
        let mut paths = Paths {
            remaining,
            price: prices.mentees.iter().chain(&prices.mentors).map(|price| packed(*price)).collect(),
            mentor_of: vec![None; mentees],
            mentees_of: vec![Vec::new(); mentors],
            distance: vec![Worth::MAX; mentees + mentors],
            is_done: vec![false; mentees + mentors],
            heap: BinaryHeap::new(),
        };
        for pair in pairs.iter().filter(|pair| !instance.is_locked(**pair)) {
            let (mentee, mentor) = (pair.mentee.index(), pair.mentor.index());
            paths.mentor_of[mentee] = Some(mentor);
            paths.mentees_of[mentor].push((mentee, instance.score(*pair).unwrap_or(0)));
        }
        for mentor in (0..mentors).filter(|mentor| !paths.mentees_of[*mentor].is_empty()).collect::<Vec<_>>()
        {
            paths.reach(mentees + mentor, paths.price[mentees + mentor]);
        }
        let is_alone =
            |mentee: &usize| remaining.mentees[*mentee].1 > 0 && paths.mentor_of[*mentee].is_none();
        for mentee in (0..mentees).filter(is_alone).collect::<Vec<_>>() {
            paths.reach(mentee, paths.price[mentee] - COVERED);
        }
        paths
    }

    fn explore(&mut self, instance: &Instance) {
        while let Some(Reverse((_, node))) = self.heap.pop() {
            if std::mem::replace(&mut self.is_done[node], true) {
                continue;
            }
            match node.checked_sub(self.mentor_of.len()) {
                Some(mentor) => self.leave_mentor(mentor),
                None => self.leave_mentee(instance, MenteeId::at(node)),
            }
        }
    }

    /// Mentees could go elsewhere.
    fn leave_mentor(&mut self, mentor: usize) {
        let node = self.mentor_of.len() + mentor;
        let base = self.distance[node] - self.price[node];
        for (mentee, score) in std::mem::take(&mut self.mentees_of[mentor]) {
            self.reach(mentee, base + Worth::from(score) + self.price[mentee]);
        }
    }

    /// To whom a mentee could go.
    fn leave_mentee(&mut self, instance: &Instance, mentee: MenteeId) {
        let (first, own) = (self.mentor_of.len(), self.mentor_of[mentee.index()]);
        let base = self.distance[mentee.index()] - self.price[mentee.index()];
        for one in instance.candidates_of(mentee) {
            let mentor = one.mentor.index();
            if self.remaining.mentors[mentor] > 0 && own != Some(mentor) {
                self.reach(first + mentor, base - Worth::from(one.score) + self.price[first + mentor]);
            }
        }
    }

    fn reach(&mut self, node: usize, distance: Worth) {
        if !self.is_done[node] && distance < self.distance[node] {
            self.distance[node] = distance;
            self.heap.push(Reverse((distance, node)));
        }
    }
}
