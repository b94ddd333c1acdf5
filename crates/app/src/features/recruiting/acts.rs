//! What a coordinator does with a prospect from its page: one button, one deed.

use super::answering::Answering;
use super::steps::{self, Next};
use super::{Answer, connectors, letters, pitches, store};
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::{joining, programs};
use crate::shell::{Error, Fields, Flash, Problems, Result, see_other, see_other_with};
use bellwether_kernel::{PersonId, ProgramId, ProspectId, TouchId, parse_date};

type Which = At<(ProgramId, ProspectId)>;

impl Ctx<Coordinator> {
    /// The page of a prospect.
    pub(super) fn prospect_path(&self, prospect: ProspectId) -> String {
        self.path(&format!("/prospects/{prospect}"))
    }
}

/// `POST …/next`: owner, next step, due date, connector.
pub async fn next(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let mut problems = Problems::none();
    let connector = connectors::chosen(&ctx.db, &fields, "connector", &mut problems).await?;
    if let Some((_, what)) = problems.all().next() {
        return Err(Error::refused("The connector was not found", format!("{what} Nothing was changed.")));
    }
    let owner = fields.get("owner").parse::<PersonId>().ok();
    let coordinators = programs::coordinators(&ctx.db, ctx.scope.program).await?;
    let owner = owner.filter(|o| coordinators.iter().any(|(id, ..)| id == o));
    let step: String = fields.get("step").chars().take(200).collect();
    let next = Next {
        owner,
        step: (!step.is_empty()).then_some(step.as_str()),
        on: parse_date(fields.get("on")),
        connector,
    };
    let tx = ctx.db.begin().await?;
    steps::set_next(&tx, &ctx.scope, prospect.id, &next).await?;
    tx.commit().await?;
    see_other_with(&ctx.prospect_path(id), Flash::new("Kept."))
}

/// `POST …/close`: no more contact in this program.
pub async fn close(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let tx = ctx.db.begin().await?;
    steps::close(&tx, &ctx.scope, prospect.id, ctx.now).await?;
    stop_letters(&ctx, &tx, id, "contact was closed").await?;
    tx.commit().await?;
    let here = ctx.prospect_path(id);
    see_other_with(&here, Flash::with_undo("Closed. Nobody writes to them again.", format!("{here}/reopen")))
}

async fn stop_letters(
    ctx: &Ctx<Coordinator>,
    tx: &bellwether_db::Tx,
    id: ProspectId,
    why: &str,
) -> bellwether_db::Result<()> {
    for pitch in pitches::sent_to(tx, id).await? {
        bellwether_outbox::stop_about(tx, &ctx.world, &pitches::about(pitch), why).await?;
    }
    bellwether_outbox::stop_about(tx, &ctx.world, &letters::about_introduction(id), why).await.map(drop)
}

/// What is said where somebody would go on with a leader who had all of it erased.
pub fn erased() -> Error {
    Error::refused(
        "They had everything about this erased",
        "Nobody writes to them again in this program. If they would like to take part, they sign up on the program’s page.",
    )
}

/// `POST …/reopen`: contact may go on; after a *no* it may not.
pub async fn reopen(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    if prospect.answer == Some(Answer::No) {
        return Err(Error::refused(
            "They said “Not for me”",
            "Nobody writes to them again in this program. They can change that themselves, from their own link; or record it when they tell you.",
        ));
    }
    if prospect.erased_at.is_some() {
        return Err(erased());
    }
    let tx = ctx.db.begin().await?;
    steps::reopen(&tx, &ctx.scope, prospect.id).await?;
    tx.commit().await?;
    see_other_with(&ctx.prospect_path(id), Flash::new("Open again."))
}

/// `POST …/seat`: a smaller answer has its mentee or its seat now, so they have joined.
pub async fn seat(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    if prospect.answer != Some(Answer::Smaller) || prospect.closed_at.is_some() {
        return Err(Error::refused(
            "They have not agreed to something smaller",
            "Nothing was changed. Open the brief again: it shows what they answered.",
        ));
    }
    let tx = ctx.db.begin().await?;
    steps::joined(&tx, id, ctx.now).await?;
    joining::enroll_mentor(&tx, &ctx.world, ctx.scope.program, prospect.person, 1).await?;
    tx.commit().await?;
    see_other_with(&ctx.prospect_path(id), Flash::new("They have joined."))
}

/// `POST …/touches/{touch}/remove`: what was recorded by mistake.
pub async fn remove_touch(
    ctx: Ctx<Coordinator>,
    At((_, id, touch)): At<(ProgramId, ProspectId, TouchId)>,
) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let tx = ctx.db.begin().await?;
    steps::untouch(&tx, &ctx.scope, prospect.id, touch).await?;
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        for_person: None,
        verb: "took back a recorded touch",
        object: format!("prospect:{id}"),
        detail: String::new(),
        program: Some(ctx.scope.program),
    };
    audit::write(&tx, &ctx.world, line).await?;
    tx.commit().await?;
    see_other(&ctx.prospect_path(id))
}

/// Answering, on a coordinator's behalf.
pub fn recording<'a>(ctx: &'a Ctx<Coordinator>, id: ProspectId) -> Answering<'a> {
    Answering {
        app: &ctx.app,
        program: ctx.scope.program,
        prospect: id,
        pitch: None,
        recorded_by: Some(ctx.scope.by),
    }
}
