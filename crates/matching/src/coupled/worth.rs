//! The two tiers that matter where nobody wants a further mentor, in one number.

use crate::value::Value;

/// Covered mentees and a score, compared and added as the two are: no sum of scores comes near to 2^63.
pub(super) type Worth = i128;

/// A covered mentee.
pub(super) const COVERED: Worth = 1 << 64;

pub(super) fn packed(value: Value) -> Worth {
    Worth::from(value.covered) * COVERED + Worth::from(value.score)
}

pub(super) fn unpacked(worth: Worth) -> Value {
    // The lower half is the score, whatever its sign; what is left without it is whole.
    let score = worth as i64;
    let covered = (worth - Worth::from(score)) / COVERED;
    Value { covered: covered as i64, further: 0, score }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_in_and_come_out_and_compare_as_they_are() {
        let numbers = [-(1 << 60), -3, -1, 0, 1, 2, 1 << 60];
        let values = numbers.iter().flat_map(|covered| {
            numbers.iter().map(|score| Value { covered: *covered, further: 0, score: *score })
        });
        let values: Vec<Value> = values.collect();
        for one in &values {
            assert_eq!(unpacked(packed(*one)), *one);
            for other in &values {
                assert_eq!(packed(*one).cmp(&packed(*other)), one.cmp(other), "{one:?} {other:?}");
            }
        }
    }
}
