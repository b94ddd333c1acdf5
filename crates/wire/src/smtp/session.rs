//! Delivering messages over one connection, one recipient each.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Severity;
use tokio::time::timeout;

use super::letter::Unsendable;
use super::talk::{Trouble, ask, ask_any, no_answer, reply_from, reply_of, with_crlf, within, words};
use super::{Outcome, Reply, Security, Server, Stage};

/// How much of a message is handed over at once.
const PIECE: usize = 16 << 10;
/// How long to listen for the reason when the server hung up while the message was being sent.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// From whom and to whom, as the servers see it; the names in the message itself are not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    from: Address,
    to: Address,
}

impl Envelope {
    /// Both as plain addresses, without names.
    pub fn new(from: &str, to: &str) -> Result<Self, Unsendable> {
        let address = |text: &str| text.parse().map_err(|_| Unsendable::Address { address: text.to_owned() });
        Ok(Self { from: address(from)?, to: address(to)? })
    }
}

/// What a server showed of itself when its settings were tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// The connection is encrypted.
    pub is_encrypted: bool,
    /// The login was accepted (`false` also where none was asked for).
    pub is_logged_in: bool,
}

/// Delivers one message over a connection of its own.
pub async fn deliver(server: &Server, envelope: &Envelope, message: &[u8]) -> Outcome {
    let mut session = Session::new(server.clone());
    let outcome = session.deliver(envelope, message).await;
    // Whoever is to record the outcome need not wait for the goodbye.
    tokio::spawn(session.close());
    outcome
}

/// Connects, encrypts and logs in, and sends nothing. The error is the outcome that a message would have had.
pub async fn test_connection(server: &Server) -> Result<Welcome, Outcome> {
    let mut connection = connect(server).await.map_err(Outcome::from)?;
    ask(&mut connection, Noop, Stage::Connection, server.timeouts.command).await.map_err(Outcome::from)?;
    let welcome = Welcome { is_encrypted: connection.is_encrypted(), is_logged_in: server.login.is_some() };
    let _ = timeout(LAST_WORDS, connection.quit()).await;
    Ok(welcome)
}

/// A connection that is opened when it is needed and kept for the next message while it is sound.
///
/// Dropping a delivery half-way drops the connection too, so that the next one begins afresh.
pub struct Session {
    server: Server,
    connection: Option<AsyncSmtpConnection>,
}

impl Session {
    /// Not yet connected.
    pub fn new(server: Server) -> Self {
        Self { server, connection: None }
    }

    /// Delivers one message to one recipient.
    ///
    /// The message's line ends are made CR LF. Nothing is tried twice, save the connection itself if the one kept turns
    /// out to be stale.
    pub async fn deliver(&mut self, envelope: &Envelope, message: &[u8]) -> Outcome {
        let mut connection = match self.connection().await {
            Ok(connection) => connection,
            Err(trouble) => return trouble.into(),
        };
        let outcome = match offer(&mut connection, &self.server, envelope, message).await {
            Ok(()) => send(&mut connection, &self.server, message).await,
            Err(trouble) => trouble.into(),
        };
        if is_still_sound(&outcome) && !connection.has_broken() {
            self.connection = Some(connection);
        }
        outcome
    }

    /// Says goodbye to the server, if there is one to say it to. Dropping the session instead is no harm.
    pub async fn close(mut self) {
        if let Some(mut connection) = self.connection.take() {
            let _ = timeout(LAST_WORDS, connection.quit()).await;
        }
    }

    async fn connection(&mut self) -> Result<AsyncSmtpConnection, Trouble> {
        if let Some(mut kept) = self.connection.take() {
            // Clears what a refused message left, and shows whether the server is still there.
            if ask(&mut kept, Rset, Stage::Connection, self.server.timeouts.command).await.is_ok() {
                return Ok(kept);
            }
        }
        connect(&self.server).await
    }
}

/// After a reply with a code the connection goes on; after 421 or no reply at all it does not.
fn is_still_sound(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Accepted { .. } => true,
        Outcome::RefusedForNow { reply, .. } | Outcome::Refused { reply, .. } => {
            reply.code.is_some_and(|code| code != 421)
        }
        Outcome::Unsure { .. } => false,
    }
}

async fn connect(server: &Server) -> Result<AsyncSmtpConnection, Trouble> {
    let limit = server.timeouts.connect;
    let hello = ClientId::default();
    let implicit = match server.security {
        Security::Implicit => Some(tls(server).await?),
        _ => None,
    };
    let address = (server.host.as_str(), server.port);
    let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(limit), &hello, implicit, None);
    let mut connection = within(limit, Stage::Connection, connecting).await?;
    let wants_starttls = match server.security {
        Security::Required => true,
        Security::Opportunistic => connection.can_starttls(),
        Security::Implicit | Security::None => false,
    };
    if wants_starttls {
        if !connection.can_starttls() {
            let text = "the server does not offer encryption (STARTTLS), which is required";
            return Err(Trouble::new(Stage::Encryption, text));
        }
        within(limit, Stage::Encryption, connection.starttls(tls(server).await?, &hello)).await?;
    }
    log_in(&mut connection, server).await?;
    Ok(connection)
}

