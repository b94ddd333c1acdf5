//! What a sample says, and how sure it is.

/// A mean with an interval that holds it at the stated confidence.
///
/// The interval is about *sampling* alone: it shrinks with more samples and says nothing on whether the tie
/// probabilities are right. For how far one outcome may fall from the mean see [`Range`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate, in people (or in the units of the weights).
    pub mean: f64,
    /// The lower end, never below 0.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

/// Where an outcome falls four times in five: one time in ten below `low`, one in ten above `high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The 10 % quantile.
    pub low: f64,
    /// The 90 % quantile.
    pub high: f64,
}

impl Range {
    /// The range of these outcomes (they are sorted on the way). Without outcomes it is 0 to 0.
    pub(crate) fn of(outcomes: &mut [f64]) -> Self {
        outcomes.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = ((outcomes.len() as f64 * share).ceil() as usize).max(1) - 1;
            outcomes.get(rank).copied().unwrap_or(0.0)
        };
        Self { low: at(0.1), high: at(0.9) }
    }
}

/// Sum and sum of squares of values in [0, 1], of which `count` were drawn.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) count: usize,
    sum: f64,
    squares: f64,
}

impl Tally {
    pub(crate) fn new(count: usize) -> Self {
        Self { count, ..Self::default() }
    }

    /// Takes in one value; values of 0 need not be told.
    pub(crate) fn add(&mut self, value: f64) {
        self.sum += value;
        self.squares += value * value;
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }

    pub(crate) fn sum(&self) -> f64 {
        self.sum
    }

    /// The mean times `scale`, with the empirical Bernstein interval of Maurer and Pontil ("Empirical
    /// Bernstein bounds and sample-variance penalization", COLT 2009, theorem 4), applied to both sides.
    /// Unlike the normal approximation it holds at every sample size, which rare events need.
    pub(crate) fn estimate(&self, scale: f64, confidence: f64) -> Estimate {
        let n = self.count as f64;
        if self.count < 2 {
            return Estimate { mean: 0.0, lower: 0.0, upper: scale };
        }
        let mean = self.sum / n;
        let variance = ((self.squares - n * mean * mean) / (n - 1.0)).max(0.0);
        // Each side may fail with (1 - confidence) / 2, and the theorem spends half of that on the variance.
        let log = (4.0 / (1.0 - confidence)).ln();
        let reach = (2.0 * variance * log / n).sqrt() + 7.0 * log / (3.0 * (n - 1.0));
        Estimate {
            mean: mean * scale,
            lower: (mean - reach).max(0.0) * scale,
            upper: (mean + reach).min(1.0) * scale,
        }
    }
}

/// A lower bound on the expected sum of `count` independent values in [0, 1] that came to `sum`, failing with probability at most
/// `delta`: the means under which so great a sum has no less a chance (Hoeffding, "Probability inequalities for sums of bounded random
/// variables", JASA 1963, theorem 1).
pub(crate) fn at_least(sum: f64, count: f64, delta: f64) -> f64 {
    let mean = share(sum, count);
    count * edge(mean, 0.0, (1.0 / delta).ln() / count)
}

/// The matching upper bound.
pub(crate) fn at_most(sum: f64, count: f64, delta: f64) -> f64 {
    let mean = share(sum, count);
    count * edge(mean, 1.0, (1.0 / delta).ln() / count)
}

fn share(sum: f64, count: f64) -> f64 {
    if count > 0.0 { (sum / count).clamp(0.0, 1.0) } else { 0.0 }
}

/// Between a mean and an end of [0, 1], where the divergence from the mean comes to so much.
fn edge(mean: f64, end: f64, most: f64) -> f64 {
    let part = |a: f64, b: f64| if a > 0.0 { a * (a / b).ln() } else { 0.0 };
    let (mut within, mut beyond) = (mean, end);
    // Each step halves what is unknown; 2^-48 of a person is nobody.
    for _ in 0..48 {
        let middle = f64::midpoint(within, beyond);
        if part(mean, middle) + part(1.0 - mean, 1.0 - middle) <= most {
            within = middle;
        } else {
            beyond = middle;
        }
    }
    beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_times_in_five_leaves_a_tenth_on_either_side() {
        let mut outcomes: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(Range::of(&mut outcomes), Range { low: 10.0, high: 90.0 });
        assert_eq!(Range::of(&mut []), Range { low: 0.0, high: 0.0 });
    }

    #[test]
    fn the_interval_narrows_with_more_samples_and_holds_the_mean() {
        let width = |n: usize| {
            let mut tally = Tally::new(n);
            (0..n / 4).for_each(|_| tally.add(1.0));
            let e = tally.estimate(1.0, 0.99);
            assert!(e.lower < 0.25 && 0.25 < e.upper && (e.mean - 0.25).abs() < 1e-9);
            e.upper - e.lower
        };
        assert!(width(400) > 1.9 * width(1_600));
    }

    #[test]
    fn the_bounds_hold_the_sum_between_them() {
        for sum in [0.0, 1.0, 50.0, 4000.0, 5000.0] {
            let (low, high) = (at_least(sum, 5000.0, 0.01), at_most(sum, 5000.0, 0.01));
            assert!(0.0 <= low && low <= sum && sum <= high && high <= 5000.0, "{low} {sum} {high}");
        }
        assert!(at_least(0.0, 100.0, 0.01).abs() < 1e-9 && at_most(0.0, 0.0, 0.01).abs() < 1e-9);
        // Without a hit in n draws a mean of p has the chance (1 − p)^n.
        assert!(((1.0 - at_most(0.0, 100.0, 0.01) / 100.0).powi(100) - 0.01).abs() < 1e-9);
    }

    #[test]
    fn the_bounds_miss_the_truth_no_more_often_than_they_say() {
        let (n, delta) = (60, 0.05);
        for chance in [0.03, 0.2, 0.5, 0.9f64] {
            // The binomial distribution in full.
            let mut term = (1.0 - chance).powi(n);
            let (mut low, mut high) = (0.0, 0.0);
            for hits in 0..=n {
                let truth = chance * f64::from(n);
                low += if at_least(f64::from(hits), f64::from(n), delta) > truth { term } else { 0.0 };
                high += if at_most(f64::from(hits), f64::from(n), delta) < truth { term } else { 0.0 };
                term *= f64::from(n - hits) / f64::from(hits + 1) * chance / (1.0 - chance);
            }
            assert!(low <= delta && high <= delta, "{chance}: {low} {high}");
        }
    }
}
