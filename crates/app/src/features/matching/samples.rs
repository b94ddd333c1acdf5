//! People for the tests of the rules.

use super::fits::Fits;
use super::member::Member;
use super::rules::{Apart, Rule};
use crate::features::joining::Part;
use bellwether_kernel::{EnrollmentId, PersonId};

/// Somebody of whom nothing particular is known: a mentor with one place who could also learn.
pub fn member(n: i64) -> Member {
    Member {
        enrollment: EnrollmentId(n),
        person: PersonId(100 + n),
        name: format!("Person {n}"),
        has_mail: true,
        role: Part::Mentor,
        places: 1,
        capacity: 1,
        wants: false,
        goals: "A year from now, my own matters.".to_owned(),
        level: None,
        level_name: None,
        senior: false,
        guide: None,
        about: String::new(),
        office: None,
        department: None,
        manager: None,
        languages: Vec::new(),
        offered: Vec::new(),
        wanted: Vec::new(),
        other_department: false,
        same_office: false,
        wishes: Vec::new(),
        waited: 0,
    }
}

/// Words separated by commas, each with the key under which it is compared.
pub fn keyed(text: &str) -> Vec<(String, String)> {
    let words = text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
    words.map(|word| (bellwether_kernel::fold(word), word.to_owned())).collect()
}

/// Every rule that keeps two apart, the second waiting for a mentor.
pub fn broken(mentor: &Member, mentee: &Member, apart: &Apart) -> Vec<Rule> {
    let two = [mentor.clone(), waiting(mentee)];
    Fits::of(&two, apart, &[]).unwrap().broken(&two[0], &two[1])
}

/// How well two fit, the second waiting for a mentor.
pub fn score(mentor: &Member, mentee: &Member) -> i64 {
    let two = [mentor.clone(), waiting(mentee)];
    Fits::of(&two, &Apart::default(), &[]).unwrap().score(&two[0], &two[1])
}

fn waiting(mentee: &Member) -> Member {
    let role = if mentee.role == Part::Mentor { Part::Mentee } else { mentee.role };
    Member { role, wants: true, ..mentee.clone() }
}
