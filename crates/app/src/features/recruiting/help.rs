//! After a *no*: other ways to help, shown once, and never asked why.

use super::visit::{self, Sheet, Visit};
use super::{Answer, Help, advocacies};
use crate::access::{Ctx, LinkHolder};
use crate::shell::{Fields, Result, see_other, show};
use askama::Template;
use bellwether_kernel::Timestamp;
use bellwether_kernel::jiff::SignedDuration;

/// How long after a *no* help is offered; whoever comes back later is left in peace.
const OFFERED_FOR: SignedDuration = SignedDuration::from_mins(10);

#[derive(Template)]
#[template(path = "features/recruiting/help.html")]
struct HelpPage {
    sheet: Sheet,
}

/// `GET /ask/{token}/help`
pub async fn page(ctx: Ctx<LinkHolder>) -> Result {
    let visit = visit::open(&ctx).await?;
    if !is_offered(&visit, ctx.now) {
        return see_other(&visit.sheet.base);
    }
    show(&HelpPage { sheet: Sheet { title: "Thank you".to_owned(), ..visit.sheet } })
}

/// `POST /ask/{token}/help`
pub async fn offer(ctx: Ctx<LinkHolder>, fields: Fields) -> Result {
    let visit = visit::open(&ctx).await?;
    if let (Ok(help), true) = (fields.get("help").parse::<Help>(), is_offered(&visit, ctx.now)) {
        let tx = ctx.db.begin().await?;
        advocacies::offer(&tx, &ctx.world, ctx.scope.prospect, help).await?;
        tx.commit().await?;
    }
    see_other(&visit.sheet.base)
}

fn is_offered(visit: &Visit, now: Timestamp) -> bool {
    let since = visit.prospect.answered_at.filter(|_| visit.prospect.answer == Some(Answer::No));
    since.is_some_and(|at| now.duration_since(at) < OFFERED_FOR)
}
