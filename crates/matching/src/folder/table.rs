//! One file of the folder, row by row: what is wrong is known by its line.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder, Terminator};

use super::files::Files;
use super::refused::Refused;

/// Characters of a wrong cell that are shown.
const MOST_SHOWN: usize = 40;
const CUT_OFF: &str =
    "the last line has no end: the file was cut off while it was written, or a line break is missing";

/// Which file, and its columns: those it must have, then those it may have.
pub(super) struct Layout {
    pub file: &'static str,
    pub needed: &'static [&'static str],
    pub optional: &'static [&'static str],
}

impl Layout {
    fn headings(&self) -> impl Iterator<Item = &'static str> {
        self.needed.iter().chain(self.optional).copied()
    }
}

/// A file that is being read. Columns are asked for by their position in the [`Layout`].
pub(super) struct Table<'a> {
    layout: &'static Layout,
    rows: csv::Reader<Ending<Box<dyn Read + 'a>>>,
    row: ByteRecord,
    /// By position in the layout: the column of the file.
    columns: Vec<Option<usize>>,
    /// Columns of the file.
    width: usize,
    line: u64,
    /// Headings that mean nothing here.
    pub unused: Vec<String>,
}

impl<'a> Table<'a> {
    /// Opens a file that must be there.
    pub fn open(files: &'a dyn Files, layout: &'static Layout) -> Result<Table<'a>, Refused> {
        Table::find(files, layout)?.ok_or_else(|| Refused::file(layout.file, "there is no such file"))
    }

    /// Opens a file that may be there, and reads its headings.
    pub fn find(files: &'a dyn Files, layout: &'static Layout) -> Result<Option<Table<'a>>, Refused> {
        let file = files.open(layout.file).map_err(|why| unreadable(layout.file, &why))?;
        let Some(file) = file else { return Ok(None) };
        let mut reader = ReaderBuilder::new();
        // Only a line feed ends a line, so that lines can be counted; what Windows puts before it is cut off later.
        reader.has_headers(false).flexible(true).terminator(Terminator::Any(b'\n')).buffer_capacity(1 << 16);
        let rows = reader.from_reader(Ending { file, last: None });
        let row = ByteRecord::new();
        let mut table =
            Table { layout, rows, row, columns: Vec::new(), width: 0, line: 0, unused: Vec::new() };
        if !table.advance()? {
            return Err(Refused::file(layout.file, format!("is empty; it begins with {}", headings(layout))));
        }
        table.read_headings()?;
        Ok(Some(table))
    }

    fn read_headings(&mut self) -> Result<(), Refused> {
        self.width = self.row.len();
        self.columns = vec![None; self.layout.headings().count()];
        for column in 0..self.width {
            let heading = self.cell(column);
            let heading = String::from_utf8_lossy(heading).trim().to_owned();
            match self.layout.headings().position(|known| known == heading) {
                Some(at) if self.columns[at].is_some() => {
                    return Err(self.refuse(format!("there are two columns “{heading}”")));
                }
                Some(at) => self.columns[at] = Some(column),
                None => self.unused.push(shown(heading.as_bytes())),
            }
        }
        let missing = self.layout.needed.iter().zip(&self.columns).find(|(_, column)| column.is_none());
        match missing {
            Some((heading, _)) => Err(self.refuse(format!(
                "there is no column “{heading}”; the headings must be {}",
                headings(self.layout)
            ))),
            None => Ok(()),
        }
    }

    /// Goes to the next row; `false` if there is none.
    pub fn next(&mut self) -> Result<bool, Refused> {
        if !self.advance()? {
            return Ok(false);
        }
        if self.row.len() == self.width {
            return Ok(true);
        }
        let (cells, width) = (self.row.len(), self.width);
        Err(self.refuse(format!("has {cells} cells, and there are {width} headings")))
    }

    /// Goes to the next line and looks at it as a whole.
    fn advance(&mut self) -> Result<bool, Refused> {
        let there = self.rows.read_byte_record(&mut self.row);
        let there = there.map_err(|why| unreadable(self.layout.file, &why.into()))?;
        // How many line feeds were passed: one, if all is well.
        let passed = self.rows.position().line() - 1 - self.line;
        if !there && passed == 0 && matches!(self.rows.get_ref().last, None | Some(b'\n')) {
            return Ok(false);
        }
        self.line += u64::from(there || passed > 0);
        if passed == 0 {
            return Err(self.refuse(CUT_OFF));
        }
        if passed > 1 || !there {
            return Err(self.refuse("the line is empty, or opens a quote that it does not close"));
        }
        let text = self.row.as_slice();
        if !text.is_ascii() && std::str::from_utf8(text).is_err() {
            return Err(self.refuse("is not UTF-8 text; save the file as CSV in UTF-8"));
        }
        Ok(true)
    }

    fn cell(&self, column: usize) -> &[u8] {
        let cell = self.row.get(column).unwrap_or_default();
        if column + 1 == self.row.len() { cell.strip_suffix(b"\r").unwrap_or(cell) } else { cell }
    }

    /// Whether the file has a column that it may have.
    pub fn has(&self, at: usize) -> bool {
        self.columns[at].is_some()
    }

    /// The text of a column, without blanks around it; empty where the file has no such column.
    pub fn text(&self, at: usize) -> &str {
        let cell = self.columns[at].map(|column| self.cell(column)).unwrap_or_default();
        // The whole row is UTF-8; a cell ends at a comma, never within a character.
        std::str::from_utf8(cell).unwrap_or_default().trim()
    }

    /// The text of a column as it can be shown.
    pub fn shown(&self, at: usize) -> String {
        shown(self.text(at).as_bytes())
    }

    /// The whole number in a column.
    pub fn number(&self, at: usize) -> Result<u32, Refused> {
        let cell = self.columns[at].map(|column| self.cell(column)).unwrap_or_default();
        digits(cell).ok_or_else(|| self.not_a_number(self.heading(at), cell))
    }

    /// The whole number in a part of a cell.
    pub fn whole(&self, what: &str, part: &str) -> Result<u32, Refused> {
        digits(part.as_bytes()).ok_or_else(|| self.not_a_number(what, part.as_bytes()))
    }

    /// The id in a column, of one of `count` people: "mentee" or "mentor".
    pub fn id(&self, at: usize, count: usize) -> Result<u32, Refused> {
        let id = self.number(at)?;
        if (id as usize) < count { Ok(id) } else { Err(self.unknown(self.heading(at), id, count)) }
    }

    /// Refuses an id that nobody has.
    pub fn unknown(&self, who: &str, id: u32, count: usize) -> Refused {
        self.refuse(format!("there is no {who} {id}; {who}s.csv has {count}, numbered from 0"))
    }

    /// The line, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    fn heading(&self, at: usize) -> &'static str {
        self.layout.headings().nth(at).unwrap_or_default()
    }

    fn not_a_number(&self, what: &str, cell: &[u8]) -> Refused {
        let is_whole = |cell: &[u8]| !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
        let (cell, most) = (cell.trim_ascii(), u32::MAX);
        let is_below_zero = cell.strip_prefix(b"-").is_some_and(is_whole);
        self.refuse(match shown(cell) {
            none if none.is_empty() => format!("the {what} is missing"),
            cell_is if is_below_zero => format!("the {what} {cell_is} is below zero"),
            cell_is if is_whole(cell) && digits(cell).is_none() => {
                format!("the {what} {cell_is} is more than {most}, the largest number there can be")
            }
            cell_is => format!("the {what} “{cell_is}” is not a whole number, written with digits alone"),
        })
    }

    /// Refuses what is in this line.
    pub fn refuse(&self, reason: impl Into<String>) -> Refused {
        Refused { file: self.layout.file, line: Some(self.line), reason: reason.into() }
    }
}

/// Remembers the last byte, which tells whether the last line was written to its end.
struct Ending<R> {
    file: R,
    last: Option<u8>,
}

impl<R: Read> Read for Ending<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.last = buffer[..count].last().copied().or(self.last);
        Ok(count)
    }
}

/// A number of nothing but digits that fits into 32 bits.
fn digits(cell: &[u8]) -> Option<u32> {
    if cell.is_empty() || cell.len() > 10 {
        return None;
    }
    let mut number = 0u64;
    for byte in cell {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    u32::try_from(number).ok()
}

fn headings(layout: &Layout) -> String {
    layout.needed.join(",")
}

fn unreadable(file: &'static str, why: &io::Error) -> Refused {
    Refused::file(file, format!("could not be read: {why}"))
}

/// A cell as it can be shown in one line.
fn shown(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    let plain = text.chars().map(|one| if one.is_control() { ' ' } else { one });
    let mut short: String = plain.take(MOST_SHOWN).collect();
    if text.chars().count() > MOST_SHOWN {
        short.push('…');
    }
    short
}
