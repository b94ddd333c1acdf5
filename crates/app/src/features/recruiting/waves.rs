//! A wave: prospects taken on together. Their introductions are asked for first; each pitch leaves
//! as its leader is met.

use super::steps::{self, Next};
use super::{connectors, ensure_prospect, store};
use crate::access::scope::InProgram;
use crate::shell::words;
use bellwether_db::{Result, Tx};
use bellwether_kernel::{Date, PersonId, World};

/// Starts a wave: makes each a prospect of whoever starts it, with the introduction as the next
/// step. Each comes with the connector whom the shortlist named; where it named none, the closest
/// tie is taken. A prospect who is further than that, or closed, stays as they are. Started twice,
/// it is one wave. `today` is the organization's. Returns for how many something began.
pub async fn start_wave(
    tx: &Tx,
    world: &World,
    scope: &InProgram,
    people: &[(PersonId, Option<PersonId>)],
    today: Date,
) -> Result<usize> {
    let mut new = 0;
    for (person, connector) in people {
        let id = ensure_prospect(tx, world, scope.program, *person, Some(scope.by)).await?;
        store::bring_back(tx, scope, *person).await?;
        let prospect = store::find(tx, scope.program, id).await?;
        if prospect.stage != super::Stage::Identified
            || prospect.closed_at.is_some()
            || prospect.next_step.is_some()
        {
            continue;
        }
        let tied = connectors::tied(tx, scope.program, *person, today, 1).await?;
        let connector = prospect.connector.or(*connector).or_else(|| tied.first().map(|t| t.person));
        let name = match connector {
            Some(connector) => crate::features::people::find(tx, connector).await?.map(|p| p.name),
            None => None,
        };
        let step = name.map_or("Choose who introduces them".to_owned(), |name| {
            format!("Ask {} for an introduction", words::first_name(&name))
        });
        // Whoever starts a wave has the minute now: its introductions are today's work.
        let owner = prospect.owner.or(Some(scope.by));
        let next = Next { owner, step: Some(&step), on: Some(today), connector };
        steps::set_next(tx, scope, id, &next).await?;
        new += 1;
    }
    Ok(new)
}
