//! The coordinator's cap: no department, or office, gets more than a share of the places with scarce mentors. Pure.
//!
//! The share is of all places of these mentors in the program, and what a unit has of them already (mentorships, and
//! matches that were proposed) counts: a cap for one run alone would be none after the second.

use super::member::Member;
use crate::shell::words;
use bellwether_db::words;
use bellwether_kernel::EnrollmentId;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// By what mentees are told apart.
    pub enum Unit {
        /// By department.
        Department = "department",
        /// By office.
        Office = "office",
    }
}

words! {
    /// Which mentors count as scarce.
    pub enum Scarce {
        /// Those at a senior level.
        Senior = "senior",
        /// Whom more people wish for than they have places.
        Wished = "wished",
        /// Whom more people want than they have places, as the run itself finds.
        Wanted = "wanted",
        /// All of them.
        All = "all",
    }
}

/// A cap, as it was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cap {
    /// Of what.
    pub unit: Unit,
    /// Which mentors count.
    pub scarce: Scarce,
    /// How many of 100 of their places one unit may have.
    pub percent: i64,
}

impl Unit {
    /// The unit of somebody, where one is known.
    pub fn of(self, member: &Member) -> Option<&str> {
        let unit = match self {
            Self::Department => &member.department,
            Self::Office => &member.office,
        };
        unit.as_deref().filter(|unit| !unit.is_empty())
    }

    /// "Department", as the choice on the page has it.
    pub fn name(self) -> String {
        words::sentence(self.word())
    }
}

impl Scarce {
    /// As the choice on the page has it: "places with …".
    pub fn name(self) -> &'static str {
        match self {
            Self::Senior => "senior mentors",
            Self::Wished => "mentors whom more people wish for than they have places",
            Self::Wanted => "mentors whom more people want than they have places",
            Self::All => "all mentors",
        }
    }

    /// The mentors who count, of those who take part; those of [`Scarce::Wanted`] are known to a run alone.
    pub fn mentors(self, members: &[Member], wanted: &BTreeSet<EnrollmentId>) -> BTreeSet<EnrollmentId> {
        let mut wishes: BTreeMap<EnrollmentId, i64> = BTreeMap::new();
        for mentee in members.iter().filter(|m| m.learns() && m.wants) {
            mentee.wishes.iter().for_each(|mentor| *wishes.entry(*mentor).or_default() += 1);
        }
        let counts = |m: &&Member| match self {
            Self::Senior => m.senior,
            Self::Wished => wishes.get(&m.enrollment).is_some_and(|n| *n > m.places),
            Self::Wanted => wanted.contains(&m.enrollment),
            Self::All => true,
        };
        members.iter().filter(|m| m.mentors()).filter(counts).map(|m| m.enrollment).collect()
    }
}

impl Cap {
    /// "No department gets more than 30 % of the places with senior mentors".
    pub fn sentence(&self) -> String {
        format!(
            "No {} gets more than {}\u{a0}% of the places with {}",
            self.unit.word(),
            self.percent,
            self.scarce.name()
        )
    }

    /// How many of so many places a unit may have: the share, rounded down, but never nothing.
    pub fn most(&self, places: i64) -> i64 {
        (places * self.percent / 100).max(1)
    }
}

/// How many of the mentors who count each unit has already: mentorships that go on, and matches that were proposed.
pub fn held(unit: Unit, members: &[Member], scarce: &BTreeSet<EnrollmentId>) -> BTreeMap<String, i64> {
    let mut held = BTreeMap::new();
    for mentee in members.iter().filter(|m| m.guide.is_some_and(|guide| scarce.contains(&guide))) {
        if let Some(name) = unit.of(mentee) {
            *held.entry(name.to_owned()).or_default() += 1;
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::super::samples::member;
    use super::*;
    use crate::features::joining::Part;

    fn mentee(n: i64) -> Member {
        Member { role: Part::Mentee, places: 0, capacity: 0, wants: true, ..member(n) }
    }

    #[test]
    fn a_share_is_rounded_down_but_nobody_is_left_with_nothing() {
        let cap = |percent| Cap { unit: Unit::Office, scarce: Scarce::All, percent };
        assert_eq!([cap(30).most(20), cap(30).most(19), cap(30).most(3), cap(99).most(1)], [6, 5, 1, 1]);
    }

    #[test]
    fn who_counts_is_what_the_coordinator_said() {
        let senior = Member { senior: true, capacity: 2, places: 2, ..member(1) };
        let wisher = |n| Member { wishes: vec![EnrollmentId(2), EnrollmentId(1)], ..mentee(n) };
        let full = Member { capacity: 0, senior: true, ..member(3) };
        let members = [senior, member(2), full, wisher(4), wisher(5)];
        let wanted = BTreeSet::from([EnrollmentId(1), EnrollmentId(9)]);
        let who = |scarce: Scarce| -> Vec<i64> {
            scarce.mentors(&members, &wanted).into_iter().map(|e| e.0).collect()
        };
        assert_eq!(who(Scarce::Senior), [1], "who takes no mentee has no place to share");
        assert_eq!(who(Scarce::Wished), [2], "two wish for each, and the first has two places");
        assert_eq!(who(Scarce::Wanted), [1]);
        assert_eq!(who(Scarce::All), [1, 2]);
    }

    #[test]
    fn what_a_unit_has_already_counts() {
        let of = |n, department: &str, guide: Option<i64>| Member {
            department: Some(department.to_owned()),
            guide: guide.map(EnrollmentId),
            ..mentee(n)
        };
        let members = [of(4, "Tax", Some(1)), of(5, "Tax", Some(2)), of(6, "Tax", None), of(7, "", Some(1))];
        let held = held(Unit::Department, &members, &BTreeSet::from([EnrollmentId(1)]));
        assert_eq!(held, BTreeMap::from([("Tax".to_owned(), 1)]));
    }
}
