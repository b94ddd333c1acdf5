//! The reporting lines: who is above whom, at any distance, in constant time.

use super::people::InvalidPeople;

const NOBODY: u32 = u32::MAX;

/// A walk through the reporting tree gives everybody the time at which it entered and left their part of the tree;
/// who is below somebody was entered in between.
pub(super) struct Lines {
    enter: Vec<u32>,
    leave: Vec<u32>,
}

impl Lines {
    /// Reads the managers, who are all in the directory.
    ///
    /// # Errors
    /// If a reporting line leads back to where it began.
    pub fn new(managers: &[Option<u32>]) -> Result<Lines, InvalidPeople> {
        let (first, next) = reports(managers);
        let mut lines = Lines { enter: vec![NOBODY; managers.len()], leave: vec![NOBODY; managers.len()] };
        let (mut time, mut path) = (0, Vec::new());
        for top in (0..managers.len() as u32).filter(|person| managers[*person as usize].is_none()) {
            path.push((top, first[top as usize]));
            lines.enter[top as usize] = time;
            while let Some((person, report)) = path.last_mut() {
                if *report == NOBODY {
                    lines.leave[*person as usize] = time;
                    path.pop();
                    continue;
                }
                let below = *report;
                *report = next[below as usize];
                time += 1;
                lines.enter[below as usize] = time;
                path.push((below, first[below as usize]));
            }
            time += 1;
        }
        match lines.enter.iter().position(|time| *time == NOBODY) {
            Some(lost) => Err(InvalidPeople::Circle { person: on_circle(managers, lost as u32) }),
            None => Ok(lines),
        }
    }

    /// Whether one of two different people is above the other.
    pub fn are_in_one(&self, a: u32, b: u32) -> bool {
        self.is_above(a, b) || self.is_above(b, a)
    }

    fn is_above(&self, high: u32, low: u32) -> bool {
        let entered = self.enter[low as usize];
        self.enter[high as usize] < entered && entered <= self.leave[high as usize]
    }
}

/// For each person the first of those who report to them, and for each the next one with the same manager.
fn reports(managers: &[Option<u32>]) -> (Vec<u32>, Vec<u32>) {
    let (mut first, mut next) = (vec![NOBODY; managers.len()], vec![NOBODY; managers.len()]);
    for (person, manager) in managers.iter().enumerate().rev() {
        if let Some(manager) = manager {
            next[person] = first[*manager as usize];
            first[*manager as usize] = person as u32;
        }
    }
    (first, next)
}

/// Whoever the walk does not reach is on a circle or below one; enough steps upward end on it.
fn on_circle(managers: &[Option<u32>], from: u32) -> u32 {
    let mut person = from;
    for _ in 0..managers.len() {
        person = managers[person as usize].unwrap_or(person);
    }
    let (start, mut least) = (person, person);
    while let Some(above) = managers[person as usize].filter(|above| *above != start) {
        person = above;
        least = least.min(person);
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_above_is_above_at_any_distance_and_nobody_beside() {
        let lines = Lines::new(&[None, Some(0), Some(1), Some(0), None, Some(4)]).unwrap();
        for (high, low) in [(0, 1), (0, 2), (1, 2), (0, 3), (4, 5)] {
            assert!(lines.are_in_one(high, low) && lines.are_in_one(low, high), "{high} {low}");
        }
        for (a, b) in [(1, 3), (2, 3), (0, 4), (0, 5), (2, 5), (4, 1)] {
            assert!(!lines.are_in_one(a, b) && !lines.are_in_one(b, a), "{a} {b}");
        }
    }

    #[test]
    fn a_line_that_leads_back_to_somebody_is_refused_and_names_one_on_the_circle() {
        let circle = |managers: &[Option<u32>]| Lines::new(managers).err();
        assert_eq!(circle(&[Some(1), Some(2), Some(3), Some(2)]), Some(InvalidPeople::Circle { person: 2 }));
        assert_eq!(circle(&[None, Some(1)]), Some(InvalidPeople::Circle { person: 1 }));
    }
}
