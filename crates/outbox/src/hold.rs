use bellwether_db::{Db, Read, Result, Tx, params, statements};
use bellwether_kernel::{Timestamp, World, from_micros, micros};

statements! {
    READ = "select value from settings where name = 'outbox.held'";
    HOLD = "insert into settings (name, value) values ('outbox.held', $1) on conflict (name) do nothing";
    RELEASE = "delete from settings where name = 'outbox.held'";
    HOME = "select value from settings where name = 'outbox.home'";
    MOVE_IN = "insert into settings (name, value) values ('outbox.home', $1)
        on conflict (name) do update set value = excluded.value";
    NOTE_GAP = "insert into settings (name, value) values ('outbox.gap', $1)
        on conflict (name) do update set value = excluded.value";
}

/// Nothing leaves while the outbox is held: after a restore, or because somebody said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Since when.
    pub since: Timestamp,
    /// Why, in words: "restored from a backup".
    pub reason: String,
}

impl Held {
    fn written(&self) -> String {
        format!("{} {}", micros(self.since), self.reason)
    }

    fn read(value: &str) -> Self {
        let (since, reason) = value.split_once(' ').unwrap_or(("0", value));
        Self { since: from_micros(since.parse().unwrap_or(0)), reason: reason.to_owned() }
    }
}

/// Holds the outbox: once this is committed nothing more leaves, by whichever worker. What is being
/// handed over at that instant still goes. An earlier hold keeps its reason.
pub async fn hold(tx: &Tx, world: &World, reason: &str) -> Result<()> {
    let held = Held { since: world.now(), reason: reason.to_owned() };
    tx.run(&HOLD, params![held.written()]).await.map(drop)
}

/// Lets mail leave again; whether the outbox was held. What waited for more than a day counts as
/// after a downtime: nobody gets more than one mail in the first hour.
pub async fn release(tx: &Tx, world: &World) -> Result<bool> {
    let Some(was) = held(tx).await? else { return Ok(false) };
    tx.run(&RELEASE, params![]).await?;
    if world.now().duration_since(was.since) >= crate::pace::DOWNTIME {
        tx.run(&NOTE_GAP, params![micros(world.now()).to_string()]).await?;
    }
    Ok(true)
}

/// Whether the outbox is held, since when and why.
pub async fn held(db: &impl Read) -> Result<Option<Held>> {
    let found: Option<(String,)> = db.maybe(&READ, params![]).await?;
    Ok(found.map(|(value,)| Held::read(&value)))
}

/// Notes the base URL under which this database is served, and holds the outbox where it was served
/// under another before: a copy, tried out elsewhere, must not write to the people of the original.
/// To be called before a worker starts; whether the outbox is held now.
pub async fn settle_in(db: &Db, world: &World, base_url: &str) -> Result<Option<Held>> {
    let home: Option<(String,)> = db.maybe(&HOME, params![]).await?;
    if home.as_ref().is_none_or(|(home,)| home != base_url) {
        let tx = db.begin().await?;
        if let Some((home,)) = home {
            let reason =
                format!("this database was served at {home} before; if it has moved here, release it");
            hold(&tx, world, &reason).await?;
        }
        tx.run(&MOVE_IN, params![base_url]).await?;
        tx.commit().await?;
    }
    held(db).await
}
