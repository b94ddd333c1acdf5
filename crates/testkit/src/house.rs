use crate::{Browser, Cast};
use axum::Router;
use bellwether_app::features::recruiting::Holding;
use bellwether_app::{App, Config, Mode, routes};
use bellwether_db::{Db, Read, ToValue, Value, params, statements};
use bellwether_kernel::{Chance, ManualClock, PersonId, Timestamp, World};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

statements! {
    LAST_WORDS = "select text_body from messages where to_key = $1 order by created_at desc, id desc limit 1";
}

/// Tuesday 9 February 2027, ten in the morning in Boston.
pub const START: &str = "2027-02-09T15:00:00Z";

/// An installation of one's own: a fresh database, a clock that stands still, seeded chance.
pub struct House {
    /// The installation.
    pub app: App,
    /// Its database.
    pub db: Db,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Time and chance.
    pub world: World,
    pub(crate) router: Router,
    _dir: Option<tempfile::TempDir>,
}

impl House {
    /// On a SQLite file that goes away with the house.
    pub async fn on_sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&dir.path().join("bellwether.db")).await.unwrap();
        Self::on(db, Some(dir), Mode::Serve).await
    }

    /// On a schema of its own in the PostgreSQL that `cargo xtask test` (or `cargo xtask postgres`)
    /// started.
    pub async fn on_postgres() -> Self {
        Self::on(postgres().await, None, Mode::Serve).await
    }

    /// A demonstration, on SQLite.
    pub async fn demonstration() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&dir.path().join("bellwether.db")).await.unwrap();
        Self::on(db, Some(dir), Mode::Demo).await
    }

    /// On a copy of a database that another house wrote with [`House::snapshot`].
    pub async fn on_copy_of(file: &std::path::Path) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let copy = dir.path().join("bellwether.db");
        std::fs::copy(file, &copy).unwrap();
        Self::on(Db::sqlite(&copy).await.unwrap(), Some(dir), Mode::Serve).await
    }

    /// The same installation started with another configuration: the same database and the same
    /// clock. Control arms switch a protection off with it.
    pub async fn started_with(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.app.config().clone();
        change(&mut config);
        let (db, clock, world) = (self.db.clone(), self.clock.clone(), self.world.clone());
        let app = App::new(db.clone(), world.clone(), config).await.unwrap();
        let router = routes::router(app.clone());
        Self { app, db, clock, world, router, _dir: None }
    }

    async fn on(db: Db, dir: Option<tempfile::TempDir>, mode: Mode) -> Self {
        db.migrate().await.unwrap();
        let clock = Arc::new(ManualClock::at(START.parse().unwrap()));
        let world = World { clock: clock.clone(), chance: Arc::new(Chance::seeded(2027)) };
        let config = Config {
            base_url: "http://localhost:8080".to_owned(),
            mode,
            development: true,
            trusted_proxies: Vec::new(),
            smtp: None,
            holding: Holding::default(),
        };
        let app = App::new(db.clone(), world.clone(), config).await.unwrap();
        let router = routes::router(app.clone());
        Self { app, db, clock, world, router, _dir: dir }
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.world.now()
    }

    /// A browser that nobody is signed in with.
    pub fn stranger(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which somebody is signed in.
    pub async fn browser_of(&self, person: PersonId) -> Browser {
        let tx = self.db.begin().await.unwrap();
        let cookie = bellwether_app::access::sign_ins::begin(&tx, &self.world, self.app.config(), person)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let mut browser = self.stranger();
        browser.keep(cookie.to_str().unwrap());
        browser
    }

    /// Puts people, levels and programs on the stage.
    pub fn cast(&self) -> Cast<'_> {
        Cast::of(self)
    }

    /// The words of the newest mail to an address, sent or still in the outbox.
    pub async fn last_mail_to(&self, address: &str) -> String {
        let found: Option<(String,)> =
            self.db.maybe(&LAST_WORDS, params![address.to_lowercase()]).await.unwrap();
        found.unwrap_or_else(|| panic!("no mail to {address}")).0
    }

    /// Runs a statement that a test brings along.
    pub async fn run(&self, sql: &'static bellwether_db::Sql, values: &[&dyn ToValue]) {
        let values: Vec<Value> = values.iter().copied().map(ToValue::to_value).collect();
        self.db.run(sql, &values).await.unwrap();
    }
}

async fn postgres() -> Db {
    Db::postgres(&empty_postgres().await).await.unwrap()
}

/// The address of a PostgreSQL database where nothing is yet: a schema of its own on the test server.
pub async fn empty_postgres() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let url = postgres_url();
    let (admin, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let schema = format!("house_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let anew = format!("drop schema if exists {schema} cascade; create schema {schema}");
    admin.batch_execute(&anew).await.unwrap();
    format!("{url}?options=-csearch_path%3D{schema}")
}

/// The test server's address: from the environment, or from the file that `cargo xtask postgres`
/// writes.
pub(crate) fn postgres_url() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/test-postgres.url");
    std::env::var("BELLWETHER_TEST_POSTGRES")
        .ok()
        .or_else(|| std::fs::read_to_string(file).ok().map(|s| s.trim().to_owned()))
        .expect("no PostgreSQL to test on: run `cargo xtask test`, or `cargo xtask postgres` beforehand")
}
