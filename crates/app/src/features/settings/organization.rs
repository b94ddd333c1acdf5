use super::store;
use crate::access::{Administrator, Ctx};
use crate::shell::{Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused};
use askama::Template;

#[derive(Template)]
#[template(path = "features/settings/organization.html")]
pub(super) struct OrganizationPage {
    frame: Frame,
    has_logo: bool,
    fields: Fields,
    problems: Problems,
}

/// `GET /settings/organization`
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    show(&as_set(&ctx, Problems::none()))
}

/// `POST /settings/organization`
pub async fn change(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let name =
        fields.words("name", 120, "Write the organization’s name; it stands on every page.", &mut problems);
    let zone = fields.zone("zone", &mut problems);
    if zone.is_none() {
        problems.say("zone", "Write a time zone like Europe/Paris.");
    }
    let (Some(zone), true) = (zone, problems.is_empty()) else {
        return show_refused(&page_of(&ctx, fields, problems));
    };
    let tx = ctx.db.begin().await?;
    let values = [("organization.name", name), ("organization.zone", zone)];
    store::change(&tx, &ctx.world, ctx.scope.by, "organization", &values).await?;
    tx.commit().await?;
    ctx.app.reload().await?;
    see_other_with("/settings", Flash::new("The organization is set."))
}

/// The page with what is stored, for whoever has something to say on it.
pub(super) fn as_set(ctx: &Ctx<Administrator>, problems: Problems) -> OrganizationPage {
    let o = &ctx.organization;
    page_of(ctx, Fields::of([("name", o.name.clone()), ("zone", o.zone_name.clone())]), problems)
}

fn page_of(ctx: &Ctx<Administrator>, fields: Fields, problems: Problems) -> OrganizationPage {
    let frame = ctx.frame("Organization", "/settings");
    OrganizationPage { frame, has_logo: ctx.organization.has_logo, fields, problems }
}
