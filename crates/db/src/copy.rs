//! Copying a whole database into another, of the same or of the other engine.
//!
//! A backup is always a SQLite file, whatever runs; `move` and `restore` are the same copy the
//! other way.

use crate::{Db, DbError, Engine, Result, Value};
use sha2::{Digest, Sha256};
use std::path::Path;

/// What [`Db::copy_into`] copied: the tables with their numbers of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Table and rows.
    pub tables: Vec<(String, u64)>,
}

pub async fn run(from: &Db, to: &Db) -> Result<Copied> {
    let tables = tables(from).await?;
    for table in &tables {
        if table != "migrations" && count(to, table).await? > 0 {
            return Err(DbError::NotEmpty(table.clone()));
        }
    }
    let tx = to.begin().await?;
    let mut copied = Vec::new();
    for table in tables.iter().filter(|t| *t != "migrations") {
        let columns = columns(from, table).await?;
        let list = columns.join(", ");
        let places = (1..=columns.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let insert = format!("insert into {table} ({list}) values ({places})");
        let rows = from.rows(&format!("select {list} from {table}")).await?;
        for row in &rows {
            tx.run_text(&insert, row).await?;
        }
        copied.push((table.clone(), rows.len() as u64, list, checksum(&rows)));
    }
    tx.commit().await?;
    for (table, rows, list, sum) in &copied {
        let arrived = to.rows(&format!("select {list} from {table}")).await?;
        if checksum(&arrived) != *sum {
            return Err(DbError::CopyDiffers { table: table.clone(), from: *rows, to: arrived.len() as u64 });
        }
    }
    Ok(Copied { tables: copied.into_iter().map(|(table, rows, _, _)| (table, rows)).collect() })
}

/// Takes every row out of every table, in one transaction, the latest table first.
pub async fn clear(db: &Db) -> Result<()> {
    let tables = tables(db).await?;
    let tx = db.begin().await?;
    for table in tables.iter().rev().filter(|t| *t != "migrations") {
        tx.run_text(&format!("delete from {table}"), &[]).await?;
    }
    tx.commit().await
}

/// Writes everything to a new SQLite file.
pub async fn snapshot(db: &Db, path: &Path) -> Result<()> {
    if path.metadata().is_ok_and(|file| file.len() > 0) {
        return Err(DbError::engine(format!("{} exists already; nothing was written", path.display())));
    }
    match &db.0 {
        Engine::Sqlite(_) => {
            let name = path.to_str().ok_or_else(|| DbError::engine("the backup's name is not UTF-8"))?;
            db.script(&format!("vacuum into '{}'", name.replace('\'', "''"))).await
        }
        Engine::Postgres(_) => {
            let to = Db::sqlite(path).await?;
            to.migrate_like(db).await?;
            // The writer's turn, taken and never used, keeps the tables of one moment.
            let turn = db.begin().await?;
            let copied = run(db, &to).await;
            drop(turn);
            to.script("pragma wal_checkpoint(truncate)").await?;
            copied.map(drop)
        }
    }
}

/// The tables in the order in which they were created, so that what is referred to comes first.
async fn tables(db: &Db) -> Result<Vec<String>> {
    let text = match &db.0 {
        Engine::Sqlite(_) => {
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by rowid"
        }
        Engine::Postgres(_) => {
            "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname = current_schema() order by c.oid"
        }
    };
    names(db, text).await
}

async fn columns(db: &Db, table: &str) -> Result<Vec<String>> {
    let text = match &db.0 {
        Engine::Sqlite(_) => format!("select name from pragma_table_info('{table}') order by cid"),
        Engine::Postgres(_) => format!(
            "select column_name::text from information_schema.columns where table_name = '{table}' and table_schema = current_schema() order by ordinal_position"
        ),
    };
    names(db, &text).await
}

async fn names(db: &Db, text: &str) -> Result<Vec<String>> {
    let rows = db.rows(text).await?;
    Ok(rows
        .into_iter()
        .filter_map(
            |row| if let Some(Value::Text(name)) = row.into_iter().next() { Some(name) } else { None },
        )
        .collect())
}

async fn count(db: &Db, table: &str) -> Result<i64> {
    let rows = db.rows(&format!("select count(*) from {table}")).await?;
    Ok(if let Some([Value::Int(n)]) = rows.first().map(Vec::as_slice) { *n } else { 0 })
}

/// A sum over rows that does not depend on their order.
fn checksum(rows: &[Vec<Value>]) -> (u64, [u8; 32]) {
    let mut sum = [0u8; 32];
    for row in rows {
        let digest = Sha256::digest(format!("{row:?}").as_bytes());
        for (into, byte) in sum.iter_mut().zip(digest) {
            *into = into.wrapping_add(byte);
        }
    }
    (rows.len() as u64, sum)
}
