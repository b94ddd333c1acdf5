//! How a mentor ranks among all of a mentee's, those included who were not kept as candidates.

use super::Pool;
use super::rules::Stands;
use crate::instance::{Instance, MentorId, Pair};

impl Pool {
    /// The mentor's rank among all whom the rules allow the mentee, 1 being the best, and how many these are. Who ties
    /// ranks alike; a pair that the rules do not allow is counted in as well. `instance` is made of candidates of this
    /// pool: its scores hold, with their bonuses.
    ///
    /// # Panics
    /// If there is no such mentee or mentor.
    pub fn standing(&self, instance: &Instance, pair: Pair) -> (usize, usize) {
        let named = self.rules.named_of(pair.mentee);
        let score = |pair: Pair| instance.score(pair).unwrap_or_else(|| self.score(pair));
        let own = score(pair);
        let others = (0..self.mentors.len() as u32).map(MentorId).filter(|mentor| *mentor != pair.mentor);
        let (mut rank, mut of) = (1, 1);
        for other in others.map(|mentor| Pair::new(pair.mentee, mentor)) {
            let (mentee, mentor) = self.two(other);
            if self.rules.stands(other, mentee, mentor, named) == Stands::Allowed {
                of += 1;
                rank += usize::from(score(other) > own);
            }
        }
        (rank, of)
    }
}
