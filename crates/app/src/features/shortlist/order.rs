//! In which order to ask: waves, so that whoever makes others easier to win is asked before them.
//!
//! *Who* is asked is the list's matter, and its first leaders are those of the waves. *When* is settled here: a leader says yes more readily
//! once close colleagues have joined, by the program's own model of chances, and a no is for good. The list's order is
//! kept unless another is expected to bring clearly more yeses.

use super::reckoning::{Leader, Reckoning};
use bellwether_influence::chance::Factor;
use bellwether_influence::{Candidate, Error, Pick, waves};

/// How many waves are laid out. What comes after them depends on answers that nobody has yet.
pub const WAVES: usize = 3;

/// From so many percentage points on a leader is told to be easier to win.
const TOLD: f64 = 0.03;

/// From so many on they are counted among those whom one other makes easier.
const COUNTED: f64 = 0.01;

/// The most who are named as making one leader easier.
const NAMED: usize = 3;

/// So many more yeses another order must be expected to bring before the list's own is left. The list's order asks those first who
/// bring most with them, which is certain; what the other gains rests on judgement about colleagues.
const CLEARLY_MORE: f64 = 0.25;

/// The next waves.
pub struct Order<'a> {
    /// Each in the order of the list.
    pub waves: Vec<Vec<Turn<'a>>>,
    /// Yeses expected if all of them are asked today.
    pub at_once: f64,
    /// Yeses expected if each wave is asked once those before have answered.
    pub in_waves: f64,
}

/// One leader's turn.
pub struct Turn<'a> {
    /// Who.
    pub leader: &'a Leader,
    /// The chance of a yes that is expected when it comes.
    pub then: f64,
    /// What makes it easier, where it is worth waiting for.
    pub once: Option<Once>,
    /// Whom their own yes makes easier, where that is worth telling.
    pub eases: Option<Eased>,
}

/// Through whom somebody becomes easier to win.
pub struct Once {
    /// Close colleagues who are asked in an earlier wave, by number: those who matter most, three at most.
    pub through: Vec<u32>,
    /// The chance once exactly these have joined.
    pub to: f64,
}

/// Who becomes easier to win.
pub struct Eased {
    /// How many of those who are asked later.
    pub others: usize,
    /// Whose chance rises most.
    pub most: u32,
    /// Their chance today.
    pub from: f64,
    /// And then.
    pub to: f64,
}

