//! The time ledger: what was promised, what is used and booked, what is left.

use crate::shell::words;

/// The promised time of one mentorship, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ledger {
    /// What the mentor agreed to.
    pub promised: i64,
    /// What sessions that were held took.
    pub used: i64,
    /// What sessions that are booked, or that nobody has yet said were held, will take.
    pub booked: i64,
    /// What one session takes.
    pub session: i64,
    /// Sessions that were held.
    pub held: i64,
    /// Sessions that are booked or unanswered.
    pub open: i64,
}

/// One session's place in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Was held.
    Used,
    /// Is booked.
    Next,
    /// Is left.
    Free,
}

impl Ledger {
    /// Minutes that are neither used nor booked; never below 0, though a session that took place
    /// longer than promised is recorded as it was.
    pub fn left(&self) -> i64 {
        (self.promised - self.used - self.booked).max(0)
    }

    /// Whether so many more minutes stay within the promise.
    pub fn allows(&self, minutes: i64) -> bool {
        minutes <= self.promised - self.used - self.booked
    }

    /// Sessions that are left.
    pub fn sessions_left(&self) -> i64 {
        self.left() / self.session.max(1)
    }

    /// A cell for each session, held and booked ones first.
    pub fn cells(&self) -> Vec<Cell> {
        let of = |n: i64, cell| (0..n).map(move |_| cell);
        of(self.held, Cell::Used)
            .chain(of(self.open, Cell::Next))
            .chain(of(self.sessions_left(), Cell::Free))
            .collect()
    }

    /// "4.5", the figure that stands large: hours used, in hours and halves or quarters.
    pub fn used_hours(&self) -> String {
        hours(self.used)
    }

    /// "of 6 hours used".
    pub fn of_promised(&self) -> String {
        let promised = hours(self.promised);
        format!("of {promised} {} used", if promised == "1" { "hour" } else { "hours" })
    }

    /// Why a booking would go past the promise; for the person who wanted it.
    pub fn refusal(&self, mentor: &str) -> String {
        let taken = match (self.used, self.booked) {
            (used, 0) => format!("{} are used", words::duration(used)),
            (0, booked) => format!("{} are booked", words::duration(booked)),
            (used, booked) => {
                format!("{} are used and {} booked", words::duration(used), words::duration(booked))
            }
        };
        format!(
            "{mentor} agreed to {}; {taken}. Nothing was booked. More is booked only after {mentor} agrees to more.",
            words::duration(self.promised)
        )
    }
}

/// "4.5", "6", "0.75": minutes as hours, without needless zeros.
fn hours(minutes: i64) -> String {
    let hundredths = minutes * 100 / 60;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIX_HOURS: Ledger = Ledger { promised: 360, used: 270, booked: 45, session: 45, held: 6, open: 1 };

    #[test]
    fn the_ledger_adds_up() {
        assert_eq!((SIX_HOURS.left(), SIX_HOURS.sessions_left(), SIX_HOURS.cells().len()), (45, 1, 8));
        assert_eq!(
            (SIX_HOURS.used_hours().as_str(), SIX_HOURS.of_promised().as_str()),
            ("4.5", "of 6 hours used")
        );
    }

    #[test]
    fn nothing_is_booked_past_the_promise() {
        assert!(SIX_HOURS.allows(45));
        assert!(!SIX_HOURS.allows(46));
        assert!(
            SIX_HOURS
                .refusal("Amara")
                .starts_with("Amara agreed to 6 hours; 4½ hours are used and 45 minutes booked.")
        );
    }

    #[test]
    fn a_session_that_ran_over_is_recorded_and_nothing_is_left() {
        let over = Ledger { used: 400, booked: 0, ..SIX_HOURS };
        assert_eq!((over.left(), over.allows(1)), (0, false));
    }
}
