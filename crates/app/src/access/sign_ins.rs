//! Browsers that are signed in. (A *session* in this product is a meeting of a mentorship.)

use super::{Actor, Coordinated, token_hash};
use crate::{App, Config};
use axum::http::{HeaderMap, HeaderValue, header};
use bellwether_db::{Db, Read, Result, Tx, params, row, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{PersonId, SignInId, Timestamp, World};

/// A browser stays signed in for thirty days of use.
const LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long after the last note that it was seen a sign-in is noted again.
const NOTED_EVERY: SignedDuration = SignedDuration::from_hours(6);

statements! {
    /// Who holds this cookie, where they still belong to the organization.
    HOLDER = "
        select s.id, s.person_id, p.name, case when a.person_id is null then 0 else 1 end, s.seen_at
        from sign_ins s
        join people p on p.id = s.person_id
        left join administrators a on a.person_id = s.person_id
        where s.token_hash = $1 and s.ended_at is null and s.expires_at > $2
          and p.erased_at is null and (p.left_on is null or p.left_on > $3)";
    /// The programs that a person coordinates, closed ones last.
    COORDINATES = "
        select p.id, p.name, p.ends_on
        from coordinators c join programs p on p.id = c.program_id
        where c.person_id = $1
        order by p.closed_at nulls first, p.name, p.id";
    BEGIN = "
        insert into sign_ins (id, token_hash, person_id, created_at, seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)";
    SEEN = "update sign_ins set seen_at = $2, expires_at = $3 where id = $1";
    END = "update sign_ins set ended_at = $2 where id = $1 and ended_at is null";
    END_ALL = "update sign_ins set ended_at = $2 where person_id = $1 and ended_at is null";
}

row! {
    struct Holder { sign_in: SignInId, person: PersonId, name: String, administers: bool, seen_at: Timestamp }
}

/// The cookie's name: bound to the host by its prefix wherever there is TLS.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_secure() { "__Host-bellwether" } else { "bellwether" }
}

/// Who is signed in with these headers, if anybody.
pub async fn actor(app: &App, headers: &HeaderMap) -> Result<Option<Actor>> {
    let Some(token) = cookie(headers, cookie_name(app.config())) else { return Ok(None) };
    let (db, now) = (app.db(), app.world().now());
    let today = now.to_zoned(app.organization().zone.clone()).date();
    let Some(holder) = db.maybe::<Holder>(&HOLDER, params![token_hash(token), now, today]).await? else {
        return Ok(None);
    };
    if now.duration_since(holder.seen_at) > NOTED_EVERY {
        db.run(&SEEN, params![holder.sign_in, now, now + LASTS]).await?;
    }
    let coordinates = db.all::<Coordinated>(&COORDINATES, params![holder.person]).await?;
    let Holder { sign_in, person, name, administers, .. } = holder;
    Ok(Some(Actor { sign_in, person, name, administers, coordinates }))
}

/// Signs a browser in; the cookie to set.
pub async fn begin(tx: &Tx, world: &World, config: &Config, person: PersonId) -> Result<HeaderValue> {
    let (token, now) = (world.chance.token(), world.now());
    let id: SignInId = world.id();
    tx.run(&BEGIN, params![id, token_hash(&token), person, now, now + LASTS]).await?;
    Ok(set_cookie(config, cookie_name(config), &token, Some(LASTS)))
}

/// Signs one browser out.
pub async fn end(db: &Db, sign_in: SignInId, now: Timestamp) -> Result<()> {
    db.run(&END, params![sign_in, now]).await.map(drop)
}

/// Signs a person out everywhere: they left, or were erased.
pub async fn end_all(tx: &Tx, person: PersonId, now: Timestamp) -> Result<()> {
    tx.run(&END_ALL, params![person, now]).await.map(drop)
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v)
}

/// A `Set-Cookie` that scripts cannot read and other sites do not send. Without `lasts` the cookie
/// is taken away.
pub fn set_cookie(config: &Config, name: &str, value: &str, lasts: Option<SignedDuration>) -> HeaderValue {
    let seconds = lasts.map_or(0, |d| d.as_secs());
    let secure = if config.is_secure() { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
