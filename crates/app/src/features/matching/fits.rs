//! Whether two may be paired, and how well they fit: the people of a program as `bellwether-matching` reads them, whose
//! rules and scores are the only ones. Pure.

use super::member::Member;
use super::plan::Two;
use super::rules::{Apart, Rule};
use super::score::{self, WEIGHTS};
use crate::features::joining::Part;
use bellwether_kernel::{EnrollmentId, PersonId};
use bellwether_matching::candidates::{MenteeProfile, MentorProfile, People, Pool, Profile};
use bellwether_matching::{MenteeId, MentorId, Pair};
use std::collections::HashMap;
use std::hash::Hash;

/// Everybody who waits for a mentor, and everybody who guides: asked about any two of them.
pub struct Fits {
    /// Rules and scores.
    pub pool: Pool,
    /// Who is who.
    pub sides: Sides,
}

/// The two sides as the solver numbers them.
pub struct Sides {
    /// By number: where whoever waits stands among the members.
    pub mentees: Vec<usize>,
    /// The same for whoever guides.
    pub mentors: Vec<usize>,
    mentee_of: HashMap<EnrollmentId, MenteeId>,
    mentor_of: HashMap<EnrollmentId, MentorId>,
}

impl Fits {
    /// Reads everybody who takes part. Pairs that are `kept` are weighed however badly they fit. `Err` is a fault of ours,
    /// in words.
    pub fn of(members: &[Member], apart: &Apart, kept: &[Two]) -> Result<Self, String> {
        let sides = Sides::of(members);
        let pool = Pool::new(&people(&sides, members, apart, kept)).map_err(|e| e.to_string())?;
        Ok(Self { pool, sides })
    }

    /// Every rule that keeps these two apart; none where they may be paired.
    pub fn broken(&self, mentor: &Member, mentee: &Member) -> Vec<Rule> {
        let pair = self.sides.pair(&Two::of(mentor, mentee));
        let obstacles = pair.map(|pair| self.pool.obstacles(pair)).unwrap_or_default();
        obstacles.into_iter().filter_map(Rule::of).collect()
    }

    /// How well two fit, with the mentee’s wish, of 1,000,000; 0 where one of them does not wait, or guide.
    pub fn score(&self, mentor: &Member, mentee: &Member) -> i64 {
        let own = self.sides.pair(&Two::of(mentor, mentee)).map(|pair| self.pool.score(pair));
        own.map_or(0, |own| i64::from(own + score::of_wish(mentee.wish(mentor))))
    }
}

impl Sides {
    fn of(members: &[Member]) -> Self {
        let places = |is_one: fn(&Member) -> bool| -> Vec<usize> {
            members.iter().enumerate().filter(|(_, m)| is_one(m)).map(|(at, _)| at).collect()
        };
        let (mentees, mentors) = (places(|m| m.learns() && m.wants), places(Member::mentors));
        let part = |at: &usize| members[*at].enrollment;
        Self {
            mentee_of: mentees.iter().map(part).zip((0..).map(MenteeId)).collect(),
            mentor_of: mentors.iter().map(part).zip((0..).map(MentorId)).collect(),
            mentees,
            mentors,
        }
    }

    /// The two by number; nothing where one of them does not wait, or guide.
    pub fn pair(&self, two: &Two) -> Option<Pair> {
        Some(Pair::new(*self.mentee_of.get(&two.mentee)?, self.mentor(two.mentor)?))
    }

    /// A mentor’s number.
    pub fn mentor(&self, part: EnrollmentId) -> Option<MentorId> {
        self.mentor_of.get(&part).copied()
    }
}

