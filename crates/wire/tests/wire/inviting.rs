//! Invitations as an independent parser reads them.

use bellwether_wire::icalendar::{Invitation, Unfit};
use bellwether_wire::smtp::Mailbox;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarParameterName, ICalendarParameterValue, ICalendarProperty,
    ICalendarStatus,
};
use calcard::{Entry, Parser};
use jiff::civil::{DateTime, Weekday, date};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};
use proptest::prelude::*;

fn at(zone: &str, year: i16, month: i8, day: i8, hour: i8) -> Zoned {
    date(year, month, day).at(hour, 0, 0, 0).in_tz(zone).unwrap()
}

fn session(start: Zoned) -> Invitation {
    Invitation {
        uid: "session-42@firm.example".to_owned(),
        sequence: 0,
        start,
        minutes: 45,
        summary: "Mentoring: Thaddeus and Li".to_owned(),
        description: "Agenda; goals, first steps.\nBring: nothing\\everything.".to_owned(),
        location: Some("Room 4, 2nd floor".to_owned()),
        url: Some("https://firm.example/sessions/42?a=1;b=2,3".to_owned()),
        organizer: Mailbox::new("Mentoring", "mentoring@firm.example"),
        attendees: vec![
            Mailbox::new("Ravenscroft, Thaddeus \"Thad\"", "thaddeus@firm.example"),
            Mailbox::new("李小龍", "li@firm.example"),
            Mailbox::bare("pat@firm.example"),
        ],
        stamp: "2026-03-01T08:00:00Z".parse().unwrap(),
    }
}

fn parsed(ics: &str) -> ICalendar {
    match Parser::new(ics).entry() {
        Entry::ICalendar(calendar) => calendar,
        other => panic!("{other:?}\n{ics}"),
    }
}

fn event(calendar: &ICalendar) -> &ICalendarComponent {
    calendar.components.iter().find(|component| component.component_type.is_event()).unwrap()
}

fn text<'c>(component: &'c ICalendarComponent, property: &ICalendarProperty) -> Option<&'c str> {
    component.property(property)?.values.first()?.as_text()
}

/// Start and end in seconds since 1970, as the parser understands them.
fn seconds(calendar: &ICalendar) -> (i64, i64) {
    let expanded = calendar.expand_dates(Tz::Floating, 10);
    assert!(expanded.errors.is_empty(), "{:?}", expanded.errors);
    expanded.events[0].timestamps()
}

#[test]
fn a_request_reads_back_as_it_was_meant() {
    let session = session(at("Europe/Zurich", 2026, 3, 31, 10));
    let calendar = session.request().unwrap();
    assert_eq!(calendar.method, "REQUEST");
    let read = parsed(&calendar.ics);
    assert_eq!(text(&read.components[0], &ICalendarProperty::Version), Some("2.0"));
    let event = event(&read);
    assert_eq!(event.uid(), Some("session-42@firm.example"));
    assert_eq!(text(event, &ICalendarProperty::Summary), Some("Mentoring: Thaddeus and Li"));
    assert_eq!(text(event, &ICalendarProperty::Description), Some(session.description.as_str()));
    assert_eq!(text(event, &ICalendarProperty::Location), Some("Room 4, 2nd floor"));
    assert_eq!(text(event, &ICalendarProperty::Url), session.url.as_deref());
    assert_eq!(event.status(), Some(&ICalendarStatus::Confirmed));
    let start = session.start.timestamp().as_second();
    assert_eq!(seconds(&read), (start, start + 45 * 60));
}

#[test]
fn everybody_invited_is_asked_by_name_in_any_script() {
    let read = parsed(&session(at("Europe/Zurich", 2026, 3, 31, 10)).request().unwrap().ics);
    let event = event(&read);
    let people: Vec<_> = event
        .properties(&ICalendarProperty::Attendee)
        .map(|who| {
            let parameter = |name| who.parameter(&name).and_then(|value| value.as_text()).map(str::to_owned);
            let is_asked =
                who.parameter(&ICalendarParameterName::Rsvp).and_then(ICalendarParameterValue::as_bool);
            assert_eq!(parameter(ICalendarParameterName::Partstat).as_deref(), Some("NEEDS-ACTION"));
            assert_eq!(is_asked, Some(true));
            (parameter(ICalendarParameterName::Cn), who.calendar_address().unwrap().to_owned())
        })
        .collect();
    let expected = [
        (Some("Ravenscroft, Thaddeus 'Thad'"), "thaddeus@firm.example"),
        (Some("李小龍"), "li@firm.example"),
        (None, "pat@firm.example"),
    ];
    assert_eq!(people, expected.map(|(name, address)| (name.map(str::to_owned), address.to_owned())));
    let organizer = event.property(&ICalendarProperty::Organizer).unwrap();
    assert_eq!(organizer.calendar_address(), Some("mentoring@firm.example"));
}

