//! A throw-away PostgreSQL for tests: a cluster of its own, on loopback, without durability.
//!
//! PostgreSQL refuses to run as root; there we become the user `postgres` that Debian's package makes.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Outcome, read, step};
use crate::tools::{is_root, succeeds, target};

/// How often tests may connect at the same time: many tests, several databases each.
const CONNECTIONS: &str = "400";

/// Tests want speed and lose the cluster anyhow: nothing is synced to disk. Never do this with data you keep.
const SETTINGS: [&str; 8] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=64MB",
    "log_min_messages=fatal",
    "timezone=UTC",
];

/// A running cluster. It is stopped and its files are removed when this is dropped, unless it was [left](Cluster::leave).
pub struct Cluster {
    bin: PathBuf,
    data: PathBuf,
    port: u16,
    temporary: bool,
}

impl Cluster {
    /// Makes a cluster in a new directory and waits until it answers. `port` 0 takes a free one.
    pub fn start(port: u16) -> Outcome<Cluster> {
        let bin =
            binaries().ok_or("PostgreSQL is not installed. Install it with: apt-get install postgresql")?;
        let port = if port == 0 { free_port()? } else { port };
        let data = new_directory(port)?;
        let cluster = Cluster { bin, data, port, temporary: true };
        let data = cluster.data.display().to_string();
        read(
            cluster.tool("initdb").args(["--pgdata", &data, "--username=bellwether", "--auth=trust"]).args([
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions",
            ]),
        )?;
        let mut options: Vec<String> = SETTINGS.iter().map(|s| format!("-c {s}")).collect();
        options.push(format!("-c port={port} -c max_connections={CONNECTIONS}"));
        let log = format!("{data}/log");
        let mut start = cluster.tool("pg_ctl");
        start.args(["start", "--wait", "--silent", "--pgdata", &data, "--log", &log]);
        start.arg("--options").arg(options.join(" "));
        // pg_ctl leaves the server with our outputs; a reader of ours would then wait for ever.
        if !succeeds(&mut start) {
            let said = fs::read_to_string(&log).unwrap_or_default();
            return Err(format!("PostgreSQL did not start on port {port}.\n{said}"));
        }
        Ok(cluster)
    }

    /// Where to connect: a role that may create databases.
    pub fn url(&self) -> String {
        format!("postgres://bellwether@127.0.0.1:{}/postgres", self.port)
    }

    /// Leaves it running after us.
    pub fn leave(mut self) -> PathBuf {
        self.temporary = false;
        self.data.clone()
    }

    fn tool(&self, name: &str) -> Command {
        unprivileged(&self.bin.join(name), self.data.parent().unwrap_or(&self.data))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.temporary {
            stop(&self.bin, &self.data);
        }
    }
}

/// `cargo xtask postgres [--port N] [--stop]`.
pub fn command(words: &[&str]) -> Outcome {
    let note = target().join("test-postgres.url");
    let place = target().join("test-postgres.dir");
    match words {
        ["--stop"] => {
            let data = fs::read_to_string(&place).map_err(|_| "No cluster was left running from here.")?;
            let bin = binaries().ok_or("PostgreSQL's programs are gone.")?;
            stop(&bin, Path::new(data.trim()));
            let _ = fs::remove_file(&note);
            let _ = fs::remove_file(&place);
            println!("Stopped, and its files are removed.");
            Ok(())
        }
        [] => leave_running(0, &note, &place),
        ["--port", port] => {
            let port = port.parse().map_err(|_| format!("“{port}” is not a port."))?;
            leave_running(port, &note, &place)
        }
        _ => Err("Usage: cargo xtask postgres [--port N] [--stop]".into()),
    }
}

fn leave_running(port: u16, note: &Path, place: &Path) -> Outcome {
    let cluster = step("Start a throw-away PostgreSQL", || Cluster::start(port))?;
    let url = cluster.url();
    let data = cluster.leave();
    let keep =
        |path: &Path, text: &str| fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()));
    keep(note, &url)?;
    keep(place, &data.display().to_string())?;
    println!("\nexport BELLWETHER_TEST_POSTGRES={url}\n\nStop it with: cargo xtask postgres --stop");
    Ok(())
}

fn stop(bin: &Path, data: &Path) {
    let mut stop = unprivileged(&bin.join("pg_ctl"), data.parent().unwrap_or(data));
    succeeds(stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"]).arg(data));
    let _ = fs::remove_dir_all(data.parent().unwrap_or(data));
}

/// The newest PostgreSQL installed; Debian keeps each version's programs in a directory of its own, off the `PATH`.
pub fn binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|v| Some((v.file_name().to_str()?.parse().ok()?, v.path().join("bin"))))
        .filter(|(_, bin): &(u32, PathBuf)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).or_else(|| Some(crate::tools::find(&["initdb"])?.parent()?.to_path_buf()))
}

fn unprivileged(program: &Path, home: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // Whoever we become must be able to stand where it starts.
    command.current_dir(home).env("LC_ALL", "C");
    command
}

/// A directory for one cluster: below `target/`, or below the system's temporary directory where
/// the user `postgres` may not enter the checkout (somebody's home, for example).
fn new_directory(port: u16) -> Outcome<PathBuf> {
    let name = format!("bellwether-postgres-{}-{port}", std::process::id());
    let mut last = String::new();
    for base in [target(), std::env::temp_dir()] {
        let home = base.join(&name);
        match make(&home) {
            Ok(data) => return Ok(data),
            Err(why) => last = why,
        }
        let _ = fs::remove_dir_all(&home);
    }
    Err(last)
}

fn make(home: &Path) -> Outcome<PathBuf> {
    fs::create_dir_all(home).map_err(|e| format!("{}: {e}", home.display()))?;
    if is_root() {
        read(Command::new("chown").arg("postgres:").arg(home))?;
    }
    let data = home.join("data");
    let mut try_it = unprivileged(Path::new("mkdir"), home);
    if is_root() {
        // setpriv starts where we stand, so standing there is tried as the other user.
        try_it = Command::new("setpriv");
        try_it.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--", "mkdir"]);
    }
    read(try_it.arg(&data))?;
    Ok(data)
}

/// A port on loopback that nobody listens on at the moment.
pub fn free_port() -> Outcome<u16> {
    let listener =
        TcpListener::bind(("127.0.0.1", 0)).map_err(|e| format!("No free port on loopback: {e}"))?;
    listener.local_addr().map(|a| a.port()).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let cluster = Cluster::start(0).unwrap();
        let home = cluster.data.parent().unwrap().to_path_buf();
        let said =
            read(cluster.tool("psql").args(["-Atc", "select rolcreatedb from pg_roles", &cluster.url()]));
        assert!(said.unwrap().contains('t'));
        drop(cluster);
        assert!(!home.exists());
    }
}
