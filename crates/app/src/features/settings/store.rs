//! Settings are rows of `settings`, by name.

use crate::Organization;
use crate::access::audit;
use bellwether_db::{Db, Read, Result, Tx, params, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{PersonId, World, parse_zone};

/// How long a letter waits behind its stop button where nobody chose otherwise.
pub(super) const STOP_MINUTES: i64 = 2;

statements! {
    ALL = "select name, value from settings where name like 'organization.%'";
    GET = "select value from settings where name = $1";
    PUT = "insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
    KEEP = "insert into settings (name, value) values ($1, $2) on conflict (name) do nothing";
    HAS_LOGO = "select count(*) from files where name = 'logo'";
    ANSWERS = "select count(*) from migrations";
}

/// The organisation as it is set.
pub async fn organization(db: &Db) -> Result<Organization> {
    let mut organization =
        Organization { has_logo: db.value::<i64>(&HAS_LOGO, params![]).await? > 0, ..Default::default() };
    for (name, value) in db.all::<(String, String)>(&ALL, params![]).await? {
        let given = (!value.is_empty()).then(|| value.clone());
        match name.as_str() {
            "organization.name" => organization.name = value,
            "organization.zone" => {
                if let Some(zone) = parse_zone(&value) {
                    (organization.zone, organization.zone_name) = (zone, value);
                }
            }
            "organization.mail_from" => organization.mail_from = given,
            "organization.reply_to" => organization.reply_to = given,
            "organization.smtp" => organization.smtp = given,
            _ => {}
        }
    }
    Ok(organization)
}

/// One setting.
pub async fn get(db: &impl Read, name: &str) -> Result<Option<String>> {
    Ok(db.maybe::<(String,)>(&GET, params![name]).await?.map(|row| row.0))
}

/// Sets one setting.
pub async fn put(tx: &Tx, name: &str, value: &str) -> Result<()> {
    tx.run(&PUT, params![name, value]).await.map(drop)
}

/// Sets several settings at once and notes in the audit log which of them changed, never to what.
pub(super) async fn change(
    tx: &Tx,
    world: &World,
    by: PersonId,
    part: &str,
    values: &[(&str, String)],
) -> Result<bool> {
    let mut changed = Vec::new();
    for (name, value) in values {
        if get(tx, name).await?.unwrap_or_default() != *value {
            put(tx, name, value).await?;
            changed.push(name.rsplit('.').next().unwrap_or(name).replace('_', " "));
        }
    }
    if changed.is_empty() {
        return Ok(false);
    }
    let line = audit::Line {
        actor: Some(by),
        verb: "changed the settings",
        object: format!("settings:{part}"),
        detail: changed.join(", "),
        ..audit::Line::default()
    };
    audit::write(tx, world, line).await?;
    Ok(true)
}

/// How long a letter that a person sends waits behind its stop button: two minutes, or what an
/// administrator chose (0 to 60).
pub async fn stop_window(db: &impl Read) -> Result<SignedDuration> {
    let minutes = get(db, "outbox.stop_minutes").await?.and_then(|text| text.parse().ok());
    Ok(SignedDuration::from_mins(minutes.unwrap_or(STOP_MINUTES).clamp(0, 60)))
}

/// Whether asks and reminders wait for working hours where the leader lives. On unless an
/// administrator switched it off.
pub async fn quiet_hours(db: &impl Read) -> Result<bool> {
    Ok(get(db, "outbox.quiet_hours").await?.is_none_or(|value| value != "off"))
}

/// The installation's own secret, made when it is first asked for.
pub async fn secret(db: &Db, world: &World) -> Result<Vec<u8>> {
    let fresh = format!("{}{}", world.chance.token(), world.chance.token());
    if get(db, "secret").await?.is_none() {
        db.run(&KEEP, params!["secret", fresh]).await?;
    }
    Ok(get(db, "secret").await?.unwrap_or(fresh).into_bytes())
}

/// Whether the database answers.
pub async fn answers(db: &Db) -> Result<()> {
    db.value::<i64>(&ANSWERS, params![]).await.map(drop)
}
