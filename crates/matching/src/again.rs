//! Running again: a checked instance with a few more decisions, made from the one before.

use crate::instance::{Allowed, Cap, Instance, MAX_BONUS, Pair};
use crate::invalid::{InvalidInstance, List};
use crate::limits;
use crate::{rows, statement};

impl Instance {
    /// The same instance with one more pair locked. Its value, less the old one, is what that decision costs.
    ///
    /// A pair that was excluded because it was made before comes in without its score, as if it were no candidate.
    ///
    /// # Errors
    /// If the pair names nobody, is locked already or forbidden, or does not fit beside the other locks.
    pub fn with_lock(&self, pair: Pair) -> Result<Instance, InvalidInstance> {
        self.clone().decided(&[pair], &[])
    }

    /// The same instance with these pairs forbidden besides, candidates or not.
    ///
    /// # Errors
    /// If a pair names nobody or is locked.
    pub fn without(&self, pairs: &[Pair]) -> Result<Instance, InvalidInstance> {
        self.clone().decided(&[], pairs)
    }

    /// The same instance with those allowed pairs alone that are to be kept. Nothing is forbidden by it: a pair that is gone
    /// can still be locked.
    ///
    /// # Errors
    /// If somebody is locked in a group that too few could still join.
    pub fn keeping(&self, keeps: impl Fn(Pair) -> bool) -> Result<Instance, InvalidInstance> {
        let mut fewer = self.only(keeps);
        limits::reopen(&mut fewer);
        limits::close_hopeless(&mut fewer)?;
        Ok(fewer)
    }

    /// The instance for running again: more pairs locked, more forbidden, and every pair of `previous` favoured by
    /// `stability`, which takes the place of what was favoured before. So few others move.
    ///
    /// ```
    /// use bellwether_matching::{Candidate, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, solve};
    ///
    /// let pair = |mentee, mentor| Pair::new(MenteeId(mentee), MentorId(mentor));
    /// let instance = Instance::new(Input {
    ///     mentees: vec![Mentee::wanting(1); 2],
    ///     mentors: vec![Mentor { capacity: 1 }; 3],
    ///     candidates: [[500, 510, 400], [510, 500, 505]]
    ///         .iter()
    ///         .zip(0..)
    ///         .flat_map(|(row, mentee)| {
    ///             row.iter().zip(0..).map(move |(score, mentor)| Candidate {
    ///                 mentee: MenteeId(mentee),
    ///                 mentor: MentorId(mentor),
    ///                 score: *score,
    ///             })
    ///         })
    ///         .collect(),
    ///     ..Input::default()
    /// })?;
    /// let before = solve(&instance)?;
    /// assert_eq!(before.pairs(), [pair(0, 1), pair(1, 0)]);
    ///
    /// // Mentee 0 is not to have mentor 1 after all; mentee 1 keeps their mentor.
    /// let again = instance.again(&[], &[pair(0, 1)], before.pairs(), 200)?;
    /// assert_eq!(solve(&again)?.pairs(), [pair(0, 2), pair(1, 0)]);
    /// assert_eq!(solve(&instance.again(&[], &[pair(0, 1)], &[], 0)?)?.pairs(), [pair(0, 0), pair(1, 2)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Instance::new`] for these lists; indexes count within what is given here.
    pub fn again(
        &self,
        locked: &[Pair],
        forbidden: &[Pair],
        previous: &[Pair],
        stability: u32,
    ) -> Result<Instance, InvalidInstance> {
        if stability > MAX_BONUS {
            return Err(InvalidInstance::BonusOutOfRange { what: "stability", bonus: stability });
        }
        self.check_known(List::Previous, previous)?;
        let mut next = self.clone();
        for pair in &self.previous {
            next.change_score(*pair, |score| score - self.stability);
        }
        let previous = statement::distinct(previous);
        for pair in &previous {
            next.change_score(*pair, |score| score + stability);
        }
        (next.previous, next.stability) = (previous, stability);
        next.decided(locked, forbidden)
    }

    /// The same instance under these caps instead of its own. Its value, less the old one, is what they cost.
    ///
    /// # Errors
    /// If a cap names nobody, or more locked pairs count against one than it allows.
    pub fn with_caps(&self, caps: Vec<Cap>) -> Result<Instance, InvalidInstance> {
        limits::check_caps(&caps, self.mentees.len(), self.mentors.len())?;
        let mut next = self.clone();
        next.caps_of_mentee = limits::caps_of_mentee(&caps, self.mentees.len());
        next.caps = limits::caps(caps);
        next.caps_count = limits::counting(&next.caps, self.mentors.len());
        limits::check(&next)?;
        Ok(next)
    }

    /// The same instance with these pairs alone, in any order; what is no candidate stays out.
    pub(crate) fn of_pairs(&self, mut pairs: Vec<Pair>) -> Instance {
        pairs.sort_unstable();
        pairs.dedup();
        let (mut starts, mut rows) = (vec![0; self.starts.len()], Vec::with_capacity(pairs.len()));
        for pair in pairs {
            if let Some(score) = self.score(pair) {
                rows.push(Allowed { who: pair.mentor.0, score });
                starts[pair.mentee.index() + 1] += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Instance { starts, rows, ..self.clone() }
    }

    fn decided(mut self, locked: &[Pair], forbidden: &[Pair]) -> Result<Instance, InvalidInstance> {
        self.check_known(List::Locked, locked)?;
        self.check_known(List::Forbidden, forbidden)?;
        self.locked.extend(locked);
        self.locked.sort_unstable();
        self.forbidden = statement::distinct(&[&self.forbidden, forbidden].concat());
        limits::reopen(&mut self);
        statement::check_locks(&self.locked, &self.forbidden, &self.mentees, &self.mentors)?;
        limits::check(&self)?;
        if !forbidden.is_empty() {
            let out = &self.forbidden;
            rows::retain(&mut self.starts, &mut self.rows, |pair| out.binary_search(&pair).is_err());
        }
        limits::close_hopeless(&mut self)?;
        Ok(self)
    }

    fn check_known(&self, list: List, pairs: &[Pair]) -> Result<(), InvalidInstance> {
        let (mentees, mentors) = (self.mentees.len(), self.mentors.len());
        let mut pairs = pairs.iter().enumerate();
        pairs.try_for_each(|(index, pair)| statement::known(list, index, *pair, mentees, mentors))
    }

    fn change_score(&mut self, pair: Pair, change: impl Fn(u32) -> u32) {
        let row = self.starts[pair.mentee.index()] as usize..self.starts[pair.mentee.index() + 1] as usize;
        let row = &mut self.rows[row];
        if let Ok(at) = row.binary_search_by_key(&pair.mentor.0, |one| one.who) {
            row[at].score = change(row[at].score);
        }
    }
}
