//! What every page shares: the frame around it, forms and their errors, words for dates and
//! numbers, charts, and what to say when something goes wrong.

pub mod assets;
pub mod charts;
mod error;
mod fields;
mod flash;
mod frame;
pub mod words;

pub use error::{Error, Refusal, Result};
pub use fields::{Fields, Problems, Upload};
pub use flash::Flash;
pub use frame::{Frame, Letter, NavGroup, NavItem, see_other, see_other_with, show, show_refused};
