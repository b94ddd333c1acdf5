//! Opening an installation: its database, brought up to date after a backup.

use crate::args::{At, BASE_URL};
use crate::backup;
use crate::lock::Lock;
use crate::said::Said;
use bellwether_app::features::recruiting::Holding;
use bellwether_app::features::settings;
use bellwether_app::{App, Config, Mode};
use bellwether_db::{Db, EngineKind};
use bellwether_kernel::World;
use std::path::{Path, PathBuf};
use url::{Position, Url};

/// The SQLite file in a data folder.
pub fn file_in(data: &Path) -> PathBuf {
    data.join("bellwether.db")
}

/// Makes the data folder where there is none, closed to whoever else has an account on the machine.
pub fn folder(data: &Path) -> Result<(), Said> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data);
    made.map_err(|why| Said::wrong(format!("the folder {} cannot be used: {why}", data.display())))
}

/// The database, as it is.
pub async fn database(at: &At) -> Result<Db, Said> {
    if let Some(url) = &at.database {
        return Ok(Db::postgres(url).await?);
    }
    folder(&at.data)?;
    let db = Db::sqlite(&file_in(&at.data)).await;
    db.map_err(|e| Said::wrong(format!("{}: {e}", file_in(&at.data).display())))
}

/// The installation for a server or a demonstration, its schema up to date. On SQLite it holds the
/// folder as long as the lock lives.
pub async fn served(
    at: &At,
    mode: Mode,
    change: impl FnOnce(&mut Config),
) -> Result<(App, Option<Lock>), Said> {
    let lock = match at.database {
        Some(_) => None,
        None => Some(Lock::take(&at.data, "nothing was started")?),
    };
    let db = database(at).await?;
    upgrade(&db, at, lock.as_ref()).await?;
    Ok((app(db, at, mode, change).await?, lock))
}

/// The installation for a command that ends by itself, its schema up to date. A server may run beside
/// it; where no base URL is given, links lead to that server.
pub async fn installation(at: &At) -> Result<App, Said> {
    let db = database(at).await?;
    upgrade(&db, at, None).await?;
    let home = settings::get(&db, "outbox.home").await?.filter(|_| at.base_url == BASE_URL);
    let at = At { base_url: home.unwrap_or_else(|| at.base_url.clone()), ..at.clone() };
    app(db, &at, Mode::Serve, |_| {}).await
}

async fn app(db: Db, at: &At, mode: Mode, change: impl FnOnce(&mut Config)) -> Result<App, Said> {
    let mut config = Config {
        base_url: base_url(&at.base_url)?,
        mode,
        development: false,
        trusted_proxies: Vec::new(),
        smtp: None,
        holding: Holding::default(),
    };
    change(&mut config);
    Ok(App::new(db, World::real(), config).await?)
}

/// Brings the schema up to date. What is there already is backed up first, and nobody works on it.
async fn upgrade(db: &Db, at: &At, held: Option<&Lock>) -> Result<(), Said> {
    let pending = db.pending().await?;
    let is_new = pending.len() == bellwether_db::MIGRATIONS.len();
    let mut lock = None;
    if let (Some(first), false) = (pending.first(), is_new) {
        if held.is_none() && db.kind() == EngineKind::Sqlite {
            let undone = "this version has to change the schema first, so nothing was done";
            lock = Some(Lock::take(&at.data, undone)?);
        }
        folder(&at.data)?;
        let file = free_name(&at.data, first);
        backup::snapshot(db, &file).await?;
        eprintln!("bellwether: the schema changes; everything as it was is in {}", file.display());
    }
    db.migrate().await?;
    drop(lock);
    if db.kind() == EngineKind::Sqlite {
        only_for_us(&file_in(&at.data));
    }
    Ok(())
}

/// A backup that an earlier attempt left is never taken for one of today.
fn free_name(data: &Path, first: &str) -> PathBuf {
    let names =
        std::iter::once(format!("before-{first}.db")).chain((2..).map(|n| format!("before-{first}-{n}.db")));
    names.map(|name| data.join(name)).find(|file| !file.exists()).unwrap_or_default()
}

/// Whoever else has an account on the machine does not read the file.
fn only_for_us(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    if let Err(error) = std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)) {
        tracing::warn!(%error, "the database's permissions could not be narrowed");
    }
}

/// A base URL that is safe to give out: TLS, or this machine alone.
pub fn base_url(given: &str) -> Result<String, Said> {
    let wanted = "like https://mentoring.example.org";
    let url = Url::parse(given).map_err(|why| {
        Said::usage(format!("--base-url {given}: {why}; write it with its scheme, {wanted}"))
    })?;
    let is_only_origin = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !url.has_host() || !is_only_origin || !url.username().is_empty() || url.password().is_some() {
        return Err(Said::usage(format!("--base-url {given}: only scheme, host and port, {wanted}")));
    }
    let (host, rest) = (url.host_str().unwrap_or_default(), &url[Position::BeforeHost..Position::AfterPort]);
    match url.scheme() {
        "https" => Ok(url.origin().ascii_serialization()),
        "http" if ["localhost", "127.0.0.1", "[::1]"].contains(&host) => {
            Ok(url.origin().ascii_serialization())
        }
        "http" => Err(Said::usage(format!(
            "--base-url {given}: without TLS the codes, cookies and answers of your people would cross the network in the open. \
             Put a proxy with TLS in front and write https://{rest}, or try it on this machine with http://localhost:8080"
        ))),
        _ => Err(Said::usage(format!("--base-url {given}: it begins with https://"))),
    }
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn without_tls_only_this_machine_is_served() {
        assert_eq!(base_url("https://mentoring.firm.example/").unwrap(), "https://mentoring.firm.example");
        for here in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:8080"] {
            assert_eq!(base_url(here).unwrap(), here);
        }
        assert!(base_url("http://mentoring.firm.example").unwrap_err().to_string().contains("without TLS"));
        for bad in ["mentoring", "ftp://x", "https://", "https://a/b", "https://a?b", "https://u:p@a"] {
            assert_eq!(base_url(bad).unwrap_err().code, 64, "{bad}");
        }
    }
}
