//! Every promise of the outbox, on both engines.
//!
//! PostgreSQL comes from `BELLWETHER_TEST_POSTGRES` (`cargo xtask test` sets it).

mod bench;
mod checks;
mod delivery;
mod downtime;
mod pages;
mod twice;
