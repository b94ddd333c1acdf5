//! Learning from answers: the mode of the posterior by Newton's method, its spread by the curvature there (Laplace;
//! MacKay, "The evidence framework applied to classification networks", Neural Computation 1992).
//!
//! The logarithm of the posterior is concave and the prior keeps it bounded, so there is one mode, whatever the
//! answers: also if all are yes, where plain logistic regression runs off to infinity.

use super::{BASE, BASE_DEVIATION, Evidence, Factor, TERMS, logistic, terms};

type Row = [f64; TERMS];

/// A normal distribution over the base and the factors' weights.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Belief {
    mean: Row,
    covariance: [Row; TERMS],
}

impl Belief {
    pub(crate) fn prior() -> Self {
        let mut mean = [0.0; TERMS];
        let mut covariance = [[0.0; TERMS]; TERMS];
        mean[0] = (BASE / (1.0 - BASE)).ln();
        covariance[0][0] = BASE_DEVIATION * BASE_DEVIATION;
        for factor in Factor::ALL {
            let (at, prior) = (factor as usize + 1, factor.prior());
            mean[at] = prior.mean;
            covariance[at][at] = prior.deviation * prior.deviation;
        }
        Self { mean, covariance }
    }

    /// The mean and standard deviation of one weight.
    pub(crate) fn term(&self, at: usize) -> (f64, f64) {
        (self.mean[at], self.covariance[at][at].max(0.0).sqrt())
    }

    /// The mean and standard deviation of the log-odds of a yes.
    pub(crate) fn log_odds(&self, terms: &Row) -> (f64, f64) {
        let spread = |row: &Row| dot(row, terms);
        let variance: f64 = self.covariance.iter().zip(terms).map(|(row, t)| spread(row) * t).sum();
        (dot(&self.mean, terms), variance.max(0.0).sqrt())
    }

    /// This belief (whose terms must be independent, as the prior's are) after some answers.
    pub(crate) fn after(&self, answers: &[(Evidence, bool)]) -> Self {
        let cases: Vec<(Row, f64)> =
            answers.iter().map(|(evidence, yes)| (terms(evidence), f64::from(u8::from(*yes)))).collect();
        let precision: Row = std::array::from_fn(|at| 1.0 / self.covariance[at][at]);
        let mut mean = self.mean;
        for _ in 0..50 {
            let (slope, curvature) = self.at(&mean, &precision, &cases);
            let step = solve(&curvature, &slope);
            let size = step.iter().fold(0.0f64, |a, s| a.max(s.abs()));
            // Far from the mode a full step may overshoot; the bound keeps it from swinging.
            let scale = if size > 1.0 { 1.0 / size } else { 1.0 };
            mean.iter_mut().zip(step).for_each(|(m, s)| *m += scale * s);
            if size < 1e-10 {
                break;
            }
        }
        let (_, curvature) = self.at(&mean, &precision, &cases);
        Self { mean, covariance: inverse(&curvature) }
    }

    /// Slope and negative curvature of the log posterior.
    fn at(&self, mean: &Row, precision: &Row, cases: &[(Row, f64)]) -> (Row, [Row; TERMS]) {
        let mut slope: Row = std::array::from_fn(|i| precision[i] * (self.mean[i] - mean[i]));
        let mut curvature = [[0.0; TERMS]; TERMS];
        for (i, p) in precision.iter().enumerate() {
            curvature[i][i] = *p;
        }
        for (terms, yes) in cases {
            let p = logistic(dot(mean, terms));
            for i in 0..TERMS {
                slope[i] += (yes - p) * terms[i];
                for j in 0..TERMS {
                    curvature[i][j] += p * (1.0 - p) * terms[i] * terms[j];
                }
            }
        }
        (slope, curvature)
    }
}

