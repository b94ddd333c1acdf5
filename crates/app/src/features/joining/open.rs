//! Opening a program's page to all, and closing it again: the administrator's decision.

use crate::access::{Administrator, At, Ctx, audit};
use crate::features::programs;
use crate::shell::{Error, Fields, Flash, Result, see_other_with};
use bellwether_db::{Tx, params, statements};
use bellwether_kernel::{ProgramId, Timestamp};

statements! {
    OPEN = "update programs set open_at = $2 where id = $1 and open_at is null";
    CLOSE = "update programs set open_at = null where id = $1 and open_at is not null";
}

/// `POST /programs/{program}/open` with `to=all` or `to=signed-in`.
pub async fn open(ctx: Ctx<Administrator>, At(id): At<ProgramId>, fields: Fields) -> Result {
    let tx = ctx.db.begin().await?;
    let program = programs::find(&tx, id).await?;
    let to_all = match fields.get("to") {
        "all" => true,
        "signed-in" => false,
        _ => {
            return Err(Error::refused(
                "Who may read the page was not said",
                "Nothing was changed. Go back and choose.",
            ));
        }
    };
    if set(&tx, id, to_all, ctx.now).await? {
        let line = audit::Line {
            actor: Some(ctx.scope.by),
            verb: if to_all {
                "opened a program's page to all"
            } else {
                "closed a program's page to all but those signed in"
            },
            object: format!("program:{id}"),
            program: Some(id),
            ..audit::Line::default()
        };
        audit::write(&tx, &ctx.world, line).await?;
    }
    tx.commit().await?;
    let says = if to_all {
        format!("Whoever has the link can read the page of {} now.", program.name)
    } else {
        format!("Only those signed in can read the page of {} now.", program.name)
    };
    see_other_with(&format!("/programs/{id}"), Flash::new(says))
}

async fn set(tx: &Tx, id: ProgramId, to_all: bool, now: Timestamp) -> Result<bool> {
    let changed =
        if to_all { tx.run(&OPEN, params![id, now]).await? } else { tx.run(&CLOSE, params![id]).await? };
    Ok(changed > 0)
}
