use bellwether_db::{Db, Read, Result, Tx, params, row, statements};
use bellwether_kernel::{Date, Email, PersonId, SignInCodeId, Timestamp};

statements! {
    /// Somebody who may sign in with an address: who has not left and is not erased.
    KNOWN = "
        select id, name from people
        where email_key = $1 and erased_at is null and (left_on is null or left_on > $2)";
    RECENT = "select count(*) from sign_in_codes where email_key = $1 and created_at > $2";
    KEEP_CODE = "
        insert into sign_in_codes (id, email_key, person_id, code_hash, browser_hash, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    /// The newest code that this browser asked for.
    ASKED = "
        select id, person_id, code_hash, email_key, tries from sign_in_codes
        where browser_hash = $1 and used_at is null and expires_at > $2
        order by created_at desc limit 1";
    TRIED = "update sign_in_codes set tries = tries + 1 where id = $1 and tries < $2";
    USED = "update sign_in_codes set used_at = $2 where id = $1 and used_at is null";
    FORGET = "delete from sign_in_codes where expires_at < $1";
    /// A code made at the console works in any browser.
    AT_CONSOLE = "
        select id, person_id, code_hash, email_key, tries from sign_in_codes
        where email_key = $1 and browser_hash = '' and used_at is null and expires_at > $2
        order by created_at desc limit 1";

    ADMINISTRATORS = "select count(*) from administrators";
    KEEP_LINK = "insert into setup_links (token_hash, created_at, expires_at) values ($1, $2, $3)";
    USE_LINK = "update setup_links set used_at = $2 where used_at is null and token_hash = $1";
    CLOSE_LINKS = "update setup_links set used_at = $1 where used_at is null";
    ADD_PERSON = "
        insert into people (id, key, name, email, email_key, source, search, created_at, updated_at)
        values ($1, $2, $3, $4, $2, 'setup', $5, $6, $6)
        on conflict (email_key) do update set name = excluded.name, updated_at = excluded.updated_at
        returning id";
    ADD_ADMINISTRATOR = "
        insert into administrators (person_id, since, by_id) values ($1, $2, $3) on conflict (person_id) do nothing";
}

row! {
    /// A code that was asked for.
    pub struct AskedCode {
        pub id: SignInCodeId, pub person: Option<PersonId>, pub code_hash: String, pub email_key: String, pub tries: i64
    }
}

/// How often a code may be tried.
pub const MOST_TRIES: i64 = 5;

pub async fn known(db: &impl Read, email: &Email, today: Date) -> Result<Option<(PersonId, String)>> {
    db.maybe(&KNOWN, params![email.key(), today]).await
}

pub async fn codes_since(db: &impl Read, email_key: &str, since: Timestamp) -> Result<i64> {
    db.value(&RECENT, params![email_key, since]).await
}

pub struct NewCode<'a> {
    pub id: SignInCodeId,
    pub email_key: &'a str,
    pub person: Option<PersonId>,
    pub code_hash: &'a str,
    pub browser_hash: &'a str,
    pub now: Timestamp,
    pub expires: Timestamp,
}

pub async fn keep_code(tx: &Tx, code: &NewCode<'_>) -> Result<()> {
    tx.run(&FORGET, params![code.now]).await?;
    let values = params![
        code.id,
        code.email_key,
        code.person,
        code.code_hash,
        code.browser_hash,
        code.now,
        code.expires
    ];
    tx.run(&KEEP_CODE, values).await.map(drop)
}

pub async fn asked(tx: &Tx, browser_hash: &str, now: Timestamp) -> Result<Option<AskedCode>> {
    tx.maybe(&ASKED, params![browser_hash, now]).await
}

pub async fn at_console(tx: &Tx, email_key: &str, now: Timestamp) -> Result<Option<AskedCode>> {
    tx.maybe(&AT_CONSOLE, params![email_key, now]).await
}

/// Counts a try; `false` when there were too many.
pub async fn count_try(tx: &Tx, id: SignInCodeId) -> Result<bool> {
    Ok(tx.run(&TRIED, params![id, MOST_TRIES]).await? > 0)
}

pub async fn use_up(tx: &Tx, id: SignInCodeId, now: Timestamp) -> Result<()> {
    tx.run(&USED, params![id, now]).await.map(drop)
}

pub async fn has_administrator(db: &impl Read) -> Result<bool> {
    Ok(db.value::<i64>(&ADMINISTRATORS, params![]).await? > 0)
}

pub async fn keep_link(db: &Db, token_hash: &str, now: Timestamp, expires: Timestamp) -> Result<()> {
    db.run(&KEEP_LINK, params![token_hash, now, expires]).await.map(drop)
}

/// Uses a link up, with every other; `false` where it was used already.
pub async fn use_link(tx: &Tx, token_hash: &str, now: Timestamp) -> Result<bool> {
    let used = tx.run(&USE_LINK, params![token_hash, now]).await? > 0;
    tx.run(&CLOSE_LINKS, params![now]).await?;
    Ok(used)
}

pub async fn add_administrator(
    tx: &Tx,
    id: PersonId,
    name: &str,
    email: &Email,
    now: Timestamp,
) -> Result<PersonId> {
    let search = bellwether_kernel::fold(&format!("{name} {email}"));
    let person: PersonId =
        tx.value(&ADD_PERSON, params![id, email.key(), name, email.as_str(), search, now]).await?;
    tx.run(&ADD_ADMINISTRATOR, params![person, now, None::<PersonId>]).await?;
    Ok(person)
}
