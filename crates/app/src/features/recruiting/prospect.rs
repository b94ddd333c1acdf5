use super::{Answer, Named, Smaller, Stage};
use bellwether_kernel::{Date, PersonId, ProgramId, ProspectId, Timestamp};

/// A leader whom one program wants.
#[derive(Debug, Clone)]
pub struct Prospect {
    /// Its id.
    pub id: ProspectId,
    /// The program that wants them.
    pub program: ProgramId,
    /// The leader.
    pub person: PersonId,
    /// The coordinator who looks after them.
    pub owner: Option<PersonId>,
    /// How far they have come.
    pub stage: Stage,
    /// Who makes the introduction.
    pub connector: Option<PersonId>,
    /// What is done next.
    pub next_step: Option<String>,
    /// By when.
    pub next_on: Option<Date>,
    /// When the first conversation was recorded.
    pub met_at: Option<Timestamp>,
    /// When the pitch was opened without a conversation.
    pub override_at: Option<Timestamp>,
    /// Why it was.
    pub override_reason: Option<String>,
    /// When the pitch left.
    pub asked_at: Option<Timestamp>,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
    /// What they answered.
    pub answer: Option<Answer>,
    /// Which smaller ask they chose.
    pub smaller: Option<Smaller>,
    /// When a *later* wakes up.
    pub wakes_on: Option<Date>,
    /// When they joined.
    pub joined_at: Option<Timestamp>,
    /// When they withdrew after joining.
    pub withdrawn_at: Option<Timestamp>,
    /// Who may know.
    pub named: Option<Named>,
    /// When contact ended.
    pub closed_at: Option<Timestamp>,
    /// When they were set aside.
    pub aside_at: Option<Timestamp>,
    /// When they had what recruiting kept about them erased; closed for good since.
    pub erased_at: Option<Timestamp>,
}

/// What other features may know of a prospect. What they answered is the coordinators' own: it is
/// for their pages alone.
#[derive(Debug, Clone)]
pub struct ProspectSummary {
    /// Its id.
    pub id: ProspectId,
    /// How far they have come.
    pub stage: Stage,
    /// The coordinator who looks after them.
    pub owner: Option<PersonId>,
    /// Who makes the introduction.
    pub connector: Option<PersonId>,
    /// When they were pinned to the top of the shortlist.
    pub pinned_at: Option<Timestamp>,
    /// When they were set aside.
    pub aside_at: Option<Timestamp>,
    /// Why they were.
    pub aside_reason: Option<String>,
    /// When the pitch left.
    pub asked_at: Option<Timestamp>,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
    /// What they answered.
    pub answer: Option<Answer>,
    /// When a *later* wakes up.
    pub wakes_on: Option<Date>,
    /// When they joined.
    pub joined_at: Option<Timestamp>,
    /// When they withdrew after joining.
    pub withdrawn_at: Option<Timestamp>,
    /// When contact ended.
    pub closed_at: Option<Timestamp>,
    /// Who may know that they take part; absent until chosen.
    pub named: Option<Named>,
}

impl ProspectSummary {
    /// Whether they take part: joined, and not withdrawn.
    pub fn has_joined(&self) -> bool {
        self.joined_at.is_some() && self.withdrawn_at.is_none()
    }

    /// Whether they were asked and have not answered yet.
    pub fn is_asked(&self) -> bool {
        self.asked_at.is_some() && self.answered_at.is_none() && self.closed_at.is_none()
    }
}

impl Prospect {
    /// Whether they take part: joined, and not withdrawn.
    pub fn has_joined(&self) -> bool {
        self.joined_at.is_some() && self.withdrawn_at.is_none()
    }

    /// Whether the pitch may be written and sent: after a recorded conversation, or by a written
    /// override.
    pub fn may_pitch(&self) -> bool {
        self.met_at.is_some() || self.override_at.is_some()
    }

    /// The class and the words by which pages show where they stand.
    pub fn status(&self) -> (&'static str, &'static str) {
        status(
            self.stage,
            self.answer,
            self.has_joined(),
            self.withdrawn_at.is_some(),
            self.closed_at.is_some(),
        )
    }
}

/// The class and the words by which pages show where a prospect stands.
pub fn status(
    stage: Stage,
    answer: Option<Answer>,
    joined: bool,
    withdrawn: bool,
    closed: bool,
) -> (&'static str, &'static str) {
    match (stage, answer) {
        _ if joined => ("status--joined", "Joined"),
        // Whoever took a yes back and said something else instead stands by what they said.
        (_, None | Some(Answer::Yes | Answer::Smaller)) if withdrawn => ("status--no", "Withdrew"),
        (_, Some(Answer::No)) => ("status--no", "Not for me"),
        _ if closed => ("status--no", "Closed"),
        (_, Some(Answer::Yes)) => ("status--joined", "Joined"),
        (_, Some(Answer::Smaller)) => ("status--help", "Something smaller"),
        (_, Some(Answer::Talk)) => ("status--talk", "Talk first"),
        (_, Some(Answer::Advocate)) => ("status--help", "Helps another way"),
        (_, Some(Answer::Later)) => ("status--later", "Later"),
        (Stage::Identified, None) => ("status--identified", "Identified"),
        (Stage::Introduced, None) => ("status--introduced", "Introduced"),
        (Stage::Met, None) => ("status--met", "Met"),
        (Stage::Asked | Stage::Answered, None) => ("status--asked", "Asked"),
    }
}
