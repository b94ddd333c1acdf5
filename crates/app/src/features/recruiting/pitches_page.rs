//! Every pitch of a program: drafts, what waits, what has left.

use super::pitches::{self, Listed};
use super::{PitchState, prospect};
use crate::access::{Coordinator, Ctx};
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_outbox::State;

#[derive(Template)]
#[template(path = "features/recruiting/pitches.html")]
struct PitchesPage {
    frame: Frame,
    base: String,
    heading: String,
    pitches: Vec<Listed>,
    zone: TimeZone,
}

impl Listed {
    /// The class and words of where it stands.
    pub fn status(&self) -> (&'static str, &'static str) {
        match (self.state, self.mail, self.answer) {
            (PitchState::Draft, ..) => ("status--identified", "Draft"),
            (PitchState::Withdrawn, ..) => ("status--no", "Withdrawn"),
            (_, _, Some(answer)) => {
                prospect::status(super::Stage::Answered, Some(answer), false, false, false)
            }
            (_, Some(State::Queued), _) => ("status--later", "Waits"),
            (_, Some(State::Unsure), _) => ("status--late", "Unsure"),
            (_, Some(State::Refused), _) => ("status--late", "Came back"),
            (_, Some(State::Stopped), _) => ("status--no", "Stopped"),
            _ => ("status--asked", "Asked"),
        }
    }
}

/// `GET /programs/{program}/pitches`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let pitches = pitches::list(&ctx.db, ctx.scope.program).await?;
    let drafts = pitches.iter().filter(|p| p.state == PitchState::Draft).count() as i64;
    let open = pitches.iter().filter(|p| p.state == PitchState::Sent && p.answer.is_none()).count() as i64;
    let heading = match (drafts, open) {
        (0, 0) => "No pitch waits".to_owned(),
        (d, 0) => format!("{} to be sent", words::sentence(&words::number(d))),
        (0, o) => format!("{} without an answer yet", words::sentence(&words::number(o))),
        (d, o) => format!(
            "{} to be sent, {} without an answer yet",
            words::sentence(&words::number(d)),
            words::number(o)
        ),
    };
    show(&PitchesPage {
        frame: ctx.frame("Pitches", &ctx.path("/pitches")),
        base: ctx.path(""),
        heading,
        pitches,
        zone: ctx.organization.zone.clone(),
    })
}
