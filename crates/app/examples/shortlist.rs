//! What whom to ask first costs in a large organisation: the shortlist and its what-ifs, timed.
//! `cargo run --release -p bellwether-app --example shortlist`, with `-- postgres` on the PostgreSQL that
//! `cargo xtask postgres` started.
//!
//! The whole application in this process, with its database on the disk: all but the network to the browser.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "it measures, and says so"
)]

use bellwether_db::{Sql, Value, params, statements};
use bellwether_kernel::{LevelId, PersonId, ProgramId};
use bellwether_testkit::{Browser, House};
use std::time::{Duration, Instant};

statements! {
    PERSON = "
        insert into people (id, key, name, email, email_key, title, level_id, office, department, time_zone, source, search,
            created_at, updated_at)
        values ($1, $2, $3, $2, $2, '', $4, $5, $6, 'Europe/London', 'import', $7, $8, $8)";
    TIE = "insert into ties (from_id, to_id, kind, weight, source) values ($1, $2, $3, 1, 'import')";
}

const PEOPLE: usize = 20_000;
/// Of so many one is a leader.
const PER_LEADER: usize = 20;
const TIES_EACH: usize = 8;
const OFFICES: [&str; 6] = ["Boston", "Berlin", "Lagos", "Osaka", "São Paulo", "Tbilisi"];
const DEPARTMENTS: [&str; 5] = ["Litigation", "Tax", "Real Estate", "Labour", "Finance"];
const TIMES: usize = 9;

/// A coordinator at work.
struct Desk {
    /// As long as it stands, its database does.
    _house: House,
    program: ProgramId,
    leaders: Vec<PersonId>,
    ines: Browser,
}

#[tokio::main]
async fn main() {
    let on_postgres = std::env::args().any(|word| word == "postgres");
    let engine = if on_postgres { "PostgreSQL" } else { "SQLite" };
    let mut desk = Desk::set(on_postgres).await;
    println!(
        "{PEOPLE} people, {} leaders, {TIES_EACH} ties each, on {engine}: median of {TIMES}, and the slowest\n",
        desk.leaders.len()
    );
    desk.walk().await;
}

/// Numbers that look random and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % below as u64) as usize
    }
}

impl Desk {
    async fn set(on_postgres: bool) -> Self {
        let house = if on_postgres { House::on_postgres().await } else { House::on_sqlite().await };
        let cast = house.cast();
        let program = cast.program("Open Door").await;
        let coordinator = cast.coordinator("Ines Halloran", program).await;
        let senior = cast.level("Partner", 3, true).await;
        let others = [cast.level("Counsel", 2, false).await, cast.level("Associate", 1, false).await];
        let people = people(&house, senior, others).await;
        write(&house, &TIE, &ties(&people)).await;
        let leaders = people.into_iter().step_by(PER_LEADER).collect();
        let ines = house.browser_of(coordinator).await;
        Self { _house: house, program, leaders, ines }
    }

    async fn walk(&mut self) {
        let first = self.look("").await;
        println!("{:<42} {:>8.1} ms", "the first look: samples are drawn", ms(first));
        self.page("the list", "").await;
        self.page("24 rows", "?rows=24").await;
        self.page("one office", "?office=Lagos").await;
        self.page("never asked, one department", "?asked=never&department=Tax").await;
        for size in [1, 6, 40] {
            let mut times = Vec::new();
            for turn in 0..TIMES {
                let wave: Vec<String> =
                    (0..size).map(|at| self.leaders[turn * 41 + at].to_string()).collect();
                times.push(self.look(&format!("?wave={}", wave.join("."))).await);
            }
            tell(&format!("what if: {size} others ticked"), times);
        }
        let mut times = Vec::new();
        for turn in 0..TIMES {
            let leader = self.leaders[turn];
            let pin = format!("{}/{leader}/pin", self.path());
            self.ines.post(&pin, &[]).await.goes_to();
            times.push(self.look("").await);
        }
        tell("the list after something has changed", times);
        self.page("how chances are reckoned", "/chances").await;
        self.page("how influence runs along ties", "/ties").await;
    }

    fn path(&self) -> String {
        format!("/programs/{}/shortlist", self.program)
    }

    /// A page beneath the shortlist, or the shortlist itself with a question.
    async fn page(&mut self, name: &str, rest: &str) {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            times.push(self.look(rest).await);
        }
        tell(name, times);
    }

    async fn look(&mut self, rest: &str) -> Duration {
        let path = format!("{}{rest}", self.path());
        let start = Instant::now();
        self.ines.get(&path).await.ok();
        start.elapsed()
    }
}

async fn people(house: &House, senior: LevelId, others: [LevelId; 2]) -> Vec<PersonId> {
    let mut chance = Chance(7);
    let (mut people, mut rows) = (Vec::with_capacity(PEOPLE), Vec::with_capacity(PEOPLE));
    for at in 0..PEOPLE {
        let level = if at % PER_LEADER == 0 { senior } else { others[usize::from(at % 4 != 0)] };
        let (office, department) = (OFFICES[chance.below(6)], DEPARTMENTS[chance.below(5)]);
        let (id, name, email): (PersonId, _, _) =
            (house.world.id(), format!("Person {at}"), format!("person{at}@firm.example"));
        let search = format!("person {at} {email} {office} {department}").to_lowercase();
        rows.push(params![id, email, name, level, office, department, search, house.now()].to_vec());
        people.push(id);
    }
    write(house, &PERSON, &rows).await;
    people
}

/// Most within a team of fifty, some with a leader anywhere.
fn ties(people: &[PersonId]) -> Vec<Vec<Value>> {
    let mut chance = Chance(11);
    let mut rows = Vec::with_capacity(PEOPLE * TIES_EACH);
    for (at, person) in people.iter().enumerate() {
        for tie in 0..TIES_EACH {
            let other = match tie {
                0 => chance.below(PEOPLE / PER_LEADER) * PER_LEADER,
                _ => at / 50 * 50 + (at + 1 + 6 * tie) % 50,
            };
            if other != at {
                let kind = if tie == 0 { "advised" } else { "worked-with" };
                rows.push(params![people[other], *person, kind].to_vec());
            }
        }
    }
    rows
}

async fn write(house: &House, sql: &'static Sql, rows: &[Vec<Value>]) {
    let tx = house.db.begin().await.unwrap();
    tx.run_each(sql, rows).await.unwrap();
    tx.commit().await.unwrap();
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn tell(name: &str, mut times: Vec<Duration>) {
    times.sort();
    println!("{name:<42} {:>8.1} ms {:>8.1} ms", ms(times[times.len() / 2]), ms(times[times.len() - 1]));
}
