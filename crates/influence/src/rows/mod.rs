//! Compressed rows of ties, one kind to walk backwards quickly and one to play forwards repeatably.

mod backward;
mod forward;
mod kinds;
mod spread;

pub(crate) use backward::{Backward, Head, Rows};
pub(crate) use forward::{Forward, Tied};
pub use kinds::Diffusion;
