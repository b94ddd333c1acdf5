//! One program laid over the network: where each leader stands, their chance, and the list.

use super::doors::{Doors, open_introductions};
use super::evidence::Scale;
use super::facts::facts;
use super::map::Kept;
use super::network::{Network, Said};
use super::place::{Place, place};
use super::reasons::{Reason, reasons};
use super::signal;
use super::store::{ElsewhereRow, ProspectRow, Records, SignalRow};
use super::wanted::Wanted;
use super::way::Way;
use crate::features::programs::{Ask, Target};
use crate::features::recruiting::DecidedAsk;
use bellwether_influence::chance::{ChanceModel, Evidence};
use bellwether_influence::{Candidate, Error, Path, Pick, Range, Reach, Rules, Standing};
use bellwether_kernel::{Date, LevelId, PersonId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest list that is ranked; filters reach those beyond.
pub const LONGEST: usize = 120;

/// How many lists are kept: one for each filter that was just looked at.
const LISTS_KEPT: usize = 12;

/// What a program brings to the reckoning.
#[derive(Debug)]
pub struct Given {
    /// What a mentor is asked for.
    pub ask: Option<Ask>,
    /// Who coordinates.
    pub coordinators: Vec<PersonId>,
    /// Prospects, enrollments, signals.
    pub records: Records,
    /// What it aims at.
    pub targets: Vec<Target>,
    /// Asks of this installation that have been decided, for the chances to learn from.
    pub asks: Vec<DecidedAsk>,
    /// The day.
    pub today: Date,
}

/// A leader, as this program sees them.
pub struct Leader {
    /// Their number in the network.
    pub number: u32,
    /// Where they stand.
    pub place: Place,
    /// The prospect, where there is one.
    pub prospect: Option<ProspectRow>,
    /// Evidence about them.
    pub signals: Vec<SignalRow>,
    /// Whether any program ever asked them.
    pub ever_asked: bool,
    /// What is known of their chance.
    pub evidence: Evidence,
    /// The chance of a yes.
    pub chance: f64,
    /// Where that chance lies, four times in five.
    pub chance_range: Range,
    /// The warmest introduction.
    pub way: Option<Path>,
    /// The share of those who would follow who are reached already.
    pub reached: f64,
    /// Who have joined and work with them.
    pub joined_beside: Vec<u32>,
}

/// Everything that the pages ask about one program, until something changes.
pub struct Reckoning {
    /// The network beneath.
    pub network: Arc<Network>,
    /// What is believed about yeses: judgement, and what answers have taught.
    pub model: ChanceModel,
    /// The asks that it has learned from.
    pub asks: Vec<DecidedAsk>,
    /// Every leader, by number.
    pub leaders: Vec<Leader>,
    by_number: HashMap<u32, usize>,
    /// Leaders who have joined, ascending.
    pub(super) joined: Vec<u32>,
    ready: HashSet<u32>,
    pub(super) standing: Standing,
    pub(super) open_introductions: HashMap<u32, usize>,
    /// What that share is in the middle of all who are on the list.
    pub(super) usually_reached: f64,
    /// The targets that the order of the list serves.
    pub(super) wanted: Wanted,
    pub(super) reach: Reach,
    /// What the map keeps.
    pub(super) map: Kept,
    lists: Mutex<Vec<(Vec<u32>, Arc<Vec<Pick>>)>>,
}

impl Reckoning {
    /// Lays the program over the network.
    ///
    /// # Errors
    /// Only where the network and the records contradict each other.
    pub fn new(network: Arc<Network>, given: Given) -> Result<Self, Error> {
        let mut leaders = leaders(&network, &given.records);
        let joined: Vec<u32> = standing_at(&leaders, Place::Joined).map(|l| l.number).collect();
        let open_introductions = open_introductions(&network, &leaders);
        let doors = Doors::new(&network, &given, &leaders, &open_introductions);
        let ready = doors.ready().collect();
        let scale = Scale::new(&network, &given);
        let answers: Vec<_> = given.asks.iter().map(|ask| (ask.known.evidence, ask.joined)).collect();
        let model = ChanceModel::learned(&answers);
        for leader in &mut leaders {
            leader.way = doors.way(&network, leader)?;
            leader.joined_beside = both(network.of_whom(Said::WorkWith, leader.number), &joined)
                .filter(|p| *p != leader.number)
                .collect();
            leader.evidence = scale.evidence(&network, leader, &joined)?;
            let chance = model.chance(&leader.evidence);
            (leader.chance, leader.chance_range) = (chance.probability, chance.range);
        }
        let pending = standing_at(&leaders, Place::Asked).map(|l| (l.number, l.chance)).collect();
        let enrolled = given.records.enrolled.iter().filter_map(|(p, _)| network.number(*p)).collect();
        let standing = Standing { joined: joined.clone(), pending, enrolled };
        let reach = network.reach.given(&standing)?;
        for leader in &mut leaders {
            let (before, now) =
                (network.reach.marginal(leader.number)?.mean, reach.marginal(leader.number)?.mean);
            leader.reached = if before > 0.5 { (1.0 - now / before).max(0.0) } else { 0.0 };
        }
        let usually_reached = middle(standing_at(&leaders, Place::Open).map(|l| l.reached));
        let wanted = Wanted::new(&network, &leaders, &standing, &given.targets, given.today);
        let by_number = leaders.iter().enumerate().map(|(at, l)| (l.number, at)).collect();
        let lists = Mutex::default();
        Ok(Self {
            network,
            model,
            asks: given.asks,
            leaders,
            by_number,
            joined,
            ready,
            standing,
            open_introductions,
            usually_reached,
            wanted,
            reach,
            map: Kept::default(),
            lists,
        })
    }

    /// The leader with this id.
    pub fn leader(&self, person: PersonId) -> Option<&Leader> {
        self.by_number.get(&self.network.number(person)?).map(|at| &self.leaders[*at])
    }

    /// Leaders at a place, by number.
    pub fn at(&self, place: Place) -> impl Iterator<Item = &Leader> {
        standing_at(&self.leaders, place)
    }

    /// How many at a level take part: leaders by having joined, others by being enrolled.
    pub fn joined_at(&self, level: LevelId) -> usize {
        let at_level = |p: &&u32| self.network.person(**p).level == Some(level);
        let leaders = self.joined.iter().filter(at_level).count();
        leaders + self.standing.enrolled.iter().filter(at_level).filter(|p| !self.network.leads(**p)).count()
    }

    /// The list over those whom `keep` lets in: pinned first, then whoever counts towards a target that is not met by those above, then
    /// everybody; each in the order of what the ask is expected to bring, given those above. [`LONGEST`] at most.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub fn list(&self, keep: impl Fn(&Leader) -> bool) -> Result<Arc<Vec<Pick>>, Error> {
        let open: Vec<&Leader> = self.at(Place::Open).filter(|l| keep(l)).collect();
        let who: Vec<u32> = open.iter().map(|l| l.number).collect();
        if let Some(list) = self.kept(&who) {
            return Ok(list);
        }
        let candidates: Vec<Candidate> = open.iter().map(|l| Candidate::new(l.number, l.chance)).collect();
        let mut pinned: Vec<_> =
            open.iter().filter_map(|l| Some((l.prospect.as_ref()?.pinned_at?, l.number))).collect();
        pinned.sort();
        let numbers = pinned.iter().map(|(_, n)| *n).collect();
        let rules = Rules { pinned: numbers, targets: self.wanted.rules(), ..Rules::default() };
        let length = LONGEST.max(pinned.len());
        let mut picks = self.reach.rank(&candidates, length, &rules)?.picks;
        // Whom nobody would follow are told apart by their chance alone.
        let served = self.wanted.served(&self.network, &picks, pinned.len());
        picks[served..].sort_by(|a, b| match (a.worth > 0.0, b.worth > 0.0) {
            (false, false) => b.chance.total_cmp(&a.chance).then(a.person.cmp(&b.person)),
            (a, b) => b.cmp(&a),
        });
        let list = Arc::new(picks);
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.truncate(LISTS_KEPT - 1);
        lists.insert(0, (who, Arc::clone(&list)));
        Ok(list)
    }

    /// What one leader's yes brings beyond those whom the others reach, whatever the list holds.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub fn alone(&self, leader: &Leader) -> Result<Option<Pick>, Error> {
        let mut standing = self.standing.clone();
        standing.joined.retain(|p| *p != leader.number);
        standing.pending.retain(|(p, _)| *p != leader.number);
        standing.enrolled.retain(|p| *p != leader.number);
        let others =
            if standing == self.standing { self.reach.clone() } else { self.reach.given(&standing)? };
        let list = others.rank(&[Candidate::new(leader.number, leader.chance)], 1, &Rules::default())?;
        Ok(list.picks.first().copied())
    }

    /// How many people asking exactly these is expected to bring: the mean, and four times in five.
    ///
    /// # Errors
    /// Where somebody stands twice.
    pub fn brings(&self, asked: &[&Leader]) -> Result<(f64, Range), Error> {
        let asked: Vec<Candidate> = asked.iter().map(|l| Candidate::new(l.number, l.chance)).collect();
        self.reach.what_if(&asked).map(|(mean, range)| (mean.mean, range))
    }

    /// The warmest introduction to a leader.
    pub fn way(&self, leader: &Leader) -> Option<Way> {
        let path = leader.way.as_ref()?;
        Some(Way::of(path, &self.network, self.ready.contains(&path.connector)))
    }

    /// Why this leader, and what speaks against it: ties and records first, signals among them.
    pub fn reasons(&self, leader: &Leader) -> Vec<Reason> {
        let mut all = reasons(&facts(self, leader));
        let after_first = usize::from(all.first().is_some_and(|r| r.source.is_some()));
        for signal in leader.signals.iter().rev() {
            all.insert(after_first, signal::reason(signal));
        }
        all
    }

    fn kept(&self, who: &[u32]) -> Option<Arc<Vec<Pick>>> {
        let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.iter().find(|(kept, _)| kept == who).map(|(_, list)| Arc::clone(list))
    }
}

