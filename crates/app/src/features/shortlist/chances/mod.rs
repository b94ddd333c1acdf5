//! How chances are reckoned: what was judged, what answers have made of it, and whether the chances held.

mod effects;
mod held;
mod page;
mod weighed;

pub use page::page;
