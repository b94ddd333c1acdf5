//! Signals: dated evidence about a leader, as a reason and as a factor in the chance of a yes.

use super::reasons::Reason;
use super::store::SignalRow;
use bellwether_influence::chance::{Evidence, Factor, recency};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Date, Timestamp};

/// What a kind of signal speaks for, and its words; other kinds are shown and weigh nothing.
fn kind(word: &str) -> Option<(Factor, &'static str)> {
    Some(match word.trim().to_lowercase().replace(['_', ' '], "-").as_str() {
        "mentored" | "mentored-before" | "past-mentoring" => (Factor::MentoredBefore, "has mentored before"),
        "offer" | "offered" | "offered-to-help" => (Factor::OfferedToHelp, "offered to help"),
        "people-strategy" => (Factor::PeopleStrategy, "worked on people strategy"),
        "network-sponsor" | "sponsor" => (Factor::NetworkSponsor, "sponsors a network"),
        "team-promoted" | "promoted" => (Factor::TeamPromoted, "members of the team were promoted"),
        _ => return None,
    })
}

/// The evidence with every signal in it: of several of a kind the strongest counts, and all fade with the years.
pub fn weigh(mut evidence: Evidence, signals: &[SignalRow], today: Date) -> Evidence {
    for signal in signals {
        if let Some((factor, _)) = kind(&signal.kind) {
            let days = f64::from((today - day_of(signal)).get_days());
            let value = recency(days / 365.25).max(evidence.get(factor));
            evidence = evidence.with(factor, value);
        }
    }
    evidence
}

/// The signal as a reason: its note in the coordinator's words, its kind and date as the source.
pub fn reason(signal: &SignalRow) -> Reason {
    let what = match (kind(&signal.kind), signal.kind.as_str()) {
        (Some((_, words)), _) => words,
        (None, "other") => "signal",
        (None, word) => word,
    };
    let when = signal.happened_on.map(|day| day.strftime("%b %Y").to_string());
    let by = if signal.source == "hand" { "noted by a coordinator" } else { "imported" };
    let when = when.unwrap_or_else(|| by.to_owned());
    if signal.note.trim().is_empty() {
        Reason::pro(crate::shell::words::sentence(what), format!("signal, {when}"))
    } else {
        Reason::pro(signal.note.trim(), format!("{what}, {when}"))
    }
}

fn day_of(signal: &SignalRow) -> Date {
    let kept = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    signal.happened_on.unwrap_or_else(|| kept(signal.created_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_kernel::PersonId;

    fn signal(kind: &str, day: Option<&str>, note: &str) -> SignalRow {
        SignalRow {
            person: PersonId(1),
            kind: kind.to_owned(),
            happened_on: day.map(|d| d.parse().unwrap()),
            note: note.to_owned(),
            source: "hand".to_owned(),
            created_at: "2027-02-09T12:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn an_offer_counts_in_full_when_new_and_half_after_five_years() {
        let today: Date = "2027-02-09".parse().unwrap();
        let new = weigh(Evidence::default(), &[signal("offered-to-help", Some("2027-02-09"), "")], today);
        let old = weigh(Evidence::default(), &[signal("offered_to_help", Some("2022-02-09"), "")], today);
        assert!((new.get(Factor::OfferedToHelp) - 1.0).abs() < 1e-9);
        assert!((old.get(Factor::OfferedToHelp) - 0.5).abs() < 1e-2);
    }

    #[test]
    fn a_signal_is_shown_in_the_words_of_whoever_noted_it() {
        let note =
            reason(&signal("offered-to-help", Some("2026-10-07"), "Offered to help at the autumn launch"));
        assert_eq!(note.sentence(), "Offered to help at the autumn launch");
        assert_eq!(note.source.as_deref(), Some("offered to help, Oct 2026"));
        let bare = reason(&signal("mentored", None, ""));
        assert_eq!(bare.sentence(), "Has mentored before");
        assert_eq!(bare.source.as_deref(), Some("signal, noted by a coordinator"));
    }
}
