//! `cargo xtask`: everything that a contributor types.
//!
//! Standard library only: it has to compile in seconds on a machine that has nothing yet.
//! Each command is a module; [`step`] names, times and explains what is being done.
#![allow(clippy::print_stdout, reason = "a terminal program talks to the terminal")]

mod assets;
mod bench;
mod demo;
mod http;
mod npm;
mod peers;
mod pictures;
mod postgres;
mod setup;
mod step;
mod suite;
mod tools;

use std::process::ExitCode;

use step::Outcome;

const HELP: &str = "\
cargo xtask COMMAND

  demo          build, start on sample data, and say where to click  [--fresh]
  test          everything that must hold: set-up, lints, licences, tests on both databases, browser journeys
                [fmt|clippy|deny|rust|browser …: only these, without set-up]
  setup         look for what the other commands need, and install what is missing
  assets        lay the style sheets and scripts in web/dist
  screenshots   take the pictures in docs/pictures from the demo  [NAME …]
  bench         measure start, memory and the cost of a page, with the release binary
  bench matching
                measure the matching engine against the best that can be installed  [NAME …: only these instances]
  bench influence
                measure the influence engine likewise  [NAME …: only these graphs]
  postgres      start a throw-away PostgreSQL for tests and leave it running  [--port N] [--stop]

Tests find a running PostgreSQL through BELLWETHER_TEST_POSTGRES or target/test-postgres.url.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("\n{trouble}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Outcome {
    match words {
        ["setup", ..] => setup::everything(),
        ["assets", ..] => assets::lay_out(),
        ["demo", rest @ ..] => demo::serve(rest),
        ["test", rest @ ..] => suite::everything(rest),
        ["screenshots", rest @ ..] => pictures::take(rest),
        ["bench"] => bench::run_all(),
        ["bench", "matching", names @ ..] => peers::matching(names),
        ["bench", "influence", names @ ..] => peers::influence(names),
        ["postgres", rest @ ..] => postgres::command(rest),
        ["help" | "--help" | "-h"] | [] => {
            println!("{HELP}");
            Ok(())
        }
        [unknown, ..] => Err(format!("There is no command “{unknown}”.\n\n{HELP}")),
    }
}
