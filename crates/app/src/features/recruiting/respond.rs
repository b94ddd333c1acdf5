//! The second tap: the answer is given, taken back, or confirmed.

use super::answering::Answering;
use super::choose::{self, later_on};
use super::evidence::lower;
use super::holding::{Judged, Said};
use super::standing::Door;
use super::visit::{self, Sheet, Visit};
use super::{Answer, Help, Smaller, responses};
use crate::access::{Ctx, LinkHolder};
use crate::shell::{Error, Fields, Result, see_other, show};
use askama::Template;
use bellwether_kernel::{Date, from_micros, parse_date};

#[derive(Template)]
#[template(path = "features/recruiting/confirm.html")]
struct ConfirmPage {
    sheet: Sheet,
    why: &'static str,
    answer: Answer,
    label: String,
    fields: Vec<(&'static str, String)>,
}

/// `POST /ask/{token}/answer`: answers.
pub async fn answer(ctx: Ctx<LinkHolder>, fields: Fields) -> Result {
    let visit = visit::open(&ctx).await?;
    if !matches!(visit.door, Door::Asks | Door::Answered) {
        return see_other(&visit.sheet.base);
    }
    let (said, help) = match read(&fields, ctx.today(), visit.program.ends_on) {
        Ok(read) => read,
        Err(Unclear::Day(problem)) => return choose::refused(visit, problem, ctx.today()),
        Err(Unclear::Answer(Some(answer))) => {
            return see_other(&format!("{}/answer?answer={answer}", visit.sheet.base));
        }
        Err(Unclear::Answer(None)) => return see_other(&visit.sheet.base),
    };
    let tx = ctx.db.begin().await?;
    let judged = answering(&ctx, &visit).take(&tx, said, help).await.map_err(overtaken)?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let base = &visit.sheet.base;
    match judged {
        Judged::Counts | Judged::Already if said.answer == Answer::No => see_other(&format!("{base}/help")),
        Judged::Counts | Judged::Already => see_other(base),
        Judged::TooSoon | Judged::Contradicts => {
            let asked: Vec<String> =
                said_fields(&said, help).iter().map(|(n, v)| format!("{n}={v}")).collect();
            let why = if judged == Judged::TooSoon { "soon" } else { "two" };
            see_other(&format!("{base}/confirm?why={why}&{}", asked.join("&")))
        }
    }
}

/// `GET /ask/{token}/confirm`: an answer came too soon, or two at once.
pub async fn confirm(ctx: Ctx<LinkHolder>) -> Result {
    let visit = visit::open(&ctx).await?;
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let read = read(&query, ctx.today(), visit.program.ends_on);
    let (Ok((said, help)), Door::Asks | Door::Answered) = (read, visit.door) else {
        return see_other(&visit.sheet.base);
    };
    let why = if query.get("why") == "soon" {
        "An answer came within seconds of the letter’s delivery. Programs that check mail do that."
    } else {
        "Two answers came within seconds of each other. Programs that check mail do that. Wait ten seconds, then tap."
    };
    show(&ConfirmPage {
        sheet: Sheet { title: "Please confirm".to_owned(), ..visit.sheet },
        why,
        answer: said.answer,
        label: lower(said.smaller.map_or(said.answer.label(), Smaller::label)),
        fields: said_fields(&said, help),
    })
}

/// `POST /ask/{token}/not-me`: what was held was nobody's answer.
pub async fn not_me(ctx: Ctx<LinkHolder>) -> Result {
    let visit = visit::open(&ctx).await?;
    let tx = ctx.db.begin().await?;
    responses::disown_held(&tx, visit.pitch.id, ctx.now).await?;
    tx.commit().await?;
    see_other(&visit.sheet.base)
}

/// `POST /ask/{token}/undo`: the last answer is taken back.
pub async fn undo(ctx: Ctx<LinkHolder>, fields: Fields) -> Result {
    let visit = visit::open(&ctx).await?;
    let at = fields.get("at").parse().ok().map(from_micros);
    if let (Door::Answered, Some(at)) = (visit.door, at) {
        let tx = ctx.db.begin().await?;
        answering(&ctx, &visit).undo(&tx, at).await.map_err(overtaken)?;
        tx.commit().await?;
    }
    see_other(&visit.sheet.base)
}

/// What a form says is not clear yet.
enum Unclear {
    /// Which answer; or how, of an answer that has ways.
    Answer(Option<Answer>),
    /// On which day.
    Day(String),
}

fn read(
    fields: &Fields,
    today: Date,
    program_ends: Date,
) -> std::result::Result<(Said, Option<Help>), Unclear> {
    let answer: Answer = fields.get("answer").parse().map_err(|_| Unclear::Answer(None))?;
    let plain = Said { answer, smaller: None, wakes_on: None };
    let how = Unclear::Answer(Some(answer));
    match answer {
        Answer::Smaller => {
            let smaller: Smaller = fields.get("smaller").parse().map_err(|_| how)?;
            Ok((Said { smaller: Some(smaller), ..plain }, None))
        }
        Answer::Advocate => {
            let help: Help = fields.get("help").parse().map_err(|_| how)?;
            Ok((plain, Some(help)))
        }
        Answer::Later => {
            let on = match fields.get("later") {
                "day" | "" => own_day(fields.get("on"), today)?,
                chosen => later_on(chosen, today, program_ends).ok_or(how)?,
            };
            Ok((Said { wakes_on: Some(on), ..plain }, None))
        }
        Answer::Yes | Answer::Talk | Answer::No => Ok((plain, None)),
    }
}

fn own_day(text: &str, today: Date) -> std::result::Result<Date, Unclear> {
    let day = parse_date(text)
        .ok_or_else(|| Unclear::Day("Choose a day. Nothing has been kept yet.".to_owned()))?;
    if day <= today {
        return Err(Unclear::Day("That day has passed. Choose a later one.".to_owned()));
    }
    if day > today.saturating_add(bellwether_kernel::jiff::Span::new().years(3)) {
        return Err(Unclear::Day("That is more than three years away. Choose an earlier day.".to_owned()));
    }
    Ok(day)
}

fn said_fields(said: &Said, help: Option<Help>) -> Vec<(&'static str, String)> {
    let mut fields = vec![("answer", said.answer.to_string())];
    fields.extend(said.smaller.map(|s| ("smaller", s.to_string())));
    fields.extend(said.wakes_on.map(|d| ("on", d.to_string())));
    fields.extend(help.map(|h| ("help", h.to_string())));
    fields
}

fn answering<'a>(ctx: &'a Ctx<LinkHolder>, visit: &'a Visit) -> Answering<'a> {
    Answering {
        app: &ctx.app,
        program: ctx.scope.program,
        prospect: ctx.scope.prospect,
        pitch: Some(&visit.pitch),
        recorded_by: None,
    }
}

/// One voice: while the answer was being taken back, another program began to ask.
fn overtaken(error: bellwether_db::DbError) -> Error {
    if error.is_conflict() {
        return Error::overtaken(
            "Your answer stays as it is",
            "Something else about you changed in the same moment. Nothing was lost: open the letter again.",
        );
    }
    error.into()
}
