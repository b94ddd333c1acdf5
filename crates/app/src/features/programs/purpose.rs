use super::store::{self, NewProgram};
use crate::access::{Coordinator, Ctx, Staff, audit};
use crate::shell::{Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused};
use askama::Template;
use bellwether_kernel::{Date, PillarId};

/// Rows for pillars that the form always has room for.
const PILLARS: usize = 4;

#[derive(Template)]
#[template(path = "features/programs/purpose.html")]
struct PurposePage {
    frame: Frame,
    action: String,
    setting_up: bool,
    step: u8,
    fields: Fields,
    pillars: Vec<PillarRow>,
    problems: Problems,
}

struct PillarRow {
    n: usize,
    id: String,
    name: String,
    how: String,
}

/// `GET /programs/new`
pub async fn new_page(ctx: Ctx<Staff>) -> Result {
    let fields = Fields::of([("starts_on", ctx.today().to_string())]);
    let pillars = rows(Vec::new());
    let frame = ctx.frame("Set up a program", "/programs");
    show(&PurposePage {
        frame,
        action: "/programs/new".to_owned(),
        setting_up: true,
        step: 1,
        fields,
        pillars,
        problems: Problems::none(),
    })
}

/// `POST /programs/new`: makes the program, its maker its first coordinator.
pub async fn create(ctx: Ctx<Staff>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let (mut new, typed) = read(&fields, &mut problems);
    if !problems.is_empty() {
        let frame = ctx.frame("Set up a program", "/programs");
        let pillars = rows(typed_rows(&fields));
        return show_refused(&PurposePage {
            frame,
            action: "/programs/new".to_owned(),
            setting_up: true,
            step: 1,
            fields,
            pillars,
            problems,
        });
    }
    new.pillars = typed.into_iter().map(|(_, name, how)| (name, how)).collect();
    let tx = ctx.db.begin().await?;
    let program = store::create(&tx, &ctx.world, ctx.scope.by, &new).await?;
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb: "set up a program and coordinates it",
        object: format!("program:{program}"),
        program: Some(program),
        ..audit::Line::default()
    };
    audit::write(&tx, &ctx.world, line).await?;
    tx.commit().await?;
    see_other(&format!("/programs/{program}/settings/ask?setup"))
}

/// `GET /programs/{program}/settings/purpose`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let program = store::find(&ctx.db, ctx.scope.program).await?;
    let pillars = store::pillars(&ctx.db, ctx.scope.program).await?;
    let fields = Fields::of([
        ("name", program.name),
        ("purpose", program.purpose),
        ("starts_on", program.starts_on.to_string()),
        ("ends_on", program.ends_on.to_string()),
    ]);
    let stored = pillars.into_iter().map(|p| (p.id.to_string(), p.name, p.how)).collect();
    show(&shown(&ctx, fields, rows(stored), Problems::none()))
}

/// `POST /programs/{program}/settings/purpose`
pub async fn change(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let (new, typed) = read(&fields, &mut problems);
    if !problems.is_empty() {
        let pillars = rows(typed_rows(&fields));
        return show_refused(&shown(&ctx, fields, pillars, problems));
    }
    let tx = ctx.db.begin().await?;
    store::set_purpose(&tx, &ctx.scope, &new).await?;
    store::set_pillars(&tx, &ctx.world, &ctx.scope, &typed).await?;
    tx.commit().await?;
    see_other_with(&ctx.path("/settings"), Flash::new("The purpose is as you wrote it."))
}

fn shown(ctx: &Ctx<Coordinator>, fields: Fields, pillars: Vec<PillarRow>, problems: Problems) -> PurposePage {
    let frame = ctx.frame("Purpose", &ctx.path("/settings"));
    PurposePage {
        frame,
        action: ctx.path("/settings/purpose"),
        setting_up: false,
        step: 1,
        fields,
        pillars,
        problems,
    }
}

type Typed = Vec<(Option<PillarId>, String, String)>;

fn read(fields: &Fields, problems: &mut Problems) -> (NewProgram, Typed) {
    let name = fields.words("name", 80, "Give the program a name; leaders will read it.", problems);
    let purpose = fields.words("purpose", 600, "Say in a sentence or two what it is for.", problems);
    let starts_on = fields.date("starts_on", problems);
    let ends_on = fields.date("ends_on", problems);
    if starts_on != Date::ZERO && ends_on != Date::ZERO && ends_on <= starts_on {
        problems.say("ends_on", "The last day comes after the first.");
    }
    let mut typed = Vec::new();
    for (id, name, how) in typed_rows(fields) {
        if name.is_empty() && !how.is_empty() {
            problems.say("pillars", "A pillar has a name. Add it, or take its words away.");
        }
        if name.chars().count() > 120 || how.chars().count() > 400 {
            problems.say(
                "pillars",
                "A pillar’s name has at most 120 characters, and how mentoring serves it 400.",
            );
        }
        if !name.is_empty() {
            typed.push((id.parse().ok(), name, how));
        }
    }
    (NewProgram { name, purpose, starts_on, ends_on, pillars: Vec::new() }, typed)
}

fn typed_rows(fields: &Fields) -> Vec<(String, String, String)> {
    let (ids, hows): (Vec<_>, Vec<_>) =
        (fields.all("pillar_id").collect(), fields.all("pillar_how").collect());
    let at = |list: &[&str], n: usize| list.get(n).map_or(String::new(), |s| (*s).to_owned());
    fields.all("pillar").enumerate().map(|(n, name)| (at(&ids, n), name.to_owned(), at(&hows, n))).collect()
}

fn rows(stored: Vec<(String, String, String)>) -> Vec<PillarRow> {
    let spare = PILLARS.saturating_sub(stored.len()).max(1);
    let blank = std::iter::repeat_n((String::new(), String::new(), String::new()), spare);
    stored
        .into_iter()
        .chain(blank)
        .enumerate()
        .map(|(n, (id, name, how))| PillarRow { n: n + 1, id, name, how })
        .collect()
}
