//! Each factor in words: the judgement, and what answers have made of it.

use super::effects::{effect, measure, moved};
use crate::features::recruiting::DecidedAsk;
use crate::features::shortlist::factors;
use crate::shell::words;
use bellwether_influence::chance::{ChanceModel, ENOUGH_ANSWERS, Evidence, Factor};
use std::collections::BTreeMap;

/// So many asks must differ in a factor before anything is said of it: below, it could be read as the answer of one.
const APART: usize = 5;

/// A factor as the page shows it.
pub struct Weighed {
    /// "A warm introduction".
    pub name: &'static str,
    /// What its effect is told of: "The warmest there can be, against none".
    pub measure: String,
    /// Why it was judged so.
    pub why: String,
    /// "About doubles the odds".
    pub judged: String,
    /// "35 % becomes 52 %".
    pub example: String,
    /// What answers made of it, or that they are too few.
    pub learned: String,
}

/// The factors that a page may show, the weightiest judgement first.
pub fn weighed(model: &ChanceModel, asks: &[DecidedAsk]) -> Vec<Weighed> {
    let base = judged_base();
    let mut factors: Vec<Factor> = Factor::ALL.into_iter().filter(|f| !f.is_private()).collect();
    factors.sort_by(|a, b| b.prior().mean.total_cmp(&a.prior().mean));
    let one = |factor: Factor| {
        let prior = factor.prior();
        Weighed {
            name: factors::name(factor),
            measure: words::sentence(measure(factor)),
            why: words::sentence(prior.why),
            judged: words::sentence(&effect(prior.mean)),
            example: format!("{} becomes {}", words::percent(base), words::percent(moved(base, prior.mean))),
            learned: learned(model, asks, factor),
        }
    };
    factors.into_iter().map(one).collect()
}

/// The chance of a leader about whom nothing is known, as it was judged.
pub fn judged_base() -> f64 {
    ChanceModel::default().chance(&Evidence::default()).probability
}

/// "Too few to tell: 6 answers of 20".
pub fn too_few(answers: usize) -> String {
    format!("Too few to tell: {} of {ENOUGH_ANSWERS}", words::count(answers as i64, "answer", "answers"))
}

fn learned(model: &ChanceModel, asks: &[DecidedAsk], factor: Factor) -> String {
    let Some(learned) = model.about(factor) else { return format!("{}.", too_few(model.answers())) };
    let differed = apart(asks, factor);
    if differed < APART {
        let alike = match differed {
            0 => format!("all {} asks were alike in this", asks.len()),
            n => format!("{n} of {} asks differed in this, and it takes {APART}", asks.len()),
        };
        return format!("Too few to tell: {alike}.");
    }
    let judged = factor.prior().mean;
    let beside = match () {
        () if learned.range.low > judged => "Better than judged",
        () if learned.range.high < judged => "Worse than judged",
        () => "About as judged",
    };
    let base = judged_base();
    let becomes = |log_odds| words::percent(moved(base, log_odds));
    format!(
        "{beside}: {} becomes {}, somewhere from {} to {}.",
        words::percent(base),
        becomes(learned.weight),
        becomes(learned.range.low),
        becomes(learned.range.high)
    )
}

/// How many asks differ in a factor from what most have.
fn apart(asks: &[DecidedAsk], factor: Factor) -> usize {
    let mut alike: BTreeMap<i64, usize> = BTreeMap::new();
    for ask in asks {
        *alike.entry((ask.known.evidence.get(factor) * 10.0).round() as i64).or_default() += 1;
    }
    asks.len() - alike.values().max().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::recruiting::AskEvidence;

    fn asks(of: impl IntoIterator<Item = (f64, bool)>) -> Vec<DecidedAsk> {
        let ask = |(warmth, joined)| {
            let evidence = Evidence::default().with(Factor::WarmTie, warmth);
            DecidedAsk { known: AskEvidence { evidence, chance: 0.35, learned_from: 0 }, joined, own: true }
        };
        of.into_iter().map(ask).collect()
    }

    fn told(asks: &[DecidedAsk], factor: Factor) -> String {
        let answers: Vec<_> = asks.iter().map(|ask| (ask.known.evidence, ask.joined)).collect();
        learned(&ChanceModel::learned(&answers), asks, factor)
    }

    #[test]
    fn what_a_page_must_not_show_is_not_among_them() {
        let all = weighed(&ChanceModel::default(), &[]);
        assert_eq!(all.len(), Factor::ALL.len() - 1);
        assert!(all.iter().all(|one| !one.name.contains("eclined")));
        assert_eq!(
            (all[0].name, all[0].example.as_str()),
            ("Close colleagues have joined", "35\u{a0}% becomes 71\u{a0}%")
        );
        assert_eq!(all[0].learned, "Too few to tell: 0 answers of 20.");
    }

    #[test]
    fn nothing_is_said_of_what_fewer_than_five_had() {
        let few = asks((0..24).map(|at| (if at < 4 { 0.8 } else { 0.0 }, at < 4)));
        assert_eq!(
            told(&few, Factor::WarmTie),
            "Too few to tell: 4 of 24 asks differed in this, and it takes 5."
        );
        assert_eq!(told(&few, Factor::Level), "Too few to tell: all 24 asks were alike in this.");
    }

    #[test]
    fn many_answers_say_what_they_made_of_the_judgement_with_a_range() {
        let cold = asks((0..80).map(|at| (if at % 2 == 0 { 0.9 } else { 0.1 }, at % 2 != 0)));
        let told = told(&cold, Factor::WarmTie);
        assert!(
            told.starts_with("Worse than judged: 35\u{a0}% becomes ") && told.contains("somewhere from "),
            "{told}"
        );
    }
}
