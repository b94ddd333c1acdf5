//! Who can open the door to a leader: the warmest introduction, over one tie or over one person between.
//!
//! A tie's *warmth* is the chance that it carries an introduction. Several ties between the same two people help each
//! other: 1 − Π (1 − warmth). A path is as warm as its steps multiplied. The warmths are **stated judgement, not
//! data**; they are a table so that a coordinator can change them.

mod warmth;

#[cfg(test)]
mod tests;

pub use warmth::{Link, Warmth};

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::graph::known;
use crate::tie::Tie;

/// One step of an introduction.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Who introduces.
    pub from: u32,
    /// Who is introduced to.
    pub to: u32,
    /// From 0 to 1.
    pub warmth: f64,
    /// How they know each other, the warmest first; enough for words ("works with him, asks his advice").
    pub links: Vec<Link>,
}

/// The way to a leader.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Who is asked to make the introduction.
    pub connector: u32,
    /// The leader.
    pub leader: u32,
    /// One step, or two with somebody between.
    pub steps: Vec<Step>,
    /// The product of the steps' warmths, and of the connector's own readiness.
    pub warmth: f64,
}

/// Somebody who may be asked for introductions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connector {
    /// Who.
    pub person: u32,
    /// How ready they are, from 0 to 1: 1 for a leader who has joined, less for somebody with introductions open
    /// already.
    pub readiness: f64,
}

/// All ties of the directory, ready to find ways.
#[derive(Debug, Clone)]
pub struct Connections {
    /// For each person their neighbours with how they know them, by ascending index.
    neighbours: Vec<Vec<(u32, f64, Vec<Link>)>>,
}

impl Connections {
    /// Reads the ties; a tie's weight plays no part here, only its kind and direction.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub fn new(people: usize, ties: &[Tie], warmth: &Warmth) -> Result<Self, Error> {
        let mut links: Vec<BTreeMap<u32, Vec<Link>>> = vec![BTreeMap::new(); people];
        for tie in ties {
            known(people, tie.from)?;
            known(people, tie.to)?;
            if tie.from == tie.to {
                continue;
            }
            for (one, other, back) in [(tie.from, tie.to, false), (tie.to, tie.from, true)] {
                let link = Link { kind: tie.kind, reversed: back && !tie.kind.both_ways() };
                let known = links[one as usize].entry(other).or_default();
                if !known.contains(&link) {
                    known.push(link);
                }
            }
        }
        let weigh = |(other, mut links): (u32, Vec<Link>)| {
            links.sort_by(|a, b| warmth.of(*b).total_cmp(&warmth.of(*a)).then(a.cmp(b)));
            let cold: f64 = links.iter().map(|link| 1.0 - warmth.of(*link)).product();
            (other, 1.0 - cold, links)
        };
        Ok(Self { neighbours: links.into_iter().map(|map| map.into_iter().map(weigh).collect()).collect() })
    }

    /// The ways to a leader, the warmest first, one for each connector who has any; at most `limit`.
    /// A way over somebody between is taken only where it is warmer than the direct one. Whoever is in `avoid`
    /// (who declined, who left) is never between.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], or [`Error::Setting`] for a readiness outside 0 to 1.
    pub fn ways(
        &self,
        leader: u32,
        connectors: &[Connector],
        avoid: &[u32],
        limit: usize,
    ) -> Result<Vec<Path>, Error> {
        known(self.neighbours.len(), leader)?;
        let avoid: BTreeSet<u32> = avoid.iter().copied().collect();
        let mut ways = Vec::new();
        for &Connector { person, readiness } in connectors {
            known(self.neighbours.len(), person)?;
            if !(0.0..=1.0).contains(&readiness) {
                return Err(Error::Setting { what: "readiness", value: readiness, range: "from 0 to 1" });
            }
            if person != leader && readiness > 0.0 {
                ways.extend(self.best(person, leader, readiness, &avoid));
            }
        }
        ways.sort_by(|a: &Path, b| {
            b.warmth
                .total_cmp(&a.warmth)
                .then(a.steps.len().cmp(&b.steps.len()))
                .then(a.connector.cmp(&b.connector))
        });
        ways.dedup_by_key(|way| way.connector);
        ways.truncate(limit);
        Ok(ways)
    }

    /// The warmest connector of a leader.
    ///
    /// # Errors
    /// As [`Connections::ways`].
    pub fn warmest(
        &self,
        leader: u32,
        connectors: &[Connector],
        avoid: &[u32],
    ) -> Result<Option<Path>, Error> {
        Ok(self.ways(leader, connectors, avoid, 1)?.pop())
    }

    /// The share of a person's close colleagues who have joined, each counting by the warmth between them: the value of
    /// [`Factor::ColleaguesJoined`](crate::chance::Factor::ColleaguesJoined). `colleague` says who counts (other leaders, say).
    /// 0 for somebody without any.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub fn joined_share(
        &self,
        person: u32,
        colleague: impl Fn(u32) -> bool,
        joined: impl Fn(u32) -> bool,
    ) -> Result<f64, Error> {
        self.expected_share(person, colleague, |other| f64::from(u8::from(joined(other))))
    }

    /// The same where it is not known of everybody: `joined` says with what chance somebody has, from 0 to 1.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub fn expected_share(
        &self,
        person: u32,
        colleague: impl Fn(u32) -> bool,
        joined: impl Fn(u32) -> f64,
    ) -> Result<f64, Error> {
        known(self.neighbours.len(), person)?;
        let (mut all, mut in_already) = (0.0, 0.0);
        for (other, warmth, _) in self.neighbours[person as usize].iter().filter(|(p, ..)| colleague(*p)) {
            all += warmth;
            in_already += warmth * joined(*other);
        }
        Ok(if all > 0.0 { in_already / all } else { 0.0 })
    }

    fn best(&self, connector: u32, leader: u32, readiness: f64, avoid: &BTreeSet<u32>) -> Option<Path> {
        let direct = self.step(connector, leader);
        let mut best = direct.map(|step| vec![step]);
        let mut warmth = best.as_ref().map_or(0.0, |steps| steps[0].warmth);
        for (middle, first, _) in &self.neighbours[connector as usize] {
            if *middle == leader || avoid.contains(middle) || *first <= warmth {
                continue;
            }
            if let Some(second) = self.step(*middle, leader).filter(|second| first * second.warmth > warmth) {
                warmth = first * second.warmth;
                best = self.step(connector, *middle).map(|first| vec![first, second]);
            }
        }
        let steps = best.filter(|_| warmth > 0.0)?;
        Some(Path { connector, leader, steps, warmth: warmth * readiness })
    }

    /// Whether a tie joins two people.
    pub fn are_tied(&self, one: u32, other: u32) -> bool {
        let row = self.neighbours.get(one as usize);
        row.is_some_and(|row| row.binary_search_by_key(&other, |(person, ..)| *person).is_ok())
    }

    /// How one person knows another, if a tie joins them.
    pub fn step(&self, from: u32, to: u32) -> Option<Step> {
        let row = self.neighbours.get(from as usize)?;
        let (_, warmth, links) = &row[row.binary_search_by_key(&to, |(other, ..)| *other).ok()?];
        Some(Step { from, to, warmth: *warmth, links: links.clone() })
    }
}
