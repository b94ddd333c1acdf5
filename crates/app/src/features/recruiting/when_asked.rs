//! What was reckoned of a leader when they were asked, as they may read it themselves.

use super::asks::AskEvidence;
use crate::features::shortlist;
use crate::shell::words;
use bellwether_influence::chance::Factor;
use bellwether_kernel::Timestamp;
use bellwether_kernel::jiff::tz::TimeZone;
use serde::Serialize;

/// One thing that was known when they were asked.
#[derive(Debug, Clone, Serialize)]
pub struct KeptFact {
    /// What.
    pub what: &'static str,
    /// How much of it.
    pub value: String,
}

/// The chance that was given, and all that it was reckoned from: to the leader alone, nothing of it is private.
pub fn when_asked(known: &AskEvidence, at: Timestamp, zone: &TimeZone) -> Vec<KeptFact> {
    let learned = match known.learned_from {
        0 => "judgement alone".to_owned(),
        n => format!("judgement, and what {} had taught", words::count(n, "answer", "answers")),
    };
    let mut facts = vec![
        KeptFact { what: "Reckoned", value: words::moment(at, zone) },
        KeptFact { what: "The chance of a yes", value: words::percent(known.chance) },
        KeptFact { what: "By", value: learned },
    ];
    let factors = Factor::ALL.into_iter().map(|factor| (factor, known.evidence.get(factor)));
    facts.extend(factors.filter(|(_, value)| *value != 0.0).map(|(factor, value)| KeptFact {
        what: shortlist::factor_name(factor),
        value: format!("{value:.2}"),
    }));
    facts
}
