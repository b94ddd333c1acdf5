//! One row of a people file, read: a person as the file has them, or what is wrong with the row.

use super::field::Field;
use super::mapping::Columns;
use super::outcome::Problem;
use super::values;
use bellwether_kernel::{Date, Email, one_line};
use bellwether_wire::tables::Row;

/// The most characters of a name, a title, an office …
const LONGEST: usize = 200;

/// A person as a file has them. What the file has no column for is empty here and left alone.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The personnel number, or the address in lower case.
    pub key: String,
    pub name: String,
    pub email: Option<Email>,
    pub title: Option<String>,
    /// The level's name, or the title from which it is to be taken.
    pub level: Option<String>,
    pub office: Option<String>,
    pub department: Option<String>,
    /// An ID, an address or a name.
    pub manager: Option<String>,
    /// An ID, an address or a name.
    pub assistant: Option<String>,
    pub time_zone: Option<String>,
    pub since: Option<i64>,
    pub languages: String,
    pub left_on: Option<Date>,
    /// Takes part as mentor and mentee both.
    pub both_roles: bool,
    /// The values of [`Columns::identity`], in its order; empty where there is none.
    pub identity: Vec<String>,
}

/// Reads rows with one mapping.
pub struct Reader<'a> {
    pub headings: &'a [String],
    pub columns: &'a Columns,
    pub today: Date,
}

impl Reader<'_> {
    /// The person in a row, or everything that is wrong with it.
    pub fn read(&self, row: &Row) -> Result<Record, Vec<Problem>> {
        if let Some(problem) = ragged(row) {
            return Err(vec![problem]);
        }
        let mut cells = Cells { reader: self, row, problems: Vec::new() };
        let record = cells.record();
        if cells.problems.is_empty() { Ok(record) } else { Err(cells.problems) }
    }

    /// A problem at the cell of a field.
    pub fn problem(&self, row: &Row, field: Field, reason: impl Into<String>) -> Problem {
        let place = self.columns.place(field);
        Problem {
            line: row.line,
            column: place.and_then(|at| self.headings.get(at)).cloned().unwrap_or_default(),
            value: place.and_then(|at| row.cells.get(at)).cloned().unwrap_or_default(),
            reason: reason.into(),
        }
    }
}

/// What the table's reader found wrong with a row.
pub fn ragged(row: &Row) -> Option<Problem> {
    row.problem.as_ref().map(|problem| Problem {
        line: row.line,
        column: problem.column.clone().unwrap_or_default(),
        value: problem.value.clone().unwrap_or_default(),
        reason: problem.reason.clone(),
    })
}

struct Cells<'a> {
    reader: &'a Reader<'a>,
    row: &'a Row,
    problems: Vec<Problem>,
}

