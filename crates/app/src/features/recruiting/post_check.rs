//! Whether a letter of recruiting still has a reason, asked at the moment when it is to leave.

use super::{PitchState, pitches};
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::PitchId;
use bellwether_outbox::{Message, Verdict};

statements! {
    OF_PITCH = "
        select i.state, case when s.answered_at is null then 0 else 1 end, case when s.closed_at is null then 0 else 1 end,
               case when g.closed_at is null then 0 else 1 end
        from pitches i join prospects s on s.id = i.prospect_id join programs g on g.id = s.program_id where i.id = $1";
}

row! { struct Standing { state: PitchState, answered: bool, closed: bool, program_closed: bool } }

/// Whether a letter about a pitch may leave; nothing where the letter is about something else.
/// Whether its person has left or was erased is asked by whoever composes the gates.
pub async fn may_send(db: &impl Read, message: &Message) -> Result<Option<Verdict>> {
    let Some(id) = message.about.strip_prefix("pitch:") else { return Ok(None) };
    let Ok(id) = id.parse::<PitchId>() else { return Ok(None) };
    let stop = |why: &str| Some(Verdict::Stop(why.to_owned()));
    let Some(now) = db.maybe::<Standing>(&OF_PITCH, params![id]).await? else {
        return Ok(stop("the pitch is not there any more"));
    };
    debug_assert_eq!(message.about, pitches::about(id));
    Ok(match now {
        Standing { state: PitchState::Withdrawn, .. } => stop("the pitch was withdrawn"),
        Standing { state: PitchState::Draft, .. } => stop("the pitch is a draft again"),
        Standing { answered: true, .. } => stop("they have answered"),
        Standing { closed: true, .. } => stop("contact was closed"),
        Standing { program_closed: true, .. } => stop("the program is closed"),
        _ => Some(Verdict::Send),
    })
}
