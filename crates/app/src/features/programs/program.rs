use crate::shell::words;
use bellwether_kernel::jiff::ToSpan as _;
use bellwether_kernel::{Date, LevelId, PillarId, ProgramId, TargetId, Timestamp};

/// A mentoring program.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its id.
    pub id: ProgramId,
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence or two.
    pub purpose: String,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// What a mentor is asked for; absent until it is decided. No pitch leaves without it.
    pub ask: Option<Ask>,
    /// Days after which a proposed match becomes a mentorship by itself.
    pub accept_days: i64,
    /// Pitches that may leave in a day.
    pub daily_limit: i64,
    /// When the administrator opened the program's page to all.
    pub open_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// What a mentor is asked for, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Minutes a session.
    pub minutes: i64,
    /// Sessions a month.
    pub sessions: i64,
    /// Months.
    pub months: i64,
    /// Mentees.
    pub mentees: i64,
    /// The first day.
    pub starts_on: Date,
}

/// A point of the people strategy that a program serves.
#[derive(Debug, Clone)]
pub struct Pillar {
    /// Its id.
    pub id: PillarId,
    /// Its name.
    pub name: String,
    /// How mentoring serves it.
    pub how: String,
}

/// A participation goal: "20 % of Partners have joined by 31 March".
#[derive(Debug, Clone)]
pub struct Target {
    /// Its id.
    pub id: TargetId,
    /// The level that it counts.
    pub level: LevelId,
    /// The level's name.
    pub level_name: String,
    /// From 1 to 100.
    pub percent: i64,
    /// By when.
    pub due_on: Date,
    /// People at the level now: who belong to the organization and have not left.
    pub people: i64,
}

/// The last day of so many months from a day on.
pub fn last_day(starts_on: Date, months: i64) -> Date {
    let months = i32::try_from(months).unwrap_or(i32::MAX);
    let after = starts_on.checked_add(months.months()).unwrap_or(Date::MAX);
    after.yesterday().unwrap_or(after)
}

impl Ask {
    /// What most who succeeded have asked for: an hour or less, twice a month at most, for a season;
    /// no longer than the program goes on.
    pub fn usual(starts_on: Date, ends_on: Date) -> Self {
        let months = (1..=6).rev().find(|months| last_day(starts_on, *months) <= ends_on).unwrap_or(1);
        Self { minutes: 60, sessions: 1, months, mentees: 1, starts_on }
    }

    /// All the minutes that are asked for. Each mentee has sessions of their own.
    pub fn total_minutes(&self) -> i64 {
        self.minutes * self.sessions * self.months * self.mentees
    }

    /// Sessions with each mentee.
    pub fn total_sessions(&self) -> i64 {
        self.sessions * self.months
    }

    /// The last day.
    pub fn ends_on(&self) -> Date {
        last_day(self.starts_on, self.months)
    }

    /// "6 hours".
    pub fn total_words(&self) -> String {
        words::duration(self.total_minutes())
    }

    /// "twice a month", "once a month", "3 times a month".
    pub fn how_often(&self) -> String {
        match self.sessions {
            1 => "once a month".to_owned(),
            2 => "twice a month".to_owned(),
            n => format!("{n} times a month"),
        }
    }

    /// "45 minutes, twice a month, March to June."
    pub fn in_words(&self) -> String {
        let (first, last) =
            (self.starts_on.strftime("%B").to_string(), self.ends_on().strftime("%B").to_string());
        let span = if first == last { format!("in {first}") } else { format!("{first} to {last}") };
        let mentees = if self.mentees == 1 {
            String::new()
        } else {
            format!(", with {} mentees", words::number(self.mentees))
        };
        format!("{}, {}, {span}{mentees}.", words::duration(self.minutes), self.how_often())
    }

    /// "6 hours in all, ending 30 June."
    pub fn sum_in_words(&self) -> String {
        format!("{} in all, ending {}.", self.total_words(), words::day(self.ends_on()))
    }
}

impl Target {
    /// How many people the target is: rounded up (20 % of 36 is 8).
    pub fn needed(&self) -> i64 {
        (self.people * self.percent + 99) / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask() -> Ask {
        Ask { minutes: 45, sessions: 2, months: 4, mentees: 1, starts_on: "2027-03-01".parse().unwrap() }
    }

    #[test]
    fn the_usual_ask_fits_into_the_program() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let months = |last| Ask::usual(day("2027-03-01"), day(last)).months;
        assert_eq!([months("2027-12-31"), months("2027-06-30"), months("2027-06-29")], [6, 4, 3]);
        assert_eq!(months("2027-03-10"), 1);
    }

    #[test]
    fn the_ask_adds_up() {
        assert_eq!(ask().total_minutes(), 360);
        assert_eq!(ask().in_words(), "45 minutes, twice a month, March to June.");
        assert_eq!(ask().sum_in_words(), "6 hours in all, ending 30 June.");
        assert_eq!(Ask { mentees: 2, ..ask() }.total_words(), "12 hours");
    }

    #[test]
    fn a_target_rounds_up() {
        let target = Target {
            id: TargetId(1),
            level: LevelId(1),
            level_name: "Partner".to_owned(),
            percent: 20,
            due_on: "2027-03-31".parse().unwrap(),
            people: 36,
        };
        assert_eq!(target.needed(), 8);
        assert_eq!(Target { people: 35, ..target }.needed(), 7);
    }
}
