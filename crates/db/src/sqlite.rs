//! SQLite: a file, one writer, several readers.

use crate::statement::RowOf;
use crate::{DbError, FromRow, Result, Row, Sql, Value, ValueRef};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef as Raw};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedMutexGuard, Semaphore};

const READERS: usize = 4;
const STATEMENTS_KEPT: usize = 256;

#[derive(Clone)]
pub struct Sqlite {
    writer: Arc<tokio::sync::Mutex<Connection>>,
    readers: Arc<Readers>,
}

struct Readers {
    idle: Mutex<Vec<Connection>>,
    places: Semaphore,
}

/// The writer's turn. The mutex inside is never contended: it makes the guard shareable.
pub struct Turn {
    writer: Mutex<OwnedMutexGuard<Connection>>,
    open: bool,
}

impl Sqlite {
    pub fn open(path: &Path) -> Result<Self> {
        let writer = connect(path, true)?;
        let readers = (0..READERS).map(|_| connect(path, false)).collect::<Result<Vec<_>>>()?;
        Ok(Self {
            writer: Arc::new(tokio::sync::Mutex::new(writer)),
            readers: Arc::new(Readers { idle: Mutex::new(readers), places: Semaphore::new(READERS) }),
        })
    }

    pub async fn begin(&self) -> Result<Turn> {
        let writer = self.writer.clone().lock_owned().await;
        // Another process may hold the file (an import beside the server): SQLite waits for it.
        may_block(|| writer.execute_batch("begin immediate"))?;
        Ok(Turn { writer: Mutex::new(writer), open: true })
    }

    pub async fn all<T: FromRow>(&self, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
        let _place = self.readers.places.acquire().await.map_err(DbError::engine)?;
        self.with_reader(|reader| query(reader, sql, params))
    }

    pub fn prepare(&self, sql: &'static Sql) -> Result<()> {
        self.with_reader(|reader| reader.prepare(sql.text).map(drop).map_err(DbError::from))
            .map_err(|e| e.in_statement(sql))
    }

    pub async fn script(&self, text: &str) -> Result<()> {
        let writer = self.writer.lock().await;
        let result = may_block(|| writer.execute_batch(text));
        if !writer.is_autocommit() {
            writer.execute_batch("rollback")?;
        }
        Ok(result?)
    }

    pub fn rows(&self, text: &str) -> Result<Vec<Vec<Value>>> {
        self.with_reader(|reader| {
            let mut statement = reader.prepare(text)?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let values = (0..columns).map(|i| raw(row, i).map_or(Value::Null, ValueRef::to_owned));
                all.push(values.collect());
            }
            Ok(all)
        })
    }

    fn with_reader<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let taken = self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = taken.ok_or(DbError::Busy)?;
        let result = work(&reader);
        self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        result
    }
}

impl Turn {
    fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        work(&self.writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn run(&self, text: &str, params: &[Value]) -> Result<u64> {
        self.with(|writer| {
            let mut statement = writer.prepare_cached(text)?;
            bind(&mut statement, params)?;
            Ok(statement.raw_execute()? as u64)
        })
    }

    pub fn run_each(&self, text: &str, rows: &[Vec<Value>]) -> Result<u64> {
        may_block(|| {
            self.with(|writer| {
                let mut statement = writer.prepare_cached(text)?;
                let mut changed = 0;
                for params in rows {
                    bind(&mut statement, params)?;
                    changed += statement.raw_execute()? as u64;
                }
                Ok(changed)
            })
        })
    }

    pub fn all<T: FromRow>(&self, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
        self.with(|writer| query(writer, sql, params))
    }

    pub fn commit(mut self) -> Result<()> {
        may_block(|| self.with(|writer| writer.execute_batch("commit")))?;
        self.open = false;
        Ok(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.open {
            // Where SQLite has already rolled back (a full disk), this fails and nothing is lost by it.
            let _ = self.with(|writer| writer.execute_batch("rollback"));
        }
    }
}

fn connect(path: &Path, writes: bool) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(15))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // Text in double quotes is a column, on both engines; never a forgiving string.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;
         pragma cache_size = -4000; pragma journal_size_limit = 67108864",
    )?;
    if !writes {
        connection.execute_batch("pragma query_only = on")?;
    }
    Ok(connection)
}

fn query<T: FromRow>(connection: &Connection, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
    let mut statement =
        connection.prepare_cached(sql.text).map_err(|e| DbError::from(e).in_statement(sql))?;
    bind(&mut statement, params).map_err(|e| e.in_statement(sql))?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next().map_err(|e| DbError::from(e).in_statement(sql))? {
        all.push(T::from_row(&Row { statement: sql.name, columns, inner: RowOf::Sqlite(row) })?);
    }
    Ok(all)
}

/// Binds by number. To SQLite `$2` is a *name*, numbered in order of first use: the name says which
/// value it wants.
fn bind(statement: &mut rusqlite::CachedStatement<'_>, params: &[Value]) -> Result<()> {
    for place in 1..=statement.parameter_count() {
        let wanted = statement.parameter_name(place).and_then(|name| name[1..].parse::<usize>().ok());
        let value = wanted.and_then(|n| params.get(n.wrapping_sub(1)));
        let value = value.ok_or_else(|| DbError::engine(format!("parameter {place} has no value")))?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => Raw::Null,
            Self::Int(n) => Raw::Integer(*n),
            Self::Real(x) => Raw::Real(*x),
            Self::Text(s) => Raw::Text(s.as_bytes()),
            Self::Blob(b) => Raw::Blob(b),
        }))
    }
}

pub(crate) fn raw<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Option<ValueRef<'a>> {
    Some(match row.get_ref(column).ok()? {
        Raw::Null => ValueRef::Null,
        Raw::Integer(n) => ValueRef::Int(n),
        Raw::Real(x) => ValueRef::Real(x),
        Raw::Text(s) => ValueRef::Text(std::str::from_utf8(s).ok()?),
        Raw::Blob(b) => ValueRef::Blob(b),
    })
}

/// Lets other tasks go on elsewhere while this one waits for the disk.
fn may_block<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|h| h.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
