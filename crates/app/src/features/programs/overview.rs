use super::store;
use super::{Pillar, Program, Target};
use crate::access::{At, Coordinator, Ctx, Staff, audit};
use crate::shell::{Error, Flash, Frame, Result, see_other_with, show, words};
use askama::Template;
use bellwether_kernel::ProgramId;

#[derive(Template)]
#[template(path = "features/programs/overview.html")]
struct OverviewPage {
    frame: Frame,
    base: String,
    program: Program,
    pillars: Vec<Pillar>,
    targets: Vec<Target>,
    coordinators: Vec<String>,
    missing: Vec<(&'static str, String)>,
}

/// `GET /programs/{program}/settings`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let id = ctx.scope.program;
    let program = store::find(&ctx.db, id).await?;
    let pillars = store::pillars(&ctx.db, id).await?;
    let targets = store::targets(&ctx.db, id, ctx.today()).await?;
    let coordinators = store::coordinators(&ctx.db, id).await?.into_iter().map(|(_, name, _)| name).collect();
    let mut missing = Vec::new();
    if program.ask.is_none() {
        missing.push(("No pitch leaves before the ask is a number.", ctx.path("/settings/ask")));
    }
    if targets.is_empty() {
        missing.push(("Without a target nobody can say how far you are.", ctx.path("/settings/targets")));
    }
    let frame = ctx.frame("Program settings", &ctx.path("/settings"));
    show(&OverviewPage { frame, base: ctx.path(""), program, pillars, targets, coordinators, missing })
}

/// `POST /programs/{program}/close`
pub async fn close(ctx: Ctx<Coordinator>) -> Result {
    let tx = ctx.db.begin().await?;
    if store::close(&tx, &ctx.scope, ctx.now).await? {
        let line = audit::Line {
            actor: Some(ctx.scope.by),
            verb: "closed a program",
            object: format!("program:{}", ctx.scope.program),
            program: Some(ctx.scope.program),
            ..audit::Line::default()
        };
        audit::write(&tx, &ctx.world, line).await?;
    }
    tx.commit().await?;
    let undo = ctx.path("/reopen");
    see_other_with(
        "/programs",
        Flash::with_undo("The program is closed. Nothing more is asked or matched in it.", undo),
    )
}

/// `POST /programs/{program}/reopen`: for whoever coordinated it when it was closed.
pub async fn reopen(ctx: Ctx<Staff>, At(program): At<ProgramId>) -> Result {
    let tx = ctx.db.begin().await?;
    if !store::reopen(&tx, program, ctx.scope.by).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    see_other_with(&format!("/programs/{program}/settings"), Flash::new("The program is open again."))
}
