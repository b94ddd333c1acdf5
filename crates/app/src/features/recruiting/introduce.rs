//! Introductions: asking a connector for one, and recording that it was made.

use super::answering::contacts;
use super::connectors;
use super::letters::{self, Draft, Posting};
use super::spoke::past_day;
use super::steps::{self, NewTouch};
use super::{Prospect, TouchKind, store};
use crate::access::{At, Coordinator, Ctx};
use crate::features::people::{self, Person};
use crate::features::programs::{self, Program};
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_kernel::jiff::{SignedDuration, ToSpan as _};
use bellwether_kernel::{Date, Email, PersonId, ProgramId, ProspectId};

type Which = At<(ProgramId, ProspectId)>;

/// Connectors offered in the form.
const OFFERED: i64 = 12;

#[derive(Template)]
#[template(path = "features/recruiting/introduce.html")]
struct IntroducePage {
    frame: Frame,
    here: String,
    name: String,
    first: String,
    people: Vec<(PersonId, String)>,
    connector: Option<PersonId>,
    connector_name: String,
    fields: Fields,
    problems: Problems,
    today: Date,
    draft: Option<Draft>,
    to: String,
    asked: Option<String>,
    cannot: Option<String>,
}

impl IntroducePage {
    fn is_connector(&self, person: &PersonId) -> bool {
        self.connector == Some(*person)
    }
}

/// `GET …/introduction`
pub async fn page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let mut problems = Problems::none();
    let chosen = connectors::chosen(&ctx.db, &query, "connector", &mut problems).await?;
    let mut fields = query;
    fields.set("on", ctx.today().to_string());
    show(&introduce(&ctx, id, chosen, fields, problems).await?)
}

async fn introduce(
    ctx: &Ctx<Coordinator>,
    id: ProspectId,
    chosen: Option<PersonId>,
    mut fields: Fields,
    problems: Problems,
) -> Result<IntroducePage> {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let person = people::find(&ctx.db, prospect.person).await?.ok_or(Error::NotFound)?;
    let tied = connectors::tied(&ctx.db, ctx.scope.program, person.id, ctx.today(), OFFERED).await?;
    let connector = chosen.or(prospect.connector).or_else(|| tied.first().map(|t| t.person));
    let connector = match connector {
        Some(id) => people::find(&ctx.db, id).await?,
        None => None,
    };
    let mut offered: Vec<(PersonId, String)> = tied.iter().map(|t| (t.person, t.label())).collect();
    if let Some(c) = connector.as_ref().filter(|c| tied.iter().all(|t| t.person != c.id)) {
        offered.insert(0, (c.id, c.name.clone()));
    }
    if fields.get("by").is_empty() {
        fields.set("by", connector.as_ref().map_or(String::new(), |c| c.id.to_string()));
    }
    let program = programs::find(&ctx.db, ctx.scope.program).await?;
    let asked = bellwether_outbox::of_about(&ctx.db, &letters::about_introduction(id)).await?;
    let asked = asked.first().map(|m| {
        format!("{} was asked on {}.", m.to_name, words::moment(m.created_at, &ctx.organization.zone))
    });
    let draft = match &connector {
        Some(connector) => Some(letter(ctx, &prospect, &person, connector, &program).await?),
        None => None,
    };
    Ok(IntroducePage {
        frame: ctx.frame(person.name.clone(), &ctx.path("/today")),
        here: ctx.prospect_path(id),
        first: person.first_name().to_owned(),
        name: person.name,
        people: offered,
        cannot: connector.as_ref().and_then(|c| cannot(c, ctx.today())),
        to: connector.as_ref().map_or(String::new(), |c| {
            format!("{} <{}>", c.name, c.email.as_deref().unwrap_or("no address"))
        }),
        connector: connector.as_ref().map(|c| c.id),
        connector_name: connector.map_or(String::new(), |c| c.name),
        fields,
        problems,
        today: ctx.today(),
        draft,
        asked,
    })
}

/// Why no mail can go to a connector.
fn cannot(connector: &Person, today: Date) -> Option<String> {
    if connector.has_left(today) {
        return Some(format!("{} has left.", connector.name));
    }
    let readable = connector.email.as_deref().is_some_and(|e| Email::parse(e).is_ok());
    (!readable).then(|| {
        format!(
            "{} has no mail address in the directory. Ask in person, then record it below.",
            connector.name
        )
    })
}

