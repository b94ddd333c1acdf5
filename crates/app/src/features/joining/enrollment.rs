//! What an enrollment says, and how two of them become one.

use bellwether_kernel::{EnrollmentId, PersonId, ProgramId, fold, one_line};

bellwether_db::words! {
    /// What somebody does in a program.
    pub enum Part {
        /// Gives time.
        Mentor = "mentor",
        /// Asks for it.
        Mentee = "mentee",
        /// Both: mentors somebody, and has a mentor.
        Either = "either",
    }
}

bellwether_db::words! {
    /// Where an enrollment came from.
    pub enum Source {
        /// They signed up.
        Form = "form",
        /// They said yes to an ask.
        Pitch = "pitch",
        /// A file had it.
        Import = "import",
        /// A coordinator wrote it.
        Hand = "hand",
        /// They are invented.
        Demo = "demo",
    }
}

/// The most mentees that a mentor may offer to take on the form.
pub const MOST_MENTEES: i64 = 5;
/// The most mentors that a mentee may wish for.
pub const MOST_WISHES: usize = 3;
/// The most skills in one direction.
pub const MOST_SKILLS: usize = 12;
/// The longest name of a skill, in characters.
pub const LONGEST_SKILL: usize = 60;

/// An enrollment to be written.
#[derive(Debug, Clone)]
pub struct NewEnrollment {
    /// The program.
    pub program: ProgramId,
    /// Who.
    pub person: PersonId,
    /// What they do in it.
    pub role: Part,
    /// How many mentees they would take; without meaning for a mentee.
    pub capacity: i64,
    /// What a mentee is after.
    pub goals: String,
    /// A mentor's own sentence; it stands beside their name on the program's page.
    pub words: String,
    /// A mentor who is no leader agreed that mentees may choose them by name.
    pub listed: bool,
    /// Languages, separated by commas.
    pub languages: String,
    /// Prefers a partner from another department.
    pub other_department: bool,
    /// Prefers a partner nearby.
    pub same_office: bool,
    /// Words for the coordinators.
    pub note: String,
    /// Skills they offer, the first first.
    pub offered: Vec<String>,
    /// Skills they want, the most wanted first.
    pub wanted: Vec<String>,
    /// Mentors they would like, the most wished for first.
    pub wishes: Vec<EnrollmentId>,
    /// Where it comes from.
    pub source: Source,
}

impl NewEnrollment {
    /// An enrollment that says nothing else yet.
    pub fn of(program: ProgramId, person: PersonId, role: Part, source: Source) -> Self {
        Self {
            program,
            person,
            role,
            capacity: 1,
            goals: String::new(),
            words: String::new(),
            listed: false,
            languages: String::new(),
            other_department: false,
            same_office: false,
            note: String::new(),
            offered: Vec::new(),
            wanted: Vec::new(),
            wishes: Vec::new(),
            source,
        }
    }
}

impl Part {
    /// Whether they give time.
    pub fn mentors(self) -> bool {
        self != Self::Mentee
    }

    /// Whether they ask for it.
    pub fn learns(self) -> bool {
        self != Self::Mentor
    }

    /// Both parts together.
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Either }
    }

    /// What stays when they give up `part`, if anything.
    pub fn without(self, part: Self) -> Option<Self> {
        match (self, part) {
            (Self::Either, Self::Mentor) => Some(Self::Mentee),
            (Self::Either, Self::Mentee) => Some(Self::Mentor),
            (Self::Mentor, Self::Mentee) | (Self::Mentee, Self::Mentor) => Some(self),
            _ => None,
        }
    }
}

/// Names that were typed with commas, semicolons or line breaks between them: each on one line, each
/// once, in the order of their first mention.
pub fn named(text: &str) -> Vec<String> {
    let mut seen = Vec::new();
    let mut names = Vec::new();
    for name in text.split([',', ';', '\n', '،', '、', '，']).map(one_line) {
        let key = fold(&name);
        if !key.is_empty() && !seen.contains(&key) {
            seen.push(key);
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_is_named_once_however_it_is_typed() {
        assert_eq!(
            named("Oral argument, negotiation;\n ORAL  argument ,,"),
            ["Oral argument", "negotiation"]
        );
        assert_eq!(named("交渉、 弁論，交渉"), ["交渉", "弁論"]);
        assert!(named(" , ;\n").is_empty());
    }

    #[test]
    fn who_mentors_and_learns_does_both() {
        assert_eq!(Part::Mentee.and(Part::Mentor), Part::Either);
        assert_eq!(Part::Mentor.and(Part::Mentor), Part::Mentor);
        assert_eq!(Part::Either.without(Part::Mentor), Some(Part::Mentee));
        assert_eq!(Part::Mentor.without(Part::Mentor), None);
        assert_eq!(Part::Mentor.without(Part::Mentee), Some(Part::Mentor));
        assert_eq!(Part::Either.without(Part::Either), None);
    }
}
