use super::erase::{self, Obstacle};
use crate::access::{Anyone, Ctx, SignedIn, sign_ins};
use crate::shell::{Error, Frame, Letter, Result, see_other, show, words};
use askama::Template;
use axum::http::header;

#[derive(Template)]
#[template(path = "features/kept/leave.html")]
struct LeavePage {
    frame: Frame,
    obstacle: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "features/kept/gone.html")]
struct GonePage {
    letter: Letter,
}

/// `GET /me/kept/erase`: what would happen.
pub async fn page(ctx: Ctx<SignedIn>) -> Result {
    let obstacle = erase::obstacle(&ctx.db, ctx.scope.person).await?.map(|o| in_words(&o));
    show(&LeavePage { frame: ctx.frame("Erase everything about me", "/me/kept"), obstacle })
}

/// `POST /me/kept/erase`
pub async fn erase_me(ctx: Ctx<SignedIn>) -> Result {
    let tx = ctx.db.begin().await?;
    if let Some(obstacle) = erase::erase(&tx, &ctx.app, ctx.scope.person).await? {
        let (what, then) = in_words(&obstacle);
        return Err(Error::refused(what, then));
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let mut response = see_other("/erased")?;
    let config = ctx.app.config();
    let forget = sign_ins::set_cookie(config, sign_ins::cookie_name(config), "", None);
    response.headers_mut().append(header::SET_COOKIE, forget);
    Ok(response)
}

/// `GET /erased`
pub async fn gone(ctx: Ctx<Anyone>) -> Result {
    show(&GonePage { letter: ctx.letter("Erased", "Bellwether") })
}

fn in_words(obstacle: &Obstacle) -> (String, String) {
    match obstacle {
        Obstacle::OnlyAdministrator => (
            "You are the only administrator".to_owned(),
            "Nothing was erased. Name another administrator under Settings first; then this works."
                .to_owned(),
        ),
        Obstacle::OnlyCoordinator(programs) => (
            format!("You are the only coordinator of {}", words::list(programs)),
            "Nothing was erased. Invite another coordinator, or close the program, first; then this works."
                .to_owned(),
        ),
    }
}
