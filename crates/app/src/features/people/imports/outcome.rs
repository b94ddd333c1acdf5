//! What came of an import, and why one did not come about.

use super::report::Report;
use bellwether_db::DbError;
use bellwether_kernel::ImportId;
use bellwether_wire::tables::Unreadable;
use serde::{Deserialize, Serialize};

/// A bad row, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The physical line of the file, or the row of the sheet, where the record starts.
    pub line: u64,
    /// The column's heading; empty where the row as a whole is to blame.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong, as the rest of a sentence.
    pub reason: String,
}

/// Rows, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Rows that bring somebody or something new.
    pub new: u64,
    /// Rows that change what is there.
    pub changed: u64,
    /// Rows that say what is there already.
    pub unchanged: u64,
    /// Rows that cannot be used.
    pub rejected: u64,
}

impl Counts {
    /// Rows that can be used.
    pub fn good(&self) -> u64 {
        self.new + self.changed + self.unchanged
    }

    /// All rows.
    pub fn rows(&self) -> u64 {
        self.good() + self.rejected
    }
}

/// What came of an import. As JSON it is the object that `bellwether import --json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// Rows, counted: `new`, `changed`, `unchanged`, `rejected`.
    #[serde(flatten)]
    pub counts: Counts,
    /// Every bad row, by its line; as many as were asked for.
    pub problems: Vec<Problem>,
    /// What else is to be known, in sentences.
    pub notes: Vec<String>,
    /// The import that was written; nothing for a dry run, or where nothing was to be written.
    #[serde(skip)]
    pub import: Option<ImportId>,
    /// What the file turned out to be, as the import's page shows it.
    #[serde(skip)]
    pub report: Report,
    /// Every heading of the file, in its order, with what its column becomes, in words.
    #[serde(skip)]
    pub columns: Vec<(String, &'static str)>,
    /// Kinds of tie of which nobody has said what they become, with their rows. These rows are rejected.
    #[serde(skip)]
    pub unknown_kinds: Vec<(String, u64)>,
}

impl Outcome {
    /// The command line's exit code: 0 when nothing was rejected, else 1.
    pub fn exit_code(&self) -> u8 {
        u8::from(self.counts.rejected > 0)
    }
}

/// Why an import did not come about. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read as a table.
    #[error("{0}")]
    Unreadable(#[from] Unreadable),
    /// The file is a table, but what its columns are is not clear.
    #[error("{0}. Nothing was changed. Say what the columns become.")]
    Mapping(String),
    /// What was asked for makes no sense.
    #[error("{0}. Nothing was changed.")]
    Usage(String),
    /// The database did not do it.
    #[error("{}", refused_by(.0))]
    Db(#[from] DbError),
}

fn refused_by(error: &DbError) -> String {
    match error {
        DbError::Full => {
            "The disk is full. Nothing was changed. Free some space, and import the file again.".to_owned()
        }
        DbError::Busy => {
            "Too much is being written just now. Nothing was changed. Import the file again in a minute."
                .to_owned()
        }
        other => format!("The database did not take it: {other}. Nothing was changed."),
    }
}

impl ImportError {
    pub(super) fn mapping(what: impl Into<String>) -> Self {
        Self::Mapping(what.into())
    }

    pub(super) fn usage(what: impl Into<String>) -> Self {
        Self::Usage(what.into())
    }

    /// The command line's exit code: 2 where the file could not be used, 64 for wrong usage.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Unreadable(_) | Self::Mapping(_) | Self::Db(_) => 2,
            Self::Usage(_) => 64,
        }
    }
}
