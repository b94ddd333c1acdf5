//! Which times to offer for a session: three, in the working hours of both, on different days.
//!
//! Pure. A time is a civil time in the mentor's zone; whatever the clocks do in between, 10:00 is
//! 10:00 there, and it is checked against the mentee's own clock on that very day.

use bellwether_kernel::Timestamp;
use bellwether_kernel::jiff::civil::{Date, DateTime, Weekday};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::jiff::{SignedDuration, ToSpan as _, Zoned};

/// How many times are offered.
pub const OFFERED: usize = 3;

/// From when to when people work; wider where the two share no hour of the first.
const HOURS: [(i8, i8); 4] = [(9, 17), (8, 18), (7, 20), (6, 22)];

/// The hours that are aimed at, one for each offer: a morning, an afternoon, a morning.
const AIMED_AT: [i8; OFFERED] = [10, 14, 11];

/// Days between one offer and the next, so that a full week does not take all three.
const APART: [i32; OFFERED] = [1, 2, 1];

/// What is looked for.
pub struct Search<'a> {
    /// Minutes of the session.
    pub minutes: i64,
    /// The mentor's zone, in which the times are given.
    pub mentor: &'a TimeZone,
    /// The mentee's zone.
    pub mentee: &'a TimeZone,
    /// The first day that may be offered.
    pub from: Date,
    /// The last day that may be offered.
    pub until: Date,
    /// When either of the two is taken already: from and to.
    pub busy: &'a [(Timestamp, Timestamp)],
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The times, earliest first; at most [`OFFERED`], none where the days allow none.
    pub times: Vec<Zoned>,
    /// Whether they lie outside 09:00 to 17:00 for one of the two, because the zones share no hour.
    pub outside_hours: bool,
}

/// Three times, or as many as there are.
pub fn find(search: &Search<'_>) -> Found {
    let mut best = Found { times: Vec::new(), outside_hours: false };
    for (stretch, hours) in HOURS.iter().enumerate() {
        let times = within(search, *hours);
        if times.len() > best.times.len() {
            best = Found { times, outside_hours: stretch > 0 };
        }
        // Hours are stretched for zones that share none, not to fill a short list.
        if !best.times.is_empty() {
            break;
        }
    }
    best
}

fn within(search: &Search<'_>, hours: (i8, i8)) -> Vec<Zoned> {
    let mut times = Vec::new();
    let mut day = search.from;
    while day <= search.until && times.len() < OFFERED {
        let aim = AIMED_AT[times.len()];
        let next = match nearest(search, day, hours, aim) {
            Some(time) => {
                times.push(time);
                APART[times.len() - 1]
            }
            None => 1,
        };
        let Ok(next) = day.checked_add(next.days()) else { break };
        day = next;
    }
    times
}

/// The allowed time on a day that lies nearest to an hour; of two, the earlier.
fn nearest(search: &Search<'_>, day: Date, hours: (i8, i8), aim: i8) -> Option<Zoned> {
    let halves = (hours.0..hours.1).flat_map(|hour| [(hour, 0), (hour, 30)]);
    let allowed = halves.filter_map(|(hour, minute)| allowed(search, day.at(hour, minute, 0, 0), hours));
    allowed.min_by_key(|time| {
        (i32::from(time.hour()) * 60 + i32::from(time.minute()) - i32::from(aim) * 60).abs()
    })
}

fn allowed(search: &Search<'_>, at: DateTime, hours: (i8, i8)) -> Option<Zoned> {
    // A time that the clocks skip or show twice is not offered.
    let start = search.mentor.to_ambiguous_zoned(at).unambiguous().ok()?;
    let end = start.checked_add(SignedDuration::from_mins(search.minutes)).ok()?;
    let works = [search.mentor, search.mentee].iter().all(|zone| is_working(&start, &end, zone, hours));
    let free = search.busy.iter().all(|(from, to)| end.timestamp() <= *from || *to <= start.timestamp());
    (works && free).then_some(start)
}

fn is_working(start: &Zoned, end: &Zoned, zone: &TimeZone, (from, to): (i8, i8)) -> bool {
    let (start, end) = (start.with_time_zone(zone.clone()), end.with_time_zone(zone.clone()));
    let last = i32::from(end.hour()) * 60 + i32::from(end.minute());
    !is_weekend(start.date())
        && start.date() == end.date()
        && start.hour() >= from
        && last <= i32::from(to) * 60
}