pub(super) fn standing_at(leaders: &[Leader], place: Place) -> impl Iterator<Item = &Leader> {
    leaders.iter().filter(move |l| l.place == place)
}

/// The value in the middle; 0 of none.
fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Those who stand in both of two ascending lists.
pub(super) fn both<'a>(one: &'a [u32], other: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    one.iter().copied().filter(|p| other.binary_search(p).is_ok())
}

fn leaders(network: &Network, records: &Records) -> Vec<Leader> {
    let prospects: HashMap<PersonId, &ProspectRow> =
        records.prospects.iter().map(|p| (p.person, p)).collect();
    let elsewhere: HashMap<PersonId, &ElsewhereRow> =
        records.elsewhere.iter().map(|e| (e.person, e)).collect();
    let mentors: HashSet<PersonId> = records.enrolled.iter().filter(|(_, m)| *m).map(|(p, _)| *p).collect();
    let mut signals: HashMap<PersonId, Vec<SignalRow>> = HashMap::new();
    for signal in &records.signals {
        signals.entry(signal.person).or_default().push(signal.clone());
    }
    let leader = |number: u32| {
        let id = network.person(number).id;
        let (prospect, other) = (prospects.get(&id).copied(), elsewhere.get(&id));
        Leader {
            number,
            place: place(prospect, mentors.contains(&id), other.is_some_and(|e| e.asking)),
            prospect: prospect.cloned(),
            signals: signals.remove(&id).unwrap_or_default(),
            ever_asked: other.is_some_and(|e| e.asked) || prospect.is_some_and(|p| p.asked_at.is_some()),
            evidence: Evidence::default(),
            chance: 0.0,
            chance_range: Range { low: 0.0, high: 0.0 },
            way: None,
            reached: 0.0,
            joined_beside: Vec::new(),
        }
    };
    network.everybody().filter(|p| network.leads(*p)).map(leader).collect()
}
