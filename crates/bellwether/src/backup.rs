//! `backup`, `restore` and `move`: the whole database in one file, and back.

use crate::args::At;
use crate::lock::Lock;
use crate::open::{self, file_in};
use crate::said::{Said, print};
use bellwether_db::{Copied, Db};
use bellwether_kernel::World;
use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// `bellwether backup FILE`
pub async fn backup(at: &At, to: &Path) -> Result<(), Said> {
    if at.database.is_none() && !file_in(&at.data).exists() {
        return Err(Said::wrong(format!(
            "there is no database in {}; nothing was written",
            at.data.display()
        )));
    }
    let db = open::database(at).await?;
    snapshot(&db, to).await?;
    let size = std::fs::metadata(to).map(|m| m.len().div_ceil(1024)).unwrap_or_default();
    print(&format_args!("{} ({size} KB)\n", to.display()))
}

/// `bellwether restore FILE`
pub async fn restore(at: &At, from: &Path) -> Result<(), Said> {
    must_be_a_database(from)?;
    let done = match &at.database {
        None => restore_here(&at.data, from).await,
        Some(url) => {
            let prepared = Passing::beside(&std::env::temp_dir());
            prepare(from, &prepared.0).await?;
            hold(&prepared.0, "restored from a copy").await?;
            fill(&prepared.0, &Db::postgres(url).await?).await.map(drop)
        }
    };
    done?;
    print(&"Restored. Its mail is held: look at the outbox, then let it go with “bellwether release”.\n")
}

/// Makes it beside, whole, held and up to date, and then gives it its name: what is there under that
/// name never sends anything twice.
async fn restore_here(data: &Path, from: &Path) -> Result<(), Said> {
    let there = data.display();
    let _lock = Lock::take(data, "nothing was restored")?;
    if file_in(data).exists() {
        return Err(Said::wrong(format!(
            "{there} has a database already; nothing was changed. Give an empty folder with --data"
        )));
    }
    let prepared = Passing::beside(data);
    prepare(from, &prepared.0).await?;
    hold(&prepared.0, "restored from a copy").await?;
    settled(&prepared.0, &file_in(data))
}

/// `bellwether move --database URL`
pub async fn move_to(data: &Path, url: &str) -> Result<(), Said> {
    if !file_in(data).exists() {
        return Err(Said::wrong(format!("there is no database in {}; nothing was copied", data.display())));
    }
    let _lock = Lock::take(data, "nothing was copied")?;
    let to = Db::postgres(url).await?;
    let prepared = Passing::beside(data);
    // Two copies must never both send: the folder is held before it is copied, so that what arrives
    // is held too, and it is let go only once everything is known to have arrived.
    let was_held = hold(&file_in(data), "this folder was moved to a PostgreSQL server").await?;
    let copied = match copy_held(data, &prepared.0, &to).await {
        Ok(copied) => copied,
        Err(why) => {
            if !was_held {
                release(&Db::sqlite(&file_in(data)).await?).await?;
            }
            return Err(why);
        }
    };
    if !was_held {
        release(&to).await?;
    }
    let mut words = String::new();
    for (table, rows) in copied.tables.iter().filter(|(_, rows)| *rows > 0) {
        words.push_str(&format!("{rows:>9}  {table}\n"));
    }
    print(&format_args!(
        "{words}\nEverything arrived. Start with --database from now on. The file stays where it is, and sends no mail any more.\n"
    ))
}

async fn copy_held(data: &Path, prepared: &Path, to: &Db) -> Result<Copied, Said> {
    let from = Db::sqlite(&file_in(data)).await?;
    snapshot(&from, prepared).await?;
    drop(from);
    up_to_date(prepared).await?;
    fill(prepared, to).await
}

/// Writes everything to a new file, which appears under its name once it is whole and on the disk.
pub async fn snapshot(db: &Db, to: &Path) -> Result<(), Said> {
    if to.exists() {
        return Err(Said::wrong(format!("{} exists already; nothing was written", to.display())));
    }
    let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let passing = Passing::beside(folder);
    drop(private(&passing.0)?);
    let written = db.snapshot(&passing.0).await;
    written.map_err(|why| Said::wrong(format!("{}: {why}", to.display())))?;
    settled(&passing.0, to)
}

