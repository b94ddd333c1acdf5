//! An auction in which mentors bid for mentees, with all their free places at once.
//!
//! A mentor with three places free raises the prices of the three cheapest mentees until the fourth is as good. Places
//! that bid each for itself would read the same column three times, and outbid each other by single steps.

use std::collections::VecDeque;
use std::ops::Range;

use super::NONE;
use super::auction::Auction;
use super::line::{Line, TWO};
use super::prefetch::prefetch_row;
use super::problem::Problem;
use super::rounds::Round;
use crate::instance::Allowed;

/// Mentors with more places than this bid with one place at a time: what they look at would not fit in two lines.
const MOST_PLACES: usize = 7;
/// How many bids ahead the cache is told what will be read.
const AHEAD: usize = 4;

/// The mentors' bids. Mentors are meant by their position among those who bid.
pub(super) struct Joint<'x, 'a, 'g> {
    auction: &'x mut Auction<'a, 'g>,
    /// By mentor: where their places start among the bidders; one longer than there are mentors.
    starts: Vec<u32>,
    /// By place: whose it is.
    owner: Vec<u32>,
    lines: Vec<Line<TWO>>,
    /// By mentor: whether they are in the queue.
    waits: Vec<bool>,
    queue: VecDeque<u32>,
}

/// The cheapest mentees for one bid, in order; one more than there are places to fill.
struct Cheapest {
    values: [i64; MOST_PLACES + 1],
    items: [u32; MOST_PLACES + 1],
    wanted: usize,
}

impl<'x, 'a, 'g> Joint<'x, 'a, 'g> {
    /// Whether every mentor has few enough places.
    pub fn takes(problem: &Problem) -> bool {
        problem.bidders.chunk_by(|one, next| one == next).all(|places| places.len() <= MOST_PLACES)
    }

    /// Mentors who have not bid yet.
    pub fn of(auction: &'x mut Auction<'a, 'g>) -> Joint<'x, 'a, 'g> {
        let bidders = &auction.problem.bidders;
        let (mut starts, mut owner) = (vec![0], Vec::with_capacity(bidders.len()));
        for places in bidders.chunk_by(|one, next| one == next) {
            owner.extend(std::iter::repeat_n(starts.len() as u32 - 1, places.len()));
            starts.push(owner.len() as u32);
        }
        let mentors = starts.len() - 1;
        Joint {
            starts,
            owner,
            lines: vec![Line::EMPTY; mentors],
            waits: vec![false; mentors],
            queue: VecDeque::with_capacity(mentors),
            auction,
        }
    }

    /// Whether every place is filled after the last round.
    pub fn hold(mut self, rounds: &[Round]) -> bool {
        let mut all_sit = false;
        for round in rounds {
            self.open(round.step);
            all_sit = self.sell(round);
            if !all_sit && round.is_fine {
                break;
            }
        }
        self.hand_over();
        all_sit
    }

    fn places(&self, mentor: usize) -> Range<usize> {
        self.starts[mentor] as usize..self.starts[mentor + 1] as usize
    }

    fn row(&self, mentor: usize) -> &'a [Allowed] {
        self.auction.problem.row(self.starts[mentor] as usize)
    }

    /// Begins a round: places keep mentees who are within a step of the best that the mentor does not have.
    fn open(&mut self, step: i64) {
        let problem = self.auction.problem;
        self.auction.seats.clear(problem, &self.auction.prices);
        for mentor in 0..self.lines.len() {
            let (values, cheapest) = self.held_by(mentor);
            let limit = cheapest.saturating_add(step);
            for (place, value) in self.places(mentor).zip(values) {
                if value <= limit {
                    let item = self.auction.held[place] as usize;
                    self.auction.seats.hold(problem, item, place as u32);
                } else {
                    self.auction.held[place] = NONE;
                    self.call(mentor);
                }
            }
        }
    }

    /// Puts a mentor into the queue, if they are not in it.
    fn call(&mut self, mentor: usize) {
        if !std::mem::replace(&mut self.waits[mentor], true) {
            self.queue.push_back(mentor as u32);
        }
    }

    /// The values of what a mentor's places hold, the highest there is for those that hold nothing; and of the cheapest
    /// that they do not hold.
    fn held_by(&self, mentor: usize) -> ([i64; MOST_PLACES], i64) {
        let (auction, line) = (&*self.auction, &self.lines[mentor]);
        let nobody = auction.problem.nobody();
        let held = &auction.held[self.places(mentor)];
        let mut values = [i64::MAX; MOST_PLACES];
        let mut cheapest = auction.prices[nobody];
        let mut read = |items: &[Allowed]| {
            for one in items {
                let value = auction.value(*one);
                match held.iter().position(|item| *item == one.who) {
                    Some(at) => values[at] = value,
                    None => cheapest = value.min(cheapest),
                }
            }
            let is_known =
                |(item, value): (&u32, &i64)| *item == NONE || *item as usize == nobody || *value < i64::MAX;
            cheapest <= line.bound && held.iter().zip(&values).all(is_known)
        };
        if !read(line.kept()) {
            read(self.row(mentor));
        }
        for (item, value) in held.iter().zip(&mut values) {
            if *item as usize == nobody {
                *value = auction.prices[nobody];
            }
        }
        (values, cheapest)
    }

