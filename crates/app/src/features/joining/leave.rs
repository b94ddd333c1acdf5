//! Leaving a program, with what hangs on it: proposals are called off, and a leader who mentored is
//! off the wall.

use super::enroll::give_up;
use super::enrollment::Part;
use crate::App;
use crate::features::{matching, recruiting};
use crate::shell::Result;
use bellwether_db::{Read, Tx, params, statements};
use bellwether_kernel::{MatchId, PersonId, ProgramId};

statements! {
    /// Proposals that wait for an answer, on the side that is given up.
    PROPOSED = "
        select m.id from matches m
        join enrollments r on r.id = m.mentor_id join enrollments e on e.id = m.mentee_id
        where m.program_id = $1 and m.state = 'proposed'
          and ((r.person_id = $2 and $3 <> 'mentee') or (e.person_id = $2 and $3 <> 'mentor'))";
}

/// Takes one part, or with [`Part::Either`] all, of what somebody does in a program. Whoever was
/// proposed to them hears that it does not go ahead, not why. What has begun goes on. Ring the
/// outbox's bell after the commit.
pub async fn leave(tx: &Tx, app: &App, program: ProgramId, person: PersonId, part: Part) -> Result<()> {
    let now = app.world().now();
    give_up(tx, program, person, part, now).await?;
    if part.mentors() {
        recruiting::withdrew(tx, program, person, now).await?;
    }
    for (id,) in tx.all::<(MatchId,)>(&PROPOSED, params![program, person, part]).await? {
        matching::decline(tx, app, id, person).await?;
    }
    Ok(())
}
