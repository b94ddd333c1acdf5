//! A mail server to send through, as it is written in the settings or on the command line.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use url::Url;

/// A mail server to send through.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name or IP address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: Security,
    /// A PEM file with the certificates to trust besides the usual ones: those of the organisation itself.
    pub ca_file: Option<PathBuf>,
    /// The user and password, where the server asks for them.
    pub login: Option<Login>,
    /// How long to wait.
    pub timeouts: Timeouts,
}

/// How the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// From its first byte (`smtps://`, usually port 465).
    Implicit,
    /// By STARTTLS, or nothing is sent.
    Required,
    /// By STARTTLS where the server offers it. The password is never sent unencrypted to another machine.
    Opportunistic,
    /// Not at all.
    None,
}

/// A user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

/// How long to wait for a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection, its encryption, the greeting and the login, each.
    pub connect: Duration,
    /// For the reply to one command.
    pub command: Duration,
    /// For sending the message and for the reply to its end. Long, as RFC 5321 (4.5.3.2.6) asks: whoever gives up
    /// here does not know whether the message was taken.
    pub message: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_mins(1),
            message: Duration::from_mins(10),
        }
    }
}

/// Why an address of a mail server cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadServer {
    /// Not a URL, or with something after the host.
    #[error(
        "The mail server must be written as smtp://user:password@host:587 or smtps://user:password@host:465. In the user and password write %40 for @, %3A for :, %2F for /, %23 for #, %3F for ? and %25 for %."
    )]
    Unclear,
    /// Neither smtp nor smtps.
    #[error("The mail server’s address must begin with smtp:// or smtps://, not with {0}://.")]
    Scheme(String),
    /// No host.
    #[error("The mail server’s address names no host. Write smtp://host:587, for example.")]
    NoHost,
    /// A user without password, or the reverse.
    #[error(
        "The mail server’s address has a user without a password, or a password without a user. Write both, as user:password@, or neither."
    )]
    HalfALogin,
    /// Another word after `tls=`.
    #[error("tls={0} is not known. Write tls=required, tls=opportunistic or tls=none.")]
    Tls(String),
    /// smtps with a `tls` that contradicts it.
    #[error(
        "smtps:// is always encrypted, so tls={0} contradicts it. Write smtp:// instead, or leave tls out."
    )]
    Contradiction(String),
    /// Another option.
    #[error("The option {0} in the mail server’s address is not known; there are tls and ca.")]
    Option(String),
}

impl Server {
    /// A server without a login, waiting as long as usual.
    pub fn new(host: impl Into<String>, port: u16, security: Security) -> Self {
        Self { host: host.into(), port, security, ca_file: None, login: None, timeouts: Timeouts::default() }
    }

    /// Reads `smtp://user:password@host:port?tls=required|opportunistic|none&ca=FILE` or `smtps://…`.
    ///
    /// The port is 587, or 465 for `smtps`. Without `tls`, encryption is required, save for a server on this machine,
    /// which is spoken to as it is.
    pub fn parse(text: &str) -> Result<Self, BadServer> {
        let url = Url::parse(text.trim()).map_err(|_| BadServer::Unclear)?;
        let is_smtps = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            other => return Err(BadServer::Scheme(other.to_owned())),
        };
        if url.fragment().is_some() || !matches!(url.path(), "" | "/") {
            return Err(BadServer::Unclear);
        }
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadServer::NoHost)?;
        let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let security = security(&url, is_smtps, &host)?;
        let ca_file =
            url.query_pairs().find(|(key, _)| key == "ca").map(|(_, file)| PathBuf::from(file.as_ref()));
        let port = url.port().unwrap_or(if is_smtps { 465 } else { 587 });
        Ok(Self { ca_file, login: login(&url)?, ..Self::new(host, port, security) })
    }

    /// The same server with other patience.
    #[must_use]
    pub fn waiting(self, timeouts: Timeouts) -> Self {
        Self { timeouts, ..self }
    }

    /// Whether the server runs on this machine.
    pub fn is_local(&self) -> bool {
        is_local(&self.host)
    }
}

fn security(url: &Url, is_smtps: bool, host: &str) -> Result<Security, BadServer> {
    let mut chosen = None;
    for (key, value) in url.query_pairs() {
        if key == "ca" {
            continue;
        }
        if key != "tls" {
            return Err(BadServer::Option(key.into_owned()));
        }
        chosen = Some(match value.as_ref() {
            "required" if is_smtps => Security::Implicit,
            other if is_smtps => return Err(BadServer::Contradiction(other.to_owned())),
            "required" => Security::Required,
            "opportunistic" => Security::Opportunistic,
            "none" => Security::None,
            other => return Err(BadServer::Tls(other.to_owned())),
        });
    }
    Ok(match chosen {
        Some(security) => security,
        None if is_smtps => Security::Implicit,
        None if is_local(host) => Security::None,
        None => Security::Required,
    })
}

fn login(url: &Url) -> Result<Option<Login>, BadServer> {
    let decoded = |text: &str| {
        percent_decode_str(text)
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| BadServer::Unclear)
    };
    let user = decoded(url.username())?;
    let password = url.password().map(decoded).transpose()?.unwrap_or_default();
    match (user.is_empty(), password.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(Login { user, password })),
        _ => Err(BadServer::HalfALogin),
    }
}

fn is_local(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Without the password.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.security == Security::Implicit { "smtps" } else { "smtp" };
        write!(f, "{scheme}://")?;
        if let Some(login) = &self.login {
            write!(f, "{}@", login.user)?;
        }
        if self.host.contains(':') {
            write!(f, "[{}]", self.host)?;
        } else {
            f.write_str(&self.host)?;
        }
        write!(f, ":{}", self.port)
    }
}

/// Without the password.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({self}, {:?})", self.security)
    }
}

/// Without the password.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Login({})", self.user)
    }
}
