use super::store::{self, Listed};
use crate::access::{Ctx, Staff};
use crate::shell::{Frame, Result, show, words};
use askama::Template;

#[derive(Template)]
#[template(path = "features/programs/list.html")]
struct ListPage {
    frame: Frame,
    programs: Vec<Listed>,
}

/// `GET /programs`
pub async fn page(ctx: Ctx<Staff>) -> Result {
    let programs = store::listed(&ctx.db, &ctx.scope).await?;
    show(&ListPage { frame: ctx.frame("Programs", "/programs"), programs })
}
