//! A zone's rules around one moment, as VTIMEZONE (RFC 5545, 3.6.5), from the transitions that jiff knows.
//!
//! A zone that has kept one yearly pattern, and will for ten years, is written as two rules, which every calendar
//! program understands. Any other (a zone without summer time, one that follows Ramadan, one about to change its law) is
//! written as the single transitions around the moment.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone, TimeZoneTransition};
use jiff::{SignedDuration, Timestamp};

use super::lines::Lines;
use super::local;

/// How many later transitions a pattern must hold for.
const HELD: usize = 20;
const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// A moment at which the clocks change.
#[derive(Clone)]
struct Change {
    /// What the clocks show just before.
    local: DateTime,
    at: Timestamp,
    from: Offset,
    to: Offset,
    is_summer_time: bool,
    name: String,
}

/// Writes the VTIMEZONE called `name` so that it is right for `moment`.
pub(super) fn write(lines: &mut Lines, name: &str, zone: &TimeZone, moment: Timestamp) {
    lines.plain("BEGIN", "VTIMEZONE");
    lines.plain("TZID", name);
    let (before, after) = changes(zone, moment);
    if let Some(pattern) = yearly(&before, &after) {
        for (change, rule) in pattern {
            write_change(lines, &change, Some(&rule));
        }
    } else {
        let soon = moment.checked_add(SignedDuration::from_hours(400 * 24)).unwrap_or(Timestamp::MAX);
        let in_force = before.first().cloned().unwrap_or_else(|| unchanging(zone, moment));
        write_change(lines, &in_force, None);
        for change in after.iter().take_while(|change| change.at < soon) {
            write_change(lines, change, None);
        }
    }
    lines.plain("END", "VTIMEZONE");
}

/// The last two changes up to `moment`, newest first, and the next ones after it.
fn changes(zone: &TimeZone, moment: Timestamp) -> (Vec<Change>, Vec<Change>) {
    let change = |transition: TimeZoneTransition<'_>| {
        let (at, to) = (transition.timestamp(), transition.offset());
        let just_before = at.checked_sub(SignedDuration::from_secs(1)).unwrap_or(at);
        let from = zone.to_offset(just_before);
        let is_summer_time = transition.dst().is_dst();
        Change {
            local: from.to_datetime(at),
            at,
            from,
            to,
            is_summer_time,
            name: transition.abbreviation().to_owned(),
        }
    };
    let up_to = moment.checked_add(SignedDuration::from_secs(1)).unwrap_or(moment);
    let before = zone.preceding(up_to).take(2).map(change).collect();
    (before, zone.following(moment).take(HELD).map(change).collect())
}

/// The two changes before the moment, each with the rule by which it comes back every year; if there are such rules.
fn yearly(before: &[Change], after: &[Change]) -> Option<Vec<(Change, String)>> {
    if before.len() < 2 || after.len() < HELD {
        return None;
    }
    let mut all: Vec<&Change> = before.iter().rev().chain(after).collect();
    all.sort_by_key(|change| change.at);
    let mut pattern = Vec::with_capacity(2);
    for parity in 0..2 {
        let kind: Vec<&Change> = all.iter().skip(parity).step_by(2).copied().collect();
        let mut first = (*kind.first()?).clone();
        // Of two that alternate, the later clock is summer time, whatever the law calls it (Ireland's says winter time).
        first.is_summer_time = first.to > first.from;
        pattern.push((first, rule(&kind)?));
    }
    Some(pattern)
}

/// `FREQ=YEARLY;BYMONTH=3;BYDAY=2SU`, if all the changes follow it, one in each year.
fn rule(changes: &[&Change]) -> Option<String> {
    let first = changes.first()?;
    let same = |change: &&Change| {
        let (a, b) = (first.local, change.local);
        (first.from, first.to, a.month(), a.weekday(), a.time())
            == (change.from, change.to, b.month(), b.weekday(), b.time())
    };
    let is_each_year = changes.windows(2).all(|pair| pair[1].local.year() - pair[0].local.year() == 1);
    if !is_each_year || !changes.iter().all(same) {
        return None;
    }
    let is_last = |change: &&Change| change.local.day() + 7 > change.local.days_in_month();
    let week = |change: &Change| (change.local.day() - 1) / 7 + 1;
    let nth = if changes.iter().all(is_last) {
        "-1".to_owned()
    } else if changes.iter().all(|change| week(change) == week(first)) {
        week(first).to_string()
    } else {
        return None;
    };
    let day = WEEKDAYS[first.local.weekday().to_monday_zero_offset() as usize];
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={nth}{day}", first.local.month()))
}

/// For a zone whose clocks never changed.
fn unchanging(zone: &TimeZone, moment: Timestamp) -> Change {
    let info = zone.to_offset_info(moment);
    let offset = info.offset();
    let local = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    let name = info.abbreviation().to_owned();
    Change { local, at: Timestamp::UNIX_EPOCH, from: offset, to: offset, is_summer_time: false, name }
}

fn write_change(lines: &mut Lines, change: &Change, rule: Option<&str>) {
    let kind = if change.is_summer_time { "DAYLIGHT" } else { "STANDARD" };
    lines.plain("BEGIN", kind);
    lines.plain("DTSTART", &local(change.local));
    lines.plain("TZOFFSETFROM", &offset(change.from));
    lines.plain("TZOFFSETTO", &offset(change.to));
    lines.text("TZNAME", &change.name);
    if let Some(rule) = rule {
        lines.plain("RRULE", rule);
    }
    lines.plain("END", kind);
}

/// `+0530`; with seconds where a zone once had them.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let (all, rest) = (seconds.abs() / 60, seconds.abs() % 60);
    let text = format!("{sign}{:02}{:02}", all / 60, all % 60);
    if rest == 0 { text } else { format!("{text}{rest:02}") }
}
