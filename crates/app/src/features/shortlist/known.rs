//! What is known of a leader at the moment in which they are asked, to be kept and held against the answer.

use super::{cache, evidence};
use crate::features::programs::Ask;
use crate::features::recruiting::AskEvidence;
use crate::shell::Result;
use bellwether_db::Db;
use bellwether_influence::chance::Factor;
use bellwether_kernel::{Date, PersonId, ProgramId};

/// What is known of a leader now, and the chance that is given: for this ask, or else for the program's. `None` for somebody
/// who is at no senior level, or has left: no chance is given of them.
///
/// # Errors
/// `NotFound` where there is no such program; what the database says.
pub async fn known(
    db: &Db,
    program: ProgramId,
    person: PersonId,
    ask: Option<Ask>,
    today: Date,
) -> Result<Option<AskEvidence>> {
    let reckoning = cache::reckoning(db, program, today).await?;
    let Some(leader) = reckoning.leader(person) else { return Ok(None) };
    let size = ask.map_or_else(|| leader.evidence.get(Factor::AskSize), evidence::size);
    let evidence = leader.evidence.with(Factor::AskSize, size);
    let chance = reckoning.model.chance(&evidence).probability;
    Ok(Some(AskEvidence { evidence, chance, learned_from: reckoning.model.answers() as i64 }))
}
