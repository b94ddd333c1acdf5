//! A mail server for tests, in this process and on 127.0.0.1, that does what its script says.
//!
//! It keeps every mail that it took. What it does at which point of a delivery is scripted for one recipient, for the
//! next mail, or for all; without a script it accepts.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail that the server took responsibility for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The sender in the envelope.
    pub from: String,
    /// The recipient in the envelope.
    pub to: String,
    /// The message as it arrived, dots unstuffed, lines ended by CR LF.
    pub data: Vec<u8>,
}

impl Received {
    /// The value of the first header called `name`, unfolded but not decoded.
    pub fn header(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.data);
        let head = text.split("\r\n\r\n").next()?.replace("\r\n ", " ").replace("\r\n\t", " ");
        head.split("\r\n").find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

/// A point of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The greeting of a connection; only a script for all reaches it.
    Greeting,
    /// `MAIL FROM`; a script for one recipient does not reach it.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// While the message arrives: after its first line.
    Middle,
    /// After the final dot.
    Message,
}

/// What the server does at a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Answers with this code and text instead of yes, and goes on.
    Reply(u16, &'static str),
    /// Never answers.
    Hang,
    /// Closes the connection without an answer. At [`Point::Message`] the mail is *not* kept.
    Close,
    /// At [`Point::Message`]: keeps the mail, and closes the connection without an answer.
    KeepAndClose,
    /// At [`Point::Message`]: keeps the mail, and never answers.
    KeepAndHang,
    /// Waits, then answers yes.
    Wait(Duration),
}

#[derive(Default)]
struct State {
    for_all: Option<(Point, Act)>,
    for_recipient: HashMap<String, (Point, Act)>,
    for_next: VecDeque<(Point, Act)>,
    login: Option<(String, String)>,
    mails: Vec<Received>,
    connections: usize,
    logins: usize,
    recipients_named: Vec<String>,
}

/// The server. Dropping it closes it and every connection.
pub struct SmtpServer {
    port: u16,
    state: Arc<Mutex<State>>,
    listening: JoinHandle<()>,
}

impl SmtpServer {
    /// Starts to listen on a free port.
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(Mutex::new(State::default()));
        let listening = tokio::spawn(listen(listener, state.clone()));
        Ok(Self { port, state, listening })
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address as it goes into the settings.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// Does `act` at `point` for every mail that nothing else is scripted for; `None` accepts again.
    pub fn for_all(&self, script: Option<(Point, Act)>) {
        lock(&self.state).for_all = script;
    }

    /// Does `act` at `point` whenever a mail goes to `address`.
    pub fn for_recipient(&self, address: &str, point: Point, act: Act) {
        lock(&self.state).for_recipient.insert(address.to_lowercase(), (point, act));
    }

    /// Does `act` at `point` of the next mail; said several times, of the ones after it.
    pub fn for_next(&self, point: Point, act: Act) {
        lock(&self.state).for_next.push_back((point, act));
    }

    /// Takes mail only after this login.
    pub fn require_login(&self, user: &str, password: &str) {
        lock(&self.state).login = Some((user.to_owned(), password.to_owned()));
    }

    /// Every mail taken, in order.
    pub fn mails(&self) -> Vec<Received> {
        lock(&self.state).mails.clone()
    }

    /// The mails taken for one address.
    pub fn mails_to(&self, address: &str) -> Vec<Received> {
        self.mails().into_iter().filter(|mail| mail.to.eq_ignore_ascii_case(address)).collect()
    }

