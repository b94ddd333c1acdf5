//! Choosing a file.

use super::field::Kind;
use super::mapping::Mapping;
use super::store::{self, NewImport};
use super::work;
use crate::access::{Ctx, Staff};
use crate::shell::{Fields, Frame, Problems, Result, Upload, see_other, show, show_refused};
use askama::Template;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{ImportId, ProgramId, one_line};

/// Files, and the bad rows that are left of them, are forgotten after a day.
const FILES_LAST: SignedDuration = SignedDuration::from_hours(24);
/// An import can be taken back for thirty days.
const UNDO_LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);

#[derive(Template)]
#[template(path = "features/people/imports/upload.html")]
struct UploadPage {
    frame: Frame,
    fields: Fields,
    problems: Problems,
    /// Programs that they coordinate.
    programs: Vec<(ProgramId, String)>,
}

/// `GET /imports/new`
pub async fn page(ctx: Ctx<Staff>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let kind: Kind = query.get("kind").parse().unwrap_or(Kind::People);
    let fields = Fields::of([("kind", kind.to_string()), ("role", "mentee".to_owned())]);
    show(&shown(&ctx, fields, Problems::none()))
}

/// `POST /imports/new`: keeps the file, looks at it, and shows what it found. Nothing is imported yet.
pub async fn take(ctx: Ctx<Staff>, upload: Upload) -> Result {
    let Upload { fields, file_name, bytes } = upload;
    let mut problems = Problems::none();
    let kind: Option<Kind> = fields.choice("kind", &mut problems);
    if bytes.is_empty() && file_name.is_empty() {
        problems.say("file", "Choose a file: CSV, or a workbook (XLSX).");
    } else if bytes.is_empty() {
        problems.say("file", format!("“{file_name}” is empty. Export it again, with a row of headings."));
    }
    let program = fields.get("program").parse::<ProgramId>().ok();
    let is_theirs = |p: &ProgramId| ctx.actor.as_ref().is_some_and(|a| a.coordinated(*p).is_some());
    let program = program.filter(is_theirs);
    let (Some(kind), true) = (kind, problems.is_empty()) else {
        return show_refused(&shown(&ctx, fields, problems));
    };
    let role = match fields.get("role") {
        "mentor" => "mentor",
        "either" => "either",
        _ => "mentee",
    };
    let mapping = Mapping {
        program: program.filter(|_| kind == Kind::People),
        role: role.to_owned(),
        ..Mapping::default()
    };
    let mapping = serde_json::to_string(&mapping)?;
    let id: ImportId = ctx.world.id();
    let name: String = one_line(&file_name).chars().take(200).collect();
    let tx = ctx.db.begin().await?;
    store::tidy(&tx, ctx.now - FILES_LAST, ctx.now - UNDO_LASTS).await?;
    let by = Some(ctx.scope.by);
    let new = NewImport { id, kind, file_name: &name, mapping: &mapping, report: "{}", by, now: ctx.now };
    store::open(&tx, &new, Some(bytes.into())).await?;
    tx.commit().await?;
    work::check(ctx.app.system(), id).await;
    see_other(&format!("/imports/{id}"))
}

fn shown(ctx: &Ctx<Staff>, fields: Fields, problems: Problems) -> UploadPage {
    let coordinated = ctx.actor.iter().flat_map(|a| &a.coordinates);
    UploadPage {
        frame: ctx.frame("Import", "/imports"),
        fields,
        problems,
        programs: coordinated.map(|c| (c.program, c.name.clone())).collect(),
    }
}
