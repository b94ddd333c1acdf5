use super::cast::{VIEWERS, Viewer};
use super::{store, story};
use crate::access::{Ctx, Demonstration, sign_ins};
use crate::features::accounts;
use crate::shell::{Error, Fields, Flash, Frame, Result, see_other, see_other_with, show};
use askama::Template;
use axum::http::header;

#[derive(Template)]
#[template(path = "features/demo/page.html")]
struct DemoPage {
    frame: Frame,
    viewers: Vec<&'static Viewer>,
    program: Option<String>,
    /// Nobody has set the installation up yet.
    untouched: bool,
}

/// `GET /demo`
pub async fn page(ctx: Ctx<Demonstration>) -> Result {
    let mut viewers = Vec::new();
    for viewer in &VIEWERS {
        if store::by_address(&ctx.db, viewer.email).await?.is_some() {
            viewers.push(viewer);
        }
    }
    let program = store::the_program(&ctx.db).await?;
    let untouched = accounts::needs_setup(&ctx.app).await?;
    show(&DemoPage { frame: ctx.frame("The demonstration", "/demo"), viewers, program, untouched })
}

/// `POST /demo/view-as`: signs this browser in as one of the four.
pub async fn view_as(ctx: Ctx<Demonstration>, fields: Fields) -> Result {
    let who = fields.get("who");
    let viewer = VIEWERS.iter().find(|v| v.key == who).ok_or(Error::NotFound)?;
    let Some(person) = store::by_address(&ctx.db, viewer.email).await? else {
        return see_other_with("/demo", Flash::new("Nobody of the sample firm is here now. Load it again."));
    };
    let tx = ctx.db.begin().await?;
    let cookie = sign_ins::begin(&tx, &ctx.world, ctx.app.config(), person).await?;
    tx.commit().await?;
    let mut response = see_other(viewer.begins)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /demo/start-empty`: an installation where nobody is yet, as it is on its first day.
pub async fn start_empty(ctx: Ctx<Demonstration>) -> Result {
    story::forget(&ctx.db, &ctx.app).await.map_err(Error::Fault)?;
    ctx.app.reload().await?;
    let link = accounts::setup_link(&ctx.app).await?;
    see_other(link.url.strip_prefix(&ctx.app.config().base_url).unwrap_or("/"))
}

/// `POST /demo/load`: the sample firm as it was, with its weeks ending now.
pub async fn load_again(ctx: Ctx<Demonstration>) -> Result {
    story::load_over(&ctx.db, &ctx.app, ctx.now).await.map_err(Error::Fault)?;
    ctx.app.reload().await?;
    see_other_with("/demo", Flash::new("The sample firm is as it was. Nobody is signed in."))
}
