//! Who bids, and for whose seats.

use std::borrow::Cow;

use super::super::costs::Costs;
use super::super::graph::Outline;
use super::super::problem::Side;
use crate::instance::Allowed;

/// Bits of a cost by which columns are sorted.
const BITS: u32 = 5;

/// A market seen from one side. Bidders and items are meant by their index.
pub(super) struct Sides<'a> {
    pub bidding: Side,
    pub costs: Costs,
    /// Row `i` is `rows[starts[i]..starts[i + 1]]`.
    starts: &'a [u32],
    rows: Cow<'a, [Allowed]>,
    /// The bits of a cost by which rows are sorted: what comes later in a row costs as much in these, or more.
    sorted_by: i64,
    /// By bidder: how many items they want.
    pub wanted: Vec<u32>,
    /// Item `j` has the seats `seats[j]..seats[j + 1]`.
    pub seats: Vec<u32>,
}

impl<'a> Sides<'a> {
    /// Mentees bid for places. Their rows are short: sorting them would take longer than it saves.
    pub fn of_mentees(outline: &'a Outline<'a>, costs: Costs) -> Sides<'a> {
        Sides {
            bidding: Side::Mentees,
            costs,
            starts: outline.starts(),
            rows: Cow::Borrowed(outline.pairs()),
            sorted_by: 0,
            wanted: vec![1; outline.mentees()],
            seats: outline.seat_starts(),
        }
    }

    /// Mentors bid for mentees, each for as many as they have places.
    pub fn of_places(outline: &'a Outline<'a>, costs: Costs) -> Sides<'a> {
        let shift = (u32::BITS - costs.spread.leading_zeros()).saturating_sub(BITS);
        Sides {
            bidding: Side::Places,
            costs,
            starts: outline.column_starts(),
            rows: Cow::Owned(columns(outline, costs, shift)),
            sorted_by: !0 << shift,
            wanted: (0..outline.mentors()).map(|mentor| outline.places(mentor)).collect(),
            seats: (0..=outline.mentees() as u32).collect(),
        }
    }

    #[inline]
    pub fn row(&self, bidder: u32) -> &[Allowed] {
        &self.rows[self.starts[bidder as usize] as usize..self.starts[bidder as usize + 1] as usize]
    }

    /// What everything costs at least that comes later in a row than something of this cost.
    #[inline]
    pub fn least_after(&self, cost: i64) -> i64 {
        cost & self.sorted_by
    }
}

/// All pairs by mentor, and of each mentor by the leading bits of their cost: sorted by counting.
fn columns(outline: &Outline, costs: Costs, shift: u32) -> Vec<Allowed> {
    let bucket = |one: &Allowed| (one.who << BITS | (costs.highest - one.score) >> shift) as usize;
    let mut next = vec![0u32; (outline.mentors() << BITS) + 1];
    for one in outline.pairs() {
        next[bucket(one)] += 1;
    }
    let mut sum = 0;
    for count in &mut next {
        sum += std::mem::replace(count, sum);
    }
    let mut columns = vec![Allowed { who: 0, score: 0 }; outline.pairs().len()];
    for mentee in 0..outline.mentees() as u32 {
        for one in outline.row(mentee) {
            let at = &mut next[bucket(one)];
            columns[*at as usize] = Allowed { who: mentee, score: one.score };
            *at += 1;
        }
    }
    columns
}
