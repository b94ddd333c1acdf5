//! When the mail server itself is in trouble, it is left in peace for a while.

use bellwether_db::{Db, Read, Result, params, statements};
use bellwether_kernel::{Timestamp, from_micros, micros, one_line};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

statements! {
    NOTE = "insert into settings (name, value) values ('outbox.trouble', $1)
        on conflict (name) do update set value = excluded.value";
    CLEAR = "delete from settings where name = 'outbox.trouble'";
    READ = "select value from settings where name = 'outbox.trouble'";
}

const FIRST_REST: Duration = Duration::from_secs(5);
const LONGEST_REST: Duration = Duration::from_mins(2);

/// The mail server cannot be used: everything waits, nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// What it, or the connection, said last.
    pub words: String,
}

/// Whether the mail server is in trouble, as of the last attempt.
pub async fn trouble(db: &impl Read) -> Result<Option<Trouble>> {
    let found: Option<(String,)> = db.maybe(&READ, params![]).await?;
    Ok(found.map(|(value,)| {
        let (since, words) = value.split_once(' ').unwrap_or(("0", &value));
        Trouble { since: from_micros(since.parse().unwrap_or(0)), words: words.to_owned() }
    }))
}

/// What a worker knows of the server's health. At first it does not know.
#[derive(Default)]
pub(crate) struct Health(Mutex<Condition>);

#[derive(Default)]
enum Condition {
    #[default]
    Unknown,
    Well,
    Ill {
        since: Timestamp,
        rest: Duration,
        until: Instant,
    },
}

impl Health {
    /// How many messages may be under way: none while the server is left in peace, then one to try it.
    pub fn places(&self, usual: usize) -> usize {
        match *self.lock() {
            Condition::Ill { until, .. } if Instant::now() < until => 0,
            Condition::Ill { .. } => 1,
            Condition::Unknown | Condition::Well => usual,
        }
    }

    /// Notes that the server could not be used.
    pub async fn ill(&self, db: &Db, now: Timestamp, words: &str) -> Result<()> {
        let since = self.fall_ill(now);
        let value = format!("{} {}", micros(since), one_line(words));
        db.run(&NOTE, params![value]).await.map(drop)
    }

    /// Notes that the server does its work.
    pub async fn well(&self, db: &Db) -> Result<()> {
        let was = std::mem::replace(&mut *self.lock(), Condition::Well);
        if matches!(was, Condition::Well) { Ok(()) } else { db.run(&CLEAR, params![]).await.map(drop) }
    }

    /// Several that failed together count once: the rest is doubled only when a new try failed.
    fn fall_ill(&self, now: Timestamp) -> Timestamp {
        let mut condition = self.lock();
        let (since, rest) = match *condition {
            Condition::Ill { since, until, .. } if Instant::now() < until => return since,
            Condition::Ill { since, rest, .. } => (since, (rest * 2).min(LONGEST_REST)),
            Condition::Unknown | Condition::Well => (now, FIRST_REST),
        };
        *condition = Condition::Ill { since, rest, until: Instant::now() + rest };
        since
    }

    fn lock(&self) -> MutexGuard<'_, Condition> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
