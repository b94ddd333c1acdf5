//! One part of the market as a transportation problem in which everybody has to be placed: bidders on items.
//!
//! Either mentees bid for mentors' places, or the places bid for mentees: a part can be looked at from both sides. What
//! stays over on one side gets one partner on the other. Bidders who will have nothing get *nobody*, an item with as
//! many places as are short; places of items that will stay free are taken by *air*. Both cost nothing, and everything
//! comes out even, so that no large constant is needed to place somebody.

use super::costs::Costs;
use super::graph::{Graph, Outline};
use super::line::Line;
use super::parts::{Part, Parts};
use super::prefetch::prefetch;
use crate::instance::Allowed;

/// A price that keeps items of other parts out of the way: above any value, and still far from overflow.
pub(super) const OUTSIDE: i64 = i64::MAX / 4;

/// Who bids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Mentees, for mentors. Lists by item are lists by mentor.
    Mentees,
    /// Mentors' places, each for itself, for mentees. Lists by item are lists by mentee.
    Places,
}

/// A part: bidders by position in `bidders`, items as in the graph, and after them nobody.
pub(super) struct Problem<'a> {
    /// The rows of all bidders.
    pairs: &'a [Allowed],
    pub costs: Costs,
    pub side: Side,
    /// Mentees; or mentors, once for each of their places.
    pub bidders: Vec<u32>,
    /// By position of the bidder: where their row starts and ends.
    rows: Vec<(u32, u32)>,
    /// Items of this part, sorted.
    pub items: Vec<u32>,
    /// Item `j` has the seats `starts[j]..starts[j + 1]`, none if of another part; nobody comes last.
    pub starts: Vec<u32>,
    /// Bidders who will have nobody.
    pub short: u32,
    /// Seats that will be air.
    pub air: u32,
}

impl<'a> Problem<'a> {
    /// A part in which mentees bid. Those without candidates take no part in it.
    pub fn of_mentees(outline: &'a Outline<'a>, costs: Costs, parts: &Parts, part: Part) -> Problem<'a> {
        let (mentees, mentors) = members(outline, parts, part);
        let rows = mentees.iter().map(|mentee| outline.row_ends(*mentee)).collect();
        let (starts, short, air) =
            seats(&mentees, &mentors, outline.mentors(), |mentor| outline.places(mentor));
        let (side, pairs) = (Side::Mentees, outline.pairs());
        Problem { pairs, costs, side, bidders: mentees, rows, items: mentors, starts, short, air }
    }

    /// The same part with mentors' places bidding.
    pub fn of_places(graph: &'a Graph<'a>, costs: Costs, parts: &Parts, part: Part) -> Problem<'a> {
        let (mentees, mentors) = members(graph.outline(), parts, part);
        let each = |mentor: &u32| std::iter::repeat_n(*mentor, graph.places(*mentor as usize) as usize);
        let bidders: Vec<u32> = mentors.iter().flat_map(each).collect();
        let rows = bidders.iter().map(|mentor| graph.column_ends(*mentor)).collect();
        let (starts, short, air) = seats(&bidders, &mentees, graph.mentees(), |_| 1);
        let (side, pairs) = (Side::Places, graph.pairs_by_mentor());
        Problem { pairs, costs, side, bidders, rows, items: mentees, starts, short, air }
    }

    /// The position of nobody in lists by item.
    pub fn nobody(&self) -> usize {
        self.starts.len() - 2
    }

    /// The items of the bidder at a position, those of other parts among them.
    #[inline]
    pub fn row(&self, at: usize) -> &'a [Allowed] {
        let (start, end) = self.rows[at];
        &self.pairs[start as usize..end as usize]
    }

    /// Has the cache get what [`Problem::row`] looks up first.
    #[inline]
    pub fn announce(&self, at: usize) {
        prefetch(&self.rows[at]);
    }

    /// The seats of an item, or of nobody.
    pub fn seats(&self, item: usize) -> std::ops::Range<usize> {
        self.starts[item] as usize..self.starts[item + 1] as usize
    }

    pub fn seat_count(&self) -> usize {
        self.starts[self.nobody() + 1] as usize
    }

    /// The cost of an item to the bidder at a position; [`OUTSIDE`] if it is no pair.
    pub fn cost(&self, at: usize, item: usize) -> i64 {
        if item == self.nobody() {
            return 0;
        }
        let row = self.row(at);
        let found = row.binary_search_by_key(&item, |one| one.who as usize);
        found.map_or(OUTSIDE, |found| self.costs.of_pair(row[found]))
    }
}

