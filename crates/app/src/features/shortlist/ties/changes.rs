//! What a coordinator does with the weights: set them, go back to the usual, follow what joins say, undo.

use super::page;
use super::table::{Follows, TieTable};
use super::{kept, ways};
use crate::access::{At, Coordinator, Ctx, audit};
use crate::shell::{Error, Fields, Flash, Problems, Result, see_other_with, show_refused};
use bellwether_db::Tx;
use bellwether_kernel::{ProgramId, TieTableId};

/// `POST …/shortlist/ties`
pub async fn set(ctx: Ctx<Coordinator>, _: At<ProgramId>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let table = ways::read(&fields, &mut problems);
    if !problems.is_empty() {
        return show_refused(&page::refused(&ctx, fields, problems).await?);
    }
    keep(
        &ctx,
        table,
        "changed how much influence runs along ties",
        "The shortlist and the map follow these weights now.",
    )
    .await
}

/// `POST …/shortlist/ties/usual`
pub async fn usual(ctx: Ctx<Coordinator>, _: At<ProgramId>) -> Result {
    let says = "The usual weights hold again, for the shortlist and the map.";
    keep(&ctx, TieTable::default(), "set the weights of ties back to the usual", says).await
}

/// `POST …/shortlist/ties/joins`: what joins say replaces the table.
pub async fn follow_joins(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    if !page::learned(&ctx, program).await?.1 {
        return Err(Error::refused(
            "The joins are too few to tell",
            "Nothing was changed: the weights hold as before. Come back when more people have joined; the page says how many of which tie were seen.",
        ));
    }
    let table = kept::current(&ctx.db, program).await?.following(Follows::Joins);
    let says = "The shortlist and the map follow what the joins say now, and learn from each that comes.";
    keep(&ctx, table, "let the shortlist follow what joins say of ties", says).await
}

/// `POST …/shortlist/ties/table`: the table holds again.
pub async fn follow_table(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let table = kept::current(&ctx.db, program).await?.following(Follows::Table);
    let says = "The shortlist and the map follow the weights again.";
    keep(&ctx, table, "let the shortlist follow the weights of ties", says).await
}

/// Keeps what holds from now on; what holds already is not kept twice.
async fn keep(ctx: &Ctx<Coordinator>, table: TieTable, verb: &'static str, says: &str) -> Result {
    let program = ctx.scope.program;
    let here = ctx.path("/shortlist/ties");
    let tx = ctx.db.begin().await?;
    if kept::current(&tx, program).await? == table {
        return see_other_with(&here, Flash::new("That is how it was already. Nothing was changed."));
    }
    let id: TieTableId = ctx.world.id();
    kept::set(&tx, id, (program, ctx.scope.by), &table, ctx.now).await?;
    note(ctx, &tx, verb).await?;
    tx.commit().await?;
    see_other_with(&here, Flash::with_undo(says, format!("{here}/{id}/undo")))
}

/// `POST …/shortlist/ties/{table}/undo`: what was set before holds again, unless something was set since.
pub async fn undo(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, TieTableId)>) -> Result {
    let here = ctx.path("/shortlist/ties");
    let tx = ctx.db.begin().await?;
    if kept::is_undone(&tx, program, id).await? {
        return see_other_with(&here, Flash::new("It was undone before."));
    }
    if kept::latest(&tx, program).await? != Some(id) {
        return Err(Error::overtaken(
            "The weights were set anew meanwhile",
            "Nothing was undone. Go back to the weights, which are those that hold now.",
        ));
    }
    kept::undo(&tx, id, ctx.now).await?;
    note(&ctx, &tx, "undid a change of how much influence runs along ties").await?;
    tx.commit().await?;
    see_other_with(&here, Flash::new("Undone. What held before holds again."))
}

async fn note(ctx: &Ctx<Coordinator>, tx: &Tx, verb: &'static str) -> Result<()> {
    let program = ctx.scope.program;
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb,
        object: format!("program:{program}"),
        program: Some(program),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, &ctx.world, line).await?)
}
