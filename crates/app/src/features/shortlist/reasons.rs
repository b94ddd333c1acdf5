//! Why this leader, in plain words, each with where it comes from. Nothing private is among them: an earlier
//! decline may weigh in the chance and is never a reason that is shown.

use crate::shell::words;

/// One reason for, or against, asking a leader now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The words: "37 colleagues ask their advice".
    pub words: String,
    /// Where it comes from: "imported ties", "offered to help, Oct 2026".
    pub source: Option<String>,
    /// Whether it speaks against.
    pub against: bool,
}

impl Reason {
    pub(super) fn pro(words: impl Into<String>, source: impl Into<String>) -> Self {
        Self { words: words.into(), source: Some(source.into()), against: false }
    }

    pub(super) fn plain(words: impl Into<String>) -> Self {
        Self { words: words.into(), source: None, against: false }
    }

    pub(super) fn contra(words: impl Into<String>) -> Self {
        Self { words: words.into(), source: None, against: true }
    }

    /// The words as a page shows them; what speaks against begins with "But:".
    pub fn sentence(&self) -> String {
        if self.against { format!("But: {}", self.words) } else { self.words.clone() }
    }
}

/// What the ties and the records say about one leader.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// How many ask their advice.
    pub advised: usize,
    /// Whether nobody in the directory is asked by more.
    pub most_advised: bool,
    /// How many of those are not leaders, and what those are called ("Associates").
    pub advised_below: (usize, String),
    /// What leaders are called ("Partners").
    pub peers: String,
    /// How many of those who ask their advice ask nobody who has joined; absent where nobody has.
    pub unreached: Option<usize>,
    /// How many report to them.
    pub reports: usize,
    /// How many they work, or sat on committees, with.
    pub works_with: usize,
    /// How many they mentored, by the ties.
    pub mentored: usize,
    /// How many call them a friend.
    pub friends: usize,
    /// The names of those who have joined and work with them.
    pub joined_beside: Vec<String>,
    /// "Hartford, Corporate": where nobody has joined, though others have elsewhere.
    pub first_of: Option<String>,
    /// "20 % of Partners": a target that is not met, if the list serves it by them.
    pub counts_towards: Option<String>,
    /// Nobody has ever asked.
    pub never_asked: bool,
    /// The share of those who would follow who are reached already, and through whom mostly; absent where it is no
    /// more than among leaders in general.
    pub overlap: Option<(f64, Option<String>)>,
    /// Whether anybody can make the introduction.
    pub has_way: bool,
    /// The connector and how many introductions they have open, beside this one.
    pub busy: Option<(String, usize)>,
    /// Where ties come from.
    pub source: String,
}

/// Where reporting lines come from: people’s own rows, however those came in; never the ties.
const LINES: &str = "the directory’s reporting lines";
/// Below so many, a count of colleagues is no reason.
const FEW: usize = 3;

/// The reasons that ties and records give, those for before those against, the weightiest first.
pub fn reasons(facts: &Facts) -> Vec<Reason> {
    let tie = |words: String| Reason::pro(words, facts.source.clone());
    let mut all: Vec<Reason> = heeded(facts).map(tie).into_iter().collect();
    if facts.reports >= if facts.advised > 0 { FEW } else { 1 } {
        let verb = if facts.reports == 1 { "reports" } else { "report" };
        let said = format!("{} {verb} to them", words::count(facts.reports as i64, "person", "people"));
        all.push(Reason::pro(said, LINES));
    }
    if facts.mentored > 0 {
        all.push(tie(format!("Has mentored {}", colleagues(facts.mentored))));
    }
    if let Some(group) = &facts.first_of {
        all.push(Reason::plain(format!("Would be the first of {group} to join")));
    }
    if let Some(unreached) = facts.unreached.filter(|n| *n >= FEW && n * 3 >= facts.advised) {
        all.push(tie(match unreached {
            n if n == facts.advised => "None of them asks anybody who has joined".to_owned(),
            n => format!("{n} of them ask nobody who has joined"),
        }));
    }
    all.extend(beside(&facts.joined_beside).map(tie));
    if let Some(target) = &facts.counts_towards {
        all.push(Reason::plain(format!("Counts towards {target}")));
    }
    if facts.never_asked {
        all.push(Reason::plain("Nobody has ever asked them"));
    }
    all.extend(against(facts));
    all
}

/// What makes others follow them, in one sentence.
fn heeded(facts: &Facts) -> Option<String> {
    if facts.advised == 0 {
        // Who has people reporting to them is described by those.
        return match (facts.reports, facts.works_with, facts.friends) {
            (0, 0, 0) => None,
            (n, ..) if n > 0 => None,
            (_, n, _) if n > 0 => Some(format!("Works with {}", colleagues(n))),
            (.., n) => Some(format!("{} them a friend", verb(n, "calls", "call"))),
        };
    }
    let mut said = format!("{} their advice", verb(facts.advised, "asks", "ask"));
    if facts.most_advised && facts.advised >= FEW {
        said.push_str(", the most of anybody here");
    }
    let (below, who) = &facts.advised_below;
    if facts.advised < FEW {
        return Some(said);
    }
    match () {
        () if *below == facts.advised => said.push_str(&format!("; all are {who}")),
        () if *below >= 2 && below * 3 >= facts.advised => said.push_str(&format!("; {below} are {who}")),
        () if below * 4 <= facts.advised => {
            said.push_str(&format!(", mostly {}: a yes here moves peers", facts.peers));
        }
        () => {}
    }
    Some(said)
}

