//! The list of who was erased, as keyed hashes.

use super::erase;
use crate::App;
use crate::access::{keyed_hash, keyed_with};
use crate::app::System;
use crate::features::settings;
use crate::shell::Error;
use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{PersonId, Timestamp};
use std::collections::HashMap;

statements! {
    ALL = "select hash, person_id from erasures";
    LISTED = "select hash from erasures order by hash";
    HAS = "select count(*) from erasures where hash = $1";
    PUT = "
        insert into erasures (hash, person_id, erased_at) values ($1, $2, $3)
        on conflict (hash) do update set person_id = coalesce(excluded.person_id, erasures.person_id)";
    BEFORE = "
        select id, key, email_key from people
        where erased_at is null and created_at <= $1 and id > $2 order by id limit 2000";
}

row! { struct Known { id: PersonId, key: String, email_key: Option<String> } }

/// What keeps these hashes apart from others.
const PURPOSE: &str = "erased";

/// Everybody who was erased, for whoever looks at many people at once.
#[derive(Debug, Clone, Default)]
pub struct Erasures {
    secret: Vec<u8>,
    people: HashMap<String, Option<PersonId>>,
}

impl Erasures {
    /// Reads the list.
    pub async fn load(db: &impl Read) -> Result<Self> {
        let people: HashMap<_, _> =
            db.all::<(String, Option<PersonId>)>(&ALL, params![]).await?.into_iter().collect();
        let secret = if people.is_empty() { None } else { settings::get(db, "secret").await? };
        Ok(Self { secret: secret.unwrap_or_default().into_bytes(), people })
    }

    /// The hash under which an address or a key was erased, and the row that is left of whoever had
    /// it; nothing where nobody who had it was erased.
    pub fn find(&self, address_or_key: &str) -> Option<(&str, Option<PersonId>)> {
        if self.people.is_empty() {
            return None;
        }
        let hash = keyed_with(&self.secret, PURPOSE, &address_or_key.trim().to_lowercase());
        self.people.get_key_value(&hash).map(|(hash, person)| (hash.as_str(), *person))
    }

    /// Every hash with the row that is left.
    pub fn rows(&self) -> impl Iterator<Item = (&str, PersonId)> {
        self.people.iter().filter_map(|(hash, person)| Some((hash.as_str(), (*person)?)))
    }
}

/// Whether whoever had an address or a key was erased.
pub async fn was_erased(db: &impl Read, app: &App, address_or_key: &str) -> Result<bool> {
    Ok(db.value::<i64>(&HAS, params![hash(app, address_or_key)]).await? > 0)
}

/// The whole list, to be kept apart from backups: hashes alone, one a line.
pub async fn list(db: &impl Read) -> Result<Vec<String>> {
    Ok(db.all::<(String,)>(&LISTED, params![]).await?.into_iter().map(|row| row.0).collect())
}

/// After a restore: takes a list in, and erases whoever it names that the backup brought back. How
/// many were erased. Whoever came after `now`, of their own will, is left alone.
pub async fn erase_again(system: &System, hashes: &[String]) -> std::result::Result<usize, Error> {
    let tx = system.db.begin().await?;
    for hash in hashes.iter().map(|h| h.trim()).filter(|h| h.len() == 43) {
        tx.run(&PUT, params![hash, None::<PersonId>, system.now]).await?;
    }
    let erasures = Erasures::load(&tx).await?;
    let (mut erased, mut after) = (0, PersonId(i64::MIN));
    loop {
        let page = tx.all::<Known>(&BEFORE, params![system.now, after]).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for person in &page {
            let named =
                person.email_key.iter().chain([&person.key]).any(|text| erasures.find(text).is_some());
            if named {
                erase::scrub(&tx, &system.app, person.id).await?;
                erased += 1;
            }
        }
    }
    tx.commit().await?;
    Ok(erased)
}

/// Notes that somebody is erased, by each of what they could come back by.
pub(super) async fn note(
    tx: &Tx,
    app: &App,
    person: PersonId,
    known_by: &[&str],
    now: Timestamp,
) -> Result<()> {
    for text in known_by {
        tx.run(&PUT, params![hash(app, text), person, now]).await?;
    }
    Ok(())
}

fn hash(app: &App, address_or_key: &str) -> String {
    keyed_hash(app, PURPOSE, &address_or_key.trim().to_lowercase())
}
