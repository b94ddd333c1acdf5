//! Working hours where somebody lives: 8:00 to 20:00, Monday to Friday.

use super::store::quiet_hours;
use crate::{App, Mode};
use bellwether_db::{Read, Result};
use bellwether_kernel::Timestamp;
use bellwether_kernel::jiff::civil::{Weekday, time};
use bellwether_kernel::jiff::tz::TimeZone;

/// Letters that ask leave from this hour on.
const FROM: i8 = 8;
/// And before this hour.
const UNTIL: i8 = 20;

/// When a letter that asks somebody in `zone`, and may leave at `at`, does leave: then, or when the
/// next working hours begin there. At once where an administrator switched that off, and in a
/// demonstration, where nobody waits.
pub async fn ask_leaves(db: &impl Read, app: &App, at: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
    let keeps_hours = app.config().mode == Mode::Serve && quiet_hours(db).await?;
    Ok(opens(at, zone).filter(|_| keeps_hours).unwrap_or(at))
}

/// When the next working hours begin; nothing while they last.
fn opens(now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let here = now.to_zoned(zone.clone());
    let works = |day: bellwether_kernel::Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    if works(here.date()) && (FROM..UNTIL).contains(&here.hour()) {
        return None;
    }
    let today_still = works(here.date()) && here.hour() < FROM;
    let mut day = here.date();
    while !today_still && day == here.date() || !works(day) {
        day = day.tomorrow().ok()?;
    }
    let morning = day.to_datetime(time(FROM, 0, 0, 0));
    Some(zone.to_ambiguous_zoned(morning).compatible().ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_kernel::parse_zone;

    fn opening(local: &str, zone: &str) -> Option<String> {
        let zone = parse_zone(zone).unwrap();
        let at = local.parse::<bellwether_kernel::jiff::civil::DateTime>().unwrap();
        let now = at.to_zoned(zone.clone()).unwrap().timestamp();
        opens(now, &zone).map(|at| at.to_zoned(zone).datetime().to_string())
    }

    #[test]
    fn an_ask_leaves_in_working_hours_where_the_leader_lives() {
        let boston = |local| opening(local, "America/New_York");
        for within in ["2027-02-09T08:00", "2027-02-09T19:59", "2027-02-12T12:00"] {
            assert_eq!(boston(within), None, "{within}");
        }
        let next = [
            ("2027-02-09T07:59", "2027-02-09T08:00:00"),
            ("2027-02-09T20:00", "2027-02-10T08:00:00"),
            ("2027-02-12T20:00", "2027-02-15T08:00:00"),
            ("2027-02-13T12:00", "2027-02-15T08:00:00"),
            ("2027-02-14T23:59", "2027-02-15T08:00:00"),
            ("2027-02-15T00:00", "2027-02-15T08:00:00"),
        ];
        for (at, opens) in next {
            assert_eq!(boston(at).as_deref(), Some(opens), "{at}");
        }
        assert_eq!(opening("2027-02-09T21:00", "Asia/Tokyo").as_deref(), Some("2027-02-10T08:00:00"));
    }

    #[test]
    fn eight_stays_eight_when_the_clocks_change() {
        // Sunday 14 March 2027: New York springs forward. Friday evening waits for Monday 8:00 there.
        assert_eq!(opening("2027-03-12T21:00", "America/New_York").as_deref(), Some("2027-03-15T08:00:00"));
    }
}
