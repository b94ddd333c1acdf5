//! What a coordinator does with the pairs.

use super::matched::State;
use super::{letters, store};
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::programs;
use crate::shell::{Flash, Result, see_other, see_other_with};
use bellwether_kernel::{MatchId, ProgramId};

/// `POST …/matching/run`: the best pairs for everybody, as drafts.
pub async fn run(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    super::run::run(&ctx.db, &ctx.world, program, Some(ctx.scope.by), ctx.today()).await?;
    see_other(&ctx.path("/matching"))
}

/// `POST …/matching/{match}/removal`: a draft goes quietly, a proposed match with a word to both.
pub async fn remove(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::in_program(&tx, program, id).await?;
    let removed = store::take_away(&tx, program, id, ctx.scope.by, ctx.now).await?;
    let was_draft = of.proposed_at.is_none();
    if removed && !was_draft {
        bellwether_outbox::stop_about(&tx, &ctx.world, &of.about(), "the match was taken back").await?;
        let name = programs::find(&tx, program).await?.name;
        for to in [&of.mentor, &of.mentee] {
            if letters::has_left(&tx, &of, to.id).await? {
                letters::off(&tx, &ctx.app, &of, to, &name, ctx.now).await?;
            }
        }
        let line = audit::Line {
            actor: Some(ctx.scope.by),
            verb: "took a proposed match back",
            object: format!("match:{id}"),
            program: Some(program),
            ..audit::Line::default()
        };
        audit::write(&tx, &ctx.world, line).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let says =
        format!("{} with {} was taken away, and is not put together again.", of.mentor.name, of.mentee.name);
    if removed && was_draft {
        return see_other_with(
            &ctx.path("/matching"),
            Flash::with_undo(says, ctx.path(&format!("/matching/{id}/return"))),
        );
    }
    see_other_with(&ctx.path("/matching"), Flash::new(says))
}

/// `POST …/matching/{match}/return`: a draft that was taken away comes back.
pub async fn bring_back(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::in_program(&tx, program, id).await?;
    let taken = store::of_program(&tx, program).await?;
    let is_free = !taken.iter().any(|m| m.two.mentee == of.two.mentee && m.id != id);
    let back = of.state == State::Withdrawn && is_free && store::bring_back(&tx, program, id).await?;
    tx.commit().await?;
    let says = if back { "The pair is back." } else { "The pair stays away: somebody else is there now." };
    see_other_with(&ctx.path("/matching"), Flash::new(says))
}
