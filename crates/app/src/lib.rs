//! The product: every page, every rule, every word that Bellwether says.
//!
//! A request takes three hops: [`routes`] names who may and which handler; the handler parses,
//! loads, decides, saves and answers; a view shows it. Each feature is one folder under
//! [`features`]. [`access`] is the only way to the database from a request.

pub mod access;
pub mod app;
pub mod background;
pub mod features;
pub mod gate;
pub mod routes;
pub mod shell;

pub use app::{App, Config, Mode, Organization};
