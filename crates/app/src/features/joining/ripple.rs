//! The drawing beside the program's name: one leads, others follow. A dot for each leader, the ones
//! who joined filled, from the middle outwards.

use std::f64::consts::TAU;

/// More leaders than this share dots.
const MOST_DOTS: i64 = 72;
/// Rings around the middle: how far out, how large a dot, and how many dots they hold at most.
const RINGS: [(f64, f64, usize); 4] = [(52.0, 6.5, 7), (92.0, 5.5, 13), (132.0, 4.5, 21), (172.0, 4.0, 31)];

/// A dot of the drawing, in its 400 × 400.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
    /// Its radius.
    pub r: f64,
    /// Whether it stands for somebody who joined.
    pub joined: bool,
}

/// The radii of the rings.
pub fn rings() -> [f64; 4] {
    RINGS.map(|(radius, ..)| radius)
}

/// The dots for so many leaders, of whom so many joined. Where dots are shared, nobody who joined is
/// lost by it, and nobody is made up.
pub fn dots(leaders: i64, joined: i64) -> Vec<Dot> {
    let shown = leaders.clamp(0, MOST_DOTS);
    let filled = if leaders > shown { (joined * shown + leaders - 1) / leaders } else { joined.min(shown) };
    let filled = usize::try_from(filled).unwrap_or(0);
    let mut dots = Vec::new();
    for (ring, here) in in_rings(usize::try_from(shown).unwrap_or(0)).into_iter().enumerate() {
        let (radius, size, _) = RINGS[ring];
        for n in 0..here {
            // Each ring is turned a little, so that no spokes appear.
            let angle = TAU * n as f64 / here as f64 + 0.3 + ring as f64 * 0.9;
            dots.push(Dot {
                x: format!("{:.1}", 200.0 + radius * angle.cos()),
                y: format!("{:.1}", 200.0 + radius * angle.sin()),
                r: size,
                joined: dots.len() < filled,
            });
        }
    }
    dots
}

/// How many dots each ring gets: in proportion to what it can hold, the rest going outwards.
fn in_rings(shown: usize) -> [usize; 4] {
    let room: usize = RINGS.iter().map(|(_, _, most)| most).sum();
    let (mut left, mut room_left) = (shown, room);
    RINGS.map(|(_, _, most)| {
        let here = (left * most).div_ceil(room_left.max(1)).min(left).min(most);
        (left, room_left) = (left - here, room_left - most);
        here
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(leaders: i64, joined: i64) -> (usize, usize) {
        let dots = dots(leaders, joined);
        (dots.len(), dots.iter().filter(|d| d.joined).count())
    }

    #[test]
    fn every_leader_has_a_dot_and_who_joined_is_filled() {
        assert_eq!(filled(36, 4), (36, 4));
        assert_eq!(filled(0, 0), (0, 0));
        assert_eq!(filled(72, 72), (72, 72));
        assert_eq!(filled(7200, 1), (72, 1));
        assert_eq!(filled(7200, 0), (72, 0));
        assert_eq!(in_rings(36), [4, 7, 11, 14]);
    }
}
