//! `cargo xtask bench matching` and `cargo xtask bench influence`: an engine against the best that can be installed, on the same
//! files in the same run. The table goes into docs/performance.md.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::setup;
use crate::step::{Outcome, run, shown, step};
use crate::tools::{cargo, root, target};

/// Which engine, and where its figures come from.
struct Table {
    engine: &'static str,
    script: &'static str,
    work: &'static str,
}

const END: &str = "<!-- until here -->\n";

/// Measures all instances of the matching engine, or those that are named; only the whole table is written down.
pub fn matching(names: &[&str]) -> Outcome {
    Table { engine: "matching", script: "match_table.py", work: "instances" }.measure(names)
}

/// The same for the influence engine.
pub fn influence(names: &[&str]) -> Outcome {
    Table { engine: "influence", script: "influence_table.py", work: "graphs" }.measure(names)
}

impl Table {
    fn measure(&self, names: &[&str]) -> Outcome {
        let python = setup::for_peers()?;
        step("Build for release", || {
            run(cargo().args(["build", "--release", "--package", "bellwether", "--quiet"]))
        })?;
        let mut script = Command::new(python);
        script.arg(root().join("bench/peers").join(self.script));
        script.arg("--bellwether").arg(target().join("release/bellwether"));
        script.arg("--work").arg(target().join("peers").join(self.work));
        if !names.is_empty() {
            script.args(["--only", &names.join(",")]);
        }
        let table = step("Measure, every solver by turns", || follow(&mut script))?;
        if names.is_empty() { self.write_down(&table) } else { Ok(()) }
    }

    /// What stands before the table.
    fn begin(&self) -> String {
        format!("<!-- made by cargo xtask bench {} -->\n", self.engine)
    }

    fn write_down(&self, table: &str) -> Outcome {
        let page = root().join("docs/performance.md");
        let text = fs::read_to_string(&page).map_err(|e| format!("{}: {e}", page.display()))?;
        let text = replaced(&text, &self.begin(), table)
            .ok_or(format!("{} has no place for the table", page.display()))?;
        fs::write(&page, text).map_err(|e| format!("{}: {e}", page.display()))
    }
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

/// The page with another table in its place.
fn replaced(page: &str, begin: &str, table: &str) -> Option<String> {
    let (before, rest) = page.split_once(begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}\n{table}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_table_takes_the_place_of_the_old_one() {
        let table = Table { engine: "influence", script: "", work: "" };
        let begin = table.begin();
        let other = "<!-- made by cargo xtask bench matching -->\n\n| kept |\n\n<!-- until here -->\n";
        let page = format!("{other}between\n{begin}\n| old |\n\n{END}after\n");
        let expected = format!("{other}between\n{begin}\n| new |\n\n{END}after\n");
        assert_eq!(replaced(&page, &begin, "| new |\n"), Some(expected));
        assert_eq!(replaced("a page without a place", &begin, "| new |"), None);
    }
}
