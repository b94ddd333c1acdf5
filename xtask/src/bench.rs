//! `cargo xtask bench`: what the release binary costs on the sample firm, as docs/performance.md reports it.
//!
//! Start: from starting the process until `/healthz` answers, median of seven. Memory: resident, after ten page views.
//! Page: CPU of the server (user and system, from /proc) for each signed-in page of 50 people, over that of an
//! axum handler that does nothing, in the same run, with the same client: four connections that are kept.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::http::Connection;
use crate::postgres::free_port;
use crate::step::{Outcome, read, run, step};
use crate::tools::{cargo, root, target};

const CONNECTIONS: usize = 4;
/// The page that is measured: the directory, 50 people of it.
const PAGE: &str = "/people";

/// `cargo xtask bench`.
pub fn run_all() -> Outcome {
    let release = ["build", "--release", "--package", "bellwether", "--quiet"];
    let empty =
        ["build", "--release", "--package", "bellwether-app", "--example", "empty_handler", "--quiet"];
    step("Build for release", || run(cargo().args(release)).and_then(|()| run(cargo().args(empty))))?;
    let data = target().join("bench");
    let _ = fs::remove_dir_all(&data);
    let port = free_port()?;
    let cookie = step("Load the sample firm", || load(&data, port))?;

    let mut starts = Vec::new();
    for _ in 0..6 {
        starts.push(Server::start(&data, port)?.started_in);
    }
    let server = Server::start(&data, port)?;
    starts.push(server.started_in);
    starts.sort();
    println!(
        "\nstart            {:>8.0} ms   median of {}",
        starts[starts.len() / 2].as_secs_f64() * 1e3,
        starts.len()
    );

    let size = view(port, &cookie, 10)?;
    println!("memory           {:>8.1} MB   resident, after ten page views", resident_mb(server.child.id())?);

    let page = cpu_each(server.child.id(), port, &cookie, PAGE, 4_000)?;
    let packed =
        cpu_each(server.child.id(), port, &format!("{cookie}Accept-Encoding: gzip\r\n"), PAGE, 2_000)?;
    drop(server);
    let nothing = empty_handler()?;
    let us = |each: Duration| each.as_secs_f64() * 1e6;
    println!("empty handler    {:>8.1} µs   CPU each", us(nothing));
    println!(
        "page             {:>8.1} µs   CPU each, {size} bytes: {:.1} times",
        us(page),
        us(page) / us(nothing)
    );
    println!("page, compressed {:>8.1} µs   CPU each: {:.1} times", us(packed), us(packed) / us(nothing));
    Ok(())
}

fn binary() -> PathBuf {
    target().join("release/bellwether")
}

/// Makes the first administrator by the link that the first start prints, imports the firm, and returns the
/// header that signs requests in.
fn load(data: &Path, port: u16) -> Outcome<String> {
    let server = Server::start(data, port)?;
    let link = server.setup_link.clone().ok_or("The first start printed no link for the administrator.")?;
    let path = link.find("/setup/").map(|at| link[at..].trim()).unwrap_or_default();
    let form =
        "organization=Corwin+%26+Sedge&name=Bench&email=bench%40lawfirm.example&zone=America%2FNew_York";
    let answer = Connection::open(port, "")?.post(path, form)?;
    let cookie = answer.header("set-cookie").and_then(|c| c.split(';').next()).map(str::to_owned);
    let cookie = cookie.ok_or(format!("No one was signed in: status {}", answer.status))?;
    let firm = root().join("samples/law-firm");
    for (what, file) in [("people", "people.csv"), ("ties", "ties.csv")] {
        read(Command::new(binary()).args(["import", what]).arg(firm.join(file)).arg("--data").arg(data))?;
    }
    Ok(format!("Cookie: {cookie}\r\n"))
}

/// `serve`, running; ended when dropped.
struct Server {
    child: Child,
    started_in: Duration,
    setup_link: Option<String>,
}

