use bellwether_db::DbError;
use std::fmt;
use std::io::{BufWriter, ErrorKind, Write as _};

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
        Self::with_code(1, words)
    }

    /// A file could not be read.
    pub fn unreadable(words: impl Into<String>) -> Self {
        Self::with_code(2, words)
    }

    /// What was typed cannot be done.
    pub fn usage(words: impl Into<String>) -> Self {
        Self::with_code(64, words)
    }

    /// Something with a code of its own.
    pub fn with_code(code: u8, words: impl Into<String>) -> Self {
        Self { words: words.into(), code }
    }
}

/// Writes to standard output. Whoever stops reading half-way (`| head`) has read enough.
pub fn print(words: &impl fmt::Display) -> Result<(), Said> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    match write!(out, "{words}").and_then(|()| out.flush()) {
        Err(why) if why.kind() != ErrorKind::BrokenPipe => {
            // EX_IOERR of sysexits.
            Err(Said::with_code(74, format!("it was done, but the result could not be written: {why}")))
        }
        _ => Ok(()),
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
