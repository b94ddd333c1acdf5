//! The hard rules: which pairs may be made at all.

use super::half::{Half, NO_LEVEL};
use super::lines::Lines;
use super::lists::Sets;
use super::people::{InvalidPeople, Obstacle, People};
use crate::instance::Pair;

/// What the rules read beside the two people.
pub(super) struct Rules {
    lines: Lines,
    /// Sorted.
    apart: Vec<Pair>,
    /// Sorted.
    earlier: Vec<Pair>,
}

impl Rules {
    pub fn of(people: &People) -> Result<Rules, InvalidPeople> {
        let sorted = |pairs: &[Pair]| {
            let mut pairs = pairs.to_vec();
            pairs.sort_unstable();
            pairs
        };
        Ok(Rules {
            lines: Lines::new(&people.managers)?,
            apart: sorted(&people.apart),
            earlier: sorted(&people.earlier),
        })
    }

    /// Every rule that keeps these two apart, in the order of [`Obstacle`].
    pub fn broken<'a>(
        &'a self,
        pair: Pair,
        mentee: One<'a>,
        mentor: One<'a>,
    ) -> impl Iterator<Item = Obstacle> + 'a {
        ALL.into_iter().filter(move |rule| self.breaks(*rule, pair, mentee, mentor))
    }

    /// Whether no rule keeps these two apart: `pair` as the caller numbers them, the others wherever they stand.
    pub fn allows(&self, pair: Pair, mentee: One<'_>, mentor: One<'_>) -> bool {
        !QUICKEST_FIRST.into_iter().any(|rule| self.breaks(rule, pair, mentee, mentor))
    }

    fn breaks(&self, rule: Obstacle, pair: Pair, mentee: One<'_>, mentor: One<'_>) -> bool {
        match rule {
            Obstacle::Themselves => mentee.person() == mentor.person(),
            Obstacle::Chain => self.lines.are_in_one(mentee.person(), mentor.person()),
            Obstacle::Team => mentee.team().is_some() && mentee.team() == mentor.team(),
            Obstacle::Language => !may_talk(mentee, mentor),
            Obstacle::Senior => mentee.half.only_senior[mentee.at] && !is_senior(mentor, mentee),
            Obstacle::Apart => self.apart.binary_search(&pair).is_ok(),
            Obstacle::Earlier => self.earlier.binary_search(&pair).is_ok(),
            Obstacle::NoPlace => mentee.half.places[mentee.at] == 0 || mentor.half.places[mentor.at] == 0,
        }
    }
}

const ALL: [Obstacle; 8] = [
    Obstacle::Themselves,
    Obstacle::Chain,
    Obstacle::Team,
    Obstacle::Language,
    Obstacle::Senior,
    Obstacle::Apart,
    Obstacle::Earlier,
    Obstacle::NoPlace,
];

const QUICKEST_FIRST: [Obstacle; 8] = [
    Obstacle::Language,
    Obstacle::Team,
    Obstacle::NoPlace,
    Obstacle::Senior,
    Obstacle::Themselves,
    Obstacle::Chain,
    Obstacle::Apart,
    Obstacle::Earlier,
];

/// One person of a side.
#[derive(Clone, Copy)]
pub(super) struct One<'a> {
    pub half: &'a Half,
    pub at: usize,
}

impl One<'_> {
    fn person(self) -> u32 {
        self.half.persons[self.at]
    }

    fn team(self) -> Option<u32> {
        self.half.teams[self.at]
    }
}

fn may_talk(mentee: One<'_>, mentor: One<'_>) -> bool {
    let both_said =
        mentee.half.traits[mentee.at].languages > 0 && mentor.half.traits[mentor.at].languages > 0;
    !both_said || Sets::shared(&mentee.half.languages, mentee.at, &mentor.half.languages, mentor.at) > 0
}

fn is_senior(mentor: One<'_>, mentee: One<'_>) -> bool {
    let (low, high) = (mentee.half.traits[mentee.at].level, mentor.half.traits[mentor.at].level);
    low != NO_LEVEL && high > low
}
