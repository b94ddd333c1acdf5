//! What is kept about a run: who stayed unmatched, and why. Ids only; the sentences are made when
//! somebody reads them.

use super::fairness::Fairness;
use super::rules::Rule;
use crate::shell::words;
use bellwether_kernel::EnrollmentId;
use serde::{Deserialize, Serialize};

/// A run of the matching.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde")]
pub struct Report {
    /// Mentees who wanted a mentor.
    pub mentees: i64,
    /// Mentors who take part.
    pub mentors: i64,
    /// Their free places.
    pub places: i64,
    /// Pairs that were made, locked ones included.
    pub pairs: i64,
    /// The sum of their scores.
    pub score: i64,
    /// How far the pairs may be from the best, tier by tier; without a cap, and with all pairs weighed, it is proved to be
    /// nothing.
    pub gap: [i64; 3],
    /// Pairs that grant a wish.
    pub wishes_met: i64,
    /// Mentees who wished for somebody.
    pub wished: i64,
    /// Who stayed without.
    pub unmatched: Vec<Left>,
    /// How many more would be matched if one rule were set aside: rule and number.
    pub allowing: Vec<(String, i64)>,
    /// Of the draw between those who tie; absent in reports of before it was kept.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Groups of mentees who compete for too few places.
    #[serde(default)]
    pub bottlenecks: Vec<Bottleneck>,
    /// Who was served how well.
    #[serde(default)]
    pub fairness: Fairness,
    /// What came of the cap on scarce mentors, where there was one.
    #[serde(default)]
    pub cap: Option<Capped>,
    /// How few of the pairs were weighed, in a program with too many for all of them.
    #[serde(default)]
    pub weighed: Option<Few>,
}

/// How few of the pairs of a large program were weighed, and what the others could have added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde")]
pub struct Few {
    /// How many pairs there could be.
    pub pairs: i64,
    /// How many were weighed.
    pub weighed: i64,
    /// How many mentees have a pair that was left out and could have mattered.
    pub mentees: i64,
    /// What those could add at most, tier by tier; it is part of the report's gap.
    pub at_most: [i64; 3],
}

/// What came of the cap on scarce mentors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde")]
pub struct Capped {
    /// The word of what it is on.
    pub unit: String,
    /// The word of which mentors counted.
    pub scarce: String,
    /// How many of 100 of their places a unit could have.
    pub percent: i64,
    /// The mentors who counted.
    pub mentors: Vec<EnrollmentId>,
    /// Their places, those that were taken before too.
    pub places: i64,
    /// How many of them a unit could have.
    pub most: i64,
    /// How many each unit has, those of before included; by name.
    pub units: Vec<(String, i64)>,
    /// How many pairs there would be without the cap.
    pub pairs_without: i64,
    /// The sum of their scores.
    pub score_without: i64,
}

/// Mentees who compete for too few places. One more place with any one of the mentors matches one more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde")]
pub struct Bottleneck {
    /// Who and how many: always [`Why::Places`].
    pub why: Why,
    /// How many of them stayed without a mentor.
    pub unmatched: i64,
}

/// Somebody who stayed without a mentor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde")]
pub struct Left {
    /// Who.
    pub mentee: EnrollmentId,
    /// Why.
    pub why: Why,
}

/// Why somebody stayed without a mentor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde", rename_all = "kebab-case")]
pub enum Why {
    /// No mentor has room.
    NoMentors,
    /// Rules keep every mentor with room apart from them: rule, and how many mentors.
    Rules {
        /// The rules.
        rules: Vec<(String, i64)>,
    },
    /// There are mentors, but others need their places.
    Places {
        /// Whose places; a few of many.
        mentors: Vec<EnrollmentId>,
        /// How many mentors there are besides.
        #[serde(default)]
        others: i64,
        /// How many mentees need them.
        mentees: i64,
        /// How many there are.
        places: i64,
        /// The unit of which the cap keeps them from other mentors besides; empty where it does not.
        #[serde(default)]
        capped: String,
    },
    /// Their unit has all of the places with scarce mentors that the cap leaves it, and nobody else would do.
    Cap {
        /// The unit.
        unit: String,
    },
}

impl Report {
    /// Whether the pairs are proved to be the best.
    pub fn is_best(&self) -> bool {
        self.gap == [0, 0, 0]
    }
}

