//! What is asked of the sample, and where the program stands.

use crate::error::Error;

/// Who counts as reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counting {
    /// People who would come along: nobody is their own follower, and those in the program already are not
    /// won again. A leader on the list still counts as a follower of another.
    #[default]
    Followers,
    /// Everybody reached, the leaders themselves included: the spread of the literature.
    Everyone,
}

/// What the sample is drawn for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The same seed gives the same answers, at any number of threads.
    pub seed: u64,
    /// How many reverse-reachable sets each of the two samples has; `None` chooses by the number of people
    /// (3 a person, from 32,768 to 131,072).
    pub sets: Option<usize>,
    /// Threads to draw with.
    pub threads: usize,
    /// Of every interval and certificate, between 0.5 and 1.
    pub confidence: f64,
    /// Who counts.
    pub counting: Counting,
    /// What reaching each person is worth (say, more in units with low uptake); `None` is 1 each. Estimates are
    /// in these units.
    pub weights: Option<Vec<f64>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            sets: None,
            threads: 1,
            confidence: 0.99,
            counting: Counting::default(),
            weights: None,
        }
    }
}

/// Where the program stands: cheap to change, the sample is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Leaders who have joined: whom they reach is reached.
    pub joined: Vec<u32>,
    /// Leaders who have been asked and not answered, each with the chance of a yes.
    pub pending: Vec<(u32, f64)>,
    /// Others who are in the program already: not to be won again, and without pull of their own.
    pub enrolled: Vec<u32>,
}

impl Options {
    /// # Errors
    /// [`Error::Setting`], [`Error::WeightCount`] or [`Error::Weight`].
    pub(crate) fn check(&self, people: usize) -> Result<(), Error> {
        let confidence = self.confidence;
        if !(confidence > 0.5 && confidence < 1.0) {
            return Err(Error::Setting { what: "confidence", value: confidence, range: "between 0.5 and 1" });
        }
        if let Some(sets) = self.sets.filter(|sets| !(2..=u32::MAX as usize).contains(sets)) {
            return Err(Error::Setting { what: "sets", value: sets as f64, range: "at least 2, below 2^32" });
        }
        let Some(weights) = &self.weights else { return Ok(()) };
        if weights.len() != people {
            return Err(Error::WeightCount { given: weights.len(), people });
        }
        match weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
            Some(at) => Err(Error::Weight { person: at as u32, value: weights[at] }),
            None => Ok(()),
        }
    }
}
