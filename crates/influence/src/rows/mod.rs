//! Compressed rows of ties, one kind to walk backwards quickly and one to play forwards repeatably.

mod backward;
mod forward;

pub(crate) use backward::Backward;
pub(crate) use forward::{Forward, Tied};
