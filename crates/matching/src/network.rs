//! The instance as the solver sees it: locked pairs taken out, one side chosen to insert, the other to be inserted into.

use crate::draw;
use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::value::Worth;

/// What a person can still take, and what that is worth.
///
/// `first` is never worth less than `further`: that concavity is what makes shortest paths exact here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// Pairs this person can take, beyond the locked ones.
    pub places: u32,
    /// Worth of the first of them, apart from the pair's own score.
    pub first: Worth,
    /// Worth of every later one.
    pub further: Worth,
}

impl Node {
    /// Worth of one more pair when `load` are taken.
    pub fn next(&self, load: u32) -> Worth {
        if load == 0 { self.first } else { self.further }
    }

    /// Worth of the last of `load` pairs.
    pub fn last(&self, load: u32) -> Worth {
        self.next(load - 1)
    }
}

/// A pair that may still be made, seen from its left person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub left: u32,
    pub right: u32,
    pub score: u32,
    pub draw: u32,
}

impl Arc {
    /// Worth of the pair itself.
    #[inline]
    pub fn gain(&self) -> Worth {
        Worth { score: i64::from(self.score), draw: i64::from(self.draw), ..Worth::ZERO }
    }
}

/// A bipartite network with one node a person; pairs of people without places are left out.
pub(crate) struct Network {
    pub left: Vec<Node>,
    pub right: Vec<Node>,
    /// Row of left `i`: `starts[i]..starts[i + 1]` of `arcs`, best gain first.
    pub starts: Vec<u32>,
    pub arcs: Vec<Arc>,
    /// Whether the mentors are on the left.
    pub mentors_left: bool,
}

/// What is left of people's wishes and places once the locked pairs are made.
pub(crate) struct Remaining {
    /// By mentee: whether the next mentor would be the first, and how many are still wanted.
    pub mentees: Vec<(bool, u32)>,
    /// By mentor: free places.
    pub mentors: Vec<u32>,
}

impl Remaining {
    pub fn of(instance: &Instance) -> Remaining {
        let mut mentees: Vec<(bool, u32)> =
            instance.mentees().iter().map(|mentee| (mentee.wants > 0, mentee.wants)).collect();
        let mut mentors: Vec<u32> = instance.mentors().iter().map(|mentor| mentor.capacity).collect();
        for pair in instance.locked() {
            let (first, wants) = &mut mentees[pair.mentee.index()];
            (*first, *wants) = (false, *wants - 1);
            mentors[pair.mentor.index()] -= 1;
        }
        Remaining { mentees, mentors }
    }
}

impl Network {
    /// Builds the network. The side with fewer places to fill goes left, where every insertion soon finds an end.
    pub fn of(instance: &Instance) -> Network {
        let remaining = Remaining::of(instance);
        let mentees = (0..instance.mentees().len()).map(|at| mentee_node(instance, &remaining, at)).collect();
        let mentors = remaining.mentors.iter().map(|places| mentor_node(*places)).collect();
        let mut arcs: Vec<Arc> = free_pairs(instance, &remaining).collect();
        let mentors_left = units(&remaining.mentors, arcs.iter().map(|arc| arc.right))
            <= units(
                &remaining.mentees.iter().map(|(_, wants)| *wants).collect::<Vec<_>>(),
                arcs.iter().map(|arc| arc.left),
            );
        let (left, right): (Vec<Node>, Vec<Node>) =
            if mentors_left { (mentors, mentees) } else { (mentees, mentors) };
        if mentors_left {
            for arc in &mut arcs {
                (arc.left, arc.right) = (arc.right, arc.left);
            }
        }
        arcs.sort_unstable_by_key(|arc| (arc.left, std::cmp::Reverse((arc.score, arc.draw)), arc.right));
        let starts = row_starts(left.len(), &arcs);
        Network { left, right, starts, arcs, mentors_left }
    }

    /// The mentee and mentor of an arc.
    pub fn pair(&self, arc: &Arc) -> Pair {
        let (mentee, mentor) = if self.mentors_left { (arc.right, arc.left) } else { (arc.left, arc.right) };
        Pair::new(MenteeId(mentee), MentorId(mentor))
    }

    /// The arcs of a left node, by position in `arcs`.
    pub fn row(&self, left: usize) -> std::ops::Range<usize> {
        self.starts[left] as usize..self.starts[left + 1] as usize
    }
}

fn mentee_node(instance: &Instance, remaining: &Remaining, at: usize) -> Node {
    let (first, places) = remaining.mentees[at];
    let further = Worth { further: 1, ..Worth::ZERO };
    let covered = Worth {
        covered: 1,
        waited: i64::from(instance.mentees()[at].waited),
        draw: draw::lottery(instance.seed, MenteeId::at(at)),
        ..Worth::ZERO
    };
    Node { places, first: if first { covered } else { further }, further }
}

fn mentor_node(places: u32) -> Node {
    Node { places, first: Worth::ZERO, further: Worth::ZERO }
}

/// Allowed pairs that are not locked, between people with places; mentees on the left.
fn free_pairs<'a>(instance: &'a Instance, remaining: &'a Remaining) -> impl Iterator<Item = Arc> + 'a {
    instance
        .candidates()
        .filter(|one| remaining.mentees[one.mentee.index()].1 > 0)
        .filter(|one| remaining.mentors[one.mentor.index()] > 0)
        .filter(|one| !instance.is_locked(Pair::new(one.mentee, one.mentor)))
        .map(|one| Arc {
            left: one.mentee.0,
            right: one.mentor.0,
            score: one.score,
            draw: draw::pair(instance.seed, one.mentee, one.mentor),
        })
}

/// Places of a side that could be used at all: nobody uses more than they have candidates.
fn units(places: &[u32], ends: impl Iterator<Item = u32>) -> u64 {
    let mut degree = vec![0u32; places.len()];
    for end in ends {
        degree[end as usize] += 1;
    }
    places.iter().zip(degree).map(|(places, degree)| u64::from((*places).min(degree))).sum()
}

fn row_starts(rows: usize, arcs: &[Arc]) -> Vec<u32> {
    let mut starts = vec![0u32; rows + 1];
    for arc in arcs {
        starts[arc.left as usize + 1] += 1;
    }
    for row in 0..rows {
        starts[row + 1] += starts[row];
    }
    starts
}