    /// Lets mentors bid until all places are filled (true), or patience is at an end (false).
    fn sell(&mut self, round: &Round) -> bool {
        let patience = round.patience * self.lines.len() as u64;
        let mut bids = 0;
        while let Some(mentor) = self.queue.pop_front() {
            self.waits[mentor as usize] = false;
            if bids >= patience {
                self.queue.clear();
                self.waits.fill(false);
                return false;
            }
            bids += 1;
            if let Some(soon) = self.queue.get(AHEAD) {
                prefetch_row(std::slice::from_ref(&self.lines[*soon as usize]));
            }
            self.bid(mentor as usize, round.step);
        }
        true
    }

    /// Fills the free places of a mentor with the cheapest mentees, or with nobody where nobody is cheaper.
    fn bid(&mut self, mentor: usize, step: i64) {
        let free = self.places(mentor).filter(|place| self.auction.held[*place] == NONE).count();
        let (nobody, leap) = (self.auction.problem.nobody(), self.auction.leap());
        let alone = self.auction.prices[nobody];
        let cheapest = self.cheapest(mentor, free);
        let values = &cheapest.values;
        let wanted = values[..free].iter().filter(|value| **value <= alone).count();
        let mut place = self.places(mentor).start;
        if wanted == 0 {
            let price = values[0].min(alone.saturating_add(leap)) + step;
            self.fill(&mut place, nobody, price);
        } else {
            let level = values[wanted].min(alone).min(values[wanted - 1].saturating_add(leap));
            for (item, value) in cheapest.items.iter().zip(values).take(wanted) {
                let price = self.auction.prices[*item as usize] + level - value + step;
                self.fill(&mut place, *item as usize, price);
            }
        }
        if wanted.max(1) < free {
            self.call(mentor);
        }
    }

    /// Gives the next free place, from `place` on, the cheapest seat of an item.
    fn fill(&mut self, place: &mut usize, item: usize, price: i64) {
        let auction = &mut *self.auction;
        while auction.held[*place] != NONE {
            *place += 1;
        }
        let (loser, cheapest) = auction.seats.take(auction.problem, item, *place as u32, price);
        auction.prices[item] = cheapest;
        auction.held[*place] = item as u32;
        if loser != NONE {
            auction.held[loser as usize] = NONE;
            self.call(self.owner[loser as usize] as usize);
        }
    }

    /// The mentor's cheapest mentees, without those whom they hold.
    fn cheapest(&mut self, mentor: usize, free: usize) -> Cheapest {
        let alone = self.auction.prices[self.auction.problem.nobody()];
        let enough = |found: &Cheapest, line: &Line<TWO>| found.values[free].min(alone) <= line.bound;
        let found = self.among(mentor, self.lines[mentor].kept(), free);
        if enough(&found, &self.lines[mentor]) {
            return found;
        }
        let row = self.row(mentor);
        self.lines[mentor] = Line::read(row, |one| self.auction.value(one));
        let found = self.among(mentor, self.lines[mentor].kept(), free);
        if enough(&found, &self.lines[mentor]) { found } else { self.among(mentor, row, free) }
    }

    fn among(&self, mentor: usize, items: &[Allowed], free: usize) -> Cheapest {
        let mut found =
            Cheapest { values: [i64::MAX; MOST_PLACES + 1], items: [NONE; MOST_PLACES + 1], wanted: free };
        let own = self.places(mentor);
        let auction = &*self.auction;
        for one in items {
            let value = auction.value(*one);
            if value < found.values[free]
                && !own.contains(&(auction.seats.holder(auction.problem, one.who) as usize))
            {
                found.keep(one.who, value);
            }
        }
        found
    }

    /// Gives every place the line of its mentor's cheapest mentees.
    fn hand_over(self) {
        for mentor in 0..self.lines.len() {
            let line = Line::read(self.row(mentor), |one| self.auction.value(one));
            let places = self.places(mentor);
            self.auction.lines[places].fill(line);
        }
    }
}

impl Cheapest {
    fn keep(&mut self, item: u32, value: i64) {
        let mut at = self.wanted;
        while at > 0 && self.values[at - 1] > value {
            (self.values[at], self.items[at]) = (self.values[at - 1], self.items[at - 1]);
            at -= 1;
        }
        (self.values[at], self.items[at]) = (value, item);
    }
}
