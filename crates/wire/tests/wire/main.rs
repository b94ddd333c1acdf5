//! What `bellwether-wire` promises, seen from outside. One binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod csv_reading;
mod csv_writing;
mod not_tables;
mod xlsx_reading;
