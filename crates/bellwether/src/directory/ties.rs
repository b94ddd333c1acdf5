//! Who works with whom, asks whose advice, was mentored by whom.
//!
//! Most ties stay within a practice and an office, some cross; a few people are asked by very many, as in any firm.

use super::Draw;
use super::firm::Person;
use std::collections::{BTreeMap, BTreeSet};

/// A tie between two people, by number.
pub struct Tie {
    /// From whom.
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// As the import knows it.
    pub kind: &'static str,
    /// How strong, from 1.
    pub weight: usize,
}

/// Everybody's ties; nobody has one with themselves, and none is there twice.
pub fn ties(people: &[Person], draw: &mut Draw) -> Vec<Tie> {
    let circles = Circles::of(people);
    let mut seen = BTreeSet::new();
    let mut ties = Vec::new();
    let mut add = |from: usize, to: Option<usize>, kind: &'static str, weight: usize| {
        if let Some(to) = to.filter(|to| *to != from)
            && seen.insert((from, to, kind))
        {
            ties.push(Tie { from, to, kind, weight });
        }
    };
    for (n, person) in people.iter().enumerate() {
        for _ in 0..3 + draw.below(4) {
            let weight = 1 + draw.below(3);
            add(n, circles.near(draw, person, false), "works_with", weight);
        }
        for _ in 0..=draw.below(3) {
            add(
                n,
                circles.near(draw, person, true).filter(|to| people[*to].rank <= person.rank),
                "seeks_advice_from",
                1,
            );
        }
        if person.rank > 1 && draw.below(4) == 0 {
            let up = person.manager.and_then(|m| people[m].manager).or(person.manager);
            add(up.unwrap_or(n), Some(n), "mentored", 1);
        }
        if draw.below(5) == 0 {
            add(n, circles.near(draw, person, false), "friend", 1);
        }
    }
    ties
}

/// The people of each office and practice, in the order of the list: the highest first.
struct Circles<'a> {
    people: usize,
    close: BTreeMap<(&'a str, &'a str), Vec<usize>>,
    practice: BTreeMap<&'a str, Vec<usize>>,
    office: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Circles<'a> {
    fn of(people: &'a [Person]) -> Self {
        let mut circles = Self {
            people: people.len(),
            close: BTreeMap::new(),
            practice: BTreeMap::new(),
            office: BTreeMap::new(),
        };
        for (n, person) in people.iter().enumerate() {
            circles.close.entry((person.office.name, person.practice)).or_default().push(n);
            circles.practice.entry(person.practice).or_default().push(n);
            circles.office.entry(person.office.name).or_default().push(n);
        }
        circles
    }

    /// Somebody near: seven in ten within the team, two in the practice or the office, one anywhere. `known` prefers
    /// those whom many know.
    fn near(&self, draw: &mut Draw, person: &Person, known: bool) -> Option<usize> {
        let circle = match draw.below(10) {
            0..=6 => self.close.get(&(person.office.name, person.practice)),
            7 => self.practice.get(person.practice),
            8 => self.office.get(person.office.name),
            _ => return Some(if known { draw.early(self.people) } else { draw.below(self.people) }),
        }?;
        let at = if known { draw.early(circle.len()) } else { draw.below(circle.len()) };
        circle.get(at).copied()
    }
}
