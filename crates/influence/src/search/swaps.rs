//! A list made better by taking one off it for another, as long as the sample says that more is covered.
//!
//! Greedy choosing never takes anybody back: who came first may have become superfluous by those who came after. Local search by
//! single exchanges is the usual cure (Nemhauser, Wolsey, Fisher 1978, on interchange heuristics). Whether it pays beyond the sample is judged,
//! like everything else.

use super::arena::Arena;
use super::choose::Sample;
use crate::list::Candidate;
use crate::places::Places;

/// An exchange is made if it covers so many more sets.
const WORTHWHILE: f64 = 0.5;
/// How often it is everybody's turn, at most.
const SWEEPS: usize = 2;

/// How far each set is covered by a list, and what each candidate would add.
struct Covered<'a> {
    sample: Sample<'a>,
    candidates: &'a [Candidate],
    /// By set, how many on the list say yes for certain.
    sure: Vec<u16>,
    /// By set, the chance that all others say no.
    left: Vec<f32>,
    /// By candidate, what is left of the sets that hold them.
    open: Vec<f64>,
    on_list: Vec<bool>,
}

/// The list after all exchanges; the pinned, who are its first, stay.
pub(super) fn exchanged(
    sample: Sample<'_>,
    candidates: &[Candidate],
    list: &[usize],
    pinned: usize,
    free: &Places,
) -> Vec<usize> {
    let mut places = free.clone();
    for &at in list {
        places.take(at);
    }
    let mut covered = Covered::new(sample, candidates, list);
    let mut list = list.to_vec();
    for _ in 0..SWEEPS {
        let mut changed = false;
        for place in covered.turns(&list, pinned) {
            let one = list[place];
            let Some(other) = covered.better(one, |other| places.lets_change(free, one, other)) else {
                continue;
            };
            covered.put(one, false);
            covered.put(other, true);
            places.change(one, other);
            list[place] = other;
            changed = true;
        }
        if !changed {
            break;
        }
    }
    list
}

impl<'a> Covered<'a> {
    fn new(sample: Sample<'a>, candidates: &'a [Candidate], list: &[usize]) -> Self {
        let arena: &Arena = sample.arena;
        let (mut sure, mut left) = (vec![0u16; arena.kept()], vec![1.0f32; arena.kept()]);
        let mut on_list = vec![false; candidates.len()];
        for &at in list {
            on_list[at] = true;
            let stays = (1.0 - candidates[at].chance) as f32;
            for &set in sample.holding.of(at) {
                if stays > 0.0 {
                    left[set as usize] *= stays;
                } else {
                    sure[set as usize] = sure[set as usize].saturating_add(1);
                }
            }
        }
        let mut open = vec![0.0; candidates.len()];
        for set in (0..arena.kept() as u32).filter(|&set| sure[set as usize] == 0) {
            let left = f64::from(left[set as usize]);
            arena.set(set).iter().for_each(|&at| open[at as usize] += left);
        }
        Self { sample, candidates, sure, left, open, on_list }
    }

    fn chance(&self, at: usize) -> f64 {
        self.candidates[at].chance
    }

    fn left(&self, set: u32) -> f64 {
        if self.sure[set as usize] > 0 { 0.0 } else { f64::from(self.left[set as usize]) }
    }

    /// How much more of a set would be open without somebody who is on the list.
    fn released(&self, set: u32, at: usize) -> f64 {
        let (sure, left) = (self.sure[set as usize], f64::from(self.left[set as usize]));
        match 1.0 - self.chance(at) {
            stays if stays > 0.0 => {
                if sure > 0 {
                    0.0
                } else {
                    left / stays - left
                }
            }
            _ if sure == 1 => left,
            _ => 0.0,
        }
    }

