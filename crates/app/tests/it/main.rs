//! What people see, and what must never happen: one binary, a file a feature, each story on both
//! databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)]
#![allow(clippy::bool_assert_comparison, clippy::filter_next, clippy::uninlined_format_args)]
#![allow(dead_code, reason = "helpers stand beside each other for whoever tells the next story")]

mod access_matrix;
mod accounts;
mod answers;
mod architecture;
mod audit;
mod cap;
mod demo;
mod firm;
mod gate;
mod import_pages;
mod imports;
mod insights;
mod joining;
mod learning;
mod machines;
mod map;
mod matching;
mod mentorships;
mod people;
mod post;
mod programs;
mod prospects;
mod recruiting;
mod scanners;
mod scene;
mod settings;
mod shortlist;
mod shortlist_targets;
mod sql;
mod tie_weights;
mod waves;
