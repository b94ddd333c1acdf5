//! Whether keeping only the best few can have cost anything: solves what was found, and asks the prices.

use super::sides::Program;
use crate::args::Candidates;
use crate::said::Said;
use bellwether_matching::candidates::{Found, Loss, Pool};
use bellwether_matching::{Input, Instance, Mentee, Mentor, WISH_BONUSES, solve};
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

/// Solves what was found, as `bellwether match` does with the same options. With `--complete`, pairs that could
/// matter are added until none is left: the result is then the best of all pairs.
pub fn prove(
    args: &Candidates,
    program: &Program,
    pool: &Pool,
    found: &mut Found,
    threads: usize,
) -> Result<Proof, Said> {
    let began = Instant::now();
    let kept = found.candidates.len();
    let mut rounds = 1;
    loop {
        let loss = loss(args, program, pool, found, threads)?;
        if loss.is_nothing() || !args.complete {
            let added = found.candidates.len() - kept;
            return Ok(Proof { loss, added, rounds, seconds: began.elapsed().as_secs_f64() });
        }
        found.add(&loss.pairs);
        rounds += 1;
    }
}

fn loss(
    args: &Candidates,
    program: &Program,
    pool: &Pool,
    found: &Found,
    threads: usize,
) -> Result<Loss, Said> {
    let fault = |why: &dyn std::fmt::Display| Said::wrong(format!("{why}. Nothing was written"));
    let people = &program.people;
    let mentees = people.mentees.iter().zip(&program.waited).map(|(mentee, waited)| Mentee {
        wants: if args.wants { mentee.wants } else { mentee.wants.min(1) },
        waited: *waited,
        wishes: mentee.wishes.clone(),
    });
    let input = Input {
        mentees: mentees.collect(),
        mentors: people.mentors.iter().map(|mentor| Mentor { capacity: mentor.capacity }).collect(),
        candidates: found.candidates.clone(),
        locked: program.locked.clone(),
        forbidden: people.apart.clone(),
        earlier: people.earlier.clone(),
        wish_bonuses: if args.wishes { WISH_BONUSES.to_vec() } else { Vec::new() },
        ..Input::default()
    };
    let instance =
        Instance::new(input).map_err(|why| Said::unreadable(format!("{why}. Nothing was written")))?;
    let solution = solve(&instance).map_err(|why| fault(&why))?;
    pool.loss(found, &instance, &solution, threads).map_err(|why| fault(&why))
}
