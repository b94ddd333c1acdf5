//! The solver against enumeration of every allowed set of pairs, read from the raw input.

use bellwether_matching::{Cap, Group, Input, Instance, Pair, Value, solve};

use crate::small::{CLASSES, Class, input};

/// The best value, with the periods waited by covered mentees below it, over all allowed sets of pairs.
///
/// `None` if no set of pairs keeps to the groups in which somebody is locked.
pub fn best(input: &Input) -> Option<(Value, i64)> {
    let free: Vec<(Pair, i64)> = input
        .candidates
        .iter()
        .map(|one| (Pair::new(one.mentee, one.mentor), one.score))
        .filter(|(pair, _)| !input.locked.contains(pair))
        .filter(|(pair, _)| !input.forbidden.contains(pair) && !input.earlier.contains(pair))
        .map(|(pair, score)| (pair, total_score(input, pair, score)))
        .collect();
    let mut choice = Choice {
        input,
        free,
        made: vec![0; input.mentees.len()],
        taken: vec![0; input.mentors.len()],
        capped: vec![0; input.caps.len()],
        score: 0,
        best: None,
    };
    for pair in &input.locked {
        choice.made[pair.mentee.0 as usize] += 1;
        choice.taken[pair.mentor.0 as usize] += 1;
        choice.count(*pair, 1);
        let candidate = input.candidates.iter().find(|one| Pair::new(one.mentee, one.mentor) == *pair);
        choice.score += candidate.map_or(0, |one| total_score(input, *pair, one.score));
    }
    choice.from(0);
    choice.best
}

fn total_score(input: &Input, pair: Pair, score: u32) -> i64 {
    let wishes = &input.mentees[pair.mentee.0 as usize].wishes;
    let wish = wishes.iter().zip(&input.wish_bonuses).find(|(mentor, _)| **mentor == pair.mentor);
    let kept = if input.previous.contains(&pair) { input.stability } else { 0 };
    i64::from(score) + wish.map_or(0, |(_, bonus)| i64::from(*bonus)) + i64::from(kept)
}

struct Choice<'a> {
    input: &'a Input,
    free: Vec<(Pair, i64)>,
    made: Vec<u32>,
    taken: Vec<u32>,
    /// By cap: how many pairs count against it.
    capped: Vec<u32>,
    score: i64,
    best: Option<(Value, i64)>,
}

fn counts(cap: &Cap, pair: Pair) -> bool {
    cap.mentees.contains(&pair.mentee) && cap.mentors.contains(&pair.mentor)
}

impl Choice<'_> {
    fn from(&mut self, at: usize) {
        let Some((pair, score)) = self.free.get(at).copied() else {
            if self.keeps_to_groups_and_caps() {
                self.best = self.best.max(Some(self.worth()));
            }
            return;
        };
        self.from(at + 1);
        let (mentee, mentor) = (pair.mentee.0 as usize, pair.mentor.0 as usize);
        let caps = || self.input.caps.iter().zip(&self.capped);
        if caps().any(|(cap, capped)| counts(cap, pair) && *capped == cap.most) {
            return;
        }
        if self.made[mentee] < self.input.mentees[mentee].wants
            && self.taken[mentor] < self.input.mentors[mentor].capacity
        {
            self.made[mentee] += 1;
            self.taken[mentor] += 1;
            self.score += score;
            self.count(pair, 1);
            self.from(at + 1);
            self.count(pair, -1);
            self.made[mentee] -= 1;
            self.taken[mentor] -= 1;
            self.score -= score;
        }
    }

    fn count(&mut self, pair: Pair, more: i32) {
        for (cap, capped) in self.input.caps.iter().zip(&mut self.capped) {
            *capped = capped.checked_add_signed(if counts(cap, pair) { more } else { 0 }).unwrap();
        }
    }

    fn keeps_to_groups_and_caps(&self) -> bool {
        let size = |group: &Group| self.taken[group.mentor.0 as usize];
        let groups = self.input.groups.iter();
        let mut caps = self.input.caps.iter().zip(&self.capped);
        groups
            .map(|group| (group, size(group)))
            .all(|(group, size)| size == 0 || (group.min..=group.max).contains(&size))
            && caps.all(|(cap, capped)| *capped <= cap.most)
    }

    fn worth(&self) -> (Value, i64) {
        let covered = self.made.iter().filter(|made| **made > 0).count() as i64;
        let pairs: i64 = self.made.iter().map(|made| i64::from(*made)).sum();
        // A locked mentee is covered in every solution, so that their waiting decides nothing.
        let waited = self.input.mentees.iter().zip(&self.made);
        let waited = waited.filter(|(_, made)| **made > 0).map(|(one, _)| i64::from(one.waited)).sum();
        (Value { covered, further: pairs - covered, score: self.score }, waited)
    }
}

fn agrees(class: Class, seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let input = input(class, seed);
        let instance = Instance::new(input.clone()).unwrap();
        let solution = solve(&instance).unwrap_or_else(|error| panic!("{class:?} {seed}: {error}"));
        let waited = (0u32..)
            .zip(&input.mentees)
            .filter(|(at, _)| solution.pairs().iter().any(|pair| pair.mentee.0 == *at))
            .map(|(_, mentee)| i64::from(mentee.waited))
            .sum::<i64>();
        assert_eq!(Some((solution.value(), waited)), best(&input), "{class:?} {seed}: {input:?}");
    }
}

#[test]
fn no_set_of_pairs_is_better_than_the_one_found_in_any_class() {
    for class in CLASSES {
        agrees(class, 0..4_000);
    }
}
