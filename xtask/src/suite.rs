//! `cargo xtask test`: everything that must hold, in one command, on a fresh machine.
//!
//! A step that fails does not stop the others, so that one run tells everything.
//! The last line is `N passed, N failed`; a failed step that runs no tests counts as one.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

use crate::postgres::Cluster;
use crate::step::{Outcome, read, run, shown, step};
use crate::tools::{cargo, root, target};
use crate::{assets, npm, setup};

/// The names by which a step can be asked for alone: `cargo xtask test clippy rust`.
const PARTS: [&str; 5] = ["fmt", "clippy", "deny", "rust", "browser"];

/// What was counted so far.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
    troubles: Vec<String>,
}

impl Tally {
    fn note(&mut self, outcome: Outcome) {
        if let Err(why) = outcome {
            self.failed += 1;
            self.troubles.push(why);
        }
    }

    /// Counts a run of tests. A run that failed, but named no failed test, is a failure too.
    fn count(&mut self, outcome: Outcome<Counted>) {
        match outcome {
            Ok(Counted { passed, failed, succeeded }) => {
                self.passed += passed;
                self.failed += failed.max(u64::from(!succeeded));
                if !succeeded {
                    self.troubles.push(format!("{failed} tests failed; they are named above."));
                }
            }
            Err(why) => self.note(Err(why)),
        }
    }
}

/// What one test runner reported.
struct Counted {
    passed: u64,
    failed: u64,
    succeeded: bool,
}

/// `cargo xtask test [fmt|clippy|deny|rust|browser …]`.
pub fn everything(words: &[&str]) -> Outcome {
    if let Some(unknown) = words.iter().find(|w| !PARTS.contains(w)) {
        return Err(format!("There is no part “{unknown}”; there are: {}", PARTS.join(", ")));
    }
    let wanted = |part: &str| words.is_empty() || words.contains(&part);
    let mut tally = Tally::default();
    if words.is_empty() {
        setup::everything()?;
    }
    if wanted("fmt") {
        tally.note(step("Formatting", || run_cargo(&["fmt", "--all", "--check"])));
    }
    if wanted("clippy") {
        let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"];
        tally.note(step("Lints", || run_cargo(&lints)));
    }
    if wanted("deny") {
        let what = ["deny", "--log-level", "error", "check", "licenses", "bans", "sources"];
        tally.note(step("Licences, bans and sources", || run_cargo(&what)));
        tally.note(step("Advisories", advisories));
    }
    if wanted("rust") || wanted("browser") {
        with_databases(&mut tally, wanted("rust"), wanted("browser"))?;
    }
    for trouble in &tally.troubles {
        println!("\n✗ {trouble}");
    }
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 { Ok(()) } else { Err("Not everything holds.".into()) }
}

fn with_databases(tally: &mut Tally, rust: bool, browser: bool) -> Outcome {
    let given = env::var("BELLWETHER_TEST_POSTGRES").ok();
    let cluster = match &given {
        Some(_) => None,
        None => Some(step("Start a throw-away PostgreSQL", || Cluster::start(0))?),
    };
    let url = given.or_else(|| cluster.as_ref().map(Cluster::url)).unwrap_or_default();
    if rust {
        tally.count(step("Tests", || nextest(&url)));
        tally.count(step("Examples in the documentation", || doc_tests(&url)));
    }
    if browser {
        tally.count(step("Browser journeys", || journeys(&url)));
    }
    Ok(())
}

fn run_cargo(args: &[&str]) -> Outcome {
    run(cargo().args(args))
}

/// cargo-deny fetches the advisories from a public repository. Where that cannot be reached we say so:
/// nothing was checked, and nothing of ours is wrong.
fn advisories() -> Outcome {
    let unreachable = "failed to fetch advisory database";
    match read(cargo().args(["deny", "check", "advisories"])) {
        Err(why) if why.contains(unreachable) => {
            println!("  NOT CHECKED: the advisory database cannot be reached from here");
            Ok(())
        }
        other => other.map(drop),
    }
}

