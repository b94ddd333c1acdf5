//! One program laid over the network: where each leader stands, their chance, and the list.

use super::network::{Network, Said};
use super::place::{Place, place};
use super::reasons::{Facts, Reason, reasons};
use super::signal;
use super::store::{ElsewhereRow, ProspectRow, Records, SignalRow};
use super::way::Way;
use crate::features::programs::Ask;
use crate::features::recruiting::Answer;
use crate::shell::words;
use bellwether_influence::chance::{ChanceModel, Evidence, Factor, ask_size};
use bellwether_influence::{Candidate, Connector, Error, Path, Pick, Range, Reach, Rules, Standing};
use bellwether_kernel::{Date, PersonId};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest list that is ranked; filters reach those beyond.
pub const LONGEST: usize = 120;

/// How many lists are kept: one for each filter that was just looked at.
const LISTS_KEPT: usize = 12;

/// How ready a connector is who has said yes to helping, who coordinates, or who has not joined.
const ADVOCATE: f64 = 0.85;
const COORDINATES: f64 = 0.9;
const NOT_JOINED: f64 = 0.4;

/// What a program brings to the reckoning.
#[derive(Debug)]
pub struct Given {
    /// What a mentor is asked for.
    pub ask: Option<Ask>,
    /// Who coordinates.
    pub coordinators: Vec<PersonId>,
    /// Prospects, enrollments, signals.
    pub records: Records,
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
    /// The chance of a yes.
    pub chance: f64,
    /// Where that chance lies, four times in five.
    pub chance_range: Range,
    way: Option<Path>,
    joined_beside: Vec<u32>,
}

