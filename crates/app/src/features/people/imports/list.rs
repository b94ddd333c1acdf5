//! The imports so far.

use super::field::Kind;
use super::report::Report;
use super::store::{self, State};
use crate::access::{Ctx, Staff};
use crate::shell::{Frame, Result, show, words};
use askama::Template;

#[derive(Template)]
#[template(path = "features/people/imports/list.html")]
struct ListPage {
    frame: Frame,
    imports: Vec<Listed>,
}

/// An import as it is listed.
struct Listed {
    id: String,
    file_name: String,
    kind: &'static str,
    state: String,
    is_waiting: bool,
    counts: String,
    by: String,
}

/// `GET /imports`
pub async fn page(ctx: Ctx<Staff>) -> Result {
    let zone = &ctx.organization.zone;
    let listed = |import: store::Import| {
        let report: Report = serde_json::from_str(&import.report).unwrap_or_default();
        let counts = report.counts;
        Listed {
            id: import.id.to_string(),
            file_name: if import.file_name.is_empty() { "a file".to_owned() } else { import.file_name },
            kind: if import.kind == Kind::People { "People" } else { "Ties" },
            is_waiting: import.state == State::Previewed,
            state: match (import.state, import.written_at, import.undone_at) {
                (State::Undone, _, Some(at)) => format!("taken back {}", words::moment(at, zone)),
                (State::Written, Some(at), _) => format!("written {}", words::moment(at, zone)),
                _ => format!("looked at {}", words::moment(import.created_at, zone)),
            },
            counts: in_words(counts.new, counts.changed, counts.unchanged, counts.rejected),
            by: import.by.unwrap_or_else(|| "the console".to_owned()),
        }
    };
    let imports = store::latest(&ctx.db).await?.into_iter().map(listed).collect();
    show(&ListPage { frame: ctx.frame("Imports", "/imports"), imports })
}

/// "3 new, 5 changed, 63 as they were, 3 to mend": what is not none.
pub fn in_words(new: u64, changed: u64, unchanged: u64, rejected: u64) -> String {
    let figure = |n: u64| words::figure(i64::try_from(n).unwrap_or(i64::MAX));
    let all = [(new, "new"), (changed, "changed"), (unchanged, "as they were"), (rejected, "to mend")];
    let some: Vec<String> =
        all.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", figure(*n))).collect();
    some.join(", ")
}
