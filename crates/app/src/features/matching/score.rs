//! How well two fit: skills 40, wishes 30, department and office 20, seniority 10, of 100. Pure.

use super::member::Member;

/// Scores are kept in ten-thousandths of a point of 100, as the solver wants whole numbers.
pub const POINT: i64 = 10_000;

/// What counts, for the page, in points of 100.
pub const WEIGHTS: [(&str, i64); 4] =
    [("Skills wanted and offered", 40), ("Wishes", 30), ("Department and office", 20), ("Seniority", 10)];

/// What a first, second and third wish add.
pub const WISHES: [u32; 3] = [300_000, 200_000, 100_000];

/// How well two fit, without wishes: from 1 to 700,000.
pub fn of(mentor: &Member, mentee: &Member) -> u32 {
    let points = skills(mentor, mentee)
        + department(mentor, mentee)
        + office(mentor, mentee)
        + seniority(mentor, mentee);
    u32::try_from(points.max(1)).unwrap_or(1)
}

/// What a wish adds.
pub fn of_wish(rank: Option<usize>) -> u32 {
    rank.and_then(|rank| WISHES.get(rank - 1).copied()).unwrap_or(0)
}

/// Up to 40: the share of the wanted skills that are offered, where a dearer one weighs more. Who
/// wants nothing in particular fits everybody half as well.
fn skills(mentor: &Member, mentee: &Member) -> i64 {
    let wanted = mentee.wanted.len() as i64;
    if wanted == 0 {
        return 20 * POINT;
    }
    let weighed = mentee.wanted.iter().zip((1..=wanted).rev());
    let met: i64 = weighed.filter(|((key, _), _)| offers(mentor, key)).map(|(_, weight)| weight).sum();
    40 * POINT * met / (wanted * (wanted + 1) / 2)
}

/// Whether a mentor offers a skill.
pub fn offers(mentor: &Member, key: &str) -> bool {
    mentor.offered.iter().any(|(offered, _)| offered == key)
}

/// Up to 10: another department where either asked for it; a little for it anyway.
fn department(mentor: &Member, mentee: &Member) -> i64 {
    let asked = mentor.other_department || mentee.other_department;
    let points = match (differ(mentor.department.as_deref(), mentee.department.as_deref()), asked) {
        (Some(true), true) => 10,
        (Some(true), false) => 7,
        (Some(false), true) => 0,
        (Some(false), false) => 4,
        (None, _) => 5,
    };
    points * POINT
}

/// Up to 10: the same office where either asked for it.
fn office(mentor: &Member, mentee: &Member) -> i64 {
    let asked = mentor.same_office || mentee.same_office;
    let points = match (differ(mentor.office.as_deref(), mentee.office.as_deref()), asked) {
        (Some(false), true) => 10,
        (Some(true), true) => 0,
        (None | Some(_), _) => 5,
    };
    points * POINT
}

/// Whether two words differ; `None` where one is not known.
pub fn differ(one: Option<&str>, other: Option<&str>) -> Option<bool> {
    Some(one.filter(|w| !w.is_empty())? != other.filter(|w| !w.is_empty())?)
}

/// Up to 10: one or two levels are best; very far is a little less near.
fn seniority(mentor: &Member, mentee: &Member) -> i64 {
    let points = match levels_above(mentor, mentee) {
        Some(1 | 2) => 10,
        Some(3) => 8,
        Some(4..) => 6,
        Some(0) => 3,
        Some(_) => 0,
        None => 5,
    };
    points * POINT
}

/// How many levels the mentor is above the mentee; negative below, `None` where one is not known.
pub fn levels_above(mentor: &Member, mentee: &Member) -> Option<i64> {
    Some(mentor.level? - mentee.level?)
}

/// A score as the page shows it, of 100.
pub fn shown(score: i64) -> i64 {
    ((score + POINT / 2) / POINT).clamp(0, 100)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{keyed, member};
    use super::*;

    #[test]
    fn the_weights_are_a_hundred_and_the_best_pair_has_them_all() {
        assert_eq!(WEIGHTS.iter().map(|(_, points)| points).sum::<i64>(), 100);
        let (mut a, mut b) = (member(1), member(2));
        (a.offered, b.wanted) = (keyed("negotiation"), keyed("Negotiation"));
        (a.department, b.department) = (Some("Tax".to_owned()), Some("Litigation".to_owned()));
        (a.office, b.office) = (Some("Boston".to_owned()), Some("Boston".to_owned()));
        (b.other_department, b.same_office) = (true, true);
        (a.level, b.level) = (Some(3), Some(1));
        assert_eq!(shown(i64::from(of(&a, &b) + of_wish(Some(1)))), 100);
    }

    #[test]
    fn a_dearer_skill_weighs_more() {
        let (mut first, mut second, mut mentee) = (member(1), member(2), member(3));
        mentee.wanted = keyed("trials, clients, writing");
        first.offered = keyed("trials");
        second.offered = keyed("clients");
        assert!(of(&first, &mentee) > of(&second, &mentee));
        let mut both = member(4);
        both.offered = keyed("clients, writing");
        assert_eq!(
            skills(&both, &mentee),
            skills(&first, &mentee),
            "two lesser ones make up for the dearest"
        );
    }

    #[test]
    fn nobody_scores_nothing_so_that_everybody_can_be_matched() {
        let (mut a, mut b) = (member(1), member(2));
        b.wanted = keyed("trials");
        (a.department, b.department) = (Some("Tax".to_owned()), Some("Tax".to_owned()));
        (a.office, b.office) = (Some("Boston".to_owned()), Some("Hartford".to_owned()));
        (a.other_department, b.same_office) = (true, true);
        (a.level, b.level) = (Some(1), Some(3));
        assert_eq!(of(&a, &b), 1);
    }
}
