//! The schema, step by step. A step that has run is never edited: the next one mends it.

use crate::lower::lower;
use crate::{Db, DbError, Engine, Result, Value};

/// One step of the schema.
pub struct Migration {
    /// Its file name without the ending; steps run in the order of their names.
    pub name: &'static str,
    /// Its text, for PostgreSQL.
    pub text: &'static str,
}

/// What [`Db::migrate`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The steps that were taken, oldest first.
    pub steps: Vec<&'static str>,
}

macro_rules! migrations {
    ($($name:literal)*) => {
        /// Every step of the schema, oldest first.
        pub static MIGRATIONS: &[Migration] = &[$(Migration {
            name: $name,
            text: include_str!(concat!("../../../migrations/", $name, ".sql")),
        }),*];
    };
}

migrations! {
    "0001_ground"
    "0002_directory"
    "0003_access"
    "0004_programs"
    "0005_recruiting"
    "0006_joining"
    "0007_mentorships"
    "0008_outbox"
    "0009_erasures"
    "0010_erased_prospects"
    "0011_mentorship_ends"
    "0012_match_changes"
    "0013_caps"
    "0014_learning"
}

pub async fn pending(db: &Db, known: &'static [Migration]) -> Result<Vec<&'static str>> {
    let taken = taken(db).await?;
    if let Some(newer) = taken.iter().find(|name| known.iter().all(|m| m.name != name.as_str())) {
        return Err(DbError::Newer(newer.clone()));
    }
    Ok(known.iter().map(|m| m.name).filter(|name| taken.iter().all(|t| t != name)).collect())
}

pub async fn run(db: &Db, known: &'static [Migration]) -> Result<Migrated> {
    db.script("create table if not exists migrations (name text primary key)").await?;
    let steps = pending(db, known).await?;
    for step in known.iter().filter(|m| steps.contains(&m.name)) {
        take(db, step).await?;
    }
    Ok(Migrated { steps })
}

pub async fn run_like(db: &Db, other: &Db, known: &'static [Migration]) -> Result<Migrated> {
    let missing = pending(other, known).await?;
    db.script("create table if not exists migrations (name text primary key)").await?;
    let has = taken(db).await?;
    let mut steps = Vec::new();
    for step in known.iter().filter(|m| !missing.contains(&m.name) && has.iter().all(|h| h != m.name)) {
        take(db, step).await?;
        steps.push(step.name);
    }
    Ok(Migrated { steps })
}

/// Takes one step. The step and the note that it was taken are one transaction.
async fn take(db: &Db, step: &Migration) -> Result<()> {
    let name = step.name;
    let script = match &db.0 {
        // Two that start at once: the second waits, then finds the name taken and rolls back.
        Engine::Sqlite(_) => format!(
            "begin immediate;\ninsert into migrations (name) values ('{name}');\n{}\n;commit;",
            lower(step.text)
        ),
        Engine::Postgres(_) => format!(
            "begin; select pg_advisory_xact_lock(hashtext('bellwether'), hashtext(current_schema()));\n\
             insert into migrations (name) values ('{name}');\n{}\n;commit;",
            step.text
        ),
    };
    match db.script(&script).await {
        // Another node took it first.
        Ok(()) | Err(DbError::Conflict(_)) => Ok(()),
        Err(error) => Err(DbError::engine(format!("migration {name}: {error}"))),
    }
}

async fn taken(db: &Db) -> Result<Vec<String>> {
    let exists = match &db.0 {
        Engine::Sqlite(_) => "select count(*) from sqlite_schema where name = 'migrations'",
        Engine::Postgres(_) => {
            "select count(*) from information_schema.tables where table_name = 'migrations' and table_schema = current_schema()"
        }
    };
    if db.rows(exists).await? == [[Value::Int(0)]] {
        return Ok(Vec::new());
    }
    let names = db.rows("select name from migrations order by name").await?;
    Ok(names
        .into_iter()
        .filter_map(|row| if let [Value::Text(name)] = &row[..] { Some(name.clone()) } else { None })
        .collect())
}
