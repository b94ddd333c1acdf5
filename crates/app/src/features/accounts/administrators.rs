//! Who administers the installation. There is always somebody.

use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{PersonId, Timestamp};

statements! {
    ALL = "
        select p.id, p.name, p.email, a.since
        from administrators a join people p on p.id = a.person_id
        order by a.since, p.name, p.id";
    APPOINT = "
        insert into administrators (person_id, since, by_id) values ($1, $2, $3) on conflict (person_id) do nothing";
    /// Takes one away, but never the last who can still sign in.
    DISMISS = "
        delete from administrators where person_id = $1
          and exists (select 1 from administrators a join people p on p.id = a.person_id
                      where a.person_id <> $1 and p.erased_at is null and p.left_on is null and p.email_key is not null)";
    IS_ONE = "select count(*) from administrators where person_id = $1";
}

row! {
    /// An administrator.
    pub struct Appointed {
        /// Who.
        pub person: PersonId,
        /// Their name.
        pub name: String,
        /// Their address.
        pub email: Option<String>,
        /// Since when.
        pub since: Timestamp
    }
}

/// Everybody who administers the installation, the longest first.
pub async fn administrators(db: &impl Read) -> Result<Vec<Appointed>> {
    db.all(&ALL, params![]).await
}

/// Makes somebody an administrator; false where they were one already.
pub async fn appoint(tx: &Tx, person: PersonId, by: PersonId, now: Timestamp) -> Result<bool> {
    Ok(tx.run(&APPOINT, params![person, now, by]).await? > 0)
}

/// Whether somebody administers the installation.
pub async fn administers(db: &impl Read, person: PersonId) -> Result<bool> {
    Ok(db.value::<i64>(&IS_ONE, params![person]).await? > 0)
}

/// Takes an administrator away; false where they are the last who can sign in, and stay.
pub async fn dismiss(tx: &Tx, person: PersonId) -> Result<bool> {
    Ok(tx.run(&DISMISS, params![person]).await? > 0)
}
