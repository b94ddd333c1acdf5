//! Counter-based randomness: every draw is a pure function of (seed, stream, counter), so a result does not
//! depend on how many threads shared the work or in which order they finished.
//!
//! The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom
//! number generators", OOPSLA 2014).

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Separate purposes never share draws: the certificate needs samples independent of the choosing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Choose = 1,
    Judge = 2,
    Worlds = 3,
    /// Whom each on a list brings alone.
    Alone = 4,
}

pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The start of an independent sequence for the `counter`-th thing of a stream.
pub(crate) fn key(seed: u64, stream: Stream, counter: u64) -> u64 {
    let stream = mix(mix(seed.wrapping_add(GOLDEN)).wrapping_add((stream as u64).wrapping_mul(GOLDEN)));
    mix(stream ^ mix(counter.wrapping_mul(GOLDEN) ^ GOLDEN))
}

/// A coin that belongs to a place: the same answer whenever it is asked for.
pub(crate) fn coin(world: u64, place: u64) -> u32 {
    (mix(world ^ place.wrapping_mul(GOLDEN)) >> 32) as u32
}

/// The draws that belong to one person within the set of a key: the same in whatever order people are met.
pub(crate) fn own(set: u64, person: u32) -> Draws {
    Draws(set ^ (u64::from(person) + 1).wrapping_mul(0xD1B5_4A32_D192_ED03))
}

/// A sequence of draws. Small enough to live in a register.
#[derive(Debug, Clone)]
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(key: u64) -> Self {
        Self(key)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// Uniform in 0..n. The bias is below n / 2^64.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// Uniform in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }
}

/// The threshold at which a 32-bit draw counts as a hit: `draw <= threshold` happens with probability `p`,
/// off by less than 2^-32. Probability 1 always hits; the smallest kept probability is 2^-32.
pub(crate) fn threshold(p: f64) -> u32 {
    ((p * 4_294_967_296.0).round() - 1.0).clamp(0.0, 4_294_967_295.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coin_lands_as_often_as_its_probability_says() {
        for p in [0.02, 0.25, 0.5, 0.9] {
            let t = threshold(p);
            let hits = (0..200_000u64).filter(|w| coin(key(7, Stream::Worlds, *w), 3 << 32 | 5) <= t).count();
            let share = hits as f64 / 200_000.0;
            assert!((share - p).abs() < 0.006, "{p}: {share}");
        }
        assert_eq!(threshold(1.0), u32::MAX);
    }

    #[test]
    fn neighbouring_counters_and_streams_draw_apart() {
        let mut seen = std::collections::HashSet::new();
        for stream in [Stream::Choose, Stream::Judge, Stream::Worlds] {
            for counter in 0..10_000 {
                let mut draws = Draws::new(key(1, stream, counter));
                assert!(seen.insert(draws.next()));
            }
        }
    }
}
