use super::program::Ask;
use super::store;
use crate::access::{Coordinator, Ctx};
use crate::shell::{Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused};
use askama::Template;
use bellwether_kernel::Date;

#[derive(Template)]
#[template(path = "features/programs/ask.html")]
struct AskPage {
    frame: Frame,
    action: String,
    setting_up: bool,
    step: u8,
    fields: Fields,
    problems: Problems,
    ask: Option<Ask>,
    beyond: Option<String>,
}

/// `GET /programs/{program}/settings/ask`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let program = store::find(&ctx.db, ctx.scope.program).await?;
    let shown = program.ask.unwrap_or_else(|| Ask::usual(program.starts_on, program.ends_on));
    let fields = Fields::of([
        ("minutes", shown.minutes.to_string()),
        ("sessions", shown.sessions.to_string()),
        ("months", shown.months.to_string()),
        ("mentees", shown.mentees.to_string()),
        ("starts_on", shown.starts_on.to_string()),
    ]);
    show(&page_of(&ctx, fields, Problems::none(), Some(shown), beyond(&shown, program.ends_on)))
}

/// `POST /programs/{program}/settings/ask`
pub async fn change(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let ask = Ask {
        minutes: fields.whole("minutes", 5, 480, &mut problems),
        sessions: fields.whole("sessions", 1, 20, &mut problems),
        months: fields.whole("months", 1, 36, &mut problems),
        mentees: fields.whole("mentees", 1, 20, &mut problems),
        starts_on: fields.date("starts_on", &mut problems),
    };
    if !problems.is_empty() {
        return show_refused(&page_of(&ctx, fields, problems, None, None));
    }
    let tx = ctx.db.begin().await?;
    if let Some(what) = beyond(&ask, store::find(&tx, ctx.scope.program).await?.ends_on) {
        problems.say("months", what);
        return show_refused(&page_of(&ctx, fields, problems, Some(ask), None));
    }
    store::set_ask(&tx, ctx.scope.program, &ask).await?;
    tx.commit().await?;
    if fields.has("setup") {
        return see_other(&ctx.path("/settings/targets?setup"));
    }
    see_other_with(&ctx.path("/settings"), Flash::new(format!("The ask is {}.", ask.total_words())))
}

fn page_of(
    ctx: &Ctx<Coordinator>,
    fields: Fields,
    problems: Problems,
    ask: Option<Ask>,
    beyond: Option<String>,
) -> AskPage {
    let setting_up = ctx.uri.query() == Some("setup") || fields.has("setup");
    let frame = ctx.frame("The ask", &ctx.path("/settings"));
    AskPage { frame, action: ctx.path("/settings/ask"), setting_up, step: 2, fields, problems, ask, beyond }
}

fn beyond(ask: &Ask, ends_on: Date) -> Option<String> {
    (ask.ends_on() > ends_on).then(|| {
        let day = crate::shell::words::day_year;
        format!(
            "The ask would end on {}, after the program’s last day, {}. Ask for fewer months, or begin earlier.",
            day(ask.ends_on()),
            day(ends_on)
        )
    })
}
