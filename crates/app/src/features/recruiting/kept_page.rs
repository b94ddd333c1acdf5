//! "What we keep about you", from the foot of the leader's page.

use super::kept::{Kept, KeptTies, forget, kept_about, ties_of};
use super::visit::{self, Sheet};
use crate::access::{Ctx, LinkHolder, audit};
use crate::features::people::{self, Person};
use crate::shell::{Error, Fields, Letter, Problems, Result, show, show_refused, words};
use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

/// What is made of what is kept.
const RECKONED: &str = "From ties, from what is known about you and from earlier answers, the chance that you say yes is reckoned, and how many would follow you. Coordinators see it when they decide whom to ask first. What it stood at when you were asked is kept, so that the reckoning learns from answers.";

/// What is typed to erase: no program that presses buttons types it.
const TYPED: &str = "erase";

#[derive(Template)]
#[template(path = "features/recruiting/kept.html")]
struct KeptPage {
    letter: Letter,
    base: String,
    person: Person,
    kept: Kept,
    ties: Vec<KeptTies>,
    reckoned: &'static str,
    runs: String,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "features/recruiting/erased.html")]
struct ErasedPage {
    letter: Letter,
    runs: String,
}

/// `GET /ask/{token}/kept`
pub async fn page(ctx: Ctx<LinkHolder>) -> Result {
    show(&kept(&ctx, Problems::none()).await?)
}

async fn kept(ctx: &Ctx<LinkHolder>, problems: Problems) -> Result<KeptPage> {
    let visit = visit::open(ctx).await?;
    let kept = kept_about(&ctx.db, ctx.scope.person, &ctx.organization.zone).await?.without_notes();
    let Sheet { base, .. } = visit.sheet;
    let ties = ties_of(&ctx.db, ctx.scope.person).await?;
    Ok(KeptPage {
        letter: ctx.letter("What we keep about you", visit.program.name.clone()),
        base,
        person: visit.person,
        kept,
        ties,
        reckoned: RECKONED,
        runs: visit.runs.name,
        problems,
    })
}

/// `GET /ask/{token}/kept.json`: the same, to take along.
pub async fn export(ctx: Ctx<LinkHolder>) -> Result {
    let person = people::find(&ctx.db, ctx.scope.person).await?.ok_or(Error::NotFound)?;
    let kept = kept_about(&ctx.db, person.id, &ctx.organization.zone).await?.without_notes();
    let all = serde_json::json!({
        "person": {
            "name": person.name, "email": person.email, "title": person.title, "level": person.level_name,
            "office": person.office, "department": person.department, "since": person.since,
        },
        "ties": ties_of(&ctx.db, person.id).await?,
        "reckoned": RECKONED,
        "recruiting": kept,
    });
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"what-is-kept-about-you.json\""),
        ),
    ];
    Ok((headers, serde_json::to_string_pretty(&all)?).into_response())
}

/// `POST /ask/{token}/erase`: whatever recruiting keeps about them is deleted, for good; but for this,
/// that nobody asks them again.
pub async fn erase_all(ctx: Ctx<LinkHolder>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    if !fields.get("typed").eq_ignore_ascii_case(TYPED) {
        problems.say("typed", "Type the word “erase”. Nothing was deleted.");
        return show_refused(&kept(&ctx, problems).await?);
    }
    let visit = visit::open(&ctx).await?;
    let tx = ctx.db.begin().await?;
    forget(&tx, &ctx.world, ctx.scope.person).await?;
    let line = audit::Line {
        actor: None,
        for_person: Some(ctx.scope.person),
        verb: "erased what recruiting kept, at their own wish",
        object: format!("person:{}", ctx.scope.person),
        detail: String::new(),
        program: Some(ctx.scope.program),
    };
    audit::write(&tx, &ctx.world, line).await?;
    tx.commit().await?;
    show(&ErasedPage { letter: ctx.letter("Erased", visit.program.name.clone()), runs: visit.runs.name })
}