impl Why {
    /// The reason as a sentence.
    pub fn sentence(&self, name_of: &impl Fn(EnrollmentId) -> String) -> String {
        match self {
            Self::NoMentors => "No mentor has a place left".to_owned(),
            Self::Rules { rules } => {
                let all: i64 = rules.iter().map(|(_, n)| n).sum();
                let parts: Vec<String> = rules.iter().map(|(rule, n)| held_back(rule, *n, all)).collect();
                let of = match all {
                    1 => "The only mentor with room".to_owned(),
                    2 => "Of the two mentors with room,".to_owned(),
                    n => format!("Of the {} mentors with room,", words::number(n)),
                };
                format!("{of} {}", words::list(&parts))
            }
            Self::Cap { unit } => format!(
                "{unit} has as many of the scarce mentors as the cap allows, and nobody else would do"
            ),
            Self::Places { mentors, others, mentees, places, capped } => {
                let names: Vec<String> = mentors.iter().take(3).map(|m| name_of(*m)).collect();
                let who = match others + (mentors.len() - names.len()) as i64 {
                    0 => words::list(&names),
                    n => format!("{} and {} more", names.join(", "), words::number(n)),
                };
                let says = match (mentees, places) {
                    (1, _) => format!("Only {who} would do, and no place is left"),
                    (n, 0) => format!(
                        "{} people want {who}, where no place is left",
                        words::sentence(&words::number(*n))
                    ),
                    (n, 1) => format!(
                        "{} people want the one place with {who}",
                        words::sentence(&words::number(*n))
                    ),
                    (n, places) => format!(
                        "{} people want the {} places with {who}",
                        words::sentence(&words::number(*n)),
                        words::number(*places)
                    ),
                };
                match capped.as_str() {
                    "" => says,
                    unit => format!("{says}; the cap on {unit} keeps them from others"),
                }
            }
        }
    }

    /// What would help.
    pub fn what_helps(&self) -> &'static str {
        match self {
            Self::NoMentors => "One more mentor would match one more",
            Self::Rules { rules } => {
                let fixed =
                    rules.iter().all(|(rule, _)| rule.parse().is_ok_and(|r: Rule| !r.may_be_set_aside()));
                if fixed {
                    "One more mentor would help; this rule is never set aside"
                } else {
                    "One more mentor would help, or set the rule aside by hand"
                }
            }
            Self::Cap { .. } => "A larger share would help, or choose a mentor by hand",
            Self::Places { .. } => "One more place with any of them matches one more",
        }
    }
}

fn held_back(rule: &str, n: i64, all: i64) -> String {
    let is = if n == 1 { "is" } else { "are" };
    let has = if n == 1 { "has" } else { "have" };
    let words = match rule.parse::<Rule>() {
        Ok(Rule::Chain) => format!("{is} in their reporting line"),
        Ok(Rule::Team) => format!("{has} the same manager"),
        Ok(Rule::Language) => format!("{} no language with them", if n == 1 { "shares" } else { "share" }),
        Ok(Rule::Senior) => format!("{is} not more senior"),
        Ok(Rule::Excluded) => format!("{is} kept apart from them by a coordinator"),
        Ok(Rule::Earlier) | Err(_) => {
            format!("{} paired with them before, or declined", if n == 1 { "was" } else { "were" })
        }
    };
    match (all, n == all) {
        (1, _) => words,
        (2, true) => format!("both {words}"),
        (_, true) => format!("all {words}"),
        _ => format!("{} {words}", words::number(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nobody(_: EnrollmentId) -> String {
        "Amara".to_owned()
    }

    #[test]
    fn why_somebody_stays_unmatched_reads_as_a_sentence() {
        let rules = |list: &[(&str, i64)]| Why::Rules {
            rules: list.iter().map(|(r, n)| ((*r).to_owned(), *n)).collect(),
        };
        assert_eq!(
            rules(&[("team", 2)]).sentence(&nobody),
            "Of the two mentors with room, both have the same manager"
        );
        assert_eq!(
            rules(&[("chain", 1)]).sentence(&nobody),
            "The only mentor with room is in their reporting line"
        );
        assert_eq!(
            rules(&[("chain", 1), ("language", 2)]).sentence(&nobody),
            "Of the three mentors with room, one is in their reporting line and two share no language with them"
        );
        let places = Why::Places {
            mentors: vec![EnrollmentId(1)],
            others: 0,
            mentees: 3,
            places: 1,
            capped: String::new(),
        };
        assert_eq!(places.sentence(&nobody), "Three people want the one place with Amara");
        let places = |mentees, capped: &str| Why::Places {
            mentors: vec![EnrollmentId(1)],
            others: 0,
            mentees,
            places: 0,
            capped: capped.to_owned(),
        };
        assert_eq!(
            places(1, "Tax").sentence(&nobody),
            "Only Amara would do, and no place is left; the cap on Tax keeps them from others"
        );
        assert_eq!(
            Why::Cap { unit: "Tax".to_owned() }.sentence(&nobody),
            "Tax has as many of the scarce mentors as the cap allows, and nobody else would do"
        );
    }

    #[test]
    fn a_report_reads_back_as_it_was_kept() {
        let report = Report {
            unmatched: vec![Left {
                mentee: EnrollmentId(7),
                why: Why::Rules { rules: vec![("team".to_owned(), 2)] },
            }],
            allowing: vec![("team".to_owned(), 1)],
            ..Report::default()
        };
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap().unmatched, report.unmatched);
    }
}
