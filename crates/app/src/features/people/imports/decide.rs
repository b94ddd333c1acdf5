//! What is decided on an import's page: other columns, write it, take it back, leave it.

use super::mapping::{LevelChoice, Mapping};
use super::report::{BadRows, Report};
use super::run::{File, today_of, undo_import};
use super::store::{self, Import, State};
use super::ties_kind::TieUse;
use super::{ImportError, work};
use crate::access::{At, Ctx, Staff};
use crate::features::people::imports::field::Kind;
use crate::shell::{Error, Fields, Flash, Result, see_other, see_other_with, words};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use bellwether_kernel::{ImportId, fold};

/// `POST /imports/{import}/check`: looks again, with what the columns were said to become.
pub async fn check(ctx: Ctx<Staff>, At(id): At<ImportId>, fields: Fields) -> Result {
    let (import, report, mapping) = previewed(&ctx, id).await?;
    let said = said(&fields, &report, &mapping);
    look_again(&ctx, &import, &said).await?;
    see_other(&format!("/imports/{id}"))
}

/// `POST /imports/{import}/write`: writes what was shown. Where the form says something else than
/// what was shown, it is looked at first.
pub async fn write(ctx: Ctx<Staff>, At(id): At<ImportId>, fields: Fields) -> Result {
    let here = format!("/imports/{id}");
    let import = store::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    if import.state != State::Previewed || work::is_running(id) {
        return see_other(&here);
    }
    let (import, report, mapping) = previewed(&ctx, id).await?;
    let is_theirs = |p| ctx.actor.as_ref().is_some_and(|a| a.coordinated(p).is_some());
    if mapping.program.is_some_and(|p| !is_theirs(p)) {
        return Err(Error::refused(
            "This file enrolls people in a program that you do not coordinate",
            "Nothing was written. One of its coordinators can write it, or choose the file again and enroll nobody.",
        ));
    }
    let said = said(&fields, &report, &mapping);
    if serde_json::to_string(&said)? != serde_json::to_string(&mapping)? || !report.is_checked {
        look_again(&ctx, &import, &said).await?;
        let says = "You changed what the columns become, so this is a fresh look. Nothing has been written.";
        return see_other_with(&here, Flash::new(says));
    }
    work::write(ctx.app.system(), id, ctx.scope.by).await;
    let after = store::find(&ctx.db, id).await?;
    if after.is_some_and(|i| i.state == State::Written) {
        let good = i64::try_from(report.counts.good()).unwrap_or(i64::MAX);
        let says = format!("{} written.", words::count(good, "row was", "rows were"));
        return see_other_with(&here, Flash::with_undo(says, format!("{here}/undo")));
    }
    see_other(&here)
}

/// `POST /imports/{import}/undo`
pub async fn undo(ctx: Ctx<Staff>, At(id): At<ImportId>) -> Result {
    let here = format!("/imports/{id}");
    store::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let stayed = undo_import(&ctx.app.system(), id, Some(ctx.scope.by)).await.map_err(refusal)?;
    let says = match stayed {
        None => return see_other(&here),
        Some(0) => "The import was taken back; the directory is as it was.".to_owned(),
        Some(n) => format!(
            "The import was taken back, but for {} that somebody has worked with since.",
            words::count(n, "person or tie", "people or ties")
        ),
    };
    see_other_with(&here, Flash::new(says))
}

/// `POST /imports/{import}/discard`: forgets a file that was not written.
pub async fn discard(ctx: Ctx<Staff>, At(id): At<ImportId>) -> Result {
    store::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    store::discard(&ctx.db, id).await?;
    see_other("/imports/new")
}

/// `GET /imports/{import}/bad-rows`: every bad row as CSV, with what to mend.
pub async fn bad_rows(ctx: Ctx<Staff>, At(id): At<ImportId>) -> Result {
    let import = store::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let may = import.kind == Kind::People || ctx.scope.coordinates || import.by_id == Some(ctx.scope.by);
    let content = store::content(&ctx.db, id).await?.filter(|_| may).ok_or(Error::NotFound)?;
    // Once it is written, the bad rows are all that is left of a file.
    let csv =
        if import.state == State::Written { content } else { bad_rows_of(&ctx, &import, content).await? };
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let stem: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
    let name = format!("attachment; filename=\"{stem}-to-mend.csv\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment")),
        ),
    ];
    Ok((headers, csv).into_response())
}

