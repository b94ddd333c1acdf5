//! The real binary, as an administrator runs it at a terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set itself up fails")]
#![allow(clippy::format_collect, reason = "rows of a file read best this way")]

mod backups;
mod binary;
mod candidates;
mod directory;
mod doctor;
mod folder;
mod import;
mod import_trouble;
mod matching;
mod reach;
