//! Calendar invitations for one session (RFC 5545, 5546): a request, a change of it, a cancellation.
//!
//! Written line by line here instead of with a library: what goes into names and texts comes from people, and every
//! escape, quotation and fold is ours to check. The tests read the result back with a parser written by others.

mod lines;
mod zone;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::smtp::{Calendar, Mailbox};
use lines::Lines;

/// One session, as it goes into people's calendars.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The same for as long as the session exists, whatever changes: `session-42@firm.example`.
    pub uid: String,
    /// 0 at first; one more for every change, and for the cancellation. A calendar ignores what is not newer.
    pub sequence: u32,
    /// The local time with its IANA zone. The zone travels with it, so 10:00 in Zürich stays 10:00 in Zürich.
    pub start: Zoned,
    /// How long it lasts.
    pub minutes: u32,
    /// The title, which assistants and shared calendars show too.
    pub summary: String,
    /// More, in plain text; may be blank.
    pub description: String,
    /// A room or a call.
    pub location: Option<String>,
    /// The session's page.
    pub url: Option<String>,
    /// Who gets the answers.
    pub organizer: Mailbox,
    /// Who is invited.
    pub attendees: Vec<Mailbox>,
    /// When this version was written.
    pub stamp: Timestamp,
}

/// Why an invitation cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It lasts no time.
    #[error(
        "A session of 0 minutes cannot be put into a calendar. The invitation was not sent. Give it a length."
    )]
    NoLength,
    /// Nobody is invited.
    #[error("Nobody is invited to the session. The invitation was not sent. Add the mentor and the mentee.")]
    NobodyInvited,
    /// Blanks, line breaks or other control characters where none may be.
    #[error(
        "The {part} “{value}” contains blanks or control characters. The invitation was not sent. Correct it."
    )]
    NotPlain {
        /// What it is.
        part: &'static str,
        /// As it was given, without the control characters.
        value: String,
    },
    /// Beyond the years that calendars know.
    #[error("The session’s time lies too far away. The invitation was not sent. Correct the date.")]
    TooFar,
}

impl Invitation {
    /// Invites, or changes an earlier invitation with the same `uid` and a lower `sequence`.
    pub fn request(&self) -> Result<Calendar, Unfit> {
        Ok(Calendar { method: "REQUEST".to_owned(), ics: self.write("REQUEST")? })
    }

    /// Takes the session out of the calendars. Its `sequence` must be higher than the last request's.
    pub fn cancel(&self) -> Result<Calendar, Unfit> {
        Ok(Calendar { method: "CANCEL".to_owned(), ics: self.write("CANCEL")? })
    }

    fn write(&self, method: &str) -> Result<String, Unfit> {
        self.check()?;
        let end = self
            .start
            .checked_add(SignedDuration::from_mins(i64::from(self.minutes)))
            .map_err(|_| Unfit::TooFar)?;
        let mut lines = Lines::default();
        lines.plain("BEGIN", "VCALENDAR");
        lines.plain("VERSION", "2.0");
        lines.plain("PRODID", "-//Bellwether//Bellwether//EN");
        lines.plain("CALSCALE", "GREGORIAN");
        lines.plain("METHOD", method);
        if let Some(name) = zone_name(&self.start) {
            zone::write(&mut lines, name, self.start.time_zone(), self.start.timestamp());
        }
        lines.plain("BEGIN", "VEVENT");
        lines.plain("UID", &self.uid);
        lines.plain("DTSTAMP", &utc(self.stamp));
        lines.plain("SEQUENCE", &self.sequence.to_string());
        moment(&mut lines, "DTSTART", &self.start);
        moment(&mut lines, "DTEND", &end);
        self.write_texts(&mut lines);
        self.write_people(&mut lines, method == "CANCEL");
        lines.plain("END", "VEVENT");
        lines.plain("END", "VCALENDAR");
        Ok(lines.finish())
    }

    fn write_texts(&self, lines: &mut Lines) {
        lines.text("SUMMARY", &self.summary);
        if !self.description.trim().is_empty() {
            lines.text("DESCRIPTION", &self.description);
        }
        if let Some(location) = &self.location {
            lines.text("LOCATION", location);
        }
        if let Some(url) = &self.url {
            lines.plain("URL", url);
        }
    }

    fn write_people(&self, lines: &mut Lines, is_cancelled: bool) {
        lines.person("ORGANIZER", &self.organizer, &[]);
        let asked: &[(&str, &str)] = &[
            ("CUTYPE", "INDIVIDUAL"),
            ("ROLE", "REQ-PARTICIPANT"),
            ("PARTSTAT", "NEEDS-ACTION"),
            ("RSVP", if is_cancelled { "FALSE" } else { "TRUE" }),
        ];
        for attendee in &self.attendees {
            lines.person("ATTENDEE", attendee, asked);
        }
        lines.plain("STATUS", if is_cancelled { "CANCELLED" } else { "CONFIRMED" });
        lines.plain("TRANSP", if is_cancelled { "TRANSPARENT" } else { "OPAQUE" });
    }

    fn check(&self) -> Result<(), Unfit> {
        if self.minutes == 0 {
            return Err(Unfit::NoLength);
        }
        if self.attendees.is_empty() {
            return Err(Unfit::NobodyInvited);
        }
        let addresses = self.attendees.iter().chain([&self.organizer]).map(|who| ("address", &who.address));
        let others = self.url.iter().map(|url| ("link", url)).chain([("session’s id", &self.uid)]);
        for (part, value) in addresses.chain(others) {
            if value.is_empty() || value.chars().any(|c| c.is_whitespace() || c.is_control()) {
                let value = value.chars().filter(|c| !c.is_control()).collect();
                return Err(Unfit::NotPlain { part, value });
            }
        }
        Ok(())
    }
}

/// The zone's IANA name; nothing for UTC and for fixed offsets, which are written in UTC.
fn zone_name(at: &Zoned) -> Option<&str> {
    at.time_zone().iana_name().filter(|name| *name != "UTC" && *name != "Etc/Unknown")
}

fn moment(lines: &mut Lines, name: &str, at: &Zoned) {
    match zone_name(at) {
        Some(zone) => lines.with_parameters(name, &[("TZID", zone)], &local(at.datetime())),
        None => lines.plain(name, &utc(at.timestamp())),
    }
}

fn local(at: jiff::civil::DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

fn utc(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}
