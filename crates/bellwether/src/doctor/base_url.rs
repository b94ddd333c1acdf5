//! The base URL: the one that stands in every mailed link, and whether it leads here.

use super::Findings;
use crate::args::At;
use crate::lock::{Holder, holder};
use crate::open;
use bellwether_app::features::settings;
use bellwether_db::Db;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{CertificateError, ClientConfig, Error as TlsError, RootCertStore};
use url::{Position, Url};

const ABOUT: &str = "base URL";
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks at the base URL that was given or, where none was, at the one served last.
pub async fn look(found: &mut Findings, at: &At, db: &Db) {
    let home = settings::get(db, "outbox.home").await.ok().flatten();
    let given = at.base_url.as_str();
    let was_given = given != crate::args::BASE_URL;
    let url = match &home {
        Some(home) if !was_given => home.clone(),
        _ => given.to_owned(),
    };
    let url = match open::base_url(&url) {
        Ok(url) => url,
        Err(why) => return found.wrong(ABOUT, why.to_string()),
    };
    if let Some(home) = home.filter(|home| *home != url) {
        found.look(
            ABOUT,
            format!("served at {home} before; a start under {url} holds the mail until it is released"),
        );
    }
    let may_run = at.database.is_some() || holder(&at.data) != Holder::Nobody;
    if !may_run {
        return found.look(ABOUT, format!("{url}; not tried, since no server runs on this folder"));
    }
    match tokio::time::timeout(PATIENCE, answer(&url)).await {
        Ok(Ok(200)) => found.good(ABOUT, format!("{url} answers as Bellwether does")),
        Ok(Ok(status)) => found.wrong(
            ABOUT,
            format!(
                "{url} answers {status} where Bellwether would say 200: does the proxy pass everything on?"
            ),
        ),
        Ok(Err(why)) if is_of_an_unknown_authority(&why) => {
            found.look(ABOUT, format!("{url} answers with a certificate of an authority that not everybody knows: your people’s devices have to"));
        }
        Ok(Err(why)) => found.wrong(ABOUT, format!("{url} cannot be reached from here: {why}")),
        Err(_) => found.wrong(ABOUT, format!("{url} did not answer within {} s", PATIENCE.as_secs())),
    }
}

fn is_of_an_unknown_authority(why: &io::Error) -> bool {
    let tls = why.get_ref().and_then(|cause| cause.downcast_ref());
    matches!(tls, Some(TlsError::InvalidCertificate(CertificateError::UnknownIssuer)))
}

/// The status of `/healthz`.
async fn answer(url: &str) -> io::Result<u16> {
    let url = Url::parse(url).map_err(io::Error::other)?;
    let is_tls = url.scheme() == "https";
    // An IPv6 address stands in brackets in a URL, and without them everywhere else.
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let port = url.port_or_known_default().unwrap_or(443);
    let place = &url[Position::BeforeHost..Position::AfterPort];
    let stream = TcpStream::connect((host, port)).await?;
    if !is_tls {
        return ask(stream, place).await;
    }
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    ask(TlsConnector::from(Arc::new(config)).connect(name, stream).await?, place).await
}

async fn ask(mut stream: impl AsyncRead + AsyncWrite + Unpin, place: &str) -> io::Result<u16> {
    let request = format!("GET /healthz HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    let mut reader = stream.take(64);
    reader.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
    status.ok_or_else(|| io::Error::other("what answers there does not speak HTTP"))
}
