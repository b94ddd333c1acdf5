//! `backup`, `restore` and `move`: the whole database in one file, and back.
#![allow(clippy::print_stdout, reason = "a terminal program talks to the terminal")]

use crate::args::At;
use crate::open::{self, file_in};
use crate::said::Said;
use bellwether_db::{Copied, Db};
use bellwether_kernel::World;
use std::path::Path;

/// `bellwether backup FILE`
pub async fn backup(at: &At, to: &Path) -> Result<(), Said> {
    if at.database.is_none() && !file_in(&at.data).exists() {
        return Err(Said::wrong(format!(
            "there is no database in {}; nothing was written",
            at.data.display()
        )));
    }
    let db = open::database(at).await?;
    db.snapshot(to).await?;
    let size = std::fs::metadata(to).map(|m| m.len() / 1024).unwrap_or_default();
    println!("{} ({size} KB)", to.display());
    Ok(())
}

/// `bellwether restore FILE`
pub async fn restore(at: &At, from: &Path) -> Result<(), Said> {
    if !from.exists() {
        return Err(Said::unreadable(format!("there is no file {}; nothing was changed", from.display())));
    }
    if at.database.is_none() && file_in(&at.data).exists() {
        let there = at.data.display();
        return Err(Said::wrong(format!(
            "{there} has a database already; nothing was changed. Give an empty folder with --data"
        )));
    }
    let backup = Db::sqlite(from).await?;
    let to = open::database(at).await?;
    fill(&backup, &to).await?;
    println!("Restored. Its mail is held: look at the outbox, then let it go with “bellwether release”.");
    Ok(())
}

/// `bellwether move --to URL`
pub async fn move_to(data: &Path, url: &str) -> Result<(), Said> {
    if !file_in(data).exists() {
        return Err(Said::wrong(format!("there is no database in {}; nothing was copied", data.display())));
    }
    let from = Db::sqlite(&file_in(data)).await?;
    let to = Db::postgres(url).await?;
    let copied = fill(&from, &to).await?;
    for (table, rows) in &copied.tables {
        println!("{rows:>9}  {table}");
    }
    println!(
        "Everything arrived. Start with --database from now on; mail is held until “bellwether release”."
    );
    Ok(())
}

/// Copies into an empty database, brings it up to date, and holds its mail: two copies must never
/// both send.
async fn fill(from: &Db, to: &Db) -> Result<Copied, Said> {
    to.migrate_like(from).await?;
    let copied = from.copy_into(to).await?;
    to.migrate().await?;
    let tx = to.begin().await?;
    bellwether_outbox::hold(&tx, &World::real(), "restored from a copy").await?;
    tx.commit().await?;
    Ok(copied)
}