async fn letter(
    ctx: &Ctx<Coordinator>,
    prospect: &Prospect,
    leader: &Person,
    connector: &Person,
    program: &Program,
) -> Result<Draft> {
    let mut contacts = contacts(&ctx.db, program, prospect.owner.or(Some(ctx.scope.by))).await?;
    let owner = if contacts.is_empty() { return Err(Error::NotFound) } else { contacts.swap_remove(0) };
    Ok(letters::introduction(connector, leader, &owner, program, program.ask.as_ref()))
}

/// `POST …/introduction/request`: asks a connector by mail, once a day at most.
pub async fn request(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    let here = ctx.prospect_path(id);
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let person = people::find(&ctx.db, prospect.person).await?.ok_or(Error::NotFound)?;
    let connector = match fields.get("connector").parse::<PersonId>() {
        Ok(connector) => people::find(&ctx.db, connector).await?,
        Err(_) => None,
    };
    let Some(connector) = connector else { return see_other(&format!("{here}/introduction")) };
    let address = connector.email.as_deref().and_then(|e| Email::parse(e).ok());
    let Some(email) =
        address.filter(|_| cannot(&connector, ctx.today()).is_none() && prospect.closed_at.is_none())
    else {
        return see_other(&format!("{here}/introduction?connector={}", connector.id));
    };
    let program = programs::find(&ctx.db, ctx.scope.program).await?;
    let draft = letter(&ctx, &prospect, &person, &connector, &program).await?;
    let mut from = contacts(&ctx.db, &program, prospect.owner.or(Some(ctx.scope.by))).await?;
    let from = from.swap_remove(0);
    let about = letters::about_introduction(id);
    let not_before = ctx.now + SignedDuration::from_mins(super::send::stop_minutes(&ctx.db).await?);
    let tx = ctx.db.begin().await?;
    let day_ago = ctx.now - SignedDuration::from_hours(24);
    let asked = bellwether_outbox::of_about(&tx, &about).await?;
    let already = asked.iter().any(|m| {
        m.person == Some(connector.id)
            && m.created_at > day_ago
            && m.state != bellwether_outbox::State::Stopped
    });
    if !already {
        let posting = Posting {
            kind: "introduction",
            program: &program,
            about,
            to: (connector.id, connector.name.clone(), email),
            from_name: from.name,
            reply_to: from.email.and_then(|e| Email::parse(&e).ok()),
            not_before,
            created_by: Some(ctx.scope.by),
        };
        bellwether_outbox::enqueue(&tx, &ctx.world, ctx.app.config().host(), letters::post(&draft, posting))
            .await?;
        let next = steps::Next {
            owner: prospect.owner.or(Some(ctx.scope.by)),
            step: Some(&format!("Hear from {} about the introduction", connector.first_name())),
            on: ctx.today().checked_add(3.days()).ok(),
            connector: Some(connector.id),
        };
        steps::set_next(&tx, &ctx.scope, id, &next).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(
        &here,
        Flash::new(format!("{} is asked by mail. Record the introduction once it was made.", connector.name)),
    )
}

/// `POST …/introduction`: it was made.
pub async fn record(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: Fields) -> Result {
    let prospect = store::find(&ctx.db, ctx.scope.program, id).await?;
    let mut problems = Problems::none();
    let on = past_day(&fields, ctx.today(), &mut problems);
    let by = connectors::chosen(&ctx.db, &fields, "by", &mut problems).await?;
    if by.is_none() {
        problems.say("by", "Choose who made the introduction.");
    }
    if by == Some(prospect.person) {
        problems.say("by", "A leader cannot introduce themselves. Choose who did.");
    }
    if !problems.is_empty() {
        return show_refused(&introduce(&ctx, id, None, fields, problems).await?);
    }
    let note: String = fields.get("note").chars().take(500).collect();
    let tx = ctx.db.begin().await?;
    let touch = NewTouch { kind: TouchKind::Introduction, on, by, note: &note };
    steps::touch(&tx, &ctx.world, &ctx.scope, id, &touch).await?;
    steps::next_step(&tx, &ctx.scope, id, Some("Find ten minutes"), ctx.today().checked_add(3.days()).ok())
        .await?;
    bellwether_outbox::stop_about(
        &tx,
        &ctx.world,
        &letters::about_introduction(id),
        "the introduction was made",
    )
    .await?;
    tx.commit().await?;
    see_other_with(&ctx.prospect_path(id), Flash::new("Recorded. Now find ten minutes."))
}
