//! Writing CSV that a spreadsheet program can open without running anything.
//!
//! A cell of text that begins with `=`, `+`, `-`, `@`, tab or CR would be taken for a formula. It leaves in quotation
//! marks and with an apostrophe before it, which spreadsheet programs show as text. The reader of this module takes the
//! apostrophe off again, so that what was exported comes back as it was.

use std::io::{self, Write};

/// One cell to write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Text, from whomever; guarded.
    Text(&'a str),
    /// A whole number, written as it is.
    Whole(i64),
    /// A number, written in full; nothing at all if it is not finite.
    Number(f64),
    /// Nothing.
    Blank,
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Blank, Into::into)
    }
}

/// Writes CSV: UTF-8, commas, CR LF (RFC 4180), formulas disarmed.
pub struct CsvWriter<W: Write> {
    out: W,
}

impl<W: Write> CsvWriter<W> {
    /// Begins at once with rows.
    pub fn new(out: W) -> Self {
        Self { out }
    }

    /// Begins with a byte order mark, without which Excel takes the file for Windows-1252.
    pub fn for_spreadsheets(mut out: W) -> io::Result<Self> {
        out.write_all(b"\xEF\xBB\xBF")?;
        Ok(Self { out })
    }

    /// Writes one row.
    pub fn row<'a, I>(&mut self, cells: I) -> io::Result<()>
    where
        I: IntoIterator,
        I::Item: Into<Cell<'a>>,
    {
        let mut line = String::new();
        let mut cells = cells.into_iter().map(Into::into).peekable();
        let mut is_first = true;
        while let Some(cell) = cells.next() {
            // A row of one blank cell would be a blank line, which readers pass over.
            if is_first && cells.peek().is_none() && matches!(cell, Cell::Blank | Cell::Text("")) {
                line.push_str("\"\"");
            }
            if !is_first {
                line.push(',');
            }
            is_first = false;
            push_cell(&mut line, cell);
        }
        line.push_str("\r\n");
        self.out.write_all(line.as_bytes())
    }

    /// Flushes, and gives the writer back.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn push_cell(line: &mut String, cell: Cell<'_>) {
    match cell {
        Cell::Whole(number) => line.push_str(&number.to_string()),
        Cell::Number(number) if number.is_finite() => line.push_str(&number.to_string()),
        Cell::Text(text) => push_text(line, text),
        Cell::Number(_) | Cell::Blank => {}
    }
}

fn push_text(line: &mut String, text: &str) {
    let is_formula = starts_like_a_formula(text) || is_guarded(text);
    let needs_quotes = is_formula
        || text.contains([',', ';', '\t', '|', '"', '\r', '\n'])
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace);
    if !needs_quotes {
        line.push_str(text);
        return;
    }
    line.push('"');
    if is_formula {
        line.push('\'');
    }
    line.push_str(&text.replace('"', "\"\""));
    line.push('"');
}

fn starts_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// One apostrophe or more before what would be a formula.
fn is_guarded(text: &str) -> bool {
    text.starts_with('\'') && starts_like_a_formula(text.trim_start_matches('\''))
}

/// Takes the guard off a cell that is read.
pub(super) fn without_guard(mut cell: String) -> String {
    if is_guarded(&cell) {
        cell.remove(0);
    }
    cell
}