async fn tls(server: &Server) -> Result<TlsParameters, Trouble> {
    let failed = |error: Error| Trouble::from_error(Stage::Encryption, &error);
    let mut parameters = TlsParameters::builder(server.host.clone());
    if let Some(file) = &server.ca_file {
        let pem = tokio::fs::read(file).await.map_err(|error| {
            let text = format!("the certificates in {} could not be read: {error}", file.display());
            Trouble::new(Stage::Encryption, text)
        })?;
        parameters = parameters.add_root_certificate(Certificate::from_pem(&pem).map_err(failed)?);
    }
    parameters.build_rustls().map_err(failed)
}

async fn log_in(connection: &mut AsyncSmtpConnection, server: &Server) -> Result<(), Trouble> {
    let Some(login) = &server.login else { return Ok(()) };
    let may_be_read = !connection.is_encrypted() && !server.is_local();
    if may_be_read && server.security != Security::None {
        return Err(Trouble::new(Stage::Login, "the password would travel unencrypted, so it was not sent"));
    }
    if connection.server_info().get_auth_mechanism(DEFAULT_MECHANISMS).is_none() {
        let text = "the server offers no way of logging in that is known here (PLAIN or LOGIN)";
        return Err(Trouble::new(Stage::Login, text));
    }
    let credentials = Credentials::new(login.user.clone(), login.password.clone());
    let logging_in = connection.auth(DEFAULT_MECHANISMS, &credentials);
    within(server.timeouts.connect, Stage::Login, logging_in).await.map(|_| ())
}

/// Names the sender and the recipient, and asks to send the message.
async fn offer(
    connection: &mut AsyncSmtpConnection,
    server: &Server,
    envelope: &Envelope,
    message: &[u8],
) -> Result<(), Trouble> {
    let limit = server.timeouts.command;
    let parameters = mail_parameters(connection, envelope, message)?;
    let mail = Mail::new(Some(envelope.from.clone()), parameters);
    ask(connection, mail, Stage::Sender, limit).await?;
    ask(connection, Rcpt::new(envelope.to.clone(), vec![]), Stage::Recipient, limit).await?;
    let reply = ask_any(connection, Data, Stage::Data, limit).await?;
    if reply.code().severity == Severity::PositiveIntermediate {
        return Ok(());
    }
    Err(Trouble::new(Stage::Data, format!("the server answered DATA with {}", reply_from(&reply))))
}

fn mail_parameters(
    connection: &AsyncSmtpConnection,
    envelope: &Envelope,
    message: &[u8],
) -> Result<Vec<MailParameter>, Trouble> {
    let offers = |extension| connection.server_info().supports_feature(extension);
    let mut parameters = Vec::new();
    let is_international = |address: &Address| !AsRef::<str>::as_ref(address).is_ascii();
    if is_international(&envelope.to) || is_international(&envelope.from) {
        let stage = if is_international(&envelope.to) { Stage::Recipient } else { Stage::Sender };
        if !offers(Extension::SmtpUtfEight) {
            let text =
                "5.6.7 our mail server cannot send to or from addresses with letters beyond ASCII (SMTPUTF8)";
            return Err(Trouble { stage, reply: Reply { code: Some(553), text: text.to_owned() } });
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() && offers(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(parameters)
}

/// Sends the message itself. From the moment at which its end goes out, no reply means *unsure*.
async fn send(connection: &mut AsyncSmtpConnection, server: &Server, message: &[u8]) -> Outcome {
    let message = with_crlf(message);
    // The client puts CR LF before the final dot itself.
    let body = message.strip_suffix(b"\r\n").unwrap_or(&message);
    let is_ending = AtomicBool::new(false);
    let mut pieces = body.chunks(PIECE);
    // lettre asks for one more piece just before it writes the final dot.
    let watched = std::iter::from_fn(|| {
        let piece = pieces.next();
        if piece.is_none() {
            is_ending.store(true, Ordering::SeqCst);
        }
        piece
    });
    let limit = server.timeouts.message;
    let result = timeout(limit, connection.message_iter(watched)).await;
    let may_be_taken = is_ending.load(Ordering::SeqCst);
    match result {
        Ok(Ok(reply)) if reply.code().severity == Severity::PositiveCompletion => {
            Outcome::Accepted { reply: reply_from(&reply) }
        }
        Ok(Ok(reply)) => {
            Outcome::Unsure { what: format!("the server answered the message with {}", reply_from(&reply)) }
        }
        Ok(Err(error)) if error.status().is_some() => Outcome::refused(Stage::Message, reply_of(&error)),
        Ok(Err(error)) if may_be_taken => Outcome::Unsure {
            what: format!("the connection was lost after the message was sent: {}", words(&error)),
        },
        Ok(Err(error)) => last_words(connection, &error).await,
        Err(_) if may_be_taken => Outcome::Unsure {
            what: format!("no answer within {} s after the message was sent", limit.as_secs_f32()),
        },
        Err(_) => no_answer(Stage::Data, limit).into(),
    }
}

/// A server that hangs up during the message may have said why.
async fn last_words(connection: &mut AsyncSmtpConnection, error: &Error) -> Outcome {
    match timeout(LAST_WORDS, connection.read_response()).await {
        Ok(Err(reason)) if reason.status().is_some() => Outcome::refused(Stage::Data, reply_of(&reason)),
        _ => Trouble::from_error(Stage::Data, error).into(),
    }
}
