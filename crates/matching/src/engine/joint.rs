//! An auction in which mentors bid for mentees, with all their free places at once.
//!
//! A mentor with three places free raises the prices of the three cheapest mentees until the fourth is as good. Places
//! that bid each for itself would read the same column three times, and outbid each other by single steps.

use std::ops::Range;
use std::sync::Mutex;

use super::NONE;
use super::calls::{Bidders, Calls};
use super::floor::Floor;
use super::line::{Line, TWO};
use super::prefetch::prefetch_row;
use super::problem::Problem;
use super::rounds::Round;
use crate::instance::Allowed;
use crate::two::{self, both, lock};

/// Mentors with more places than this bid with one place at a time: what they look at would not fit in two lines.
const MOST_PLACES: usize = 7;
/// How many bids ahead the cache is told what will be read.
const AHEAD: usize = 4;

/// All mentors of a part. They are meant by their position among those who bid.
pub(super) struct Mentors {
    /// By mentor: where their places start among the bidders; one longer than there are mentors.
    starts: Vec<u32>,
    /// By place: whose it is.
    owner: Vec<u32>,
    lines: Vec<Line<TWO>>,
    /// By mentor: whether they are in the queue.
    waits: Vec<bool>,
}

/// Some of the mentors, all of them or one half; lists are by position less that of the first.
pub(super) struct Joint<'x> {
    starts: &'x [u32],
    owner: &'x [u32],
    first: usize,
    lines: &'x mut [Line<TWO>],
    waits: &'x mut [bool],
    /// By place: the mentee, or nobody, or [`NONE`].
    held: &'x mut [u32],
}

/// The cheapest mentees for one bid, in order; one more than there are places to fill.
struct Cheapest {
    values: [i64; MOST_PLACES + 1],
    items: [u32; MOST_PLACES + 1],
    wanted: usize,
}

impl Mentors {
    /// Whether every mentor has few enough places.
    pub fn can_bid(problem: &Problem) -> bool {
        problem.bidders.chunk_by(|one, next| one == next).all(|places| places.len() <= MOST_PLACES)
    }

    /// Mentors who have not bid yet.
    pub fn of(problem: &Problem) -> Mentors {
        let bidders = &problem.bidders;
        let (mut starts, mut owner) = (vec![0], Vec::with_capacity(bidders.len()));
        for places in bidders.chunk_by(|one, next| one == next) {
            owner.extend(std::iter::repeat_n(starts.len() as u32 - 1, places.len()));
            starts.push(owner.len() as u32);
        }
        let mentors = starts.len() - 1;
        Mentors { starts, owner, lines: vec![Line::EMPTY; mentors], waits: vec![false; mentors] }
    }

    /// All of them, who note by place whom they hold.
    pub fn bid_for<'x>(&'x mut self, held: &'x mut [u32]) -> Joint<'x> {
        let Mentors { starts, owner, lines, waits } = self;
        Joint { starts, owner, first: 0, lines, waits, held }
    }

    /// Gives every place the line of its mentor's cheapest mentees.
    pub fn hand_over(&self, floor: &Floor, lines: &mut [Line]) {
        let middle = self.lines.len() / 2;
        let (low, high) = lines.split_at_mut(self.starts[middle] as usize);
        let high = Mutex::new(high);
        both(
            self.owner.len() >= two::ENOUGH,
            || hand_over(floor, &self.starts[..=middle], low),
            || hand_over(floor, &self.starts[middle..], &mut lock(&high)),
        );
    }
}

/// The same for some mentors, whose places start there.
fn hand_over(floor: &Floor, starts: &[u32], lines: &mut [Line]) {
    for ends in starts.windows(2) {
        let line = Line::read(floor.problem.row(ends[0] as usize), |one| floor.value(one));
        lines[(ends[0] - starts[0]) as usize..(ends[1] - starts[0]) as usize].fill(line);
    }
}

