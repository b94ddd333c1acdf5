//! What a coordinator does with the pairs. Each thing done is noted as a change, so that it can be undone.

use super::asked::Asked;
use super::change::{Kind, Step, Stood};
use super::changes::{self, Act};
use super::matched::{Match, State};
use super::{letters, propose, store};
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::programs;
use crate::shell::{Error, Flash, Result, see_other, see_other_with};
use bellwether_db::Tx;
use bellwether_kernel::{MatchChangeId, MatchId, ProgramId};

/// `POST …/matching/run`: the best pairs for everybody, as drafts.
pub async fn run(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let ran = super::run::run(&ctx.db, &ctx.world, program, Some(ctx.scope.by), ctx.today()).await?;
    let back = Asked::of(&ctx.uri).back(&ctx.path("/matching"), None);
    let is_first = ran.moves.came.len() == ran.drafts && ran.moves.went.is_empty();
    if is_first {
        return see_other(&back);
    }
    let says = format!("{}.", ran.moves.sentence(ran.drafts));
    see_other_with(&back, Flash::with_undo(says, undo_path(&ctx, ran.change)))
}

/// `POST …/matching/{match}/lock` and `unlock`
pub async fn lock(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchId)>) -> Result {
    set_lock(&ctx, program, id, (Kind::Lock, Stood::Locked)).await
}

/// See [`lock`].
pub async fn unlock(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchId)>) -> Result {
    set_lock(&ctx, program, id, (Kind::Unlock, Stood::Free)).await
}

async fn set_lock(
    ctx: &Ctx<Coordinator>,
    program: ProgramId,
    id: MatchId,
    (kind, became): (Kind, Stood),
) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::in_program(&tx, program, id).await?;
    if of.state == State::Draft && of.stood() != became {
        one_step(ctx, &tx, kind, Step { id, was: of.stood(), became }).await?;
    }
    tx.commit().await?;
    see_other(&Asked::of(&ctx.uri).back(&ctx.path("/matching"), Some(id)))
}

/// Takes a step, and notes it as a change of its own.
async fn one_step(ctx: &Ctx<Coordinator>, tx: &Tx, kind: Kind, step: Step) -> Result<MatchChangeId> {
    changes::take(tx, &[step], Some(ctx.scope.by), ctx.now).await?;
    changes::note(tx, &ctx.world, act(ctx, kind), None, &[step]).await
}

/// Something that the coordinator does now.
pub fn act(ctx: &Ctx<Coordinator>, kind: Kind) -> Act {
    Act { program: ctx.scope.program, by: Some(ctx.scope.by), kind, at: ctx.now }
}

/// Where a change is undone, with the way back to what was looked at.
pub fn undo_path(ctx: &Ctx<Coordinator>, change: MatchChangeId) -> String {
    let query = Asked::of(&ctx.uri).query();
    ctx.path(&format!("/matching/changes/{change}/undo{query}"))
}

/// `POST …/matching/{match}/removal`: a draft goes quietly, a proposed match with a word to both.
pub async fn remove(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::in_program(&tx, program, id).await?;
    let change = match of.state {
        State::Draft => {
            Some(one_step(&ctx, &tx, Kind::Removal, Step { id, was: of.stood(), became: Stood::Away }).await?)
        }
        _ => None,
    };
    if change.is_none() && store::take_back(&tx, program, id, ctx.scope.by, ctx.now).await? {
        tell_both(&ctx, &tx, &of).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let says =
        format!("{} with {} was taken away, and is not put together again.", of.mentor.name, of.mentee.name);
    let flash = match change {
        Some(change) => Flash::with_undo(says, undo_path(&ctx, change)),
        None => Flash::new(says),
    };
    see_other_with(&Asked::of(&ctx.uri).back(&ctx.path("/matching"), None), flash)
}

/// Both of a proposed match that was taken back hear that it does not go ahead, if they had heard of it at all.
async fn tell_both(ctx: &Ctx<Coordinator>, tx: &Tx, of: &Match) -> Result<()> {
    bellwether_outbox::stop_about(tx, &ctx.world, &of.about(), "the match was taken back").await?;
    let name = programs::find(tx, of.program).await?.name;
    for to in [&of.mentor, &of.mentee] {
        if letters::has_left(tx, of, to.id).await? {
            letters::off(tx, &ctx.app, of, to, &name, ctx.now).await?;
        }
    }
    note(ctx, tx, "took a proposed match back", format!("match:{}", of.id)).await
}

/// `POST …/matching/{match}/return`: a draft that was taken away comes back.
pub async fn bring_back(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::in_program(&tx, program, id).await?;
    let is_away = of.state == State::Withdrawn && of.proposed_at.is_none() && of.declined_by.is_some();
    let taken = store::of_program(&tx, program).await?;
    let is_free = !taken.iter().any(|m| m.two.mentee == of.two.mentee && m.id != id);
    let mut flash = Flash::new(
        "The pair stays away: one of the two is matched or takes part no more, or the place is taken.",
    );
    if is_away && is_free {
        let step = Step { id, was: Stood::Away, became: Stood::Free };
        let change = one_step(&ctx, &tx, Kind::Return, step).await?;
        // The mentor's place may be somebody else's now: the drafts would hold one too many.
        let pool = super::run::pool(&tx, program, ctx.today()).await?;
        if pool.holds(&[id]) {
            tx.commit().await?;
            flash = Flash::with_undo("The pair is back.", undo_path(&ctx, change));
        }
    }
    see_other_with(&Asked::of(&ctx.uri).back(&ctx.path("/matching"), Some(id)), flash)
}

/// `POST …/matching/changes/{change}/undo`: the last thing done is undone, unless mails about it have left.
pub async fn undo(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchChangeId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let change = changes::find(&tx, program, id).await?;
    let back = Asked::of(&ctx.uri).back(&ctx.path("/matching"), None);
    if change.kind == Kind::Proposal {
        let says = propose::take_back(&ctx, &tx, change.at).await?;
        tx.commit().await?;
        return see_other_with(&back, Flash::new(says));
    }
    let latest = changes::latest(&tx, program).await?;
    let later = latest.iter().take_while(|c| c.id != id);
    if latest.iter().any(|c| c.id == id) && later.into_iter().any(|c| c.kind != Kind::Proposal) {
        return Err(Error::overtaken(
            "Something was changed after it",
            "Nothing was undone. Go back to the matching, and undo what came later first.",
        ));
    }
    if !changes::undo(&tx, id, ctx.scope.by, ctx.now).await? {
        return see_other_with(&back, Flash::new("It was undone before."));
    }
    let pool = super::run::pool(&tx, program, ctx.today()).await?;
    if !pool.holds(&changes::returning(&tx, id).await?) {
        return Err(Error::overtaken(
            "This can no longer be undone",
            "Somebody whom it would bring back is matched or takes part no more, or the place is taken. Nothing was changed.",
        ));
    }
    note(&ctx, &tx, "undid a change of the drafts", format!("program:{program}")).await?;
    tx.commit().await?;
    see_other_with(&back, Flash::new(change.undone()))
}

/// Writes to the audit log what the coordinator did.
pub async fn note(ctx: &Ctx<Coordinator>, tx: &Tx, verb: &str, object: String) -> Result<()> {
    let program = Some(ctx.scope.program);
    let line = audit::Line { actor: Some(ctx.scope.by), verb, object, program, ..audit::Line::default() };
    Ok(audit::write(tx, &ctx.world, line).await?)
}
