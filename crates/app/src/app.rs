//! What every request and every piece of background work stands on.

use crate::features::{recruiting, settings};
use bellwether_db::{Db, Result};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Timestamp, World, parse_zone};
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Notify;

/// How an installation runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For real.
    Serve,
    /// On invented people, with captured mail, a mailbox page and *view as*.
    Demo,
}

/// What the command line decides.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where people reach this installation: `https://mentoring.firm.example`, without a slash at
    /// the end. Every link is built from it, never from a request's headers.
    pub base_url: String,
    /// For real, or a demonstration.
    pub mode: Mode,
    /// Shows `/styleguide`.
    pub development: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The mail server that the command line names, instead of the one in the settings.
    pub smtp: Option<String>,
    /// For how long answers are held that may be a mail scanner's.
    pub holding: recruiting::Holding,
}

impl Config {
    /// Whether people reach it over TLS; cookies are then for TLS alone.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The host in the base URL, without a port; it stands in Message-IDs and calendar ids.
    pub fn host(&self) -> &str {
        let after = self.base_url.split_once("://").map_or(self.base_url.as_str(), |(_, rest)| rest);
        after.split(['/', ':']).next().unwrap_or(after)
    }
}

/// The one organisation that an installation serves, as its settings have it.
#[derive(Debug, Clone)]
pub struct Organization {
    /// Its name; "Your organization" until it is set.
    pub name: String,
    /// Its time zone, used where a person has none.
    pub zone: TimeZone,
    /// The zone's IANA name.
    pub zone_name: String,
    /// The address that mail comes from.
    pub mail_from: Option<String>,
    /// Where replies go, if not to the person who writes.
    pub reply_to: Option<String>,
    /// The mail server, `smtp://user:password@host:587`.
    pub smtp: Option<String>,
    /// Whether a logo is stored (`/logo`).
    pub has_logo: bool,
}

impl Default for Organization {
    fn default() -> Self {
        Self {
            name: "Your organization".to_owned(),
            zone: TimeZone::UTC,
            zone_name: "UTC".to_owned(),
            mail_from: None,
            reply_to: None,
            smtp: None,
            has_logo: false,
        }
    }
}

impl Organization {
    /// The zone of a person: theirs, or else the organisation's.
    pub fn zone_of(&self, name: Option<&str>) -> TimeZone {
        name.and_then(parse_zone).unwrap_or_else(|| self.zone.clone())
    }
}

/// An installation, running. Clones are the same one.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    world: World,
    config: Config,
    organization: RwLock<Arc<Organization>>,
    secret: Vec<u8>,
    outbox: Arc<Notify>,
}

/// What background work and the command line act with: the whole installation, on nobody's behalf.
/// Features take it where no person asked; pages never see it.
pub struct System {
    /// The database.
    pub db: Db,
    /// Time and chance.
    pub world: World,
    /// The present.
    pub now: Timestamp,
    /// The installation.
    pub app: App,
}

impl App {
    /// An installation on a database whose schema is up to date.
    pub async fn new(db: Db, world: World, config: Config) -> Result<Self> {
        let secret = settings::secret(&db, &world).await?;
        let organization = settings::organization(&db).await?;
        let organization = RwLock::new(Arc::new(organization));
        Ok(Self(Arc::new(Inner { db, world, config, organization, secret, outbox: Arc::new(Notify::new()) })))
    }

    /// What the command line decided.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Time and chance.
    pub fn world(&self) -> &World {
        &self.0.world
    }

    /// The organisation, as last read.
    pub fn organization(&self) -> Arc<Organization> {
        self.0.organization.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the organisation's settings again, after they changed.
    pub async fn reload(&self) -> Result<()> {
        let fresh = Arc::new(settings::organization(&self.0.db).await?);
        *self.0.organization.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// A link that works from a mail: the base URL and `path`.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0.config.base_url)
    }

    /// The installation's own secret, for keyed hashes. It never leaves.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.0.secret
    }

    /// Rung when something was put into the outbox.
    pub fn outbox_bell(&self) -> &Arc<Notify> {
        &self.0.outbox
    }

    /// The whole installation, on nobody's behalf.
    pub fn system(&self) -> System {
        System {
            db: self.0.db.clone(),
            world: self.0.world.clone(),
            now: self.0.world.now(),
            app: self.clone(),
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }
}