/// Everything that the pages ask about one program, until something changes.
pub struct Reckoning {
    /// The network beneath.
    pub network: Arc<Network>,
    /// Every leader, by number.
    pub leaders: Vec<Leader>,
    by_number: HashMap<u32, usize>,
    takes_part: HashSet<u32>,
    open_introductions: HashMap<u32, usize>,
    reach: Reach,
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
        let scale = Scale::new(&network, &given);
        let model = ChanceModel::default();
        for leader in &mut leaders {
            leader.way = doors.way(&network, leader)?;
            leader.joined_beside =
                both(network.of_whom(Said::WorkWith, leader.number), &joined).filter(|p| *p != leader.number).collect();
            let chance = model.chance(&scale.evidence(&network, leader, &joined)?);
            (leader.chance, leader.chance_range) = (chance.probability, chance.range);
        }
        let pending = standing_at(&leaders, Place::Asked).map(|l| (l.number, l.chance)).collect();
        let enrolled = given.records.enrolled.iter().filter_map(|(p, _)| network.number(*p)).collect();
        let takes_part = joined.iter().copied().collect();
        let reach = network.reach.given(&Standing { joined, pending, enrolled })?;
        let by_number = leaders.iter().enumerate().map(|(at, l)| (l.number, at)).collect();
        Ok(Self { network, leaders, by_number, takes_part, open_introductions, reach, lists: Mutex::default() })
    }

    /// The leader with this id.
    pub fn leader(&self, person: PersonId) -> Option<&Leader> {
        self.by_number.get(&self.network.number(person)?).map(|at| &self.leaders[*at])
    }

    /// Leaders at a place, by number.
    pub fn at(&self, place: Place) -> impl Iterator<Item = &Leader> {
        standing_at(&self.leaders, place)
    }

    /// The list over those whom `keep` lets in: pinned first, then in the order of what each ask is expected to
    /// bring, given those above. [`LONGEST`] at most.
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
        let mut pinned: Vec<_> = open.iter().filter_map(|l| Some((l.prospect.as_ref()?.pinned_at?, l.number))).collect();
        pinned.sort();
        let rules = Rules { pinned: pinned.iter().map(|(_, n)| *n).collect(), ..Rules::default() };
        let length = LONGEST.max(pinned.len());
        let mut picks = self.reach.rank(&candidates, length, &rules)?.picks;
        // Whom nobody would follow are told apart by their chance alone.
        picks[pinned.len()..].sort_by(|a, b| match (a.worth > 0.0, b.worth > 0.0) {
            (false, false) => b.chance.total_cmp(&a.chance).then(a.person.cmp(&b.person)),
            (a, b) => b.cmp(&a),
        });
        let list = Arc::new(picks);
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.truncate(LISTS_KEPT - 1);
        lists.insert(0, (who, Arc::clone(&list)));
        Ok(list)
    }

    /// What one leader's yes would bring beyond those reached already, whatever the list holds.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub fn alone(&self, leader: &Leader) -> Result<Option<Pick>, Error> {
        let list = self.reach.rank(&[Candidate::new(leader.number, leader.chance)], 1, &Rules::default())?;
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
        Some(Way::of(path, &self.network, self.takes_part.contains(&path.connector)))
    }

    /// Why this leader, and what speaks against it: ties and records first, signals among them.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub fn reasons(&self, leader: &Leader) -> Result<Vec<Reason>, Error> {
        let mut all = reasons(&self.facts(leader)?);
        let after_first = usize::from(all.first().is_some_and(|r| r.source.is_some()));
        for signal in leader.signals.iter().rev() {
            all.insert(after_first, signal::reason(signal));
        }
        Ok(all)
    }

    fn kept(&self, who: &[u32]) -> Option<Arc<Vec<Pick>>> {
        let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.iter().find(|(kept, _)| kept == who).map(|(_, list)| Arc::clone(list))
    }

    fn facts(&self, leader: &Leader) -> Result<Facts, Error> {
        let (network, who) = (&*self.network, leader.number);
        let askers = network.of_whom(Said::AskAdvice, who);
        let unreached = |p: &&u32| !self.takes_part.iter().any(|j| network.of_whom(Said::AskAdvice, *j).contains(p));
        Ok(Facts {
            advised: askers.len(),
            most_advised: network.everybody().all(|p| p == who || network.of_whom(Said::AskAdvice, p).len() < askers.len()),
            advised_below: below(network, askers),
            peers: network.level(who).map_or_else(String::new, |l| words::plural(&l.name)),
            unreached: (!self.takes_part.is_empty()).then(|| askers.iter().filter(unreached).count()),
            reports: network.of_whom(Said::ReportTo, who).len(),
            works_with: network.of_whom(Said::WorkWith, who).len(),
            mentored: network.of_whom(Said::WereMentored, who).len(),
            friends: network.of_whom(Said::CallFriend, who).len(),
            joined_beside: leader.joined_beside.iter().map(|p| network.person(*p).name.clone()).collect(),
            first_of: self.first_of(who),
            never_asked: !leader.ever_asked,
            overlap: self.overlap(who)?,
            has_way: leader.way.is_some(),
            busy: self.busy(leader),
            source: network.source_of_ties().to_owned(),
        })
    }

    /// The group whose first to join they would be, where others have joined elsewhere. Small groups go unnamed.
    fn first_of(&self, who: u32) -> Option<String> {
        let person = self.network.person(who);
        let (office, department) = (person.office.as_ref()?, person.department.as_ref()?);
        let belongs = |p: u32| {
            let other = self.network.person(p);
            other.office.as_ref() == Some(office) && other.department.as_ref() == Some(department)
        };
        let size = self.network.everybody().filter(|p| belongs(*p)).count();
        let first = !self.takes_part.is_empty() && size >= 5 && !self.takes_part.iter().any(|p| belongs(*p));
        first.then(|| format!("{office}, {department}"))
    }

    /// The share of those who would follow who are reached by now, and through whom most of them are.
    fn overlap(&self, who: u32) -> Result<(f64, Option<String>), Error> {
        let before = self.network.reach.marginal(who)?.mean;
        let now = self.reach.marginal(who)?.mean;
        let share = if before > 0.5 { (1.0 - now / before).max(0.0) } else { 0.0 };
        let askers = self.network.of_whom(Said::AskAdvice, who);
        let shared = |p: &u32| both(self.network.of_whom(Said::AskAdvice, *p), askers).count();
        let mut joined: Vec<u32> = self.takes_part.iter().copied().collect();
        joined.sort_unstable();
        let through = joined.into_iter().filter(|p| shared(p) > 0).max_by_key(shared);
        Ok((share, through.map(|p| self.network.person(p).name.clone())))
    }

    fn busy(&self, leader: &Leader) -> Option<(String, usize)> {
        let connector = leader.way.as_ref()?.connector;
        let own = leader.prospect.as_ref().is_some_and(|p| p.introduced_at.is_none() && p.connector.is_some());
        let open = self.open_introductions.get(&connector)?.saturating_sub(usize::from(own));
        (open > 1).then(|| (self.network.person(connector).name.clone(), open))
    }
}

