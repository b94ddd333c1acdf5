//! How far a request reaches. Store functions take one of these, and their SQL joins on it.

use bellwether_kernel::{MatchId, MentorshipId, PersonId, PitchId, ProgramId, ProspectId};

/// One's own: what belongs to the person who is signed in.
#[derive(Debug, Clone, Copy)]
pub struct Mine {
    /// Who.
    pub person: PersonId,
}

/// The directory: coordinators of any program, and administrators.
#[derive(Debug, Clone, Copy)]
pub struct Directory {
    /// Who looks.
    pub by: PersonId,
    /// Ties and signals are for coordinators alone.
    pub coordinates: bool,
    /// Settings of the directory are for administrators.
    pub administers: bool,
}

/// The whole installation's settings, never its people's words.
#[derive(Debug, Clone, Copy)]
pub struct Whole {
    /// Which administrator.
    pub by: PersonId,
}

/// One program, as its coordinators have it.
#[derive(Debug, Clone, Copy)]
pub struct InProgram {
    /// The program.
    pub program: ProgramId,
    /// Which coordinator.
    pub by: PersonId,
}

/// One program's page, as its readers have it.
#[derive(Debug, Clone, Copy)]
pub struct OfProgram {
    /// The program.
    pub program: ProgramId,
    /// Who reads; nobody where the page was opened to all.
    pub person: Option<PersonId>,
}

/// One pitch, reached by its link. Nobody is signed in by it.
#[derive(Debug, Clone, Copy)]
pub struct ByLink {
    /// The pitch.
    pub pitch: PitchId,
    /// The prospect it was sent to.
    pub prospect: ProspectId,
    /// The program that asks.
    pub program: ProgramId,
    /// The leader.
    pub person: PersonId,
}

/// One proposed match, as one of its two has it.
#[derive(Debug, Clone, Copy)]
pub struct InMatch {
    /// The match.
    pub matched: MatchId,
    /// Which of the two.
    pub person: PersonId,
    /// Whether they are the mentor.
    pub mentors: bool,
}

/// One mentorship, as one of its people has it.
#[derive(Debug, Clone, Copy)]
pub struct InMentorship {
    /// The mentorship.
    pub mentorship: MentorshipId,
    /// Which of the two.
    pub person: PersonId,
    /// Whether they are the mentor.
    pub mentors: bool,
}
