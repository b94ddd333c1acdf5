//! A CSV file, line by line: quick enough for tens of millions, and what is wrong is known by its line.

use crate::said::Said;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Characters of a wrong cell that are shown.
const MOST_SHOWN: usize = 40;

pub struct Lines {
    path: PathBuf,
    file: BufReader<File>,
    headings: Vec<String>,
    line: Vec<u8>,
    /// Where each cell of the line begins and ends.
    cells: Vec<(usize, usize)>,
    number: u64,
}

impl Lines {
    /// Opens a file and reads its headings.
    pub fn open(path: &Path) -> Result<Self, Said> {
        let mut lines = Self::plain(path)?;
        if !lines.advance()? {
            return Err(lines.refuse("the file is empty; its first line has the headings"));
        }
        let count = lines.cells.len();
        let headings = (0..count).map(|cell| lines.text(Some(cell)).map(str::to_owned));
        lines.headings = headings.collect::<Result<_, _>>()?;
        lines
            .headings
            .iter_mut()
            .for_each(|heading| *heading = heading.trim_start_matches('\u{feff}').to_owned());
        Ok(lines)
    }

    /// Opens a file without headings.
    pub fn plain(path: &Path) -> Result<Self, Said> {
        let cannot = |why| {
            Said::unreadable(format!("{}: could not be read: {why}. Nothing was chosen", path.display()))
        };
        let file = BufReader::with_capacity(1 << 20, File::open(path).map_err(cannot)?);
        let (headings, line, cells) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { path: path.to_owned(), file, headings, line, cells, number: 0 })
    }

    /// The column of one of these headings.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.headings.iter().position(|heading| names.contains(&heading.as_str()))
    }

    /// The column of a heading that must be there.
    pub fn needed(&self, names: &[&str], why: &str) -> Result<Option<usize>, Said> {
        let missing = || self.refuse(format!("there is no column “{}”, {why}", names.join("” or “")));
        self.column(names).map(Some).ok_or_else(missing)
    }

    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Goes to the next line that is not empty; `false` if there is none.
    pub fn next(&mut self) -> Result<bool, Said> {
        while self.advance()? {
            if self.line.is_empty() {
                continue;
            }
            if self.headings.is_empty() || self.cells.len() == self.headings.len() {
                return Ok(true);
            }
            let (cells, width) = (self.cells.len(), self.headings.len());
            return Err(self.refuse(format!("has {cells} cells, and there are {width} headings")));
        }
        Ok(false)
    }

    fn advance(&mut self) -> Result<bool, Said> {
        self.line.clear();
        let read = self.file.read_until(b'\n', &mut self.line);
        self.number += 1;
        let read = read.map_err(|why| self.refuse(format!("could not be read: {why}")))?;
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        self.cells.clear();
        let mut from = 0;
        for (at, byte) in self.line.iter().enumerate() {
            if *byte == b',' {
                self.cells.push((from, at));
                from = at + 1;
            }
        }
        self.cells.push((from, self.line.len()));
        Ok(read > 0)
    }

    /// The bytes of a cell, without blanks and quotes around them.
    pub fn cell(&self, column: Option<usize>) -> &[u8] {
        let Some((from, to)) = column.and_then(|column| self.cells.get(column)) else { return &[] };
        let cell = self.line[*from..*to].trim_ascii();
        match cell {
            [b'"', inside @ .., b'"'] => inside,
            _ => cell,
        }
    }

    pub fn text(&self, column: Option<usize>) -> Result<&str, Said> {
        let wrong = |_| self.refuse("is not UTF-8 text; save the file as CSV in UTF-8");
        std::str::from_utf8(self.cell(column)).map_err(wrong)
    }

    /// The number in a cell; `otherwise` if it is empty or there is no such column.
    pub fn number(&self, column: Option<usize>, what: &str, otherwise: Option<f64>) -> Result<f64, Said> {
        let text = self.text(column)?;
        if let (true, Some(otherwise)) = (text.is_empty(), otherwise) {
            return Ok(otherwise);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ if text.is_empty() => Err(self.refuse(format!("the {what} is missing"))),
            _ => Err(self.refuse(format!("the {what} “{}” is not a number", shown(text)))),
        }
    }

    /// Refuses what is in this line.
    pub fn refuse(&self, reason: impl std::fmt::Display) -> Said {
        let (path, line) = (self.path.display(), self.number);
        Said::unreadable(format!(
            "{path}, line {line}: {reason}. Nothing was chosen; mend the file and start again"
        ))
    }

    pub fn line(&self) -> u64 {
        self.number
    }
}

/// A cell as it can be shown in one line.
pub fn shown(text: &str) -> String {
    let plain = text.chars().map(|one| if one.is_control() { ' ' } else { one });
    let mut short: String = plain.take(MOST_SHOWN).collect();
    if text.chars().count() > MOST_SHOWN {
        short.push('…');
    }
    short
}
