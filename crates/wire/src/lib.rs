//! What Bellwether speaks with the world outside: tables (CSV and XLSX), mail (SMTP and MIME) and calendars (iCalendar).
//!
//! Nothing here knows a prospect or a program. Each module takes plain values, and gives back plain values and errors
//! that can be shown to a person as they are.

pub mod icalendar;
pub mod smtp;
pub mod tables;
