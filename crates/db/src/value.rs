use bellwether_kernel::jiff::{Timestamp, civil::Date, civil::Time};
use bellwether_kernel::{from_micros, micros};

/// A value on its way into a statement. Instants are microseconds, dates are `2027-02-09`.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Integers, flags (0 and 1), ids and instants.
    Int(i64),
    /// Shares and chances.
    Real(f64),
    /// Words, dates and times.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

/// A value in a row, borrowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'a> {
    /// Nothing.
    Null,
    /// Integers, flags, ids and instants.
    Int(i64),
    /// Shares and chances.
    Real(f64),
    /// Words, dates and times.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

/// What can be bound to a statement.
pub trait ToValue {
    /// The value to bind.
    fn to_value(&self) -> Value;
}

/// What can be read from a row.
pub trait FromValue: Sized + Send {
    /// What it is called when something else stands there.
    const EXPECTED: &'static str;
    /// Reads it, or `None` where the value is of another type.
    fn from_value(value: ValueRef<'_>) -> Option<Self>;
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_value(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// Both directions at once, for a type that is kept as another.
macro_rules! kept_as {
    ($($type:ty, $name:literal, |$to:ident| $value:expr, $pattern:pat => $from:expr;)*) => {$(
        impl ToValue for $type {
            fn to_value(&self) -> Value { let $to = self; $value }
        }
        impl FromValue for $type {
            const EXPECTED: &'static str = $name;
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match value { $pattern => $from, _ => None }
            }
        }
    )*};
}

kept_as! {
    i64, "an integer", |n| Value::Int(*n), ValueRef::Int(n) => Some(n);
    i32, "a small integer", |n| Value::Int(i64::from(*n)), ValueRef::Int(n) => i32::try_from(n).ok();
    u32, "a small count", |n| Value::Int(i64::from(*n)), ValueRef::Int(n) => u32::try_from(n).ok();
    bool, "0 or 1", |b| Value::Int(i64::from(*b)), ValueRef::Int(n) => Some(n != 0);
    f64, "a number", |x| Value::Real(*x), ValueRef::Real(x) => Some(x);
    String, "text", |s| Value::Text(s.clone()), ValueRef::Text(s) => Some(s.to_owned());
    Vec<u8>, "bytes", |b| Value::Blob(b.clone()), ValueRef::Blob(b) => Some(b.to_vec());
    Timestamp, "an instant", |t| Value::Int(micros(*t)), ValueRef::Int(n) => Some(from_micros(n));
    Date, "a date", |d| Value::Text(d.to_string()), ValueRef::Text(s) => s.parse().ok();
    Time, "a time of day", |t| Value::Text(t.strftime("%H:%M").to_string()), ValueRef::Text(s) => s.parse().ok();
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for usize {
    fn to_value(&self) -> Value {
        Value::Int(*self as i64)
    }
}

impl ValueRef<'_> {
    pub(crate) fn to_owned(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Int(n) => Value::Int(n),
            Self::Real(x) => Value::Real(x),
            Self::Text(s) => Value::Text(s.to_owned()),
            Self::Blob(b) => Value::Blob(b.to_vec()),
        }
    }
}

/// Ids are kept as integers.
macro_rules! ids_kept {
    ($($id:ident)*) => {$(
        impl ToValue for bellwether_kernel::$id {
            fn to_value(&self) -> Value { Value::Int(self.0) }
        }
        impl FromValue for bellwether_kernel::$id {
            const EXPECTED: &'static str = concat!("a ", stringify!($id));
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match value { ValueRef::Int(n) => Some(Self(n)), _ => None }
            }
        }
    )*};
}

ids_kept! {
    PersonId LevelId ProgramId PillarId TargetId ImportId SignalId ProspectId TouchId PitchId ResponseId AdvocacyId
    EnrollmentId MatchRunId MatchId MatchChangeId MatchCapId TieTableId MentorshipId SessionId SlotId SignInId SignInCodeId MessageId AuditId
}

/// Declares an enum that is kept as a word: its variants, the word in the database, in addresses
/// and in forms alike.
///
/// ```
/// bellwether_db::words! {
///     /// Where a prospect stands.
///     pub enum Stage {
///         /// Wanted.
///         Identified = "identified",
///         /// Has been introduced.
///         Introduced = "introduced",
///     }
/// }
/// assert_eq!(Stage::Identified.word(), "identified");
/// assert_eq!("introduced".parse(), Ok(Stage::Introduced));
/// assert_eq!(Stage::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word it is kept as.
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
        impl ::std::str::FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> ::std::result::Result<Self, String> {
                match word { $($word => Ok(Self::$variant),)+ other => Err(format!("{other:?} is none of the choices")) }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.write_str(self.word()) }
        }
        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value { $crate::Value::Text(self.word().to_owned()) }
        }
        impl $crate::FromValue for $name {
            const EXPECTED: &'static str = stringify!($name);
            fn from_value(value: $crate::ValueRef<'_>) -> Option<Self> {
                match value { $crate::ValueRef::Text(word) => word.parse().ok(), _ => None }
            }
        }
    };
}
