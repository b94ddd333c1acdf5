//! Somebody with a browser, inside the process: opens pages, fills in their forms, sends them.

mod form;

use crate::App;
use crate::access::sign_ins;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use bellwether_kernel::PersonId;
use form::Form;
use tower::ServiceExt as _;

/// What went wrong, as a sentence with the page it went wrong on.
pub type Trouble = String;
/// What a visit ends with.
pub type Visit<T = Page> = Result<T, Trouble>;

/// The largest page that is read.
const MOST: usize = 16 * 1024 * 1024;

/// Somebody with a browser.
pub struct Visitor {
    router: Router,
    cookie: Option<String>,
}

/// A page that was shown, or where it led.
pub struct Page {
    /// What it says, as HTML.
    pub body: String,
    /// Where it leads on to, after something was done.
    pub to: Option<String>,
}

impl Visitor {
    /// Somebody whom nobody knows.
    pub fn stranger(router: &Router) -> Self {
        Self { router: router.clone(), cookie: None }
    }

    /// Somebody who is signed in.
    pub async fn signed_in(router: &Router, app: &App, person: PersonId) -> Visit<Self> {
        let system = app.system();
        let signed_in = async {
            let tx = system.db.begin().await?;
            let cookie = sign_ins::begin(&tx, &system.world, app.config(), person).await?;
            tx.commit().await?;
            bellwether_db::Result::Ok(cookie)
        };
        let cookie = signed_in.await.map_err(|e| e.to_string())?;
        let pair = cookie.to_str().ok().and_then(|c| c.split(';').next()).map(str::to_owned);
        Ok(Self { router: router.clone(), cookie: pair })
    }

    /// Opens a page.
    pub async fn open(&self, path: &str) -> Visit {
        self.send(Method::GET, path, "", Vec::new()).await
    }

    /// Sends a form that needs no page.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Visit {
        let pairs: Vec<_> = fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let body = form::encode(&pairs);
        self.send(Method::POST, path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    /// Opens a page, fills in the form whose address ends with `action`, and sends it. Every field
    /// that is not named is sent as the page shows it.
    pub async fn fill(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Visit {
        let page = self.open(path).await?;
        self.fill_on(path, &page, action, fields).await
    }

    /// Fills in and sends a form on a page that is open already.
    pub async fn fill_on(&self, path: &str, page: &Page, action: &str, fields: &[(&str, &str)]) -> Visit {
        let form = Form::find(&page.body, path, action)
            .ok_or_else(|| format!("{path} has no form for {action:?}:\n{}", page.words()))?;
        let (to, body) = (form.action.clone(), form::encode(&form.filled(fields)));
        self.send(Method::POST, &to, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    async fn send(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Visit {
        let what = format!("{method} {path}");
        let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).map_err(|e| format!("{what}: {e}"))?;
        let answer = self.router.clone().oneshot(request).await.map_err(|e| format!("{what}: {e}"))?;
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, MOST).await.map_err(|e| format!("{what}: {e}"))?;
        let to = parts.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let page = Page { body: String::from_utf8_lossy(&bytes).into_owned(), to };
        match parts.status {
            StatusCode::OK => Ok(page),
            StatusCode::SEE_OTHER if page.to.as_deref().is_some_and(|to| !to.starts_with("/sign-in")) => {
                Ok(page)
            }
            other => Err(format!("{what} was answered {other}: {}", page.words())),
        }
    }
}

impl Page {
    /// Where it leads on to.
    pub fn leads_to(&self) -> Visit<&str> {
        self.to.as_deref().ok_or_else(|| format!("it led nowhere: {}", self.words()))
    }

    /// The part of the address it leads on to that follows `after`, up to the next slash or query.
    pub fn id_after(&self, after: &str) -> Visit<String> {
        let to = self.leads_to()?;
        let rest = to.split_once(after).map(|(_, rest)| rest).unwrap_or_default();
        let id = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if id.is_empty() { Err(format!("{to} has nothing after {after:?}")) } else { Ok(id.to_owned()) }
    }

    /// Addresses on the page that contain `part`, each once, in their order.
    pub fn addresses(&self, part: &str) -> Vec<String> {
        let mut found = Vec::new();
        for text in self.body.split('"').filter(|t| t.starts_with('/') && t.contains(part)) {
            let address = form::plain(text);
            if !found.contains(&address) {
                found.push(address);
            }
        }
        found
    }

    /// The words in its body, for an error.
    fn words(&self) -> String {
        let body = self.body.split_once("<main").map_or(self.body.as_str(), |(_, rest)| rest);
        let mut words = String::new();
        for part in body.split('<') {
            words.push_str(part.split_once('>').map_or(part, |(_, text)| text));
            words.push(' ');
        }
        let words: Vec<&str> = words.split_whitespace().take(120).collect();
        form::plain(&words.join(" "))
    }
}
