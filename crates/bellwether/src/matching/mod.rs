//! `bellwether match --instance DIR`: the best pairs for people and scores in a folder of CSV files.
//!
//! It needs no installation and changes nothing but the file that it is told to write.

mod disk;
mod outcome;
mod pairs;
mod reasons;

use crate::args::Match;
use crate::memory;
use crate::pages;
use crate::said::{Said, print};
use bellwether_matching::{Instance, folder, solve};
use disk::Disk;
use outcome::Outcome;
use std::time::Instant;

/// Reads, solves, proves and reports. A folder that cannot be right ends it with 2, as a file does that cannot be read.
pub fn run(args: &Match) -> Result<(), Said> {
    pages::want_large_for(&args.instance.join("edges.csv"));
    let before = memory::held();
    let disk = Disk::at(&args.instance)?;
    let options = folder::Options {
        wants: args.wants,
        wishes: args.wishes,
        stability: args.stability,
        seed: args.seed,
    };
    let began = Instant::now();
    let reading = folder::read(&disk, &options).map_err(|why| refused(args, &why))?;
    let read_seconds = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let instance = Instance::new(reading.input).map_err(|why| refused(args, &folder::locate(&disk, &why)))?;
    let solution = solve(&instance).map_err(|why| Said::wrong(format!("{why}. No pairs were written")))?;
    let seconds = began.elapsed().as_secs_f64();
    let peak_mb = memory::peak().zip(before).map(|(peak, before)| (peak - before).max(0.0));
    if let Some(file) = &args.out {
        pairs::write(file, &instance, &solution)?;
    }
    let outcome = Outcome {
        args,
        instance: &instance,
        solution: &solution,
        seconds,
        read_seconds,
        peak_mb,
        notes: &reading.notes,
    };
    if args.json { print(&format_args!("{}\n", outcome.json())) } else { print(&outcome) }
}

fn refused(args: &Match, why: &folder::Refused) -> Said {
    Said::unreadable(format!("{why}. Nothing was matched. Mend it in {}", args.instance.display()))
}
