//! Tests of the matching crate from outside: one binary.
#![allow(missing_docs, clippy::unwrap_used)]

mod certificate;
mod oracle;
mod small;
