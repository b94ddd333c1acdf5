//! What tests stand on: an application on a database of its own, browsers, and a cast of people.
//!
//! A story is a test that runs on both engines:
//!
//! ```no_run
//! bellwether_testkit::stories! {
//!     a_stranger_is_asked_to_sign_in |house| {
//!         let page = house.stranger().get("/people").await;
//!         assert_eq!(page.goes_to(), "/sign-in?next=/people");
//!     }
//! }
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set itself up fails")]

mod browser;
mod cast;
mod crowd;
mod house;
mod law_firm;
pub mod smtp;

pub use browser::{Browser, Page, words};
pub use cast::Cast;
pub use crowd::Crowd;
pub use house::{House, empty_postgres};
pub use law_firm::LawFirm;

/// Declares tests that run once on SQLite and once on PostgreSQL.
#[macro_export]
macro_rules! stories {
    ($($(#[$meta:meta])* $name:ident |$house:ident| $body:block)*) => {
        mod on_sqlite {
            #[allow(unused_imports)] use super::*;
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { let $house = &$crate::House::on_sqlite().await; $body })*
        }
        mod on_postgres {
            #[allow(unused_imports)] use super::*;
            $($(#[$meta])* #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { let $house = &$crate::House::on_postgres().await; $body })*
        }
    };
}
