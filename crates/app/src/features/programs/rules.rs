use super::store;
use crate::access::{Coordinator, Ctx};
use crate::shell::{Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused};
use askama::Template;

#[derive(Template)]
#[template(path = "features/programs/rules.html")]
struct RulesPage {
    frame: Frame,
    base: String,
    fields: Fields,
    problems: Problems,
}

/// `GET /programs/{program}/settings/rules`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let program = store::find(&ctx.db, ctx.scope.program).await?;
    let fields = Fields::of([
        ("accept_days", program.accept_days.to_string()),
        ("daily_limit", program.daily_limit.to_string()),
    ]);
    show(&page_of(&ctx, fields, Problems::none()))
}

/// `POST /programs/{program}/settings/rules`
pub async fn change(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let accept_days = fields.whole("accept_days", 1, 60, &mut problems);
    let daily_limit = fields.whole("daily_limit", 1, 500, &mut problems);
    if !problems.is_empty() {
        return show_refused(&page_of(&ctx, fields, problems));
    }
    let tx = ctx.db.begin().await?;
    store::set_rules(&tx, &ctx.scope, accept_days, daily_limit).await?;
    tx.commit().await?;
    see_other_with(&ctx.path("/settings"), Flash::new("The rules are set."))
}

fn page_of(ctx: &Ctx<Coordinator>, fields: Fields, problems: Problems) -> RulesPage {
    RulesPage { frame: ctx.frame("Rules", &ctx.path("/settings")), base: ctx.path(""), fields, problems }
}