impl Server {
    fn start(data: &Path, port: u16) -> Outcome<Server> {
        let mut command = Command::new(binary());
        command.arg("serve").arg("--data").arg(data).args(["--listen", &format!("127.0.0.1:{port}")]);
        command.args(["--base-url", &format!("http://localhost:{port}")]);
        let log = fs::File::create(target().join("bench.log")).map_err(|e| e.to_string())?;
        let both = log.try_clone().map_err(|e| e.to_string())?;
        let start = Instant::now();
        let child =
            command.stdin(Stdio::null()).stdout(log).stderr(both).spawn().map_err(|e| e.to_string())?;
        let mut server = Server { child, started_in: Duration::ZERO, setup_link: None };
        while !Connection::open(port, "").and_then(|mut c| c.get("/healthz")).is_ok_and(|a| a.status == 200) {
            if start.elapsed() > Duration::from_secs(20) {
                return Err(format!("The server did not start. It said:\n{}", said()));
            }
            thread::sleep(Duration::from_millis(1));
        }
        server.started_in = start.elapsed();
        let said = said();
        server.setup_link = said.split_whitespace().find(|word| word.contains("/setup/")).map(str::to_owned);
        Ok(server)
    }
}

fn said() -> String {
    fs::read_to_string(target().join("bench.log")).unwrap_or_default()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Views the page so many times, and returns its size.
fn view(port: u16, headers: &str, times: usize) -> Outcome<usize> {
    let mut connection = Connection::open(port, headers)?;
    let mut size = 0;
    for _ in 0..times {
        let answer = connection.get(PAGE)?;
        if answer.status != 200 {
            return Err(format!("{PAGE} answered {}", answer.status));
        }
        size = answer.body.len();
    }
    Ok(size)
}

/// CPU of process `pid` for each of `requests`, after a tenth of them to warm up.
fn cpu_each(pid: u32, port: u16, headers: &str, path: &str, requests: usize) -> Outcome<Duration> {
    ask(port, headers, path, requests / 10)?;
    let before = cpu(pid)?;
    ask(port, headers, path, requests)?;
    Ok(cpu(pid)?.saturating_sub(before) / u32::try_from(requests).unwrap_or(u32::MAX))
}

fn ask(port: u16, headers: &str, path: &str, requests: usize) -> Outcome {
    let each = requests / CONNECTIONS;
    thread::scope(|scope| {
        let one = move || -> Outcome {
            let mut connection = Connection::open(port, headers)?;
            for _ in 0..each {
                let status = connection.get(path)?.status;
                if status != 200 {
                    return Err(format!("{path} answered {status}"));
                }
            }
            Ok(())
        };
        let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one)).collect();
        threads.into_iter().try_for_each(|t| t.join().unwrap_or(Err("a client thread broke".into())))
    })
}

fn empty_handler() -> Outcome<Duration> {
    let program = target().join("release/examples/empty_handler");
    let mut child = Command::new(program).stdout(Stdio::piped()).spawn().map_err(|e| e.to_string())?;
    let mut line = String::new();
    if let Some(out) = child.stdout.take() {
        BufReader::new(out).read_line(&mut line).map_err(|e| e.to_string())?;
    }
    let port = line.trim().parse().map_err(|_| "the empty handler did not say where it listens".to_owned());
    let each = port.and_then(|port| cpu_each(child.id(), port, "", "/", 100_000));
    let _ = child.kill();
    let _ = child.wait();
    each
}

/// User and system time of a process so far. Fields 14 and 15 of /proc/PID/stat (proc(5)), in clock ticks.
fn cpu(pid: u32) -> Outcome<Duration> {
    let ticks_a_second: u32 = read(Command::new("getconf").arg("CLK_TCK"))?.trim().parse().unwrap_or(100);
    let stat =
        fs::read_to_string(format!("/proc/{pid}/stat")).map_err(|e| format!("The server is gone: {e}"))?;
    // The name in brackets may hold spaces; what follows it does not.
    let rest: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let field = |n: usize| rest.get(n - 3).and_then(|t| t.parse::<u32>().ok()).unwrap_or(0);
    Ok(Duration::from_secs(1) * (field(14) + field(15)) / ticks_a_second)
}

fn resident_mb(pid: u32) -> Outcome<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).map_err(|e| e.to_string())?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    let kilobytes: f64 = line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
    Ok(kilobytes / 1000.0)
}
