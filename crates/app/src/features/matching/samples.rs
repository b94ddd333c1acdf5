//! People for the tests of the rules.

use super::member::Member;
use crate::features::joining::Part;
use bellwether_kernel::{EnrollmentId, PersonId};
use std::collections::BTreeSet;

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
        above: BTreeSet::new(),
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
