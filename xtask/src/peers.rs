//! `cargo xtask bench matching`: the matching engine against the best solvers that can be installed, on the same files in the
//! same run. The table goes into docs/performance.md.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::setup;
use crate::step::{Outcome, run, shown, step};
use crate::tools::{cargo, root, target};

/// What stands around the table.
const BEGIN: &str = "<!-- made by cargo xtask bench matching -->\n";
const END: &str = "<!-- until here -->\n";

/// Measures all instances, or those that are named; only the whole table is written down.
pub fn matching(names: &[&str]) -> Outcome {
    let python = setup::for_peers()?;
    step("Build for release", || {
        run(cargo().args(["build", "--release", "--package", "bellwether", "--quiet"]))
    })?;
    let mut script = Command::new(python);
    script.arg(root().join("bench/peers/match_table.py"));
    script.arg("--bellwether").arg(target().join("release/bellwether"));
    script.arg("--work").arg(target().join("peers/instances"));
    if !names.is_empty() {
        script.args(["--only", &names.join(",")]);
    }
    let table = step("Measure, every solver by turns", || follow(&mut script))?;
    if names.is_empty() { write_down(&table) } else { Ok(()) }
}

/// Runs a command whose lines are worth seeing as they come, and returns them.
fn follow(command: &mut Command) -> Outcome<String> {
    let shown = shown(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("Could not start: {shown}\n{e}"))?;
    let mut said = String::new();
    for line in child.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        let line = line.map_err(|e| e.to_string())?;
        println!("{line}");
        said.push_str(&line);
        said.push('\n');
    }
    let status = child.wait().map_err(|e| e.to_string())?;
    if status.success() { Ok(said) } else { Err(format!("This command ended with {status}:\n  {shown}")) }
}

fn write_down(table: &str) -> Outcome {
    let page = root().join("docs/performance.md");
    let text = fs::read_to_string(&page).map_err(|e| format!("{}: {e}", page.display()))?;
    let text = replaced(&text, table).ok_or(format!("{} has no place for the table", page.display()))?;
    fs::write(&page, text).map_err(|e| format!("{}: {e}", page.display()))
}

/// The page with another table in its place.
fn replaced(page: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_table_takes_the_place_of_the_old_one() {
        let page = format!("before\n{BEGIN}\n| old |\n\n{END}after\n");
        assert_eq!(replaced(&page, "| new |\n"), Some(format!("before\n{BEGIN}\n| new |\n\n{END}after\n")));
        assert_eq!(replaced("a page without a place", "| new |"), None);
    }
}
