//! The fair draw: seeded random numbers that depend on who is meant, never on the order of the input.

use crate::instance::{MenteeId, MentorId};

/// Bits of a mentee's lottery number. A million of them add up to less than 2^57.
const LOTTERY_BITS: u32 = 36;
/// Bits of a pair's own number, small beside a lottery number: it only tells equal solutions apart.
const PAIR_BITS: u32 = 30;

/// The number a mentee draws: among those who tie and waited equally long, high numbers are matched.
pub(crate) fn lottery(seed: u64, mentee: MenteeId) -> i64 {
    (mix(mix(seed) ^ u64::from(mentee.0)) >> (64 - LOTTERY_BITS)) as i64
}

/// The number of a pair, which decides between mentors that are equally good for everybody.
pub(crate) fn pair(seed: u64, mentee: MenteeId, mentor: MentorId) -> i64 {
    let both = (u64::from(mentee.0) << 32) | u64::from(mentor.0);
    (mix(mix(!seed) ^ both) >> (64 - PAIR_BITS)) as i64
}

/// The number of one of a mentor's places: among those that tie, places with low numbers are filled.
pub(crate) fn place(seed: u64, mentor: MentorId, place: u32) -> u64 {
    let both = (u64::from(mentor.0) << 32) | u64::from(place);
    mix(mix(seed.rotate_left(32)) ^ both)
}

/// The output function of splitmix64 (Steele, Lea and Flood, 2014): every input bit reaches every output bit.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mentee_wins_about_as_often() {
        let mut wins = [0; 4];
        for seed in 0..4_000 {
            let winner = (0..4).max_by_key(|mentee| lottery(seed, MenteeId(*mentee))).unwrap();
            wins[winner as usize] += 1;
        }
        assert!(wins.iter().all(|count| (900..=1_100).contains(count)), "{wins:?}");
    }
}
