//! Rows whose ties are all equally likely: how many are live, and which.

use crate::random::Draws;

/// More live ties than this are drawn by jumping; at a mean of [`TABLED`] it is exceeded once in 2^32 draws.
const COUNTS: usize = 14;
/// The greatest mean number of live ties for which a table serves.
const TABLED: f64 = 1.5;

/// How influence spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Diffusion {
    /// Independent cascade: each tie gets one chance of its own (Kempe, Kleinberg, Tardos 2003).
    #[default]
    Cascade,
    /// Linear threshold: somebody follows when the ties from those who joined outweigh a threshold that is drawn from 0
    /// to 1. The same as heeding one person at most, each with the weight of the tie (same paper, claim 2.6).
    Threshold,
}

/// A number of ties that share one chance. Most people of an organisation share a few hundred of these.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub(crate) struct Kind {
    ties: u32,
    how: How,
    /// How often, in 2^32, there are at most so many live ties.
    at_most: [u32; COUNTS],
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    /// Their number by table, then which.
    Table,
    /// From one live tie to the next: 1 / ln(1 − chance).
    Jump(f32),
    /// All are certain.
    All,
    /// One at most, each with this chance.
    One(f32),
}

impl Kind {
    pub(crate) fn new(ties: u32, chance: f64, diffusion: Diffusion) -> Self {
        let mean = f64::from(ties) * chance;
        let how = match diffusion {
            Diffusion::Threshold => How::One(chance as f32),
            Diffusion::Cascade if chance >= 1.0 => How::All,
            Diffusion::Cascade if mean <= TABLED => How::Table,
            Diffusion::Cascade => How::Jump((1.0 / (-chance).ln_1p()) as f32),
        };
        let mut at_most = [u32::MAX; COUNTS];
        if how == How::Table {
            let (ties, odds) = (f64::from(ties), chance / (1.0 - chance));
            let (mut term, mut sum) = ((ties * (-chance).ln_1p()).exp(), 0.0);
            for (count, slot) in (0u32..).zip(&mut at_most) {
                sum += term;
                *slot = (sum * 4_294_967_296.0).min(4_294_967_295.0) as u32;
                term *= (ties - f64::from(count)).max(0.0) / f64::from(count + 1) * odds;
            }
        }
        Self { ties, how, at_most }
    }

    pub(crate) fn ties(&self) -> u32 {
        self.ties
    }

    /// Calls `at` with the position of each live tie in its row.
    pub(crate) fn live(&self, draws: &mut Draws, mut at: impl FnMut(u32)) {
        match self.how {
            How::Table => self.tabled(draws, at),
            How::All => (0..self.ties).for_each(at),
            How::Jump(per_log) => {
                let mut next = jump(draws, per_log);
                while next < f64::from(self.ties) {
                    at(next as u32);
                    next += 1.0 + jump(draws, per_log);
                }
            }
            How::One(chance) => {
                let position = draws.unit() / f64::from(chance);
                if position < f64::from(self.ties) {
                    at(position as u32);
                }
            }
        }
    }

    fn tabled(&self, draws: &mut Draws, mut at: impl FnMut(u32)) {
        let draw = draws.next();
        let share = (draw >> 32) as u32;
        if share < self.at_most[0] {
            return;
        }
        let among = |draw: u64| (((draw & 0xFFFF_FFFF) * u64::from(self.ties)) >> 32) as u32;
        let first = among(draw);
        at(first);
        if share < self.at_most[1] {
            return;
        }
        let live = self.at_most.partition_point(|&most| most <= share).min(self.ties as usize);
        let mut picked = [first; COUNTS];
        let mut count = 1;
        while count < live {
            let next = among(draws.next());
            if !picked[..count].contains(&next) {
                picked[count] = next;
                count += 1;
                at(next);
            }
        }
    }
}

/// How many dead ties lie before the next live one.
fn jump(draws: &mut Draws, per_log: f32) -> f64 {
    ((1.0 - draws.unit()).ln() * f64::from(per_log)).floor()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Stream, key};

    fn check(ties: u32, chance: f64) {
        let kind = Kind::new(ties, chance, Diffusion::Cascade);
        let (mut hits, mut pairs) = (vec![0u32; ties as usize], 0u32);
        let rounds = 60_000;
        for counter in 0..rounds {
            let mut live = Vec::new();
            kind.live(&mut Draws::new(key(3, Stream::Choose, counter)), |at| live.push(at));
            for &at in &live {
                hits[at as usize] += 1;
            }
            pairs += u32::from(live.contains(&0) && live.contains(&(ties - 1)));
            live.sort_unstable();
            assert!(live.windows(2).all(|two| two[0] != two[1]), "{ties} × {chance}: {live:?}");
        }
        let share = |hits: u32| f64::from(hits) / rounds as f64;
        assert!(hits.iter().all(|&h| (share(h) - chance).abs() < 0.011), "{ties} × {chance}: {hits:?}");
        if ties > 1 {
            assert!((share(pairs) - chance * chance).abs() < 0.011, "{ties} × {chance}: {pairs} pairs");
        }
    }

    #[test]
    fn equal_ties_are_live_as_often_as_their_chance_says_and_each_on_its_own() {
        for (ties, chance) in
            [(1, 1.0), (1, 0.3), (2, 0.5), (5, 0.2), (3, 0.4), (20, 0.3), (4, 1.0), (6, 0.9)]
        {
            check(ties, chance);
        }
    }

    #[test]
    fn with_thresholds_one_tie_at_most_is_heeded() {
        let kind = Kind::new(3, 0.25, Diffusion::Threshold);
        let mut hits = [0u32; 4];
        for counter in 0..40_000 {
            let mut live = Vec::new();
            kind.live(&mut Draws::new(key(3, Stream::Choose, counter)), |at| live.push(at));
            assert!(live.len() <= 1);
            hits[live.first().map_or(3, |&at| at as usize)] += 1;
        }
        assert!(hits.iter().all(|&h| (f64::from(h) / 40_000.0 - 0.25).abs() < 0.012), "{hits:?}");
    }
}
