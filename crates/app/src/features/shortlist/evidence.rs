//! What is known about a leader's chance of a yes, as factors.

use super::network::Network;
use super::reckoning::{Given, Leader};
use super::signal;
use crate::features::programs::Ask;
use bellwether_influence::Error;
use bellwether_influence::chance::{Evidence, Factor, ask_size};
use bellwether_kernel::{Date, LevelId, PersonId};
use std::collections::{HashMap, HashSet};

/// What the chance of a yes is measured by, the same for all leaders.
pub struct Scale {
    ask: f64,
    senior_below: HashMap<LevelId, usize>,
    declined: HashSet<PersonId>,
    today: Date,
}

impl Scale {
    /// Reads what is the same for every leader.
    pub fn new(network: &Network, given: &Given) -> Self {
        let senior: Vec<_> = network.levels().iter().rev().filter(|l| l.senior).collect();
        Self {
            ask: given.ask.map_or(0.0, size),
            senior_below: senior.iter().enumerate().map(|(below, l)| (l.id, below)).collect(),
            declined: given.records.elsewhere.iter().filter(|e| e.declined).map(|e| e.person).collect(),
            today: given.today,
        }
    }

    /// One leader's evidence. `joined` is ascending.
    ///
    /// # Errors
    /// Where a number stands for nobody.
    pub fn evidence(&self, network: &Network, leader: &Leader, joined: &[u32]) -> Result<Evidence, Error> {
        let person = network.person(leader.number);
        let below = person.level.and_then(|l| self.senior_below.get(&l)).copied().unwrap_or(0);
        let has_joined = |p: u32| joined.binary_search(&p).is_ok();
        let share = network.connections.joined_share(leader.number, |p| network.leads(p), has_joined)?;
        let evidence = Evidence::default()
            .with(Factor::WarmTie, leader.way.as_ref().map_or(0.0, |path| path.warmth))
            .with(Factor::Level, below as f64)
            .with(Factor::AskSize, self.ask)
            .with(Factor::DeclinedEarlier, f64::from(u8::from(self.declined.contains(&person.id))))
            .with(Factor::NeverAsked, f64::from(u8::from(!leader.ever_asked)))
            .with(Factor::ColleaguesJoined, share);
        Ok(signal::weigh(evidence, &leader.signals, self.today))
    }
}

/// How large an ask is, as a factor.
pub fn size(ask: Ask) -> f64 {
    ask_size((ask.minutes * ask.sessions * ask.mentees) as f64 / 60.0)
}
