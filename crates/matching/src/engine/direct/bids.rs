//! Bids without a step: a bidder raises the price of the cheapest until the next is as good, and not a unit more.
//!
//! So what somebody holds is exactly the cheapest for them, at all times. Where two want the same two things, a bid may raise
//! nothing; then it is not made, and the bidder is left to the paths.

use std::collections::VecDeque;

use super::hall::{Hall, PRICE, Seat, WHOSE, WHOSE_BITS};
use crate::instance::Allowed;

/// Who wants more than this is left to the paths.
const MOST: usize = 7;
/// The bits of a position in a row.
const POSITIONS: u64 = (1 << WHOSE) - 1;
/// Bids for each bidder, on average.
const PATIENCE: usize = 16;

/// Lets everybody bid, first come first served, until nobody wants to or patience is at an end.
pub(super) fn hold(hall: &mut Hall) {
    let can_bid = |wanted: u32| (1..=MOST as u32).contains(&wanted);
    let mut waits: Vec<bool> = hall.sides.wanted.iter().map(|wanted| can_bid(*wanted)).collect();
    let mut queue: VecDeque<u32> = (0..waits.len() as u32).filter(|who| waits[*who as usize]).collect();
    let mut near = vec![Near::NOTHING; waits.len()];
    for _ in 0..PATIENCE * queue.len() {
        let Some(who) = queue.pop_front() else { break };
        waits[who as usize] = false;
        let lost = |loser: u32| {
            if !std::mem::replace(&mut waits[loser as usize], true) {
                queue.push_back(loser);
            }
        };
        match hall.sides.wanted[who as usize] {
            1 => bid_for_one(hall, who, &mut near[who as usize], lost),
            2..=3 => bid::<4>(hall, who, lost),
            _ => bid::<8>(hall, who, lost),
        }
    }
    level(hall);
}

/// The lowest of some numbers, in order.
struct Lowest<const N: usize>([u64; N]);

impl<const N: usize> Lowest<N> {
    /// Without a branch: which are the lowest cannot be foreseen.
    #[inline]
    fn note(&mut self, mut one: u64) {
        for kept in &mut self.0 {
            (*kept, one) = ((*kept).min(one), (*kept).max(one));
        }
    }
}

/// How many of the cheapest are kept in mind.
const NEAR: usize = 3;

/// What was cheapest for somebody when they last looked at everything, and what the next cost then. Prices only rise: as long as
/// two of these cost no more than that, nothing else has to be looked at.
#[derive(Clone, Copy)]
struct Near {
    positions: [u32; NEAR],
    next: u64,
}

impl Near {
    const NOTHING: Near = Near { positions: [u32::MAX; NEAR], next: 0 };

    fn of(lowest: &Lowest<{ NEAR + 1 }>) -> Near {
        let [.., next] = lowest.0;
        Near { positions: std::array::from_fn(|at| position(lowest.0[at]) as u32), next }
    }
}

/// Where in a row what a number is about stands.
fn position(key: u64) -> usize {
    (key & POSITIONS) as usize
}

/// One bid of somebody who wants one item, and has none.
#[inline]
fn bid_for_one(hall: &mut Hall, who: u32, near: &mut Near, lost: impl FnOnce(u32)) {
    let sides = hall.sides;
    let row = sides.row(who);
    let highest = i64::from(sides.costs.highest);
    let cost = |one: Allowed| highest - i64::from(one.score);
    let key = |at: u64, one: Allowed| ((cost(one) as u64) << PRICE) + hall.items[one.who as usize].ask + at;
    // To go without has a position that no row has.
    let none = ((hall.without as u64) << PRICE) | POSITIONS;
    let mut lowest = Lowest([none; 2]);
    for at in near.positions {
        if let Some(one) = row.get(at as usize) {
            lowest.note(key(u64::from(at), *one));
        }
    }
    if lowest.0[1] > near.next {
        let mut all = Lowest([none; NEAR + 1]);
        for (at, one) in (0u64..).zip(row) {
            all.note(key(at, *one));
        }
        *near = Near::of(&all);
        lowest = Lowest([all.0[0], all.0[1]]);
    }
    let level = (lowest.0[1] >> PRICE) as i64;
    hall.bidders[who as usize].level = level;
    if let Some(one) = row.get(position(lowest.0[0])) {
        let seat = Seat { holder: who, bid: level - cost(*one) };
        if let Some(loser) = take(hall, one.who as usize, seat) {
            lost(loser);
        }
    }
}

/// One bid for all that a bidder wants, what they hold included. `N` is more than they want.
#[inline]
fn bid<const N: usize>(hall: &mut Hall, who: u32, mut lost: impl FnMut(u32)) {
    let sides = hall.sides;
    let wanted = sides.wanted[who as usize] as usize;
    let row = sides.row(who);
    let highest = i64::from(sides.costs.highest);
    let none = (hall.without as u64) << PRICE;
    let mut lowest = Lowest([none; N]);
    for (position, one) in (0u64..).zip(row) {
        let cost = highest - i64::from(one.score);
        let limit = lowest.0[wanted];
        if sides.least_after(cost) << PRICE >= limit as i64 {
            break;
        }
        let item = &hall.items[one.who as usize];
        let key = ((cost as u64) << PRICE) + item.ask + position;
        let as_own = key & !(WHOSE_BITS << WHOSE);
        if as_own < limit {
            lowest.note(if hall.is_held_by(item, who) { as_own } else { key });
        }
    }
    let level = (lowest.0[wanted] >> PRICE) as i64;
    hall.bidders[who as usize].level = level;
    for key in &lowest.0[..wanted] {
        let Some(one) = row.get(position(*key)).filter(|_| *key < none) else { break };
        let price = level - (highest - i64::from(one.score));
        if let Some(loser) = take(hall, one.who as usize, Seat { holder: who, bid: price }) {
            lost(loser);
        }
    }
}

/// Gives a bidder a seat of an item, if one is free or cheaper than their bid; returns who lost it.
fn take(hall: &mut Hall, item: usize, seat: Seat) -> Option<u32> {
    if hall.items[item].room > 0 {
        hall.seat(item, seat);
        hall.bidders[seat.holder as usize].free -= 1;
        if hall.items[item].room == 0 {
            let lowest = hall.taken(item).iter().map(|seat| seat.bid).min();
            hall.items[item].rise(lowest.unwrap_or(0));
        }
        return None;
    }
    let (mut cheapest, mut lowest, mut next) = (0, i64::MAX, seat.bid);
    for (at, Seat { bid, .. }) in hall.taken(item).iter().enumerate() {
        if *bid < lowest {
            (cheapest, lowest, next) = (at, *bid, next.min(lowest));
        } else {
            next = next.min(*bid);
        }
    }
    if seat.bid <= lowest {
        return None;
    }
    hall.items[item].rise(next - lowest);
    let loser = std::mem::replace(&mut hall.taken_mut(item)[cheapest], seat).holder;
    if loser == seat.holder {
        return None;
    }
    hall.bidders[seat.holder as usize].free -= 1;
    hall.bidders[loser as usize].free += 1;
    Some(loser)
}

/// What everybody's cheapest costs, now that prices stand: less than was bid, where another seat of the item went for less.
fn level(hall: &mut Hall) {
    for item in 0..hall.items.len() {
        let price = hall.items[item].price();
        for at in 0..hall.taken(item).len() {
            let Seat { holder, bid } = hall.taken(item)[at];
            hall.bidders[holder as usize].level -= bid - price;
        }
    }
}
