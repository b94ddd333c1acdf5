//! Whose turn it is at an auction, and how two threads let bidders bid at the same time.
//!
//! Each thread calls up one half of the bidders. Whoever takes a seat from one of the other half sends word of it. The result of
//! the auction depends on who came first; what is made of it, the cheapest placement and the draw, does not.

use std::collections::VecDeque;
use std::hint::spin_loop;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize};
use std::thread::yield_now;

use super::NONE;
use super::floor::Floor;
use super::rounds::Round;
use crate::two::{both, has_two, lock};

/// With so many places, two threads open a round; with so many that stand, they let them bid, if [`Bidders::MANY`] agrees.
const ENOUGH: usize = 4_000;
const ENOUGH_STANDING: usize = 1_000;
/// When so few still stand, one thread does the rest: they outbid each other, and word would go to and fro.
const FEW: usize = 8;
/// After so many bids a thread looks whether there is word from the other.
const OFTEN: u32 = 32;
/// How often a thread that has nothing to do looks for word before it makes room for others.
const LOOKS: u32 = 200;

/// How many threads hold an auction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Threads {
    /// Two where there is enough to do for them.
    AsNeeded,
    /// Two, however little there is to do.
    #[cfg(test)]
    Two,
}

/// Some of the bidders, with what only they need to know.
pub(super) trait Bidders {
    /// With so many places, two threads let them bid faster than one.
    const MANY: usize;

    type Half<'h>: Bidders + Send
    where
        Self: 'h;

    /// One half of them and the other, and the first place that belongs to the other.
    fn halves(&mut self) -> (Self::Half<'_>, Self::Half<'_>, u32);
    /// How many bid.
    fn count(&self) -> usize;
    /// Has prices come down before a round, if they do.
    fn prepare(&mut self, floor: &mut Floor, round: &Round);
    /// Begins a round: who is content keeps their seat, the others are called up.
    fn open(&mut self, floor: &Floor, calls: &mut Calls);
    /// Has the cache get what will be read soon.
    fn announce(&self, floor: &Floor, calls: &Calls);
    fn bid<const SHARED: bool>(&mut self, floor: &Floor, who: u32, calls: &mut Calls);
    /// One of their places has lost its seat.
    fn lose(&mut self, place: u32, calls: &mut Calls);
    /// Ends a round.
    fn close(&mut self, floor: &mut Floor);
}

/// Who waits for their turn.
pub(super) struct Calls<'m> {
    /// First come, first served; nobody is in it twice.
    pub queue: VecDeque<u32>,
    /// Places whose bidders are called up here.
    own: Range<u32>,
    /// Free seats that were taken, and not told yet.
    filled: usize,
    /// How many places stood when the round began.
    pub standing: usize,
    link: Option<Link<'m>>,
}

/// What one thread knows of the other.
struct Link<'m> {
    meeting: &'m Meeting,
    me: usize,
    read: usize,
    sent: usize,
    bids: u32,
}

/// What two threads share.
struct Meeting {
    /// For each thread: which of its places lost their seats. Nobody loses a seat twice before they have bid again, so that there are
    /// never more letters than places.
    trays: [Tray; 2],
    is_here: [AtomicBool; 2],
    standing: AtomicUsize,
    gave_up: AtomicBool,
}

struct Tray {
    letters: Vec<AtomicU32>,
    sent: AtomicUsize,
}

/// Somebody has raised the price before.
pub(super) struct Late;

impl<'m> Calls<'m> {
    fn of(own: Range<u32>) -> Calls<'m> {
        Calls { queue: VecDeque::with_capacity(own.len()), own, filled: 0, standing: 0, link: None }
    }

    /// Takes the cheapest seat of an item for a place; returns the place that lost it, if it is called up here.
    #[inline]
    pub fn take<const SHARED: bool>(
        &mut self,
        floor: &Floor,
        item: usize,
        place: u32,
        price: i64,
    ) -> Result<Option<u32>, Late> {
        let loser = floor.take::<SHARED>(item, place, price).ok_or(Late)?;
        if loser == NONE {
            self.filled += 1;
            return Ok(None);
        }
        if SHARED
            && !self.own.contains(&loser)
            && let Some(link) = &mut self.link
        {
            link.send(loser);
            return Ok(None);
        }
        Ok(Some(loser))
    }

    /// Tells and hears what has happened; whether there is a reason to go on.
    fn exchange<B: Bidders>(&mut self, bidders: &mut B) -> bool {
        let Some(link) = &mut self.link else { return false };
        let meeting = link.meeting;
        meeting.trays[1 - link.me].sent.store(link.sent, Release);
        let filled = std::mem::take(&mut self.filled);
        let standing = if filled > 0 {
            meeting.standing.fetch_sub(filled, Relaxed) - filled
        } else {
            meeting.standing.load(Relaxed)
        };
        self.hear(bidders);
        standing > FEW && !meeting.gave_up.load(Relaxed)
    }

    fn hear<B: Bidders>(&mut self, bidders: &mut B) {
        let Some(mut link) = self.link.take() else { return };
        let tray = &link.meeting.trays[link.me];
        let sent = tray.sent.load(Acquire);
        while link.read < sent {
            let place = tray.letters[link.read % tray.letters.len()].load(Relaxed);
            link.read += 1;
            bidders.lose(place, self);
        }
        self.link = Some(link);
    }

    /// Waits for word from the other thread; false if none will come.
    fn wait<B: Bidders>(&mut self, bidders: &mut B) -> bool {
        let mut looks = 0u32;
        loop {
            let other_is_here =
                self.link.as_ref().is_some_and(|link| link.meeting.is_here[1 - link.me].load(Acquire));
            let goes_on = self.exchange(bidders);
            if !self.queue.is_empty() || !goes_on || !other_is_here {
                return goes_on && !self.queue.is_empty();
            }
            looks += 1;
            if looks.is_multiple_of(LOOKS) { yield_now() } else { spin_loop() }
        }
    }

    /// Whether it is time to look for word.
    #[inline]
    fn is_time(&mut self) -> bool {
        self.link.as_mut().is_some_and(|link| {
            link.bids += 1;
            link.bids.is_multiple_of(OFTEN)
        })
    }

    /// Is here until the result is dropped, whatever happens: nobody waits for a thread that has gone down.
    fn come(&self) -> Option<Presence<'m>> {
        let link = self.link.as_ref()?;
        let is_here = &link.meeting.is_here[link.me];
        is_here.store(true, Release);
        Some(Presence(is_here))
    }

    fn give_up(&mut self) {
        if let Some(link) = &self.link {
            link.meeting.gave_up.store(true, Relaxed);
        }
    }
}

