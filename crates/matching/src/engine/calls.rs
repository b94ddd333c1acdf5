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
/// How often a thread that has nothing to do looks for word before it makes room for others; and before it ends the work
/// side by side, some 300 microseconds later: the other has not come, or the system has stopped it, or has all the work.
const LOOKS: u32 = 200;
const MOST_LOOKS: u32 = 25 * LOOKS;

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
    /// For each thread: which of its places lost their seats. Nobody loses a seat twice before they have bid again, so
    /// that there are never more letters than places.
    trays: [Tray; 2],
    /// Which of them have gone. Then the other goes too, and one of them does the rest with all bidders.
    has_gone: [AtomicBool; 2],
    standing: AtomicUsize,
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
        let (meeting, other) = (link.meeting, 1 - link.me);
        meeting.trays[other].sent.store(link.sent, Release);
        let filled = std::mem::take(&mut self.filled);
        let standing = if filled > 0 {
            meeting.standing.fetch_sub(filled, Relaxed) - filled
        } else {
            meeting.standing.load(Relaxed)
        };
        self.hear(bidders);
        standing > FEW && !meeting.has_gone[other].load(Relaxed)
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

    /// Waits for word from the other thread; false if none comes.
    fn wait<B: Bidders>(&mut self, bidders: &mut B) -> bool {
        for looks in 1..=MOST_LOOKS {
            if !self.exchange(bidders) {
                return false;
            }
            if !self.queue.is_empty() {
                return true;
            }
            if looks.is_multiple_of(LOOKS) { yield_now() } else { spin_loop() }
        }
        false
    }

    /// Whether it is time to look for word.
    #[inline]
    fn is_time(&mut self) -> bool {
        self.link.as_mut().is_some_and(|link| {
            link.bids += 1;
            link.bids.is_multiple_of(OFTEN)
        })
    }

    /// Takes part until the result is dropped, whatever happens: nobody goes on with a thread that has gone down.
    fn presence(&self) -> Option<Presence<'m>> {
        self.link.as_ref().map(|link| Presence(&link.meeting.has_gone[link.me]))
    }
}

/// That a thread takes part.
struct Presence<'m>(&'m AtomicBool);

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
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
        let patience = patience / 2;
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
    let presence = calls.presence();
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
            has_gone: [AtomicBool::new(false), AtomicBool::new(false)],
            standing: AtomicUsize::new(standing),
        }
    }
}

impl<'m> Link<'m> {
    fn of(meeting: &'m Meeting, me: usize) -> Link<'m> {
        Link { meeting, me, read: 0, sent: 0, bids: 0 }
    }
}
