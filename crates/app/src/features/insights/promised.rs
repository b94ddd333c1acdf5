//! Sessions held against what was promised by now.

use super::store::Promise;
use crate::features::programs::Ask;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Date, Timestamp};

/// Days in a month, on average.
const MONTH: f64 = 365.25 / 12.0;

/// How many sessions should have been held by now: of each mentorship the part of its sessions that
/// the part of its months gone by makes, whole sessions only.
pub fn by_now(promises: &[Promise], ask: &Ask, now: Timestamp) -> i64 {
    promises.iter().map(|p| due(p, ask, now)).sum()
}

fn due(promise: &Promise, ask: &Ask, now: Timestamp) -> i64 {
    let until = promise.ended_at.unwrap_or(now).min(now);
    let days = until.duration_since(promise.started_at).as_secs_f64() / 86_400.0;
    let sessions = promise.minutes as f64 / ask.minutes.max(1) as f64;
    let gone = (days / (ask.months.max(1) as f64 * MONTH)).clamp(0.0, 1.0);
    (sessions * gone + 1e-9).floor() as i64
}

/// Sessions held in each of the last `weeks` weeks, by their Monday, this week last.
pub fn by_week(held: &[Timestamp], today: Date, weeks: i64, zone: &TimeZone) -> Vec<(Date, i64)> {
    let monday = |day: Date| {
        let since = i64::from(day.weekday().to_monday_zero_offset());
        day.checked_sub(SignedDuration::from_hours(24 * since)).unwrap_or(day)
    };
    let this = monday(today);
    let mondays = (0..weeks).rev();
    let mondays = mondays.map(|n| this.checked_sub(SignedDuration::from_hours(24 * 7 * n)).unwrap_or(this));
    let count =
        |week: Date| held.iter().filter(|at| monday(at.to_zoned(zone.clone()).date()) == week).count();
    mondays.map(|week| (week, count(week) as i64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Timestamp {
        format!("{day}T12:00:00Z").parse().unwrap()
    }

    fn ask() -> Ask {
        Ask { minutes: 45, sessions: 2, months: 4, mentees: 1, starts_on: "2027-03-01".parse().unwrap() }
    }

    #[test]
    fn two_sessions_are_due_after_a_month_and_eight_after_four() {
        let promise = Promise { started_at: at("2027-03-01"), ended_at: None, minutes: 360 };
        let due = |day| due(&promise, &ask(), at(day));
        assert_eq!(
            [due("2027-03-01"), due("2027-03-15"), due("2027-04-01"), due("2027-07-01"), due("2028-01-01")],
            [0, 0, 2, 8, 8]
        );
    }

    #[test]
    fn nothing_more_is_due_after_a_mentorship_has_ended() {
        let promise =
            Promise { started_at: at("2027-03-01"), ended_at: Some(at("2027-04-01")), minutes: 360 };
        assert_eq!(due(&promise, &ask(), at("2027-07-01")), 2);
    }

    #[test]
    fn every_week_has_its_column_even_where_nobody_met() {
        let held = [at("2027-03-01"), at("2027-03-07"), at("2027-03-15")];
        let weeks = by_week(&held, "2027-03-17".parse().unwrap(), 3, &TimeZone::UTC);
        let counts: Vec<(String, i64)> = weeks.into_iter().map(|(day, n)| (day.to_string(), n)).collect();
        assert_eq!(
            counts,
            [("2027-03-01".to_owned(), 2), ("2027-03-08".to_owned(), 0), ("2027-03-15".to_owned(), 1)]
        );
    }
}
