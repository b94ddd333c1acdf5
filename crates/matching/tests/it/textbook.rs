//! A flow of least cost as textbooks have it: the shortest path first, by Bellman and Ford. Slow, short, and independent of
//! the solver; the largest number of covered mentees once more, by augmenting paths alone.

use std::collections::VecDeque;

use bellwether_matching::{Input, Pair, Value};

/// An arc and, at the next odd position, its way back.
struct Arc {
    to: usize,
    room: u32,
    cost: Value,
}

struct Network {
    arcs: Vec<Arc>,
    /// By node: the positions of its arcs.
    from: Vec<Vec<usize>>,
}

impl Network {
    fn add(&mut self, from: usize, to: usize, room: u32, worth: Value) {
        self.from[from].push(self.arcs.len());
        self.arcs.push(Arc { to, room, cost: -worth });
        self.from[to].push(self.arcs.len());
        self.arcs.push(Arc { to: from, room: 0, cost: worth });
    }

    /// The cheapest path from the first node to the last: its cost and its arcs.
    fn shortest(&self) -> Option<(Value, Vec<usize>)> {
        let mut known: Vec<Option<(Value, usize)>> = vec![None; self.from.len()];
        known[0] = Some((Value::ZERO, usize::MAX));
        let mut queue = VecDeque::from([0]);
        while let Some(node) = queue.pop_front() {
            let Some((cost, _)) = known[node] else { continue };
            for at in self.from[node].iter().copied() {
                let arc = &self.arcs[at];
                let there = cost + arc.cost;
                if arc.room > 0 && known[arc.to].is_none_or(|(known, _)| there < known) {
                    known[arc.to] = Some((there, at));
                    queue.push_back(arc.to);
                }
            }
        }
        let mut node = self.from.len() - 1;
        let cost = known[node]?.0;
        let mut path = Vec::new();
        while node != 0 {
            path.push(known[node]?.1);
            node = self.arcs[known[node]?.1 ^ 1].to;
        }
        Some((cost, path))
    }
}

/// The best value of an input without groups and caps.
pub fn best(input: &Input) -> Value {
    let (mentees, mentors) = (input.mentees.len(), input.mentors.len());
    let nodes = mentees + mentors + 2;
    let mut network = Network { arcs: Vec::new(), from: vec![Vec::new(); nodes] };
    let mut value = locked_value(input);
    let locks =
        |counts: &dyn Fn(&Pair) -> bool| input.locked.iter().filter(|pair| counts(pair)).count() as u32;
    for (at, mentee) in input.mentees.iter().enumerate() {
        let locked = locks(&|pair| pair.mentee.0 as usize == at);
        let firsts = u32::from(mentee.wants > 0 && locked == 0);
        network.add(0, 1 + at, firsts, Value { covered: 1, ..Value::ZERO });
        network.add(0, 1 + at, mentee.wants - locked - firsts, Value { further: 1, ..Value::ZERO });
    }
    for (pair, score) in open_pairs(input) {
        let (from, to) = (1 + pair.mentee.0 as usize, 1 + mentees + pair.mentor.0 as usize);
        network.add(from, to, 1, Value { score, ..Value::ZERO });
    }
    for (at, mentor) in input.mentors.iter().enumerate() {
        let locked = locks(&|pair| pair.mentor.0 as usize == at);
        network.add(1 + mentees + at, nodes - 1, mentor.capacity - locked, Value::ZERO);
    }
    while let Some((cost, path)) = network.shortest().filter(|(cost, _)| *cost < Value::ZERO) {
        value += -cost;
        for at in path {
            network.arcs[at].room -= 1;
            network.arcs[at ^ 1].room += 1;
        }
    }
    value
}

/// The most mentees who can have a mentor, whatever the scores.
pub fn most_covered(input: &Input) -> i64 {
    let has_lock = |at: usize| input.locked.iter().any(|pair| pair.mentee.0 as usize == at);
    let waiting: Vec<usize> =
        (0..input.mentees.len()).filter(|at| input.mentees[*at].wants > 0 && !has_lock(*at)).collect();
    let mut rows = vec![Vec::new(); input.mentees.len()];
    open_pairs(input).for_each(|(pair, _)| rows[pair.mentee.0 as usize].push(pair.mentor.0 as usize));
    let mut places: Vec<u32> = input.mentors.iter().map(|mentor| mentor.capacity).collect();
    input.locked.iter().for_each(|pair| places[pair.mentor.0 as usize] -= 1);
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); places.len()];
    let found = waiting
        .iter()
        .filter(|at| seat(**at, &rows, &places, &mut holders, &mut vec![false; rows.len() + places.len()]))
        .count();
    let locked = (0..input.mentees.len()).filter(|at| has_lock(*at)).count();
    (found + locked) as i64
}

fn seat(
    mentee: usize,
    rows: &[Vec<usize>],
    places: &[u32],
    holders: &mut [Vec<usize>],
    tried: &mut [bool],
) -> bool {
    for mentor in rows[mentee].iter().copied() {
        if std::mem::replace(&mut tried[mentor], true) {
            continue;
        }
        if (holders[mentor].len() as u32) < places[mentor] {
            holders[mentor].push(mentee);
            return true;
        }
        for at in 0..holders[mentor].len() {
            if seat(holders[mentor][at], rows, places, holders, tried) {
                holders[mentor][at] = mentee;
                return true;
            }
        }
    }
    false
}

fn open_pairs(input: &Input) -> impl Iterator<Item = (Pair, i64)> + '_ {
    let pairs = input.candidates.iter().map(|one| Pair::new(one.mentee, one.mentor));
    pairs
        .filter(|pair| !input.locked.contains(pair))
        .filter(|pair| !input.forbidden.contains(pair) && !input.earlier.contains(pair))
        .map(|pair| (pair, score(input, pair)))
}

/// A pair's score with its bonuses; 0 if it is no candidate.
fn score(input: &Input, pair: Pair) -> i64 {
    let candidate = input.candidates.iter().find(|one| Pair::new(one.mentee, one.mentor) == pair);
    let wishes = &input.mentees[pair.mentee.0 as usize].wishes;
    let wish = wishes.iter().position(|mentor| *mentor == pair.mentor);
    let wish = wish.and_then(|rank| input.wish_bonuses.get(rank)).copied().unwrap_or(0);
    let kept = if input.previous.contains(&pair) { input.stability } else { 0 };
    candidate.map_or(0, |one| i64::from(one.score + wish + kept))
}

fn locked_value(input: &Input) -> Value {
    let mentees: std::collections::BTreeSet<_> = input.locked.iter().map(|pair| pair.mentee).collect();
    let (pairs, covered) = (input.locked.len() as i64, mentees.len() as i64);
    let score = input.locked.iter().map(|pair| score(input, *pair)).sum();
    Value { covered, further: pairs - covered, score }
}
