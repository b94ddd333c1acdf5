//! Filling a circle with people: leaders on its rim, everybody else within it.

use std::f64::consts::{PI, TAU};

/// The golden angle: each next person stands so far round the middle, and no two rows form.
const TURN: f64 = 2.399_963_229_728_653;

/// A circle and where people stand in it, from its middle.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// From its middle to its rim.
    pub radius: f64,
    /// Leaders: on the rim from the top on, and where they are too many on rings within it.
    pub leaders: Vec<[f64; 2]>,
    /// Everybody else, like the seeds of a sunflower.
    pub others: Vec<[f64; 2]>,
}

impl Round {
    /// Room for so many. A person takes the area of a circle of radius `space`; leaders stand a little further apart.
    pub fn of(leaders: usize, others: usize, space: f64) -> Self {
        if leaders + others <= 1 {
            let alone = |n: usize| vec![[0.0, 0.0]; n];
            return Self { radius: space, leaders: alone(leaders), others: alone(others) };
        }
        let needs = if others == 0 { 0.0 } else { space * (others as f64).sqrt() };
        let mut radius = space * ((leaders + others) as f64).sqrt() + 0.3 * space;
        loop {
            match rings(leaders, radius, space) {
                Some((rings, within)) if within >= needs => {
                    return Self { radius, leaders: on(&rings), others: seeds(others, space) };
                }
                _ => radius *= 1.03,
            }
        }
    }
}

/// How many stand on which radius, from the rim inwards, and the radius that is left within them; nothing where
/// they do not fit.
fn rings(leaders: usize, radius: f64, space: f64) -> Option<(Vec<(f64, usize)>, f64)> {
    let apart = 1.2 * space;
    let (mut rings, mut left, mut at) = (Vec::new(), leaders, radius);
    while left > 0 {
        let room = (TAU * at / apart).floor();
        if room < 1.0 {
            return None;
        }
        let here = left.min(room as usize);
        rings.push((at, here));
        left -= here;
        at -= apart;
    }
    Some((rings, if leaders == 0 { radius } else { at + 0.3 * space }))
}

fn on(rings: &[(f64, usize)]) -> Vec<[f64; 2]> {
    let place = |radius: f64, at: usize, of: usize| {
        let angle = TAU * (at as f64 + 0.5) / of as f64 - PI / 2.0;
        [radius * angle.cos(), radius * angle.sin()]
    };
    rings.iter().flat_map(|&(radius, of)| (0..of).map(move |at| place(radius, at, of))).collect()
}

fn seeds(count: usize, space: f64) -> Vec<[f64; 2]> {
    let place = |at: usize| {
        let (radius, angle) = (space * (at as f64 + 0.5).sqrt(), at as f64 * TURN);
        [radius * angle.cos(), radius * angle.sin()]
    };
    (0..count).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart([ax, ay]: [f64; 2], [bx, by]: [f64; 2]) -> f64 {
        (ax - bx).hypot(ay - by)
    }

    #[test]
    fn everybody_has_a_place_of_their_own_within_the_rim() {
        for (leaders, others) in
            [(0, 1), (1, 0), (1, 1), (0, 5), (2, 0), (18, 12), (40, 3), (900, 200), (20, 900)]
        {
            let round = Round::of(leaders, others, 10.0);
            assert_eq!((round.leaders.len(), round.others.len()), (leaders, others));
            let all: Vec<[f64; 2]> = round.leaders.iter().chain(&round.others).copied().collect();
            for (n, one) in all.iter().enumerate() {
                assert!(apart(*one, [0.0, 0.0]) <= round.radius + 1e-9);
                assert!(all[..n].iter().all(|other| apart(*one, *other) > 6.0), "{leaders} {others}");
            }
        }
    }

    #[test]
    fn leaders_stand_outside_and_a_circle_is_hardly_larger_than_its_people() {
        let round = Round::of(18, 12, 10.0);
        let rim = round.leaders.iter().map(|p| apart(*p, [0.0, 0.0])).fold(f64::MAX, f64::min);
        assert!(round.others.iter().all(|p| apart(*p, [0.0, 0.0]) < rim - 8.0));
        assert!(Round::of(50, 950, 10.0).radius < 1.25 * 10.0 * 1000f64.sqrt());
    }
}