#[test]
fn a_cancellation_takes_out_the_same_session_with_a_higher_sequence() {
    let mut session = session(at("Europe/Zurich", 2026, 3, 31, 10));
    session.sequence = 3;
    let calendar = session.cancel().unwrap();
    assert!(calendar.ics.contains("METHOD:CANCEL\r\n"));
    let read = parsed(&calendar.ics);
    let event = event(&read);
    assert_eq!(
        (event.uid(), event.status()),
        (Some("session-42@firm.example"), Some(&ICalendarStatus::Cancelled))
    );
    assert_eq!(event.property(&ICalendarProperty::Sequence).unwrap().values[0].as_integer(), Some(3));
}

#[test]
fn ten_o_clock_stays_ten_o_clock_on_both_sides_of_the_clock_change() {
    for (zone, winter, summer) in [
        ("Europe/Zurich", (2026, 3, 28), (2026, 3, 30)),
        ("America/New_York", (2026, 3, 7), (2026, 3, 9)),
        ("Australia/Sydney", (2026, 4, 6), (2026, 4, 4)),
    ] {
        let before = session(at(zone, winter.0, winter.1, winter.2, 10));
        let after = session(at(zone, summer.0, summer.1, summer.2, 10));
        assert_ne!(before.start.offset(), after.start.offset(), "{zone}");
        for session in [before, after] {
            let ics = session.request().unwrap().ics;
            assert!(
                ics.contains(&format!("DTSTART;TZID={zone}:{}T100000\r\n", session.start.strftime("%Y%m%d")))
            );
            assert_eq!(seconds(&parsed(&ics)).0, session.start.timestamp().as_second(), "{zone}");
        }
    }
}

#[test]
fn a_session_across_the_clock_change_lasts_as_long_as_it_should() {
    let mut session = session(at("Europe/Zurich", 2026, 3, 29, 1));
    session.minutes = 120;
    let ics = session.request().unwrap().ics;
    assert!(
        ics.contains("DTEND;TZID=Europe/Zurich:20260329T040000\r\n"),
        "two hours later it is four o’clock"
    );
    let (start, end) = seconds(&parsed(&ics));
    assert_eq!(end - start, 7200);
}

/// The offset in force at `moment` by the VTIMEZONE in `ics` alone: that of the latest onset up to it (RFC 5545, 3.6.5).
fn offset_by_rules(ics: &str, moment: Timestamp) -> Offset {
    let zone = ics.split("END:VTIMEZONE").next().unwrap();
    let parts = zone.split("BEGIN:STANDARD\r\n").flat_map(|part| part.split("BEGIN:DAYLIGHT\r\n")).skip(1);
    let latest = parts.filter_map(|part| {
        let value = |name: &str| part.lines().find_map(|line| line.strip_prefix(name));
        let offset = |name: &str| {
            let text = value(name).unwrap();
            let seconds: i32 = [(1, 3600), (3, 60)]
                .iter()
                .map(|(at, unit)| text[*at..at + 2].parse::<i32>().unwrap() * unit)
                .sum();
            Offset::from_seconds(if text.starts_with('-') { -seconds } else { seconds }).unwrap()
        };
        let first = DateTime::strptime("%Y%m%dT%H%M%S", value("DTSTART:").unwrap()).unwrap();
        let mut onsets = vec![first];
        if let Some(rule) = value("RRULE:FREQ=YEARLY;BYMONTH=") {
            let (month, day) = rule.split_once(";BYDAY=").unwrap();
            let (nth, day) = day.split_at(day.len() - 2);
            let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|d| *d == day).unwrap();
            let weekday = Weekday::from_monday_zero_offset(weekday as i8).unwrap();
            onsets = (first.year()..first.year() + 4)
                .map(|year| {
                    date(year, month.parse().unwrap(), 1).nth_weekday_of_month(nth.parse().unwrap(), weekday)
                })
                .map(|day| day.unwrap().to_datetime(first.time()))
                .collect();
            assert_eq!(onsets[0], first, "DTSTART is the first of its own rule");
        }
        let onsets = onsets.into_iter().map(|onset| offset("TZOFFSETFROM:").to_timestamp(onset).unwrap());
        onsets.filter(|onset| *onset <= moment).max().map(|onset| (onset, offset("TZOFFSETTO:")))
    });
    latest.max_by_key(|(onset, _)| *onset).unwrap().1
}