    /// How often each Message-ID was taken; more than once is a double.
    pub fn accepted_by_message_id(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for mail in self.mails() {
            *counts.entry(mail.header("Message-ID").unwrap_or_default()).or_default() += 1;
        }
        counts
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// How many logins were accepted so far.
    pub fn logins(&self) -> usize {
        lock(&self.state).logins
    }

    /// Every address that was offered as a recipient, taken or not.
    pub fn recipients_named(&self) -> Vec<String> {
        lock(&self.state).recipients_named.clone()
    }

    /// Waits until `count` mails were taken, for at most `limit`; gives all that were.
    pub async fn wait_for(&self, count: usize, limit: Duration) -> Vec<Received> {
        let enough = async {
            while lock(&self.state).mails.len() < count {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let _ = tokio::time::timeout(limit, enough).await;
        self.mails()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        lock(&state).connections += 1;
        let connection = Connection::new(stream, state.clone());
        connections.spawn(async move {
            // A client that goes away ends its connection; that is no fault of the server.
            let _ = connection.serve().await;
        });
    }
}

/// Ends a connection, as an error so that `?` leaves.
fn closed<T>() -> std::io::Result<T> {
    Err(std::io::ErrorKind::ConnectionAborted.into())
}

struct Connection {
    lines: BufReader<OwnedReadHalf>,
    out: OwnedWriteHalf,
    state: Arc<Mutex<State>>,
    is_logged_in: bool,
    from: String,
    to: String,
    script: Option<(Point, Act)>,
}

impl Connection {
    fn new(stream: TcpStream, state: Arc<Mutex<State>>) -> Self {
        let (input, out) = stream.into_split();
        Self {
            lines: BufReader::new(input),
            out,
            state,
            is_logged_in: false,
            from: String::new(),
            to: String::new(),
            script: None,
        }
    }

    async fn serve(mut self) -> std::io::Result<()> {
        self.script = lock(&self.state).for_all.clone();
        self.answer(Point::Greeting, "220 test.example ESMTP").await?;
        loop {
            let line = self.line().await?;
            let line = String::from_utf8_lossy(&line).into_owned();
            let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" | "HELO" => self.hello().await?,
                "AUTH" => self.auth(&line).await?,
                "MAIL" => self.mail(&line).await?,
                "RCPT" => self.recipient(&line).await?,
                "DATA" => self.data().await?,
                "RSET" | "NOOP" => self.say("250 2.0.0 fine").await?,
                "QUIT" => return self.say("221 2.0.0 bye").await,
                _ => self.say("502 5.5.2 not understood").await?,
            }
        }
    }

    async fn hello(&mut self) -> std::io::Result<()> {
        let auth = if lock(&self.state).login.is_some() { "250-AUTH PLAIN LOGIN\r\n" } else { "" };
        self.say(&format!(
            "250-test.example\r\n{auth}250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 10000000"
        ))
        .await
    }

    async fn auth(&mut self, line: &str) -> std::io::Result<()> {
        use base64::Engine as _;
        let given = line.rsplit(' ').next().unwrap_or_default();
        let given = base64::engine::general_purpose::STANDARD.decode(given).unwrap_or_default();
        let wanted = lock(&self.state).login.clone();
        let is_right =
            wanted.is_some_and(|(user, password)| given == format!("\0{user}\0{password}").into_bytes());
        if !is_right {
            return self.say("535 5.7.8 wrong user or password").await;
        }
        self.is_logged_in = true;
        lock(&self.state).logins += 1;
        self.say("235 2.7.0 welcome").await
    }

    async fn mail(&mut self, line: &str) -> std::io::Result<()> {
        if lock(&self.state).login.is_some() && !self.is_logged_in {
            return self.say("530 5.7.0 log in first").await;
        }
        self.from = address_in(line);
        self.script = {
            let mut state = lock(&self.state);
            state.for_next.pop_front().or_else(|| state.for_all.clone())
        };
        self.answer(Point::Sender, "250 2.1.0 fine").await
    }

    async fn recipient(&mut self, line: &str) -> std::io::Result<()> {
        self.to = address_in(line);
        {
            let mut state = lock(&self.state);
            state.recipients_named.push(self.to.clone());
            if let Some(script) = state.for_recipient.get(&self.to.to_lowercase()) {
                self.script = Some(script.clone());
            }
        }
        self.answer(Point::Recipient, "250 2.1.5 fine").await
    }

    async fn data(&mut self) -> std::io::Result<()> {
        let before = self.script.clone();
        self.answer(Point::Data, "354 go on").await?;
        if matches!(before, Some((Point::Data, Act::Reply(code, _))) if code != 354) {
            return Ok(());
        }
        let mut data = Vec::new();
        loop {
            let line = self.line().await?;
            if line == b"." {
                break;
            }
            data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            data.extend_from_slice(b"\r\n");
            match &self.script {
                Some((Point::Middle, Act::Hang)) => std::future::pending::<()>().await,
                Some((Point::Middle, Act::Reply(code, text))) => {
                    let line = format!("{code} {text}");
                    self.say(&line).await?;
                    return closed();
                }
                Some((Point::Middle, _)) => return closed(),
                _ => {}
            }
        }
        let mail = Received { from: self.from.clone(), to: self.to.clone(), data };
        match &self.script {
            Some((Point::Message, Act::Reply(..) | Act::Hang | Act::Close)) => {}
            _ => lock(&self.state).mails.push(mail),
        }
        self.answer(Point::Message, "250 2.0.0 taken").await
    }

    /// Says `yes`, unless the script has something else for this point.
    async fn answer(&mut self, point: Point, yes: &str) -> std::io::Result<()> {
        let act = match &self.script {
            Some((at, act)) if *at == point => act.clone(),
            _ => return self.say(yes).await,
        };
        match act {
            Act::Reply(code, text) => {
                self.say(&format!("{code} {text}")).await?;
                if code == 421 { closed() } else { Ok(()) }
            }
            Act::Close | Act::KeepAndClose => closed(),
            Act::Hang | Act::KeepAndHang => std::future::pending().await,
            Act::Wait(time) => {
                tokio::time::sleep(time).await;
                self.say(yes).await
            }
        }
    }

    async fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.out.write_all(format!("{line}\r\n").as_bytes()).await
    }

    /// One line without its CR LF.
    async fn line(&mut self) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if self.lines.read_until(b'\n', &mut line).await? == 0 {
            return closed();
        }
        while matches!(line.last(), Some(b'\r' | b'\n')) {
            line.pop();
        }
        Ok(line)
    }
}

fn address_in(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or_else(String::new, |(a, _)| a.to_owned())
}