fn beside(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!("Works with {one}, who has joined")),
        [one, other] => Some(format!("Works with {one} and {other}, who have joined")),
        [first, rest @ ..] => {
            Some(format!("Works with {first} and {} more who have joined", words::number(rest.len() as i64)))
        }
    }
}

fn against(facts: &Facts) -> Vec<Reason> {
    let mut all = Vec::new();
    if let Some((share, through)) = &facts.overlap {
        let many = if *share >= 0.5 { "most" } else { "many" };
        let through = through.as_ref().map_or("those who have joined", String::as_str);
        all.push(Reason::contra(format!("{many} who would follow are reached through {through} already")));
    }
    if !facts.has_way {
        all.push(Reason::contra("nobody who could introduce you has a tie with them"));
    }
    if let Some((connector, open)) = &facts.busy {
        let open = format!(
            "{} {}",
            words::number(*open as i64),
            if *open == 1 { "introduction" } else { "introductions" }
        );
        all.push(Reason::contra(format!("{connector} has {open} open")));
    }
    all
}

fn colleagues(n: usize) -> String {
    words::count(n as i64, "colleague", "colleagues")
}

fn verb(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", colleagues(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            advised: 37,
            advised_below: (17, "Associates".to_owned()),
            peers: "Partners".to_owned(),
            has_way: true,
            source: "imported ties".to_owned(),
            ..Facts::default()
        }
    }

    fn said(facts: &Facts) -> Vec<String> {
        reasons(facts).iter().map(Reason::sentence).collect()
    }

    #[test]
    fn the_most_heeded_leader_is_said_to_be_so() {
        let facts = Facts { most_advised: true, never_asked: true, ..facts() };
        assert_eq!(
            said(&facts),
            [
                "37 colleagues ask their advice, the most of anybody here; 17 are Associates",
                "Nobody has ever asked them"
            ]
        );
        assert_eq!(reasons(&facts)[0].source.as_deref(), Some("imported ties"));
    }

    #[test]
    fn a_leader_whom_peers_ask_moves_peers() {
        let facts = Facts { advised: 26, advised_below: (4, "Associates".to_owned()), ..facts() };
        assert_eq!(said(&facts), ["26 colleagues ask their advice, mostly Partners: a yes here moves peers"]);
    }

    #[test]
    fn few_are_counted_without_more_being_made_of_it() {
        let facts =
            Facts { advised: 1, advised_below: (1, "Associates".to_owned()), most_advised: true, ..facts() };
        assert_eq!(said(&facts), ["1 colleague asks their advice"]);
        let facts = Facts { advised: 0, works_with: 12, ..facts };
        assert_eq!(said(&facts), ["Works with 12 colleagues"]);
    }

    #[test]
    fn what_speaks_against_begins_with_but() {
        let facts = Facts {
            overlap: Some((0.7, Some("Victor Xu".to_owned()))),
            busy: Some(("Rafael Lindqvist".to_owned(), 2)),
            has_way: false,
            ..facts()
        };
        assert_eq!(
            said(&facts)[1..],
            [
                "But: most who would follow are reached through Victor Xu already",
                "But: nobody who could introduce you has a tie with them",
                "But: Rafael Lindqvist has two introductions open"
            ]
        );
    }

    #[test]
    fn whoever_counts_towards_a_target_that_the_list_serves_is_said_to() {
        let facts = Facts { counts_towards: Some("20\u{a0}% of Partners".to_owned()), ..facts() };
        assert_eq!(said(&facts)[1..], ["Counts towards 20\u{a0}% of Partners"]);
    }

    #[test]
    fn who_has_joined_beside_them_is_named_up_to_two() {
        let names = |n: usize| {
            ["Amara Novák", "Esther Farouk", "Victor Xu"][..n].iter().map(ToString::to_string).collect()
        };
        let one = Facts { joined_beside: names(1), unreached: Some(13), ..facts() };
        assert_eq!(
            said(&one)[1..],
            ["13 of them ask nobody who has joined", "Works with Amara Novák, who has joined"]
        );
        let two =
            Facts { joined_beside: names(2), first_of: Some("Hartford, Corporate".to_owned()), ..facts() };
        assert_eq!(
            said(&two)[1..],
            [
                "Would be the first of Hartford, Corporate to join",
                "Works with Amara Novák and Esther Farouk, who have joined"
            ]
        );
        let three = Facts { joined_beside: names(3), ..facts() };
        assert_eq!(said(&three)[1..], ["Works with Amara Novák and two more who have joined"]);
    }
}
