//! The cap among the pairs: how much of the scarce mentors each unit may still have, and pairs that keep to it. Pure.
//!
//! The solver takes caps as they are, but then the best pairs are hard to find, and it takes seconds where there are a
//! thousand people. So it is asked only where the best pairs without the cap break it; and what is planned around a
//! decision by hand leaves the places of a unit that has all of its own as they are, which takes milliseconds.

use super::cap::{self, Cap};
use super::member::Member;
use bellwether_kernel::EnrollmentId;
use bellwether_matching::{Instance, MenteeId, MentorId, Pair, Solution, solve};
use std::collections::{BTreeMap, BTreeSet};

/// A cap for the people of a program.
pub struct Limit {
    /// As it was set.
    pub cap: Cap,
    /// The mentors who count.
    pub scarce: BTreeSet<EnrollmentId>,
    /// Their places, those that are taken too.
    pub places: i64,
    /// How many of them a unit may have.
    pub most: i64,
    /// How many each unit has already.
    pub held: BTreeMap<String, i64>,
    /// The units of those who wait, by name.
    units: Vec<String>,
    /// By mentee: their unit's place in the list.
    unit_of: Vec<Option<usize>>,
    /// By mentor: whether they count.
    counts: Vec<bool>,
}

impl Limit {
    /// What the cap comes to; `wanted` are those whom [`cap::Scarce::Wanted`] means.
    pub fn of(
        cap: Cap,
        members: &[Member],
        (mentees, mentors): (&[&Member], &[&Member]),
        wanted: &BTreeSet<EnrollmentId>,
    ) -> Self {
        let scarce = cap.scarce.mentors(members, wanted);
        let places = members.iter().filter(|m| scarce.contains(&m.enrollment)).map(|m| m.capacity).sum();
        let names: BTreeSet<&str> = mentees.iter().filter_map(|m| cap.unit.of(m)).collect();
        let units: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let unit_of = |m: &&Member| {
            let name = cap.unit.of(m)?;
            units.binary_search_by(|unit| unit.as_str().cmp(name)).ok()
        };
        Self {
            cap,
            places,
            most: cap.most(places),
            held: cap::held(cap.unit, members, &scarce),
            unit_of: mentees.iter().map(unit_of).collect(),
            counts: mentors.iter().map(|m| scarce.contains(&m.enrollment)).collect(),
            units,
            scarce,
        }
    }

    /// The unit that a pair counts for, by its place; nothing where it does not count.
    fn unit(&self, pair: Pair) -> Option<usize> {
        let counts = *self.counts.get(pair.mentor.0 as usize)?;
        self.unit_of.get(pair.mentee.0 as usize).copied().flatten().filter(|_| counts)
    }

    /// How many of the pairs count for each unit.
    fn count(&self, pairs: &[Pair]) -> Vec<i64> {
        let mut count = vec![0; self.units.len()];
        pairs.iter().filter_map(|pair| self.unit(*pair)).for_each(|unit| count[unit] += 1);
        count
    }

    /// How many pairs each unit may have. What is locked was decided by a person, and gives way to no cap.
    fn room(&self, locked: &[Pair]) -> Vec<i64> {
        let left = self.units.iter().map(|unit| self.most - self.held.get(unit).unwrap_or(&0));
        left.zip(self.count(locked)).map(|(left, locked)| left.max(locked)).collect()
    }

    /// Whether pairs keep to it beside what is locked.
    pub fn is_kept(&self, instance: &Instance, pairs: &[Pair]) -> bool {
        self.count(pairs).iter().zip(self.room(instance.locked())).all(|(count, room)| *count <= room)
    }

    /// The instance under the cap.
    pub fn capped(&self, instance: &Instance) -> Result<Instance, String> {
        let mentors: Vec<MentorId> =
            (0u32..).zip(&self.counts).filter(|(_, c)| **c).map(|(m, _)| MentorId(m)).collect();
        let caps = (0..).zip(self.room(instance.locked())).map(|(unit, room)| bellwether_matching::Cap {
            mentees: (0u32..)
                .zip(&self.unit_of)
                .filter(|(_, u)| **u == Some(unit))
                .map(|(m, _)| MenteeId(m))
                .collect(),
            mentors: mentors.clone(),
            most: u32::try_from(room).unwrap_or(0),
        });
        instance.with_caps(caps.collect()).map_err(|e| e.to_string())
    }

    /// The best pairs of an instance under which a unit that has all of its places keeps just those of `kept`. Only what is
    /// locked can take it over the cap.
    pub fn around(&self, instance: &Instance, kept: &[Pair]) -> Result<Solution, String> {
        let room = self.room(instance.locked());
        let over = |pairs: &[Pair], least: i64| -> BTreeSet<usize> {
            let count = self.count(pairs).into_iter().zip(&room).enumerate();
            count.filter(|(_, (count, room))| count + least > **room).map(|(unit, _)| unit).collect()
        };
        let mut full = over(kept, 1);
        loop {
            let may_be = |pair: Pair| {
                let is_full = self.unit(pair).is_some_and(|unit| full.contains(&unit));
                !is_full || kept.binary_search(&pair).is_ok() || instance.is_locked(pair)
            };
            let left = instance.keeping(may_be).map_err(|e| e.to_string())?;
            let solution = solve(&left).map_err(|e| e.to_string())?;
            let more: BTreeSet<usize> = over(solution.pairs(), 0).difference(&full).copied().collect();
            if more.is_empty() {
                return Ok(solution);
            }
            full.extend(more);
        }
    }

    /// The unit of a mentee whom the cap keeps from some mentor: it has all of its places, and they would be a candidate.
    pub fn keeps_back(&self, instance: &Instance, pairs: &[Pair], mentee: MenteeId) -> Option<&str> {
        let unit = self.unit_of.get(mentee.0 as usize).copied().flatten()?;
        let is_full = self.count(pairs)[unit] >= self.room(instance.locked())[unit];
        let is_wanted = instance.candidates_of(mentee).any(|one| self.counts[one.mentor.0 as usize]);
        (is_full && is_wanted).then(|| self.units[unit].as_str())
    }

    /// How many places each unit has with these pairs, those of before included; only units that have any.
    pub fn shares(&self, pairs: &[Pair]) -> Vec<(String, i64)> {
        let mut shares = self.held.clone();
        for (name, count) in self.units.iter().zip(self.count(pairs)) {
            *shares.entry(name.clone()).or_default() += count;
        }
        shares.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}
