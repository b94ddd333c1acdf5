//! A link that asks no longer, in kind words, with whom to write to.

use super::standing::Door;
use super::visit::{Sheet, Visit};
use crate::shell::{Result, show, words};
use askama::Template;

#[derive(Template)]
#[template(path = "features/recruiting/shut.html")]
struct ShutPage {
    sheet: Sheet,
    what: &'static str,
    then: String,
}

/// The page of a link that was withdrawn, or whose day has passed.
pub fn page(visit: Visit) -> Result {
    let runs = &visit.runs.name;
    let (what, then) = match visit.door {
        Door::Expired => (
            "This question has had its day",
            format!(
                "It asked until {}. If you would still like to take part, or to help, write to {runs}: that is always welcome.",
                words::day(visit.pitch.answer_by.unwrap_or_else(|| visit.pitch.ask.ends_on()))
            ),
        ),
        _ => (
            "This letter was taken back",
            format!(
                "Nothing is asked of you, and nothing is missing. If you were about to answer, {runs} is glad to hear from you."
            ),
        ),
    };
    let sheet = Sheet { title: what.to_owned(), ..visit.sheet };
    show(&ShutPage { sheet, what, then })
}
