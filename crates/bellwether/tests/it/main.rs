//! The real binary, as an administrator runs it at a terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set itself up fails")]

mod backups;
mod binary;
mod doctor;
mod folder;
mod import;
mod import_trouble;
