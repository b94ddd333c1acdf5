//! What people see, and what must never happen: one binary, a file a feature, each story on both
//! databases.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access_matrix;
mod accounts;
mod architecture;
mod demo;
mod import_pages;
mod imports;
mod insights;
mod joining;
mod firm;
mod programs;
mod recruiting;
mod scene;
mod settings;
mod shortlist;
mod mentorships;
mod sql;
