//! Addresses that nothing is sent to: added and lifted by hand.

use super::{installation, program, store};
use crate::access::{Administrator, Coordinator, Ctx, Role, audit};
use crate::shell::{Fields, Flash, Problems, Result, see_other, see_other_with, show_refused};
use bellwether_db::Tx;
use bellwether_kernel::{Email, PersonId, ProgramId};

/// `POST /programs/{program}/outbox/suppress`
pub async fn suppress(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let Some((email, reason)) = asked(&fields, &mut problems) else {
        return show_refused(&program::page_of(&ctx, fields, problems).await?);
    };
    put(&ctx, ctx.scope.by, Some(ctx.scope.program), &email, &reason).await?;
    see_other_with(&ctx.path("/outbox"), said(&email))
}

/// `POST /programs/{program}/outbox/lift`
pub async fn lift(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let Ok(email) = Email::parse(fields.get("email")) else { return see_other(&ctx.path("/outbox")) };
    let tx = ctx.db.begin().await?;
    let seen = store::suppressions(&tx, &ctx.scope).await?;
    if seen.iter().any(|s| s.email_key == email.key()) {
        take(&ctx, &tx, ctx.scope.by, Some(ctx.scope.program), &email).await?;
    }
    tx.commit().await?;
    see_other_with(&ctx.path("/outbox"), Flash::new(format!("Letters go to {email} again.")))
}

/// `POST /outbox/suppress`
pub async fn suppress_anywhere(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let Some((email, reason)) = asked(&fields, &mut problems) else {
        return show_refused(&installation::page_of(&ctx, fields, problems).await?);
    };
    put(&ctx, ctx.scope.by, None, &email, &reason).await?;
    see_other_with("/outbox", said(&email))
}

/// `POST /outbox/lift`
pub async fn lift_anywhere(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let Ok(email) = Email::parse(fields.get("email")) else { return see_other("/outbox") };
    let tx = ctx.db.begin().await?;
    take(&ctx, &tx, ctx.scope.by, None, &email).await?;
    tx.commit().await?;
    see_other_with("/outbox", Flash::new(format!("Letters go to {email} again.")))
}

fn said(email: &Email) -> Flash {
    Flash::new(format!("Nothing more is sent to {email}. What waits for it is stopped when its time comes."))
}

fn asked(fields: &Fields, problems: &mut Problems) -> Option<(Email, String)> {
    let email = fields.email("email", problems);
    let reason = fields.words("reason", 200, "Write why, for whoever wonders later.", problems);
    email.filter(|_| problems.is_empty()).map(|email| (email, reason))
}

async fn put<R: Role>(
    ctx: &Ctx<R>,
    by: PersonId,
    program: Option<ProgramId>,
    email: &Email,
    reason: &str,
) -> Result<()> {
    let tx = ctx.db.begin().await?;
    if bellwether_outbox::suppressed(&tx, email).await?.is_none() {
        bellwether_outbox::suppress(&tx, &ctx.world, email, reason, Some(by)).await?;
        note(ctx, &tx, by, program, "suppressed an address").await?;
    }
    Ok(tx.commit().await?)
}

async fn take<R: Role>(
    ctx: &Ctx<R>,
    tx: &Tx,
    by: PersonId,
    program: Option<ProgramId>,
    email: &Email,
) -> Result<()> {
    if bellwether_outbox::lift(tx, email).await? {
        note(ctx, tx, by, program, "lifted a suppressed address").await?;
    }
    Ok(())
}

/// The log says that it was done; the address stays out of it, or it could never be erased.
async fn note<R: Role>(
    ctx: &Ctx<R>,
    tx: &Tx,
    by: PersonId,
    program: Option<ProgramId>,
    verb: &str,
) -> Result<()> {
    let object = "address".to_owned();
    let line = audit::Line { actor: Some(by), verb, object, program, ..audit::Line::default() };
    Ok(audit::write(tx, &ctx.world, line).await?)
}
