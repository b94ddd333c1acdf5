//! What the address asks of the map: who is picked, which office, how near, how many rows.

use super::view::step;
use crate::shell::Fields;
use crate::shell::words;

/// Rows of a table that are shown at first, and added with each step.
pub const ROWS: usize = 10;

/// The question in an address, read leniently: what cannot be read is left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    /// Whose ties are drawn: an id, or what somebody typed of a name.
    pub who: String,
    /// The office that is looked at.
    pub office: Option<String>,
    /// How near, where it was said.
    pub zoom: Option<f64>,
    /// How many leaders are in the table.
    pub rows: usize,
    /// How many of those whom the picked person reaches are.
    pub ties: usize,
}

impl Question {
    /// The question of an address's query.
    pub fn read(fields: &Fields) -> Self {
        let rows = |name| fields.get(name).parse::<usize>().unwrap_or(ROWS).clamp(ROWS, 1_000);
        Self {
            who: fields.get("who").to_owned(),
            office: Some(fields.get("office")).filter(|name| !name.is_empty()).map(str::to_owned),
            zoom: fields.get("zoom").parse().ok().filter(|zoom: &f64| zoom.is_finite()).map(step),
            rows: rows("rows"),
            ties: rows("ties"),
        }
    }

    /// The question as an address: "?who=…&zoom=2", or nothing where nothing is asked.
    pub fn query(&self) -> String {
        let more = |rows: usize| (rows > ROWS).then(|| rows.to_string());
        let all = [
            ("who", Some(self.who.clone()).filter(|who| !who.is_empty())),
            ("office", self.office.clone()),
            ("zoom", self.zoom.map(|zoom| zoom.to_string())),
            ("rows", more(self.rows)),
            ("ties", more(self.ties)),
        ];
        words::query(all.into_iter().filter_map(|(name, value)| Some((name, value?))))
    }

    /// The same with somebody else picked.
    pub fn picking(&self, who: impl ToString) -> Self {
        Self { who: who.to_string(), ties: ROWS, ..self.clone() }
    }

    /// The same, looking at another office, or the whole.
    pub fn looking_at(&self, office: Option<&str>) -> Self {
        Self { office: office.map(str::to_owned), zoom: None, ..self.clone() }
    }

    /// The same, so near.
    pub fn as_near(&self, zoom: f64) -> Self {
        Self { zoom: Some(zoom), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Question {
        Question::read(&Fields::parse(query.as_bytes()))
    }

    #[test]
    fn a_question_survives_its_own_address() {
        let question = Question {
            who: "0000000000027".to_owned(),
            office: Some("São Paulo & Rio".to_owned()),
            zoom: Some(1.5),
            rows: 20,
            ties: ROWS,
        };
        assert_eq!(asked(question.query().trim_start_matches('?')), question);
        assert_eq!(asked("").query(), "");
    }

    #[test]
    fn nonsense_in_an_address_is_left_out() {
        let question = asked("zoom=NaN&rows=-4&office=&ties=999999999");
        assert_eq!(question, Question { rows: ROWS, ties: 1_000, ..Question::default() });
        assert_eq!(asked("zoom=2.9").zoom, Some(2.0));
    }
}
