//! Walking backwards from many people at once.
//!
//! A walk waits for memory: whom a tie leads to, whether they were met, where their ties are. Some two dozen walks are taken in
//! step, so that their waits overlap; whoever is at the end makes room for the next. What a walk meets does not depend on its
//! company: the coins of each person's ties are a function of the walk's key and the person.

use crate::graph::Graph;
use crate::random::{Draws, Stream, key, own};
use crate::rows::Head;
use crate::sample::Roots;

/// Walks in step. Each has a bit in what is known of a person.
const LANES: usize = 24;

/// Walks are taken in groups of so many, which depend on nothing but their numbers.
pub(crate) const GROUP: u64 = 512;

/// What may be marked of a person; a walk tells its [`Visit`] of whoever has a mark that it looks for.
pub(crate) const MARKS: [u32; 8] = [1 << 24, 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29, 1 << 30, 1 << 31];

/// Somebody marked who is met on a walk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Met {
    /// Which of the walks in step.
    pub(crate) lane: usize,
    /// What the walk's coins are a function of.
    pub(crate) key: u64,
    pub(crate) person: u32,
    pub(crate) marks: u32,
    /// Whether the walk began with them.
    pub(crate) first: bool,
}

/// What comes of walks.
pub(crate) trait Visit {
    /// Somebody marked is met. Whether the walk goes on.
    fn meet(&mut self, met: Met) -> bool;
    /// A walk is at its end, having met these people, the one with whom it began first.
    fn ended(&mut self, lane: usize, people: &[u32]);
}

/// Something for each lane.
pub(crate) type Lanes<T> = [T; LANES];

/// What walks need beside the graph; kept from one draw to the next.
#[derive(Clone)]
pub(crate) struct Walker<'a> {
    graph: &'a Graph,
    /// By person: which of the present walks met them, and the marks.
    seen: Vec<u32>,
    /// The marks that the present walks look for.
    watched: u32,
    lanes: Vec<Lane>,
    /// Which lanes are on their way.
    going: u32,
    /// Whose ties come next, with their lane.
    front: Vec<(u32, u32)>,
    rows: Vec<Head>,
    ties: Vec<(u32, u32)>,
}

#[derive(Clone, Default)]
struct Lane {
    key: u64,
    met: Vec<u32>,
    /// How many of them stand in front.
    ahead: u32,
}

/// Which walks: numbers of a stream.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) seed: u64,
    pub(crate) stream: Stream,
    pub(crate) from: u64,
    pub(crate) to: u64,
}

impl<'a> Walker<'a> {
    pub(crate) fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            seen: vec![0; graph.people()],
            watched: 0,
            lanes: vec![Lane::default(); LANES],
            going: 0,
            front: Vec::new(),
            rows: Vec::new(),
            ties: Vec::new(),
        }
    }

    pub(crate) fn mark(&mut self, person: u32, mark: u32) {
        self.seen[person as usize] |= mark;
    }

    pub(crate) fn unmark(&mut self, person: u32, mark: u32) {
        self.seen[person as usize] &= !mark;
    }

    /// Takes these walks, looking for these marks. In which order walks end depends on nothing but their numbers, if `from` is
    /// a multiple of [`GROUP`].
    pub(crate) fn walk(&mut self, roots: &Roots, numbers: Numbers, marks: u32, visit: &mut impl Visit) {
        self.watched = marks;
        let mut from = numbers.from;
        while from < numbers.to {
            let to = numbers.to.min(from + GROUP);
            self.group(roots, Numbers { from, to, ..numbers }, visit);
            from = to;
        }
    }

    fn group(&mut self, roots: &Roots, numbers: Numbers, visit: &mut impl Visit) {
        let mut next = numbers.from..numbers.to;
        self.front.clear();
        loop {
            for lane in 0..LANES {
                while self.lanes[lane].ahead == 0 {
                    self.end(lane, visit);
                    let Some(number) = next.next() else { break };
                    let key = key(numbers.seed, numbers.stream, number);
                    let Some(root) = roots.draw(&mut Draws::new(key)) else { return };
                    self.lanes[lane].key = key;
                    self.going |= 1 << lane;
                    self.meet((root, lane as u32), true, visit);
                }
            }
            if self.front.is_empty() {
                return;
            }
            self.step();
            let ties = std::mem::take(&mut self.ties);
            for &tie in &ties {
                self.meet(tie, false, visit);
            }
            self.ties = ties;
        }
    }

    /// Draws the live ties of all who stand in front.
    fn step(&mut self) {
        let graph = self.graph;
        self.rows.clear();
        self.rows.extend(self.front.iter().map(|&(person, _)| graph.head(person)));
        self.ties.clear();
        for (&(person, lane), &row) in self.front.iter().zip(&self.rows) {
            let key = self.lanes[lane as usize].key;
            let ties = &mut self.ties;
            graph.live(row, &mut own(key, person), |at| ties.push((at, lane)));
        }
        self.front.clear();
        self.lanes.iter_mut().for_each(|lane| lane.ahead = 0);
        self.ties.iter_mut().for_each(|tie| tie.0 = graph.person_at(tie.0));
    }

    fn meet(&mut self, (person, lane): (u32, u32), first: bool, visit: &mut impl Visit) {
        let (bit, known) = (1 << lane, &mut self.seen[person as usize]);
        if (*known | !self.going) & bit != 0 {
            return;
        }
        *known |= bit;
        let marks = *known & self.watched;
        let own = &mut self.lanes[lane as usize];
        own.met.push(person);
        own.ahead += 1;
        self.front.push((person, lane));
        if marks != 0 {
            let key = own.key;
            if !visit.meet(Met { lane: lane as usize, key, person, marks, first }) {
                self.stop(lane);
            }
        }
    }

    /// A walk goes no further.
    fn stop(&mut self, lane: u32) {
        self.going &= !(1 << lane);
        self.lanes[lane as usize].ahead = 0;
        self.front.retain(|one| one.1 != lane);
    }

    /// Ends the walk of a lane, if there is one.
    fn end(&mut self, lane: usize, visit: &mut impl Visit) {
        let own = &mut self.lanes[lane];
        if own.met.is_empty() {
            return;
        }
        for &person in &own.met {
            self.seen[person as usize] &= !(1 << lane);
        }
        self.going &= !(1 << lane);
        visit.ended(lane, &own.met);
        own.met.clear();
    }
}
