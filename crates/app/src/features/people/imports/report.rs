//! What a check found, kept beside its file as JSON, and shown on the import's page.

use super::level_book::LevelBook;
use super::mapping::LevelChoice;
use super::outcome::{Counts, Problem};
use super::store::KeptProblem;
use bellwether_wire::tables::{CsvWriter, Format, Row};
use serde::{Deserialize, Serialize};

/// Bad rows that are kept to be shown; all are counted, and all can be downloaded.
pub const MOST_SHOWN: usize = 200;
/// The heading of the column that tells what is wrong, in the file of bad rows.
pub const WHAT_TO_MEND: &str = "What to mend";

/// What a check found.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Rows, counted.
    #[serde(flatten)]
    pub counts: Counts,
    /// Whether the check came to its end.
    pub is_checked: bool,
    /// Why it did not, for whoever chose the file.
    pub refusal: Option<String>,
    /// "UTF-8, commas".
    pub format: String,
    /// The headings of the columns.
    pub headings: Vec<String>,
    /// What stands first below each.
    pub firsts: Vec<String>,
    /// The levels that will be there, the most senior first.
    pub levels: Vec<ReportedLevel>,
    /// The kinds of tie, with their rows.
    pub kinds: Vec<(String, u64)>,
    /// How many who came by a file are not in this one.
    pub absent: u64,
    /// Some of them: id and name.
    pub absent_people: Vec<(String, String)>,
    /// What else is to be known.
    pub notes: Vec<String>,
}

/// A level as a check found it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportedLevel {
    /// The level and whether it is senior.
    pub name: String,
    /// Whether its people are leaders.
    pub senior: bool,
    /// How many people of the file are at it.
    pub people: u64,
    /// Whether the import would bring it.
    pub is_new: bool,
}

impl Report {
    /// What stays of a report once the import is written: no values of columns that are not kept.
    pub fn without_values(mut self) -> Self {
        self.firsts.clear();
        self.absent_people.clear();
        self
    }

    /// Levels of a book in their order.
    pub fn levels_of(book: &LevelBook, chosen: &[LevelChoice]) -> Vec<ReportedLevel> {
        let reported = |e: super::level_book::Entry| ReportedLevel {
            is_new: e.id.is_none(),
            name: e.name,
            senior: e.senior,
            people: e.people,
        };
        book.in_order(chosen).into_iter().map(reported).collect()
    }
}

/// "UTF-8, commas", "the sheet “People”".
pub fn format_words(format: &Format) -> String {
    match format {
        Format::Csv { delimiter, encoding } => {
            let between = match delimiter {
                ',' => "commas",
                ';' => "semicolons",
                '\t' => "tabs",
                '|' => "bars",
                _ => "its own delimiter",
            };
            format!("{encoding}, {between}")
        }
        Format::Xlsx { sheet, .. } => format!("the sheet “{sheet}”"),
    }
}

/// Gathers bad rows: all of them by name, some to be kept, and all as a file to be mended.
pub struct BadRows {
    /// Every problem, by line, as far as `most_named` goes.
    pub named: Vec<Problem>,
    /// The first ones, whole.
    pub kept: Vec<KeptProblem>,
    file: CsvWriter<Vec<u8>>,
    most_named: usize,
    rows: usize,
}

impl BadRows {
    /// None yet. At most `most_named` problems are named one by one.
    pub fn of(headings: &[String], most_named: usize) -> std::io::Result<Self> {
        let mut file = CsvWriter::for_spreadsheets(Vec::new())?;
        file.row(std::iter::once(WHAT_TO_MEND).chain(headings.iter().map(String::as_str)))?;
        Ok(Self { named: Vec::new(), kept: Vec::new(), file, most_named, rows: 0 })
    }

    /// Takes in a bad row.
    pub fn take(&mut self, row: &Row, problems: Vec<Problem>) -> std::io::Result<()> {
        self.rows += 1;
        let what: Vec<String> =
            problems
                .iter()
                .map(|p| {
                    if p.column.is_empty() { p.reason.clone() } else { format!("{}: {}", p.column, p.reason) }
                })
                .collect();
        let what = format!("Line {}: {}", row.line, what.join("; "));
        self.file.row(std::iter::once(what.as_str()).chain(row.cells.iter().map(String::as_str)))?;
        if self.kept.len() < MOST_SHOWN {
            let mut record = CsvWriter::new(Vec::new());
            record.row(row.cells.iter().map(String::as_str))?;
            let record = String::from_utf8_lossy(&record.finish()?).trim_end().to_owned();
            for problem in &problems {
                self.kept.push(KeptProblem {
                    line: i64::try_from(problem.line).unwrap_or(i64::MAX),
                    column: problem.column.clone(),
                    value: problem.value.clone(),
                    reason: problem.reason.clone(),
                    record: record.clone(),
                });
            }
        }
        let room = self.most_named.saturating_sub(self.named.len());
        self.named.extend(problems.into_iter().take(room));
        Ok(())
    }

    /// The file alone.
    pub fn file(self) -> std::io::Result<Vec<u8>> {
        self.file.finish()
    }

    /// The problems that were named, those to be kept, and the file; nothing where no row is bad.
    pub fn finish(self) -> std::io::Result<(Vec<Problem>, Vec<KeptProblem>, Option<Vec<u8>>)> {
        let file = self.file.finish()?;
        Ok((self.named, self.kept, (self.rows > 0).then_some(file)))
    }
}
