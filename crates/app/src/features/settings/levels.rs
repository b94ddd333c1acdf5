use crate::access::{Administrator, At, Ctx, audit};
use crate::features::people;
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_kernel::{LevelId, fold};

const PATH: &str = "/settings/levels";
const LONGEST: usize = 80;

/// A level as the form has it.
struct Row {
    id: LevelId,
    name: String,
    place: String,
    senior: bool,
    people: i64,
}

#[derive(Template)]
#[template(path = "features/settings/levels.html")]
struct LevelsPage {
    frame: Frame,
    rows: Vec<Row>,
    fields: Fields,
    problems: Problems,
}

/// `GET /settings/levels`
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    let rows = people::levels(&ctx.db).await?.into_iter().zip(1..);
    let rows = rows.map(|(l, place): (people::Level, i64)| Row {
        id: l.id,
        name: l.name,
        place: place.to_string(),
        senior: l.senior,
        people: l.people,
    });
    let rows = rows.collect();
    let frame = ctx.frame("Levels", "/settings");
    show(&LevelsPage { frame, rows, fields: Fields::default(), problems: Problems::none() })
}

/// `POST /settings/levels`: names, order and who leads, all at once; and a new level, where one is named.
pub async fn change(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let tx = ctx.db.begin().await?;
    let levels = people::levels(&tx).await?;
    let mut rows = rows_of(&levels, &fields, &mut problems);
    let added = fields.get("new").to_owned();
    if added.chars().count() > LONGEST {
        problems.say("new", format!("This is longer than {LONGEST} characters. Shorten it."));
    }
    if rows.iter().any(|r| !added.is_empty() && fold(&r.name) == fold(&added)) {
        problems.say("new", format!("There is a level called {added} already."));
    }
    if !problems.is_empty() {
        let frame = ctx.frame("Levels", "/settings");
        return show_refused(&LevelsPage { frame, rows, fields, problems });
    }
    rows.sort_by_key(|r| r.place.parse::<i64>().unwrap_or(i64::MAX));
    // Two levels may swap their names: each is first given one that nobody has.
    for row in rows.iter().filter(|r| levels.iter().any(|l| l.id == r.id && fold(&l.name) != fold(&r.name))) {
        people::set_level_name(&tx, row.id, &format!("level {}", row.id)).await?;
    }
    for row in &rows {
        people::set_level_name(&tx, row.id, &row.name).await?;
        people::set_level_senior(&tx, row.id, row.senior).await?;
    }
    people::set_level_order(&tx, &rows.iter().map(|r| r.id).collect::<Vec<_>>()).await?;
    if !added.is_empty() {
        people::add_level(&tx, &ctx.world, &added, false).await?;
    }
    audit::write(&tx, &ctx.world, line(&ctx, "changed the levels")).await?;
    tx.commit().await?;
    let says = if added.is_empty() {
        "The levels are set.".to_owned()
    } else {
        format!("{added} is the last level now. Give it its place.")
    };
    see_other_with(PATH, Flash::new(says))
}

/// `POST /settings/levels/{level}/remove`
pub async fn remove(ctx: Ctx<Administrator>, At(level): At<LevelId>) -> Result {
    let tx = ctx.db.begin().await?;
    let found = people::levels(&tx).await?.into_iter().find(|l| l.id == level).ok_or(Error::NotFound)?;
    if !people::remove_level(&tx, level).await? {
        return Err(Error::refused(
            format!("{} is still in use", found.name),
            "Nothing was changed. People are at this level, or a program has a target for it; give them another one first.",
        ));
    }
    audit::write(&tx, &ctx.world, line(&ctx, "took a level away")).await?;
    tx.commit().await?;
    see_other_with(PATH, Flash::new(format!("{} was taken away.", found.name)))
}

fn rows_of(levels: &[people::Level], fields: &Fields, problems: &mut Problems) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (level, now_at) in levels.iter().zip(1..) {
        let (name, place) = (format!("name-{}", level.id), format!("place-{}", level.id));
        // A level that came in meanwhile, by an import, is not on the form: it keeps what it has.
        let sent = fields.has(&name);
        let written = if sent {
            fields.words(&name, LONGEST, "A level needs a name.", problems)
        } else {
            level.name.clone()
        };
        if rows.iter().any(|r| fold(&r.name) == fold(&written)) {
            problems.say(&name, format!("Two levels would be called {written}."));
        }
        if sent {
            fields.whole(&place, 1, 999, problems);
        }
        rows.push(Row {
            id: level.id,
            name: written,
            place: if sent { fields.get(&place).to_owned() } else { i64::to_string(&now_at) },
            senior: if sent { fields.has(&format!("senior-{}", level.id)) } else { level.senior },
            people: level.people,
        });
    }
    rows
}

fn line(ctx: &Ctx<Administrator>, verb: &'static str) -> audit::Line<'static> {
    let object = "settings:levels".to_owned();
    audit::Line { actor: Some(ctx.scope.by), verb, object, ..audit::Line::default() }
}
