//! What the tests stand on: a database, a clock, letters, and mail servers that do as they are told.

use async_trait::async_trait;
use bellwether_db::Db;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{Chance, Email, ManualClock, MessageId, PersonId, ProgramId, Timestamp, World};
use bellwether_outbox::{
    Anyone, Delivery, Gate, Letter, Message, Pace, State, Transport, Verdict, Worker, enqueue, find,
};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

pub struct Bench {
    pub db: Db,
    pub world: World,
    pub clock: Arc<ManualClock>,
    pub server: Arc<Server>,
    _dir: tempfile::TempDir,
}

pub async fn sqlite() -> Bench {
    sqlite_at().await.0
}

pub async fn postgres() -> Bench {
    postgres_at().await.0
}

/// And where its file is.
pub async fn sqlite_at() -> (Bench, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bellwether.db");
    let db = Db::sqlite(&path).await.unwrap();
    db.migrate().await.unwrap();
    (Bench::on(db, dir), path)
}

/// And the address of its schema.
pub async fn postgres_at() -> (Bench, String) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("BELLWETHER_TEST_POSTGRES")
        .expect("BELLWETHER_TEST_POSTGRES names no server; `cargo xtask test` starts one");
    let (admin, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let schema = format!("outbox_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let fresh = format!("drop schema if exists {schema} cascade; create schema {schema}");
    admin.batch_execute(&fresh).await.unwrap();
    let url = format!("{url}?options=-csearch_path%3D{schema}");
    let db = Db::postgres(&url).await.unwrap();
    db.migrate().await.unwrap();
    (Bench::on(db, tempfile::tempdir().unwrap()), url)
}

/// The same test on both engines.
macro_rules! on_both {
    ($($name:ident |$bench:ident| $body:block)*) => {
        mod on_sqlite {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { let $bench = &crate::bench::sqlite().await; $body })*
        }
        mod on_postgres {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() { let $bench = &crate::bench::postgres().await; $body })*
        }
    };
}
pub(crate) use on_both;

impl Bench {
    fn on(db: Db, dir: tempfile::TempDir) -> Self {
        let clock = Arc::new(ManualClock::at("2027-02-09T09:00:00Z".parse().unwrap()));
        let world = World { clock: clock.clone(), chance: Arc::new(Chance::seeded(1)) };
        Self { db, world, clock, server: Arc::new(Server::default()), _dir: dir }
    }

    pub fn now(&self) -> Timestamp {
        self.world.now()
    }

    pub fn pass(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    pub fn worker(&self) -> Worker {
        self.worker_with(Arc::new(Anyone))
    }

    pub fn worker_with(&self, gate: Arc<dyn Gate>) -> Worker {
        Worker::new(self.db.clone(), self.world.clone(), self.server.clone(), gate).with_pace(pace())
    }

    pub fn letter(&self, to: &str) -> Letter {
        Letter {
            kind: "pitch",
            program: Some(ProgramId(7)),
            person: Some(PersonId(70)),
            about: format!("pitch:{}", to.split('@').next().unwrap()),
            to: ("Jerome Grünwald".to_owned(), Email::parse(to).unwrap()),
            from_name: "Amara Novák".to_owned(),
            reply_to: Some(Email::parse("amara@firm.example").unwrap()),
            subject: "Six hours\r\nBcc: all@firm.example".to_owned(),
            text: "Would you mentor one associate?".to_owned(),
            html: Some("<p>Would you mentor one associate?</p>".to_owned()),
            calendar: None,
            not_before: self.now(),
            expires_at: None,
            created_by: Some(PersonId(1)),
        }
    }

    pub async fn put(&self, letter: Letter) -> MessageId {
        let tx = self.db.begin().await.unwrap();
        let id = enqueue(&tx, &self.world, "mentoring.firm.example", letter).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Puts `n` pitches to as many leaders into the outbox.
    pub async fn put_many(&self, n: usize) -> Vec<MessageId> {
        let tx = self.db.begin().await.unwrap();
        let mut ids = Vec::new();
        for i in 0..n {
            let letter = self.letter(&format!("leader{i}@firm.example"));
            ids.push(enqueue(&tx, &self.world, "mentoring.firm.example", letter).await.unwrap());
        }
        tx.commit().await.unwrap();
        ids
    }

    pub async fn message(&self, id: MessageId) -> Message {
        find(&self.db, id).await.unwrap().unwrap()
    }

    pub async fn state(&self, id: MessageId) -> State {
        self.message(id).await.state
    }

    pub async fn words(&self, id: MessageId) -> String {
        self.message(id).await.words.unwrap_or_default()
    }
}

pub fn pace() -> Pace {
    Pace { poll: std::time::Duration::from_millis(20), ..Pace::default() }
}

/// A mail server that counts what it took, and answers as it is told.
#[derive(Default)]
pub struct Server {
    taken: Mutex<HashMap<String, u32>>,
    order: Mutex<Vec<MessageId>>,
    answers: Mutex<HashMap<String, Delivery>>,
    door: Mutex<Option<Arc<Semaphore>>>,
}

impl Server {
    /// From now on this is the answer to mail for `to`.
    pub fn answers(&self, to: &str, answer: Delivery) {
        self.answers.lock().unwrap().insert(to.to_owned(), answer);
    }

    /// Keeps every message at the door until a permit is given.
    pub fn shut(&self) -> Arc<Semaphore> {
        let door = Arc::new(Semaphore::new(0));
        *self.door.lock().unwrap() = Some(door.clone());
        door
    }

    /// How often each Message-ID was taken.
    pub fn taken(&self) -> HashMap<String, u32> {
        self.taken.lock().unwrap().clone()
    }

    pub fn total(&self) -> u32 {
        self.taken().values().sum()
    }

    /// The messages that were brought, taken or not, in order.
    pub fn brought(&self) -> Vec<MessageId> {
        self.order.lock().unwrap().clone()
    }
}

#[async_trait]
impl Transport for Server {
    async fn deliver(&self, message: &Message) -> Delivery {
        self.order.lock().unwrap().push(message.id);
        let door = self.door.lock().unwrap().clone();
        if let Some(door) = door {
            door.acquire().await.unwrap().forget();
        }
        let answer = self.answers.lock().unwrap().get(&message.to_email).cloned();
        let answer = answer.unwrap_or(Delivery::Accepted("250 queued".to_owned()));
        if matches!(answer, Delivery::Accepted(_)) {
            *self.taken.lock().unwrap().entry(message.header_id.clone()).or_default() += 1;
        }
        answer
    }
}

/// A gate that says one thing about messages of one matter, and lets the others through.
pub struct Says(pub &'static str, pub Verdict);

#[async_trait]
impl Gate for Says {
    async fn may_send(&self, _: &Db, message: &Message) -> bellwether_db::Result<Verdict> {
        Ok(if message.about == self.0 { self.1.clone() } else { Verdict::Send })
    }
}

pub fn minutes(n: i64) -> SignedDuration {
    SignedDuration::from_mins(n)
}

pub fn hours(n: i64) -> SignedDuration {
    SignedDuration::from_hours(n)
}
