//! What the map works out once and keeps with the reckoning: until people, ties or records change.

use super::ground::{Ground, Shape};
use std::sync::{Arc, OnceLock};

/// Empty at first; each is filled by the first who asks.
#[derive(Default)]
pub struct Kept {
    /// For each person the chance that those who have joined reach them.
    pub reached: OnceLock<Arc<Vec<f64>>>,
    grounds: [OnceLock<Arc<Ground>>; 2],
    people: [OnceLock<Arc<[u8]>>; 2],
}

impl Kept {
    /// Where everybody stands.
    pub fn ground(&self, shape: Shape, lay: impl FnOnce() -> Ground) -> Arc<Ground> {
        Arc::clone(self.grounds[at(shape)].get_or_init(|| Arc::new(lay())))
    }

    /// Everybody as data, where it was made before.
    pub fn people(&self, shape: Shape) -> Option<Arc<[u8]>> {
        self.people[at(shape)].get().cloned()
    }

    /// Keeps everybody as data.
    pub fn keep_people(&self, shape: Shape, people: Vec<u8>) -> Arc<[u8]> {
        Arc::clone(self.people[at(shape)].get_or_init(|| people.into()))
    }
}

fn at(shape: Shape) -> usize {
    usize::from(shape == Shape::Narrow)
}
