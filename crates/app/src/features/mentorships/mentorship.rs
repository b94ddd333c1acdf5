use super::ledger::Ledger;
use super::slots;
use crate::Organization;
use bellwether_db::{FromRow, Result, Row, row};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::jiff::{SignedDuration, Zoned};
use bellwether_kernel::{Date, MentorshipId, PersonId, ProgramId, SessionId, SlotId, Timestamp};

/// One of the two.
#[derive(Debug, Clone)]
pub struct Party {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address; without one they get no mail.
    pub email: Option<String>,
    /// Their zone's name; absent, the organisation's.
    pub zone: Option<String>,
    /// Title, department and office, those that are known, with commas.
    pub about: String,
}

/// A mentor and a mentee working together.
#[derive(Debug, Clone)]
pub struct Mentorship {
    /// Its id.
    pub id: MentorshipId,
    /// Its program.
    pub program: ProgramId,
    /// The program's name.
    pub program_name: String,
    /// The last day: the ask's, and never after the program's.
    pub ends_on: Date,
    /// Minutes that the mentor agreed to, for this mentee.
    pub promised: i64,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when, where it is over.
    pub ended_at: Option<Timestamp>,
    /// Who guides.
    pub mentor: Party,
    /// Who learns.
    pub mentee: Party,
}

/// What the mentor agreed to, for one mentee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Minutes a session.
    pub minutes: i64,
    /// Sessions a month.
    pub sessions: i64,
    /// Months.
    pub months: i64,
    /// The first day.
    pub starts_on: Date,
}

row! {
    /// A time that is offered.
    pub struct Slot {
        /// Its id.
        pub id: SlotId,
        /// Its local time, `2027-03-02T08:30`.
        pub local_start: String,
        /// The zone of that time.
        pub zone: String,
        /// How long.
        pub minutes: i64,
        /// When it was taken.
        pub taken_at: Option<Timestamp>,
        /// When it was taken back.
        pub gone_at: Option<Timestamp>,
    }
}

row! {
    /// A session, booked or past.
    pub struct Session {
        /// Its id.
        pub id: SessionId,
        /// Its local time.
        pub local_start: String,
        /// The zone of that time.
        pub zone: String,
        /// The instant that this is.
        pub starts_at: Timestamp,
        /// How long.
        pub minutes: i64,
        /// A room or a call; empty where nobody said.
        pub place: String,
        /// Its name in calendars.
        pub uid: String,
        /// The version that calendars have.
        pub sequence: i64,
        /// Called off.
        pub cancelled_at: Option<Timestamp>,
        /// Somebody said that it was held.
        pub held_at: Option<Timestamp>,
        /// Somebody said that it was not.
        pub not_held_at: Option<Timestamp>,
    }
}

impl Party {
    /// Their zone.
    pub fn zone(&self, organization: &Organization) -> TimeZone {
        organization.zone_of(self.zone.as_deref())
    }

    /// The first word of their name.
    pub fn first(&self) -> &str {
        crate::shell::words::first_name(&self.name)
    }
}

impl Terms {
    /// All the minutes for one mentee.
    pub fn total(&self) -> i64 {
        self.minutes * self.sessions * self.months
    }
}

impl Mentorship {
    /// The other of the two.
    pub fn other_than(&self, person: PersonId) -> &Party {
        if person == self.mentor.id { &self.mentee } else { &self.mentor }
    }

    /// The one of the two.
    pub fn party(&self, person: PersonId) -> &Party {
        if person == self.mentor.id { &self.mentor } else { &self.mentee }
    }

    /// Where its page is.
    pub fn path(&self) -> String {
        format!("/mentorships/{}", self.id)
    }
}

impl Slot {
    /// Its time; `None` where the zone is no longer known.
    pub fn time(&self) -> Option<Zoned> {
        slots::read(&self.local_start, &self.zone)
    }
}

impl Session {
    /// When it ends.
    pub fn ends_at(&self) -> Timestamp {
        self.starts_at.checked_add(SignedDuration::from_mins(self.minutes)).unwrap_or(Timestamp::MAX)
    }

    /// The local time with its zone.
    pub fn time(&self) -> Zoned {
        let zone = bellwether_kernel::parse_zone(&self.zone).unwrap_or(TimeZone::UTC);
        self.starts_at.to_zoned(zone)
    }

    /// Neither called off nor said to be held or not.
    pub fn is_open(&self) -> bool {
        self.cancelled_at.is_none() && self.held_at.is_none() && self.not_held_at.is_none()
    }

    /// Booked, and not over yet.
    pub fn is_coming(&self, now: Timestamp) -> bool {
        self.is_open() && self.ends_at() > now
    }

    /// Over, and nobody has said whether it was held.
    pub fn is_unanswered(&self, now: Timestamp) -> bool {
        self.is_open() && self.ends_at() <= now
    }
}

/// The time ledger of sessions under a promise.
pub fn ledger(promised: i64, session: i64, sessions: &[Session]) -> Ledger {
    let held: Vec<&Session> = sessions.iter().filter(|s| s.held_at.is_some()).collect();
    let open: Vec<&Session> = sessions.iter().filter(|s| s.is_open()).collect();
    let minutes = |of: &[&Session]| of.iter().map(|s| s.minutes).sum();
    Ledger {
        promised,
        used: minutes(&held),
        booked: minutes(&open),
        session,
        held: held.len() as i64,
        open: open.len() as i64,
    }
}

impl FromRow for Mentorship {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        row.has(21)?;
        let party = |at: usize| -> Result<Party> {
            let about: [Option<String>; 3] = [row.get(at + 4)?, row.get(at + 5)?, row.get(at + 6)?];
            let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            Ok(Party {
                id: row.get(at)?,
                name: row.get(at + 1)?,
                email: row.get(at + 2)?,
                zone: row.get(at + 3)?,
                about: about.join(", "),
            })
        };
        Ok(Self {
            id: row.get(0)?,
            program: row.get(1)?,
            program_name: row.get(2)?,
            ends_on: row.get(3)?,
            promised: row.get(4)?,
            started_at: row.get(5)?,
            ended_at: row.get(6)?,
            mentor: party(7)?,
            mentee: party(14)?,
        })
    }
}
