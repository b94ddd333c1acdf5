//! One folder a feature: its pages, its rules, its statements.
//!
//! A feature sees another only through what its `mod.rs` re-exports, never its `store`.

pub mod accounts;
pub mod audit;
pub mod demo;
pub mod insights;
pub mod joining;
pub mod kept;
pub mod matching;
pub mod mentorships;
pub mod people;
pub mod post;
pub mod programs;
pub mod recruiting;
pub mod settings;
pub mod shortlist;
pub mod styleguide;

use bellwether_db::Sql;

/// Every statement of every feature, for the test that prepares each on both engines.
pub fn statements() -> Vec<&'static Sql> {
    [
        crate::gate::STATEMENTS.to_vec(),
        accounts::statements(),
        audit::statements(),
        demo::statements(),
        insights::statements(),
        joining::statements(),
        kept::statements(),
        matching::statements(),
        mentorships::statements(),
        people::statements(),
        post::statements(),
        programs::statements(),
        recruiting::statements(),
        settings::statements(),
        shortlist::statements(),
        styleguide::statements(),
    ]
    .concat()
}
