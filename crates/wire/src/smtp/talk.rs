//! Asking a server one thing at a time, and putting what went wrong into words.

use std::borrow::Cow;
use std::fmt::Display;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::{Outcome, Reply, Stage};

/// What stopped a delivery before the end of the message was sent.
pub(super) struct Trouble {
    pub stage: Stage,
    pub reply: Reply,
}

impl From<Trouble> for Outcome {
    fn from(trouble: Trouble) -> Self {
        Self::refused(trouble.stage, trouble.reply)
    }
}

impl Trouble {
    pub(super) fn new(stage: Stage, text: impl Into<String>) -> Self {
        Self { stage, reply: Reply::of_connection(text) }
    }

    pub(super) fn from_error(stage: Stage, error: &Error) -> Self {
        let stage = if error.is_tls() || tls_fault(error).is_some() { Stage::Encryption } else { stage };
        Self { stage, reply: reply_of(error) }
    }
}

/// A command that must be answered with 2xx.
pub(super) async fn ask(
    connection: &mut AsyncSmtpConnection,
    command: impl Display,
    stage: Stage,
    limit: Duration,
) -> Result<(), Trouble> {
    let reply = ask_any(connection, command, stage, limit).await?;
    if reply.code().severity == Severity::PositiveCompletion {
        return Ok(());
    }
    Err(Trouble::new(stage, format!("the server gave an answer out of turn: {}", reply_from(&reply))))
}

pub(super) async fn ask_any(
    connection: &mut AsyncSmtpConnection,
    command: impl Display,
    stage: Stage,
    limit: Duration,
) -> Result<Response, Trouble> {
    within(limit, stage, connection.command(command)).await
}

pub(super) async fn within<T>(
    limit: Duration,
    stage: Stage,
    doing: impl Future<Output = Result<T, Error>>,
) -> Result<T, Trouble> {
    match timeout(limit, doing).await {
        Ok(done) => done.map_err(|error| Trouble::from_error(stage, &error)),
        Err(_) => Err(no_answer(stage, limit)),
    }
}

pub(super) fn no_answer(stage: Stage, limit: Duration) -> Trouble {
    Trouble::new(stage, format!("no answer within {} s", limit.as_secs_f32()))
}

pub(super) fn reply_from(response: &Response) -> Reply {
    let text = response.message().collect::<Vec<_>>().join(" ");
    Reply { code: Some(response.code().into()), text }
}

pub(super) fn reply_of(error: &Error) -> Reply {
    Reply { code: error.status().map(u16::from), text: words(error) }
}

/// The innermost reason, without lettre's own words around it.
pub(super) fn words(error: &Error) -> String {
    match tls_fault(error) {
        Some(rustls::Error::InvalidCertificate(fault)) => {
            return format!(
                "the server’s certificate is not trusted ({fault:?}); if your organisation made it, name its file with ca="
            );
        }
        Some(fault @ rustls::Error::InvalidMessage(_)) => {
            return format!(
                "the server does not speak TLS on this port ({fault}); perhaps it does with smtp://"
            );
        }
        _ => {}
    }
    let innermost = reasons(error).last().map(ToString::to_string).unwrap_or_default();
    match innermost.as_str() {
        "incomplete response" => "the server closed the connection".to_owned(),
        other => other.to_owned(),
    }
}

/// The error itself, what caused it, what caused that, and so on.
fn reasons(error: &Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error as &(dyn std::error::Error + 'static)), |reason| reason.source())
}

/// What went wrong in TLS, which lettre hands on as trouble with the connection.
fn tls_fault(error: &Error) -> Option<&rustls::Error> {
    reasons(error).find_map(|reason| {
        let within_io = reason.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        within_io.and_then(|inner| inner.downcast_ref()).or_else(|| reason.downcast_ref())
    })
}

/// Every line end as CR LF: a lone LF could hide a final dot from us that a server sees.
pub(super) fn with_crlf(message: &[u8]) -> Cow<'_, [u8]> {
    let is_clean = message.iter().enumerate().all(|(at, byte)| match byte {
        b'\n' => at > 0 && message[at - 1] == b'\r',
        b'\r' => message.get(at + 1) == Some(&b'\n'),
        _ => true,
    });
    if is_clean {
        return Cow::Borrowed(message);
    }
    let mut clean = Vec::with_capacity(message.len() + 64);
    for (at, byte) in message.iter().enumerate() {
        match byte {
            b'\n' if at > 0 && message[at - 1] == b'\r' => {}
            b'\n' | b'\r' => clean.extend_from_slice(b"\r\n"),
            other => clean.push(*other),
        }
    }
    Cow::Owned(clean)
}
