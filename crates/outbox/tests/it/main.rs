//! Every promise of the outbox, on both engines.
//!
//! PostgreSQL comes from `BELLWETHER_TEST_POSTGRES` (`cargo xtask test` sets it).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod bench;
mod checks;
mod delivery;
mod downtime;
mod killed;
mod mail;
mod pages;
mod twice;

/// The scripted mail server, by its source: depending on the test kit would build the whole app first.
#[path = "../../../testkit/src/smtp.rs"]
#[allow(dead_code)]
mod smtp_server;
