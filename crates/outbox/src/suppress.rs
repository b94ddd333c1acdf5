use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{Email, PersonId, Timestamp, World};

statements! {
    SUPPRESS = "insert into suppressions (email_key, reason, by_id, at) values ($1, $2, $3, $4) on conflict (email_key) do nothing";
    LIFT = "delete from suppressions where email_key = $1";
    SUPPRESSED = "select email_key, reason, by_id, at from suppressions where email_key = $1";
    ALL = "select email_key, reason, by_id, at from suppressions order by at desc, email_key";
}

row! {
    /// An address that nothing is sent to.
    pub struct Suppression {
        /// The address in lower case.
        pub email_key: String,
        /// Why, in words: "bounced: 550 no such user".
        pub reason: String,
        /// Who decided it; absent where a mail server did.
        pub by: Option<PersonId>,
        /// Since when.
        pub at: Timestamp,
    }
}

/// Sends nothing more to an address. An earlier suppression keeps its reason.
pub async fn suppress(
    tx: &Tx,
    world: &World,
    email: &Email,
    reason: &str,
    by: Option<PersonId>,
) -> Result<()> {
    tx.run(&SUPPRESS, params![email.key(), reason, by, world.now()]).await.map(drop)
}

/// Lets mail go to an address again; whether it was suppressed.
pub async fn lift(tx: &Tx, email: &Email) -> Result<bool> {
    Ok(tx.run(&LIFT, params![email.key()]).await? > 0)
}

/// Why nothing is sent to an address, if that is so.
pub async fn suppressed(db: &impl Read, email: &Email) -> Result<Option<Suppression>> {
    db.maybe(&SUPPRESSED, params![email.key()]).await
}

/// Every address that nothing is sent to, the latest first.
pub async fn suppressions(db: &impl Read) -> Result<Vec<Suppression>> {
    db.all(&ALL, params![]).await
}
