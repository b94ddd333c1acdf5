//! What a coordinator's day with the pairs of a large program costs: each page and action of the matching, timed.
//! `cargo run --release -p bellwether-app --example review`, and with `-- postgres` on the PostgreSQL that
//! `cargo xtask postgres` started.
//!
//! The whole application in this process, with its database on the disk: all but the network to the browser.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "it measures, and says so"
)]

use bellwether_app::features::matching;
use bellwether_db::statements;
use bellwether_kernel::ProgramId;
use bellwether_testkit::{Browser, House, Page};
use std::time::{Duration, Instant};

statements! {
    ANALYZE = "analyze";
}

const MENTEES: usize = 1000;
const MENTORS: usize = 350;
const TIMES: usize = 9;

/// A coordinator at work.
struct Desk {
    house: House,
    program: ProgramId,
    ines: Browser,
    slowest: Duration,
}

#[tokio::main]
async fn main() {
    let on_postgres = std::env::args().any(|word| word == "postgres");
    let engine = if on_postgres { "PostgreSQL" } else { "SQLite" };
    let mut desk = Desk::set(on_postgres).await;
    println!("{MENTEES} mentees, {MENTORS} mentors, on {engine}: median of {TIMES}, and the slowest\n");
    desk.walk().await;
    println!("\nthe slowest of all: {:.0} ms", desk.slowest.as_secs_f64() * 1e3);
}

impl Desk {
    async fn set(on_postgres: bool) -> Self {
        let house = if on_postgres { House::on_postgres().await } else { House::on_sqlite().await };
        let program = house.cast().program("Open Door").await;
        let coordinator = house.cast().coordinator("Ines Halloran", program).await;
        house.cast().crowd(program, MENTORS, MENTEES).await;
        // As a server does by itself within a minute.
        house.db.run(&ANALYZE, &[]).await.unwrap();
        let ines = house.browser_of(coordinator).await;
        Self { house, program, ines, slowest: Duration::ZERO }
    }

    async fn walk(&mut self) {
        self.page("before the run", "").await;
        self.act("find the best pairs", "/run", &[]).await;
        self.page("the drafts", "").await;
        self.page("page 20", "?page=20").await;
        self.page("a search", "?q=okafor").await;
        self.page("unmatched", "?show=unmatched").await;
        self.page("a wish was missed", "?show=missed").await;
        self.page("the report", "/report").await;
        let drafts = matching::of_program(&self.house.db, self.program).await.unwrap();
        let (first, middle) = (&drafts[0], &drafts[drafts.len() / 2]);
        self.page("whom to swap with", &format!("/{}/swap", middle.id)).await;
        self.page("another mentor", &format!("/mentees/{}", middle.two.mentee)).await;
        let swap = format!("/{}/swap", middle.id);
        self.undoable("lock", &format!("/{}/lock", first.id), &[]).await;
        self.undoable("swap", &swap, &[("with", &first.id.to_string())]).await;
        self.undoable("take away", &format!("/{}/removal", middle.id), &[]).await;
        let choose = format!("/mentees/{}", middle.two.mentee);
        self.undoable("choose a mentor", &choose, &[("mentor", &first.two.mentor.to_string())]).await;
        self.act("run again", "/run", &[]).await;
        let cap = [("unit", "department"), ("scarce", "senior"), ("percent", "10")];
        self.timed("/cap", &cap).await;
        self.act("run under a cap that binds", "/run", &[]).await;
        self.page("another mentor, under it", &format!("/mentees/{}", middle.two.mentee)).await;
        let one = [("mentor", first.two.mentor.to_string())];
        let one: Vec<(&str, &str)> = one.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.undoable("choose a mentor, under it", &choose, &one).await;
        self.timed("/cap/removal", &[]).await;
        self.timed("/run", &[]).await;
        let drafts = matching::of_program(&self.house.db, self.program).await.unwrap();
        let ids: Vec<String> = drafts.iter().map(|d| d.id.to_string()).collect();
        self.page("before proposing all", "/proposals").await;
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("match", id.as_str())).collect();
        self.undoable("propose all", "/proposals", &fields).await;
        self.timed("/proposals", &fields).await;
        self.page("all proposed", "").await;
    }

    /// Opens a page so many times.
    async fn page(&mut self, name: &str, rest: &str) {
        let path = format!("/programs/{}/matching{rest}", self.program);
        let mut times = Vec::new();
        let mut size = 0;
        for _ in 0..TIMES {
            let start = Instant::now();
            size = self.ines.get(&path).await.ok().body.len();
            times.push(start.elapsed());
        }
        self.tell(name, times, &format!("{} kB", size / 1000));
    }

    /// Does something as often.
    async fn act(&mut self, name: &str, rest: &str, fields: &[(&str, &str)]) {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            times.push(self.timed(rest, fields).await.0);
        }
        self.tell(name, times, "");
    }

    /// Does something and undoes it, by turns.
    async fn undoable(&mut self, name: &str, rest: &str, fields: &[(&str, &str)]) {
        let (mut times, mut undone) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            times.push(self.timed(rest, fields).await.0);
            let page = self.ines.get(&format!("/programs/{}/matching", self.program)).await.ok();
            let undo = page.address_with("/undo");
            let start = Instant::now();
            self.ines.post(&undo, &[]).await.goes_to();
            undone.push(start.elapsed());
        }
        self.tell(name, times, "");
        self.tell(&format!("  undo: {name}"), undone, "");
    }

    async fn timed(&mut self, rest: &str, fields: &[(&str, &str)]) -> (Duration, Page) {
        let path = format!("/programs/{}/matching{rest}", self.program);
        let start = Instant::now();
        let page = self.ines.post(&path, fields).await;
        let took = start.elapsed();
        page.goes_to();
        (took, page)
    }

    fn tell(&mut self, name: &str, mut times: Vec<Duration>, besides: &str) {
        times.sort();
        let ms = |d: Duration| d.as_secs_f64() * 1e3;
        let slowest = times[times.len() - 1];
        self.slowest = self.slowest.max(slowest);
        println!("{name:<28} {:>7.1} ms {:>7.1} ms  {besides}", ms(times[times.len() / 2]), ms(slowest));
    }
}