async fn bad_rows_of(ctx: &Ctx<Staff>, import: &Import, content: Vec<u8>) -> Result<Vec<u8>> {
    let mapping: Mapping = serde_json::from_str(&import.mapping)?;
    let mut file = File::open(content).map_err(refusal)?;
    let mapping = file.mapping_or_recognised(import.kind, mapping).map_err(refusal)?;
    let today = today_of(&ctx.app.system());
    let found = file.examine(&ctx.db, import.kind, &mapping, today, 0).await.map_err(refusal)?;
    Ok(found.bad_file.unwrap_or_else(|| {
        let none = BadRows::of(&found.report.headings, 0).and_then(BadRows::file);
        none.unwrap_or_default()
    }))
}

async fn previewed(ctx: &Ctx<Staff>, id: ImportId) -> Result<(Import, Report, Mapping)> {
    let import = store::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    if import.state != State::Previewed {
        return Err(Error::overtaken(
            "This file has been written already",
            "Nothing was changed. Open the import again to see what came of it.",
        ));
    }
    if !import.has_content {
        return Err(Error::refused(
            "The file has been forgotten",
            "Files are kept for a day. Nothing was written; choose the file again.",
        ));
    }
    let report = serde_json::from_str(&import.report)?;
    let mapping = serde_json::from_str(&import.mapping)?;
    Ok((import, report, mapping))
}

async fn look_again(ctx: &Ctx<Staff>, import: &Import, mapping: &Mapping) -> Result<()> {
    let report: Report = serde_json::from_str(&import.report)?;
    let report = serde_json::to_string(&Report { refusal: None, ..report })?;
    let tx = ctx.db.begin().await?;
    store::show(&tx, import.id, &serde_json::to_string(mapping)?, &report).await?;
    tx.commit().await?;
    work::check(ctx.app.system(), import.id).await;
    Ok(())
}

/// The mapping as the form has it; what the form does not name stays.
fn said(fields: &Fields, report: &Report, mapping: &Mapping) -> Mapping {
    let mut said = mapping.clone();
    for (place, heading) in report.headings.iter().enumerate() {
        let becomes = fields.get(&format!("column-{place}"));
        if !becomes.is_empty() {
            said.columns.insert(heading.clone(), becomes.to_owned());
        }
    }
    for (place, (word, _)) in report.kinds.iter().enumerate() {
        let becomes = fields.get(&format!("kind-{place}"));
        // The page shows what a known word suggests; sending that back says nothing new.
        let shown =
            mapping.kinds.get(&fold(word)).map_or(TieUse::of_word(word).map(TieUse::word), |k| Some(k));
        if !becomes.is_empty() && shown != Some(becomes) {
            said.kinds.insert(fold(word), becomes.to_owned());
        }
    }
    let is_same = |now: &[LevelChoice]| {
        now.iter().zip(&report.levels).all(|(c, l)| c.name == l.name && c.senior == l.senior)
    };
    let levels = said_levels(fields, report);
    if !levels.is_empty() && !is_same(&levels) {
        said.levels = levels;
    }
    said
}

/// The levels in the order of the places that were written beside them.
fn said_levels(fields: &Fields, report: &Report) -> Vec<LevelChoice> {
    if !fields.has("level-0") {
        return Vec::new();
    }
    let mut placed: Vec<(i64, usize, LevelChoice)> = report
        .levels
        .iter()
        .enumerate()
        .map(|(at, level)| {
            let written = fields.get(&format!("level-{at}")).parse().unwrap_or(at as i64 + 1);
            let senior = if level.is_new { fields.has(&format!("senior-{at}")) } else { level.senior };
            (written, at, LevelChoice { name: level.name.clone(), senior })
        })
        .collect();
    // Who was given the place of another comes before it.
    placed.sort_by_key(|(written, at, _)| (*written, *written == *at as i64 + 1, *at));
    placed.into_iter().map(|(_, _, choice)| choice).collect()
}

fn refusal(error: ImportError) -> Error {
    match error {
        ImportError::Db(error) => Error::from(error),
        other => Error::refused("The file could not be used", other.to_string()),
    }
}
