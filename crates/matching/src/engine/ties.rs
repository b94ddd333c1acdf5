//! Ties: who waited longer goes first, and then the draw.
//!
//! Everybody whose place is open gets a number in the draw and is seated anew, so that nothing is left of the order in
//! which the solver happened to go, and nobody's position in a list is worth anything.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::graph::Graph;
use super::open::{self, Open};
use super::problem::{Priced, Problem};
use super::seating::Seating;
use super::{NONE, most, turns};
use crate::draw;
use crate::instance::{Allowed, Instance, MenteeId, MentorId};

/// Settles what the scores leave open in a part.
pub(super) fn settle(instance: &Instance, problem: &Problem, priced: &mut Priced) {
    let open = open::places(problem, priced);
    priced.lines = Vec::new();
    if open.mentees.is_empty() {
        return;
    }
    let lots = Lots::draw(instance, problem, open);
    let mut seating = lots.as_seated(priced);
    if problem.short > 0 {
        turns::of_mentees(&lots.graph, &mut seating, &lots.may_miss);
    }
    if problem.air > 0 {
        let (may_miss, turns) = lots.turns_of_places(instance, problem, priced);
        turns::of_places(&lots.graph, &mut seating, &may_miss, &turns);
    }
    let seating = lots.seat_anew(&seating).unwrap_or(seating);
    for (at, mentee) in lots.mentees.iter().enumerate() {
        let mentor = lots.mentors.get(seating.mentor_of[at] as usize);
        priced.item_of[*mentee as usize] = mentor.copied().unwrap_or(problem.nobody() as u32);
    }
}

/// The open part with everybody in the order of the draw.
struct Lots {
    graph: Graph<'static>,
    /// By lot: the position of the mentee.
    mentees: Vec<u32>,
    /// By lot: the mentor.
    mentors: Vec<u32>,
    /// By mentor: their lot.
    lot_of: Vec<u32>,
    /// By mentee's lot: whether nobody would do for them.
    may_miss: Vec<bool>,
}

impl Lots {
    fn draw(instance: &Instance, problem: &Problem, open: Open) -> Lots {
        let nobody = problem.nobody();
        let mentee_of = |at: u32| MenteeId(problem.bidders[at as usize]);
        let mut order: Vec<u32> = (0..open.mentees.len() as u32).collect();
        order.sort_by_cached_key(|at| {
            let mentee = mentee_of(open.mentees[*at as usize]);
            let waited = instance.mentees()[mentee.index()].waited;
            Reverse((waited, draw::lottery(instance.seed, mentee), mentee))
        });
        let mut is_open = vec![false; nobody + 1];
        open.mentors().iter().for_each(|mentor| is_open[*mentor as usize] = true);
        let mut mentors: Vec<u32> = (0..nobody as u32).filter(|mentor| is_open[*mentor as usize]).collect();
        mentors.sort_by_cached_key(|mentor| (draw::place(instance.seed, MentorId(*mentor), 0), *mentor));
        let mut lot_of = vec![NONE; nobody];
        for (lot, mentor) in mentors.iter().enumerate() {
            lot_of[*mentor as usize] = lot as u32;
        }
        let places: Vec<u32> =
            mentors.iter().map(|mentor| problem.seats(*mentor as usize).len() as u32).collect();
        let may_miss = order.iter().map(|at| open.row(*at as usize).contains(&(nobody as u32))).collect();
        let mentees = order.iter().map(|at| open.mentees[*at as usize]).collect();
        let graph = graph(open, &order, &lot_of, &places);
        Lots { graph, mentees, mentors, lot_of, may_miss }
    }

    /// Everybody where the solver put them.
    fn as_seated(&self, priced: &Priced) -> Seating {
        let mut seating = Seating::empty(self.graph.outline());
        for (lot, at) in self.mentees.iter().enumerate() {
            let mentor = self.lot_of.get(priced.item_of[*at as usize] as usize);
            if let Some(mentor) = mentor {
                seating.seat(lot as u32, *mentor as usize);
            }
        }
        seating
    }

    /// Whether each mentor may keep places free; and the turns of all places, in the order of the draw.
    fn turns_of_places(
        &self,
        instance: &Instance,
        problem: &Problem,
        priced: &Priced,
    ) -> (Vec<bool>, Vec<u32>) {
        let may_miss =
            self.mentors.iter().map(|mentor| priced.prices[*mentor as usize] == priced.air).collect();
        let mut turns = Vec::new();
        for (lot, mentor) in self.mentors.iter().enumerate() {
            for place in 0..problem.seats(*mentor as usize).len() as u32 {
                turns.push((draw::place(instance.seed, MentorId(*mentor), place), lot as u32));
            }
        }
        turns.sort_unstable();
        (may_miss, turns.into_iter().map(|(_, lot)| lot).collect())
    }

    /// Seats those who have a mentor from scratch, each mentor with as many mentees as they have now.
    fn seat_anew(&self, seating: &Seating) -> Option<Seating> {
        let is_full =
            (0..self.mentors.len()).all(|mentor| seating.taken[mentor] == self.graph.places(mentor));
        if is_full && !seating.mentor_of.contains(&NONE) {
            return Some(most::seat(&self.graph));
        }
        let mut rows = Vec::new();
        let mut starts = vec![0];
        for lot in 0..self.mentees.len() {
            if seating.mentor_of[lot] != NONE {
                rows.extend_from_slice(self.graph.row(lot as u32));
            }
            starts.push(rows.len() as u32);
        }
        let graph = Graph::new(Cow::Owned(starts), Cow::Owned(rows), &seating.taken);
        let anew = most::seat(&graph);
        (anew.taken == seating.taken).then_some(anew)
    }
}

/// The open rows in the order of the draw, with mentors by lot; nobody is left out.
fn graph(open: Open, order: &[u32], lot_of: &[u32], places: &[u32]) -> Graph<'static> {
    let (mut starts, mut rows) = (vec![0], Vec::with_capacity(open.mentors().len()));
    for at in order {
        let start = rows.len();
        let lots = open.row(*at as usize).iter().filter_map(|mentor| lot_of.get(*mentor as usize));
        rows.extend(lots.map(|lot| Allowed { who: *lot, score: 0 }));
        rows[start..].sort_unstable_by_key(|one| one.who);
        starts.push(rows.len() as u32);
    }
    drop(open);
    Graph::new(Cow::Owned(starts), Cow::Owned(rows), places)
}