impl Reckoning {
    /// A leader's chance of a yes once these have joined as well, each with how surely: more of their close colleagues have then, and all
    /// else is as it is.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub(super) fn chance_once(&self, leader: &Leader, joined: &[(u32, f64)]) -> Result<f64, Error> {
        let (network, who) = (&self.network, leader.number);
        let has_joined = |p: u32| match self.joined.binary_search(&p) {
            Ok(_) => 1.0,
            Err(_) => joined.iter().find(|one| one.0 == p).map_or(0.0, |one| one.1),
        };
        let share = network.connections.expected_share(who, |p| network.leads(p), has_joined)?;
        Ok(self.model.chance(&leader.evidence.with(Factor::ColleaguesJoined, share)).probability)
    }

    /// The first of a list in waves of so many. The pinned come first, then those by whom the list serves a target, then the others;
    /// within each of these whoever eases most of the others' asks. `None` where nobody makes anybody else noticeably easier to win, so
    /// that there is nothing to say.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub(super) fn order(&self, list: &[Pick], size: usize) -> Result<Option<Order<'_>>, Error> {
        let asks = self.turns(list, size);
        let gains = Gains::new(self, &asks)?;
        let tiers = self.tiers(list, &asks);
        let by_list = self.plan(&asks, tiers.concat().chunks(size).map(<[usize]>::to_vec))?;
        let by_ease = self.plan(&asks, gains.waves(&asks, &tiers, size)?)?;
        let better = by_ease.yeses() >= by_list.yeses() + CLEARLY_MORE;
        let order = self.told(&asks, &gains, if better { by_ease } else { by_list })?;
        let says = |turn: &Turn| turn.once.is_some() || turn.eases.is_some();
        Ok(Some(order).filter(|order| order.waves.iter().flatten().any(says)))
    }

    /// Whom the next wave asks first, of so many, where no waves are told: the same without a word of ease.
    pub(super) fn first(&self, list: &[Pick], size: usize) -> Vec<&Leader> {
        let asks = self.turns(list, size);
        let mut order = self.tiers(list, &asks).concat();
        order.truncate(size);
        order.sort_unstable();
        order.into_iter().filter_map(|at| asks.get(at).copied()).collect()
    }

    /// Those of the list whom the waves hold.
    fn turns(&self, list: &[Pick], size: usize) -> Vec<&Leader> {
        let asked = list.iter().take(WAVES * size);
        asked.filter_map(|pick| self.leader(self.network.person(pick.person).id)).collect()
    }

    /// Places among `asks`, by who comes before whom whatever they ease.
    fn tiers(&self, list: &[Pick], asks: &[&Leader]) -> Vec<Vec<usize>> {
        let prospect = |at: &usize| asks.get(*at).and_then(|l| l.prospect.as_ref());
        let pinned =
            (0..asks.len()).take_while(|at| prospect(at).is_some_and(|p| p.pinned_at.is_some())).count();
        let served = self.wanted.served(&self.network, list, pinned).clamp(pinned, asks.len());
        let (served, rest) = (pinned..asks.len()).partition(|at| *at < served);
        vec![(0..pinned).collect(), served, rest]
    }

    /// What asking in this order is expected to come to.
    fn plan(&self, asks: &[&Leader], waves: impl IntoIterator<Item = Vec<usize>>) -> Result<Plan, Error> {
        let mut before: Vec<(u32, f64)> = Vec::with_capacity(asks.len());
        let mut plan = Plan { waves: Vec::new() };
        for mut wave in waves {
            wave.sort_unstable();
            let then = |at: usize| Ok((at, self.chance_once(asks[at], &before)?));
            let turns: Vec<(usize, f64)> = wave.into_iter().map(then).collect::<Result<_, Error>>()?;
            before.extend(turns.iter().map(|(at, then)| (asks[*at].number, *then)));
            plan.waves.push(turns);
        }
        Ok(plan)
    }

    /// The plan with what is worth telling of each.
    fn told<'a>(&self, asks: &[&'a Leader], gains: &Gains, plan: Plan) -> Result<Order<'a>, Error> {
        let (at_once, in_waves) = (asks.iter().map(|l| l.chance).sum(), plan.yeses());
        let order: Vec<Vec<usize>> =
            plan.waves.iter().map(|w| w.iter().map(|(at, _)| *at).collect()).collect();
        let turn = |wave: usize, (at, then): (usize, f64)| {
            let (before, after) = (order[..wave].concat(), order[wave + 1..].concat());
            Ok(Turn {
                leader: asks[at],
                then,
                once: self.once(asks, gains, at, &before)?,
                eases: gains.eases(asks, at, &after),
            })
        };
        let waves = plan.waves.into_iter().enumerate();
        let waves = waves.map(|(wave, turns)| turns.into_iter().map(|one| turn(wave, one)).collect());
        Ok(Order { waves: waves.collect::<Result<_, Error>>()?, at_once, in_waves })
    }

    /// Through whom of those before somebody becomes easier to win.
    fn once(
        &self,
        asks: &[&Leader],
        gains: &Gains,
        of: usize,
        before: &[usize],
    ) -> Result<Option<Once>, Error> {
        let mut through: Vec<usize> = before.iter().copied().filter(|by| gains.of(of, *by) > 0.0).collect();
        through.sort_by(|a, b| gains.of(of, *b).total_cmp(&gains.of(of, *a)).then(a.cmp(b)));
        let most = through.first().map_or(0.0, |by| gains.of(of, *by));
        // Whoever adds less than half of what the closest adds is not worth waiting for.
        through.retain(|by| gains.of(of, *by) >= most / 2.0);
        through.truncate(NAMED);
        let through: Vec<u32> = through.into_iter().map(|by| asks[by].number).collect();
        let joined: Vec<(u32, f64)> = through.iter().map(|number| (*number, 1.0)).collect();
        let to = self.chance_once(asks[of], &joined)?;
        Ok((to - asks[of].chance >= TOLD).then_some(Once { through, to }))
    }

    /// How many of those who are asked later become easier once all of these have joined, and who most.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub(super) fn eased_by(&self, these: &[Turn], later: &[&Turn]) -> Result<Option<Eased>, Error> {
        let joined: Vec<(u32, f64)> = these.iter().map(|turn| (turn.leader.number, 1.0)).collect();
        let mut eased: Option<Eased> = None;
        for leader in later.iter().map(|turn| turn.leader) {
            let (from, to) = (leader.chance, self.chance_once(leader, &joined)?);
            if to - from < TOLD {
                continue;
            }
            let others = eased.as_ref().map_or(0, |e| e.others) + 1;
            let most = eased.filter(|e| e.to - e.from >= to - from);
            eased =
                Some(most.map_or(Eased { others, most: leader.number, from, to }, |e| Eased { others, ..e }));
        }
        Ok(eased)
    }
}

