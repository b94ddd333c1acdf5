//! Running the binary: commands to their end, and servers until they are told to stop.

use bellwether_db::{Db, Read, Sql, params};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use tempfile::TempDir;

/// A server that does not listen after this long has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The JSON object that it printed.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// `new, changed, unchanged, rejected` of the object that it printed.
    #[track_caller]
    pub fn counts(&self) -> [u64; 4] {
        let json = self.json();
        ["new", "changed", "unchanged", "rejected"].map(|name| json[name].as_u64().unwrap())
    }
}

/// The binary, with nothing of the tester's own settings.
pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
    for name in ["DATA", "DATABASE", "BASE_URL", "SMTP", "LISTEN", "TRUSTED_PROXY", "LOG"] {
        command.env_remove(format!("BELLWETHER_{name}"));
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Said {
    said(binary().args(args).output().unwrap())
}

pub fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An installation's folder, and files to bring into it.
pub struct Folder(pub TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    /// A file beside the data.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let file = self.0.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        file
    }

    /// `bellwether COMMAND --data DATA …`
    pub fn run(&self, args: &[&str]) -> Said {
        let data = self.data();
        let mut all: Vec<&std::ffi::OsStr> = args.iter().map(std::ffi::OsStr::new).collect();
        all.extend(["--data".as_ref(), data.as_os_str()]);
        run(&all)
    }

    /// `bellwether import people FILE …`
    pub fn people(&self, file: &Path, more: &[&str]) -> Said {
        self.import("people", file, more)
    }

    /// `bellwether import ties FILE …`
    pub fn ties(&self, file: &Path, more: &[&str]) -> Said {
        self.import("ties", file, more)
    }

    fn import(&self, kind: &str, file: &Path, more: &[&str]) -> Said {
        self.run(&[&["import", kind, file.to_str().unwrap()], more].concat())
    }

    pub async fn db(&self) -> Db {
        Db::sqlite(&self.data().join("bellwether.db")).await.unwrap()
    }

    pub async fn count(&self, sql: &'static Sql) -> i64 {
        self.db().await.value(sql, params![]).await.unwrap()
    }

    pub fn serve(&self, more: &[&str]) -> Server {
        Server::start(&self.data(), more)
    }
}

/// A file of `samples/`.
pub fn sample(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(path)
}

/// A server, stopped when it goes.
pub struct Server {
    child: Child,
    pub at: SocketAddr,
    lines: Receiver<String>,
}

impl Server {
    pub fn start(data: &Path, more: &[&str]) -> Self {
        let mut command = binary();
        command.arg("serve").arg("--data").arg(data).args(["--listen", "127.0.0.1:0"]).args(more);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let errors = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            errors.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        let mut server = Self { child, at: SocketAddr::from(([0, 0, 0, 0], 0)), lines };
        let mut heard = Vec::new();
        while server.at.port() == 0 {
            let Ok(line) = server.lines.recv_timeout(PATIENCE) else {
                panic!("it does not listen: {heard:?}")
            };
            if let Some((_, rest)) = line.split_once("listening on ") {
                server.at = rest.split(',').next().unwrap().parse().unwrap();
            }
            heard.push(line);
        }
        server
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The status of a page.
    pub fn status(&self, path: &str) -> u16 {
        let mut stream = TcpStream::connect(self.at).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Sends it a signal, `TERM` or `KILL`.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([&format!("-{signal}"), &self.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits until it says something.
    pub fn says(&self, words: &str) {
        while !self.lines.recv_timeout(PATIENCE).unwrap().contains(words) {}
    }

    /// Its exit code once it has ended, where it has one, and what it said last.
    pub fn ended(mut self) -> (Option<i32>, Vec<String>) {
        let code = self.child.wait().unwrap().code();
        (code, self.lines.iter().collect())
    }

    /// Ends it by a signal.
    pub fn end(self, signal: &str) -> (Option<i32>, Vec<String>) {
        self.signal(signal);
        self.ended()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