impl Cells<'_> {
    fn record(&mut self) -> Record {
        let today = self.reader.today;
        let email = self.with(Field::Email, |text| Email::parse(text).map_err(|why| why.to_string()));
        let key = self.words(Field::Id).or_else(|| email.as_ref().map(|e| e.key().to_owned()));
        let name = self.name();
        let since = if self.reader.columns.has(Field::Since) {
            self.with(Field::Since, |text| values::since(text, today))
        } else {
            self.with(Field::YearsHere, |text| values::years_here(text, today))
        };
        if key.is_none() && self.problems.is_empty() {
            let at = if self.reader.columns.has(Field::Id) { Field::Id } else { Field::Email };
            let reason = "there is no ID and no address by which to tell this person from others";
            self.problems.push(self.reader.problem(self.row, at, reason));
        }
        let title = self.words(Field::TitleAndLevel).or_else(|| self.words(Field::Title));
        let level = if self.reader.columns.has(Field::Level) {
            self.words(Field::Level)
        } else {
            self.words(Field::TitleAndLevel)
        };
        Record {
            key: key.unwrap_or_default(),
            name,
            email,
            title,
            level,
            office: self.words(Field::Office),
            department: self.words(Field::Department),
            manager: self.words(Field::Manager),
            assistant: self.words(Field::Assistant),
            time_zone: self.with(Field::TimeZone, values::time_zone),
            since,
            languages: self.words(Field::Languages).map(|l| languages(&l)).unwrap_or_default(),
            left_on: self.with(Field::LeftOn, values::last_day),
            both_roles: self.with(Field::BothRoles, values::yes_or_no).unwrap_or(false),
            identity: self.identity(),
        }
    }

    fn name(&mut self) -> String {
        let whole = self.words(Field::Name).or_else(|| {
            let parts = [self.words(Field::FirstName), self.words(Field::LastName)];
            let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            (!name.is_empty()).then_some(name)
        });
        whole.unwrap_or_else(|| {
            let fields = [Field::Name, Field::FirstName, Field::LastName];
            let at = fields.into_iter().find(|f| self.reader.columns.has(*f)).unwrap_or(Field::Name);
            self.problems.push(self.reader.problem(self.row, at, "the name is missing"));
            String::new()
        })
    }

    /// The words in a cell, if there are any.
    fn words(&mut self, field: Field) -> Option<String> {
        let text = one_line(self.reader.columns.cell(field, &self.row.cells));
        if text.chars().count() > LONGEST {
            let reason = format!("longer than {LONGEST} characters");
            self.problems.push(self.reader.problem(self.row, field, reason));
        }
        (!text.is_empty()).then_some(text)
    }

    fn with<T>(&mut self, field: Field, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let text = self.reader.columns.cell(field, &self.row.cells);
        if text.is_empty() {
            return None;
        }
        read(text).map_err(|why| self.problems.push(self.reader.problem(self.row, field, why))).ok()
    }

    fn identity(&self) -> Vec<String> {
        let places = self.reader.columns.identity.iter();
        places.map(|(_, at)| self.row.cells.get(*at).map(|c| one_line(c)).unwrap_or_default()).collect()
    }
}

/// "French, German" however they were separated.
fn languages(text: &str) -> String {
    let all = text.split([',', ';', '/', '|']).map(str::trim).filter(|l| !l.is_empty());
    all.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::people::imports::field::Kind;
    use crate::features::people::imports::mapping::{Mapping, recognise};
    use std::collections::BTreeMap;

    fn read(headings: &[&str], cells: &[&str]) -> Result<Record, Vec<Problem>> {
        let headings: Vec<String> = headings.iter().map(|h| (*h).to_owned()).collect();
        let columns = recognise(&headings, &[], Kind::People, &BTreeMap::new());
        let columns = Mapping { columns, ..Mapping::default() }.columns(&headings, Kind::People).unwrap();
        let reader = Reader { headings: &headings, columns: &columns, today: "2027-02-09".parse().unwrap() };
        let row = Row { line: 7, cells: cells.iter().map(|c| (*c).to_owned()).collect(), problem: None };
        reader.read(&row)
    }

    #[test]
    fn a_person_without_a_number_is_known_by_their_address() {
        let record = read(
            &["first name", "last name", "email address"],
            &["Amara", "Novák", "Amara.Novak@Firm.example"],
        )
        .unwrap();
        assert_eq!((record.key.as_str(), record.name.as_str()), ("amara.novak@firm.example", "Amara Novák"));
        assert_eq!(record.email.unwrap().as_str(), "Amara.Novak@Firm.example");
    }

    #[test]
    fn names_in_any_script_come_through() {
        for name in
            ["山田 太郎", "محمد عبد الله", "Celeste van der Berg", "Plato", "Zoë", "O’Brien-García Jr."]
        {
            assert_eq!(read(&["ID", "Name"], &["1", name]).unwrap().name, name);
        }
    }

    #[test]
    fn everything_that_is_wrong_with_a_row_is_named_at_its_column() {
        let problems =
            read(&["ID", "Name", "Email", "Hire date"], &["1", "", "ines@firm", "2031-01-01"]).unwrap_err();
        let named: Vec<_> = problems.iter().map(|p| (p.line, p.column.as_str(), p.value.as_str())).collect();
        assert_eq!(named, [(7, "Email", "ines@firm"), (7, "Name", ""), (7, "Hire date", "2031-01-01")]);
    }

    #[test]
    fn nobody_is_taken_in_without_an_id_or_an_address() {
        let problems = read(&["ID", "Name", "Email"], &["", "Ines Halloran", ""]).unwrap_err();
        assert_eq!((problems.len(), problems[0].column.as_str()), (1, "ID"));
    }
}
