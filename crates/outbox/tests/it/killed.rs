//! `kill -9` while a thousand mails are sent: 0 lost, 0 double, the unsure ones parked.
//!
//! The program that is killed is this test binary itself, run as [`a_worker_to_be_killed`].

use crate::bench::{Bench, postgres_at, sqlite_at};
use crate::smtp_server::{Act, Point, SmtpServer};
use bellwether_db::{Db, Read, params, statements};
use bellwether_kernel::{Email, MessageId, World};
use bellwether_outbox::{Anyone, Pace, Smtp, State, Worker, due_counts, unsure};
use bellwether_wire::smtp::Server;
use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

statements! {
    STATES = "select id, state from messages";
    /// The control arm: an outbox that sends again what was under way in a crash.
    SILENTLY_AGAIN = "update messages set state = 'queued', claimed_until = null where state = 'sending'";
}

/// How long a killed worker's messages stay its own.
const LEASE: Duration = Duration::from_millis(1500);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started and killed by the tests below"]
async fn a_worker_to_be_killed() {
    let Ok(place) = std::env::var("OUTBOX_TO_WORK_ON") else { return };
    let db = match place.strip_prefix("sqlite:") {
        Some(path) => Db::sqlite(path.as_ref()).await.unwrap(),
        None => Db::postgres(&place).await.unwrap(),
    };
    let server = Server::parse(&std::env::var("SERVER_TO_SEND_TO").unwrap()).unwrap();
    let smtp = Arc::new(Smtp::new(server, Email::parse("mentoring@firm.example").unwrap()));
    let pace = Pace { lease: LEASE, poll: Duration::from_millis(50), ..Pace::default() };
    let worker = Worker::new(db, World::real(), smtp, Arc::new(Anyone)).with_pace(pace);
    worker.run(std::future::pending()).await;
}

/// A worker's process; it does not outlive the test.
struct Process(Child);

impl Process {
    /// `kill -9`.
    fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start_worker(place: &str, server: &SmtpServer) -> Process {
    let process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::a_worker_to_be_killed", "--ignored"])
        .env("OUTBOX_TO_WORK_ON", place)
        .env("SERVER_TO_SEND_TO", server.url())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    Process(process.unwrap())
}

struct Aftermath {
    states: BTreeMap<MessageId, State>,
    /// How often the server took each Message-ID.
    taken: BTreeMap<String, usize>,
}

impl Aftermath {
    fn times(&self, id: MessageId) -> usize {
        *self.taken.get(&format!("<{id}@mentoring.firm.example>")).unwrap_or(&0)
    }

    fn doubles(&self) -> usize {
        self.taken.values().filter(|times| **times > 1).count()
    }
}

/// Sends `n` letters while the worker is killed `kills` times at random moments.
async fn send_and_kill(bench: &Bench, place: &str, n: usize, kills: usize, naive: bool) -> Aftermath {
    let server = SmtpServer::start().await.unwrap();
    // It keeps each mail before it says so: the moment in which only the server knows is a long one.
    server.for_all(Some((Point::Message, Act::Wait(Duration::from_millis(15)))));
    bench.clock.set(World::real().now());
    bench.put_many(n).await;
    for kill in 1..=kills {
        let mut worker = start_worker(place, &server);
        let taken = server.mails().len();
        let more = 1 + bench.world.chance.below((n / kills / 2) as u64) as usize;
        server.wait_for(taken + more, Duration::from_secs(20)).await;
        worker.kill();
        assert!(server.mails().len() > taken, "the worker before kill {kill} sent nothing");
        if naive {
            bench.db.run(&SILENTLY_AGAIN, params![]).await.unwrap();
        }
    }
    let mut last = start_worker(place, &server);
    let finished = async {
        loop {
            let counts = due_counts(&bench.db, None).await.unwrap();
            if counts.queued + counts.sending == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(90), finished).await;
    last.kill();
    in_time.expect("everything is settled in the end");
    let states: Vec<(MessageId, State)> = bench.db.all(&STATES, params![]).await.unwrap();
    Aftermath { states: states.into_iter().collect(), taken: server.accepted_by_message_id() }
}

async fn nothing_is_lost_or_doubled(bench: &Bench, place: &str) {
    let after = send_and_kill(bench, place, 1000, 8, false).await;
    assert_eq!(after.states.len(), 1000);
    assert_eq!(after.doubles(), 0, "0 double");
    let mut parked = 0;
    for (id, state) in &after.states {
        match state {
            State::Sent => assert_eq!(after.times(*id), 1, "what counts as sent has arrived"),
            State::Unsure => parked += 1,
            other => panic!("{id} is {other}: lost"),
        }
    }
    let shown = unsure(&bench.db, None).await.unwrap();
    assert_eq!(shown.len(), parked, "each of the unsure is shown");
    assert!(parked > 0, "the kills hit nothing: this proves nothing");
    let arrived =
        after.states.iter().filter(|(id, s)| **s == State::Unsure && after.times(**id) == 1).count();
    println!("1000 letters, 8 kills: {} sent, {parked} unsure ({arrived} of them arrived)", 1000 - parked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_a_killed_worker_loses_nothing_and_sends_nothing_twice() {
    let (bench, path) = sqlite_at().await;
    nothing_is_lost_or_doubled(&bench, &format!("sqlite:{}", path.display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_a_killed_worker_loses_nothing_and_sends_nothing_twice() {
    let (bench, url) = postgres_at().await;
    nothing_is_lost_or_doubled(&bench, &url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_control_arm_an_outbox_that_silently_tries_again_sends_twice() {
    let (bench, path) = sqlite_at().await;
    let after = send_and_kill(&bench, &format!("sqlite:{}", path.display()), 300, 4, true).await;
    assert!(after.doubles() > 0);
}

/// `cargo nextest run -p bellwether-outbox --run-ignored only a_hundred --no-capture`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement: it wants the machine for itself"]
async fn a_hundred_mails_a_second_leave_by_smtp_from_sqlite() {
    let bench = crate::bench::sqlite().await;
    let server = SmtpServer::start().await.unwrap();
    bench.put_many(2000).await;
    let smtp = Smtp::new(Server::parse(&server.url()).unwrap(), Email::parse("m@firm.example").unwrap());
    let worker = Worker::new(bench.db.clone(), bench.world.clone(), Arc::new(smtp), Arc::new(Anyone));
    let began = std::time::Instant::now();
    worker.deliver_due().await.unwrap();
    let rate = 2000.0 / began.elapsed().as_secs_f64();
    println!("{rate:.0} mails a second");
    assert_eq!(server.mails().len(), 2000);
    assert!(rate >= 100.0);
}
