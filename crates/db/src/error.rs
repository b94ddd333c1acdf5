use crate::Sql;

/// What a database call gives, or why not.
pub type Result<T> = std::result::Result<T, DbError>;

/// Why a database call failed.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A statement that must give a row gave none.
    #[error("no row: {statement}")]
    NoRow {
        /// The statement's name.
        statement: &'static str,
    },
    /// A unique, check or foreign-key constraint refused the change; nothing was written.
    #[error("a limit of the database refused this: {0}")]
    Conflict(String),
    /// The writer's turn did not come.
    #[error("the database is busy; nothing was written, try again")]
    Busy,
    /// The disk is full.
    #[error("the disk is full: nothing was written; free some space and try again")]
    Full,
    /// A column holds what its reader did not expect.
    #[error("column {column} of {statement}: expected {expected}")]
    Decode {
        /// The statement's name.
        statement: &'static str,
        /// Its place in the row, from 0.
        column: usize,
        /// The type that was asked for.
        expected: &'static str,
    },
    /// The database has a schema from a newer Bellwether.
    #[error("this database was written by a newer Bellwether (it has {0}); run that version or a later one")]
    Newer(String),
    /// A copy differs from what was copied.
    #[error("table {table}: {from} rows were read and {to} arrived; the copy is not to be used")]
    CopyDiffers {
        /// The table.
        table: String,
        /// Rows in the original.
        from: u64,
        /// Rows in the copy.
        to: u64,
    },
    /// Copying into a database that already holds something.
    #[error("table {0} is not empty; nothing was copied. Give an empty database")]
    NotEmpty(String),
    /// Any other failure, with the engine's own words.
    #[error("{what}")]
    Engine {
        /// The engine's words, with the statement's name where there is one.
        what: String,
    },
}

impl DbError {
    /// Whether a constraint refused the change.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }

    /// Whether a row was missing.
    pub fn is_no_row(&self) -> bool {
        matches!(self, Self::NoRow { .. })
    }

    pub(crate) fn engine(what: impl std::fmt::Display) -> Self {
        Self::Engine { what: what.to_string() }
    }

    pub(crate) fn in_statement(self, sql: &Sql) -> Self {
        match self {
            Self::Engine { what } => Self::Engine { what: format!("{}: {what}", sql.name) },
            Self::Conflict(what) => Self::Conflict(format!("{}: {what}", sql.name)),
            other => other,
        }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match &error {
            rusqlite::Error::SqliteFailure(failure, words) => {
                let words = words.clone().unwrap_or_else(|| failure.to_string());
                match failure.code {
                    Code::ConstraintViolation => Self::Conflict(words),
                    Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
                    Code::DiskFull => Self::Full,
                    _ => Self::Engine { what: words },
                }
            }
            _ => Self::engine(error),
        }
    }
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else { return Self::engine(chain(&error)) };
        match db.code().code() {
            "53100" => Self::Full,
            code if code.starts_with("23") => {
                Self::Conflict(db.constraint().map_or_else(|| db.message().to_owned(), str::to_owned))
            }
            _ => Self::Engine { what: format!("{} ({})", db.message(), db.code().code()) },
        }
    }
}

/// An error with its causes: "error connecting to server: Connection refused".
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words.push_str(": ");
        words.push_str(&inner.to_string());
        cause = inner.source();
    }
    words
}
