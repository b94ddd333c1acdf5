//! What `bellwether-wire` promises, seen from outside. One binary, so that it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod composing;
mod csv_reading;
mod csv_writing;
mod delivering;
mod encrypting;
mod inviting;
mod not_tables;
mod xlsx_reading;

// The test kit stands on the whole product; taking the one file keeps this crate's tests quick to build.
#[path = "../../../testkit/src/smtp.rs"]
#[allow(dead_code)]
mod server;
