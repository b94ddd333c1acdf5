//! Words for the time of a session, for each of the two on their own clock.

use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::jiff::{SignedDuration, Zoned};

/// The time of a session, as somebody's own clock shows it.
#[derive(Debug, Clone)]
pub struct When {
    start: Zoned,
    end: Zoned,
}

impl When {
    /// From a start, for some minutes, on the clock of `zone`.
    pub fn new(start: &Zoned, minutes: i64, zone: &TimeZone) -> Self {
        let start = start.with_time_zone(zone.clone());
        let end = start.checked_add(SignedDuration::from_mins(minutes)).unwrap_or_else(|_| start.clone());
        Self { start, end }
    }

    /// "Tuesday 2 March".
    pub fn day(&self) -> String {
        self.start.strftime("%A %-d %B").to_string()
    }

    /// "10:00 to 10:45".
    pub fn span(&self) -> String {
        format!("{} to {}", self.start.strftime("%H:%M"), self.end.strftime("%H:%M"))
    }

    /// "Tuesday 2 March, 10:00".
    pub fn start(&self) -> String {
        format!("{}, {}", self.day(), self.start.strftime("%H:%M"))
    }

    /// "Tuesday 2 March, 10:00 to 10:45".
    pub fn whole(&self) -> String {
        format!("{}, {}", self.day(), self.span())
    }

    /// "New York time, the same for Nadia", or "New York time; 16:00 for Nadia, Zurich time".
    pub fn beside(&self, other: &TimeZone, name: &str) -> String {
        let there = self.start.with_time_zone(other.clone());
        let own = place(self.start.time_zone());
        if there.datetime() == self.start.datetime() {
            return format!("{own} time, the same for {name}");
        }
        let day = if there.date() == self.start.date() { "" } else { &there.strftime(" on %A").to_string() };
        format!("{own} time; {}{day} for {name}, {} time", there.strftime("%H:%M"), place(other))
    }
}

/// "New York" for America/New_York.
pub fn place(zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or("UTC");
    name.rsplit('/').next().unwrap_or(name).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reads_the_time_on_their_own_clock() {
        let start: Zoned = "2027-03-02T10:00[America/New_York]".parse().unwrap();
        let (boston, zurich) =
            (start.time_zone().clone(), bellwether_kernel::parse_zone("Europe/Zurich").unwrap());
        let (here, there) = (When::new(&start, 45, &boston), When::new(&start, 45, &zurich));
        assert_eq!(here.whole(), "Tuesday 2 March, 10:00 to 10:45");
        assert_eq!(there.whole(), "Tuesday 2 March, 16:00 to 16:45");
        assert_eq!(here.beside(&zurich, "Nadia"), "New York time; 16:00 for Nadia, Zurich time");
        assert_eq!(here.beside(&boston, "Nadia"), "New York time, the same for Nadia");
    }
}
