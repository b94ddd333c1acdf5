use bellwether_db::row;
use bellwether_kernel::{Date, LevelId, PersonId, fold};

row! {
    /// A person of the directory, whole.
    pub struct Person {
        /// Their id.
        pub id: PersonId,
        /// The personnel number or, where there is none, the mail address in lower case.
        pub key: String,
        /// Their name, as they write it.
        pub name: String,
        /// Their address.
        pub email: Option<String>,
        /// Their title.
        pub title: Option<String>,
        /// Their level.
        pub level: Option<LevelId>,
        /// Its name.
        pub level_name: Option<String>,
        /// Whether the level is senior: they are a leader.
        pub leads: bool,
        /// Where they work.
        pub office: Option<String>,
        /// What they belong to: a department, a practice, a business unit.
        pub department: Option<String>,
        /// To whom they report.
        pub manager: Option<PersonId>,
        /// That person's name.
        pub manager_name: Option<String>,
        /// Who keeps their calendar.
        pub assistant: Option<PersonId>,
        /// That person's name.
        pub assistant_name: Option<String>,
        /// Their time zone by its IANA name; the organization's where absent.
        pub time_zone: Option<String>,
        /// The year in which they came.
        pub since: Option<i64>,
        /// The languages they speak, separated by commas.
        pub languages: String,
        /// Where they come from: `import`, `hand`, `setup`, `demo`.
        pub source: String,
        /// Their last day, where they have left or will.
        pub left_on: Option<Date>
    }
}

row! {
    /// A person as a picker offers them.
    pub struct Picked {
        /// Their id.
        pub id: PersonId,
        /// Their name.
        pub name: String,
        /// Their address.
        pub email: Option<String>,
        /// Their level's name.
        pub level: Option<String>,
        /// Where they work.
        pub office: Option<String>,
        /// What they belong to.
        pub department: Option<String>
    }
}

impl Person {
    /// "Ines", as a colleague would say it.
    pub fn first_name(&self) -> &str {
        first_name(&self.name)
    }

    /// Whether they have left by a day.
    pub fn has_left(&self, today: Date) -> bool {
        self.left_on.is_some_and(|day| day <= today)
    }

    /// "Partner, Litigation, Boston": what is known of it.
    pub fn position(&self) -> String {
        position(&[self.level_name.as_deref(), self.department.as_deref(), self.office.as_deref()])
    }
}

impl Picked {
    /// "Partner, Litigation, Boston": what is known of it.
    pub fn position(&self) -> String {
        position(&[self.level.as_deref(), self.department.as_deref(), self.office.as_deref()])
    }
}

/// "Ines", of "Ines Halloran", as a colleague would say it.
pub fn first_name(name: &str) -> &str {
    crate::shell::words::first_name(name)
}

/// What is known of a position, with commas.
pub(super) fn position(parts: &[Option<&str>]) -> String {
    let known: Vec<&str> = parts.iter().filter_map(|part| part.filter(|p| !p.is_empty())).collect();
    known.join(", ")
}

/// The text by which somebody is found: it begins with the name, so that it also sorts by name.
pub(super) fn search_text(name: &str, others: [Option<&str>; 4]) -> String {
    let mut text = fold(name);
    for part in others.into_iter().flatten().filter(|p| !p.is_empty()) {
        text.push(' ');
        text.push_str(&fold(part));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_what_is_known_of_them_without_accents() {
        let text = search_text("Jerome GRÜNWALD", [Some("j@firm.example"), None, Some("Boston"), Some("")]);
        assert_eq!(text, "jerome grunwald j@firm.example boston");
    }
}
