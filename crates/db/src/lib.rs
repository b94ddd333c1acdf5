//! SQLite and PostgreSQL behind one SQL text.
//!
//! A statement is a named constant ([`statements!`]) that both engines understand; a row is decoded
//! by position ([`row!`]). Only this crate knows which engine runs.
//!
//! **One writer on both engines.** A transaction begun with [`Db::begin`] is the only one that
//! writes: SQLite by `BEGIN IMMEDIATE`, PostgreSQL by an advisory lock taken first. What a
//! transaction reads therefore stays true until it commits, on both, and a rule checked inside one
//! needs no retry. Limits are constraints in the schema all the same.
//!
//! **Nothing is acknowledged from a buffer.** SQLite runs WAL with `synchronous=FULL`; when
//! [`Tx::commit`] returns, the disk has it.

mod copy;
mod each;
mod error;
mod health;
mod lower;
mod migrate;
mod postgres;
mod sqlite;
mod statement;
mod value;

pub use copy::Copied;
pub use error::{DbError, Result};
pub use migrate::{MIGRATIONS, Migrated, Migration};
pub use statement::{FromRow, Row, Sql};
pub use value::{FromValue, ToValue, Value, ValueRef};

use std::path::Path;
use std::time::Duration;

/// How long a writer waits for its turn before it is told that the database is busy.
const TURN: Duration = Duration::from_secs(20);

/// A database, open. Clones share its connections.
#[derive(Clone)]
pub struct Db(Engine);

#[derive(Clone)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// A transaction, the only writer while it lives. Dropped without [`Tx::commit`], it leaves nothing.
pub struct Tx(Turn);

enum Turn {
    Sqlite(sqlite::Turn),
    Postgres(Box<postgres::Turn>),
}

/// Which engine runs; for the operator's eyes (`doctor`, backups), never for a statement's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// A file beside the program.
    Sqlite,
    /// A server.
    Postgres,
}

/// What can be asked of a database and of a transaction alike.
pub trait Read: Sync {
    /// Every row, in the statement's order.
    fn all<T: FromRow>(
        &self,
        sql: &'static Sql,
        params: &[Value],
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// The first row, if there is one.
    fn maybe<T: FromRow>(
        &self,
        sql: &'static Sql,
        params: &[Value],
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async move { Ok(self.all(sql, params).await?.into_iter().next()) }
    }

    /// The first row; [`DbError::NoRow`] where there is none.
    fn one<T: FromRow>(&self, sql: &'static Sql, params: &[Value]) -> impl Future<Output = Result<T>> + Send {
        async move { self.maybe(sql, params).await?.ok_or(DbError::NoRow { statement: sql.name }) }
    }

    /// The first column of the first row.
    fn value<T: FromValue>(
        &self,
        sql: &'static Sql,
        params: &[Value],
    ) -> impl Future<Output = Result<T>> + Send {
        async move { Ok(self.one::<(T,)>(sql, params).await?.0) }
    }
}

impl Db {
    /// Opens, or creates, the SQLite file at `path`.
    pub async fn sqlite(path: &Path) -> Result<Self> {
        Ok(Self(Engine::Sqlite(sqlite::Sqlite::open(path)?)))
    }

    /// Opens a SQLite file that may be lost: nothing waits for the disk. For what is copied
    /// elsewhere once it is whole, never for what somebody was told is kept.
    pub async fn scratch(path: &Path) -> Result<Self> {
        let db = Self::sqlite(path).await?;
        db.script("pragma synchronous = off").await?;
        Ok(db)
    }

    /// Connects to a PostgreSQL server: `postgres://user:password@host/database`. A `search_path`
    /// can be given in `options`.
    pub async fn postgres(url: &str) -> Result<Self> {
        Ok(Self(Engine::Postgres(postgres::Postgres::connect(url).await?)))
    }

    /// Which engine runs.
    pub fn kind(&self) -> EngineKind {
        match &self.0 {
            Engine::Sqlite(_) => EngineKind::Sqlite,
            Engine::Postgres(_) => EngineKind::Postgres,
        }
    }

    /// Begins a transaction, when it is its turn.
    pub async fn begin(&self) -> Result<Tx> {
        let turn = match &self.0 {
            Engine::Sqlite(db) => {
                Turn::Sqlite(tokio::time::timeout(TURN, db.begin()).await.map_err(|_| DbError::Busy)??)
            }
            Engine::Postgres(db) => Turn::Postgres(Box::new(
                tokio::time::timeout(TURN, db.begin()).await.map_err(|_| DbError::Busy)??,
            )),
        };
        Ok(Tx(turn))
    }

    /// Runs one statement that writes, as a transaction of its own; rows changed.
    pub async fn run(&self, sql: &'static Sql, params: &[Value]) -> Result<u64> {
        let tx = self.begin().await?;
        let changed = tx.run(sql, params).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Prepares a statement without running it: the proof that this engine understands it.
    pub async fn prepare(&self, sql: &'static Sql) -> Result<()> {
        match &self.0 {
            Engine::Sqlite(db) => db.prepare(sql),
            Engine::Postgres(db) => db.prepare(sql).await,
        }
    }

    /// Brings the schema up to date, in one transaction a step.
    pub async fn migrate(&self) -> Result<Migrated> {
        migrate::run(self, MIGRATIONS).await
    }

    /// Steps that [`Db::migrate`] would still take, oldest first.
    pub async fn pending(&self) -> Result<Vec<&'static str>> {
        migrate::pending(self, MIGRATIONS).await
    }

