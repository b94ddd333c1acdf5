//! Who gets good scores and who gets the mentors that are scarce, by level, department, office and gender. Pure.
//!
//! A group of fewer than five is put together with the next smallest. What is told of genders must not tell anybody's:
//! the coordinator sees by name who was matched and how well, so the shares and scores of genders are rounded, and none
//! is told unless in each group at least five were matched and five were not, or nobody stayed without.

use super::member::Member;
use super::plan::Draft;
use super::score;
use crate::shell::words;
use bellwether_kernel::{EnrollmentId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The least that is told of, of people.
const LEAST: i64 = 5;
/// To so many points, or per cent, what is told of genders is rounded.
const ROUNDED: i64 = 5;

/// What is kept about a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde")]
pub struct Fairness {
    /// By level.
    pub levels: Vec<Group>,
    /// By department, with who got a scarce mentor.
    pub departments: Vec<Group>,
    /// By office.
    pub offices: Vec<Group>,
    /// By gender; empty where the column is off, or the groups are too small.
    pub genders: Vec<Group>,
    /// Whether there was something about genders that could not be told.
    pub genders_withheld: bool,
    /// Mentors of whom there were too few places.
    pub scarce: i64,
}

/// Mentees who have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(crate = "bellwether_kernel::serde")]
pub struct Group {
    /// What they have in common.
    pub name: String,
    /// How many wanted a mentor.
    pub people: i64,
    /// How many of 100 of them have one; of genders about so many.
    pub matched: i64,
    /// The mean score of theirs who have one, of 100; of genders about that.
    pub points: Option<i64>,
    /// How many have a mentor of whom there are too few.
    pub scarce: i64,
}

/// Counted, and not yet fit to be told.
#[derive(Debug, Clone, Default)]
struct Tally {
    names: Vec<String>,
    people: i64,
    matched: i64,
    points: i64,
    scarce: i64,
}

/// What a run did to whom.
pub fn of(
    mentees: &[&Member],
    drafts: &[Draft],
    scarce: &BTreeSet<EnrollmentId>,
    genders: &BTreeMap<PersonId, String>,
) -> Fairness {
    let by_mentee: BTreeMap<EnrollmentId, &Draft> = drafts.iter().map(|d| (d.two.mentee, d)).collect();
    let by = |group: &dyn Fn(&Member) -> Option<String>, none: &str| {
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for mentee in mentees {
            let name = group(mentee).filter(|n| !n.is_empty()).unwrap_or_else(|| none.to_owned());
            let draft = by_mentee.get(&mentee.enrollment);
            let has_scarce = draft.is_some_and(|d| scarce.contains(&d.two.mentor));
            tallies.entry(name).or_default().add(draft.map(|d| score::shown(d.score)), has_scarce);
        }
        merged(tallies)
    };
    let of_genders =
        if genders.is_empty() { Vec::new() } else { by(&|m| genders.get(&m.person).cloned(), "not stated") };
    let told = may_be_told(&of_genders);
    Fairness {
        levels: exact(&by(&|m| m.level_name.clone(), "No level")),
        departments: exact(&by(&|m| m.department.clone(), "No department")),
        offices: exact(&by(&|m| m.office.clone(), "No office")),
        genders: if told { about(&of_genders) } else { Vec::new() },
        genders_withheld: !of_genders.is_empty() && !told,
        scarce: scarce.len() as i64,
    }
}

impl Tally {
    fn add(&mut self, points: Option<i64>, has_scarce: bool) {
        self.people += 1;
        self.matched += i64::from(points.is_some());
        self.points += points.unwrap_or(0);
        self.scarce += i64::from(has_scarce);
    }

    fn with(mut self, other: Self) -> Self {
        self.names.extend(other.names);
        self.people += other.people;
        self.matched += other.matched;
        self.points += other.points;
        self.scarce += other.scarce;
        self
    }

    /// Shares and means as multiples of `step`.
    fn group(&self, step: i64) -> Group {
        let rounded = |sum: i64, of: i64| (2 * sum + of * step) / (2 * of * step) * step;
        Group {
            name: words::list(&self.names),
            people: self.people,
            matched: rounded(100 * self.matched, self.people.max(1)),
            points: (self.matched > 0).then(|| rounded(self.points, self.matched)),
            scarce: self.scarce,
        }
    }
}

/// The largest first; those with fewer than five people are put together with the next smallest.
fn merged(tallies: BTreeMap<String, Tally>) -> Vec<Tally> {
    let mut groups: Vec<Tally> =
        tallies.into_iter().map(|(name, tally)| Tally { names: vec![name], ..tally }).collect();
    groups.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.names.cmp(&b.names)));
    while groups.len() > 1 && groups.last().is_some_and(|g| g.people < LEAST) {
        let (Some(small), Some(next)) = (groups.pop(), groups.pop()) else { break };
        groups.push(next.with(small));
    }
    groups
}

