//! The hard rules, which `bellwether-matching` applies, in words. Pure.

use bellwether_db::words;
use bellwether_kernel::PersonId;
use bellwether_matching::candidates::Obstacle;
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
    /// The rule that an obstacle is; that nobody is their own mentor, and that there must be a place, goes without saying.
    pub fn of(obstacle: Obstacle) -> Option<Self> {
        match obstacle {
            Obstacle::Chain => Some(Self::Chain),
            Obstacle::Team => Some(Self::Team),
            Obstacle::Language => Some(Self::Language),
            Obstacle::Senior => Some(Self::Senior),
            Obstacle::Apart => Some(Self::Excluded),
            Obstacle::Earlier => Some(Self::Earlier),
            Obstacle::Themselves | Obstacle::NoPlace => None,
        }
    }

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

/// What keeps pairs apart beside what the two said of themselves; pairs are mentor first.
#[derive(Debug, Clone, Default)]
pub struct Apart {
    /// Kept apart by a coordinator; either way round.
    pub excluded: BTreeSet<(PersonId, PersonId)>,
    /// Mentor and mentee before, or declined.
    pub earlier: BTreeSet<(PersonId, PersonId)>,
    /// The managers of those who are above somebody who takes part, each with theirs.
    pub managers: Vec<(PersonId, PersonId)>,
}

#[cfg(test)]
mod tests {
    use super::super::samples::{broken, member};
    use super::*;
    use crate::features::joining::Part;

    fn keys(text: &str) -> Vec<(String, String)> {
        super::super::samples::keyed(text)
    }

    #[test]
    fn nobody_is_paired_with_anybody_above_or_below_them() {
        let (mut top, mut middle, mut low) = (member(1), member(2), member(3));
        low.manager = Some(middle.person);
        middle.manager = Some(top.person);
        top.role = Part::Either;
        let apart = Apart { managers: vec![(middle.person, top.person)], ..Apart::default() };
        assert_eq!(broken(&top, &low, &apart), [Rule::Chain], "two steps above");
        assert!(broken(&low, &middle, &apart).contains(&Rule::Chain), "the other way round");
    }

    #[test]
    fn a_reporting_line_that_goes_in_a_circle_still_keeps_all_on_it_apart() {
        let (mut a, mut b) = (member(1), member(2));
        (a.manager, b.manager) = (Some(PersonId(9)), Some(a.person));
        let apart = Apart { managers: vec![(PersonId(9), b.person)], ..Apart::default() };
        assert_eq!(broken(&a, &b, &apart), [Rule::Chain]);
        assert_eq!(broken(&b, &a, &apart), [Rule::Chain]);
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
        let apart = Apart {
            excluded: [(b.person, a.person)].into(),
            earlier: [(a.person, b.person)].into(),
            ..Apart::default()
        };
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