#[test]
fn the_rules_that_travel_along_say_the_same_as_the_zones_name() {
    let zones = [
        "Europe/Zurich",
        "Europe/Dublin",
        "America/New_York",
        "Australia/Sydney",
        "Asia/Kolkata",
        "Asia/Jerusalem",
    ];
    for zone in
        zones.into_iter().chain(["Africa/Casablanca", "Africa/Cairo", "America/Santiago", "Pacific/Apia"])
    {
        let session = session(at(zone, 2026, 3, 1, 10));
        let ics = session.request().unwrap().ics;
        for hours in (0..24 * 300).step_by(3) {
            let moment = session.start.timestamp() + SignedDuration::from_hours(hours);
            assert_eq!(
                offset_by_rules(&ics, moment),
                session.start.time_zone().to_offset(moment),
                "{zone} {moment}"
            );
        }
    }
}

#[test]
fn a_zone_with_a_yearly_pattern_is_written_as_two_rules() {
    let rules = |zone: &str| {
        let ics = session(at(zone, 2026, 6, 1, 10)).request().unwrap().ics;
        let mut rules: Vec<String> = ics
            .lines()
            .filter_map(|line| line.strip_prefix("RRULE:FREQ=YEARLY;").map(str::to_owned))
            .collect();
        rules.sort();
        rules
    };
    assert_eq!(rules("Europe/Zurich"), ["BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"]);
    assert_eq!(rules("America/New_York"), ["BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"]);
    assert_eq!(rules("Australia/Sydney"), ["BYMONTH=10;BYDAY=1SU", "BYMONTH=4;BYDAY=1SU"]);
    assert!(rules("Asia/Kolkata").is_empty() && rules("Africa/Casablanca").is_empty());
}

#[test]
fn new_yorks_rules_are_those_of_the_standard() {
    let ics = session(at("America/New_York", 2026, 6, 1, 10)).request().unwrap().ics;
    let zone = ics.split("BEGIN:VTIMEZONE\r\n").nth(1).unwrap().split("END:VTIMEZONE").next().unwrap();
    let expected = "TZID:America/New_York\r\n\
        BEGIN:STANDARD\r\nDTSTART:20251102T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:20260308T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\n";
    assert_eq!(zone, expected);
}

#[test]
fn every_zone_there_is_makes_a_calendar_that_reads_back() {
    for zone in jiff::tz::db().available() {
        let zone = zone.as_str();
        let ics = session(at(zone, 2026, 6, 1, 10)).request().unwrap().ics;
        let is_utc = TimeZone::get(zone).unwrap().iana_name() == Some("UTC");
        assert!(is_utc || ics.contains(&format!("TZID:{zone}\r\n")), "{zone}");
        parsed(&ics);
    }
}

#[test]
fn utc_needs_no_zone() {
    let ics = session(at("UTC", 2026, 3, 31, 10)).request().unwrap().ics;
    assert!(ics.contains("DTSTART:20260331T100000Z\r\n") && !ics.contains("VTIMEZONE"));
}

#[test]
fn what_cannot_be_an_invitation_is_said() {
    let changed = |change: fn(&mut Invitation)| {
        let mut session = session(at("Europe/Zurich", 2026, 3, 31, 10));
        change(&mut session);
        session.request().unwrap_err()
    };
    assert_eq!(changed(|session| session.minutes = 0), Unfit::NoLength);
    assert_eq!(changed(|session| session.attendees.clear()), Unfit::NobodyInvited);
    for change in [
        (|session| session.uid = "x\r\nATTENDEE:mailto:evil@x.example".to_owned()) as fn(&mut Invitation),
        |session| session.url = Some("https://x\nSTATUS:CANCELLED".to_owned()),
        |session| session.attendees[0].address = "a@b\r\nX:1".to_owned(),
        |session| session.organizer.address = String::new(),
    ] {
        assert!(matches!(changed(change), Unfit::NotPlain { .. }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_people_write_stays_in_its_place(
        summary in "[\\PC\r\n\t\\\\;,:\"]{1,120}",
        name in "[\\PC\r\n\t\\\\;,:\"^]{1,60}",
    ) {
        let mut session = session(at("Europe/Zurich", 2026, 3, 31, 10));
        session.summary.clone_from(&summary);
        session.attendees[0].name = Some(name);
        let ics = session.request().unwrap().ics;
        prop_assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
        let read = parsed(&ics);
        let event = event(&read);
        let expected = summary.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
        prop_assert_eq!(text(event, &ICalendarProperty::Summary).unwrap_or_default(), expected);
        prop_assert_eq!(event.properties(&ICalendarProperty::Attendee).count(), 3);
        prop_assert_eq!(event.status(), Some(&ICalendarStatus::Confirmed));
    }
}