/// Copies a backup, looks whether it is whole, and brings it up to date.
async fn prepare(from: &Path, to: &Path) -> Result<(), Said> {
    let cannot = |why: std::io::Error| {
        Said::wrong(format!("{} could not be copied: {why}; nothing was changed", from.display()))
    };
    let beside = |file: &Path| PathBuf::from(format!("{}-wal", file.display()));
    for (from, to) in [(from.to_owned(), to.to_owned()), (beside(from), beside(to))] {
        if from.exists() {
            // Not fs::copy: that would give the copy the rights of the original.
            let mut written = private(&to)?;
            File::open(&from).and_then(|mut read| std::io::copy(&mut read, &mut written)).map_err(cannot)?;
        }
    }
    let not_whole = |why: String| {
        Said::unreadable(format!(
            "{} is not whole ({why}); nothing was changed. Take an earlier backup",
            from.display()
        ))
    };
    let db = Db::sqlite(to).await.map_err(|e| not_whole(e.to_string()))?;
    if let Some(fault) = db.faults().await.map_err(|e| not_whole(e.to_string()))?.first() {
        return Err(not_whole(fault.clone()));
    }
    if db.pending().await?.len() == bellwether_db::MIGRATIONS.len() {
        return Err(Said::unreadable(format!(
            "{} is no backup of Bellwether; nothing was changed",
            from.display()
        )));
    }
    db.migrate().await?;
    Ok(db.settle().await?)
}

async fn up_to_date(file: &Path) -> Result<(), Said> {
    let db = Db::sqlite(file).await?;
    db.migrate().await?;
    Ok(db.settle().await?)
}

/// Holds the mail of the database in a file; whether it was held before.
async fn hold(file: &Path, why: &str) -> Result<bool, Said> {
    let db = Db::sqlite(file).await?;
    let tx = db.begin().await?;
    let was_held = bellwether_outbox::held(&tx).await?.is_some();
    bellwether_outbox::hold(&tx, &World::real(), why).await?;
    tx.commit().await?;
    db.settle().await?;
    Ok(was_held)
}

async fn release(db: &Db) -> Result<(), Said> {
    let tx = db.begin().await?;
    bellwether_outbox::release(&tx, &World::real()).await?;
    Ok(tx.commit().await?)
}

/// Copies into an empty database, in one transaction.
async fn fill(from: &Path, to: &Db) -> Result<Copied, Said> {
    let from = Db::sqlite(from).await?;
    to.migrate_like(&from).await?;
    Ok(from.copy_into(to).await?)
}

fn must_be_a_database(file: &Path) -> Result<(), Said> {
    let cannot =
        |why| Said::unreadable(format!("{} could not be read: {why}; nothing was changed", file.display()));
    let mut first = Vec::new();
    File::open(file).and_then(|f| f.take(16).read_to_end(&mut first)).map_err(cannot)?;
    if first != MAGIC {
        return Err(Said::unreadable(format!(
            "{} is no backup of Bellwether; nothing was changed",
            file.display()
        )));
    }
    Ok(())
}

/// An empty file that nobody else on the machine may read.
fn private(file: &Path) -> Result<File, Said> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    made.map_err(|why| Said::wrong(format!("{} cannot be written: {why}", file.display())))
}

/// On the disk first, then under its name, then the name on the disk too.
fn settled(file: &Path, name: &Path) -> Result<(), Said> {
    let folder = name.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(file)
        .and_then(|f| f.sync_all())
        .and_then(|()| std::fs::rename(file, name))
        .and_then(|()| File::open(folder)?.sync_all())
        .map_err(|why| Said::wrong(format!("{} cannot be written: {why}", name.display())))
}

/// A file on its way to becoming another; whatever is left of it goes when it ends.
struct Passing(PathBuf);

impl Passing {
    /// What a process with the same number left, when it was killed, goes first.
    fn beside(folder: &Path) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let (process, n) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let this = Self(folder.join(format!(".bellwether-{process}-{n}.partial")));
        this.clear();
        this
    }

    fn clear(&self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.0.display()));
        }
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.clear();
    }
}
