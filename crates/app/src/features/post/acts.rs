//! What somebody decides about one letter.

use crate::access::{Administrator, At, Coordinator, Ctx, Role, audit};
use crate::shell::{Error, Flash, Result, see_other_with};
use bellwether_db::Tx;
use bellwether_kernel::{MessageId, PersonId, ProgramId};
use bellwether_outbox::{Message, State, Stopped};

/// `POST /programs/{program}/outbox/{message}/stop`
pub async fn stop(ctx: Ctx<Coordinator>, At((_, id)): At<(ProgramId, MessageId)>) -> Result {
    let tx = ctx.db.begin().await?;
    find(&tx, Some(ctx.scope.program), id).await?;
    let says = match bellwether_outbox::stop(&tx, &ctx.world, id, "a coordinator stopped it").await? {
        Stopped::InTime => {
            note(&ctx, &tx, ctx.scope.by, Some(ctx.scope.program), "stopped a letter", id).await?;
            "Stopped: it does not leave."
        }
        Stopped::TooLate(State::Stopped) => "It was stopped already.",
        Stopped::TooLate(_) | Stopped::NotThere => "Too late: it has left already.",
    };
    tx.commit().await?;
    see_other_with(&ctx.path("/outbox"), Flash::new(says))
}

/// `POST /programs/{program}/outbox/{message}/resend`
pub async fn resend(ctx: Ctx<Coordinator>, At((_, id)): At<(ProgramId, MessageId)>) -> Result {
    let (program, by) = (Some(ctx.scope.program), ctx.scope.by);
    again(&ctx, by, program, id, &ctx.path("/outbox")).await
}

/// `POST /programs/{program}/outbox/{message}/arrived`
pub async fn arrived(ctx: Ctx<Coordinator>, At((_, id)): At<(ProgramId, MessageId)>) -> Result {
    let (program, by) = (Some(ctx.scope.program), ctx.scope.by);
    settle(&ctx, by, program, id, &ctx.path("/outbox")).await
}

/// `POST /outbox/{message}/resend`
pub async fn resend_without_program(ctx: Ctx<Administrator>, At(id): At<MessageId>) -> Result {
    again(&ctx, ctx.scope.by, None, id, "/outbox").await
}

/// `POST /outbox/{message}/arrived`
pub async fn arrived_without_program(ctx: Ctx<Administrator>, At(id): At<MessageId>) -> Result {
    settle(&ctx, ctx.scope.by, None, id, "/outbox").await
}

async fn again<R: Role>(
    ctx: &Ctx<R>,
    by: PersonId,
    program: Option<ProgramId>,
    id: MessageId,
    back: &str,
) -> Result {
    let tx = ctx.db.begin().await?;
    find(&tx, program, id).await?;
    let says = if bellwether_outbox::resend(&tx, &ctx.world, id, by).await? {
        note(ctx, &tx, by, program, "sent a letter once more", id).await?;
        "It leaves once more, under the same number."
    } else {
        "It is on its way already, or has left."
    };
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(back, Flash::new(says))
}

async fn settle<R: Role>(
    ctx: &Ctx<R>,
    by: PersonId,
    program: Option<ProgramId>,
    id: MessageId,
    back: &str,
) -> Result {
    let tx = ctx.db.begin().await?;
    find(&tx, program, id).await?;
    let says = if bellwether_outbox::settle_as_sent(&tx, &ctx.world, id, by).await? {
        note(ctx, &tx, by, program, "said that a letter arrived", id).await?;
        "Good: it counts as sent."
    } else {
        "That was decided already."
    };
    tx.commit().await?;
    see_other_with(back, Flash::new(says))
}

/// The letter, where it belongs to the program, or to none.
async fn find(tx: &Tx, program: Option<ProgramId>, id: MessageId) -> Result<Message> {
    let message = bellwether_outbox::find(tx, id).await?;
    message.filter(|m| m.program == program).ok_or(Error::NotFound)
}

async fn note<R: Role>(
    ctx: &Ctx<R>,
    tx: &Tx,
    by: PersonId,
    program: Option<ProgramId>,
    verb: &str,
    id: MessageId,
) -> Result<()> {
    let object = format!("message:{id}");
    let line = audit::Line { actor: Some(by), verb, object, program, ..audit::Line::default() };
    Ok(audit::write(tx, &ctx.world, line).await?)
}
