//! Rows as they are handed out: blank ones passed over, the width checked against the headings, problems named.

use super::{Limits, RawRows, Unreadable};

/// One row below the headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The physical line of the file, or the row of the sheet, where it begins; the first is 1.
    pub line: u64,
    /// One cell for each column; as they stand in the file if there is a problem.
    pub cells: Vec<String>,
    /// Why the row cannot be used.
    pub problem: Option<Problem>,
}

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The heading of the column, if one is to blame.
    pub column: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// What is wrong and what to do, as the rest of a sentence: no capital, no full stop.
    pub reason: String,
}

/// A row before it is measured against the headings.
pub(super) struct RawRow {
    pub line: u64,
    pub cells: Vec<String>,
    pub flaw: Option<Flaw>,
    /// Missing cells at the end are blank ones: a sheet does not store them, a text does.
    pub is_padded: bool,
}

/// What is wrong with one cell.
pub(super) struct Flaw {
    /// From 0.
    pub column: usize,
    pub reason: &'static str,
}

impl RawRow {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The rows of a table, in order.
pub struct Rows<'t> {
    raw: RawRows<'t>,
    columns: &'t [String],
    header_line: u64,
    limits: Limits,
    count: u64,
    is_over: bool,
}

impl<'t> Rows<'t> {
    pub(super) fn new(raw: RawRows<'t>, columns: &'t [String], header_line: u64, limits: Limits) -> Self {
        Self { raw, columns, header_line, limits, count: 0, is_over: false }
    }

    fn measure(&self, raw: RawRow) -> Row {
        let RawRow { line, mut cells, flaw, is_padded } = raw;
        let width = self.columns.len();
        while cells.len() > width && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if is_padded && cells.len() < width {
            cells.resize(width, String::new());
        }
        let problem = if let Some(flaw) = flaw {
            Some(Problem {
                column: self.columns.get(flaw.column).cloned(),
                value: cells.get(flaw.column).cloned(),
                reason: flaw.reason.to_owned(),
            })
        } else {
            self.ragged(&cells)
        };
        Row { line, cells, problem }
    }

    fn ragged(&self, cells: &[String]) -> Option<Problem> {
        let width = self.columns.len();
        let (value, hint) = match cells.len().cmp(&width) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Less => (None, "it may have been cut off, or broken over two lines"),
            std::cmp::Ordering::Greater => {
                (cells.get(width).cloned(), "a value with a delimiter in it needs quotation marks around it")
            }
        };
        let cells = count(cells.len(), "cell");
        let columns = count(width, "column");
        Some(Problem { column: None, value, reason: format!("the row has {cells} for {columns}; {hint}") })
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            match self.raw.next() {
                Some(Ok(raw)) if raw.line <= self.header_line || raw.is_blank() => {}
                Some(Ok(raw)) => {
                    self.count += 1;
                    if self.count > self.limits.rows {
                        self.is_over = true;
                        return Some(Err(Unreadable::TooManyRows { limit: self.limits.rows }));
                    }
                    return Some(Ok(self.measure(raw)));
                }
                Some(Err(error)) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
                None => self.is_over = true,
            }
        }
        None
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
