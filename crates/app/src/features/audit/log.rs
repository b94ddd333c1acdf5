use super::store::{self, Filter, Listed};
use crate::access::{Administrator, Ctx, audit};
use crate::shell::{Fields, Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::{PersonId, ProgramId};
use std::collections::BTreeMap;

/// Lines on one page.
const SIZE: i64 = 50;

/// A line in words.
struct Line {
    at: String,
    who: String,
    verb: String,
    object: String,
    program: String,
}

/// Whether the log is whole.
struct Chain {
    heading: String,
    words: String,
    whole: bool,
}

#[derive(Template)]
#[template(path = "features/audit/log.html")]
struct LogPage {
    frame: Frame,
    chain: Chain,
    lines: Vec<Line>,
    total: i64,
    filtered: bool,
    fields: Fields,
    verbs: Vec<String>,
    programs: Vec<(ProgramId, String)>,
    newer: Option<String>,
    older: Option<String>,
}

/// `GET /audit?program=&person=&verb=&page=`
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    let fields = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let given = |name| Some(fields.get(name)).filter(|text| !text.is_empty()).map(str::to_owned);
    let filter =
        Filter { program: fields.get("program").parse().ok(), verb: given("verb"), person: given("person") };
    let page: i64 = fields.get("page").parse().unwrap_or(1).clamp(1, 1_000_000);
    let (listed, total) = store::lines(&ctx.db, &filter, (page - 1) * SIZE, SIZE).await?;
    let names = names(&ctx, &listed).await?;
    let to = |page: i64| {
        let field = |name: &str| format!("{name}={}", words::in_query(fields.get(name)));
        format!("/audit?{}&{}&{}&page={page}", field("program"), field("person"), field("verb"))
    };
    show(&LogPage {
        frame: ctx.frame("Audit log", "/audit"),
        chain: chain(&ctx).await?,
        lines: listed.iter().map(|line| in_words(&ctx, line, &names)).collect(),
        total,
        filtered: filter.program.is_some() || filter.verb.is_some() || filter.person.is_some(),
        verbs: store::verbs(&ctx.db).await?,
        programs: store::programs(&ctx.db).await?,
        newer: (page > 1).then(|| to(page - 1)),
        older: (page * SIZE < total).then(|| to(page + 1)),
        fields,
    })
}

/// Follows the chain from its first line to its last.
async fn chain(ctx: &Ctx<Administrator>) -> Result<Chain> {
    let ends = store::ends(&ctx.db).await?;
    let (Some(since), Some(lines), Some(seal)) = (ends.since, ends.lines, ends.seal) else {
        let heading = "Nothing has been done yet".to_owned();
        let words = "Whatever changes who may do what, or leaves the building, is noted here.".to_owned();
        return Ok(Chain { heading, words, whole: true });
    };
    let day = words::day_year(since.to_zoned(ctx.organization.zone.clone()).date());
    Ok(match audit::first_broken(&ctx.db).await? {
        None => Chain {
            heading: format!("Unbroken since {day}"),
            words: format!(
                "{}, each sealed with the one before it: none was changed or taken out of between. The last seal is {}; noted elsewhere, it also proves that nothing was cut off the end.",
                words::count(lines, "line", "lines"),
                seal.get(..12).unwrap_or(&seal),
            ),
            whole: true,
        },
        Some(at) => Chain {
            heading: format!("The log is broken at line {}", words::figure(at)),
            words: "Somebody changed the database from outside Bellwether: that line, or one just before it, was changed or taken out. What stands before it is sound. Compare with a backup, and find out who can reach the database.".to_owned(),
            whole: false,
        },
    })
}

/// The names of the people that lines are about.
async fn names(ctx: &Ctx<Administrator>, lines: &[Listed]) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for line in lines {
        let Some(id) = line.object.strip_prefix("person:").and_then(|id| id.parse::<PersonId>().ok()) else {
            continue;
        };
        if !names.contains_key(&line.object)
            && let Some(name) = store::name(&ctx.db, id).await?
        {
            names.insert(line.object.clone(), name);
        }
    }
    Ok(names)
}

fn in_words(ctx: &Ctx<Administrator>, line: &Listed, names: &BTreeMap<String, String>) -> Line {
    let who = line.actor.clone().unwrap_or_else(|| "The console, or the clock".to_owned());
    let object = names.get(&line.object).cloned().unwrap_or_else(|| line.object.replace(':', " "));
    let zoned = line.at.to_zoned(ctx.organization.zone.clone());
    Line {
        at: zoned.strftime("%-d %b %Y, %H:%M:%S").to_string(),
        who: line.for_person.as_ref().map_or(who.clone(), |other| format!("{who}, for {other}")),
        verb: line.verb.clone(),
        object: if line.detail.is_empty() { object } else { format!("{object} ({})", line.detail) },
        program: line.program.clone().unwrap_or_default(),
    }
}
