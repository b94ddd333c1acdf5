//! Round numbers for an axis.

/// From zero to a round number at or above what is shown, with round steps between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The number at the far end.
    pub top: i64,
    /// Between two marks.
    pub step: i64,
}

impl Scale {
    /// An axis that holds `most`, with at most `marks` steps (one at least). Steps are 1, 2 or 5
    /// times a power of ten: what people count by.
    pub fn holding(most: i64, marks: i64) -> Self {
        let (most, marks) = (most.max(1), marks.max(1));
        let mut step = 1;
        while step * marks < most {
            step = next(step);
        }
        Self { top: (most + step - 1) / step * step, step }
    }

    /// The marks, zero and the top among them.
    pub fn marks(self) -> impl Iterator<Item = i64> {
        (0..=self.top / self.step).map(move |n| n * self.step)
    }

    /// Where a number stands on an axis of this length that begins at `from`. What does not fit
    /// stands at the end.
    pub fn place(self, from: f64, length: f64, number: f64) -> f64 {
        from + length * (number / self.top as f64).clamp(0.0, 1.0)
    }
}

/// 1, 2, 5, 10, 20, 50 …
fn next(step: i64) -> i64 {
    let mut power = 1;
    while step >= power * 10 {
        power *= 10;
    }
    match step / power {
        1 => 2 * power,
        2 => 5 * power,
        _ => 10 * power,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_room_and_few_marks() {
        for most in 0..5_000 {
            for marks in 1..8 {
                let scale = Scale::holding(most, marks);
                assert!(scale.top >= most && scale.top >= 1, "{most} in {marks}: {scale:?}");
                assert!(scale.top / scale.step <= marks, "{most} in {marks}: {scale:?}");
                assert_eq!(scale.marks().last(), Some(scale.top));
                assert!([1, 2, 5].contains(&first_digit(scale.step)), "{scale:?}");
            }
        }
    }

    #[test]
    fn a_larger_number_never_stands_before_a_smaller_one() {
        let scale = Scale::holding(37, 5);
        let places: Vec<f64> = (0..60).map(|n| scale.place(10.0, 100.0, f64::from(n))).collect();
        assert!(places.windows(2).all(|two| two[0] <= two[1]));
        assert!(places.iter().all(|place| (10.0..=110.0).contains(place)));
    }

    fn first_digit(mut n: i64) -> i64 {
        while n >= 10 {
            n /= 10;
        }
        n
    }
}