fn exact(tallies: &[Tally]) -> Vec<Group> {
    let few = tallies.iter().any(|t| t.people < LEAST);
    tallies.iter().filter(|_| !few).map(|t| t.group(1)).collect()
}

fn about(tallies: &[Tally]) -> Vec<Group> {
    tallies.iter().map(|t| Group { scarce: 0, ..t.group(ROUNDED) }).collect()
}

/// Whether telling these groups apart tells nobody's own: two groups at least, five matched in each, and five unmatched
/// in each or nobody at all.
fn may_be_told(tallies: &[Tally]) -> bool {
    let nobody_left = tallies.iter().all(|t| t.people == t.matched);
    let enough = |t: &Tally| t.matched >= LEAST && (nobody_left || t.people - t.matched >= LEAST);
    tallies.len() > 1 && tallies.iter().all(enough)
}

#[cfg(test)]
mod tests {
    use super::super::plan::Two;
    use super::super::samples::member;
    use super::*;

    /// Mentees `from..to`, and drafts for the first `matched` of them, of `points` each.
    fn mentees(range: std::ops::Range<i64>, level: &str) -> Vec<Member> {
        range.map(|n| Member { level_name: Some(level.to_owned()), wants: true, ..member(n) }).collect()
    }

    fn draft(mentee: &Member, points: i64) -> Draft {
        Draft {
            two: Two { mentor: EnrollmentId(1000 + mentee.enrollment.0 % 2), mentee: mentee.enrollment },
            score: points * score::POINT,
            reasons: Vec::new(),
            rank_for_mentee: None,
            rank_for_mentor: None,
        }
    }

    fn told(members: &[Member], drafts: &[Draft], genders: &BTreeMap<PersonId, String>) -> Fairness {
        of(&members.iter().collect::<Vec<_>>(), drafts, &BTreeSet::from([EnrollmentId(1000)]), genders)
    }

    fn gender(members: &[Member], name: &str) -> Vec<(PersonId, String)> {
        members.iter().map(|m| (m.person, name.to_owned())).collect()
    }

    #[test]
    fn each_level_has_its_share_its_mean_and_its_scarce_mentors() {
        let (seniors, juniors) = (mentees(0..8, "Senior"), mentees(10..20, "Junior"));
        let drafts: Vec<Draft> =
            seniors.iter().map(|m| draft(m, 80)).chain(juniors[..5].iter().map(|m| draft(m, 61))).collect();
        let all = [seniors, juniors].concat();
        let levels = told(&all, &drafts, &BTreeMap::new()).levels;
        assert_eq!(
            levels
                .iter()
                .map(|g| (g.name.as_str(), g.people, g.matched, g.points, g.scarce))
                .collect::<Vec<_>>(),
            [("Junior", 10, 50, Some(61), 3), ("Senior", 8, 100, Some(80), 4)]
        );
    }

    #[test]
    fn a_group_under_five_stands_with_the_next() {
        let all = [mentees(0..9, "A"), mentees(10..17, "B"), mentees(20..22, "C")].concat();
        let levels = told(&all, &[], &BTreeMap::new()).levels;
        assert_eq!(
            levels.iter().map(|g| (g.name.as_str(), g.people)).collect::<Vec<_>>(),
            [("A", 9), ("B and C", 9)]
        );
        assert_eq!(
            told(&mentees(0..4, "A"), &[], &BTreeMap::new()).levels,
            [],
            "four people are too few for any"
        );
    }

    #[test]
    fn of_genders_about_so_much_is_told_and_only_of_fives() {
        let (women, men) = (mentees(0..20, "A"), mentees(30..60, "A"));
        let genders: BTreeMap<PersonId, String> =
            gender(&women, "woman").into_iter().chain(gender(&men, "man")).collect();
        let some = |w: usize, m: usize| -> Vec<Draft> {
            women[..w].iter().map(|p| draft(p, 72)).chain(men[..m].iter().map(|p| draft(p, 74))).collect()
        };
        let all = [women.clone(), men.clone()].concat();
        let fair = told(&all, &some(14, 22), &genders);
        assert_eq!(
            fair.genders.iter().map(|g| (g.name.as_str(), g.matched, g.points)).collect::<Vec<_>>(),
            [("man", 75, Some(75)), ("woman", 70, Some(70))]
        );
        for (w, m) in [(20, 28), (16, 22), (4, 22), (14, 30)] {
            let fair = told(&all, &some(w, m), &genders);
            assert!(
                fair.genders.is_empty() && fair.genders_withheld,
                "{w} women and {m} men would tell too much"
            );
        }
        assert!(
            !told(&all, &some(20, 30), &genders).genders.is_empty(),
            "where everybody has a mentor, that tells nobody's"
        );
        assert!(
            !told(&all, &some(14, 22), &BTreeMap::new()).genders_withheld,
            "where the column is off, nothing is said of it"
        );
    }
}
