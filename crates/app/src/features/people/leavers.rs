//! Marking who has left. Nobody is deleted: what they leave behind turns up as work.

use super::edit::note;
use super::find;
use crate::access::{At, Ctx, Staff, sign_ins};
use crate::shell::{Error, Fields, Flash, Result, see_other_with};
use bellwether_db::{params, statements};
use bellwether_kernel::{PersonId, parse_date};

statements! {
    LEFT = "update people set left_on = $2, updated_at = $3 where id = $1 and left_on is null";
    RETURNED = "update people set left_on = null, updated_at = $2 where id = $1 and left_on is not null";
}

/// `POST /people/{person}/left`: from today, or from the day that the form says. They are signed
/// out everywhere.
pub async fn left(ctx: Ctx<Staff>, At(id): At<PersonId>, fields: Fields) -> Result {
    let person = find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    if id == ctx.scope.by {
        return Err(Error::refused(
            "You cannot mark yourself as having left",
            "Nothing was changed. Another coordinator or an administrator can, on the day.",
        ));
    }
    let day = parse_date(fields.get("on")).unwrap_or_else(|| ctx.today());
    let tx = ctx.db.begin().await?;
    if tx.run(&LEFT, params![id, day, ctx.now]).await? > 0 {
        if day <= ctx.today() {
            sign_ins::end_all(&tx, id, ctx.now).await?;
        }
        note(&tx, &ctx, id, "marked a person as left").await?;
    }
    tx.commit().await?;
    let says = format!("{} is marked as having left, and is signed out.", person.name);
    see_other_with(&next(&fields, id), Flash::with_undo(says, format!("/people/{id}/return")))
}

/// `POST /people/{person}/return`
pub async fn returned(ctx: Ctx<Staff>, At(id): At<PersonId>, fields: Fields) -> Result {
    let person = find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let tx = ctx.db.begin().await?;
    if tx.run(&RETURNED, params![id, ctx.now]).await? > 0 {
        note(&tx, &ctx, id, "marked a person as back").await?;
    }
    tx.commit().await?;
    see_other_with(&next(&fields, id), Flash::new(format!("{} is back.", person.name)))
}

/// The page that the button stood on.
fn next(fields: &Fields, id: PersonId) -> String {
    let next = fields.get("next");
    if next.starts_with("/imports/") && !next.contains("//") {
        next.to_owned()
    } else {
        format!("/people/{id}")
    }
}
