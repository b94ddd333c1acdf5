//! A sheet's values as text, as a person would write them.

use calamine::{DataRef, ExcelDateTime};

const DAY_MS: f64 = 86_400_000.0;

/// `4` for 4.0, `2026-03-31` for a date, `2026-03-31T10:00:00` with a time, `true` and `false`.
pub(super) fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// Spreadsheets keep 15 significant digits; what binary fractions add after them (0.1 + 0.2) is not shown there either.
fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

fn moment_text(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() {
        return duration_text(days);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let is_time_only = (0.0..1.0).contains(&days);
    let has_time = (hour, minute, second) != (0, 0, 0);
    if is_time_only {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if has_time { format!("{date}T{hour:02}:{minute:02}:{second:02}") } else { date }
}

/// `26:30:00` for 26 hours and a half.
fn duration_text(days: f64) -> String {
    let seconds = (days.abs() * DAY_MS / 1000.0).round() as u64;
    let sign = if days < 0.0 { "-" } else { "" };
    format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
