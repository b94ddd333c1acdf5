//! Every promise of the outbox, on both engines.
//!
//! PostgreSQL comes from `BELLWETHER_TEST_POSTGRES` (`cargo xtask test` sets it).

mod bench;
mod checks;
mod delivery;
mod downtime;
mod mail;
mod pages;
mod twice;

/// The scripted mail server, by its source: depending on the test kit would build the whole app first.
#[path = "../../../testkit/src/smtp.rs"]
#[allow(dead_code)]
mod smtp_server;
