//! What a factor does to a chance, in plain words.

use bellwether_influence::chance::Factor;

/// Shares of the odds that words are for, the smallest first.
const SHARES: [(f64, &str); 7] = [
    (0.1, "a tenth"),
    (0.2, "a fifth"),
    (0.25, "a quarter"),
    (1.0 / 3.0, "a third"),
    (0.5, "a half"),
    (2.0 / 3.0, "two thirds"),
    (0.75, "three quarters"),
];

/// Log-odds that are as good as none.
const HARDLY: f64 = 0.05;

/// What its effect is told of.
pub fn measure(factor: Factor) -> &'static str {
    match factor {
        Factor::MentoredBefore
        | Factor::OfferedToHelp
        | Factor::PeopleStrategy
        | Factor::NetworkSponsor
        | Factor::TeamPromoted => "when it is new; half of it after five years",
        Factor::WarmTie => "the warmest there can be, against none",
        Factor::Level => "for each senior level above the lowest",
        Factor::AskSize => "each time the hours a month double, from two",
        Factor::DeclinedEarlier => "against who did not",
        Factor::NeverAsked => "against who was asked before",
        Factor::ColleaguesJoined => "all of them, against none",
    }
}

/// What log-odds do to the odds: "about doubles the odds", "lowers the odds by about a third".
pub fn effect(log_odds: f64) -> String {
    let times = log_odds.abs().exp();
    match (log_odds, times) {
        _ if log_odds.abs() < HARDLY => "hardly changes the odds".to_owned(),
        (up, _) if up > 0.0 && times < 1.85 => format!("raises the odds by about {}", share(times - 1.0)),
        (up, _) if up > 0.0 && times < 2.5 => "about doubles the odds".to_owned(),
        (up, _) if up > 0.0 && times < 3.5 => "about triples the odds".to_owned(),
        (up, _) if up > 0.0 => format!("makes the odds about {times:.0} times as high"),
        (_, _) if (1.85..=2.2).contains(&times) => "about halves the odds".to_owned(),
        _ => format!("lowers the odds by about {}", share(1.0 - 1.0 / times)),
    }
}

/// What log-odds make of a chance.
pub fn moved(chance: f64, log_odds: f64) -> f64 {
    let odds = chance / (1.0 - chance) * log_odds.exp();
    odds / (1.0 + odds)
}

fn share(of: f64) -> &'static str {
    let nearest = SHARES.iter().min_by(|a, b| (a.0 - of).abs().total_cmp(&(b.0 - of).abs()));
    nearest.map_or("a little", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_judgement_is_told_in_plain_words() {
        let told = |factor: Factor| effect(factor.prior().mean);
        assert_eq!(told(Factor::MentoredBefore), "about doubles the odds");
        assert_eq!(told(Factor::OfferedToHelp), "about triples the odds");
        assert_eq!(told(Factor::ColleaguesJoined), "makes the odds about 4 times as high");
        assert_eq!(told(Factor::PeopleStrategy), "raises the odds by about a half");
        assert_eq!(told(Factor::AskSize), "lowers the odds by about a third");
        assert_eq!(told(Factor::Level), "lowers the odds by about a tenth");
        assert_eq!(
            (effect(0.0), effect(-0.69)),
            ("hardly changes the odds".to_owned(), "about halves the odds".to_owned())
        );
    }

    #[test]
    fn what_doubles_the_odds_makes_one_in_two_of_one_in_three() {
        assert!((moved(1.0 / 3.0, std::f64::consts::LN_2) - 0.5).abs() < 1e-12);
        assert!((moved(0.35, 0.0) - 0.35).abs() < 1e-12 && moved(0.35, 40.0) <= 1.0);
    }
}
