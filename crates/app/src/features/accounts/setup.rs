use super::store;
use crate::App;
use crate::access::{At, Ctx, SettingUp, audit, sign_ins, token_hash};
use crate::features::settings;
use crate::shell::{Error, Fields, Letter, Problems, Result, see_other, show, show_refused};
use askama::Template;
use axum::http::header;
use bellwether_db::DbError;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::parse_zone;

/// How long the link for the first administrator works.
const LINK_LASTS: SignedDuration = SignedDuration::from_hours(24);

/// A one-time link that makes an administrator.
pub struct SetupLink {
    /// The whole link.
    pub url: String,
}

/// Whether nobody administers this installation yet.
pub async fn needs_setup(app: &App) -> std::result::Result<bool, DbError> {
    Ok(!store::has_administrator(&app.system().db).await?)
}

/// Makes a one-time link for an administrator: for the first start, or where all were lost.
pub async fn setup_link(app: &App) -> std::result::Result<SetupLink, DbError> {
    let system = app.system();
    let token = system.world.chance.token();
    store::keep_link(&system.db, &token_hash(&token), system.now, system.now + LINK_LASTS).await?;
    Ok(SetupLink { url: app.link(&format!("/setup/{token}")) })
}

#[derive(Template)]
#[template(path = "features/accounts/setup.html")]
struct SetupPage {
    letter: Letter,
    token: String,
    fields: Fields,
    problems: Problems,
}

/// `GET /setup/{link}`
pub async fn page(ctx: Ctx<SettingUp>, At(token): At<String>) -> Result {
    let organization = &ctx.organization;
    let fields = Fields::of([("organization", String::new()), ("zone", organization.zone_name.clone())]);
    show(&SetupPage {
        letter: ctx.letter("Set up Bellwether", "Bellwether"),
        token,
        fields,
        problems: Problems::none(),
    })
}

/// `POST /setup/{link}`: makes the administrator, names the organisation, and signs them in.
pub async fn begin(ctx: Ctx<SettingUp>, At(token): At<String>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let organization = fields.words(
        "organization",
        120,
        "Write the organization’s name; it stands on every page.",
        &mut problems,
    );
    let name = fields.words("name", 120, "Write your name.", &mut problems);
    let email = fields.email("email", &mut problems);
    let zone = fields.zone("zone", &mut problems).filter(|z| parse_zone(z).is_some());
    let (Some(email), true) = (email, problems.is_empty()) else {
        return show_refused(&SetupPage {
            letter: ctx.letter("Set up Bellwether", "Bellwether"),
            token,
            fields,
            problems,
        });
    };
    let tx = ctx.db.begin().await?;
    if !store::use_link(&tx, &token_hash(&token), ctx.now).await? {
        return Err(Error::NotFound);
    }
    let person = store::add_administrator(&tx, ctx.world.id(), &name, &email, ctx.now).await?;
    settings::put(&tx, "organization.name", &organization).await?;
    settings::put(&tx, "organization.zone", zone.as_deref().unwrap_or("UTC")).await?;
    let line = audit::Line {
        actor: Some(person),
        verb: "became administrator by the setup link",
        object: format!("person:{person}"),
        ..audit::Line::default()
    };
    audit::write(&tx, &ctx.world, line).await?;
    let cookie = sign_ins::begin(&tx, &ctx.world, ctx.app.config(), person).await?;
    tx.commit().await?;
    ctx.app.reload().await?;
    let mut response = see_other("/")?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
