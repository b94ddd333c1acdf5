//! PostgreSQL: a server, a pool, and one advisory lock that makes writers take turns.

use crate::each;
use crate::error::chain;
use crate::statement::RowOf;
use crate::{DbError, FromRow, Result, Row, Sql, Value, ValueRef};
use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use futures_util::{TryStreamExt, pin_mut};
use std::error::Error;
use std::str::FromStr;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{NoTls, Statement};

const CONNECTIONS: usize = 8;
/// So many rows travel with one statement at most.
const ROWS_AT_ONCE: usize = 4096;

/// The lock that a writing transaction holds. It is scoped to the schema, so that installations
/// which share a database do not wait for each other.
const TAKE_TURN: &str =
    "begin; select pg_advisory_xact_lock(hashtext('bellwether'), hashtext(current_schema()))";

#[derive(Clone)]
pub struct Postgres {
    pool: Pool,
}

pub struct Turn {
    client: Option<Object>,
}

impl Postgres {
    pub async fn connect(url: &str) -> Result<Self> {
        let config = tokio_postgres::Config::from_str(url)
            .map_err(|e| DbError::engine(format!("--database: {}", chain(&e))))?;
        let manager =
            Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager).max_size(CONNECTIONS).build().map_err(DbError::engine)?;
        let this = Self { pool };
        drop(this.client().await?);
        Ok(this)
    }

    async fn client(&self) -> Result<Object> {
        self.pool
            .get()
            .await
            .map_err(|e| DbError::engine(format!("PostgreSQL does not answer: {}", chain(&e))))
    }

    pub async fn begin(&self) -> Result<Turn> {
        let turn = Turn { client: Some(self.client().await?) };
        turn.client()?.batch_execute(TAKE_TURN).await?;
        Ok(turn)
    }

    pub async fn all<T: FromRow>(&self, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
        query(&self.client().await?, sql, params).await
    }

    pub async fn prepare(&self, sql: &'static Sql) -> Result<()> {
        self.client().await?.prepare(sql.text).await.map(drop).map_err(|e| DbError::from(e).in_statement(sql))
    }

    pub async fn script(&self, text: &str) -> Result<()> {
        let client = self.client().await?;
        let result = client.batch_execute(text).await;
        if result.is_err() {
            drop(Object::take(client)); // it may stand in a failed transaction
        }
        Ok(result?)
    }

    pub async fn rows(&self, text: &str) -> Result<Vec<Vec<Value>>> {
        let rows = self.client().await?.query(text, &[]).await?;
        let values = |row: &tokio_postgres::Row| {
            (0..row.len()).map(|i| raw(row, i).map_or(Value::Null, ValueRef::to_owned)).collect()
        };
        Ok(rows.iter().map(values).collect())
    }
}

impl Turn {
    fn client(&self) -> Result<&Object> {
        self.client.as_ref().ok_or(DbError::Busy)
    }

    pub async fn run(&self, text: &str, params: &[Value]) -> Result<u64> {
        let client = self.client()?;
        let statement = client.prepare_cached(text).await?;
        Ok(client.execute_raw(&statement, params).await?)
    }

    pub async fn run_each(&self, text: &str, rows: &[Vec<Value>], in_any_order: bool) -> Result<u64> {
        let client = self.client()?;
        let statement = client.prepare_cached(text).await?;
        let types: Vec<&str> = statement.params().iter().map(Type::name).collect();
        if let Some(whole) =
            each::whole(text, &types, in_any_order).filter(|whole| rows.len() > 1 && whole.takes(rows))
        {
            return at_once(client, &whole.text, types.len(), rows).await;
        }
        // Polled together, they travel in one go (pipelining), and the server takes them in their order.
        let all = rows.iter().map(|params| client.execute_raw(&statement, params));
        Ok(futures_util::future::try_join_all(all).await?.into_iter().sum())
    }

    pub async fn all<T: FromRow>(&self, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
        query(self.client()?, sql, params).await
    }

    pub async fn commit(mut self) -> Result<()> {
        self.client()?.batch_execute("commit").await?;
        // Only a connection whose transaction has ended goes back to the pool.
        drop(self.client.take());
        Ok(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            // Closing the connection rolls back, and gives up the turn, on the server.
            drop(Object::take(client));
        }
    }
}

/// One statement for many rows, whose parameters go as arrays.
async fn at_once(client: &Object, text: &str, params: usize, rows: &[Vec<Value>]) -> Result<u64> {
    let statement = client.prepare_cached(text).await?;
    let mut changed = 0;
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let arrays = (0..params).map(|n| rows.iter().map(|row| row.get(n)).collect::<Vec<Option<&Value>>>());
        changed += client.execute_raw(&statement, arrays).await?;
    }
    Ok(changed)
}

async fn query<T: FromRow>(client: &Object, sql: &'static Sql, params: &[Value]) -> Result<Vec<T>> {
    let failed = |e| DbError::from(e).in_statement(sql);
    let statement: Statement = client.prepare_cached(sql.text).await.map_err(failed)?;
    let columns = statement.columns().len();
    let rows = client.query_raw(&statement, params).await.map_err(failed)?;
    pin_mut!(rows);
    let mut all = Vec::new();
    while let Some(row) = rows.try_next().await.map_err(failed)? {
        all.push(T::from_row(&Row { statement: sql.name, columns, inner: RowOf::Postgres(&row) })?);
    }
    Ok(all)
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(n), &Type::FLOAT8) => (*n as f64).to_sql(ty, out),
            (Self::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Self::Int(n), &Type::INT8) => n.to_sql(ty, out),
            (Self::Real(x), &Type::FLOAT8) => x.to_sql(ty, out),
            (Self::Text(s), ty) if <&str as ToSql>::accepts(ty) => s.to_sql(ty, out),
            (Self::Blob(b), &Type::BYTEA) => b.to_sql(ty, out),
            (value, ty) => Err(format!("{value:?} was bound where the statement wants {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column's value by its wire type, without knowing it beforehand.
struct Any<'a>(ValueRef<'a>);

impl<'a> FromSql<'a> for Any<'a> {
    fn from_sql(ty: &Type, bytes: &'a [u8]) -> std::result::Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT8 => ValueRef::Int(i64::from_sql(ty, bytes)?),
            Type::INT4 => ValueRef::Int(i64::from(i32::from_sql(ty, bytes)?)),
            Type::BOOL => ValueRef::Int(i64::from(bool::from_sql(ty, bytes)?)),
            Type::FLOAT8 => ValueRef::Real(f64::from_sql(ty, bytes)?),
            Type::BYTEA => ValueRef::Blob(bytes),
            _ if <&str as FromSql>::accepts(ty) => ValueRef::Text(<&str>::from_sql(ty, bytes)?),
            _ => {
                return Err(
                    format!("a column of type {ty}: cast it to bigint, double precision or text").into()
                );
            }
        }))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(crate) fn raw(row: &tokio_postgres::Row, column: usize) -> Option<ValueRef<'_>> {
    match row.try_get::<_, Option<Any<'_>>>(column) {
        Ok(value) => Some(value.map_or(ValueRef::Null, |any| any.0)),
        Err(error) => {
            tracing::error!("{}", chain(&error));
            None
        }
    }
}
