use crate::access::{Administrator, At, Ctx, audit};
use crate::features::{accounts, people};
use crate::shell::{
    Error, Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused, words,
};
use askama::Template;
use bellwether_kernel::{Email, PersonId};
use bellwether_outbox::Letter;

const PATH: &str = "/settings/administrators";

#[derive(Template)]
#[template(path = "features/settings/administrators.html")]
struct AdministratorsPage {
    frame: Frame,
    administrators: Vec<(accounts::Appointed, String)>,
    me: PersonId,
    fields: Fields,
    problems: Problems,
}

/// `GET /settings/administrators`
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    show(&page_of(&ctx, Fields::default(), Problems::none()).await?)
}

/// `POST /settings/administrators`: makes somebody an administrator, and writes to them.
pub async fn add(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let name = fields.words("name", 120, "Write their name.", &mut problems);
    let email = fields.email("email", &mut problems);
    let (Some(email), true) = (email, problems.is_empty()) else {
        return show_refused(&page_of(&ctx, fields, problems).await?);
    };
    let tx = ctx.db.begin().await?;
    let person = people::known_or_new(&tx, &ctx.world, &name, &email).await?;
    if accounts::appoint(&tx, person, ctx.scope.by, ctx.now).await? {
        audit::write(&tx, &ctx.world, line(&ctx, "made an administrator", person)).await?;
        let letter = invitation(&ctx, person, &name, &email);
        bellwether_outbox::enqueue(&tx, &ctx.world, ctx.app.config().host(), letter).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(PATH, Flash::new(format!("{name} administers Bellwether now. A mail is on its way.")))
}

/// `POST /settings/administrators/{person}/remove`
pub async fn remove(ctx: Ctx<Administrator>, At(person): At<PersonId>) -> Result {
    let tx = ctx.db.begin().await?;
    people::find(&tx, person).await?.ok_or(Error::NotFound)?;
    if !accounts::administers(&tx, person).await? {
        return see_other_with(PATH, Flash::new("They do not administer it."));
    }
    if !accounts::dismiss(&tx, person).await? {
        return Err(Error::refused(
            "Bellwether keeps at least one administrator",
            "Nothing was changed. Name another administrator first, then take this one away.",
        ));
    }
    audit::write(&tx, &ctx.world, line(&ctx, "took an administrator away", person)).await?;
    tx.commit().await?;
    let to = if person == ctx.scope.by { "/" } else { PATH };
    see_other_with(to, Flash::new("They no longer administer it. What they did stays."))
}

fn line(ctx: &Ctx<Administrator>, verb: &'static str, person: PersonId) -> audit::Line<'static> {
    let object = format!("person:{person}");
    audit::Line { actor: Some(ctx.scope.by), verb, object, ..audit::Line::default() }
}

fn invitation(ctx: &Ctx<Administrator>, person: PersonId, name: &str, email: &Email) -> Letter {
    let by = ctx.actor.as_ref().map_or(String::new(), |a| a.name.clone());
    let organization = &ctx.organization.name;
    Letter {
        kind: "invitation",
        program: None,
        person: Some(person),
        about: format!("administrator:{person}"),
        to: (name.to_owned(), email.clone()),
        from_name: by.clone(),
        reply_to: None,
        subject: format!("You administer mentoring at {organization}"),
        text: format!(
            "Hello {},\n\n{by} made you an administrator of Bellwether, which runs the mentoring programs of {organization}.\n\n\
             Sign in with this address; a code comes by mail:\n{}\n",
            words::first_name(name),
            ctx.app.link("/sign-in"),
        ),
        html: None,
        calendar: None,
        not_before: ctx.now,
        expires_at: None,
        created_by: Some(ctx.scope.by),
    }
}

async fn page_of(ctx: &Ctx<Administrator>, fields: Fields, problems: Problems) -> Result<AdministratorsPage> {
    let since = |a: &accounts::Appointed| a.since.to_zoned(ctx.organization.zone.clone()).date();
    let administrators = accounts::administrators(&ctx.db).await?;
    let administrators =
        administrators.into_iter().map(|a| (a.clone(), words::day_year(since(&a)))).collect();
    let frame = ctx.frame("Administrators", "/settings");
    Ok(AdministratorsPage { frame, administrators, me: ctx.scope.by, fields, problems })
}