fn people(sides: &Sides, members: &[Member], apart: &Apart, kept: &[Two]) -> People {
    let mut numbers = Numbers::default();
    let managers = managers(members, apart, &mut numbers.people);
    let mut people = People { managers, weights: WEIGHTS, ..People::default() };
    for of in sides.mentees.iter().map(|at| &members[*at]) {
        people.mentees.push(MenteeProfile {
            profile: numbers.profile(of),
            wants: 1,
            wanted: numbers.skills.all(&of.wanted),
            wishes: of.wishes.iter().filter_map(|wish| sides.mentor(*wish)).collect(),
            only_senior: of.role == Part::Either,
        });
    }
    for of in sides.mentors.iter().map(|at| &members[*at]) {
        people.mentors.push(MentorProfile {
            profile: numbers.profile(of),
            capacity: u32::try_from(of.places).unwrap_or(0),
            offered: numbers.skills.all(&of.offered),
        });
    }
    people.kept = kept.iter().filter_map(|two| sides.pair(two)).collect();
    (people.apart, people.earlier) = by_name(sides, members, apart);
    people
}

/// Pairs that are out by name: those kept apart, either way round, and earlier ones.
fn by_name(sides: &Sides, members: &[Member], apart: &Apart) -> (Vec<Pair>, Vec<Pair>) {
    let parts: HashMap<PersonId, EnrollmentId> = members.iter().map(|m| (m.person, m.enrollment)).collect();
    let pair = |mentor: &PersonId, mentee: &PersonId| {
        sides.pair(&Two { mentor: *parts.get(mentor)?, mentee: *parts.get(mentee)? })
    };
    let excluded = apart.excluded.iter().flat_map(|(a, b)| [pair(a, b), pair(b, a)]).flatten();
    (excluded.collect(), apart.earlier.iter().filter_map(|(mentor, mentee)| pair(mentor, mentee)).collect())
}

/// New numbers for people and words, from 0.
#[derive(Default)]
struct Numbers<'m> {
    people: HashMap<PersonId, u32>,
    skills: Words<'m>,
    languages: Words<'m>,
    departments: Words<'m>,
    offices: Words<'m>,
}

impl<'m> Numbers<'m> {
    fn profile(&mut self, of: &'m Member) -> Profile {
        Profile {
            person: number(&mut self.people, of.person),
            team: of.manager.map(|manager| number(&mut self.people, manager)),
            languages: self.languages.all(&of.languages),
            time_zone: None,
            level: of.level.and_then(|level| i32::try_from(level).ok()),
            department: self.departments.known(of.department.as_deref()),
            location: self.offices.known(of.office.as_deref()),
            other_department: of.other_department,
            same_location: of.same_office,
        }
    }
}

#[derive(Default)]
struct Words<'m>(HashMap<&'m str, u32>);

impl<'m> Words<'m> {
    /// Words with their keys, which are what is compared.
    fn all(&mut self, words: &'m [(String, String)]) -> Vec<u32> {
        words.iter().map(|(key, _)| number(&mut self.0, key.as_str())).collect()
    }

    fn known(&mut self, word: Option<&'m str>) -> Option<u32> {
        word.filter(|word| !word.is_empty()).map(|word| number(&mut self.0, word))
    }
}

fn number<K: Eq + Hash>(numbers: &mut HashMap<K, u32>, of: K) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(of).or_insert(next)
}

/// By number: the manager of everybody who takes part, and of everybody above them. The directory takes no reporting line
/// that goes in a circle; if there were one, it would end where it comes back.
fn managers(members: &[Member], apart: &Apart, numbers: &mut HashMap<PersonId, u32>) -> Vec<Option<u32>> {
    let own = members.iter().filter_map(|m| Some((m.person, m.manager?)));
    let lines: Vec<(u32, u32)> = own
        .chain(apart.managers.iter().copied())
        .map(|(person, manager)| (number(numbers, person), number(numbers, manager)))
        .collect();
    for member in members {
        number(numbers, member.person);
    }
    let mut managers = vec![None; numbers.len()];
    for (person, manager) in lines {
        let mut above = Some(manager).filter(|_| managers[person as usize].is_none());
        while let Some(one) = above.filter(|one| *one != person) {
            above = managers[one as usize];
        }
        if above.is_none() && managers[person as usize].is_none() {
            managers[person as usize] = Some(manager);
        }
    }
    managers
}
