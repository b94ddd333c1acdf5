//! Whether keeping only the best few can have cost anything: solves what was found, and asks the prices.

use super::write::Files;
use crate::args::Candidates;
use crate::said::Said;
use bellwether_matching::candidates::{Found, Loss, Pool};
use bellwether_matching::{Instance, folder, solve};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Instant;

/// What came of it.
pub struct Proof {
    /// What can still have been lost.
    pub loss: Loss,
    /// Pairs that were added because they could matter.
    pub added: usize,
    /// How often it was solved.
    pub rounds: usize,
    pub seconds: f64,
}

/// Solves what was found, as `bellwether match` does with the same options and files. With `--complete`, pairs that could
/// matter are added until none is left: the result is then the best of all pairs.
pub fn prove(
    args: &Candidates,
    files: &Files,
    pool: &Pool,
    found: &mut Found,
    threads: usize,
) -> Result<Proof, Said> {
    let began = Instant::now();
    let (kept, mut rounds) = (found.candidates.len(), 1);
    loop {
        let loss = loss(args, files, pool, found, threads)?;
        if loss.is_nothing() || !args.complete {
            let added = found.candidates.len() - kept;
            return Ok(Proof { loss, added, rounds, seconds: began.elapsed().as_secs_f64() });
        }
        found.add(&loss.pairs);
        rounds += 1;
    }
}

fn loss(args: &Candidates, files: &Files, pool: &Pool, found: &Found, threads: usize) -> Result<Loss, Said> {
    let refused = |why: &folder::Refused| Said::unreadable(format!("{why}. Nothing was written"));
    let fault = |why: &dyn Display| Said::wrong(format!("{why}. Nothing was written"));
    let mut all: BTreeMap<&str, &[u8]> = files.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    // The candidates are at hand; only the headings are read.
    all.insert("edges.csv", b"mentee,mentor,score\n");
    let options = folder::Options { wants: args.wants, wishes: args.wishes, ..folder::Options::default() };
    let mut input = folder::read(&all, &options).map_err(|why| refused(&why))?.input;
    input.candidates.clone_from(&found.candidates);
    let instance = Instance::new(input).map_err(|why| refused(&folder::locate(&all, &why)))?;
    let solution = solve(&instance).map_err(|why| fault(&why))?;
    pool.loss(found, &instance, &solution, threads).map_err(|why| fault(&why))
}
