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
When it says that it listens, open the address in a browser, and view as the coordinator. Then, for example:

  1. Pipeline and today: what waits today, and nineteen leaders on their way from identified to answered.
  2. Shortlist: whom to ask first, and why.
  3. Mailbox, in the ribbon on top: open the pitch to Marcus Hale as he got it, press its link, and answer in two taps.
  4. Matching: six pairs drafted with their reasons, one proposed. Mentorships: sessions held, booked, and one missed.
  5. View as leader or mentee: the same program from inside; as leader, pick the next session from three times.

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
