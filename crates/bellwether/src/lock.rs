//! One server for each data folder.
//!
//! Two servers on one SQLite file would each send its mail and hold its own idea of what is going on.
//! The lock is the system's: it goes with the process, also after a crash or a power cut.

use crate::said::Said;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// A data folder, held for as long as this lives.
#[must_use]
pub struct Lock {
    _file: File,
}

/// Who holds a folder.
#[derive(Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody.
    Nobody,
    /// A process, by its number where that is known.
    Process(Option<u32>),
}

impl Lock {
    /// Holds the folder; or says that somebody else does and that `undone`: "nothing was started".
    pub fn take(data: &Path, undone: &str) -> Result<Self, Said> {
        let mut file = open(data)?;
        match file.try_lock() {
            Ok(()) => {
                // For whoever finds the folder held. Where the disk is full it is held all the same.
                let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
                Ok(Self { _file: file })
            }
            Err(TryLockError::WouldBlock) => Err(Said::wrong(format!(
                "another Bellwether{} works on the folder {}, and one folder is for one server; {undone}. \
                 Stop it first, or give another folder with --data",
                named(&mut file),
                data.display()
            ))),
            Err(TryLockError::Error(why)) => {
                Err(Said::wrong(format!("the folder {} cannot be locked: {why}; {undone}", data.display())))
            }
        }
    }
}

/// Who holds the folder now. Asking creates nothing.
pub fn holder(data: &Path) -> Holder {
    let Ok(mut file) = File::open(data.join(NAME)) else { return Holder::Nobody };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Holder::Process(process(&mut file)),
        _ => Holder::Nobody,
    }
}

const NAME: &str = "bellwether.lock";

fn open(data: &Path) -> Result<File, Said> {
    crate::open::folder(data)?;
    let mut options = OpenOptions::new();
    let opened =
        options.read(true).write(true).create(true).truncate(false).mode(0o600).open(data.join(NAME));
    opened.map_err(|why| Said::wrong(format!("the folder {} cannot be used: {why}", data.display())))
}

fn named(file: &mut File) -> String {
    process(file).map_or(String::new(), |id| format!(" (process {id})"))
}

fn process(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_by_one_until_it_is_given_back() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(holder(folder.path()), Holder::Nobody);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "asking creates nothing");
        let lock = Lock::take(folder.path(), "nothing was started").unwrap();
        assert_eq!(holder(folder.path()), Holder::Process(Some(std::process::id())));
        let refused = Lock::take(folder.path(), "nothing was started").err().unwrap().to_string();
        assert!(
            refused.contains("nothing was started") && refused.contains(&std::process::id().to_string()),
            "{refused}"
        );
        drop(lock);
        assert_eq!(holder(folder.path()), Holder::Nobody);
        drop(Lock::take(folder.path(), "nothing was started").unwrap());
    }
}
