//! An answer that a leader gave in person or by telephone, recorded by a coordinator.

use super::acts::{erased, recording};
use super::choose::later_on;
use super::holding::Said;
use super::{Answer, Help, Smaller, asks, store};
use crate::access::{At, Coordinator, Ctx};
use crate::features::{people, programs, shortlist};
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused,
};
use askama::Template;
use bellwether_kernel::{ProgramId, ProspectId, from_micros, micros};

type Which = At<(ProgramId, ProspectId)>;

#[derive(Template)]
#[template(path = "features/recruiting/by_phone.html")]
struct ByPhonePage {
    frame: Frame,
    here: String,
    name: String,
    first: String,
    fields: Fields,
    problems: Problems,
}

/// `GET …/answer`
pub async fn page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let fields = Fields::of([("answer", String::new())]);
    show(&form(&ctx, id, fields, Problems::none()).await?)
}

/// `POST …/answer`
pub async fn record(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    if !prospect.may_pitch() {
        return Err(Error::refused(
            "No conversation is recorded yet",
            "Nothing was changed. Record that you met or spoke first; then record what they said.",
        ));
    }
    if prospect.erased_at.is_some() {
        return Err(erased());
    }
    let mut problems = Problems::none();
    let answer: Option<Answer> = fields.choice("answer", &mut problems);
    let smaller: Option<Smaller> =
        fields.get("smaller").parse().ok().filter(|_| answer == Some(Answer::Smaller));
    if answer == Some(Answer::Smaller) && smaller.is_none() {
        problems.say("smaller", "Choose which.");
    }
    let help: Option<Help> = fields.get("help").parse().ok().filter(|_| answer == Some(Answer::Advocate));
    if answer == Some(Answer::Advocate) && help.is_none() {
        problems.say("help", "Choose how they help.");
    }
    let wakes_on = if answer == Some(Answer::Later) {
        let on = fields.date("wakes_on", &mut problems);
        if on <= ctx.today() {
            problems.say("wakes_on", "That day has passed. Choose a later one.");
        }
        Some(on)
    } else {
        None
    };
    let (Some(answer), true) = (answer, problems.is_empty()) else {
        return show_refused(&form(&ctx, id, fields, problems).await?);
    };
    // Where no letter left, the conversation was the ask.
    let known = if prospect.asked_at.is_none() && prospect.answered_at.is_none() {
        shortlist::known(&ctx.db, ctx.scope.program, prospect.person, None, ctx.today()).await?
    } else {
        None
    };
    let tx = ctx.db.begin().await?;
    if let Some(known) = known {
        asks::keep(&tx, &ctx.world, id, &known).await?;
    }
    recording(&ctx, id).take(&tx, Said { answer, smaller, wakes_on }, help).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let here = ctx.prospect_path(id);
    let at = store::find(&ctx.db, ctx.scope.program, id).await?.answered_at.map_or(0, micros);
    see_other_with(&here, Flash::with_undo("Recorded.", format!("{here}/answer/undo?at={at}")))
}

/// `POST …/answer/undo`
pub async fn undo(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let Some(at) = query.get("at").parse().ok().map(from_micros) else {
        return see_other(&ctx.prospect_path(id));
    };
    let tx = ctx.db.begin().await?;
    recording(&ctx, prospect.id).undo(&tx, at).await?;
    tx.commit().await?;
    see_other_with(&ctx.prospect_path(id), Flash::new("Taken back."))
}

async fn form(
    ctx: &Ctx<Coordinator>,
    id: ProspectId,
    mut fields: Fields,
    problems: Problems,
) -> Result<ByPhonePage> {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let person = people::find(&ctx.db, prospect.person).await?.ok_or(Error::NotFound)?;
    let program = programs::find(&ctx.db, ctx.scope.program).await?;
    if fields.get("wakes_on").is_empty() {
        let on = later_on("month", ctx.today(), program.ends_on);
        fields.set("wakes_on", on.map_or(String::new(), |d| d.to_string()));
    }
    Ok(ByPhonePage {
        frame: ctx.frame(person.name.clone(), &ctx.path("/today")),
        here: ctx.prospect_path(id),
        first: person.first_name().to_owned(),
        name: person.name,
        fields,
        problems,
    })
}