    fn all(&self) -> impl Iterator<Item = usize> + use<'_> {
        let (whose, all) = (self.sample.whose, self.candidates.len());
        (0..whose.map_or(all, <[u32]>::len)).map(move |row| whose.map_or(row, |whose| whose[row] as usize))
    }

    /// What leaves the list with somebody.
    fn cost(&self, at: usize) -> f64 {
        self.sample.holding.of(at).iter().map(|&set| self.released(set, at)).sum()
    }

    /// Places of the list, whose leaving costs least first.
    fn turns(&self, list: &[usize], pinned: usize) -> Vec<usize> {
        let mut turns: Vec<(f64, usize)> =
            (pinned..list.len()).map(|place| (self.cost(list[place]), place)).collect();
        turns.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        turns.into_iter().map(|turn| turn.1).collect()
    }

    /// Who covers most in the place of somebody, if it is more.
    fn better(&mut self, one: usize, lets: impl Fn(usize) -> bool) -> Option<usize> {
        let mut best = self.cost(one) + WORTHWHILE;
        self.release(one, 1.0);
        let mut found = None;
        for at in self.all().filter(|&at| !self.on_list[at]) {
            let gain = self.chance(at) * self.open[at];
            if gain > best && lets(at) {
                (best, found) = (gain, Some(at));
            }
        }
        self.release(one, -1.0);
        found
    }

    /// Counts what is released by somebody's leaving as open, or not any more.
    fn release(&mut self, one: usize, sign: f64) {
        for &set in self.sample.holding.of(one) {
            let released = sign * self.released(set, one);
            if released != 0.0 {
                self.sample.arena.set(set).iter().for_each(|&at| self.open[at as usize] += released);
            }
        }
    }

    /// Puts somebody on the list, or takes them off.
    fn put(&mut self, at: usize, on: bool) {
        self.on_list[at] = on;
        let stays = 1.0 - self.chance(at);
        for &set in self.sample.holding.of(at) {
            let before = self.left(set);
            let (sure, left) = (&mut self.sure[set as usize], &mut self.left[set as usize]);
            match (stays > 0.0, on) {
                (true, true) => *left *= stays as f32,
                (true, false) => *left /= stays as f32,
                (false, true) => *sure = sure.saturating_add(1),
                (false, false) => *sure = sure.saturating_sub(1),
            }
            let more = self.left(set) - before;
            self.sample.arena.set(set).iter().for_each(|&at| self.open[at as usize] += more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{Limit, Rules};
    use crate::options::Standing;
    use crate::places::Quota;
    use crate::search::arena::Holding;

    /// Of two halves of six, the first of three holds four and three, the others a whole one each.
    fn halves() -> Arena {
        let set = |number: u32| match number {
            0..4 => vec![0, 1],
            4..6 => vec![1],
            6..9 => vec![0, 2],
            _ => vec![2],
        };
        Arena::of(4, (0..12).map(set))
    }

    fn exchange(chances: [f64; 4], rules: &Rules, pinned: usize, list: &[usize]) -> Vec<usize> {
        let arena = halves();
        let candidates: Vec<Candidate> =
            (0..).zip(chances).map(|(person, chance)| Candidate::new(person, chance)).collect();
        let places = Places::new(4, &candidates, &Standing::default(), rules, Limit::People(2)).unwrap();
        let holding = Holding::new(&arena, None);
        let sample = Sample { arena: &arena, holding: &holding, whose: None };
        exchanged(sample, &candidates, list, pinned, &places)
    }

    #[test]
    fn who_has_become_superfluous_gives_way() {
        assert_eq!(exchange([1.0; 4], &Rules::default(), 0, &[0, 2]), [1, 2]);
        assert_eq!(exchange([0.9, 0.9, 0.9, 1.0], &Rules::default(), 0, &[0, 2]), [1, 2]);
        // Who hardly ever says yes is not worth it; nor is who holds nothing.
        assert_eq!(exchange([1.0, 0.4, 1.0, 1.0], &Rules::default(), 0, &[0, 2]), [0, 2]);
    }

    #[test]
    fn the_pinned_and_the_quotas_stay() {
        assert_eq!(exchange([1.0; 4], &Rules::default(), 2, &[0, 2]), [0, 2]);
        let quota = Quota { members: vec![0, 3], at_least: 1, at_most: 2 };
        let rules = Rules { quotas: vec![quota], ..Rules::default() };
        assert_eq!(exchange([1.0; 4], &rules, 0, &[0, 2]), [0, 2]);
        // Who adds nothing gives way; the other would, but the quota needs them.
        assert_eq!(exchange([1.0; 4], &rules, 0, &[0, 3]), [0, 2]);
    }
}
