//! Walking backwards from many people at once.
//!
//! A walk waits for memory: whom a tie leads to, whether they were met, where their ties are. A dozen walks are taken in step, so
//! that their waits overlap. What a walk meets does not depend on its company: the coins of each person's ties are a
//! function of the walk's key and the person.

use crate::graph::Graph;
use crate::random::{Draws, Stream, key, own};
use crate::rows::Head;
use crate::sample::Roots;

/// Walks in step. Each has a bit in what is known of a person.
pub(crate) const LANES: usize = 12;
/// The bits above the lanes are marks, which stay.
const LANE_BITS: u16 = (1 << LANES) - 1;

/// What may be marked of a person: whoever has any mark is told to the walk's [`Visit`].
pub(crate) const MARKS: [u16; 4] = [1 << 12, 1 << 13, 1 << 14, 1 << 15];

/// What comes of walks.
pub(crate) trait Visit {
    /// Somebody marked is met; `first` if the walk began with them. Whether the walk goes on.
    fn meet(&mut self, lane: usize, person: u32, marks: u16, first: bool) -> bool;
    /// All walks of a company are at their ends. They had the lanes from 0.
    fn ended(&mut self, walks: usize);
}

/// What walks need beside the graph; kept from one draw to the next.
pub(crate) struct Walker<'a> {
    graph: &'a Graph,
    /// By person: who of the present company met them, and the marks.
    seen: Vec<u16>,
    met: Vec<(u32, u32)>,
    rows: Vec<Head>,
    ties: Vec<(u32, u32)>,
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
        let seen = vec![0; graph.people()];
        Self { graph, seen, met: Vec::new(), rows: Vec::new(), ties: Vec::new() }
    }

    pub(crate) fn mark(&mut self, person: u32, mark: u16) {
        self.seen[person as usize] |= mark;
    }

    pub(crate) fn unmark(&mut self, person: u32, mark: u16) {
        self.seen[person as usize] &= !mark;
    }

    /// Takes these walks, in companies that depend on nothing but their numbers.
    pub(crate) fn walk(&mut self, roots: &Roots, numbers: Numbers, visit: &mut impl Visit) {
        let mut from = numbers.from;
        while from < numbers.to {
            let to = numbers.to.min(from + LANES as u64);
            if !self.company(roots, Numbers { from, to, ..numbers }, visit) {
                return;
            }
            from = to;
        }
    }

    /// `false` if nobody can be a root.
    fn company(&mut self, roots: &Roots, numbers: Numbers, visit: &mut impl Visit) -> bool {
        let mut keys = [0; LANES];
        let mut going = 0;
        self.met.clear();
        for (lane, number) in (numbers.from..numbers.to).enumerate() {
            keys[lane] = key(numbers.seed, numbers.stream, number);
            let Some(root) = roots.draw(&mut Draws::new(keys[lane])) else { return false };
            going |= 1 << lane;
            self.meet(root, lane as u32, true, &mut going, visit);
        }
        let mut begin = 0;
        while begin < self.met.len() && going != 0 {
            let end = self.met.len();
            self.step(begin, &keys, going);
            begin = end;
            let ties = std::mem::take(&mut self.ties);
            ties.iter().for_each(|&(person, lane)| self.meet(person, lane, false, &mut going, visit));
            self.ties = ties;
        }
        for &(person, _) in &self.met {
            self.seen[person as usize] &= !LANE_BITS;
        }
        visit.ended((numbers.to - numbers.from) as usize);
        true
    }

    /// Draws the live ties of all who were met from `begin` on.
    fn step(&mut self, begin: usize, keys: &[u64; LANES], going: u16) {
        let graph = self.graph;
        self.rows.clear();
        self.rows.extend(self.met[begin..].iter().map(|&(person, _)| graph.head(person)));
        self.ties.clear();
        for (&(person, lane), &row) in self.met[begin..].iter().zip(&self.rows) {
            if going >> lane & 1 == 1 {
                let ties = &mut self.ties;
                graph.live(row, &mut own(keys[lane as usize], person), |at| ties.push((at, lane)));
            }
        }
        self.ties.iter_mut().for_each(|tie| tie.0 = graph.person_at(tie.0));
    }

    fn meet(&mut self, person: u32, lane: u32, first: bool, going: &mut u16, visit: &mut impl Visit) {
        let (bit, known) = (1 << lane, &mut self.seen[person as usize]);
        if *known & bit != 0 || *going & bit == 0 {
            return;
        }
        *known |= bit;
        let marks = *known & !LANE_BITS;
        self.met.push((person, lane));
        if marks != 0 && !visit.meet(lane as usize, person, marks, first) {
            *going &= !bit;
        }
    }
}
