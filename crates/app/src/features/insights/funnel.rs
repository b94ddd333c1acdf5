//! From a name to a yes: how many came how far, and what was answered, by angle.

use crate::features::recruiting::{Angle, Named};
use crate::shell::charts::Dots;
use bellwether_kernel::Timestamp;

/// What the funnel needs to know of a prospect.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Somebody introduced the program.
    pub introduced: bool,
    /// A conversation was recorded, or the pitch opened in writing without one.
    pub met: bool,
    /// When the pitch left.
    pub asked_at: Option<Timestamp>,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
    /// They take part now.
    pub joined: bool,
    /// There is no more contact.
    pub closed: bool,
    /// Who may know that they take part.
    pub named: Option<Named>,
    /// What was in it for them.
    pub angle: Option<Angle>,
}

/// One angle and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByAngle {
    /// The angle; absent where none was chosen.
    pub angle: Option<Angle>,
    /// What came of it.
    pub dots: Dots,
}

/// How many came how far. Who came further came this far as well.
pub fn steps(prospects: &[Asked]) -> Vec<(&'static str, i64)> {
    let count = |came: fn(&Asked) -> bool| prospects.iter().filter(|p| came(p)).count() as i64;
    vec![
        ("Identified", prospects.len() as i64),
        ("Introduced", count(|p| p.introduced || p.met || p.was_asked())),
        ("Met", count(|p| p.met || p.was_asked())),
        ("Asked", count(Asked::was_asked)),
        ("Answered", count(|p| p.answered_at.is_some())),
        ("Joined", count(|p| p.joined)),
    ]
}

/// What was asked and how it was answered, the angle that was used most first.
pub fn by_angle(prospects: &[Asked]) -> Vec<ByAngle> {
    let mut all: Vec<ByAngle> = Vec::new();
    for prospect in prospects.iter().filter(|p| p.was_asked()) {
        let at = all.iter().position(|a| a.angle == prospect.angle).unwrap_or_else(|| {
            all.push(ByAngle { angle: prospect.angle, dots: Dots { joined: 0, other: 0, waiting: 0 } });
            all.len() - 1
        });
        let dots = &mut all[at].dots;
        *(match (prospect.joined, prospect.answered_at.is_some() || prospect.closed) {
            (true, _) => &mut dots.joined,
            (false, true) => &mut dots.other,
            (false, false) => &mut dots.waiting,
        }) += 1;
    }
    all.sort_by_key(|a| std::cmp::Reverse((a.dots.all(), a.dots.joined)));
    all
}

/// The median of the days from asked to answered; `None` where nobody answered yet.
pub fn days_to_answer(prospects: &[Asked]) -> Option<i64> {
    let mut hours: Vec<i64> = prospects
        .iter()
        .filter_map(|p| Some(p.answered_at?.duration_since(p.asked_at?).as_hours()))
        .collect();
    hours.sort_unstable();
    let middle = hours.len() / 2;
    let median = if hours.len() % 2 == 1 {
        hours.get(middle).copied()?
    } else {
        (hours.get(middle.checked_sub(1)?)? + hours.get(middle)?) / 2
    };
    Some((median + 12) / 24)
}

impl Asked {
    fn was_asked(&self) -> bool {
        self.asked_at.is_some() || self.answered_at.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> Option<Timestamp> {
        Timestamp::from_second(1_800_000_000 + n * 86_400).ok()
    }

    fn asked(angle: Angle, answered: Option<i64>, joined: bool) -> Asked {
        Asked {
            met: true,
            asked_at: day(0),
            answered_at: answered.and_then(day),
            joined,
            angle: Some(angle),
            ..Asked::default()
        }
    }

    #[test]
    fn nobody_is_lost_on_the_way() {
        let all = [
            Asked::default(),
            Asked { introduced: true, ..Asked::default() },
            Asked { met: true, ..Asked::default() },
            asked(Angle::Learning, None, false),
            asked(Angle::Learning, Some(1), true),
        ];
        let counts: Vec<i64> = steps(&all).into_iter().map(|(_, n)| n).collect();
        assert_eq!(counts, [5, 4, 3, 2, 1, 1]);
    }

    #[test]
    fn each_leader_asked_stands_once_under_one_angle() {
        let all = [
            asked(Angle::Connection, None, false),
            asked(Angle::Learning, Some(1), true),
            asked(Angle::Learning, Some(2), false),
            Asked { closed: true, ..asked(Angle::Learning, None, false) },
        ];
        let found = by_angle(&all);
        assert_eq!(
            found[0],
            ByAngle { angle: Some(Angle::Learning), dots: Dots { joined: 1, other: 2, waiting: 0 } }
        );
        assert_eq!(found[1].dots, Dots { joined: 0, other: 0, waiting: 1 });
    }

    #[test]
    fn half_answered_sooner_and_half_later() {
        let of = |days: &[i64]| {
            days_to_answer(&days.iter().map(|d| asked(Angle::Learning, Some(*d), false)).collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[3]), Some(3));
        assert_eq!(of(&[1, 2, 30]), Some(2));
        assert_eq!(of(&[1, 3]), Some(2));
    }
}
