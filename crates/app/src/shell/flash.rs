use crate::access::sign_ins::cookie;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What the next page says at its top, once: that something was done, and how to undo it.
///
/// It travels in a cookie that scripts cannot read and the next page takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    /// "Silas Santoro was set aside."
    pub says: String,
    /// Where to post to undo it.
    pub undo: Option<String>,
}

const NAME: &str = "flash";

impl Flash {
    /// Says it.
    pub fn new(says: impl Into<String>) -> Self {
        Self { says: says.into(), undo: None }
    }

    /// Says it, with a way back.
    pub fn with_undo(says: impl Into<String>, undo: impl Into<String>) -> Self {
        Self { says: says.into(), undo: Some(undo.into()) }
    }

    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cookie(headers, NAME)?).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (says, undo) = text.split_once('\n').unwrap_or((&text, ""));
        // The cookie could be forged; a form may only ever lead to a path of our own.
        let undo = (undo.starts_with('/') && !undo.starts_with("//")).then(|| undo.to_owned());
        Some(Self { says: says.to_owned(), undo })
    }

    pub(crate) fn set(&self) -> HeaderValue {
        let text = format!("{}\n{}", self.says.replace('\n', " "), self.undo.as_deref().unwrap_or(""));
        let cookie =
            format!("{NAME}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60", URL_SAFE_NO_PAD.encode(text));
        HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
    }

    pub(crate) fn take_away() -> HeaderValue {
        HeaderValue::from_static("flash=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
    }
}
