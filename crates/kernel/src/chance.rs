use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A source of randomness: ChaCha20, seeded by the system or, in tests, by a number.
pub struct Chance {
    rng: Mutex<ChaCha20Rng>,
    last_id: AtomicI64,
}

/// Letters and digits that are not mistaken for one another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Chance {
    /// Seeded from the operating system.
    ///
    /// # Panics
    /// Where the operating system has no randomness to give: nothing may run then.
    #[allow(clippy::expect_used)]
    pub fn from_system() -> Self {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("the operating system gives randomness");
        Self::new(ChaCha20Rng::from_seed(seed))
    }

    /// The same draws for the same number.
    pub fn seeded(seed: u64) -> Self {
        Self::new(ChaCha20Rng::seed_from_u64(seed))
    }

    fn new(rng: ChaCha20Rng) -> Self {
        Self { rng: Mutex::new(rng), last_id: AtomicI64::new(0) }
    }

    /// `id`, or the one after the last given where `id` does not lie above it.
    pub(crate) fn after_last(&self, id: i64) -> i64 {
        let given = |last: i64| if id > last { id } else { last + 1 };
        match self.last_id.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(given(last))) {
            Ok(last) | Err(last) => given(last),
        }
    }

    /// 64 random bits.
    pub fn bits(&self) -> u64 {
        self.rng.lock().unwrap_or_else(PoisonError::into_inner).next_u64()
    }

    /// A number from 0 to `n - 1`, each equally likely; 0 where `n` is 0.
    pub fn below(&self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        // Lemire's multiply-shift; rejects the few draws that would favour small numbers.
        loop {
            let wide = u128::from(self.bits()) * u128::from(n);
            let low = wide as u64;
            if low >= n.wrapping_neg() % n {
                return (wide >> 64) as u64;
            }
        }
    }

    /// A link's secret: 26 letters and digits, 130 bits.
    pub fn token(&self) -> String {
        (0..26).map(|_| char::from(ALPHABET[self.below(32) as usize])).collect()
    }

    /// A code to be typed: six digits.
    pub fn code(&self) -> String {
        format!("{:06}", self.below(1_000_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_token() {
        assert_eq!(Chance::seeded(7).token(), Chance::seeded(7).token());
        assert_ne!(Chance::seeded(7).token(), Chance::seeded(8).token());
    }

    #[test]
    fn a_code_has_six_digits() {
        let chance = Chance::seeded(1);
        for _ in 0..1000 {
            let code = chance.code();
            assert!(code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
        }
    }
}
