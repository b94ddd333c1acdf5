//! What an operator wants to know of the database: `doctor` asks.

use crate::{Db, Engine, Result, Value};

/// More faults than this are not listed.
const MOST: usize = 10;

/// The engine and its version: "SQLite 3.50.2", "PostgreSQL 15.4".
pub async fn engine(db: &Db) -> Result<String> {
    let (name, ask) = match &db.0 {
        Engine::Sqlite(_) => ("SQLite", "select sqlite_version()"),
        Engine::Postgres(_) => ("PostgreSQL", "select split_part(current_setting('server_version'), ' ', 1)"),
    };
    let version = texts(db.rows(ask).await?).concat();
    Ok(format!("{name} {version}"))
}

/// What is wrong inside, in the engine's words; nothing where all is whole. Reads everything once.
pub async fn faults(db: &Db) -> Result<Vec<String>> {
    match &db.0 {
        Engine::Sqlite(_) => {
            let pages = texts(db.rows(&format!("pragma integrity_check({MOST})")).await?);
            let mut faults: Vec<String> = pages.into_iter().filter(|words| words != "ok").collect();
            for row in db.rows("pragma foreign_key_check").await?.into_iter().take(MOST) {
                let words = texts(vec![row]).concat();
                faults.push(format!("a row of {words} refers to one that is not there"));
            }
            Ok(faults)
        }
        Engine::Postgres(_) => {
            let indexes = "select indexrelid::regclass::text from pg_index where not indisvalid";
            let broken = texts(db.rows(indexes).await?).into_iter().take(MOST);
            let mut faults: Vec<String> =
                broken.map(|index| format!("the index {index} is not valid; rebuild it")).collect();
            if db.rows("select 1 where pg_is_in_recovery()").await?.len() == 1 {
                faults.push("the server is a standby, and cannot be written to".to_owned());
            }
            Ok(faults)
        }
    }
}

/// The clock of a database on a server, in microseconds since 1970; nothing for a file.
pub async fn clock(db: &Db) -> Result<Option<i64>> {
    let ask = match &db.0 {
        Engine::Sqlite(_) => return Ok(None),
        Engine::Postgres(_) => "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)",
    };
    Ok(db
        .rows(ask)
        .await?
        .into_iter()
        .flatten()
        .find_map(|v| if let Value::Int(n) = v { Some(n) } else { None }))
}

/// The first text of each row.
fn texts(rows: Vec<Vec<Value>>) -> Vec<String> {
    let first =
        |row: Vec<Value>| row.into_iter().find_map(|v| if let Value::Text(s) = v { Some(s) } else { None });
    rows.into_iter().filter_map(first).collect()
}
