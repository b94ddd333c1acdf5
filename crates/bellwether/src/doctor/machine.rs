//! What the machine gives: a folder, room on its disk, a clock.

use super::Findings;
use crate::args::At;
use crate::lock::{Holder, holder};
use crate::open::file_in;
use bellwether_app::features::settings;
use bellwether_db::Db;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{Timestamp, World, from_micros};
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;

/// Bytes below which nothing works for long.
const TOO_LITTLE: u64 = 50 << 20;
/// Bytes below which somebody should look.
const LITTLE: u64 = 500 << 20;

/// The folder: there, writable, and nobody else's.
pub fn folder(found: &mut Findings, at: &At) {
    const ABOUT: &str = "folder";
    let path = at.data.display();
    let folder = match std::fs::metadata(&at.data) {
        Ok(meta) if meta.is_dir() => meta,
        Ok(_) => return found.wrong(ABOUT, format!("{path} is no folder")),
        // With PostgreSQL it holds backups alone, and is made when one is needed.
        Err(_) if at.database.is_some() => return,
        Err(why) => return found.wrong(ABOUT, format!("{path}: {why}")),
    };
    if let Err(why) = tempfile::tempfile_in(&at.data) {
        return found.wrong(ABOUT, format!("{path} cannot be written: {why}"));
    }
    let file = std::fs::metadata(file_in(&at.data)).ok();
    if let Some(other) = file.as_ref().filter(|file| file.uid() != folder.uid()) {
        let (file, here) = (other.uid(), folder.uid());
        return found.wrong(
            ABOUT,
            format!("{path} belongs to account {here}, and the database in it to account {file}: chown -R them to one"),
        );
    }
    let is_open = |meta: &Metadata| meta.mode() & 0o077 != 0;
    match file {
        Some(file) if is_open(&file) => found.wrong(
            ABOUT,
            format!("others on this machine may read {}: chmod 0600", file_in(&at.data).display()),
        ),
        _ if is_open(&folder) => {
            found.look(ABOUT, format!("{path} can be entered by others on this machine: chmod 0700"));
        }
        _ => found.good(ABOUT, format!("{path} can be written, and is closed to others")),
    }
}

/// Room on the disk: for the database's own growth, and for a backup before an upgrade.
pub fn disk(found: &mut Findings, at: &At) {
    const ABOUT: &str = "disk";
    let Ok(disk) = rustix::fs::statvfs(&at.data) else { return };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let file = file_in(&at.data);
    let beside = file.with_extension("db-wal");
    let database: u64 =
        [file, beside].iter().filter_map(|f| std::fs::metadata(f).ok()).map(|m| m.len()).sum();
    let words = format!("{} free; the database has {}", size(free), size(database));
    if free < TOO_LITTLE {
        found.wrong(ABOUT, format!("{words}. Free some space: when it is full, nothing more can be saved"));
    } else if free < LITTLE.max(2 * database) {
        found.look(ABOUT, format!("{words}. An upgrade needs room for a backup"));
    } else {
        found.good(ABOUT, words);
    }
}

/// Whether a server works on the folder.
pub fn server(found: &mut Findings, at: &At) {
    if at.database.is_some() {
        return;
    }
    match holder(&at.data) {
        Holder::Process(Some(id)) => found.good("server", format!("runs (process {id})")),
        Holder::Process(None) => found.good("server", "runs"),
        Holder::Nobody => found.look("server", "none runs on this folder now"),
    }
}

/// The clock: codes, links and meetings depend on it.
pub async fn clock(found: &mut Findings, db: &Db) {
    const ABOUT: &str = "clock";
    let now = World::real().clock.now();
    let seen = settings::get(db, "outbox.seen").await.ok().flatten();
    let seen = seen.and_then(|text| text.parse().ok()).map(from_micros);
    if let Some(seen) = seen.filter(|seen| *seen > now + SignedDuration::from_secs(120)) {
        return found.wrong(
            ABOUT,
            format!("it shows {}, but the server was at work at {}: set it", shown(now), shown(seen)),
        );
    }
    let theirs = db.clock().await.ok().flatten().map(from_micros);
    let apart = theirs.map_or(0, |theirs| now.duration_since(theirs).as_secs().abs());
    match apart {
        0..=5 => found.good(ABOUT, shown(now)),
        6..=60 => found.look(ABOUT, format!("{}, {apart} s apart from the database’s", shown(now))),
        _ => found
            .wrong(ABOUT, format!("{}, {apart} s apart from the database’s: set both by NTP", shown(now))),
    }
}

fn shown(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// "1.3 GB", "412 KB".
fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        n if n >= 1 << 30 => (1 << 30, "GB"),
        n if n >= 1 << 20 => (1 << 20, "MB"),
        _ => (1 << 10, "KB"),
    };
    format!("{:.1} {name}", bytes as f64 / f64::from(unit))
}
