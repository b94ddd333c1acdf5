//! Who stands with whom: offices, the largest first, and the departments of each.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// More offices, and more departments of one, are drawn together.
const MOST_OFFICES: usize = 24;
const MOST_DEPARTMENTS: usize = 12;

/// An office of so few people is one circle.
const FEW: usize = 6;

/// What is drawn together of an office, or a firm.
pub const THE_REST: &str = "Others";

/// What the ground needs to know of a person.
#[derive(Debug, Clone, Copy)]
pub struct Soul<'a> {
    /// Their office.
    pub office: Option<&'a str>,
    /// Their department.
    pub department: Option<&'a str>,
    /// Whether they are a leader.
    pub leads: bool,
}

/// People with something in common: its name, where it has one, and their numbers.
pub type Group = (Option<String>, Vec<u32>);

/// An office before it has a place.
pub struct Planned {
    /// Its name; nothing where people have none.
    pub name: Option<String>,
    /// Who belongs to it, by number.
    pub people: Vec<u32>,
    /// The same people by department; one group without a name where they are few.
    pub departments: Vec<Group>,
}

/// Everybody by office and department.
pub fn offices(souls: &[Soul<'_>]) -> Vec<Planned> {
    let everybody = (0..souls.len() as u32).collect();
    let planned = |(name, people): Group| {
        let departments = match people.len() {
            ..=FEW => vec![(None, people.clone())],
            _ => groups(souls, people.clone(), MOST_DEPARTMENTS, |soul| soul.department),
        };
        Planned { name, people, departments }
    };
    groups(souls, everybody, MOST_OFFICES, |soul| soul.office).into_iter().map(planned).collect()
}

/// What an office is called; those who have none are together, too.
pub fn office_name(name: Option<&str>) -> String {
    name.map_or_else(|| "No office named".to_owned(), str::to_owned)
}

/// People by what they have in common, the largest group first; who has nothing comes last, and beyond `most` all are
/// one group.
fn groups(
    souls: &[Soul<'_>],
    people: Vec<u32>,
    most: usize,
    of: impl for<'a> Fn(&Soul<'a>) -> Option<&'a str>,
) -> Vec<Group> {
    let mut by: BTreeMap<Option<&str>, Vec<u32>> = BTreeMap::new();
    for person in people {
        by.entry(of(&souls[person as usize])).or_default().push(person);
    }
    let mut groups: Vec<Group> =
        by.into_iter().map(|(name, people)| (name.map(str::to_owned), people)).collect();
    groups.sort_by_key(|(name, people)| (name.is_none(), Reverse(people.len())));
    if groups.len() > most {
        let mut rest: Vec<u32> = groups.drain(most - 1..).flat_map(|(_, people)| people).collect();
        rest.sort_unstable();
        groups.push((Some(THE_REST.to_owned()), rest));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_firm_of_a_hundred_offices_has_the_smallest_together() {
        let names: Vec<String> = (0..300).map(|n| format!("Office {}", n % 100)).collect();
        let souls: Vec<Soul<'_>> =
            names.iter().map(|name| Soul { office: Some(name), department: None, leads: false }).collect();
        let offices = offices(&souls);
        assert_eq!((offices.len(), offices[23].name.as_deref()), (MOST_OFFICES, Some(THE_REST)));
        assert_eq!(offices.iter().map(|office| office.people.len()).sum::<usize>(), 300);
    }

    #[test]
    fn the_largest_come_first_and_who_has_no_department_last() {
        let soul = |n: usize| Soul {
            office: Some("Boston"),
            department: [None, Some("Tax"), Some("Audit")][(n / 4).min(2)],
            leads: false,
        };
        let souls: Vec<Soul<'_>> = (0..14).map(soul).collect();
        let names: Vec<Option<String>> =
            offices(&souls)[0].departments.iter().map(|(name, _)| name.clone()).collect();
        assert_eq!(names, [Some("Audit".to_owned()), Some("Tax".to_owned()), None]);
    }

    #[test]
    fn nobody_has_no_office() {
        assert!(offices(&[]).is_empty());
    }
}
