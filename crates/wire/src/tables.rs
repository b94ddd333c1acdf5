//! Reading and writing tables: CSV in whatever encoding and with whatever delimiter, and XLSX.
//!
//! A [`Table`] is opened from a path or from bytes. Opening looks at the content (never at the file's name), finds the
//! format and the column headings, and refuses what is not a table with an [`Unreadable`] whose text is a sentence for
//! the person who chose the file. [`Table::rows`] then streams: one row is in memory at a time, and it may be called
//! again to read from the start (once for the preview, once for the import).
//!
//! A row that cannot be used is still a [`Row`]: it carries its [`Problem`] and its cells as they stand in the file, so
//! that it can be named, downloaded and mended. Only what makes the rest of the file untrustworthy (a quotation mark
//! that is never closed, NUL bytes, a limit) ends the reading with an error; whatever was read before it must then be
//! dropped, since every message says that nothing was changed.

mod delimiter;
mod encoding;
mod header;
mod kind;
mod records;
mod rows;
mod text;
mod unreadable;
mod value;
mod workbook;
mod write;
mod zipped;

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

pub use rows::{Problem, Row, Rows};
pub use unreadable::Unreadable;
pub use write::{Cell, CsvWriter};

use kind::Kind;
use rows::RawRow;

/// What a table is read from.
trait Input: Read + Seek + Send {}
impl<T: Read + Seek + Send> Input for T {}

type RawRows<'t> = Box<dyn Iterator<Item = Result<RawRow, Unreadable>> + Send + 't>;

/// How much is read at most. What goes past a limit is refused with the limit named.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows below the headings.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
    /// Bytes of one cell, as UTF-8.
    pub cell_bytes: usize,
    /// Bytes of everything inside an XLSX file once it is unpacked.
    pub unpacked_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1 << 30, rows: 2_000_000, columns: 500, cell_bytes: 256 << 10, unpacked_bytes: 2 << 30 }
    }
}

/// How to open a table.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The sheet of a workbook; without it the first one that is not empty. Ignored for CSV.
    pub sheet: Option<String>,
    /// How much is read at most.
    pub limits: Limits,
}

/// What the file turned out to be, to be shown in the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimited text.
    Csv {
        /// The character between cells: comma, semicolon, tab or pipe.
        delimiter: char,
        /// The encoding's name, such as `UTF-8` or `windows-1252`.
        encoding: &'static str,
    },
    /// A workbook.
    Xlsx {
        /// The sheet that is read.
        sheet: String,
        /// All worksheets, in order.
        sheets: Vec<String>,
    },
}

enum Body {
    Text(text::Text),
    Workbook(Box<workbook::Workbook>),
}

/// A table with its column headings read and its rows still to come.
pub struct Table {
    columns: Vec<String>,
    header_line: u64,
    limits: Limits,
    body: Body,
}

impl Table {
    /// Opens the file at `path`.
    pub fn open(path: &Path, options: &Options) -> Result<Self, Unreadable> {
        let unopened = |source| Unreadable::CannotOpen { path: path.display().to_string(), reason: source };
        if std::fs::metadata(path).map_err(unopened)?.is_dir() {
            return Err(Unreadable::IsAFolder { path: path.display().to_string() });
        }
        Self::from_input(Box::new(File::open(path).map_err(unopened)?), options)
    }

    /// Opens a table that is in memory, such as an upload.
    pub fn from_bytes<B>(bytes: B, options: &Options) -> Result<Self, Unreadable>
    where
        B: AsRef<[u8]> + Send + 'static,
    {
        Self::from_input(Box::new(Cursor::new(bytes)), options)
    }

    fn from_input(mut input: Box<dyn Input>, options: &Options) -> Result<Self, Unreadable> {
        let limits = options.limits;
        let bytes = input.seek(SeekFrom::End(0))?;
        input.rewind()?;
        if bytes > limits.bytes {
            return Err(Unreadable::TooLarge { limit: limits.bytes });
        }
        let mut body = match kind::of(&mut *input)? {
            Kind::Empty => return Err(Unreadable::Empty),
            Kind::Other(what) => return Err(Unreadable::NotATable { what }),
            Kind::Text => Body::Text(text::Text::open(input, limits)?),
            Kind::Zip => {
                Body::Workbook(Box::new(workbook::Workbook::open(input, options.sheet.as_deref(), limits)?))
            }
        };
        let header = header::find(body.raw_rows()?, limits.columns)?;
        Ok(Self { columns: header.columns, header_line: header.line, limits, body })
    }

    /// The column headings: trimmed, each different from the others, a blank one called `Column 3`.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The physical line (or sheet row) of the column headings, usually 1.
    pub fn header_line(&self) -> u64 {
        self.header_line
    }

    /// What the file turned out to be.
    pub fn format(&self) -> Format {
        match &self.body {
            Body::Text(text) => text.format(),
            Body::Workbook(workbook) => workbook.format(),
        }
    }

    /// Reads the rows below the headings, from the start. Blank rows are passed over.
    pub fn rows(&mut self) -> Result<Rows<'_>, Unreadable> {
        let raw = self.body.raw_rows()?;
        Ok(Rows::new(raw, &self.columns, self.header_line, self.limits))
    }
}

impl Body {
    fn raw_rows(&mut self) -> Result<RawRows<'_>, Unreadable> {
        match self {
            Self::Text(text) => text.raw_rows(),
            Self::Workbook(workbook) => workbook.raw_rows(),
        }
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table")
            .field("format", &self.format())
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}