/// Mentees with candidates and mentors of a part, both sorted.
fn members(outline: &Outline, parts: &Parts, part: Part) -> (Vec<u32>, Vec<u32>) {
    let takes_part =
        |mentee: &u32| parts.mentees[*mentee as usize] == part && !outline.row(*mentee).is_empty();
    let is_in = |mentor: &u32| parts.mentors[*mentor as usize] == part;
    let mentees = (0..outline.mentees() as u32).filter(takes_part).collect();
    (mentees, (0..outline.mentors() as u32).filter(is_in).collect())
}

/// Where the seats of each item start, nobody's as the last; and how many bidders or seats stay over.
fn seats(
    bidders: &[u32],
    items: &[u32],
    all_items: usize,
    seats_of: impl Fn(usize) -> u32,
) -> (Vec<u32>, u32, u32) {
    let mut starts = vec![0; all_items + 2];
    for item in items {
        starts[*item as usize + 1] = seats_of(*item as usize);
    }
    for at in 0..all_items {
        starts[at + 1] += starts[at];
    }
    let seats = starts[all_items];
    let short = (bidders.len() as u32).saturating_sub(seats);
    starts[all_items + 1] = seats + short;
    (starts, short, seats.saturating_sub(bidders.len() as u32))
}

/// What every bidder of a part gets, and the prices that prove it the cheapest.
pub(super) struct Priced {
    /// By position of the bidder: their item; nobody's position if they have none.
    pub item_of: Vec<u32>,
    /// By item, then nobody: the price of a seat.
    pub prices: Vec<i64>,
    /// By position of the bidder: cost and price of the cheapest item, which is the one that they have.
    pub charges: Vec<i64>,
    /// The price of air: the lowest of all, where there is air.
    pub air: i64,
    /// By position of the bidder, unless the prices were not made by bidding.
    pub lines: Vec<Line>,
}

impl Priced {
    /// A bidder's items, without some of those that are not among the cheapest.
    pub fn row<'a>(&'a self, problem: &'a Problem, at: usize) -> &'a [Allowed] {
        match self.lines.get(at) {
            Some(line) if line.bound > self.charges[at] => line.kept(),
            _ => problem.row(at),
        }
    }

    /// The same from the mentees' side, if places were bidding. What one side pays the other receives, so prices and
    /// charges change places and signs; nobody and air change places too.
    pub fn for_mentees(self, places: &Problem, mentees: &Problem) -> Priced {
        let mut item_of_mentee = vec![mentees.nobody() as u32; places.nobody() + 1];
        let mut prices = vec![OUTSIDE; mentees.nobody() + 1];
        for (at, mentor) in places.bidders.iter().enumerate() {
            item_of_mentee[self.item_of[at] as usize] = *mentor;
            prices[*mentor as usize] = -self.charges[at];
        }
        prices[mentees.nobody()] = -self.air;
        Priced {
            item_of: mentees.bidders.iter().map(|mentee| item_of_mentee[*mentee as usize]).collect(),
            prices,
            charges: mentees.bidders.iter().map(|mentee| -self.prices[*mentee as usize]).collect(),
            air: -self.prices[places.nobody()],
            lines: Vec::new(),
        }
    }
}
