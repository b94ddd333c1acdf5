//! How many will have joined.
//!
//! Each leader who has been asked says yes or no on their own, so the number of yeses is Poisson-binomial: the
//! exact distribution comes from adding one leader at a time (Chen, Liu, "Statistical applications of the
//! Poisson-binomial", Statistica Sinica 1997). What usually comes unasked is added as a Poisson number.

use crate::error::Error;
use crate::estimate::Range;
use crate::reach::proper;

/// The distribution of how many have joined by the end.
///
/// It takes the chances as they are and each answer as independent of the others; where one yes makes another
/// likelier the true range is wider.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    joined: usize,
    /// `more[n]` is the probability that n more join.
    more: Vec<f64>,
}

impl Forecast {
    /// `joined` leaders have joined; each of `chances` is the chance of one who is asked; `unasked` is the number
    /// that usually comes of itself (0 for none).
    ///
    /// # Errors
    /// [`Error::Chance`] with the position for a chance outside 0 to 1, [`Error::Setting`] for `unasked` (at
    /// most 10,000).
    pub fn new(joined: usize, chances: &[f64], unasked: f64) -> Result<Self, Error> {
        if !(0.0..=10_000.0).contains(&unasked) {
            return Err(Error::Setting { what: "unasked", value: unasked, range: "from 0 to 10,000" });
        }
        let mut more = poisson(unasked);
        for (at, &chance) in chances.iter().enumerate() {
            proper(at as u32, chance)?;
            more.push(0.0);
            for n in (1..more.len()).rev() {
                more[n] = more[n] * (1.0 - chance) + more[n - 1] * chance;
            }
            more[0] *= 1.0 - chance;
        }
        Ok(Self { joined, more })
    }

    /// The expected number of joined.
    pub fn mean(&self) -> f64 {
        self.joined as f64 + self.more.iter().enumerate().map(|(n, p)| n as f64 * p).sum::<f64>()
    }

    /// Where the number falls four times in five (at least: it is a whole number, so the range covers 80 % or
    /// a little more).
    pub fn range(&self) -> Range {
        Range { low: self.quantile(0.1), high: self.quantile(0.9) }
    }

    /// The smallest number that is not exceeded with probability `share`.
    fn quantile(&self, share: f64) -> f64 {
        let mut sum = 0.0;
        let at = self.more.iter().position(|p| {
            sum += p;
            sum >= share - 1e-12
        });
        (self.joined + at.unwrap_or(self.more.len() - 1)) as f64
    }

    /// The chance that at least `target` will have joined.
    pub fn chance_of(&self, target: usize) -> f64 {
        let tail: f64 = self.more.iter().skip(target.saturating_sub(self.joined)).sum();
        tail.clamp(0.0, 1.0)
    }

    /// Each number of joined with its probability, ascending; for a chart.
    pub fn distribution(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.more.iter().enumerate().map(|(n, &p)| (self.joined + n, p))
    }
}

/// Probabilities of 0, 1, 2 … until what is left is below 1e-12, in logarithms so that a large mean works too.
fn poisson(mean: f64) -> Vec<f64> {
    if mean == 0.0 {
        return vec![1.0];
    }
    let mut terms = Vec::new();
    let mut log = -mean;
    let enough = mean + 10.0 * mean.sqrt() + 20.0;
    while (terms.len() as f64) < enough {
        terms.push(log.exp());
        log += mean.ln() - (terms.len() as f64).ln();
    }
    let sum: f64 = terms.iter().sum();
    terms.iter().map(|t| t / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every combination of answers, one by one.
    fn by_hand(joined: usize, chances: &[f64]) -> Vec<f64> {
        let mut distribution = vec![0.0; joined + chances.len() + 1];
        for answers in 0u32..1 << chances.len() {
            let p: f64 = chances
                .iter()
                .enumerate()
                .map(|(i, c)| if answers >> i & 1 == 1 { *c } else { 1.0 - c })
                .product();
            distribution[joined + answers.count_ones() as usize] += p;
        }
        distribution
    }

    #[test]
    fn it_is_the_sum_over_every_combination_of_answers() {
        let chances = [0.68, 0.48, 0.61, 0.55, 0.52, 0.41, 0.0, 1.0];
        let forecast = Forecast::new(4, &chances, 0.0).unwrap();
        let truth = by_hand(4, &chances);
        for (n, p) in forecast.distribution() {
            assert!((p - truth[n]).abs() < 1e-12, "{n}");
        }
        assert!((forecast.mean() - (4.0 + chances.iter().sum::<f64>())).abs() < 1e-9);
        assert!((forecast.chance_of(8) - truth[8..].iter().sum::<f64>()).abs() < 1e-12);
    }

    #[test]
    fn four_joined_and_six_asks_reach_eight_partners_two_times_in_five() {
        let forecast = Forecast::new(4, &[0.68, 0.48, 0.61, 0.55, 0.52, 0.41], 0.0).unwrap();
        assert!((forecast.chance_of(8) - 0.422_883).abs() < 1e-6);
        assert_eq!(forecast.range(), Range { low: 6.0, high: 9.0 });
    }

    #[test]
    fn a_target_that_is_reached_is_certain_and_one_beyond_everybody_is_not_possible() {
        let forecast = Forecast::new(8, &[0.5], 0.0).unwrap();
        assert!((forecast.chance_of(8) - 1.0).abs() < 1e-12);
        assert!(forecast.chance_of(10).abs() < 1e-12);
        assert_eq!(Forecast::new(3, &[], 0.0).unwrap().range(), Range { low: 3.0, high: 3.0 });
    }

    #[test]
    fn those_who_come_unasked_raise_the_mean_by_as_many() {
        for unasked in [0.5, 4.0, 2_000.0] {
            let forecast = Forecast::new(2, &[0.5, 0.5], unasked).unwrap();
            assert!((forecast.mean() - 3.0 - unasked).abs() < 1e-6 * (1.0 + unasked), "{unasked}");
        }
        assert!(Forecast::new(0, &[], f64::NAN).is_err());
        assert!(Forecast::new(0, &[1.5], 0.0).is_err());
    }
}
