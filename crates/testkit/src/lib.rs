//! What tests stand on: the app on a fresh database, the cast, and fakes of the world outside.

pub mod smtp;
