//! Large pages for large matters.
//!
//! What is read in no order (a million mentees' candidates) is found faster where memory comes in pages of 2 MB and not of 4 KB.
//! The C library asks for such pages if it is told to when the program starts, and only then; so the program starts once more.
//! Where it cannot, it goes on as it is: slower, with the same result.

use std::path::Path;

/// With a file of fewer bytes than this, the pages would make no difference.
const ENOUGH: u64 = 8 << 20;

/// Starts the program anew with large pages, if the file that will be read is large and it has not been done.
/// Nothing must have been read, written or said before.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn want_large_for(file: &Path) {
    use std::os::unix::process::CommandExt as _;

    const TUNABLES: &str = "GLIBC_TUNABLES";
    let mut words = std::env::args_os();
    let (Some(name), Ok(program)) = (words.next(), std::env::current_exe()) else { return };
    if std::fs::metadata(file).map_or(0, |file| file.len()) < ENOUGH || std::env::var_os(TUNABLES).is_some() {
        return;
    }
    let mut anew = std::process::Command::new(program);
    let error = anew.arg0(name).args(words).env(TUNABLES, "glibc.malloc.hugetlb=1").exec();
    tracing::debug!("no large pages: {error}");
}

/// Other systems decide on pages by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn want_large_for(_: &Path) {}
