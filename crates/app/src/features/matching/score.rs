//! What counts for how well two fit: skills 40, wishes 30, department and office 20, seniority 10, of 100. Pure.
//!
//! The scores are those of `bellwether-matching`, whose table says what each matter adds of its weight.

use super::member::Member;
use bellwether_matching::candidates::Weights;

/// Scores are kept in ten-thousandths of a point of 100, as the solver wants whole numbers.
pub const POINT: i64 = 10_000;

/// What each matter can add. Languages are a rule, and what clocks say is left to the two.
pub const WEIGHTS: Weights = Weights {
    skills: 400_000,
    languages: 0,
    time_zone: 0,
    seniority: 100_000,
    department: 100_000,
    location: 100_000,
};

/// What a first, second and third wish add.
pub const WISHES: [u32; 3] = [300_000, 200_000, 100_000];

/// What counts, for the page, in points of 100.
pub const COUNTS: [(&str, i64); 4] = [
    ("Skills wanted and offered", points(WEIGHTS.skills)),
    ("Wishes", points(WISHES[0])),
    ("Department and office", points(WEIGHTS.department + WEIGHTS.location)),
    ("Seniority", points(WEIGHTS.seniority)),
];

const fn points(score: u32) -> i64 {
    score as i64 / POINT
}

/// What a wish adds.
pub fn of_wish(rank: Option<usize>) -> u32 {
    rank.and_then(|rank| WISHES.get(rank - 1).copied()).unwrap_or(0)
}

/// Whether a mentor offers a skill.
pub fn offers(mentor: &Member, key: &str) -> bool {
    mentor.offered.iter().any(|(offered, _)| offered == key)
}

/// Whether two words differ; `None` where one is not known.
pub fn differ(one: Option<&str>, other: Option<&str>) -> Option<bool> {
    Some(one.filter(|w| !w.is_empty())? != other.filter(|w| !w.is_empty())?)
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
    use super::super::samples::{keyed, member, score};
    use super::*;

    #[test]
    fn the_weights_are_a_hundred_and_the_best_pair_has_them_all() {
        assert_eq!(COUNTS.iter().map(|(_, points)| points).sum::<i64>(), 100);
        let (mut a, mut b) = (member(1), member(2));
        (a.offered, b.wanted) = (keyed("negotiation"), keyed("Negotiation"));
        (a.department, b.department) = (Some("Tax".to_owned()), Some("Litigation".to_owned()));
        (a.office, b.office) = (Some("Boston".to_owned()), Some("Boston".to_owned()));
        (b.other_department, b.same_office) = (true, true);
        (a.level, b.level) = (Some(3), Some(1));
        b.wishes = vec![a.enrollment];
        assert_eq!(shown(score(&a, &b)), 100);
    }

    #[test]
    fn a_dearer_skill_weighs_more() {
        let (mut first, mut second, mut mentee) = (member(1), member(2), member(3));
        mentee.wanted = keyed("trials, clients, writing");
        first.offered = keyed("trials");
        second.offered = keyed("clients");
        assert!(score(&first, &mentee) > score(&second, &mentee));
        let mut both = member(4);
        both.offered = keyed("clients, writing");
        assert_eq!(score(&both, &mentee), score(&first, &mentee), "two lesser ones make up for the dearest");
    }

    #[test]
    fn nobody_scores_nothing_so_that_everybody_can_be_matched() {
        let (mut a, mut b) = (member(1), member(2));
        b.wanted = keyed("trials");
        (a.department, b.department) = (Some("Tax".to_owned()), Some("Tax".to_owned()));
        (a.office, b.office) = (Some("Boston".to_owned()), Some("Hartford".to_owned()));
        (a.other_department, b.same_office) = (true, true);
        (a.level, b.level) = (Some(1), Some(3));
        assert_eq!(score(&a, &b), 1);
    }
}
