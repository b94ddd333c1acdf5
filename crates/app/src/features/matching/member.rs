use crate::features::joining::Part;
use bellwether_kernel::{EnrollmentId, PersonId};

/// Somebody who takes part, with all that decides whom they could be paired with.
#[derive(Debug, Clone)]
pub struct Member {
    /// Their part in the program.
    pub enrollment: EnrollmentId,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether mail reaches them.
    pub has_mail: bool,
    /// Their part.
    pub role: Part,
    /// Places as a mentor that nobody has: neither a mentorship that goes on nor a proposed match.
    pub places: i64,
    /// Places as a mentor in all.
    pub capacity: i64,
    /// Whether they want a mentor, and have neither one nor a proposal.
    pub wants: bool,
    /// The mentor whom they have, or were proposed to; their part in the program.
    pub guide: Option<EnrollmentId>,
    /// What they want to reach, in their own words; empty where they wrote nothing.
    pub goals: String,
    /// Their level's place from the bottom; absent where no level is known.
    pub level: Option<i64>,
    /// Whether that level is a senior one.
    pub senior: bool,
    /// Their level's name.
    pub level_name: Option<String>,
    /// Title or level, department and office, for the page.
    pub about: String,
    /// Office.
    pub office: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Their manager.
    pub manager: Option<PersonId>,
    /// Languages that they stated, key and word.
    pub languages: Vec<(String, String)>,
    /// Skills that they offer, key and word.
    pub offered: Vec<(String, String)>,
    /// Skills that they want, key and word, the dearest first.
    pub wanted: Vec<(String, String)>,
    /// Prefers a partner from another department.
    pub other_department: bool,
    /// Prefers a partner nearby.
    pub same_office: bool,
    /// Mentors whom they wish for, the dearest first.
    pub wishes: Vec<EnrollmentId>,
    /// Matchings that left them out.
    pub waited: i64,
}

impl Member {
    /// Whether they may guide somebody.
    pub fn mentors(&self) -> bool {
        self.role.mentors() && self.capacity > 0
    }

    /// Whether they may learn from somebody.
    pub fn learns(&self) -> bool {
        self.role.learns()
    }

    /// Which of their wishes a mentor is: 1 for the first.
    pub fn wish(&self, mentor: &Member) -> Option<usize> {
        self.wishes.iter().position(|wish| *wish == mentor.enrollment).map(|at| at + 1)
    }

    /// The first word of their name.
    pub fn first(&self) -> &str {
        crate::shell::words::first_name(&self.name)
    }
}