fn nextest(url: &str) -> Outcome<Counted> {
    let args = ["nextest", "run", "--workspace", "--no-fail-fast", "--cargo-quiet"];
    let (said, succeeded) = listen(cargo().args(args).env("BELLWETHER_TEST_POSTGRES", url))?;
    let summary = said.lines().rev().find(|line| line.contains("Summary [")).unwrap_or_default();
    let failed = number_before(summary, "failed") + number_before(summary, "timed out");
    Ok(Counted { passed: number_before(summary, "passed"), failed, succeeded })
}

fn doc_tests(url: &str) -> Outcome<Counted> {
    let args = ["test", "--workspace", "--doc", "--quiet", "--no-fail-fast"];
    let (said, succeeded) = listen(cargo().args(args).env("BELLWETHER_TEST_POSTGRES", url))?;
    let results = || said.lines().filter(|line| line.starts_with("test result:"));
    let sum = |word| results().map(|line| number_before(line, word)).sum();
    Ok(Counted { passed: sum("passed"), failed: sum("failed"), succeeded })
}

fn journeys(url: &str) -> Outcome<Counted> {
    assets::lay_out()?;
    npm::install("e2e")?;
    run_cargo(&["build", "--package", "bellwether", "--quiet"])?;
    let folder = root().join("e2e");
    let mut files: Vec<_> = fs::read_dir(folder.join("journeys"))
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.js"))
        .collect();
    files.sort();
    // Two files at a time: some compute, others wait for what the product lets settle.
    let mut node = Command::new("node");
    node.args(["--test", "--test-concurrency=2", "--test-reporter=spec"]).args(files);
    node.current_dir(folder).env("BELLWETHER_TEST_POSTGRES", url).env("CARGO_TARGET_DIR", target());
    let (said, succeeded) = listen(&mut node)?;
    let count = |word: &str| {
        let line = said.lines().rev().find_map(|line| line.strip_prefix(&format!("ℹ {word} ")));
        line.and_then(|n| n.trim().parse().ok()).unwrap_or(0)
    };
    Ok(Counted { passed: count("pass"), failed: count("fail"), succeeded })
}

/// Runs a command, passes on what it says as it says it, and returns all of it with whether it ended well.
fn listen(command: &mut Command) -> Outcome<(String, bool)> {
    let name = shown(command);
    let start = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = start.map_err(|e| format!("Could not start: {name}\n{e}"))?;
    let errors = child.stderr.take().map(|pipe| thread::spawn(move || pass_on(pipe, std::io::stderr())));
    let mut said = child.stdout.take().map(|pipe| pass_on(pipe, std::io::stdout())).unwrap_or_default();
    if let Some(thread) = errors {
        said.push_str(&thread.join().unwrap_or_default());
    }
    let status = child.wait().map_err(|e| format!("{name}: {e}"))?;
    Ok((said, status.success()))
}

fn pass_on(from: impl Read, mut to: impl Write) -> String {
    let mut all = String::new();
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let _ = to.write_all(&line);
        all.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    all
}

/// The number that stands right before `word`: 12 in “12 passed, 1 failed” for “passed”. 0 where there is none.
fn number_before(line: &str, word: &str) -> u64 {
    let before = line.split_once(&format!(" {word}")).map(|(before, _)| before);
    before.and_then(|b| b.rsplit(' ').next()).and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_of_each_runner_is_understood() {
        let nextest = "     Summary [   0.105s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped";
        assert_eq!((number_before(nextest, "passed"), number_before(nextest, "failed")), (11, 1));
        let cargo = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!((number_before(cargo, "passed"), number_before(cargo, "failed")), (3, 0));
        assert_eq!(number_before("", "passed"), 0);
    }

    #[test]
    fn a_run_that_failed_without_naming_a_test_still_counts_as_failed() {
        let mut tally = Tally::default();
        tally.count(Ok(Counted { passed: 0, failed: 0, succeeded: false }));
        assert_eq!((tally.passed, tally.failed, tally.troubles.len()), (0, 1, 1));
    }

    #[test]
    fn what_a_command_says_on_both_outputs_is_kept() {
        let (said, succeeded) =
            listen(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 1"])).unwrap();
        assert!(said.contains("one") && said.contains("two") && !succeeded);
    }
}
