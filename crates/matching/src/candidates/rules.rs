//! The hard rules: which pairs may be made at all.

use super::half::{Half, NO_LEVEL};
use super::lines::Lines;
use super::lists::Sets;
use super::people::{InvalidPeople, Obstacle, People};
use crate::instance::{MenteeId, Pair};

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

    /// Of a mentee: the mentors from whom somebody keeps them apart, and those whom they had before. Both sorted.
    pub fn named_of(&self, mentee: MenteeId) -> [&[Pair]; 2] {
        [&self.apart, &self.earlier].map(|pairs| {
            let from = pairs.partition_point(|pair| pair.mentee < mentee);
            let of = pairs[from..].partition_point(|pair| pair.mentee == mentee);
            &pairs[from..from + of]
        })
    }

    /// How the two stand by all rules but for a lack of places. `named` are [`Rules::named_of`] the mentee.
    pub fn stands(&self, pair: Pair, mentee: One<'_>, mentor: One<'_>, named: [&[Pair]; 2]) -> Stands {
        let [apart, earlier] = named;
        let mut only = None;
        for rule in QUICKEST_FIRST {
            let is_broken = match rule {
                Obstacle::NoPlace => false,
                Obstacle::Apart => !apart.is_empty() && apart.binary_search(&pair).is_ok(),
                Obstacle::Earlier => !earlier.is_empty() && earlier.binary_search(&pair).is_ok(),
                _ => self.breaks(rule, pair, mentee, mentor),
            };
            if is_broken && only.replace(rule).is_some() {
                return Stands::Apart;
            }
        }
        only.map_or(Stands::Allowed, Stands::ButFor)
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

/// What the rules say about two people.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// They may be paired.
    Allowed,
    /// They might be, but for one rule.
    ButFor(Obstacle),
    /// Several rules keep them apart.
    Apart,
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