/// A thread that takes part.
struct Presence<'m>(&'m AtomicBool);

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        self.0.store(false, Release);
    }
}

impl Link<'_> {
    fn send(&mut self, place: u32) {
        let tray = &self.meeting.trays[1 - self.me];
        tray.letters[self.sent % tray.letters.len()].store(place, Relaxed);
        self.sent += 1;
    }
}

/// Lets everybody bid who does not keep their seat, until all sit (true), or each has bid so often, on average, that
/// `patience` is at an end (false).
pub(super) fn hold<B: Bidders>(floor: &mut Floor, all: &mut B, patience: u64, threads: Threads) -> bool {
    floor.clear();
    let patience = patience * all.count() as u64;
    let places = floor.problem.bidders.len();
    let mut calls = Calls::of(0..places as u32);
    if threads != Threads::AsNeeded || (places >= ENOUGH && has_two()) {
        if !side_by_side(floor, all, &mut calls, patience, threads) {
            return false;
        }
    } else {
        all.open(floor, &mut calls);
    }
    call_up::<false, B>(floor, all, &mut calls, patience)
}

/// The first and longest part of a round, on two threads; whoever still stands is left in `calls`.
fn side_by_side<B: Bidders>(
    floor: &Floor,
    all: &mut B,
    calls: &mut Calls,
    patience: u64,
    threads: Threads,
) -> bool {
    let (mut one, other, middle) = all.halves();
    let (mut first, second) = (Calls::of(0..middle), Calls::of(middle..calls.own.end));
    let other = Mutex::new((other, second));
    let open_other = || {
        let (other, second) = &mut *lock(&other);
        other.open(floor, second);
    };
    both(true, || one.open(floor, &mut first), open_other);
    let standing = first.standing + lock(&other).1.standing;
    let meeting = Meeting::of([middle as usize, calls.own.end as usize - middle as usize], standing);
    let mut is_patient = true;
    let enough = standing >= ENOUGH_STANDING && calls.own.len() >= B::MANY;
    if enough || threads != Threads::AsNeeded {
        first.link = Some(Link::of(&meeting, 0));
        lock(&other).1.link = Some(Link::of(&meeting, 1));
        let (one_sits, other_sits) = both(
            true,
            || call_up::<true, _>(floor, &mut one, &mut first, patience),
            || {
                let (other, second) = &mut *lock(&other);
                call_up::<true, _>(floor, other, second, patience)
            },
        );
        is_patient = one_sits && other_sits;
        first.hear(&mut one);
        let (other, second) = &mut *lock(&other);
        second.hear(other);
    }
    calls.queue.extend(first.queue);
    calls.queue.extend(&lock(&other).1.queue);
    is_patient
}

/// Lets the bidders of one thread bid; false if patience is at an end.
fn call_up<const SHARED: bool, B: Bidders>(
    floor: &Floor,
    bidders: &mut B,
    calls: &mut Calls,
    patience: u64,
) -> bool {
    let presence = calls.come();
    let mut bids = 0;
    let is_patient = loop {
        if SHARED && calls.is_time() && !calls.exchange(bidders) {
            break true;
        }
        let Some(who) = calls.queue.pop_front() else {
            if SHARED && calls.wait(bidders) {
                continue;
            }
            break true;
        };
        if bids >= patience {
            calls.give_up();
            break false;
        }
        bids += 1;
        bidders.announce(floor, calls);
        bidders.bid::<SHARED>(floor, who, calls);
    };
    if SHARED {
        calls.exchange(bidders);
    }
    drop(presence);
    is_patient
}

impl Meeting {
    fn of(places: [usize; 2], standing: usize) -> Meeting {
        let tray = |places: usize| Tray {
            letters: (0..places).map(|_| AtomicU32::new(NONE)).collect(),
            sent: AtomicUsize::new(0),
        };
        Meeting {
            trays: places.map(tray),
            is_here: [AtomicBool::new(false), AtomicBool::new(false)],
            standing: AtomicUsize::new(standing),
            gave_up: AtomicBool::new(false),
        }
    }
}

impl<'m> Link<'m> {
    fn of(meeting: &'m Meeting, me: usize) -> Link<'m> {
        Link { meeting, me, read: 0, sent: 0, bids: 0 }
    }
}
