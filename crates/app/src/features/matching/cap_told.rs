//! What the report says of the cap on scarce mentors: what it cost, how good the pairs within it are at least, and which
//! units have all that it leaves them. Pure.

use super::cap::Cap;
use super::report::{Capped, Report};
use super::score::POINT;
use crate::shell::words;

/// The section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The cap.
    pub says: String,
    /// What it came to.
    pub basis: String,
    /// What it cost.
    pub cost: String,
    /// How good the pairs are at least.
    pub proof: String,
    /// What a row is about: "Department".
    pub of: String,
    /// Unit, places, and how that stands to the cap.
    pub rows: Vec<(String, i64, &'static str)>,
}

/// What there is to say; nothing where there was no cap.
pub fn of(report: &Report) -> Option<Told> {
    let capped = report.cap.as_ref()?;
    let (unit, scarce) = (capped.unit.parse().ok()?, capped.scarce.parse().ok()?);
    let cap = Cap { unit, scarce, percent: capped.percent };
    Some(Told {
        says: format!("{}.", cap.sentence()),
        basis: basis(capped),
        cost: cost(report, capped),
        proof: proof(report),
        of: cap.unit.name(),
        rows: capped.units.iter().map(|(name, n)| (name.clone(), *n, stands(*n, capped.most))).collect(),
    })
}

fn basis(capped: &Capped) -> String {
    if capped.mentors.is_empty() {
        return "No mentor counted as scarce in this run, so nothing was capped.".to_owned();
    }
    format!(
        "{} with {} counted, so that each {} may have {}; what was begun or proposed before is in it.",
        words::count(capped.mentors.len() as i64, "mentor", "mentors"),
        words::count(capped.places, "place", "places"),
        capped.unit,
        words::figure(capped.most)
    )
}

fn cost(report: &Report, capped: &Capped) -> String {
    let pairs = capped.pairs_without - report.pairs;
    let points = shown(capped.score_without - report.score);
    match (pairs, points) {
        (1.., _) => format!(
            "It costs {}: without it there would be {}, not {}.",
            words::count(pairs, "pair", "pairs"),
            words::figure(capped.pairs_without),
            words::figure(report.pairs)
        ),
        (_, 1..) => format!(
            "It costs no pair. Together they score {} less than without it, of {}.",
            words::count(points, "point", "points"),
            words::figure(shown(capped.score_without))
        ),
        _ => "It costs nothing: the best pairs keep to it.".to_owned(),
    }
}

fn proof(report: &Report) -> String {
    match report.gap {
        [0, 0, 0] => "No better set of pairs keeps to it; checked.".to_owned(),
        [0, 0, score] => format!(
            "It is proved that no pairs within it score more than {} above these together.",
            words::count(at_most(score), "point", "points")
        ),
        [pairs, ..] => format!(
            "It is proved that no more than {} could be made within it.",
            words::count(pairs, "pair more", "pairs more")
        ),
    }
}

/// How far the pairs may be from the best, within the cap if there is one, for the page of the matching; nothing where they
/// are the best.
pub fn gap(report: &Report) -> Option<String> {
    let at_most_words = if report.cap.is_some() { "Within the cap at most" } else { "At most" };
    match report.gap {
        [0, 0, 0] => None,
        [0, 0, score] => {
            let points = words::count(at_most(score), "point", "points");
            Some(format!("{at_most_words} {points} more could be had together"))
        }
        [pairs, ..] => {
            let pairs = words::count(pairs, "pair more", "pairs more");
            Some(format!("{at_most_words} {pairs} could be made"))
        }
    }
}

fn stands(n: i64, most: i64) -> &'static str {
    match n - most {
        0 => "All that it may have",
        1.. => "Over it: locked, or from before",
        _ => "",
    }
}

/// A sum of scores in points.
fn shown(score: i64) -> i64 {
    (score + POINT / 2) / POINT
}

/// A bound in whole points, never too low.
pub fn at_most(score: i64) -> i64 {
    (score + POINT - 1) / POINT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(pairs: i64, score: i64, gap: [i64; 3]) -> Report {
        let capped = Capped {
            unit: "office".to_owned(),
            scarce: "senior".to_owned(),
            percent: 30,
            mentors: Vec::new(),
            places: 20,
            most: 6,
            units: vec![("Boston".to_owned(), 6), ("Lyon".to_owned(), 7), ("Oslo".to_owned(), 2)],
            pairs_without: 10,
            score_without: 500 * POINT,
        };
        Report { pairs, score: score * POINT, gap, cap: Some(capped), ..Report::default() }
    }

    #[test]
    fn what_a_cap_costs_is_told_first_in_pairs_then_in_points() {
        let cost = |pairs, score| of(&report(pairs, score, [0; 3])).unwrap().cost;
        assert_eq!(cost(8, 480), "It costs 2 pairs: without it there would be 10, not 8.");
        assert_eq!(
            cost(10, 459),
            "It costs no pair. Together they score 41 points less than without it, of 500."
        );
        assert_eq!(cost(10, 500), "It costs nothing: the best pairs keep to it.");
    }

    #[test]
    fn a_gap_is_told_as_far_as_it_may_go_and_never_less() {
        let proof = |gap| of(&report(8, 480, gap)).unwrap().proof;
        assert_eq!(proof([0, 0, 0]), "No better set of pairs keeps to it; checked.");
        assert_eq!(
            proof([0, 0, 1]),
            "It is proved that no pairs within it score more than 1 point above these together."
        );
        assert_eq!(
            proof([2, 0, -300]),
            "It is proved that no more than 2 pairs more could be made within it."
        );
        assert_eq!(gap(&report(8, 480, [0, 0, 0])), None);
    }

    #[test]
    fn each_unit_stands_at_over_or_under_it() {
        let rows = of(&report(8, 480, [0; 3])).unwrap().rows;
        let stands: Vec<&str> = rows.iter().map(|(_, _, stands)| *stands).collect();
        assert_eq!(stands, ["All that it may have", "Over it: locked, or from before", ""]);
    }
}
