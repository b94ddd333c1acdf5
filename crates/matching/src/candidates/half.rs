//! One side of a program, the mentees or the mentors, as rules and scores read it.

use super::lists::{Lists, Numbers, Sets};
use super::people::{People, Profile};

/// Stands for a department, location or skill that is not known.
pub(super) const UNKNOWN: u32 = u32::MAX;
/// Stands for a level that is not known.
pub(super) const NO_LEVEL: i64 = i64::MIN;
/// Stands for a time zone that is not known.
pub(super) const NO_ZONE: i32 = i32::MIN;

/// What a score reads of one person, next to each other in memory.
#[derive(Clone, Copy)]
pub(super) struct Traits {
    pub level: i64,
    pub zone: i32,
    pub department: u32,
    pub location: u32,
    /// How many languages they speak, at most two; 0 if they did not say.
    pub languages: u8,
    pub asks_department: bool,
    pub asks_location: bool,
}

/// Everybody of one side. Made by number; [`Half::ordered`] makes another order of it.
#[derive(Clone)]
pub(super) struct Half {
    pub traits: Vec<Traits>,
    pub languages: Sets,
    /// Mentees: skills wanted, the dearest first, [`UNKNOWN`] for one that nobody offers. Mentors: skills offered, sorted.
    pub skills: Lists,
    pub persons: Vec<u32>,
    pub teams: Vec<Option<u32>>,
    /// Mentees: how many mentors they want. Mentors: places left.
    pub places: Vec<u32>,
    /// Mentees alone: whether they learn only from somebody more senior.
    pub only_senior: Vec<bool>,
}

impl Half {
    pub fn len(&self) -> usize {
        self.traits.len()
    }

    /// The same people at `order`, in that order.
    pub fn ordered(&self, order: &[u32]) -> Half {
        let at = |index: &u32| *index as usize;
        Half {
            traits: order.iter().map(|one| self.traits[at(one)]).collect(),
            languages: self.languages.ordered(order),
            skills: self.skills.ordered(order),
            persons: order.iter().map(|one| self.persons[at(one)]).collect(),
            teams: order.iter().map(|one| self.teams[at(one)]).collect(),
            places: order.iter().map(|one| self.places[at(one)]).collect(),
            only_senior: order.iter().map(|one| self.only_senior[at(one)]).collect(),
        }
    }
}

/// Both sides, their words numbered alike.
pub(super) struct Halves {
    pub mentees: Half,
    pub mentors: Half,
    /// Different skills that mentors offer.
    pub skills: usize,
}

impl Halves {
    pub fn of(people: &People) -> Halves {
        let numbers = Words::of(people);
        let profiles: Vec<&Profile> = people.mentees.iter().map(|mentee| &mentee.profile).collect();
        let wanted = people.mentees.iter().map(|mentee| distinct(&mentee.wanted));
        let wanted =
            wanted.map(|list| list.into_iter().map(|skill| numbers.skills.get(skill).unwrap_or(UNKNOWN)));
        let mut mentees = numbers.half(&profiles, Lists::of(wanted));
        mentees.places = people.mentees.iter().map(|mentee| mentee.wants).collect();
        mentees.only_senior = people.mentees.iter().map(|mentee| mentee.only_senior).collect();

        let profiles: Vec<&Profile> = people.mentors.iter().map(|mentor| &mentor.profile).collect();
        let offered = people.mentors.iter().map(|mentor| {
            let mut skills: Vec<u32> =
                mentor.offered.iter().filter_map(|skill| numbers.skills.get(*skill)).collect();
            skills.sort_unstable();
            skills.dedup();
            skills
        });
        let mut mentors = numbers.half(&profiles, Lists::of(offered));
        mentors.places = people.mentors.iter().map(|mentor| mentor.capacity).collect();
        Halves { mentees, mentors, skills: numbers.skills.len() }
    }
}

/// New numbers for what the caller numbered.
struct Words {
    skills: Numbers,
    languages: Numbers,
    departments: Numbers,
    locations: Numbers,
}

impl Words {
    fn of(people: &People) -> Words {
        let mentees = people.mentees.iter().map(|mentee| &mentee.profile);
        let profiles = mentees.chain(people.mentors.iter().map(|mentor| &mentor.profile));
        Words {
            skills: Numbers::of(people.mentors.iter().flat_map(|mentor| &mentor.offered).copied()),
            languages: Numbers::of(profiles.clone().flat_map(|profile| &profile.languages).copied()),
            departments: Numbers::of(profiles.clone().filter_map(|profile| profile.department)),
            locations: Numbers::of(profiles.filter_map(|profile| profile.location)),
        }
    }

    fn half(&self, profiles: &[&Profile], skills: Lists) -> Half {
        let languages = profiles
            .iter()
            .map(|profile| profile.languages.iter().filter_map(|language| self.languages.get(*language)));
        Half {
            traits: profiles.iter().map(|profile| self.traits(profile)).collect(),
            languages: Sets::of(self.languages.len(), languages),
            skills,
            persons: profiles.iter().map(|profile| profile.person).collect(),
            teams: profiles.iter().map(|profile| profile.team).collect(),
            places: Vec::new(),
            only_senior: vec![false; profiles.len()],
        }
    }

    fn traits(&self, profile: &Profile) -> Traits {
        let number = |numbers: &Numbers, value: Option<u32>| value.and_then(|one| numbers.get(one));
        Traits {
            level: profile.level.map_or(NO_LEVEL, i64::from),
            zone: profile.time_zone.unwrap_or(NO_ZONE),
            department: number(&self.departments, profile.department).unwrap_or(UNKNOWN),
            location: number(&self.locations, profile.location).unwrap_or(UNKNOWN),
            languages: distinct(&profile.languages).len().min(2) as u8,
            asks_department: profile.other_department,
            asks_location: profile.same_location,
        }
    }
}

/// What is there more than once stays where it is first.
fn distinct(list: &[u32]) -> Vec<u32> {
    let mut kept: Vec<u32> = Vec::with_capacity(list.len());
    let mut seen: std::collections::BTreeSet<u32> = std::collections::BTreeSet::new();
    kept.extend(list.iter().filter(|one| seen.insert(**one)));
    kept
}
