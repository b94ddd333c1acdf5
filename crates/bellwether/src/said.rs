use bellwether_db::DbError;
use std::fmt;

/// What went wrong, in a sentence for the terminal, and the code to end with.
#[derive(Debug)]
pub struct Said {
    words: String,
    /// 1: it went wrong; 2: a file could not be read; 64: wrong usage.
    pub code: u8,
}

impl Said {
    /// It went wrong.
    pub fn wrong(words: impl Into<String>) -> Self {
        Self { words: words.into(), code: 1 }
    }

    /// A file could not be read.
    pub fn unreadable(words: impl Into<String>) -> Self {
        Self { words: words.into(), code: 2 }
    }

    /// What was typed cannot be done.
    pub fn usage(words: impl Into<String>) -> Self {
        Self { words: words.into(), code: 64 }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<DbError> for Said {
    fn from(error: DbError) -> Self {
        Self::wrong(error.to_string())
    }
}