/// Places among the asks, wave by wave, each with the chance expected then.
struct Plan {
    waves: Vec<Vec<(usize, f64)>>,
}

impl Plan {
    fn yeses(&self) -> f64 {
        self.waves.iter().flatten().map(|(_, then)| then).sum()
    }
}

/// By whom, of those to be asked, whose chance rises: a row for each whose, in places among the asks. What would lower it counts as 0.
struct Gains(Vec<Vec<f64>>);

impl Gains {
    fn new(reckoning: &Reckoning, asks: &[&Leader]) -> Result<Self, Error> {
        let gain = |of: &Leader, by: &Leader| {
            if of.number == by.number || !reckoning.network.connections.are_tied(of.number, by.number) {
                return Ok(0.0);
            }
            Ok((reckoning.chance_once(of, &[(by.number, 1.0)])? - of.chance).clamp(0.0, 1.0))
        };
        let row = |of: &&Leader| asks.iter().map(|by| gain(of, by)).collect::<Result<Vec<f64>, Error>>();
        asks.iter().map(row).collect::<Result<_, _>>().map(Self)
    }

    fn of(&self, of: usize, by: usize) -> f64 {
        self.0.get(of).and_then(|row| row.get(by)).copied().unwrap_or(0.0)
    }

    /// The tiers in waves, within each tier whoever eases the others first.
    fn waves(&self, asks: &[&Leader], tiers: &[Vec<usize>], size: usize) -> Result<Vec<Vec<usize>>, Error> {
        let candidate = |at: &usize| Candidate::new(*at as u32, asks[*at].chance);
        let tiers: Vec<Vec<Candidate>> =
            tiers.iter().map(|tier| tier.iter().map(candidate).collect()).collect();
        let tiers: Vec<&[Candidate]> = tiers.iter().map(Vec::as_slice).collect();
        let waves = waves(&tiers, size, |of, by| self.of(of as usize, by as usize))?;
        Ok(waves.iter().map(|wave| wave.iter().map(|ask| ask.person as usize).collect()).collect())
    }

    fn eases(&self, asks: &[&Leader], by: usize, later: &[usize]) -> Option<Eased> {
        let gain = |of: usize| self.of(of, by);
        let most = later.iter().copied().max_by(|a, b| gain(*a).total_cmp(&gain(*b)).then(b.cmp(a)))?;
        let others = later.iter().filter(|of| gain(**of) >= COUNTED).count();
        let leader = asks.get(most)?;
        let from = leader.chance;
        (gain(most) >= TOLD).then_some(Eased { others, most: leader.number, from, to: from + gain(most) })
    }
}
