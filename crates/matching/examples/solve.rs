//! Solves an instance in the format of the peers and prints one line of JSON: `cargo run --release --example solve -- DIR`.
//!
//! `DIR` holds `edges.csv` (mentee,mentor,score), `mentors.csv` (id,capacity) and `mentees.csv` (id,wants,prefs), numbers
//! from 0. Everybody is taken to want one mentor, unless `--wants` is given. `seconds` is for building, solving and proving; reading the files
//! is `read_seconds`. `peak_mb` is what the process held at most, above what it held before the instance.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use bellwether_matching::{Candidate, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Solution, solve};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("say which folder the instance is in")?;
    let honour_wants = words.next().is_some_and(|word| word == "--wants");
    let before = memory("VmRSS:")?;
    let start = Instant::now();
    let input = read(Path::new(&folder), honour_wants)?;
    let read_seconds = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let instance = Instance::new(input)?;
    let solution = solve(&instance)?;
    let seconds = start.elapsed().as_secs_f64();
    report(&solution, [seconds, read_seconds, (memory("VmHWM:")? - before) / 1024.0]);
    Ok(())
}

fn report(solution: &Solution, [seconds, read_seconds, peak_mb]: [f64; 3]) {
    let (value, gap, pairs) = (solution.value(), solution.gap(), solution.pairs().len());
    let gap = [gap.covered, gap.further, gap.score];
    println!(
        "{{\"matched\": {}, \"pairs\": {pairs}, \"score\": {}, \"gap\": {gap:?}, \"seconds\": {seconds:.6}, \
         \"read_seconds\": {read_seconds:.6}, \"peak_mb\": {peak_mb:.1}}}",
        value.covered, value.score,
    );
}

fn read(folder: &Path, honour_wants: bool) -> Result<Input, Box<dyn Error>> {
    let mut input = Input::default();
    rows(&folder.join("mentees.csv"), |[_, wants, _]| {
        input.mentees.push(Mentee::wanting(if honour_wants { wants } else { 1 }));
    })?;
    rows(&folder.join("mentors.csv"), |[_, capacity, _]| input.mentors.push(Mentor { capacity }))?;
    rows(&folder.join("edges.csv"), |[mentee, mentor, score]| {
        input.candidates.push(Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score });
    })?;
    input.candidates.shrink_to_fit();
    Ok(input)
}

/// Calls `take` with the first three columns of every row; a column that is missing or empty is 0.
fn rows(file: &Path, mut take: impl FnMut([u32; 3])) -> Result<(), Box<dyn Error>> {
    let mut lines = BufReader::new(File::open(file)?);
    let mut line = String::new();
    let mut number = 0;
    while lines.read_line(&mut line)? > 0 {
        number += 1;
        if number > 1 {
            let mut columns = [0; 3];
            for (column, word) in columns.iter_mut().zip(line.trim_end().split(',')) {
                *column = whole(word).map_err(|why| format!("{}:{number}: {why}", file.display()))?;
            }
            take(columns);
        }
        line.clear();
    }
    Ok(())
}

/// A whole number; wishes (`3|1|4`) are not read.
fn whole(word: &str) -> Result<u32, String> {
    match word {
        "" => Ok(0),
        wishes if wishes.contains('|') => Ok(0),
        number => number.parse().map_err(|_| format!("{number:?} is not a whole number")),
    }
}

/// A line of what Linux says about this process, in kB; 0 elsewhere.
fn memory(what: &str) -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.map_or(Ok(0.0), |number| Ok(number.parse()?))
}
