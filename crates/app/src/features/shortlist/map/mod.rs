//! The map: the organization as dots, who has joined, and how far each leader reaches.
//!
//! [`ground`] says where everybody stands, [`who`] what they are to the program, [`picture`] draws it, and [`twin`] says the same
//! in tables. Where people are many, `web/js/pages/map.js` paints them from what [`people`] sends; without script the picture then has a
//! disc for each department. Ties and chances stand in it: for a program's coordinators alone.

mod captions;
mod ground;
mod kept;
mod names;
mod page;
mod people;
mod picked;
mod picture;
mod plan;
mod question;
mod round;
mod skyline;
mod twin;
mod view;
mod who;

pub use kept::Kept;
pub use page::page;
pub use people::people;
