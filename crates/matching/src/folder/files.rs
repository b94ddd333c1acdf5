//! Where the files of an instance are.

use std::collections::BTreeMap;
use std::io::{self, Read};

/// Opens files by name: from a folder, or from memory. This crate touches no disk.
pub trait Files {
    /// The file of that name; `None` if there is none.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>>;
}

/// Files in memory.
impl<Bytes: AsRef<[u8]>> Files for BTreeMap<&str, Bytes> {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        Ok(self.get(name).map(|bytes| Box::new(bytes.as_ref()) as Box<dyn Read>))
    }
}
