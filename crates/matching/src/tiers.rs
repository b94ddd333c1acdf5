//! The instance as a flow network, solved tier by tier.
//!
//! One unit of flow goes from the *ground* through a mentee, a candidate pair and a mentor back to the ground. Each tier
//! in turn makes the circulation cheapest; then every arc whose flow that tier has decided is taken out, so that
//! the next tier chooses only among solutions that are best in all tiers before. No tier is ever weighed against another.

use crate::circulation::{self, Arc};
use crate::draw;
use crate::instance::{Candidate, Instance, MenteeId, Pair};
use crate::value::Value;

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

    /// Allowed pairs that are not locked, between people with places.
    pub fn open_pairs<'a>(&'a self, instance: &'a Instance) -> impl Iterator<Item = Candidate> + 'a {
        instance
            .candidates()
            .filter(|one| self.mentees[one.mentee.index()].1 > 0 && self.mentors[one.mentor.index()] > 0)
            .filter(|one| !instance.is_locked(Pair::new(one.mentee, one.mentor)))
    }
}

/// What an arc of the network stands for.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    /// The mentee gets a first mentor.
    First(MenteeId),
    /// The mentee gets further mentors.
    Further,
    /// The pair is made.
    Pair(Candidate),
    /// The mentor's places are used.
    Places,
    /// The same, for places that are to be filled first.
    Floor,
}

/// The best pairs, and the prices of the nodes: what one more unit there is worth.
pub(crate) struct Solved {
    /// Pairs made, without the locked ones.
    pub pairs: Vec<Pair>,
    /// By mentee.
    pub mentees: Vec<Value>,
    /// By mentor.
    pub mentors: Vec<Value>,
}

/// What a case asks for beyond the instance.
pub(crate) struct Terms<'a> {
    /// By mentor: how many places are to be filled before anything else is looked at. Empty if there are none.
    pub floors: &'a [u32],
    /// By cap: what each of its pairs pays. Empty if they pay nothing.
    pub charges: &'a [Value],
    /// Whether those who tie are told apart: not where only the value is looked for.
    pub settles_ties: bool,
}

impl Terms<'_> {
    fn charge(&self, instance: &Instance, one: Candidate) -> Value {
        if self.charges.is_empty() {
            return Value::ZERO;
        }
        let caps = instance.caps_of(Pair::new(one.mentee, one.mentor));
        caps.fold(Value::ZERO, |sum, cap| sum + self.charges[cap])
    }
}

/// A place that is to be filled comes before so many covered mentees: more than there can be, and small enough that
/// prices stay far from the end of 64 bits.
const FLOOR: i64 = 1 << 32;

/// Finds the best pairs in all tiers, ties included.
pub(crate) fn solve(instance: &Instance, remaining: &Remaining) -> Solved {
    solve_under(instance, remaining, &Terms { floors: &[], charges: &[], settles_ties: true }).0
}

/// The same under the terms of a case; and whether all floors are filled.
pub(crate) fn solve_under(instance: &Instance, remaining: &Remaining, terms: &Terms) -> (Solved, bool) {
    let mut network = Network::of(instance, remaining, terms.floors);
    let floors = network.settle(|meaning| match meaning {
        Meaning::Floor => -1,
        _ => 0,
    });
    let is_filled = network.floors_are_filled();
    let covered = network.settle(|meaning| match meaning {
        Meaning::First(_) => -1,
        Meaning::Pair(one) => terms.charge(instance, one).covered,
        _ => 0,
    });
    let further = network.settle(|meaning| match meaning {
        Meaning::Further => -1,
        Meaning::Pair(one) => terms.charge(instance, one).further,
        _ => 0,
    });
    let score = network.settle_scores(|one| terms.charge(instance, one).score);
    if terms.settles_ties {
        network.settle_ties(instance);
    }
    let price = |node: usize| Value {
        covered: covered[node] + FLOOR * floors[node],
        further: further[node],
        score: score[node],
    };
    let mentees = remaining.mentees.len();
    let solved = Solved {
        pairs: network.pairs(),
        mentees: (0..mentees).map(price).collect(),
        mentors: (mentees..network.nodes - 1).map(price).collect(),
    };
    (solved, is_filled)
}

struct Network {
    /// Mentees, then mentors, then the ground.
    nodes: usize,
    mentees: usize,
    arcs: Vec<Arc>,
    means: Vec<Meaning>,
    /// Arcs whose flow is not decided yet, by position in `arcs`.
    open: Vec<u32>,
}

