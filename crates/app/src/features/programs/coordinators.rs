use super::store;
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::people;
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_kernel::{Email, PersonId, ProgramId};
use bellwether_outbox::Letter;

#[derive(Template)]
#[template(path = "features/programs/coordinators.html")]
struct CoordinatorsPage {
    frame: Frame,
    action: String,
    base: String,
    setting_up: bool,
    step: u8,
    coordinators: Vec<(PersonId, String, Option<String>)>,
    me: PersonId,
    fields: Fields,
    problems: Problems,
}

/// `GET /programs/{program}/settings/coordinators`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    show(&page_of(&ctx, Fields::default(), Problems::none()).await?)
}

/// `POST /programs/{program}/settings/coordinators`: makes somebody a coordinator, and writes to them.
pub async fn invite(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let name = fields.words("name", 120, "Write their name.", &mut problems);
    let Some(email) = fields.email("email", &mut problems).filter(|_| !name.is_empty()) else {
        return show_refused(&page_of(&ctx, fields, problems).await?);
    };
    let program = store::find(&ctx.db, ctx.scope.program).await?;
    let tx = ctx.db.begin().await?;
    let person = people::known_or_new(&tx, &ctx.world, &name, &email).await?;
    if store::add_coordinator(&tx, &ctx.world, program.id, person, Some(ctx.scope.by)).await? {
        let line = audit::Line {
            actor: Some(ctx.scope.by),
            verb: "made a coordinator",
            object: format!("person:{person}"),
            program: Some(program.id),
            ..audit::Line::default()
        };
        audit::write(&tx, &ctx.world, line).await?;
        let letter = invitation(&ctx, &program.name, person, &name, &email);
        bellwether_outbox::enqueue(&tx, &ctx.world, ctx.app.config().host(), letter).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let to = if fields.has("setup") { "/settings/coordinators?setup" } else { "/settings/coordinators" };
    see_other_with(
        &ctx.path(to),
        Flash::new(format!("{name} coordinates {} now. A mail is on its way.", program.name)),
    )
}

fn invitation(ctx: &Ctx<Coordinator>, program: &str, person: PersonId, name: &str, email: &Email) -> Letter {
    let by = ctx.actor.as_ref().map_or(String::new(), |a| a.name.clone());
    Letter {
        kind: "invitation",
        program: Some(ctx.scope.program),
        person: Some(person),
        about: format!("coordinator:{person}"),
        to: (name.to_owned(), email.clone()),
        from_name: by.clone(),
        reply_to: None,
        subject: format!("You coordinate {program}"),
        text: format!(
            "Hello {},\n\n{by} made you a coordinator of {program}, the mentoring program of {}.\n\nSign in with this address; a code comes by mail:\n{}\n",
            words::first_name(name),
            ctx.organization.name,
            ctx.app.link("/sign-in"),
        ),
        html: None,
        calendar: None,
        not_before: ctx.now,
        expires_at: None,
        created_by: Some(ctx.scope.by),
    }
}

/// `POST /programs/{program}/settings/coordinators/{person}/remove`
pub async fn remove(ctx: Ctx<Coordinator>, At((_, person)): At<(ProgramId, PersonId)>) -> Result {
    let tx = ctx.db.begin().await?;
    if !store::coordinators(&tx, ctx.scope.program).await?.iter().any(|(id, _, _)| *id == person) {
        return see_other_with(&ctx.path("/settings/coordinators"), Flash::new("They do not coordinate it."));
    }
    if !store::remove_coordinator(&tx, &ctx.scope, person).await? {
        return Err(Error::refused(
            "A program keeps at least one coordinator",
            "Nothing was changed. Invite another coordinator first, then take this one away.",
        ));
    }
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb: "took a coordinator away",
        object: format!("person:{person}"),
        program: Some(ctx.scope.program),
        ..audit::Line::default()
    };
    audit::write(&tx, &ctx.world, line).await?;
    tx.commit().await?;
    let to = if person == ctx.scope.by { "/".to_owned() } else { ctx.path("/settings/coordinators") };
    see_other_with(&to, Flash::new("They no longer coordinate it. What they did stays."))
}

async fn page_of(ctx: &Ctx<Coordinator>, fields: Fields, problems: Problems) -> Result<CoordinatorsPage> {
    let setting_up = ctx.uri.query() == Some("setup") || fields.has("setup");
    let coordinators = store::coordinators(&ctx.db, ctx.scope.program).await?;
    let frame = ctx.frame("Coordinators", &ctx.path("/settings"));
    let (action, base, me) = (ctx.path("/settings/coordinators"), ctx.path(""), ctx.scope.by);
    Ok(CoordinatorsPage { frame, action, base, setting_up, step: 4, coordinators, me, fields, problems })
}
