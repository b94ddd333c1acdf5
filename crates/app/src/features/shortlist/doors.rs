//! Who may make an introduction, and how ready they are.

use super::network::Network;
use super::place::Place;
use super::reckoning::{Given, Leader, standing_at};
use crate::features::recruiting::Answer;
use bellwether_influence::{Connector, Error, Path};
use std::collections::{BTreeMap, HashMap, HashSet};

/// How ready a connector is who offered other help, who coordinates, or who has not joined; 1 is a leader who has.
const ADVOCATE: f64 = 0.85;
const COORDINATES: f64 = 0.9;
const NOT_JOINED: f64 = 0.4;

/// A way over somebody between asks two favours: it is taken only where the best direct one is less than so
/// much as warm.
const DIRECT_SUFFICES: f64 = 0.5;

/// How many introductions each connector was asked for and has not made.
pub fn open_introductions(network: &Network, leaders: &[Leader]) -> HashMap<u32, usize> {
    let mut open = HashMap::new();
    let waiting = leaders.iter().filter(|l| l.place == Place::Open).filter_map(|l| l.prospect.as_ref());
    for prospect in waiting.filter(|p| p.introduced_at.is_none() && p.met_at.is_none()) {
        if let Some(connector) = prospect.connector.and_then(|c| network.number(c)) {
            *open.entry(connector).or_default() += 1;
        }
    }
    open
}

/// Who may open doors, and who must not be bothered.
pub struct Doors<'a> {
    ready: Vec<Connector>,
    avoid: Vec<u32>,
    may_help: HashSet<u32>,
    open: &'a HashMap<u32, usize>,
}

impl<'a> Doors<'a> {
    /// Who stands ready, each the less the more introductions they have open.
    pub fn new(network: &Network, given: &Given, leaders: &[Leader], open: &'a HashMap<u32, usize>) -> Self {
        let advocates = |l: &&Leader| l.prospect.as_ref().is_some_and(|p| p.answer == Some(Answer::Advocate));
        let joined = standing_at(leaders, Place::Joined).map(|l| (l.number, 1.0));
        let helping = leaders.iter().filter(advocates).map(|l| (l.number, ADVOCATE));
        let coordinators = given.coordinators.iter().filter_map(|p| Some((network.number(*p)?, COORDINATES)));
        let mut ready: BTreeMap<u32, f64> = BTreeMap::new();
        for (person, readiness) in coordinators.chain(helping).chain(joined) {
            ready.insert(person, readiness / (1.0 + 0.25 * open.get(&person).copied().unwrap_or(0) as f64));
        }
        let avoid = |l: &&Leader| l.place == Place::Closed && !advocates(l);
        Self {
            ready: ready.into_iter().map(|(person, readiness)| Connector { person, readiness }).collect(),
            avoid: leaders.iter().filter(avoid).map(|l| l.number).collect(),
            may_help: standing_at(leaders, Place::Open).map(|l| l.number).collect(),
            open,
        }
    }

    /// Who stands ready to introduce, or takes part.
    pub fn ready(&self) -> impl Iterator<Item = u32> + '_ {
        self.ready.iter().map(|c| c.person)
    }

    /// The way that a coordinator chose; else the warmest over those who take part; else over a peer who has not
    /// joined, for somebody must be the first.
    ///
    /// # Errors
    /// Where a number stands for nobody.
    pub fn way(&self, network: &Network, leader: &Leader) -> Result<Option<Path>, Error> {
        let chosen = leader.prospect.as_ref().and_then(|p| network.number(p.connector?));
        if let Some(person) = chosen {
            let chosen = [Connector { person, readiness: 1.0 }];
            if let Some(path) = network.connections.warmest(leader.number, &chosen, &self.avoid)? {
                return Ok(Some(path));
            }
        }
        if let Some(path) = network.connections.warmest(leader.number, &self.ready, &self.avoid)? {
            let direct = self.direct(network, leader).filter(|d| d.warmth >= DIRECT_SUFFICES * path.warmth);
            return Ok(direct.or(Some(path)));
        }
        let near = network.leaders_near_to(leader.number).iter().filter(|p| self.may_help.contains(p));
        let peer = |&person: &u32| {
            let open = self.open.get(&person).copied().unwrap_or(0) as f64;
            Connector { person, readiness: NOT_JOINED / (1.0 + 0.25 * open) }
        };
        let peers: Vec<Connector> = near.map(peer).collect();
        network.connections.warmest(leader.number, &peers, &self.avoid)
    }

    /// The warmest of those who know the leader themselves.
    fn direct(&self, network: &Network, leader: &Leader) -> Option<Path> {
        let one = |c: &Connector| {
            let step = network.connections.step(c.person, leader.number)?;
            let warmth = step.warmth * c.readiness;
            Some(Path { connector: c.person, leader: leader.number, steps: vec![step], warmth })
        };
        let others = self.ready.iter().filter(|c| c.person != leader.number);
        others
            .filter_map(one)
            .max_by(|a, b| a.warmth.total_cmp(&b.warmth).then(b.connector.cmp(&a.connector)))
    }
}
