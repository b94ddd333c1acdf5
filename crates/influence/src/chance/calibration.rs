//! Whether the chances were right: of those given 40 %, did about 40 % say yes?

use super::ENOUGH_ANSWERS;
use crate::estimate::Range;

/// Chances as they stood at the ask, against the answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Calibration {
    /// Fewer than [`ENOUGH_ANSWERS`] answers.
    TooFewToTell {
        /// How many there are.
        answers: usize,
    },
    /// Up to five bands of about equal numbers, by ascending chance.
    Bands(Vec<Band>),
}

/// Asks of a similar chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// How many were asked.
    pub asked: usize,
    /// How many said yes.
    pub yes: usize,
    /// The mean of the chances they were given.
    pub expected: f64,
    /// Where the true share of yeses lies four times in five (Wilson, JASA 1927).
    pub observed: Range,
}

impl Calibration {
    /// From (chance given, said yes) pairs, in any order.
    pub fn of(answers: &[(f64, bool)]) -> Self {
        if answers.len() < ENOUGH_ANSWERS {
            return Self::TooFewToTell { answers: answers.len() };
        }
        let mut sorted = answers.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        // At least ten in a band, at most five bands; the remainder widens the last.
        let bands = (sorted.len() / 10).clamp(1, 5);
        let size = sorted.len() / bands;
        let band = |at: usize| {
            let end = if at + 1 == bands { sorted.len() } else { (at + 1) * size };
            Band::of(&sorted[at * size..end])
        };
        Self::Bands((0..bands).map(band).collect())
    }
}

impl Band {
    fn of(answers: &[(f64, bool)]) -> Self {
        let (asked, yes) = (answers.len(), answers.iter().filter(|a| a.1).count());
        let expected = answers.iter().map(|a| a.0).sum::<f64>() / asked as f64;
        Self { asked, yes, expected, observed: wilson(yes as f64, asked as f64) }
    }
}

fn wilson(yes: f64, asked: f64) -> Range {
    let z = 1.2816f64;
    let share = yes / asked;
    let middle = (share + z * z / (2.0 * asked)) / (1.0 + z * z / asked);
    let half =
        z / (1.0 + z * z / asked) * (share * (1.0 - share) / asked + z * z / (4.0 * asked * asked)).sqrt();
    Range { low: (middle - half).max(0.0), high: (middle + half).min(1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nineteen_answers_are_too_few() {
        assert_eq!(Calibration::of(&[(0.5, true); 19]), Calibration::TooFewToTell { answers: 19 });
    }

    #[test]
    fn every_answer_lands_in_one_band_and_the_bands_rise() {
        let answers: Vec<(f64, bool)> = (0..73).map(|i| (f64::from(i) / 73.0, i % 3 == 0)).collect();
        let Calibration::Bands(bands) = Calibration::of(&answers) else { panic!("73 are enough") };
        assert_eq!(bands.len(), 5);
        assert_eq!(bands.iter().map(|b| b.asked).sum::<usize>(), 73);
        assert!(bands.windows(2).all(|w| w[0].expected < w[1].expected));
        assert!(bands.iter().all(|b| b.observed.low < b.yes as f64 / b.asked as f64 + 1e-9));
    }
}
