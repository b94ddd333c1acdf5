use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// An instant as the database keeps it: microseconds since 1970, UTC.
pub fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// The instant that [`micros`] wrote. What no calendar holds becomes 1970.
pub fn from_micros(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Reads a date as browsers send it: `2027-02-09`.
pub fn parse_date(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

/// Reads an IANA zone by its name, `America/New_York`.
pub fn parse_zone(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    (!name.is_empty()).then(|| TimeZone::get(name).ok()).flatten()
}
