//! Whom each person influences.

use super::backward::Backward;
use super::kinds::Diffusion;
use crate::random::threshold;

/// Whom each person influences, with the threshold of each tie's own coin.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    starts: Vec<u32>,
    ties: Vec<Tied>,
}

/// The other end of a tie.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tied {
    pub(crate) person: u32,
    pub(crate) threshold: u32,
}

impl Forward {
    /// A counting sort by sender; stable, so receivers ascend.
    pub(crate) fn new(people: usize, into: &Backward, diffusion: Diffusion) -> Self {
        let mut starts = vec![0u32; people + 1];
        into.each_tie(diffusion, |src, _, _| starts[src as usize + 1] += 1);
        for person in 0..people {
            starts[person + 1] += starts[person];
        }
        let mut next = starts.clone();
        let mut ties = vec![Tied { person: 0, threshold: 0 }; into.ties()];
        for receiver in 0..people as u32 {
            for (src, chance) in into.read(receiver, diffusion) {
                let at = &mut next[src as usize];
                ties[*at as usize] = Tied { person: receiver, threshold: threshold(chance) };
                *at += 1;
            }
        }
        Self { starts, ties }
    }

    pub(crate) fn row(&self, person: u32) -> &[Tied] {
        let person = person as usize;
        &self.ties[self.starts[person] as usize..self.starts[person + 1] as usize]
    }

    /// Whom this person influences, with the probability.
    pub(crate) fn read(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let chance = |tied: &Tied| (f64::from(tied.threshold) + 1.0) / 4_294_967_296.0;
        self.row(person).iter().map(move |tied| (tied.person, chance(tied)))
    }
}