fn dot(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Solves `a x = b` for a positive definite `a`, by Cholesky.
fn solve(a: &[Row; TERMS], b: &Row) -> Row {
    let l = cholesky(a);
    let mut x = *b;
    for i in 0..TERMS {
        let known: f64 = (0..i).map(|k| l[i][k] * x[k]).sum();
        x[i] = (x[i] - known) / l[i][i];
    }
    for i in (0..TERMS).rev() {
        let known: f64 = (i + 1..TERMS).map(|k| l[k][i] * x[k]).sum();
        x[i] = (x[i] - known) / l[i][i];
    }
    x
}

fn cholesky(a: &[Row; TERMS]) -> [Row; TERMS] {
    let mut l = [[0.0; TERMS]; TERMS];
    for i in 0..TERMS {
        for j in 0..=i {
            let rest = a[i][j] - (0..j).map(|k| l[i][k] * l[j][k]).sum::<f64>();
            l[i][j] = if i == j { rest.max(1e-12).sqrt() } else { rest / l[j][j] };
        }
    }
    l
}

fn inverse(a: &[Row; TERMS]) -> [Row; TERMS] {
    // The inverse of a symmetric matrix is symmetric: its rows are its columns.
    std::array::from_fn(|i| solve(a, &std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{ChanceModel, Factor};
    use crate::random::{Draws, Stream, key};

    fn answers(count: usize, truth: impl Fn(&Evidence) -> f64) -> Vec<(Evidence, bool)> {
        let mut draws = Draws::new(key(9, Stream::Worlds, 0));
        let mut one = || {
            let evidence = Evidence::default()
                .with(Factor::MentoredBefore, f64::from(u8::from(draws.unit() < 0.5)))
                .with(Factor::WarmTie, draws.unit());
            (evidence, draws.unit() < truth(&evidence))
        };
        (0..count).map(|_| one()).collect()
    }

    #[test]
    fn without_answers_the_judgement_stands() {
        let (prior, after) = (Belief::prior(), Belief::prior().after(&[]));
        for at in 0..TERMS {
            assert!((prior.term(at).0 - after.term(at).0).abs() < 1e-9);
            assert!((prior.term(at).1 - after.term(at).1).abs() < 1e-9);
        }
    }

    #[test]
    fn a_firm_that_says_no_lowers_the_base_and_keeps_the_order() {
        let model = ChanceModel::learned(&answers(60, |_| 0.05));
        let plain = model.chance(&Evidence::default()).probability;
        let warm = model.chance(&Evidence::default().with(Factor::WarmTie, 0.8)).probability;
        assert!(plain < 0.15 && warm > plain, "{plain} {warm}");
    }

    #[test]
    fn with_many_answers_the_chances_come_to_the_truth() {
        let truth = |e: &Evidence| {
            logistic(-1.0 + 1.6 * e.get(Factor::MentoredBefore) + 0.4 * e.get(Factor::WarmTie))
        };
        let model = ChanceModel::learned(&answers(4_000, truth));
        for (mentored, warmth) in [(0.0, 0.2), (0.0, 0.9), (1.0, 0.2), (1.0, 0.9)] {
            let evidence =
                Evidence::default().with(Factor::MentoredBefore, mentored).with(Factor::WarmTie, warmth);
            let chance = model.chance(&evidence);
            assert!((chance.probability - truth(&evidence)).abs() < 0.05, "{mentored} {warmth} {chance:?}");
        }
    }

    #[test]
    fn more_answers_leave_less_doubt_and_one_answer_moves_little() {
        let doubt = |n| Belief::prior().after(&answers(n, |_| 0.4)).term(0).1;
        assert!(doubt(200) < doubt(20) && doubt(20) < doubt(0));
        let one = ChanceModel::learned(&[(Evidence::default(), false)]);
        let shift = BASE - one.chance(&Evidence::default()).probability;
        assert!(shift > 0.0 && shift < 0.06, "{shift}");
    }

    #[test]
    fn even_if_all_say_yes_the_chance_stays_below_one() {
        let model = ChanceModel::learned(&answers(500, |_| 1.0));
        assert!(model.chance(&Evidence::default()).probability < 0.999);
    }
}
