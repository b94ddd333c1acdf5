//! Tests of the matching crate from outside: one binary.
#![allow(missing_docs, clippy::unwrap_used)]

mod any_folder;
mod candidates;
mod certificate;
mod classes;
mod coupled;
mod folder;
mod judge;
mod oracle;
mod programs;
mod properties;
mod reasons;
mod refused;
mod same_every_time;
mod shortage;
mod small;
mod textbook;