impl Joint<'_> {
    fn places(&self, mentor: usize) -> Range<usize> {
        self.starts[mentor] as usize..self.starts[mentor + 1] as usize
    }

    fn first_place(&self) -> usize {
        self.starts[self.first] as usize
    }

    /// What a mentor's places hold.
    fn held(&self, mentor: usize) -> &[u32] {
        let (places, first) = (self.places(mentor), self.first_place());
        &self.held[places.start - first..places.end - first]
    }

    fn hold(&mut self, place: usize, item: u32) {
        let first = self.first_place();
        self.held[place - first] = item;
    }

    fn row<'a>(&self, floor: &Floor<'_, 'a>, mentor: usize) -> &'a [Allowed] {
        floor.problem.row(self.starts[mentor] as usize)
    }

    /// Puts a mentor into the queue, if they are not in it.
    fn call(&mut self, mentor: usize, calls: &mut Calls) {
        if !std::mem::replace(&mut self.waits[mentor - self.first], true) {
            calls.queue.push_back(mentor as u32);
        }
    }

    /// The values of what a mentor's places hold, the highest there is for those that hold nothing; and of the cheapest
    /// that they do not hold.
    fn held_by(&self, floor: &Floor, mentor: usize) -> ([i64; MOST_PLACES], i64) {
        let line = &self.lines[mentor - self.first];
        let nobody = floor.problem.nobody();
        let held = self.held(mentor);
        let mut values = [i64::MAX; MOST_PLACES];
        let mut cheapest = floor.alone();
        let mut read = |items: &[Allowed]| {
            for one in items {
                let value = floor.value(*one);
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
            read(self.row(floor, mentor));
        }
        for (item, value) in held.iter().zip(&mut values) {
            if *item as usize == nobody {
                *value = floor.alone();
            }
        }
        (values, cheapest)
    }

    /// Gives a place the cheapest seat of an item, if that still costs less than `price`.
    fn fill<const SHARED: bool>(
        &mut self,
        floor: &Floor,
        place: usize,
        (item, price): (usize, i64),
        calls: &mut Calls,
    ) {
        match calls.take::<SHARED>(floor, item, place as u32, price) {
            Ok(loser) => {
                self.hold(place, item as u32);
                if let Some(loser) = loser {
                    self.lose(loser, calls);
                }
            }
            Err(_) => self.call(self.owner[place] as usize, calls),
        }
    }

    /// The mentor's cheapest mentees, without those whom they hold.
    fn cheapest(&mut self, floor: &Floor, mentor: usize, free: usize) -> Cheapest {
        let alone = floor.alone();
        let enough = |found: &Cheapest, line: &Line<TWO>| found.values[free].min(alone) <= line.bound;
        let found = self.among(floor, mentor, self.lines[mentor - self.first].kept(), free);
        if enough(&found, &self.lines[mentor - self.first]) {
            return found;
        }
        let row = self.row(floor, mentor);
        self.lines[mentor - self.first] = Line::read(row, |one| floor.value(one));
        let line = &self.lines[mentor - self.first];
        let found = self.among(floor, mentor, line.kept(), free);
        if enough(&found, line) { found } else { self.among(floor, mentor, row, free) }
    }

    fn among(&self, floor: &Floor, mentor: usize, items: &[Allowed], free: usize) -> Cheapest {
        let mut found =
            Cheapest { values: [i64::MAX; MOST_PLACES + 1], items: [NONE; MOST_PLACES + 1], wanted: free };
        let held = self.held(mentor);
        for one in items {
            let value = floor.value(*one);
            if value < found.values[free] && !held.contains(&one.who) {
                found.keep(one.who, value);
            }
        }
        found
    }
}

impl Bidders for Joint<'_> {
    const MANY: usize = 4_000;

    type Half<'h>
        = Joint<'h>
    where
        Self: 'h;

    fn halves(&mut self) -> (Joint<'_>, Joint<'_>, u32) {
        let middle = self.lines.len() / 2;
        let place = self.starts[self.first + middle];
        let (held, other_held) = self.held.split_at_mut(place as usize - self.starts[self.first] as usize);
        let (lines, other_lines) = self.lines.split_at_mut(middle);
        let (waits, other_waits) = self.waits.split_at_mut(middle);
        let (starts, owner) = (self.starts, self.owner);
        let one = Joint { starts, owner, first: self.first, lines, waits, held };
        let first = self.first + middle;
        let other = Joint { starts, owner, first, lines: other_lines, waits: other_waits, held: other_held };
        (one, other, place)
    }

    fn count(&self) -> usize {
        self.lines.len()
    }

    fn prepare(&mut self, floor: &mut Floor, round: &Round) {
        floor.fall(round.fall);
        self.waits.fill(false);
    }

    /// Places keep mentees who are within a step of the best that the mentor does not have.
    fn open(&mut self, floor: &Floor, calls: &mut Calls) {
        for mentor in self.first..self.first + self.lines.len() {
            let (values, cheapest) = self.held_by(floor, mentor);
            let limit = cheapest.saturating_add(floor.step);
            for (place, value) in self.places(mentor).zip(values) {
                if value <= limit {
                    let item = self.held[place - self.first_place()] as usize;
                    floor.seats.hold(floor.problem, item, place as u32);
                } else {
                    self.hold(place, NONE);
                    calls.standing += 1;
                    self.call(mentor, calls);
                }
            }
        }
    }

    fn announce(&self, _: &Floor, calls: &Calls) {
        if let Some(soon) = calls.queue.get(AHEAD) {
            prefetch_row(std::slice::from_ref(&self.lines[*soon as usize - self.first]));
        }
    }

    /// Fills the free places of a mentor with the cheapest mentees, or with nobody where nobody is cheaper.
    fn bid<const SHARED: bool>(&mut self, floor: &Floor, who: u32, calls: &mut Calls) {
        let mentor = who as usize;
        self.waits[mentor - self.first] = false;
        let free = self.held(mentor).iter().filter(|item| **item == NONE).count();
        let (nobody, leap, alone) = (floor.problem.nobody(), floor.leap(), floor.alone());
        let cheapest = self.cheapest(floor, mentor, free);
        let values = &cheapest.values;
        let wanted = values[..free].iter().filter(|value| **value <= alone).count();
        let mut bids = [(nobody, values[0].min(alone.saturating_add(leap)) + floor.step); MOST_PLACES];
        if wanted > 0 {
            let level = values[wanted].min(alone).min(values[wanted - 1].saturating_add(leap));
            for (at, bid) in bids.iter_mut().enumerate().take(wanted) {
                let item = cheapest.items[at] as usize;
                *bid = (item, floor.price(item) + level - values[at] + floor.step);
            }
        }
        let first = self.first_place();
        let mut place = self.starts[mentor] as usize;
        for bid in bids.into_iter().take(wanted.max(1).min(free)) {
            while self.held[place - first] != NONE {
                place += 1;
            }
            self.fill::<SHARED>(floor, place, bid, calls);
            place += 1;
        }
        if wanted.max(1) < free {
            self.call(mentor, calls);
        }
    }

    fn lose(&mut self, place: u32, calls: &mut Calls) {
        self.hold(place as usize, NONE);
        self.call(self.owner[place as usize] as usize, calls);
    }

    fn close(&mut self, _: &mut Floor) {}
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