/// Whether nobody works on this day.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// `2027-03-02T08:30`, as a slot is kept beside its zone.
pub fn written(time: &Zoned) -> String {
    time.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The time that [`written`] wrote, in its zone. A time that the clocks skip is moved on by as much.
pub fn read(local: &str, zone: &str) -> Option<Zoned> {
    let local: DateTime = local.parse().ok()?;
    local.to_zoned(bellwether_kernel::parse_zone(zone)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        bellwether_kernel::parse_zone(name).unwrap()
    }

    fn search<'a>(mentor: &'a TimeZone, mentee: &'a TimeZone, from: &str) -> Search<'a> {
        let from: Date = from.parse().unwrap();
        Search { minutes: 45, mentor, mentee, from, until: from + 30.days(), busy: &[] }
    }

    fn shown(found: &Found) -> Vec<String> {
        found.times.iter().map(|t| t.strftime("%a %Y-%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn two_in_one_city_get_three_different_working_days() {
        let boston = zone("America/New_York");
        let found = find(&search(&boston, &boston, "2027-03-04"));
        assert_eq!(shown(&found), ["Thu 2027-03-04 10:00", "Fri 2027-03-05 14:00", "Mon 2027-03-08 11:00"]);
        assert!(!found.outside_hours);
    }

    #[test]
    fn across_an_ocean_only_the_hours_that_both_work_are_offered() {
        let (boston, zurich) = (zone("America/New_York"), zone("Europe/Zurich"));
        for time in find(&search(&boston, &zurich, "2027-03-01")).times {
            let there = time.with_time_zone(zurich.clone());
            assert!((9..11).contains(&time.hour()) && (15..17).contains(&there.hour()), "{time} {there}");
        }
    }

    #[test]
    fn in_the_weeks_when_one_side_has_changed_its_clocks_the_other_is_still_at_work() {
        // From 14 to 28 March 2027 Boston is on summer time and Zürich is not: five hours apart, then six.
        let (boston, zurich) = (zone("America/New_York"), zone("Europe/Zurich"));
        for from in ["2027-03-15", "2027-03-29", "2027-10-25", "2027-11-01", "2027-11-08"] {
            for time in find(&search(&zurich, &boston, from)).times {
                let there = time.with_time_zone(boston.clone());
                let ends = &time + 45.minutes();
                assert!(there.hour() >= 9 && (ends.hour(), ends.minute()) <= (17, 0), "{time} {there}");
            }
        }
    }

    #[test]
    fn ten_in_the_morning_stays_ten_in_the_morning_when_the_clocks_change() {
        let boston = zone("America/New_York");
        let found = find(&search(&boston, &boston, "2027-03-12"));
        let before_and_after: Vec<String> = found.times.iter().map(|t| t.offset().to_string()).collect();
        assert_eq!(before_and_after, ["-05", "-04", "-04"]);
        assert_eq!(read(&written(&found.times[1]), "America/New_York").as_ref(), Some(&found.times[1]));
        assert_eq!(found.times[1].hour(), 14);
    }

    #[test]
    fn where_no_working_hour_is_shared_the_hours_are_stretched_and_it_is_said() {
        let (boston, sydney) = (zone("America/New_York"), zone("Australia/Sydney"));
        let found = find(&search(&boston, &sydney, "2027-03-01"));
        assert!(found.outside_hours && found.times.len() == 3, "{found:?}");
        assert!(found.times.iter().all(|t| !is_weekend(t.with_time_zone(sydney.clone()).date())));
    }

    #[test]
    fn what_is_in_a_calendar_already_is_not_offered() {
        let boston = zone("America/New_York");
        let taken: Zoned = "2027-03-04T09:30[America/New_York]".parse().unwrap();
        let busy = [(taken.timestamp(), (&taken + 60.minutes()).timestamp())];
        let found = find(&Search { busy: &busy, ..search(&boston, &boston, "2027-03-04") });
        assert_eq!(shown(&found)[0], "Thu 2027-03-04 10:30");
    }

    #[test]
    fn a_session_longer_than_a_working_day_finds_no_time() {
        let boston = zone("America/New_York");
        let found = find(&Search { minutes: 17 * 60, ..search(&boston, &boston, "2027-03-04") });
        assert_eq!(found.times, []);
    }

    #[test]
    fn nothing_lies_behind_the_last_day() {
        let boston = zone("America/New_York");
        let until = "2027-03-05".parse().unwrap();
        let found = find(&Search { until, ..search(&boston, &boston, "2027-03-04") });
        assert_eq!(found.times.len(), 2);
    }
}
