use super::role::Asking;
use super::{Actor, Role, sign_ins};
use crate::shell::{Error, Flash};
use crate::{App, Organization};
use axum::extract::{FromRequestParts, Path, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use bellwether_db::Db;
use bellwether_kernel::{Timestamp, World};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A request that was let in: what a handler acts with. The role in its type was checked.
pub struct Ctx<R: Role> {
    /// The database.
    pub db: Db,
    /// Time and chance.
    pub world: World,
    /// The present.
    pub now: Timestamp,
    /// How far the request reaches.
    pub scope: R::Scope,
    /// Who is signed in, if anybody.
    pub actor: Option<Actor>,
    /// The organisation.
    pub organization: Arc<Organization>,
    /// The installation.
    pub app: App,
    /// Where the request went.
    pub uri: Uri,
    /// What it carried.
    pub headers: HeaderMap,
    /// What the page before wants said.
    pub flash: Option<Flash>,
}

impl<R: Role> Ctx<R> {
    /// Today, in the organisation's zone.
    pub fn today(&self) -> bellwether_kernel::Date {
        self.now.to_zoned(self.organization.zone.clone()).date()
    }
}

impl<R: Role> FromRequestParts<App> for Ctx<R> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let path = RawPathParams::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
        let actor = sign_ins::actor(app, &parts.headers).await?;
        let now = app.world().now();
        let asking = Asking { app, now, actor: actor.as_ref(), path: &path };
        let Some(scope) = R::scope(&asking).await? else {
            // Whoever is not signed in is asked to, so that a link from a mail works; what is there
            // behind it, they learn after.
            let ask_to_sign_in = actor.is_none() && (!R::WITHOUT_SIGN_IN || R::NAME == "ProgramReader");
            return Err(match R::NAME {
                _ if ask_to_sign_in => Error::SignInFirst(next(parts)),
                "LinkHolder" => Error::no_such_letter(),
                _ => Error::NotFound,
            });
        };
        Ok(Self {
            db: app.db().clone(),
            world: app.world().clone(),
            now,
            scope,
            actor,
            organization: app.organization(),
            app: app.clone(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            flash: Flash::read(&parts.headers),
        })
    }
}

/// Where to go on after signing in: the page that was asked for, if it was a page.
fn next(parts: &Parts) -> Option<String> {
    (parts.method == Method::GET).then(|| parts.uri.path_and_query().map(ToString::to_string)).flatten()
}

/// The values in the path, in their order: `At((program, prospect)): At<(ProgramId, ProspectId)>`.
/// A path that cannot be read is a page that is not there.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let Path(values) = Path::<T>::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
        Ok(Self(values))
    }
}
