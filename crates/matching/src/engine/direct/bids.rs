//! Bids without a step: a bidder raises the price of the cheapest until the next is as good, and not a unit more.
//!
//! So what somebody holds is exactly the cheapest for them, at all times. Where two want the same two things, a bid may raise
//! nothing; then it is not made, and the bidder is left to the paths.

use std::collections::VecDeque;

use super::hall::{Hall, PRICE, Seat, WHOSE, WHOSE_BITS};

/// Who wants more than this is left to the paths.
const MOST: usize = 7;
/// Bids for each bidder, on average.
const PATIENCE: usize = 16;

/// Lets everybody bid, first come first served, until nobody wants to or patience is at an end.
pub(super) fn hold(hall: &mut Hall) {
    let can_bid = |wanted: u32| (1..=MOST as u32).contains(&wanted);
    let mut waits: Vec<bool> = hall.sides.wanted.iter().map(|wanted| can_bid(*wanted)).collect();
    let mut queue: VecDeque<u32> = (0..waits.len() as u32).filter(|who| waits[*who as usize]).collect();
    for _ in 0..PATIENCE * queue.len() {
        let Some(who) = queue.pop_front() else { break };
        waits[who as usize] = false;
        let lost = |loser: u32| {
            if !std::mem::replace(&mut waits[loser as usize], true) {
                queue.push_back(loser);
            }
        };
        match hall.sides.wanted[who as usize] {
            1 => bid::<2>(hall, who, lost),
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
        if N == 2 {
            // Who wants one and bids has none.
            lowest.note(key);
            continue;
        }
        let as_own = key & !(WHOSE_BITS << WHOSE);
        if as_own < limit {
            lowest.note(if hall.is_held_by(item, who) { as_own } else { key });
        }
    }
    let level = (lowest.0[wanted] >> PRICE) as i64;
    hall.bidders[who as usize].level = level;
    for key in &lowest.0[..wanted] {
        let Some(one) = row.get((key & ((1 << WHOSE) - 1)) as usize).filter(|_| *key < none) else {
            break;
        };
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
