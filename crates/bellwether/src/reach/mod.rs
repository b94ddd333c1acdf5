//! `bellwether reach`: whom to ask first, with a proof of how near the list is to the best.
//!
//! It needs no installation and writes nothing.

mod ids;
mod lines;
mod outcome;
mod read;

use crate::args::Reach;
use crate::memory;
use crate::said::{Said, print};
use bellwether_influence::{Counting, Error, Options, Search};
use outcome::Outcome;
use read::{Reading, read};
use std::time::Instant;

/// Reads, searches, proves and reports. Files and rules that cannot be right end it with 2.
pub fn run(args: &Reach) -> Result<(), Said> {
    for (name, share) in [("confidence", args.confidence), ("epsilon", args.epsilon)] {
        if !(share > 0.0 && share < 1.0) {
            return Err(Said::usage(format!("--{name} {share}: it lies between 0 and 1")));
        }
    }
    if args.confidence <= 0.5 {
        return Err(Said::usage(format!("--confidence {}: it lies between 0.5 and 1", args.confidence)));
    }
    let before = memory::held();
    let began = Instant::now();
    let reading = read(args)?;
    let read_seconds = began.elapsed().as_secs_f64();
    let threads = args.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from);
    let options = Options {
        seed: args.seed,
        threads,
        confidence: args.confidence,
        counting: Counting::Everyone,
        weights: reading.weights.clone(),
        ..Options::default()
    };
    let search = Search {
        graph: &reading.graph,
        candidates: &reading.candidates,
        standing: &reading.standing,
        limit: reading.limit,
        rules: &reading.rules,
        options: &options,
        epsilon: args.epsilon,
    };
    let began = Instant::now();
    let found = search.run().map_err(|why| refused(&reading, &why))?;
    let seconds = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let brings = match args.ranges {
        0 => Vec::new(),
        sets => search.brings(&found, sets).map_err(|why| refused(&reading, &why))?,
    };
    let brings_seconds = began.elapsed().as_secs_f64();
    let peak_mb = memory::peak().zip(before).map(|(peak, before)| (peak - before).max(0.0));
    let outcome = Outcome {
        args,
        reading: &reading,
        found: &found,
        brings: &brings,
        seconds,
        read_seconds,
        brings_seconds,
        peak_mb,
    };
    if args.json { print(&format_args!("{}\n", outcome.json())) } else { print(&outcome) }
}

/// What the engine refuses, with people by their ids, and quotas and targets by name.
fn refused(reading: &Reading, why: &Error) -> Said {
    let words = match why {
        Error::Impossible { reason } => {
            let named = named(reason, "quota", &reading.called.quotas);
            format!("this cannot be kept: {}", named_target(&named, &reading.called.targets))
        }
        Error::Chance { person, value } => {
            format!(
                "the chance of a yes of “{}” is {value}; it must lie between 0 and 1",
                reading.ids.id(*person)
            )
        }
        other => other.to_string(),
    };
    Said::unreadable(format!("{words}. Nobody was chosen; change the numbers and start again"))
}

fn named_target(reason: &str, names: &[String]) -> String {
    named(reason, "target", names)
}

/// Puts a name in the place of a number: “quota 0 still needs” becomes “the quota on level 1 still needs”.
fn named(reason: &str, what: &str, names: &[String]) -> String {
    let Some((before, after)) = reason.split_once(&format!("{what} ")) else { return reason.to_owned() };
    let digits = after.len() - after.trim_start_matches(|one: char| one.is_ascii_digit()).len();
    let name = after[..digits].parse::<usize>().ok().and_then(|at| names.get(at));
    name.map_or_else(|| reason.to_owned(), |name| format!("{before}the {what} on {name}{}", &after[digits..]))
}
