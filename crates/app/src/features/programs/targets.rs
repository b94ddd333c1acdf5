use super::store;
use crate::access::{Coordinator, Ctx};
use crate::features::people;
use crate::shell::{Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused};
use askama::Template;
use bellwether_db::Db;
use bellwether_kernel::{Date, parse_date};

#[derive(Template)]
#[template(path = "features/programs/targets.html")]
struct TargetsPage {
    frame: Frame,
    action: String,
    setting_up: bool,
    step: u8,
    levels: Vec<LevelRow>,
    due_on: String,
    problems: Problems,
}

struct LevelRow {
    id: String,
    name: String,
    people: i64,
    senior: bool,
    percent: String,
    needed: Option<i64>,
}

/// `GET /programs/{program}/settings/targets`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let program = store::find(&ctx.db, ctx.scope.program).await?;
    let targets = store::targets(&ctx.db, ctx.scope.program, ctx.today()).await?;
    let due_on = targets.first().map_or(program.ends_on, |t| t.due_on);
    let levels = people::levels(&ctx.db).await?;
    let rows = levels.into_iter().map(|level| {
        let target = targets.iter().find(|t| t.level == level.id);
        LevelRow {
            id: level.id.to_string(),
            name: level.name,
            people: level.people,
            senior: level.senior,
            percent: target.map_or(String::new(), |t| t.percent.to_string()),
            needed: target.map(super::Target::needed),
        }
    });
    show(&page_of(&ctx, rows.collect(), due_on.to_string(), Problems::none(), false))
}

/// `POST /programs/{program}/settings/targets`: which levels are senior, and what is to be reached.
pub async fn change(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let rows = read(&ctx.db, &fields, &mut problems).await?;
    let due_on = parse_date(fields.get("due_on"));
    if due_on.is_none() && rows.iter().any(|r| !r.percent.is_empty()) {
        problems.say("due_on", "Say by when the targets are to be reached.");
    }
    if !problems.is_empty() {
        return show_refused(&page_of(
            &ctx,
            rows,
            fields.get("due_on").to_owned(),
            problems,
            fields.has("setup"),
        ));
    }
    let tx = ctx.db.begin().await?;
    for row in &rows {
        let Ok(level) = row.id.parse() else { continue };
        people::set_level_senior(&tx, level, row.senior).await?;
        let percent = row.percent.parse::<i64>().ok();
        let target = percent.map(|percent| (percent, due_on.unwrap_or(Date::ZERO)));
        store::set_target(&tx, &ctx.world, ctx.scope.program, level, target).await?;
    }
    tx.commit().await?;
    if fields.has("setup") {
        return see_other(&ctx.path("/settings/coordinators?setup"));
    }
    see_other_with(&ctx.path("/settings"), Flash::new("The targets are set."))
}

async fn read(db: &Db, fields: &Fields, problems: &mut Problems) -> Result<Vec<LevelRow>> {
    let mut rows = Vec::new();
    for level in people::levels(db).await? {
        let id = level.id.to_string();
        let senior = fields.all("senior").any(|s| s == id);
        let percent = fields.get(&format!("percent-{id}")).to_owned();
        let whole = percent.trim_end_matches('%').trim().to_owned();
        if !whole.is_empty() && !whole.parse::<i64>().is_ok_and(|n| (1..=100).contains(&n)) {
            problems.say("percent", format!("“{percent}” is not a share of {} from 1 to 100 %.", level.name));
        }
        rows.push(LevelRow {
            id,
            name: level.name,
            people: level.people,
            senior,
            percent: whole,
            needed: None,
        });
    }
    Ok(rows)
}

fn page_of(
    ctx: &Ctx<Coordinator>,
    levels: Vec<LevelRow>,
    due_on: String,
    problems: Problems,
    setup: bool,
) -> TargetsPage {
    let setting_up = setup || ctx.uri.query() == Some("setup");
    let frame = ctx.frame("Leaders and targets", &ctx.path("/settings"));
    TargetsPage {
        frame,
        action: ctx.path("/settings/targets"),
        setting_up,
        step: 3,
        levels,
        due_on,
        problems,
    }
}
