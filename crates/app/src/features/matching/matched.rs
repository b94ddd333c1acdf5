use super::change::Stood;
use super::plan::Two;
use super::score;
use crate::features::mentorships::Party;
use bellwether_db::{DbError, FromRow, Result, Row, words};
use bellwether_kernel::{EnrollmentId, MatchId, PersonId, ProgramId, Timestamp};

words! {
    /// Where a match stands.
    pub enum State {
        /// The solver or a coordinator put them together; nobody else knows.
        Draft = "draft",
        /// Both were asked.
        Proposed = "proposed",
        /// Both said yes, or nobody objected in time: a mentorship.
        Accepted = "accepted",
        /// One of the two said no.
        Declined = "declined",
        /// A coordinator took it away, or there was no place left.
        Withdrawn = "withdrawn",
    }
}

/// A proposed pairing.
#[derive(Debug, Clone)]
pub struct Match {
    /// Its id.
    pub id: MatchId,
    /// Its program.
    pub program: ProgramId,
    /// The two, by their parts in the program.
    pub two: Two,
    /// Its score, of 1,000,000.
    pub score: i64,
    /// Its reasons, without names.
    pub reasons: Vec<String>,
    /// The mentor's place among the mentee's candidates, where a run made it.
    pub rank_for_mentee: Option<i64>,
    /// The mentee's place among the mentor's candidates, where a run made it.
    pub rank_for_mentor: Option<i64>,
    /// Where it stands.
    pub state: State,
    /// A coordinator wants it kept.
    pub locked_at: Option<Timestamp>,
    /// When both were asked.
    pub proposed_at: Option<Timestamp>,
    /// From when on it is a mentorship by itself.
    pub becomes_at: Option<Timestamp>,
    /// When the mentor said yes.
    pub mentor_accepted_at: Option<Timestamp>,
    /// When the mentee said yes.
    pub mentee_accepted_at: Option<Timestamp>,
    /// When it came to nothing.
    pub declined_at: Option<Timestamp>,
    /// By whom.
    pub declined_by: Option<PersonId>,
    /// Who would guide.
    pub mentor: Party,
    /// Who would learn.
    pub mentee: Party,
}

impl Match {
    /// How a draft stands among the drafts.
    pub fn stood(&self) -> Stood {
        if self.locked_at.is_some() { Stood::Locked } else { Stood::Free }
    }

    /// The score as the page shows it, of 100.
    pub fn points(&self) -> i64 {
        score::shown(self.score)
    }

    /// The other of the two.
    pub fn other_than(&self, person: PersonId) -> &Party {
        if person == self.mentor.id { &self.mentee } else { &self.mentor }
    }

    /// Whether one of the two said yes.
    pub fn accepted_by(&self, person: PersonId) -> bool {
        if person == self.mentor.id {
            self.mentor_accepted_at.is_some()
        } else {
            self.mentee_accepted_at.is_some()
        }
    }

    /// Whether both said yes.
    pub fn accepted_by_both(&self) -> bool {
        self.mentor_accepted_at.is_some() && self.mentee_accepted_at.is_some()
    }

    /// The handle of the letters about it.
    pub fn about(&self) -> String {
        format!("match:{}", self.id)
    }

    /// Where the two answer it.
    pub fn path(&self) -> String {
        format!("/proposals/{}", self.id)
    }
}

impl FromRow for Match {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(30)?;
        let party = |at: usize| -> Result<Party> {
            let about: [Option<String>; 3] = [row.get(at + 4)?, row.get(at + 5)?, row.get(at + 6)?];
            let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            Ok(Party {
                id: row.get(at)?,
                name: row.get(at + 1)?,
                email: row.get(at + 2)?,
                zone: row.get(at + 3)?,
                about: about.join(", "),
            })
        };
        let reasons: String = row.get(5)?;
        let (mentor, mentee): (EnrollmentId, EnrollmentId) = (row.get(2)?, row.get(3)?);
        Ok(Self {
            id: row.get(0)?,
            program: row.get(1)?,
            two: Two { mentor, mentee },
            score: row.get(4)?,
            reasons: serde_json::from_str(&reasons).map_err(|e| DbError::Engine {
                what: format!("a match's reasons are no list of sentences: {e}"),
            })?,
            rank_for_mentee: row.get(6)?,
            rank_for_mentor: row.get(7)?,
            state: row.get(8)?,
            locked_at: row.get(9)?,
            proposed_at: row.get(10)?,
            becomes_at: row.get(11)?,
            mentor_accepted_at: row.get(12)?,
            mentee_accepted_at: row.get(13)?,
            declined_at: row.get(14)?,
            declined_by: row.get(15)?,
            mentor: party(16)?,
            mentee: party(23)?,
        })
    }
}
