//! The installation that the story is lived on, and its clock.

use super::said;
use crate::features::demo::store;
use crate::features::demo::visitor::{Trouble, Visit, Visitor};
use crate::features::{joining, mentorships, recruiting};
use crate::{App, Config, background, routes};
use axum::Router;
use bellwether_db::Db;
use bellwether_kernel::jiff::civil::Weekday;
use bellwether_kernel::jiff::{SignedDuration, ToSpan as _, tz::TimeZone};
use bellwether_kernel::{
    Chance, Date, EnrollmentId, ManualClock, PersonId, ProgramId, Timestamp, World, parse_zone,
};
use bellwether_outbox::{Captured, Filter, Pace, Worker};
use std::sync::Arc;

/// Where the firm is.
pub const ZONE: &str = "America/New_York";

/// How soon after something was done the clock stops first, so that the letters about it leave.
const SOON: SignedDuration = SignedDuration::from_mins(4);

/// How far the clock walks between two looks at the outbox and at what has become due.
const STRIDE: SignedDuration = SignedDuration::from_hours(12);

/// An installation whose clock walks through the past weeks.
pub struct Stage {
    /// The installation.
    pub app: App,
    /// The database.
    pub db: Db,
    /// Its pages.
    pub router: Router,
    /// The day on which the story ends.
    pub today: Date,
    /// Open Door, once it is set up.
    pub program: ProgramId,
    zone: TimeZone,
    clock: Arc<ManualClock>,
    outbox: Worker,
    until: Timestamp,
}

impl Stage {
    /// An empty installation, long enough before `until`.
    pub async fn new(db: &Db, config: &Config, until: Timestamp) -> Result<Self, Trouble> {
        let zone = parse_zone(ZONE).unwrap_or(TimeZone::UTC);
        let today = until.to_zoned(zone.clone()).date();
        let clock = Arc::new(ManualClock::at(until - SignedDuration::from_hours(24 * 70)));
        let world = World { clock: clock.clone(), chance: Arc::new(Chance::seeded(71)) };
        let app = App::new(db.clone(), world.clone(), config.clone()).await.map_err(said)?;
        // One hand, so that the same moment gives the same letters in the same order.
        let pace = Pace { at_once: 1, ..Pace::default() };
        let outbox = background::worker(&app, Arc::new(Captured)).with_pace(pace);
        let router = routes::router(app.clone());
        Ok(Self { app, db: db.clone(), router, today, program: ProgramId(0), zone, clock, outbox, until })
    }

    /// A working day, so many days before today (or, where negative, after it).
    pub fn day(&self, ago: i64) -> Date {
        let day = self.today.checked_sub(ago.days()).unwrap_or(self.today);
        match day.weekday() {
            Weekday::Saturday => day.yesterday().unwrap_or(day),
            Weekday::Sunday if ago >= 0 => day.checked_sub(2.days()).unwrap_or(day),
            Weekday::Sunday => day.tomorrow().unwrap_or(day),
            _ => day,
        }
    }

    /// The Monday of the week, so many days before today.
    pub fn monday(&self, ago: i64) -> Date {
        let day = self.today.checked_sub(ago.days()).unwrap_or(self.today);
        let since = i64::from(day.weekday().to_monday_zero_offset());
        day.checked_sub(since.days()).unwrap_or(day)
    }

    /// Lets time pass until an hour of a past working day. Mail leaves meanwhile, and what becomes
    /// due is done. Time never runs back: what comes too late happens a few minutes later.
    pub async fn at(&mut self, ago: i64, hour: i8, minute: i8) -> Result<(), Trouble> {
        let wanted = self.day(ago).at(hour, minute, 0, 0).to_zoned(self.zone.clone());
        let wanted = wanted.map_err(|e| e.to_string())?.timestamp();
        let soon = self.app.world().now() + SOON;
        self.walk_to(wanted.max(soon).min(self.until)).await
    }

    /// Lets a few minutes pass: mail behind its stop button leaves.
    pub async fn minutes(&mut self, minutes: i64) -> Result<(), Trouble> {
        let to = self.app.world().now() + SignedDuration::from_mins(minutes);
        self.walk_to(to.min(self.until)).await
    }

    /// Lets the story end now.
    pub async fn ends(&mut self) -> Result<(), Trouble> {
        self.walk_to(self.until).await
    }

    async fn walk_to(&mut self, to: Timestamp) -> Result<(), Trouble> {
        let mut stride = SOON;
        loop {
            let next = (self.app.world().now() + stride).min(to);
            stride = STRIDE;
            self.clock.set(next);
            background::run_due(&self.app).await.map_err(said)?;
            self.outbox.deliver_due().await.map_err(said)?;
            if next >= to {
                return Ok(());
            }
        }
    }

    /// Somebody of the firm, by name.
    pub async fn who(&self, name: &str) -> Visit<PersonId> {
        let found = store::by_name(&self.db, name).await.map_err(said)?;
        found.ok_or_else(|| format!("nobody is called {name}"))
    }

    /// Somebody's browser, signed in.
    pub async fn as_person(&self, name: &str) -> Visit<Visitor> {
        Visitor::signed_in(&self.router, &self.app, self.who(name).await?).await
    }

    /// A page of the program.
    pub fn path(&self, rest: &str) -> String {
        format!("/programs/{}{rest}", self.program)
    }

    /// A page of a prospect, by the leader's name.
    pub async fn prospect(&self, leader: &str, rest: &str) -> Visit<String> {
        let person = self.who(leader).await?;
        let all = recruiting::stages(&self.db, self.program).await.map_err(said)?;
        let found = all.into_iter().find(|(id, _)| *id == person);
        let (_, prospect) = found.ok_or_else(|| format!("{leader} is no prospect"))?;
        Ok(self.path(&format!("/prospects/{}{rest}", prospect.id)))
    }

    /// Somebody's part in the program.
    pub async fn enrollment(&self, name: &str) -> Visit<EnrollmentId> {
        let person = self.who(name).await?;
        let found = joining::of_person(&self.db, self.program, person).await.map_err(said)?;
        found.map(|e| e.id).ok_or_else(|| format!("{name} takes no part"))
    }

    /// The page of a mentorship, by the two names.
    pub async fn mentorship(&self, mentor: &str, mentee: &str) -> Visit<String> {
        let all = mentorships::of_program(&self.db, self.program).await.map_err(said)?;
        let found = all.into_iter().find(|m| m.mentor.name == mentor && m.mentee.name == mentee);
        found.map(|m| m.path()).ok_or_else(|| format!("{mentor} and {mentee} do not work together"))
    }

    /// The address in the newest letter of a kind to somebody that has `part` in it.
    pub async fn link_in(&self, kind: &str, name: &str, part: &str) -> Visit<String> {
        let person = Some(self.who(name).await?);
        let filter = Filter { kind: Some(kind.to_owned()), person, ..Filter::default() };
        let page = bellwether_outbox::list(&self.db, &filter, 0, 1).await.map_err(said)?;
        let newest = page.messages.first().ok_or_else(|| format!("no {kind} for {name}"))?;
        let letter = bellwether_outbox::find(&self.db, newest.id).await.map_err(said)?;
        let text = letter.map(|l| l.text).unwrap_or_default();
        let links = text.split_whitespace().filter_map(|w| w.strip_prefix(&self.app.config().base_url));
        let link = links.into_iter().find(|link| link.contains(part));
        link.map(str::to_owned).ok_or_else(|| format!("no {part} in the {kind} for {name}"))
    }
}
