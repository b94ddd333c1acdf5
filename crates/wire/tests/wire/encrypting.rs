//! Mail over TLS, from the first byte or by STARTTLS, before a server whose certificate the organisation made itself.

use std::path::PathBuf;
use std::sync::Arc;

use bellwether_wire::smtp::{Envelope, Outcome, Server, Stage, deliver, test_connection};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::server::SmtpServer;

/// Encryption in front of a mail server that speaks none.
struct Front {
    mail: SmtpServer,
    port: u16,
    folder: TempDir,
}

impl Front {
    async fn start(by_starttls: bool) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("firm.pem"), made.cert.pem()).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let mail = SmtpServer::start().await.unwrap();
        let behind = mail.port();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acceptor.clone(), behind, by_starttls));
            }
        });
        Self { mail, port, folder }
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("firm.pem")
    }

    fn url(&self, scheme: &str, options: &str) -> Server {
        Server::parse(&format!("{scheme}://localhost:{}?{options}", self.port)).unwrap()
    }

    fn trusted(&self, scheme: &str, tls: &str) -> Server {
        self.url(scheme, &format!("tls={tls}&ca={}", self.certificate().display()))
    }
}

async fn serve(stream: TcpStream, acceptor: TlsAcceptor, behind: u16, by_starttls: bool) -> Option<()> {
    let mut stream = BufStream::new(stream);
    let mut mail = BufStream::new(TcpStream::connect(("127.0.0.1", behind)).await.ok()?);
    if by_starttls {
        let mut line = String::new();
        stream.write_all(b"220 front\r\n").await.ok()?;
        for answer in ["250-front\r\n250 STARTTLS\r\n", "220 go on\r\n"] {
            stream.flush().await.ok()?;
            stream.read_line(&mut line).await.ok()?;
            stream.write_all(answer.as_bytes()).await.ok()?;
        }
        stream.flush().await.ok()?;
        mail.read_line(&mut line).await.ok()?; // The greeting was given in the clear.
    }
    let mut stream = acceptor.accept(stream).await.ok()?;
    copy_bidirectional(&mut stream, &mut mail).await.ok()?;
    Some(())
}

async fn send(server: &Server) -> Outcome {
    let envelope = Envelope::new("mentoring@firm.example", "jane@firm.example").unwrap();
    deliver(server, &envelope, b"Subject: x\r\n\r\nhello\r\n").await
}

#[tokio::test]
async fn a_mail_goes_encrypted_either_way() {
    for (by_starttls, scheme, tls) in
        [(false, "smtps", "required"), (true, "smtp", "required"), (true, "smtp", "opportunistic")]
    {
        let front = Front::start(by_starttls).await;
        let server = front.trusted(scheme, tls);
        assert!(test_connection(&server).await.unwrap().is_encrypted);
        let outcome = send(&server).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{scheme} {tls}: {outcome:?}");
        assert_eq!(front.mail.mails().len(), 1);
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_gets_nothing() {
    for (by_starttls, scheme, tls) in
        [(false, "smtps", "required"), (true, "smtp", "required"), (true, "smtp", "opportunistic")]
    {
        let front = Front::start(by_starttls).await;
        let outcome = send(&front.url(scheme, &format!("tls={tls}"))).await;
        let Outcome::RefusedForNow { stage, reply } = outcome else { panic!("{outcome:?}") };
        assert_eq!(stage, Stage::Encryption, "{reply}");
        assert!(reply.text.starts_with("the server’s certificate is not trusted"), "{reply}");
        assert!(front.mail.recipients_named().is_empty());
    }
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_on_that_port_is_said() {
    let plain = SmtpServer::start().await.unwrap();
    let server = Server::parse(&format!("smtps://localhost:{}", plain.port())).unwrap();
    let Outcome::RefusedForNow { stage, reply } = send(&server).await else { panic!() };
    assert_eq!(stage, Stage::Encryption, "{reply}");
    assert!(reply.text.contains("does not speak TLS on this port"), "{reply}");
}

#[tokio::test]
async fn a_file_of_certificates_that_is_not_there_is_named() {
    let server = Server::parse("smtps://localhost:1?ca=/nowhere/firm.pem").unwrap();
    let outcome = send(&server).await;
    let Outcome::RefusedForNow { stage: Stage::Encryption, reply } = outcome else { panic!("{outcome:?}") };
    assert!(reply.text.contains("/nowhere/firm.pem"), "{reply}");
}