    /// Copies every row of every table into `to`, an empty database whose schema is up to date, and
    /// compares counts and checksums.
    pub async fn copy_into(&self, to: &Db) -> Result<Copied> {
        copy::run(self, to).await
    }

    /// Forgets every row of every table and keeps the schema: for a demonstration that begins anew.
    pub async fn clear(&self) -> Result<()> {
        copy::clear(self).await
    }

    /// Takes the schema to just where `other` has it: for a copy of a database that is older than
    /// this program.
    pub async fn migrate_like(&self, other: &Db) -> Result<Migrated> {
        migrate::run_like(self, other, MIGRATIONS).await
    }

    /// Writes everything to a new SQLite file at `path` (absent, or empty), whichever engine runs: a backup. It is one
    /// moment of the database; writers go on meanwhile on SQLite, and wait on PostgreSQL.
    pub async fn snapshot(&self, path: &Path) -> Result<()> {
        copy::snapshot(self, path).await
    }

    /// The engine and its version, "SQLite 3.50.2".
    pub async fn engine(&self) -> Result<String> {
        health::engine(self).await
    }

    /// What is wrong inside, in the engine's words; nothing where all is whole. Reads everything once.
    pub async fn faults(&self) -> Result<Vec<String>> {
        health::faults(self).await
    }

    /// The clock of a database on a server, in microseconds since 1970; nothing for a file.
    pub async fn clock(&self) -> Result<Option<i64>> {
        health::clock(self).await
    }

    /// Folds what SQLite keeps beside its file into it, so that the one file can be moved.
    pub async fn settle(&self) -> Result<()> {
        match &self.0 {
            Engine::Sqlite(_) => self.script("pragma wal_checkpoint(truncate)").await,
            Engine::Postgres(_) => Ok(()),
        }
    }

    /// Runs a text of several statements; for the schema alone.
    pub(crate) async fn script(&self, text: &str) -> Result<()> {
        match &self.0 {
            Engine::Sqlite(db) => db.script(text).await,
            Engine::Postgres(db) => db.script(text).await,
        }
    }

    /// Rows of a text made at run time; for copying and counting tables alone.
    pub(crate) async fn rows(&self, text: &str) -> Result<Vec<Vec<Value>>> {
        match &self.0 {
            Engine::Sqlite(db) => db.rows(text),
            Engine::Postgres(db) => db.rows(text).await,
        }
    }
}

impl Read for Db {
    async fn all<T: FromRow>(&self, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
        match &self.0 {
            Engine::Sqlite(db) => db.all(sql, params).await,
            Engine::Postgres(db) => db.all(sql, params).await,
        }
    }
}

impl Tx {
    /// Runs a statement that writes; rows changed.
    pub async fn run(&self, sql: &'static Sql, params: &[Value]) -> Result<u64> {
        match &self.0 {
            Turn::Sqlite(turn) => turn.run(sql.text, params).map_err(|e| e.in_statement(sql)),
            Turn::Postgres(turn) => turn.run(sql.text, params).await.map_err(|e| e.in_statement(sql)),
        }
    }

    /// Runs one statement that writes for each of many rows of parameters, one after the other; rows changed. A server is
    /// not waited for between them, and is asked but once for a plain `insert … values (…)`.
    pub async fn run_each(&self, sql: &'static Sql, rows: &[Vec<Value>]) -> Result<u64> {
        self.run_rows(sql, rows, false).await
    }

    /// As [`Tx::run_each`], for rows whose order is of no account: none takes a value that must be unique from another. So
    /// a server is asked but once for an `update … where id = $1 …`, too, if no two rows have the same id.
    pub async fn run_in_any_order(&self, sql: &'static Sql, rows: &[Vec<Value>]) -> Result<u64> {
        self.run_rows(sql, rows, true).await
    }

    async fn run_rows(&self, sql: &'static Sql, rows: &[Vec<Value>], in_any_order: bool) -> Result<u64> {
        let changed = match &self.0 {
            Turn::Sqlite(turn) => turn.run_each(sql.text, rows),
            Turn::Postgres(turn) => turn.run_each(sql.text, rows, in_any_order).await,
        };
        changed.map_err(|e| e.in_statement(sql))
    }

    /// Makes it last. When this returns, a power cut cannot take it back.
    pub async fn commit(self) -> Result<()> {
        match self.0 {
            Turn::Sqlite(turn) => turn.commit(),
            Turn::Postgres(turn) => turn.commit().await,
        }
    }

    pub(crate) async fn run_text(&self, text: &str, params: &[Value]) -> Result<u64> {
        match &self.0 {
            Turn::Sqlite(turn) => turn.run(text, params),
            Turn::Postgres(turn) => turn.run(text, params).await,
        }
    }
}

impl Read for Tx {
    async fn all<T: FromRow>(&self, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
        match &self.0 {
            Turn::Sqlite(turn) => turn.all(sql, params),
            Turn::Postgres(turn) => turn.all(sql, params).await,
        }
    }
}
