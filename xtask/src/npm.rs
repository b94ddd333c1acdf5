//! Packages from npm, exactly those of the lock file, without running any script of theirs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::step::{Outcome, run};
use crate::tools::{find, root};

/// Installs the locked packages of `folder` (below the root), unless they are there already.
pub fn install(folder: &str) -> Outcome {
    let folder = root().join(folder);
    if is_current(&folder) {
        println!("  the packages of {} are as locked", folder.display());
        return Ok(());
    }
    let npm = find(&["npm"]).ok_or("npm is not installed. Install it with: apt-get install nodejs npm")?;
    run(Command::new(npm).current_dir(&folder).args([
        "ci",
        "--ignore-scripts",
        "--no-fund",
        "--no-audit",
        "--loglevel=error",
    ]))
}

/// npm writes `node_modules/.package-lock.json` last; newer than our lock file, it says that everything is there.
fn is_current(folder: &Path) -> bool {
    let changed =
        |file: &Path| fs::metadata(file).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let installed = folder.join("node_modules/.package-lock.json");
    installed.is_file() && changed(&installed) >= changed(&folder.join("package-lock.json"))
}
