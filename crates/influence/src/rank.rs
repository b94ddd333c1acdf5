//! Whom to ask first, in order, with what each brings.

use crate::certificate::Certificate;
use crate::error::Error;
use crate::estimate::{Estimate, Range, Tally};
use crate::greedy::Choosing;
use crate::list::{Candidate, Limit, Pick, Ranking, Rules};
use crate::places::Places;
use crate::reach::{Reach, proper};
use crate::worlds;

impl Reach {
    /// The best `length` leaders to ask, in order. Shorter if there are not enough candidates or the quotas allow no
    /// more; with fewer candidates than `length` everybody is ranked.
    ///
    /// As long as a target is not met by those who have joined, are pending or stand above, whoever counts for one comes before
    /// everybody who does not; among them too the order is that of what each brings.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], [`Error::Chance`], [`Error::Twice`], [`Error::PinnedStranger`] or
    /// [`Error::Impossible`].
    pub fn rank(&self, candidates: &[Candidate], length: usize, rules: &Rules) -> Result<Ranking, Error> {
        let length = length.min(candidates.len());
        let (pinned, places) = self.prepare(candidates, length, rules)?;
        let choosing = || Choosing::new(&self.drawn.choose.index, candidates, self.choose.left.clone());
        let first = if rules.targets.is_empty() {
            pinned
        } else {
            let places = places.for_targets(self.people(), candidates, &self.standing, &rules.targets)?;
            choosing().fill(&pinned, places, length).order
        };
        let chosen = choosing().fill(&first, places, length);
        let list: Vec<Candidate> = chosen.order.iter().map(|&at| candidates[at]).collect();
        let (followers, expected) = self.judge(&list);
        let only = self.only_through(&list);
        let (likely_each, likely) = self.likely(&list);
        let certificate = Certificate::new(self, &expected, chosen.ceiling);
        let pick = |(at, c): (usize, &Candidate)| Pick {
            person: c.person,
            chance: c.chance,
            followers: followers[at],
            likely: likely_each[at],
            only_through: only[at],
            worth: c.chance * followers[at].mean,
        };
        Ok(Ranking {
            picks: list.iter().enumerate().map(pick).collect(),
            expected: self.scaled(expected),
            likely,
            certificate,
        })
    }

    /// What asking exactly these leaders is expected to bring (the what-if of ticking), and its range in four of five
    /// cases.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], [`Error::Chance`] or [`Error::Twice`].
    pub fn what_if(&self, asked: &[Candidate]) -> Result<(Estimate, Range), Error> {
        self.check_candidates(asked)?;
        let (_, expected) = self.judge(asked);
        Ok((self.scaled(expected), self.likely(asked).1))
    }

    fn prepare(
        &self,
        candidates: &[Candidate],
        length: usize,
        rules: &Rules,
    ) -> Result<(Vec<usize>, Places), Error> {
        self.check_candidates(candidates)?;
        let limit = Limit::People(length);
        // Targets are served by the order of the list, whatever its length.
        let quotas = Rules { targets: Vec::new(), ..rules.clone() };
        let places = Places::new(self.people(), candidates, &self.standing, &quotas, limit)?;
        let pinned = pinned_places(candidates, &places, &rules.pinned)?;
        Ok((pinned, places))
    }

    fn check_candidates(&self, candidates: &[Candidate]) -> Result<(), Error> {
        let mut seen = vec![false; self.people()];
        for &Candidate { person, chance, .. } in candidates {
            self.drawn.graph.known(person)?;
            proper(person, chance)?;
            if std::mem::replace(&mut seen[person as usize], true) {
                return Err(Error::Twice { person });
            }
        }
        Ok(())
    }

    /// Each leader's followers if yes, given those above; and what the whole list covers. On the judging sample.
    fn judge(&self, list: &[Candidate]) -> (Vec<Estimate>, Tally) {
        let (index, mut left) = (&self.drawn.judge.index, self.judge.left.clone());
        let mut each = Vec::with_capacity(list.len());
        for &Candidate { person, chance, .. } in list {
            let mut tally = Tally::new(left.len());
            for &set in index.sets_of(person) {
                let open = &mut left[set as usize];
                tally.add(*open);
                *open *= 1.0 - chance;
            }
            each.push(self.scaled(tally));
        }
        let mut whole = Tally::new(left.len());
        self.judge.left.iter().zip(&left).for_each(|(before, after)| whole.add(before - after));
        (each, whole)
    }

    fn only_through(&self, list: &[Candidate]) -> Vec<Estimate> {
        let (index, left) = (&self.drawn.judge.index, &self.judge.left);
        let mut holders = vec![0u8; left.len()];
        for c in list {
            for &set in index.sets_of(c.person) {
                holders[set as usize] = holders[set as usize].saturating_add(1);
            }
        }
        let alone = |c: &Candidate| {
            let mut tally = Tally::new(left.len());
            let sets = index.sets_of(c.person).iter().map(|&set| set as usize);
            sets.filter(|&set| holders[set] == 1).for_each(|set| tally.add(left[set]));
            self.scaled(tally)
        };
        list.iter().map(alone).collect()
    }

    fn likely(&self, list: &[Candidate]) -> (Vec<Range>, Range) {
        worlds::play(&self.drawn, &self.standing, list)
    }
}

/// The positions of the pinned, if the list has a place for each.
pub(crate) fn pinned_places(
    candidates: &[Candidate],
    places: &Places,
    pinned: &[u32],
) -> Result<Vec<usize>, Error> {
    let mut filled = places.clone();
    let mut found = Vec::with_capacity(pinned.len());
    for &person in pinned {
        let stranger = Error::PinnedStranger { person };
        let at = candidates.iter().position(|one| one.person == person).ok_or(stranger)?;
        if found.contains(&at) {
            return Err(Error::Twice { person });
        }
        if !filled.allows(at) {
            let reason = format!("person {person} is pinned, and the list has no place for them");
            return Err(Error::Impossible { reason });
        }
        filled.take(at);
        found.push(at);
    }
    Ok(found)
}
