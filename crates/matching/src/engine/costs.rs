//! What a pair costs: how far its score is below the highest.

use crate::instance::Allowed;

/// The scale of costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Costs {
    pub highest: u32,
    /// All costs are multiples of this; 0 if all costs are zero.
    pub unit: u32,
    /// The highest cost.
    pub spread: u32,
}

impl Costs {
    pub fn of(pairs: &[Allowed]) -> Costs {
        let (mut highest, mut lowest) = (0, u32::MAX);
        for one in pairs {
            highest = highest.max(one.score);
            lowest = lowest.min(one.score);
        }
        let mut unit = 0;
        for one in pairs {
            unit = divisor(unit, highest - one.score);
            if unit == 1 {
                break;
            }
        }
        Costs { highest, unit, spread: highest - lowest.min(highest) }
    }

    pub fn of_pair(self, one: Allowed) -> i64 {
        i64::from(self.highest - one.score)
    }
}

/// The greatest common divisor, quickly where `a` divides `b`.
fn divisor(mut a: u32, mut b: u32) -> u32 {
    if a != 0 && b.is_multiple_of(a) {
        return a;
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
