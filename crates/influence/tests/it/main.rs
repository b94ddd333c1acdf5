//! The engine against the truth: enumeration, optimal lists, and a real firm.
#![allow(clippy::unwrap_used)] // a test that cannot go on should stop

mod enumeration;
mod exact;
mod law_firm;
mod optimum;
mod same_answers;
mod search;
