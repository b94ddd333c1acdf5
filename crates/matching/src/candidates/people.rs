//! Who takes part, what keeps two people apart and what counts: the input, as plain data.
//!
//! Teams, departments, locations, languages and skills are numbers that the caller gave them; only whether two are the
//! same matters.

use crate::instance::{MentorId, Pair};

/// What is known of somebody on either side. What is not known neither keeps a pair apart nor speaks for or against it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Their number in [`People::managers`]. Who is on both sides has the same number on both.
    pub person: u32,
    /// The team they belong to. Where teams have no names, the manager's number tells them apart.
    pub team: Option<u32>,
    /// The languages they said they speak; none if they said nothing.
    pub languages: Vec<u32>,
    /// How far their clock is ahead of UTC, in minutes: -720..=840.
    pub time_zone: Option<i32>,
    /// Their level; a higher number is more senior.
    pub level: Option<i32>,
    /// The department they belong to.
    pub department: Option<u32>,
    /// Where they work.
    pub location: Option<u32>,
    /// They asked for a partner from another department.
    pub other_department: bool,
    /// They asked for a partner at the same location.
    pub same_location: bool,
}

/// Somebody who wants a mentor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenteeProfile {
    /// Who they are.
    pub profile: Profile,
    /// How many mentors they would like; 0 takes no part.
    pub wants: u32,
    /// The skills they want to learn, the dearest first; 1,000 at most.
    pub wanted: Vec<u32>,
    /// The mentors they wish for. Such a pair is a candidate whatever its score, unless a rule keeps it apart.
    pub wishes: Vec<MentorId>,
    /// They learn only from somebody more senior, as people do who guide others themselves.
    pub only_senior: bool,
}

/// Somebody who could be a mentor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MentorProfile {
    /// Who they are.
    pub profile: Profile,
    /// Places that nobody has yet, in whatever program; 0 takes no part.
    pub capacity: u32,
    /// The skills they offer.
    pub offered: Vec<u32>,
}

/// How many points each matter can add to a pair's score. Together at most 1,000,000.
///
/// What each matter adds of its weight:
///
/// | matter | all of it | a part | nothing |
/// | --- | --- | --- | --- |
/// | skills | all wanted ones are offered | of three, the first weighs 3/6, the second 2/6, the third 1/6 | none is offered |
/// | languages | two in common | one in common: half | |
/// | time zone | the same working hours | the share of an eight-hour day that overlaps | no hour overlaps |
/// | seniority | the mentor is 1 or 2 levels above | 3 above: 80 %, more: 60 %, same level: 30 % | below |
/// | department | asked for another, and it is | nobody asked: another 70 %, the same 40 % | asked for another, and it is the same |
/// | location | asked for the same, and it is | nobody asked: 50 % | asked for the same, and it is another |
///
/// Where one of the two did not say, and where a mentee wants no skill in particular, it is half of the weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Skills wanted and offered.
    pub skills: u32,
    /// Languages in common.
    pub languages: u32,
    /// Working hours that overlap.
    pub time_zone: u32,
    /// Levels between the two.
    pub seniority: u32,
    /// Another department.
    pub department: u32,
    /// The same location.
    pub location: u32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            skills: 480_000,
            languages: 80_000,
            time_zone: 120_000,
            seniority: 150_000,
            department: 100_000,
            location: 70_000,
        }
    }
}

/// Everybody, and everything that decides which pairs are candidates and how well they fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The manager of each person of the directory, by the person's number; `None` for who has none.
    pub managers: Vec<Option<u32>>,
    /// The mentees; [`MenteeId`](crate::MenteeId) counts from 0 in this list.
    pub mentees: Vec<MenteeProfile>,
    /// The mentors; [`MentorId`] counts from 0 in this list.
    pub mentors: Vec<MentorProfile>,
    /// Pairs that somebody keeps apart.
    pub apart: Vec<Pair>,
    /// Pairs that have been mentor and mentee before, and are not repeated.
    pub earlier: Vec<Pair>,
    /// Pairs that are candidates whatever they score, unless a rule keeps them apart: locked ones, and those of the run
    /// before, so that stability can favour them. Wishes are kept without being named here.
    pub kept: Vec<Pair>,
    /// What counts, and how much.
    pub weights: Weights,
}

/// Why a pair cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Obstacle {
    /// They are the same person.
    Themselves,
    /// One is above the other in the reporting lines, at any distance.
    Chain,
    /// They are of one team.
    Team,
    /// Both said which languages they speak, and have none in common.
    Language,
    /// The mentee learns only from somebody more senior, and the mentor is not known to be.
    Senior,
    /// Somebody keeps them apart.
    Apart,
    /// They have been mentor and mentee before.
    Earlier,
    /// The mentor has no place left, or the mentee wants no mentor.
    NoPlace,
}

/// The list of [`People`] in which a problem was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleList {
    /// `People::managers`
    Managers,
    /// `People::mentees`
    Mentees,
    /// `People::mentors`
    Mentors,
    /// `MenteeProfile::wishes`; the index is the mentee's.
    Wishes,
    /// `People::apart`
    Apart,
    /// `People::earlier`
    Earlier,
    /// `People::kept`
    Kept,
}

impl std::fmt::Display for PeopleList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            PeopleList::Managers => "managers",
            PeopleList::Mentees => "mentees",
            PeopleList::Mentors => "mentors",
            PeopleList::Wishes => "wishes",
            PeopleList::Apart => "apart",
            PeopleList::Earlier => "earlier",
            PeopleList::Kept => "kept",
        })
    }
}

/// The first problem found in [`People`]. Indexes count from 0 within the list named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPeople {
    /// More people than one run can hold.
    #[error("{count} {list} are more than the {limit} that one run can hold")]
    TooMany {
        /// Which side, or the directory.
        list: PeopleList,
        /// How many.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// An entry names a person who is not in the directory.
    #[error("{list}[{index}] names person {person}, but the directory has only {count}")]
    UnknownPerson {
        /// Where.
        list: PeopleList,
        /// The entry.
        index: usize,
        /// Who.
        person: u32,
        /// People in the directory.
        count: usize,
    },
    /// An entry names a mentee or mentor who is not there.
    #[error("{list}[{index}] names mentee {} and mentor {}, and one of them is not there", .pair.mentee.0, .pair.mentor.0)]
    UnknownPair {
        /// Where.
        list: PeopleList,
        /// The entry.
        index: usize,
        /// Who.
        pair: Pair,
    },
    /// Following the managers upward from this person leads back to them.
    #[error("the reporting line of person {person} leads back to them")]
    Circle {
        /// The first such person.
        person: u32,
    },
    /// A mentee who wants more skills than anybody names: what they weigh would not fit.
    #[error("mentees[{index}] wants {count} skills, and one run can weigh 1,000 of each mentee")]
    TooManyWanted {
        /// The mentee.
        index: usize,
        /// Skills wanted.
        count: usize,
    },
    /// A clock that no place on earth has.
    #[error("{list}[{index}] has a clock {minutes} minutes ahead of UTC, which is not from -720 to 840")]
    TimeZone {
        /// Which side.
        list: PeopleList,
        /// The entry.
        index: usize,
        /// The minutes given.
        minutes: i32,
    },
    /// Weights of more than 1,000,000 in all: a score could exceed what the solver takes.
    #[error("the weights are {sum} in all, more than {}", crate::MAX_SCORE)]
    Weights {
        /// Their sum.
        sum: u64,
    },
}
