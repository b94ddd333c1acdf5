//! `bellwether candidates`: from people files to an instance that `bellwether match` solves.
//!
//! It needs no installation and changes nothing but the folder that it is told to write.

mod directory;
mod outcome;
mod proof;
mod rows;
mod sides;
mod write;

use crate::args::Candidates;
use crate::memory;
use crate::said::{Said, print};
use bellwether_matching::candidates::{InvalidPeople, Pool};
use outcome::Outcome;
use rows::Place;
use sides::Program;
use std::num::NonZero;
use std::path::Path;
use std::time::Instant;

/// Reads, finds, proves, writes and reports. Files that cannot be right end it with 2, as one does that cannot be read.
pub fn run(args: &Candidates) -> Result<(), Said> {
    check(args)?;
    let before = memory::held();
    let began = Instant::now();
    let program = sides::read(args)?;
    let read_seconds = began.elapsed().as_secs_f64();
    let threads = args.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let began = Instant::now();
    let pool = Pool::new(&program.people).map_err(|why| refused(args, &program, &why))?;
    let mut found = pool.find(args.k, threads);
    let seconds = began.elapsed().as_secs_f64();
    let kept = found.candidates.len();
    let files = write::files(&program).map_err(|why| Said::wrong(format!("{why}. Nothing was written")))?;
    let proof =
        if args.unproved { None } else { Some(proof::prove(args, &files, &pool, &mut found, threads)?) };
    let began = Instant::now();
    write::write(&args.out, &files, &found)?;
    let write_seconds = began.elapsed().as_secs_f64();
    let peak_mb = memory::peak().zip(before).map(|(peak, before)| (peak - before).max(0.0));
    let seconds = [seconds, read_seconds, write_seconds];
    let outcome = Outcome { args, program: &program, found: &found, kept, proof, seconds, peak_mb };
    if args.json { print(&format_args!("{}\n", outcome.json())) } else { print(&outcome) }
}

/// The folder that is written is not one that is read.
fn check(args: &Candidates) -> Result<(), Said> {
    let whole = |path: &Path| path.canonicalize().ok();
    let folders = [
        args.people.as_deref(),
        args.mentees.as_deref().and_then(Path::parent),
        args.mentors.as_deref().and_then(Path::parent),
    ];
    let there = whole(&args.out);
    let is_read = there.is_some() && folders.into_iter().flatten().any(|folder| whole(folder) == there);
    if is_read {
        return Err(Said::usage(format!(
            "--out {}: the files there are read, and would be written over. Nothing was written. Name another folder",
            args.out.display()
        )));
    }
    Ok(())
}

/// What the library refuses, by file and line.
fn refused(args: &Candidates, program: &Program, why: &InvalidPeople) -> Said {
    if let InvalidPeople::Circle { person } = why {
        let file = args.people.as_ref().map(|folder| folder.join("people.csv"));
        let path = file.as_deref().or(args.mentees.as_deref()).unwrap_or(&args.out);
        let id = program.directory.id(*person);
        let reason = format!("the reporting line of “{id}” leads back to them; mend the managers on it");
        if let Some(line) = program.directory.line(*person) {
            return Place { path, line }.refuse(reason);
        }
    }
    Said::unreadable(format!("{why}. Nothing was written"))
}
