//! `cargo xtask demo`: build, and start on sample data.
//!
//! The development profile: it builds in a few minutes, tests use the same artefacts, and the solvers and SQLite
//! are optimised in it (see the root Cargo.toml).

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::setup;
use crate::step::{Outcome, run, step};
use crate::tools::{cargo, target};

const WHERE_TO_CLICK: &str = "
When it says that it listens, open the address in a browser. Then, for example:

  1. Shortlist: whom to ask first, and why.
  2. Pipeline and today: five leaders on their way to an answer.
  3. Mailbox, in the ribbon on top: open a pitch as the leader who got it, and answer it in two taps.
  4. View as: the same program through the eyes of a leader, a mentee or the administrator.

Nothing leaves this machine. Ctrl-C stops it; the next start takes up where you were. `--fresh` begins again.
";

/// `cargo xtask demo [--fresh] [what `bellwether demo` takes]`.
pub fn serve(words: &[&str]) -> Outcome {
    setup::for_demo()?;
    step("Build", || run(cargo().args(["build", "--package", "bellwether"])))?;
    let data = target().join("demo");
    if words.contains(&"--fresh") && data.exists() {
        std::fs::remove_dir_all(&data).map_err(|e| format!("{}: {e}", data.display()))?;
    }
    println!("{WHERE_TO_CLICK}");
    let rest = words.iter().filter(|word| **word != "--fresh");
    let mut bellwether = Command::new(target().join("debug/bellwether"));
    bellwether.arg("demo").arg("--data").arg(&data).args(rest);
    // We become it: signals reach it directly, and nothing of us stays in memory.
    Err(format!("Could not start the binary: {}", bellwether.exec()))
}
