use crate::{DbError, FromValue, Result, ValueRef};

/// A statement, whole and named: what it is called in logs and errors, and its text with `$1`
/// parameters.
#[derive(Debug)]
pub struct Sql {
    /// The constant's name with its module, `people::store::FIND`.
    pub name: &'static str,
    /// The text, the same for both engines.
    pub text: &'static str,
}

/// Declares the statements of a store, and `STATEMENTS`, the list of them by which a test prepares
/// each on both engines.
///
/// ```
/// mod store {
///     bellwether_db::statements! {
///         /// A person by id.
///         FIND = "select name from people where id = $1";
///     }
/// }
/// assert_eq!(store::STATEMENTS.len(), 1);
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $(
            $(#[$doc])*
            static $name: $crate::Sql = $crate::Sql { name: concat!(module_path!(), "::", stringify!($name)), text: $text };
        )*
        /// Every statement of this module.
        pub static STATEMENTS: &[&$crate::Sql] = &[$(&$name),*];
    };
}

/// The values for a statement's `$1`, `$2` …: `params![id, name]`.
#[macro_export]
macro_rules! params {
    () => { &[] as &[$crate::Value] };
    ($($value:expr),+ $(,)?) => { &[$($crate::ToValue::to_value(&$value)),+] };
}

/// Declares a struct that is read from a row, its fields in the order of the columns.
///
/// ```
/// bellwether_db::row! {
///     /// A person as lists show them.
///     pub struct Listed {
///         /// The name.
///         pub name: String,
///         /// The office.
///         pub office: Option<String>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident { $($(#[$fdoc:meta])* $fvis:vis $field:ident : $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        $vis struct $name { $($(#[$fdoc])* $fvis $field: $type),+ }
        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                let mut column = 0;
                $(let $field = row.get::<$type>(column)?; column += 1;)+
                row.has(column)?;
                Ok(Self { $($field),+ })
            }
        }
    };
}

/// A row, as the engine gives it.
pub struct Row<'a> {
    pub(crate) statement: &'static str,
    pub(crate) columns: usize,
    pub(crate) inner: RowOf<'a>,
}

pub(crate) enum RowOf<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value in a column, counted from 0.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T> {
        self.raw(column).and_then(T::from_value).ok_or(DbError::Decode {
            statement: self.statement,
            column,
            expected: T::EXPECTED,
        })
    }

    /// That the row has just so many columns; a statement and its reader that drifted apart say so.
    pub fn has(&self, columns: usize) -> Result<()> {
        let wrong =
            DbError::Decode { statement: self.statement, column: columns, expected: "the end of the row" };
        if self.columns == columns { Ok(()) } else { Err(wrong) }
    }

    pub(crate) fn raw(&self, column: usize) -> Option<ValueRef<'_>> {
        match &self.inner {
            RowOf::Sqlite(row) => crate::sqlite::raw(row, column),
            RowOf::Postgres(row) => crate::postgres::raw(row, column),
        }
    }
}

/// What can be read from a whole row.
pub trait FromRow: Sized + Send {
    /// Reads it, column by column.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

macro_rules! tuples {
    ($(($($type:ident $n:tt),+))*) => {$(
        impl<$($type: FromValue),+> FromRow for ($($type,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> { Ok(($(row.get::<$type>($n)?,)+)) }
        }
    )*};
}

tuples! {
    (A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) (A 0, B 1, C 2, D 3, E 4) (A 0, B 1, C 2, D 3, E 4, F 5)
}
