//! All pairs of a small program, with what keeps the others apart.

use super::rules::Stands;
use super::search::known;
use super::{Obstacle, Pool, candidate};
use crate::instance::{Candidate, MenteeId, MentorId, Pair};
use std::collections::BTreeMap;

/// All pairs that the rules allow, and those that they nearly do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Every {
    /// Sorted by mentee and mentor; scores are without bonuses. Ready for [`Input`](crate::Input).
    pub candidates: Vec<Candidate>,
    /// By rule: the pairs that it alone keeps apart, sorted. Ready for [`Rule`](crate::Rule).
    pub but_for: BTreeMap<Obstacle, Vec<Pair>>,
}

impl Pool {
    /// Goes through all pairs. Those with a mentor who has no place left, or with a mentee who wants nobody, are among
    /// them: they will not be made, but whoever is told how many are possible, or why they have nobody, hears of them.
    ///
    /// It takes as long as there are pairs, some ten million a second; [`find`](Pool::find) is for large programs.
    pub fn every(&self) -> Every {
        self.every_of((0..self.mentees.len()).map(MenteeId::at))
    }

    /// The same for some of the mentees alone, sorted.
    ///
    /// # Panics
    /// If there is no such mentee.
    pub fn every_of(&self, mentees: impl IntoIterator<Item = MenteeId>) -> Every {
        let mut every = Every::default();
        // By skill: what it weighs for the mentee.
        let mut marks = vec![0; self.skills];
        for mentee in mentees {
            let named = self.rules.named_of(mentee);
            let wanted = self.mentees.skills.get(mentee.index());
            known(wanted).for_each(|(skill, weight)| marks[skill as usize] = weight);
            for mentor in (0..self.mentors.len() as u32).map(MentorId) {
                let pair = Pair::new(mentee, mentor);
                let (low, high) = self.two(pair);
                match self.rules.stands(pair, low, high, named) {
                    Stands::Allowed => {
                        let offered = self.mentors.skills.get(mentor.index());
                        let met = offered.iter().map(|skill| marks[*skill as usize]).sum();
                        every.candidates.push(candidate(mentee.0, mentor.0, self.score_of(pair, met)));
                    }
                    Stands::ButFor(Obstacle::Themselves) | Stands::Apart => {}
                    Stands::ButFor(rule) => every.but_for.entry(rule).or_default().push(pair),
                }
            }
            known(wanted).for_each(|(skill, _)| marks[skill as usize] = 0);
        }
        every
    }
}