impl Network {
    fn of(instance: &Instance, remaining: &Remaining, floors: &[u32]) -> Network {
        let mentees = instance.mentees().len();
        let nodes = mentees + instance.mentors().len() + 1;
        let mut network = Network { nodes, mentees, arcs: Vec::new(), means: Vec::new(), open: Vec::new() };
        let ground = nodes - 1;
        for (at, (first, wants)) in remaining.mentees.iter().copied().enumerate() {
            let firsts = u32::from(first);
            network.add(ground, at, firsts, Meaning::First(MenteeId::at(at)));
            network.add(ground, at, wants - firsts, Meaning::Further);
        }
        for one in remaining.open_pairs(instance) {
            network.add(one.mentee.index(), mentees + one.mentor.index(), 1, Meaning::Pair(one));
        }
        for (at, places) in remaining.mentors.iter().copied().enumerate() {
            let floor = floors.get(at).copied().unwrap_or(0).min(places);
            network.add(mentees + at, ground, floor, Meaning::Floor);
            network.add(mentees + at, ground, places - floor, Meaning::Places);
        }
        network
    }

    fn add(&mut self, from: usize, to: usize, capacity: u32, means: Meaning) {
        if capacity > 0 {
            self.open.push(self.arcs.len() as u32);
            self.arcs.push(Arc { from: from as u32, to: to as u32, capacity, flow: 0 });
            self.means.push(means);
        }
    }

    /// Makes the open part cheapest in one tier and takes out what that decides; returns the prices of the nodes.
    fn settle(&mut self, cost: impl Fn(Meaning) -> i64) -> Vec<i64> {
        let costs: Vec<i64> = self.open.iter().map(|at| cost(self.means[*at as usize])).collect();
        if costs.iter().all(|cost| *cost == 0) {
            return vec![0; self.nodes];
        }
        let mut arcs: Vec<Arc> = self.open.iter().map(|at| self.arcs[*at as usize]).collect();
        let potential = circulation::improve(self.nodes, &mut arcs, &costs);
        let mut still_open = Vec::new();
        for ((at, arc), cost) in self.open.iter().zip(&arcs).zip(&costs) {
            self.arcs[*at as usize] = *arc;
            if cost + potential[arc.from as usize] - potential[arc.to as usize] == 0 {
                still_open.push(*at);
            }
        }
        self.open = still_open;
        let ground = potential[self.nodes - 1];
        potential.into_iter().map(|potential| ground - potential).collect()
    }

    fn floors_are_filled(&self) -> bool {
        let mut floors =
            self.arcs.iter().zip(&self.means).filter(|(_, means)| matches!(means, Meaning::Floor));
        floors.all(|(arc, _)| arc.flow == arc.capacity)
    }

    /// The tier of the scores. Costs are counted from the highest score, so that they are small and not below zero
    /// (but for what caps charge); the mentors give it back.
    fn settle_scores(&mut self, charge: impl Fn(Candidate) -> i64) -> Vec<i64> {
        let scores = self.open.iter().filter_map(|at| match self.means[*at as usize] {
            Meaning::Pair(one) => Some(i64::from(one.score)),
            _ => None,
        });
        let highest = scores.max().unwrap_or(0);
        let mut prices = self.settle(|meaning| match meaning {
            Meaning::Pair(one) => highest - i64::from(one.score) + charge(one),
            Meaning::Places | Meaning::Floor => -highest,
            _ => 0,
        });
        prices[self.mentees..self.nodes - 1].iter_mut().for_each(|price| *price += highest);
        prices
    }

    /// Those who waited longer go first, then the draw decides.
    fn settle_ties(&mut self, instance: &Instance) {
        self.settle(|meaning| match meaning {
            Meaning::First(mentee) => -i64::from(instance.mentees()[mentee.index()].waited),
            _ => 0,
        });
        self.settle(|meaning| match meaning {
            Meaning::First(mentee) => -draw::lottery(instance.seed, mentee),
            Meaning::Pair(one) => draw::pair(instance.seed, one.mentee, one.mentor),
            _ => 0,
        });
    }

    fn pairs(&self) -> Vec<Pair> {
        let made = self.arcs.iter().zip(&self.means).filter(|(arc, _)| arc.flow > 0);
        made.filter_map(|(_, means)| match means {
            Meaning::Pair(one) => Some(Pair::new(one.mentee, one.mentor)),
            _ => None,
        })
        .collect()
    }
}
