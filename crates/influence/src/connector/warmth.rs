//! How two people know each other, and how warm that is.

use crate::tie::TieKind;

/// How two people know each other, read from the one towards the other: "asks her advice" is
/// `Link { kind: Advised, reversed: true }`, since it is she who advised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The kind of the tie.
    pub kind: TieKind,
    /// The sentence runs from the second person to the first. Never true for kinds that hold both ways.
    pub reversed: bool,
}

/// How warm each link is, from the introducer towards the introduced; 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Warmth([(f64, f64); 6]);

impl Warmth {
    /// The warmth of one link.
    pub fn of(&self, link: Link) -> f64 {
        let (forward, reversed) = self.0[link.kind as usize];
        if link.reversed { reversed } else { forward }
    }

    /// The same table with one link changed; values are held to 0 to 1.
    #[must_use]
    pub fn with(mut self, link: Link, warmth: f64) -> Self {
        let clean = if warmth.is_finite() { warmth.clamp(0.0, 1.0) } else { 0.0 };
        let cell = &mut self.0[link.kind as usize];
        *(if link.reversed { &mut cell.1 } else { &mut cell.0 }) = clean;
        self
    }
}

impl Default for Warmth {
    /// Reports to (as report, as manager), worked with, advised (as adviser, as the advised), mentored (as mentor,
    /// as mentee), friend (who names, who is named), committee.
    fn default() -> Self {
        Self([(0.45, 0.5), (0.35, 0.35), (0.5, 0.35), (0.6, 0.55), (0.45, 0.6), (0.25, 0.25)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinator_can_change_one_link_and_no_other() {
        let named = Link { kind: TieKind::Friend, reversed: true };
        let names = Link { kind: TieKind::Friend, reversed: false };
        let table = Warmth::default().with(named, 0.9).with(names, 7.0);
        assert!((table.of(named) - 0.9).abs() < 1e-12 && (table.of(names) - 1.0).abs() < 1e-12);
        let mentored = Link { kind: TieKind::Mentored, reversed: false };
        assert!((table.of(mentored) - Warmth::default().of(mentored)).abs() < 1e-12);
    }
}
