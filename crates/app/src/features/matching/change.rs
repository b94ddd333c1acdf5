//! What coordinators do to the drafts, one change after another. Each keeps how the drafts that it
//! touched stood before, so that the last can be undone, and the page can say what has moved. Pure.

use super::plan::Two;
use crate::shell::words;
use bellwether_db::{row, words};
use bellwether_kernel::{EnrollmentId, MatchChangeId, MatchId, MatchRunId, Timestamp};
use std::collections::BTreeMap;

words! {
    /// What was done.
    pub enum Kind {
        /// Everything was run again.
        Run = "run",
        /// A mentor was chosen by hand, and the rest planned around it.
        Choice = "choice",
        /// Two mentees changed places.
        Swap = "swap",
        /// A pair was locked.
        Lock = "lock",
        /// A pair was unlocked.
        Unlock = "unlock",
        /// A pair was taken away.
        Removal = "removal",
        /// A pair that was taken away came back.
        Return = "return",
        /// Drafts were proposed.
        Proposal = "proposal",
    }
}

words! {
    /// How a match stands among the drafts.
    pub enum Stood {
        /// Not among them: not made yet, or another took its place.
        Out = "out",
        /// A draft.
        Free = "free",
        /// A locked draft.
        Locked = "locked",
        /// Taken away by a coordinator, not to be made again.
        Away = "away",
    }
}

impl Stood {
    /// Whether it is one of the drafts.
    pub fn is_draft(self) -> bool {
        matches!(self, Self::Free | Self::Locked)
    }
}

/// What a change did to one match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub id: MatchId,
    /// How it stood before.
    pub was: Stood,
    /// How it stands since.
    pub became: Stood,
}

row! {
    /// A change that was made.
    pub struct Change {
        /// Its id.
        pub id: MatchChangeId,
        /// What was done.
        pub kind: Kind,
        /// The run that came of it.
        pub run: Option<MatchRunId>,
        /// When.
        pub at: Timestamp,
        /// Who did it.
        pub by: Option<String>
    }
}

impl Change {
    /// For the button that undoes it.
    pub fn undo(&self) -> &'static str {
        match self.kind {
            Kind::Run => "Undo the run",
            Kind::Choice => "Undo the choice",
            Kind::Swap => "Undo the swap",
            Kind::Lock => "Undo the lock",
            Kind::Unlock => "Undo the unlocking",
            Kind::Removal => "Bring the pair back",
            Kind::Return => "Take the pair away again",
            Kind::Proposal => "Take the proposals back",
        }
    }

    /// After it was undone.
    pub fn undone(&self) -> &'static str {
        match self.kind {
            Kind::Run => "The run is undone: the drafts are those of before.",
            Kind::Choice => "The choice is undone, and so is what moved with it.",
            Kind::Swap => "The swap is undone: both are back with whom they were.",
            Kind::Lock => "The lock is undone.",
            Kind::Unlock => "The pair is locked again.",
            Kind::Removal => "The pair is back.",
            Kind::Return => "The pair is away again.",
            Kind::Proposal => "Taken back. No mail has left.",
        }
    }

    /// "Run by Ines Halloran on 9 February at 14:05".
    pub fn made(&self, zone: &bellwether_kernel::jiff::tz::TimeZone) -> String {
        let done = match self.kind {
            Kind::Run => "Run",
            Kind::Choice => "Chosen",
            Kind::Swap => "Swapped",
            Kind::Lock => "Locked",
            Kind::Unlock => "Unlocked",
            Kind::Removal => "Taken away",
            Kind::Return => "Brought back",
            Kind::Proposal => "Proposed",
        };
        let name = self.by.as_deref().filter(|name| !name.is_empty());
        let by = name.map_or_else(String::new, |name| format!(" by {name}"));
        format!("{done}{by} on {}", words::moment(self.at, zone))
    }
}

/// Who is with somebody else than before the last change, who came to the drafts, and who went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// By mentee: the mentor of before.
    pub from: BTreeMap<EnrollmentId, EnrollmentId>,
    /// Mentees with a pair who had none.
    pub came: Vec<EnrollmentId>,
    /// Mentees without a pair who had one.
    pub went: Vec<EnrollmentId>,
}

impl Moves {
    /// Read off the steps of a change.
    pub fn of(steps: impl Iterator<Item = (Two, Stood, Stood)>) -> Self {
        let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
        for (two, was, became) in steps {
            if was.is_draft() {
                before.insert(two.mentee, two.mentor);
            }
            if became.is_draft() {
                after.insert(two.mentee, two.mentor);
            }
        }
        let mut moves = Self::default();
        for (mentee, mentor) in &before {
            match after.get(mentee) {
                Some(now) if now == mentor => {}
                Some(_) => drop(moves.from.insert(*mentee, *mentor)),
                None => moves.went.push(*mentee),
            }
        }
        moves.came = after.into_keys().filter(|mentee| !before.contains_key(mentee)).collect();
        moves
    }

    /// Whether somebody is with another mentor, or has one at last.
    pub fn touched(&self, mentee: EnrollmentId) -> bool {
        self.from.contains_key(&mentee) || self.came.contains(&mentee)
    }

    /// "Three pairs moved, 997 stayed"; `drafts` is how many there are now.
    pub fn sentence(&self, drafts: usize) -> String {
        let stayed = drafts.saturating_sub(self.from.len() + self.came.len());
        if self.from.is_empty() && self.came.is_empty() && self.went.is_empty() {
            return match stayed {
                1 => "Nothing moved: the pair stayed".to_owned(),
                n => format!("Nothing moved: {} pairs stayed", words::figure(n as i64)),
            };
        }
        let some = |n: usize, one: &str, many: &str| {
            let count = words::number(n as i64);
            (n > 0).then(|| format!("{count} {}", if n == 1 { one } else { many }))
        };
        let parts = [
            some(self.from.len(), "pair moved", "pairs moved"),
            some(self.came.len(), "came new", "came new"),
            some(self.went.len(), "person went without", "people went without"),
            some(stayed, "stayed", "stayed"),
        ];
        words::sentence(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(mentor: i64, mentee: i64, was: Stood, became: Stood) -> (Two, Stood, Stood) {
        (Two { mentor: EnrollmentId(mentor), mentee: EnrollmentId(mentee) }, was, became)
    }

    #[test]
    fn what_moved_is_read_off_the_steps() {
        use Stood::{Free, Locked, Out};
        let steps = [
            step(1, 10, Free, Out),
            step(2, 10, Out, Locked),
            step(2, 11, Free, Out),
            step(3, 12, Out, Free),
            step(4, 13, Free, Locked),
        ];
        let moves = Moves::of(steps.into_iter());
        assert_eq!(moves.from, BTreeMap::from([(EnrollmentId(10), EnrollmentId(1))]));
        assert_eq!(
            (moves.came.clone(), moves.went.clone()),
            (vec![EnrollmentId(12)], vec![EnrollmentId(11)])
        );
        assert_eq!(moves.sentence(1000), "One pair moved, one came new, one person went without, 998 stayed");
    }

    #[test]
    fn a_run_that_changed_nothing_says_so() {
        assert_eq!(Moves::default().sentence(1000), "Nothing moved: 1,000 pairs stayed");
    }
}
