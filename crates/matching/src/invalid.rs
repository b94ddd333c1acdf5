//! Why an input is refused.

use std::fmt;

use crate::instance::{MAX_BONUS, MAX_SCORE, MenteeId, MentorId};

/// The list of [`Input`](crate::Input) that a problem was found in; with the index it leads back to a line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `Input::candidates`
    Candidates,
    /// `Input::locked`
    Locked,
    /// `Input::forbidden`
    Forbidden,
    /// `Input::earlier`
    Earlier,
    /// `Input::previous`
    Previous,
    /// `Mentee::wishes`; the index is the mentee's.
    Wishes,
    /// `Input::groups`
    Groups,
    /// `Cap::mentees` and `Cap::mentors`; the index is the cap's.
    Caps,
    /// The pairs of a [`Rule`](crate::Rule); the index is the pair's.
    Rule,
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            List::Candidates => "candidates",
            List::Locked => "locked",
            List::Forbidden => "forbidden",
            List::Earlier => "earlier",
            List::Previous => "previous",
            List::Wishes => "wishes",
            List::Groups => "groups",
            List::Caps => "caps",
            List::Rule => "rule",
        })
    }
}

/// The first problem found in an input. Indexes count from 0 within the list named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidInstance {
    /// A list is longer than the solver's 32-bit indexes.
    #[error("{count} {what} are more than the {limit} that one run can hold")]
    TooMany {
        /// "mentees", "mentors" or "candidates".
        what: &'static str,
        /// How many were given.
        count: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// An entry names a mentee that is not in `Input::mentees`.
    #[error("{list}[{index}] names mentee {}, but there are only {count} mentees", .mentee.0)]
    UnknownMentee {
        /// Where.
        list: List,
        /// The entry.
        index: usize,
        /// Who.
        mentee: MenteeId,
        /// Number of mentees.
        count: usize,
    },
    /// An entry names a mentor that is not in `Input::mentors`.
    #[error("{list}[{index}] names mentor {}, but there are only {count} mentors", .mentor.0)]
    UnknownMentor {
        /// Where.
        list: List,
        /// The entry.
        index: usize,
        /// Who.
        mentor: MentorId,
        /// Number of mentors.
        count: usize,
    },
    /// A score outside 1..=1,000,000.
    #[error("candidates[{index}] has score {score}, which is not from 1 to {MAX_SCORE}")]
    ScoreOutOfRange {
        /// The entry.
        index: usize,
        /// Its score.
        score: u32,
    },
    /// A bonus above 1,000,000.
    #[error("the {what} bonus of {bonus} is more than {MAX_BONUS}")]
    BonusOutOfRange {
        /// "wish" or "stability".
        what: &'static str,
        /// The bonus given.
        bonus: u32,
    },
    /// The same two people are candidates twice.
    #[error(
        "candidates[{second}] repeats candidates[{first}]: mentee {}, mentor {}", .mentee.0, .mentor.0
    )]
    DuplicateCandidate {
        /// The mentee of both.
        mentee: MenteeId,
        /// The mentor of both.
        mentor: MentorId,
        /// The earlier entry.
        first: usize,
        /// The later entry.
        second: usize,
    },
    /// A mentee wishes for the same mentor twice.
    #[error("mentee {} wishes for mentor {} twice", .mentee.0, .mentor.0)]
    DuplicateWish {
        /// Who wishes.
        mentee: MenteeId,
        /// For whom.
        mentor: MentorId,
    },
    /// The same pair is locked twice.
    #[error("mentee {} and mentor {} are locked twice", .mentee.0, .mentor.0)]
    DuplicateLock {
        /// The mentee.
        mentee: MenteeId,
        /// The mentor.
        mentor: MentorId,
    },
    /// A pair is both locked and forbidden.
    #[error("mentee {} and mentor {} are locked together, and forbidden", .mentee.0, .mentor.0)]
    LockForbidden {
        /// The mentee.
        mentee: MenteeId,
        /// The mentor.
        mentor: MentorId,
    },
    /// A mentee has more locked mentors than they want.
    #[error("mentee {} has {locks} locked mentors and wants {wants}", .mentee.0)]
    LocksOverWants {
        /// Who.
        mentee: MenteeId,
        /// How many locks.
        locks: u32,
        /// How many mentors they want.
        wants: u32,
    },
    /// A mentor has more locked mentees than places.
    #[error("mentor {} has {locks} locked mentees and {capacity} places", .mentor.0)]
    LocksOverCapacity {
        /// Who.
        mentor: MentorId,
        /// How many locks.
        locks: u32,
        /// How many places.
        capacity: u32,
    },
    /// A mentor guides two groups.
    #[error("mentor {} guides two groups", .mentor.0)]
    DuplicateGroup {
        /// Who.
        mentor: MentorId,
    },
    /// A group whose least size is more than its largest.
    #[error("the group of mentor {} needs at least {min} mentees and takes at most {max}", .mentor.0)]
    GroupMinOverMax {
        /// Who guides it.
        mentor: MentorId,
        /// The fewest.
        min: u32,
        /// The most.
        max: u32,
    },
    /// More mentees are locked in a group than it takes.
    #[error("mentor {} has {locks} locked mentees and a group of at most {max}", .mentor.0)]
    LocksOverGroup {
        /// Who guides it.
        mentor: MentorId,
        /// How many locks.
        locks: u32,
        /// The most that it takes.
        max: u32,
    },
    /// Somebody is locked in a group that too few could ever be in.
    #[error(
        "mentor {} has {locks} locked mentees and a group that needs {min}, and only {possible} could be in it", .mentor.0
    )]
    GroupOutOfReach {
        /// Who guides it.
        mentor: MentorId,
        /// How many locks.
        locks: u32,
        /// The fewest with whom it meets.
        min: u32,
        /// How many could be in it at most.
        possible: u32,
    },
    /// More pairs are locked than a cap allows.
    #[error("{locks} locked pairs count against caps[{cap}], which allows {most}")]
    LocksOverCap {
        /// The position of the cap.
        cap: usize,
        /// How many locks.
        locks: u32,
        /// The most that it allows.
        most: u32,
    },
}
