//! Why a folder is refused.

use std::fmt;

/// The first thing found wrong in an instance's files: which file, which line, and why, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refused {
    /// The file.
    pub file: &'static str,
    /// The line, counted from 1, the headings included; `None` if it is about the whole file.
    pub line: Option<u64>,
    /// What is wrong there.
    pub reason: String,
}

impl Refused {
    pub(super) fn file(file: &'static str, reason: impl Into<String>) -> Refused {
        Refused { file, line: None, reason: reason.into() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}
