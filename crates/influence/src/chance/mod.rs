//! The chance of a yes, as a sum of reasons.
//!
//! A Bayesian logistic regression: the log-odds of a yes are a base plus, for each [`Factor`], its value times its
//! weight. Every weight starts from a stated judgement ([`Factor::prior`]) and moves as this installation's answers
//! come in, the less the surer the judgement was. Being a sum, it explains itself row by row.

mod calibration;
mod factor;
mod learn;

pub use calibration::{Band, Calibration};
pub use factor::{Evidence, Factor, Prior, ask_size, recency};

use crate::estimate::Range;
use learn::Belief;

/// Below so many answers nothing is said about what was learned.
pub const ENOUGH_ANSWERS: usize = 20;

/// The base and the factors: one number each.
pub(crate) const TERMS: usize = Factor::ALL.len() + 1;

/// Of a leader about whom nothing is known, met and asked for two hours a month. Stated judgement.
const BASE: f64 = 0.35;
const BASE_DEVIATION: f64 = 0.7;

/// What is believed about yeses here and now.
#[derive(Debug, Clone, PartialEq)]
pub struct ChanceModel {
    belief: Belief,
    answers: usize,
}

/// One leader's chance, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// Between 0 and 1.
    pub probability: f64,
    /// Where the chance itself lies four times in five, as the weights are not known exactly.
    pub range: Range,
    /// The reasons, the weightiest first; those of no weight are left out.
    pub because: Vec<Contribution>,
}

/// One reason in one leader's chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The reason.
    pub factor: Factor,
    /// Whether it raises or lowers the chance.
    pub effect: Effect,
    /// In log-odds, with its sign.
    pub size: f64,
    /// By how much the chance would differ without it: 0.12 is 12 percentage points, with its sign.
    pub difference: f64,
}

/// Which way a reason points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Likelier.
    Up,
    /// Less likely.
    Down,
}

/// What the answers so far say about one factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learned {
    /// Log-odds per unit now.
    pub weight: f64,
    /// Where it lies four times in five.
    pub range: Range,
}

impl Default for ChanceModel {
    fn default() -> Self {
        Self { belief: Belief::prior(), answers: 0 }
    }
}

impl ChanceModel {
    /// The judgement, updated by this installation's answers: for each the evidence as it stood when the leader was
    /// asked, and whether they joined. The order does not matter.
    pub fn learned(answers: &[(Evidence, bool)]) -> Self {
        Self { belief: Belief::prior().after(answers), answers: answers.len() }
    }

    /// The chance of a yes from a leader with this evidence.
    pub fn chance(&self, evidence: &Evidence) -> Chance {
        let terms = terms(evidence);
        let (odds, deviation) = self.belief.log_odds(&terms);
        let probability = logistic(odds);
        let mut because: Vec<Contribution> =
            Factor::ALL.into_iter().filter_map(|factor| self.contribution(factor, &terms, odds)).collect();
        because.sort_by(|a, b| b.size.abs().total_cmp(&a.size.abs()).then(a.factor.cmp(&b.factor)));
        let half = 1.2816 * deviation;
        Chance {
            probability,
            range: Range { low: logistic(odds - half), high: logistic(odds + half) },
            because,
        }
    }

    /// How many answers it has learned from.
    pub fn answers(&self) -> usize {
        self.answers
    }

    /// What was learned about a factor; `None` says "too few to tell".
    pub fn about(&self, factor: Factor) -> Option<Learned> {
        (self.answers >= ENOUGH_ANSWERS).then(|| {
            let (weight, deviation) = self.belief.term(factor as usize + 1);
            let half = 1.2816 * deviation;
            Learned { weight, range: Range { low: weight - half, high: weight + half } }
        })
    }

    fn contribution(&self, factor: Factor, terms: &[f64; TERMS], odds: f64) -> Option<Contribution> {
        let at = factor as usize + 1;
        let size = self.belief.term(at).0 * terms[at];
        (size.abs() > 1e-9).then(|| Contribution {
            factor,
            effect: if size > 0.0 { Effect::Up } else { Effect::Down },
            size,
            difference: logistic(odds) - logistic(odds - size),
        })
    }
}

fn terms(evidence: &Evidence) -> [f64; TERMS] {
    let mut terms = [1.0; TERMS];
    for factor in Factor::ALL {
        terms[factor as usize + 1] = evidence.get(factor);
    }
    terms
}

pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Factor::{AskSize, ColleaguesJoined, DeclinedEarlier, MentoredBefore, OfferedToHelp, WarmTie};

    fn chance(evidence: Evidence) -> Chance {
        ChanceModel::default().chance(&evidence)
    }

    #[test]
    fn a_leader_of_whom_nothing_is_known_has_the_base_chance_and_no_reasons() {
        let chance = chance(Evidence::default());
        assert!((chance.probability - BASE).abs() < 1e-9);
        assert!(chance.because.is_empty());
        assert!(chance.range.low < 0.25 && chance.range.high > 0.45);
    }

    #[test]
    fn the_reasons_add_up_to_the_chance() {
        let evidence = Evidence::default().with(OfferedToHelp, 0.8).with(WarmTie, 0.6).with(AskSize, 1.0);
        let chance = chance(evidence);
        let sum: f64 = chance.because.iter().map(|c| c.size).sum();
        let base = (BASE / (1.0 - BASE)).ln();
        assert!((logistic(base + sum) - chance.probability).abs() < 1e-12);
        assert_eq!(
            chance.because.iter().map(|c| (c.factor, c.effect)).collect::<Vec<_>>(),
            [(OfferedToHelp, Effect::Up), (WarmTie, Effect::Up), (AskSize, Effect::Down)]
        );
        assert!(chance.because.iter().all(|c| (c.difference > 0.0) == (c.effect == Effect::Up)));
    }

    #[test]
    fn each_colleague_who_joins_makes_a_yes_likelier() {
        let at = |share| chance(Evidence::default().with(ColleaguesJoined, share)).probability;
        assert!(at(0.0) < at(0.25) && at(0.25) < at(0.5) && at(0.5) < at(1.0));
    }

    #[test]
    fn under_twenty_answers_are_too_few_to_tell() {
        let mentor = Evidence::default().with(MentoredBefore, 1.0);
        assert_eq!(ChanceModel::learned(&vec![(mentor, true); 19]).about(MentoredBefore), None);
        assert!(ChanceModel::learned(&vec![(mentor, true); 20]).about(MentoredBefore).is_some());
    }

    #[test]
    fn an_earlier_decline_informs_the_chance_but_is_marked_as_private() {
        let chance = chance(Evidence::default().with(DeclinedEarlier, 1.0));
        assert!(chance.probability < BASE && chance.because[0].factor.is_private());
    }
}
