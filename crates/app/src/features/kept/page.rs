use super::about::{Kept, kept_about};
use crate::access::{Ctx, SignedIn};
use crate::shell::{Frame, Result, show};
use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

#[derive(Template)]
#[template(path = "features/kept/page.html")]
struct KeptPage {
    frame: Frame,
    kept: Kept,
}

/// `GET /me/kept`
pub async fn page(ctx: Ctx<SignedIn>) -> Result {
    let kept = kept_about(&ctx.db, &ctx.organization, ctx.scope.person, ctx.now).await?;
    show(&KeptPage { frame: ctx.frame("What is kept about me", "/me/kept"), kept })
}

/// `GET /me/kept/export`: the same, to take along.
pub async fn export(ctx: Ctx<SignedIn>) -> Result {
    let kept = kept_about(&ctx.db, &ctx.organization, ctx.scope.person, ctx.now).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"what-is-kept-about-me.json\""),
        ),
    ];
    Ok((headers, serde_json::to_string_pretty(&kept)?).into_response())
}
