//! Why a file could not be read, said to the person who chose it: what happened, that nothing was changed, what to do.

use std::io;

/// A file that could not be read as a table. Its text can be shown as it is.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Zero bytes, or nothing but blank lines.
    #[error(
        "The file is empty. Nothing was changed. Export it again, with a row of column headings and the rows below it."
    )]
    Empty,

    /// Another kind of file; `what` begins with its article: `a PDF document`.
    #[error(
        "This is {what}, not a table. Nothing was changed. Choose a CSV or XLSX file: from most programs, “Export” or “Save as” makes one."
    )]
    NotATable {
        /// What the file is.
        what: &'static str,
    },

    /// The first row holds values.
    #[error(
        "Line {line} should hold the column headings, but it holds “{value}”, which looks like a value. Nothing was changed. Add a first row that names each column, and choose the file again."
    )]
    NoHeader {
        /// Where the headings were expected.
        line: u64,
        /// What gave it away.
        value: String,
    },

    /// A quoted cell runs to the end of the file, or past the limit of one cell.
    #[error(
        "A quotation mark opens in line {line} and is never closed, so the rest of the file cannot be told apart; it may have been cut off while it was written. Nothing was changed. Export the file again, or close the quotation mark in line {line}."
    )]
    UnclosedQuote {
        /// The physical line on which the quotation mark stands.
        line: u64,
    },

    /// A NUL byte in text.
    #[error(
        "Line {line} contains NUL bytes, which no table has; the file may be damaged or only half written. Nothing was changed. Export it again."
    )]
    NulBytes {
        /// The physical line of the first one.
        line: u64,
    },

    /// A workbook that cannot be unpacked or understood.
    #[error(
        "The workbook is damaged or incomplete ({detail}). Nothing was changed. Open it in your spreadsheet program, save it again as XLSX or as CSV, and choose the new file."
    )]
    Damaged {
        /// What the reader stumbled over.
        detail: String,
    },

    /// A sheet was asked for by name and is not there.
    #[error("The workbook has no sheet called “{wanted}”; it has {}. Nothing was changed. Choose one of these.", quoted(.sheets))]
    NoSuchSheet {
        /// The name asked for.
        wanted: String,
        /// The worksheets that are there.
        sheets: Vec<String>,
    },

    /// More bytes than are read.
    #[error("The file is larger than {}, the most that is read at once. Nothing was changed. Split it into several files with the same column headings.", size(*.limit))]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },

    /// A workbook that unpacks to more bytes than are read.
    #[error("Unpacked, the workbook is larger than {}, the most that is read. Nothing was changed. Save the sheet as CSV, or split it into several files.", size(*.limit))]
    UnpacksTooLarge {
        /// The limit in bytes.
        limit: u64,
    },

    /// More rows than are read.
    #[error(
        "The file has more than {limit} rows, the most that is read at once. Nothing was changed. Split it into several files with the same column headings."
    )]
    TooManyRows {
        /// The limit.
        limit: u64,
    },

    /// More columns than are read.
    #[error(
        "Line {line} has more than {limit} columns, the most that is read. Nothing was changed. Remove the columns that are not needed, or check that the file is a table."
    )]
    TooManyColumns {
        /// Where.
        line: u64,
        /// The limit.
        limit: usize,
    },

    /// One cell is longer than is read.
    #[error("A cell in line {line} is longer than {}, the most that is read. Nothing was changed. Shorten it, or check that the file is a table.", size(*.limit as u64))]
    CellTooLong {
        /// Where its row begins.
        line: u64,
        /// The limit in bytes.
        limit: usize,
    },

    /// A path that names a folder.
    #[error("“{path}” is a folder. Nothing was changed. Give the path of one CSV or XLSX file.")]
    IsAFolder {
        /// The path as given.
        path: String,
    },

    /// A path that cannot be opened.
    #[error(
        "“{path}” could not be opened: {reason}. Nothing was changed. Check the path, and that this program may read it."
    )]
    CannotOpen {
        /// The path as given.
        path: String,
        /// What the system said.
        reason: io::Error,
    },

    /// Reading failed half-way.
    #[error("The file could not be read to its end: {0}. Nothing was changed. Try again.")]
    Io(#[from] io::Error),
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}

fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    for (unit, name) in UNITS {
        if bytes >= unit {
            return format!("{} {name}", bytes / unit);
        }
    }
    format!("{bytes} bytes")
}
