//! Setting the cap on scarce mentors, and taking it off. What was set is kept one after another, so that the last can be
//! undone; the drafts keep to it from the next run on.

use super::act::note;
use super::cap::{Cap, Scarce, Unit};
use super::page;
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Error, Fields, Flash, Problems, Result, see_other, see_other_with, show_refused};
use bellwether_db::{Read, Tx, params, row, statements};
use bellwether_kernel::{MatchCapId, ProgramId};

statements! {
    LATEST = "
        select id, unit, scarce, percent from match_caps where program_id = $1 and undone_at is null
        order by position desc limit 1";
    NEXT = "select coalesce(max(position), 0) + 1 from match_caps where program_id = $1";
    SET = "
        insert into match_caps (id, program_id, position, unit, scarce, percent, by_id, at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND = "select case when undone_at is null then 0 else 1 end from match_caps where id = $1 and program_id = $2";
    UNDO = "update match_caps set undone_at = $2 where id = $1 and undone_at is null";
}

row! {
    struct Kept { id: MatchCapId, unit: Option<Unit>, scarce: Option<Scarce>, percent: Option<i64> }
}

impl Kept {
    fn cap(&self) -> Option<Cap> {
        Some(Cap { unit: self.unit?, scarce: self.scarce?, percent: self.percent? })
    }
}

/// The cap of a program, where a coordinator set one.
pub async fn current(db: &impl Read, program: ProgramId) -> Result<Option<Cap>> {
    let latest: Option<Kept> = db.maybe(&LATEST, params![program]).await?;
    Ok(latest.and_then(|kept| kept.cap()))
}

/// The fields of the form, as they stand before anything is typed.
pub fn fields(cap: Option<Cap>) -> Fields {
    let cap = cap.unwrap_or(Cap { unit: Unit::Department, scarce: Scarce::Senior, percent: 30 });
    Fields::of([
        ("unit", cap.unit.to_string()),
        ("scarce", cap.scarce.to_string()),
        ("percent", cap.percent.to_string()),
    ])
}

/// `POST …/matching/cap`
pub async fn set(ctx: Ctx<Coordinator>, _: At<ProgramId>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let unit = fields.choice("unit", &mut problems);
    let scarce = fields.choice("scarce", &mut problems);
    let percent = fields.whole("percent", 1, 99, &mut problems);
    let (Some(unit), Some(scarce), true) = (unit, scarce, problems.is_empty()) else {
        return show_refused(&page::refused(&ctx, fields, problems).await?);
    };
    keep(&ctx, Some(Cap { unit, scarce, percent })).await
}

/// `POST …/matching/cap/removal`
pub async fn remove(ctx: Ctx<Coordinator>, _: At<ProgramId>) -> Result {
    keep(&ctx, None).await
}

/// Keeps what holds from now on; what holds already is not kept twice.
async fn keep(ctx: &Ctx<Coordinator>, cap: Option<Cap>) -> Result {
    let program = ctx.scope.program;
    let tx = ctx.db.begin().await?;
    if current(&tx, program).await? == cap {
        return see_other(&ctx.path("/matching#cap"));
    }
    let id: MatchCapId = ctx.world.id();
    let position: i64 = tx.value(&NEXT, params![program]).await?;
    let (unit, scarce, percent) = (cap.map(|c| c.unit), cap.map(|c| c.scarce), cap.map(|c| c.percent));
    tx.run(&SET, params![id, program, position, unit, scarce, percent, ctx.scope.by, ctx.now]).await?;
    let verb =
        if cap.is_some() { "set a cap on scarce mentors" } else { "took the cap on scarce mentors off" };
    note(ctx, &tx, verb, format!("program:{program}")).await?;
    tx.commit().await?;
    let says = cap.map_or_else(|| "There is no cap any more".to_owned(), |cap| cap.sentence());
    let undo = ctx.path(&format!("/matching/caps/{id}/undo"));
    see_other_with(&ctx.path("/matching"), Flash::with_undo(format!("{says}, from the next run on."), undo))
}

/// `POST …/matching/caps/{cap}/undo`: what was set before holds again, unless something was set since.
pub async fn undo(ctx: Ctx<Coordinator>, At((program, id)): At<(ProgramId, MatchCapId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let is_undone: bool = tx.value(&FIND, params![id, program]).await?;
    let latest: Option<Kept> = tx.maybe(&LATEST, params![program]).await?;
    let says = match latest {
        Some(latest) if latest.id == id => take_back(&ctx, &tx, id).await?,
        _ if is_undone => "It was undone before.".to_owned(),
        _ => {
            return Err(Error::overtaken(
                "The cap was set anew meanwhile",
                "Nothing was undone. Go back to the matching, which shows the cap that holds now.",
            ));
        }
    };
    tx.commit().await?;
    see_other_with(&ctx.path("/matching"), Flash::new(says))
}

async fn take_back(ctx: &Ctx<Coordinator>, tx: &Tx, id: MatchCapId) -> Result<String> {
    tx.run(&UNDO, params![id, ctx.now]).await?;
    note(ctx, tx, "undid a change of the cap on scarce mentors", format!("program:{}", ctx.scope.program))
        .await?;
    let now = current(tx, ctx.scope.program).await?;
    Ok(now
        .map_or_else(|| "Undone: there is no cap.".to_owned(), |cap| format!("Undone. {}.", cap.sentence())))
}
