//! What every request passes before it reaches a handler, and every answer on its way out.

use crate::shell::Error;
use crate::{App, Config};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Nothing from elsewhere, nothing inline, nobody frames us but ourselves (the pitch's preview).
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'";

/// Refuses what another site's page sent with this site's cookies.
pub async fn same_site(State(app): State<App>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !is_ours(request.headers(), app.config()) {
        return Error::from_elsewhere().into_response();
    }
    next.run(request).await
}

/// Whether a request that changes something came from one of our own pages: by `Sec-Fetch-Site`
/// where the browser says it, else by `Origin`. A client that says neither has no cookie of ours to
/// misuse, or is not a browser.
fn is_ours(headers: &HeaderMap, config: &Config) -> bool {
    let said = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin == config.base_url,
        (None, None) => !headers.contains_key(header::COOKIE),
    }
}

/// Puts the headers on that make a browser careful.
pub async fn careful(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut put = |name: &'static str, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put("content-security-policy", POLICY);
    put("x-content-type-options", "nosniff");
    put("referrer-policy", "same-origin");
    put("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()");
    put("cross-origin-opener-policy", "same-origin");
    put("x-robots-tag", "noindex, nofollow");
    if !is_asset {
        put("cache-control", "no-store");
    }
    if app.config().is_secure() {
        put("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    response
}
