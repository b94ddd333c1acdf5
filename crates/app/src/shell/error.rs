use super::Letter;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bellwether_db::DbError;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a handler gives, or why not.
pub type Result<T = Response> = std::result::Result<T, Error>;

/// Why a handler gives no page.
#[derive(Debug)]
pub enum Error {
    /// Not there, or not theirs: the same answer.
    NotFound,
    /// They may be let in after signing in; the page they wanted.
    SignInFirst(Option<String>),
    /// Something the person can mend. (What belongs to one field is shown at the field instead.)
    Refused(Refusal),
    /// Something we must mend. Logged once, with a number that the page shows.
    Fault(String),
}

/// What happened, that nothing was lost, and what to do.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The status to answer with.
    pub status: StatusCode,
    /// What happened, as a heading: "The file is larger than 50 MB".
    pub what: String,
    /// That nothing was lost, and what to do.
    pub then: String,
}

impl Error {
    /// Refuses with a heading and a sentence.
    pub fn refused(what: impl Into<String>, then: impl Into<String>) -> Self {
        Self::Refused(Refusal {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            what: what.into(),
            then: then.into(),
        })
    }

    /// Refuses what somebody else, or another window, has overtaken.
    pub fn overtaken(what: impl Into<String>, then: impl Into<String>) -> Self {
        Self::Refused(Refusal { status: StatusCode::CONFLICT, what: what.into(), then: then.into() })
    }

    /// A link from a mail that opens nothing: mistyped, cut off, or what it opened was erased. All look
    /// alike, so that nobody learns from it what exists.
    pub fn no_such_letter() -> Self {
        Self::Refused(Refusal {
            status: StatusCode::NOT_FOUND,
            what: "This link opens no letter".to_owned(),
            then: "It may have been cut off on the way: open it from the mail once more. Nothing was answered. If it stays so, reply to that mail; a person reads it.".to_owned(),
        })
    }

    /// Refuses what another site's page sent.
    pub fn from_elsewhere() -> Self {
        Self::Refused(Refusal {
            status: StatusCode::FORBIDDEN,
            what: "This came from another website".to_owned(),
            then: "Nothing was changed. Open the page here and try again.".to_owned(),
        })
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        let refusal = |status, what: &str, then: &str| {
            Self::Refused(Refusal { status, what: what.to_owned(), then: then.to_owned() })
        };
        match error {
            DbError::NoRow { .. } => Self::NotFound,
            DbError::Busy => refusal(
                StatusCode::SERVICE_UNAVAILABLE,
                "Too much is being written at once",
                "Nothing of this was saved. Wait a few seconds, go back, and send it again.",
            ),
            DbError::Full => refusal(
                StatusCode::INSUFFICIENT_STORAGE,
                "The disk is full",
                "Nothing of this was saved, and nothing that was saved before is lost. Tell your administrator; once there is space, go back and send it again.",
            ),
            other => Self::Fault(other.to_string()),
        }
    }
}

/// For background work, which nobody is shown a page of.
impl From<Error> for DbError {
    fn from(error: Error) -> Self {
        let what = match error {
            Error::Fault(what) => what,
            Error::Refused(refusal) => format!("{}: {}", refusal.what, refusal.then),
            Error::NotFound | Error::SignInFirst(_) => "what was looked for is not there".to_owned(),
        };
        Self::Engine { what }
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Self::Fault(format!("a page could not be written: {error}"))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(format!("stored JSON could not be read: {error}"))
    }
}

#[derive(Template)]
#[template(path = "shell/error.html")]
struct ErrorPage {
    letter: Letter,
    what: String,
    then: String,
    number: Option<String>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, what, then, number) = match self {
            Self::SignInFirst(next) => return sign_in_first(next),
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "This page is not here".to_owned(),
                "It was moved or taken away, or it belongs to somebody else. Nothing was changed.".to_owned(),
                None,
            ),
            Self::Refused(refusal) => (refusal.status, refusal.what, refusal.then, None),
            Self::Fault(what) => {
                let number = fault_number();
                tracing::error!(number, "{what}");
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something went wrong here".to_owned(),
                    "It is our fault, not yours. What you sent last was not saved; everything saved before it is safe. Go back and try again, and tell your administrator this number if it happens twice:".to_owned(),
                    Some(number),
                )
            }
        };
        let page = ErrorPage { letter: Letter::plain(&what), what, then, number };
        let body = page.render().unwrap_or_else(|_| "Something went wrong. Nothing was lost.".to_owned());
        (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
    }
}

/// A number that the log and the page share: counted within this process.
fn fault_number() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn sign_in_first(next: Option<String>) -> Response {
    let next = next.filter(|n| n.starts_with('/') && !n.starts_with("//") && n != "/");
    let to = next.map_or("/sign-in".to_owned(), |n| format!("/sign-in?next={}", super::words::in_query(&n)));
    let to = HeaderValue::from_str(&to).unwrap_or(HeaderValue::from_static("/sign-in"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}