fn standing_at(leaders: &[Leader], place: Place) -> impl Iterator<Item = &Leader> {
    leaders.iter().filter(move |l| l.place == place)
}

/// Those who stand in both of two ascending lists.
fn both<'a>(one: &'a [u32], other: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    one.iter().copied().filter(|p| other.binary_search(p).is_ok())
}

/// How many of these are below the senior levels, and what most of those are called.
fn below(network: &Network, people: &[u32]) -> (usize, String) {
    let mut levels: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for person in people.iter().filter(|p| !network.leads(**p)) {
        *levels.entry(network.level(*person).map(|l| l.name.as_str())).or_default() += 1;
    }
    let named = match levels.keys().collect::<Vec<_>>()[..] {
        [Some(one)] => words::plural(one),
        _ => "below the senior levels".to_owned(),
    };
    (levels.values().sum(), named)
}

fn leaders(network: &Network, records: &Records) -> Vec<Leader> {
    let prospects: HashMap<PersonId, &ProspectRow> = records.prospects.iter().map(|p| (p.person, p)).collect();
    let elsewhere: HashMap<PersonId, &ElsewhereRow> = records.elsewhere.iter().map(|e| (e.person, e)).collect();
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
            chance: 0.0,
            chance_range: Range { low: 0.0, high: 0.0 },
            way: None,
            joined_beside: Vec::new(),
        }
    };
    network.everybody().filter(|p| network.leads(*p)).map(leader).collect()
}

/// How many introductions each connector was asked for and has not made.
fn open_introductions(network: &Network, leaders: &[Leader]) -> HashMap<u32, usize> {
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
struct Doors<'a> {
    ready: Vec<Connector>,
    avoid: Vec<u32>,
    may_help: HashSet<u32>,
    open: &'a HashMap<u32, usize>,
}

impl<'a> Doors<'a> {
    fn new(network: &Network, given: &Given, leaders: &[Leader], open: &'a HashMap<u32, usize>) -> Self {
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

    /// The way that a coordinator chose; else the warmest over those who take part; else over a peer who has not
    /// joined, for somebody must be the first.
    fn way(&self, network: &Network, leader: &Leader) -> Result<Option<Path>, Error> {
        let chosen = leader.prospect.as_ref().and_then(|p| network.number(p.connector?));
        if let Some(person) = chosen {
            let chosen = [Connector { person, readiness: 1.0 }];
            if let Some(path) = network.connections.warmest(leader.number, &chosen, &self.avoid)? {
                return Ok(Some(path));
            }
        }
        if let Some(path) = network.connections.warmest(leader.number, &self.ready, &self.avoid)? {
            return Ok(Some(path));
        }
        let near = network.leaders_near_to(leader.number).iter().filter(|p| self.may_help.contains(p));
        let peer = |&person: &u32| {
            let open = self.open.get(&person).copied().unwrap_or(0) as f64;
            Connector { person, readiness: NOT_JOINED / (1.0 + 0.25 * open) }
        };
        let peers: Vec<Connector> = near.map(peer).collect();
        network.connections.warmest(leader.number, &peers, &self.avoid)
    }
}

/// What the chance of a yes is measured by, the same for all leaders.
struct Scale {
    ask: f64,
    senior_below: HashMap<bellwether_kernel::LevelId, usize>,
    declined: HashSet<PersonId>,
    today: Date,
}

impl Scale {
    fn new(network: &Network, given: &Given) -> Self {
        let senior: Vec<_> = network.levels().iter().rev().filter(|l| l.senior).collect();
        let hours = |ask: Ask| (ask.minutes * ask.sessions * ask.mentees) as f64 / 60.0;
        Self {
            ask: given.ask.map_or(0.0, |ask| ask_size(hours(ask))),
            senior_below: senior.iter().enumerate().map(|(below, l)| (l.id, below)).collect(),
            declined: given.records.elsewhere.iter().filter(|e| e.declined).map(|e| e.person).collect(),
            today: given.today,
        }
    }

    fn evidence(&self, network: &Network, leader: &Leader, joined: &[u32]) -> Result<Evidence, Error> {
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
