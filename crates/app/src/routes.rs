//! Every route: method, path, who may, handler. A feature's routes stand in its own `routes()`;
//! this page is the list of them all, and what is put around them.

use crate::App;
use crate::access::{Anyone, Ctx, Route, get, guard, visitor};
use crate::features;
use crate::shell::{Error, Result, assets};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The largest file that may be sent.
const MOST_BYTES: usize = 200 * 1024 * 1024;

/// The whole table.
pub fn table() -> Vec<Route> {
    let mut routes = vec![get("/healthz", Anyone, health), get("/assets/{name}", Anyone, asset)];
    routes.extend(features::accounts::routes());
    routes.extend(features::audit::routes());
    routes.extend(features::demo::routes());
    routes.extend(features::insights::routes());
    routes.extend(features::joining::routes());
    routes.extend(features::kept::routes());
    routes.extend(features::matching::routes());
    routes.extend(features::mentorships::routes());
    routes.extend(features::people::routes());
    routes.extend(features::post::routes());
    routes.extend(features::programs::routes());
    routes.extend(features::recruiting::routes());
    routes.extend(features::settings::routes());
    routes.extend(features::shortlist::routes());
    routes.extend(features::styleguide::routes());
    routes
}

/// The installation as a service.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in table() {
        router = router.route(route.path, route.handler);
    }
    router
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::NotFound })
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), guard::same_site))
        .layer(middleware::from_fn_with_state(app.clone(), visitor::note_wrong_codes))
        .layer(middleware::from_fn_with_state(app.clone(), guard::careful))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// Whether the server can serve: it answers, and its database does.
async fn health(ctx: Ctx<Anyone>) -> Result {
    features::settings::answers(&ctx.db).await?;
    Ok((StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "ok\n").into_response())
}

async fn asset(_: Ctx<Anyone>, crate::access::At(name): crate::access::At<String>) -> Result {
    let asset = assets::find(&name).ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(assets::CACHE_CONTROL)),
        (header::ETAG, HeaderValue::from_static(asset.etag)),
    ];
    Ok((headers, asset.bytes).into_response())
}

fn panicked(what: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let words = what
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| what.downcast_ref::<&str>().map(|s| (*s).to_owned()));
    Error::Fault(format!("a handler panicked: {}", words.unwrap_or_default())).into_response()
}
