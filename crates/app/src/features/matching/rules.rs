//! The hard rules: which pairs may be made at all. Pure.

use super::member::Member;
use crate::features::joining::Part;
use bellwether_db::words;
use bellwether_kernel::PersonId;
use std::collections::BTreeSet;

words! {
    /// Why two may not be paired.
    pub enum Rule {
        /// One is above the other in the reporting lines, at any distance.
        Chain = "chain",
        /// They have the same manager.
        Team = "team",
        /// Both said which languages they speak, and share none.
        Language = "language",
        /// Somebody who guides others learns only from somebody more senior.
        Senior = "senior",
        /// A coordinator keeps these two apart.
        Excluded = "excluded",
        /// They have been mentor and mentee before, or one of them declined.
        Earlier = "earlier",
    }
}

impl Rule {
    /// Whether a coordinator may set it aside for one pair, by hand.
    pub fn may_be_set_aside(self) -> bool {
        matches!(self, Self::Team | Self::Language | Self::Senior)
    }

    /// The rule, for the sentence "Allowing … would match 1".
    pub fn name(self) -> &'static str {
        match self {
            Self::Chain => "the same reporting line",
            Self::Team => "the same team",
            Self::Language => "no shared language",
            Self::Senior => "a mentor who is not more senior",
            Self::Excluded => "pairs that were kept apart",
            Self::Earlier => "an earlier pair once more",
        }
    }

    /// Why these two may not be paired, beginning "But:" as contrary reasons do.
    pub fn against(self) -> &'static str {
        match self {
            Self::Chain => "But: one reports to the other, directly or through others",
            Self::Team => "But: the same manager",
            Self::Language => "But: no language that both speak",
            Self::Senior => "But: not more senior",
            Self::Excluded => "But: kept apart by a coordinator",
            Self::Earlier => "But: paired before, or declined",
        }
    }
}

/// Pairs that are out whatever else holds, mentor first.
#[derive(Debug, Clone, Default)]
pub struct Apart {
    /// Kept apart by a coordinator; either way round.
    pub excluded: BTreeSet<(PersonId, PersonId)>,
    /// Mentor and mentee before, or declined.
    pub earlier: BTreeSet<(PersonId, PersonId)>,
}

/// Every rule that keeps these two apart; none where they may be paired.
pub fn broken(mentor: &Member, mentee: &Member, apart: &Apart) -> Vec<Rule> {
    let (a, b) = (mentor.person, mentee.person);
    let mut rules = Vec::new();
    let mut when = |holds: bool, rule| {
        if holds {
            rules.push(rule);
        }
    };
    let manages = mentor.manager == Some(b) || mentee.manager == Some(a);
    when(manages || mentor.above.contains(&b) || mentee.above.contains(&a), Rule::Chain);
    when(mentor.manager.is_some() && mentor.manager == mentee.manager, Rule::Team);
    when(!share_a_language(mentor, mentee), Rule::Language);
    when(mentee.role == Part::Either && !is_senior_to(mentor, mentee), Rule::Senior);
    when(apart.excluded.contains(&(a, b)) || apart.excluded.contains(&(b, a)), Rule::Excluded);
    when(apart.earlier.contains(&(a, b)), Rule::Earlier);
    rules
}

fn share_a_language(mentor: &Member, mentee: &Member) -> bool {
    let stated = !mentor.languages.is_empty() && !mentee.languages.is_empty();
    !stated || mentor.languages.iter().any(|(key, _)| mentee.languages.iter().any(|(other, _)| other == key))
}

fn is_senior_to(mentor: &Member, mentee: &Member) -> bool {
    matches!((mentor.level, mentee.level), (Some(a), Some(b)) if a > b)
}

#[cfg(test)]
mod tests {
    use super::super::samples::member;
    use super::*;

    fn keys(text: &str) -> Vec<(String, String)> {
        super::super::samples::keyed(text)
    }

    #[test]
    fn nobody_is_paired_with_anybody_above_or_below_them() {
        let (mut top, mut middle, mut low) = (member(1), member(2), member(3));
        low.manager = Some(middle.person);
        low.above = [middle.person, top.person].into();
        middle.manager = Some(top.person);
        middle.above = [top.person].into();
        top.role = Part::Either;
        assert_eq!(broken(&top, &low, &Apart::default()), [Rule::Chain], "two steps above");
        assert!(broken(&low, &middle, &Apart::default()).contains(&Rule::Chain), "the other way round");
    }

    #[test]
    fn two_of_one_team_are_not_paired_and_two_without_a_manager_are() {
        let (mut a, mut b) = (member(1), member(2));
        assert_eq!(broken(&a, &b, &Apart::default()), []);
        (a.manager, b.manager) = (Some(PersonId(9)), Some(PersonId(9)));
        assert_eq!(broken(&a, &b, &Apart::default()), [Rule::Team]);
    }

    #[test]
    fn a_language_is_asked_for_only_where_both_said_theirs() {
        let (mut a, mut b) = (member(1), member(2));
        a.languages = keys("English, Español");
        assert_eq!(broken(&a, &b, &Apart::default()), []);
        b.languages = keys("Deutsch");
        assert_eq!(broken(&a, &b, &Apart::default()), [Rule::Language]);
        b.languages = keys("deutsch; espanol");
        assert_eq!(broken(&a, &b, &Apart::default()), []);
    }

    #[test]
    fn two_who_are_kept_apart_are_kept_apart_either_way() {
        let (a, b) = (member(1), member(2));
        let apart = Apart { excluded: [(b.person, a.person)].into(), earlier: [(a.person, b.person)].into() };
        assert_eq!(broken(&a, &b, &apart), [Rule::Excluded, Rule::Earlier]);
        assert_eq!(broken(&b, &a, &apart), [Rule::Excluded], "they may now learn the other way round");
    }

    #[test]
    fn who_guides_others_learns_only_from_somebody_more_senior() {
        let (mut a, mut b) = (member(1), member(2));
        b.role = Part::Either;
        (a.level, b.level) = (Some(2), Some(2));
        assert_eq!(broken(&a, &b, &Apart::default()), [Rule::Senior]);
        a.level = Some(3);
        assert_eq!(broken(&a, &b, &Apart::default()), []);
    }
}
