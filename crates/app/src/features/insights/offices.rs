//! A level by office, so that nobody can be picked out: no group under five is shown, and no hidden
//! number can be worked out from the total.

use crate::shell::words;

/// The least that is shown, of people and of those who joined.
const LEAST: i64 = 5;

/// People of one level in one office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The office.
    pub name: String,
    /// How many people.
    pub people: i64,
    /// How many have joined.
    pub joined: i64,
    /// How many are active.
    pub active: i64,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The office, or several.
    pub name: String,
    /// How many people.
    pub people: i64,
    /// How many have joined, where that is shown.
    pub joined: Option<i64>,
    /// Why it is not shown.
    pub why: &'static str,
}

const FEW: &str = "Fewer than five have joined";
const ALSO: &str = "Withheld too, or another row could be worked out";

/// The groups as they may be shown beside their total. Offices with fewer than five people are put
/// together with the next smallest.
pub fn shown(groups: &[Group]) -> Vec<Shown> {
    let mut rows: Vec<Shown> = merged(groups)
        .into_iter()
        .map(|g| {
            let few = g.joined < LEAST;
            Shown {
                name: g.name,
                people: g.people,
                joined: (!few).then_some(g.joined),
                why: if few { FEW } else { "" },
            }
        })
        .collect();
    let total: i64 = groups.iter().map(|g| g.joined).sum();
    // What is hidden is the total less what is shown. One hidden row, or several that come to a few,
    // would be told by that: hide the smallest beside them until it tells nothing.
    loop {
        let hidden = rows.iter().filter(|r| r.joined.is_none()).count();
        let told = total - rows.iter().filter_map(|r| r.joined).sum::<i64>();
        if hidden == 0 || (hidden > 1 && told >= LEAST) {
            return rows;
        }
        let smallest = rows.iter_mut().filter(|r| r.joined.is_some()).min_by_key(|r| r.joined);
        let Some(smallest) = smallest else { return rows };
        (smallest.joined, smallest.why) = (None, ALSO);
    }
}

fn merged(groups: &[Group]) -> Vec<Group> {
    let mut groups = groups.to_vec();
    groups.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.name.cmp(&b.name)));
    for group in groups.iter_mut().filter(|g| g.name.is_empty()) {
        "No office named".clone_into(&mut group.name);
    }
    while groups.len() > 1 && groups.last().is_some_and(|g| g.people < LEAST) {
        let (Some(small), Some(next)) = (groups.pop(), groups.last_mut()) else { break };
        next.name = words::list(&[next.name.clone(), small.name]);
        next.people += small.people;
        next.joined += small.joined;
        next.active += small.active;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &str, people: i64, joined: i64) -> Group {
        Group { name: name.to_owned(), people, joined, active: 0 }
    }

    fn joined(groups: &[Group]) -> Vec<Option<i64>> {
        shown(groups).into_iter().map(|row| row.joined).collect()
    }

    #[test]
    fn a_small_office_is_put_together_with_the_next() {
        let rows = shown(&[group("Boston", 26, 9), group("Hartford", 6, 4), group("Providence", 3, 2)]);
        assert_eq!(rows[1].name, "Hartford and Providence");
        assert_eq!((rows[1].people, rows[1].joined), (9, Some(6)));
    }

    #[test]
    fn a_hidden_row_hides_another_so_that_the_total_tells_nothing() {
        assert_eq!(joined(&[group("Boston", 26, 7), group("Hartford", 9, 2)]), [None, None]);
        assert_eq!(
            joined(&[group("A", 50, 20), group("B", 40, 9), group("C", 30, 1)]),
            [Some(20), None, None]
        );
    }

    #[test]
    fn what_is_hidden_never_comes_to_fewer_than_five_unless_nothing_is_shown() {
        for a in 0..12 {
            for b in 0..12 {
                for c in 0..12 {
                    let groups = [group("A", 20, a), group("B", 15, b), group("C", 12, c)];
                    let rows = shown(&groups);
                    let hidden = rows.iter().filter(|r| r.joined.is_none()).count();
                    let told = a + b + c - rows.iter().filter_map(|r| r.joined).sum::<i64>();
                    let safe = hidden == 0 || hidden == rows.len() || (hidden > 1 && told >= LEAST);
                    assert!(safe && rows.iter().all(|r| r.joined.is_none_or(|n| n >= LEAST)), "{rows:?}");
                }
            }
        }
    }
}
