//! What the address asks of the shortlist: filters, how many rows, and who is ticked.

use crate::shell::Fields;
use crate::shell::words;
use bellwether_kernel::PersonId;
use std::ops::RangeInclusive;

/// Rows that are shown at first, and added with each step.
pub const ROWS: usize = 8;

/// Asks that a wave has, until a coordinator ticks otherwise. As many first conversations as a coordinator
/// can look after in two weeks.
pub const WAVE: usize = 6;

/// How many asks a proposed wave may have.
pub const SIZES: RangeInclusive<usize> = 2..=12;

/// The most asks that a wave may have, ticked one by one.
pub const LARGEST_WAVE: usize = 40;

/// Whether it matters that somebody asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked {
    /// It does not.
    #[default]
    Anyone,
    /// Those whom nobody ever asked.
    Never,
    /// Those who were.
    Before,
}

/// The question in an address, read leniently: what cannot be read is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// One office alone.
    pub office: Option<String>,
    /// One department alone.
    pub department: Option<String>,
    /// Whether it matters that somebody asked before.
    pub asked: Asked,
    /// How many rows.
    pub rows: usize,
    /// How many asks a proposed wave has, where it is not as many as usual.
    pub size: Option<usize>,
    /// Who is ticked; the first wave that is proposed until a coordinator ticks.
    pub wave: Option<Vec<PersonId>>,
}

impl Question {
    /// The question of a form, or of an address's query.
    pub fn read(fields: &Fields) -> Self {
        let given = |name| Some(fields.get(name)).filter(|v| !v.is_empty()).map(str::to_owned);
        let mut wave: Vec<PersonId> = Vec::new();
        for person in fields.get("wave").split('.').filter_map(|id| id.parse().ok()) {
            if !wave.contains(&person) && wave.len() < LARGEST_WAVE {
                wave.push(person);
            }
        }
        Self {
            office: given("office"),
            department: given("department"),
            asked: match fields.get("asked") {
                "never" => Asked::Never,
                "before" => Asked::Before,
                _ => Asked::Anyone,
            },
            rows: fields.get("rows").parse::<usize>().unwrap_or(ROWS).clamp(ROWS, 1_000),
            size: fields.get("size").parse().ok().map(within_sizes).filter(|size| *size != WAVE),
            wave: fields.has("wave").then_some(wave),
        }
    }

    /// Whether it narrows the list.
    pub fn filters(&self) -> bool {
        self.office.is_some() || self.department.is_some() || self.asked != Asked::Anyone
    }

    /// The name of [`Asked`] in an address.
    pub fn asked_word(&self) -> &'static str {
        match self.asked {
            Asked::Anyone => "",
            Asked::Never => "never",
            Asked::Before => "before",
        }
    }

    /// Who is ticked, as an address writes it.
    pub fn wave_word(&self) -> Option<String> {
        let ids = self.wave.as_ref()?.iter().map(ToString::to_string);
        Some(ids.collect::<Vec<_>>().join("."))
    }

    /// The question as the fields of a form.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let asked = Some(self.asked_word()).filter(|w| !w.is_empty()).map(str::to_owned);
        let rows = (self.rows > ROWS).then(|| self.rows.to_string());
        let all = [
            ("office", self.office.clone()),
            ("department", self.department.clone()),
            ("asked", asked),
            ("rows", rows),
            ("size", self.size.map(|size| size.to_string())),
            ("wave", self.wave_word()),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The same question without who is ticked, nor how large a wave is: what a form asks that changes it.
    pub fn of_no_wave(&self) -> Self {
        Self { size: None, wave: None, ..self.clone() }
    }

    /// The question as an address: "?office=Boston&wave=…", or nothing where nothing is asked.
    pub fn query(&self) -> String {
        words::query(self.fields())
    }

    /// The same question with somebody ticked, or not, among those who are ticked now.
    #[must_use]
    pub fn with_ticked(&self, now: &[PersonId], person: PersonId, ticked: bool) -> Self {
        let mut wave: Vec<PersonId> = now.iter().copied().filter(|p| *p != person).collect();
        if ticked {
            wave.push(person);
        }
        Self { wave: Some(wave), ..self.clone() }
    }
}

fn within_sizes(size: usize) -> usize {
    size.clamp(*SIZES.start(), *SIZES.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Question {
        Question::read(&Fields::parse(query.as_bytes()))
    }

    #[test]
    fn a_question_survives_its_own_address() {
        let (one, two) = (PersonId(71), PersonId(9_000_000));
        let question = Question {
            office: Some("São Paulo & Rio".to_owned()),
            asked: Asked::Never,
            rows: 24,
            size: Some(4),
            wave: Some(vec![one, two]),
            ..Question::default()
        };
        assert_eq!(asked(question.query().trim_start_matches('?')), question);
        assert_eq!(asked("").query(), "");
    }

    #[test]
    fn nonsense_in_an_address_is_left_out() {
        let question = asked("rows=a%20lot&asked=often&wave=x.y.z&office=");
        assert_eq!(question, Question { rows: ROWS, wave: Some(Vec::new()), ..Question::default() });
        assert_eq!(asked("rows=99999999").rows, 1_000);
        let sizes = ["size=0", "size=999", "size=6", "size=-3", "size="].map(|query| asked(query).size);
        assert_eq!(sizes, [Some(2), Some(12), None, None, None]);
    }

    #[test]
    fn ticking_twice_ticks_once() {
        let (one, two) = (PersonId(1), PersonId(2));
        let question = asked("").with_ticked(&[one], two, true).with_ticked(&[one, two], two, true);
        assert_eq!(question.wave, Some(vec![one, two]));
        assert_eq!(question.with_ticked(&[one, two], one, false).wave, Some(vec![two]));
    }
}
