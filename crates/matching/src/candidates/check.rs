//! Refuses people that cannot be.

use super::people::{InvalidPeople, People, PeopleList, Profile, Weights};
use crate::instance::{MAX_PEOPLE, MAX_SCORE, MenteeId, Pair};

/// People in the directory are numbered with 32 bits.
const MAX_DIRECTORY: usize = 1 << 31;
/// Skills that one mentee wants.
const MAX_WANTED: usize = 1_000;
/// Offsets from UTC that places on earth have, in minutes.
const OFFSETS: std::ops::RangeInclusive<i32> = -720..=840;

/// The first problem, in the order of the fields. Circles in the reporting lines are found where the lines are read.
pub(super) fn check(people: &People) -> Result<(), InvalidPeople> {
    let sizes = [
        (PeopleList::Managers, people.managers.len(), MAX_DIRECTORY),
        (PeopleList::Mentees, people.mentees.len(), MAX_PEOPLE),
        (PeopleList::Mentors, people.mentors.len(), MAX_PEOPLE),
    ];
    if let Some((list, count, limit)) = sizes.into_iter().find(|(_, count, limit)| count > limit) {
        return Err(InvalidPeople::TooMany { list, count, limit });
    }
    check_directory(people)?;
    let mentees = people.mentees.iter().map(|mentee| &mentee.profile);
    check_profiles(people, PeopleList::Mentees, mentees)?;
    if let Some(index) = people.mentees.iter().position(|mentee| mentee.wanted.len() > MAX_WANTED) {
        return Err(InvalidPeople::TooManyWanted { index, count: people.mentees[index].wanted.len() });
    }
    let mentors = people.mentors.iter().map(|mentor| &mentor.profile);
    check_profiles(people, PeopleList::Mentors, mentors)?;
    check_pairs(people)?;
    check_weights(&people.weights)
}

fn check_directory(people: &People) -> Result<(), InvalidPeople> {
    let count = people.managers.len();
    let strays = people.managers.iter().enumerate().filter_map(|(index, manager)| Some((index, (*manager)?)));
    match strays.into_iter().find(|(_, manager)| *manager as usize >= count) {
        Some((index, person)) => {
            Err(InvalidPeople::UnknownPerson { list: PeopleList::Managers, index, person, count })
        }
        None => Ok(()),
    }
}

fn check_profiles<'a>(
    people: &People,
    list: PeopleList,
    profiles: impl Iterator<Item = &'a Profile>,
) -> Result<(), InvalidPeople> {
    let count = people.managers.len();
    for (index, profile) in profiles.enumerate() {
        let person = profile.person;
        if person as usize >= count {
            return Err(InvalidPeople::UnknownPerson { list, index, person, count });
        }
        if let Some(minutes) = profile.time_zone.filter(|minutes| !OFFSETS.contains(minutes)) {
            return Err(InvalidPeople::TimeZone { list, index, minutes });
        }
    }
    Ok(())
}

fn check_pairs(people: &People) -> Result<(), InvalidPeople> {
    let is_known = |pair: &Pair| {
        (pair.mentee.0 as usize) < people.mentees.len() && (pair.mentor.0 as usize) < people.mentors.len()
    };
    for (index, mentee) in people.mentees.iter().enumerate() {
        let pairs = mentee.wishes.iter().map(|mentor| Pair::new(MenteeId(index as u32), *mentor));
        if let Some(pair) = pairs.into_iter().find(|pair| !is_known(pair)) {
            return Err(InvalidPeople::UnknownPair { list: PeopleList::Wishes, index, pair });
        }
    }
    let lists = [
        (PeopleList::Apart, &people.apart),
        (PeopleList::Earlier, &people.earlier),
        (PeopleList::Kept, &people.kept),
    ];
    for (list, pairs) in lists {
        if let Some(index) = pairs.iter().position(|pair| !is_known(pair)) {
            return Err(InvalidPeople::UnknownPair { list, index, pair: pairs[index] });
        }
    }
    Ok(())
}

fn check_weights(weights: &Weights) -> Result<(), InvalidPeople> {
    let Weights { skills, languages, time_zone, seniority, department, location } = *weights;
    let sum = [skills, languages, time_zone, seniority, department, location].map(u64::from).iter().sum();
    if sum > u64::from(MAX_SCORE) { Err(InvalidPeople::Weights { sum }) } else { Ok(()) }
}
