//! Recording a conversation: its day and who spoke. Only that opens the pitch; an override for a
//! written reason does too, and the reason is kept.

use super::connectors::{self, Tied};
use super::steps::{self, NewTouch};
use super::{Prospect, TouchKind, store};
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::people::{self, Person};
use crate::features::programs;
use crate::shell::{Error, Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused};
use askama::Template;
use bellwether_kernel::{Date, PersonId, ProgramId, ProspectId};

type Which = At<(ProgramId, ProspectId)>;

/// People offered in a form.
const OFFERED: i64 = 12;

#[derive(Template)]
#[template(path = "features/recruiting/spoke.html")]
struct SpokePage {
    frame: Frame,
    here: String,
    name: String,
    first: String,
    thanks: bool,
    people: Vec<(PersonId, String)>,
    fields: Fields,
    problems: Problems,
    today: Date,
}

#[derive(Template)]
#[template(path = "features/recruiting/override.html")]
struct OverridePage {
    frame: Frame,
    here: String,
    name: String,
    fields: Fields,
    problems: Problems,
}

async fn whom(ctx: &Ctx<Coordinator>, id: ProspectId) -> Result<(Prospect, Person)> {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let person = people::find(&ctx.db, prospect.person).await?.ok_or(Error::NotFound)?;
    Ok((prospect, person))
}

/// Who may have spoken: coordinators, the connector, and people tied to the leader.
async fn speakers(ctx: &Ctx<Coordinator>, prospect: &Prospect) -> Result<Vec<(PersonId, String)>> {
    let coordinators = programs::coordinators(&ctx.db, ctx.scope.program).await?;
    let mut all: Vec<(PersonId, String)> = coordinators.into_iter().map(|(id, name, _)| (id, name)).collect();
    if let Some(connector) = prospect.connector {
        all.extend(people::find(&ctx.db, connector).await?.map(|p| (p.id, p.name)));
    }
    let tied = connectors::tied(&ctx.db, ctx.scope.program, prospect.person, ctx.today(), OFFERED).await?;
    all.extend(tied.into_iter().map(|Tied { person, name, .. }| (person, name)));
    let mut seen = Vec::new();
    all.retain(|(id, _)| {
        let new = !seen.contains(id);
        seen.push(*id);
        new
    });
    Ok(all)
}

/// `GET …/meeting`
pub async fn meeting_page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let fields = Fields::of([
        ("kind", "meeting".to_owned()),
        ("by", ctx.scope.by.to_string()),
        ("on", ctx.today().to_string()),
    ]);
    show(&spoke(&ctx, id, false, fields, Problems::none()).await?)
}

/// `POST …/meeting`
pub async fn meeting(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    record(ctx, id, fields, false).await
}

/// `GET …/thank-you`
pub async fn thanks_page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let fields = Fields::of([("by", ctx.scope.by.to_string()), ("on", ctx.today().to_string())]);
    show(&spoke(&ctx, id, true, fields, Problems::none()).await?)
}

/// `POST …/thank-you`
pub async fn thanks(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    record(ctx, id, fields, true).await
}

async fn spoke(
    ctx: &Ctx<Coordinator>,
    id: ProspectId,
    thanks: bool,
    fields: Fields,
    problems: Problems,
) -> Result<SpokePage> {
    let (prospect, person) = whom(ctx, id).await?;
    Ok(SpokePage {
        frame: ctx.frame(person.name.clone(), &ctx.path("/today")),
        here: ctx.prospect_path(id),
        first: person.first_name().to_owned(),
        name: person.name,
        thanks,
        people: speakers(ctx, &prospect).await?,
        fields,
        problems,
        today: ctx.today(),
    })
}

async fn record(ctx: Ctx<Coordinator>, id: ProspectId, fields: Fields, thanks: bool) -> Result {
    let (_, person) = whom(&ctx, id).await?;
    let mut problems = Problems::none();
    let kind = if thanks { Some(TouchKind::ThankYou) } else { fields.choice("kind", &mut problems) };
    let kind = kind.filter(|k| thanks || matches!(k, TouchKind::Meeting | TouchKind::Call));
    if kind.is_none() {
        problems.say("kind", "Choose whether you met or spoke by telephone.");
    }
    let on = past_day(&fields, ctx.today(), &mut problems);
    let by = connectors::chosen(&ctx.db, &fields, "by", &mut problems).await?;
    if by.is_none() {
        problems.say("by", "Choose who spoke with them.");
    }
    if by == Some(person.id) {
        problems.say("by", format!("{} cannot have spoken with themselves. Choose who did.", person.name));
    }
    if fields.get("note").chars().count() > 500 {
        problems.say("note", "This is longer than 500 characters. A few words are enough.");
    }
    let (Some(kind), true) = (kind, problems.is_empty()) else {
        return show_refused(&spoke(&ctx, id, thanks, fields, problems).await?);
    };
    let tx = ctx.db.begin().await?;
    let touch = NewTouch { kind, on, by, note: fields.get("note") };
    steps::touch(&tx, &ctx.world, &ctx.scope, id, &touch).await?;
    if !thanks {
        steps::next_step(&tx, &ctx.scope, id, None, None).await?;
    }
    tx.commit().await?;
    let says = if thanks { "Recorded." } else { "Recorded. The pitch is open now." };
    see_other_with(&ctx.prospect_path(id), Flash::new(says))
}

/// A day that is not in the future.
pub fn past_day(fields: &Fields, today: Date, problems: &mut Problems) -> Date {
    let on = fields.date("on", problems);
    if on > today {
        problems.say("on", "That day has not come yet. Record it once it has happened.");
    }
    on
}

/// `GET …/override`
pub async fn override_page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let fields = Fields::of([("reason", String::new())]);
    show(&overriding(&ctx, id, fields, Problems::none()).await?)
}

/// `POST …/override`: opens the pitch without a conversation; the reason is kept.
pub async fn open(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    let (prospect, _) = whom(&ctx, id).await?;
    let mut problems = Problems::none();
    let reason = fields.words("reason", 500, "Write the reason. It is kept, with your name.", &mut problems);
    if !reason.is_empty() && reason.chars().count() < 10 {
        problems.say("reason", "A few more words: another coordinator must understand it.");
    }
    if !problems.is_empty() {
        return show_refused(&overriding(&ctx, id, fields, problems).await?);
    }
    let tx = ctx.db.begin().await?;
    steps::open_pitch(&tx, &ctx.world, &ctx.scope, prospect.id, &reason).await?;
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        for_person: None,
        verb: "opened a pitch without a conversation",
        object: format!("prospect:{id}"),
        detail: String::new(),
        program: Some(ctx.scope.program),
    };
    audit::write(&tx, &ctx.world, line).await?;
    tx.commit().await?;
    let to = format!("{}/pitch", ctx.prospect_path(id));
    see_other_with(&to, Flash::new("Open, for the reason that you wrote."))
}

async fn overriding(
    ctx: &Ctx<Coordinator>,
    id: ProspectId,
    fields: Fields,
    problems: Problems,
) -> Result<OverridePage> {
    let (_, person) = whom(ctx, id).await?;
    Ok(OverridePage {
        frame: ctx.frame(person.name.clone(), &ctx.path("/today")),
        here: ctx.prospect_path(id),
        name: person.name,
        fields,
        problems,
    })
}
