//! As much HTTP as measuring needs: one connection that is kept, whole answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::step::Outcome;

/// A connection to one server on loopback.
pub struct Connection {
    stream: BufReader<TcpStream>,
    headers: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head, line by line, names as they came.
    pub head: Vec<String>,
    /// The body, still compressed where it came compressed.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&String| line.len() > name.len() && line[..name.len()].eq_ignore_ascii_case(name);
        let line = self.head.iter().find(|line| named(line) && line.as_bytes()[name.len()] == b':')?;
        Some(line[name.len() + 1..].trim())
    }
}

impl Connection {
    /// Connects. `headers` are sent with every request, each line ended by CR LF.
    pub fn open(port: u16, headers: &str) -> Outcome<Connection> {
        let stream = TcpStream::connect(("127.0.0.1", port)).map_err(|e| format!("port {port}: {e}"))?;
        stream.set_nodelay(true).map_err(|e| e.to_string())?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).map_err(|e| e.to_string())?;
        Ok(Connection {
            stream: BufReader::new(stream),
            headers: format!("Host: localhost:{port}\r\n{headers}"),
        })
    }

    /// `GET path`.
    pub fn get(&mut self, path: &str) -> Outcome<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\n{}\r\n", self.headers);
        self.send(request.as_bytes())
    }

    /// `POST path` with a form that is already encoded.
    pub fn post(&mut self, path: &str, form: &str) -> Outcome<Answer> {
        let kind = "Content-Type: application/x-www-form-urlencoded";
        let head = format!(
            "POST {path} HTTP/1.1\r\n{}{kind}\r\nContent-Length: {}\r\n\r\n",
            self.headers,
            form.len()
        );
        self.send((head + form).as_bytes())
    }

    fn send(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.exchange(request).map_err(|e| format!("The server did not answer: {e}"))
    }

    fn exchange(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.stream.get_mut().write_all(request)?;
        let status = self.line()?.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let mut answer = Answer { status, head: Vec::new(), body: Vec::new() };
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            answer.head.push(line);
        }
        if answer.header("transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked")) {
            while self.chunk(&mut answer.body)? {}
        } else {
            let length = answer.header("content-length").and_then(|v| v.parse().ok()).unwrap_or(0);
            answer.body.resize(length, 0);
            self.stream.read_exact(&mut answer.body)?;
        }
        Ok(answer)
    }

    fn chunk(&mut self, body: &mut Vec<u8>) -> std::io::Result<bool> {
        let size = usize::from_str_radix(self.line()?.trim(), 16).unwrap_or(0);
        let start = body.len();
        body.resize(start + size, 0);
        self.stream.read_exact(&mut body[start..])?;
        self.line()?;
        Ok(size > 0)
    }

    fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;
    use std::thread;

    fn answered_with(answer: &'static str) -> Answer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let got = Connection::open(port, "").unwrap().get("/").unwrap();
        server.join().unwrap();
        got
    }

    #[test]
    fn an_answer_of_known_length_is_read_whole() {
        let got =
            answered_with("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 5\r\n\r\nhello");
        assert_eq!((got.status, got.body.as_slice()), (200, &b"hello"[..]));
        assert_eq!(got.header("set-cookie"), Some("a=b; Path=/"));
    }

    #[test]
    fn an_answer_in_pieces_is_put_together() {
        let got = answered_with(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
        );
        assert_eq!(got.body, b"abcde");
    }
}
