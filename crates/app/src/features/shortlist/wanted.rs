//! What the program's targets still want, and who counts towards it.

use super::network::Network;
use super::place::Place;
use super::reckoning::{Leader, standing_at};
use crate::features::programs;
use crate::shell::words;
use bellwether_influence::{Pick, Standing, Target};
use bellwether_kernel::{Date, LevelId};

/// What rounding may leave of a target that is met.
const ROUNDING: f64 = 1e-9;

/// The targets that are not met by those who have joined and, by their chances, by those who have been asked. Empty where they change
/// nothing: where everybody who can still be asked counts towards one of them, or nobody.
#[derive(Debug, Default)]
pub struct Wanted(Vec<Unmet>);

#[derive(Debug)]
struct Unmet {
    level: LevelId,
    /// "20 % of Partners".
    words: String,
    /// As a rule of the list.
    rule: Target,
    /// Joins that it still wants.
    missing: f64,
}

impl Wanted {
    pub(super) fn new(
        network: &Network,
        leaders: &[Leader],
        standing: &Standing,
        targets: &[programs::Target],
        today: Date,
    ) -> Self {
        let level = |number: u32| network.person(number).level;
        let unmet = targets.iter().filter(|target| target.due_on >= today).filter_map(|target| {
            let of_target = |number: &u32| level(*number) == Some(target.level);
            // Who takes part without being a leader is not on any list; for the target they count all the same.
            let others =
                standing.enrolled.iter().filter(|p| !network.leads(**p) && of_target(p)).count() as f64;
            let members = leaders.iter().map(|l| l.number).filter(of_target).collect();
            let joins = (target.needed() as f64 - others).max(0.0);
            let joined = standing.joined.iter().filter(|p| of_target(p)).count() as f64;
            let asked: f64 = standing.pending.iter().filter(|one| of_target(&one.0)).map(|one| one.1).sum();
            let missing = joins - joined - asked;
            let words = format!("{}\u{a0}% of {}", target.percent, words::plural(&target.level_name));
            let rule = Target { members, joins };
            (missing > ROUNDING).then_some(Unmet { level: target.level, words, rule, missing })
        });
        let wanted = Self(unmet.collect());
        let counts = |leader: &Leader| wanted.of(level(leader.number)).is_some();
        let open = || standing_at(leaders, Place::Open);
        if open().any(counts) && !open().all(counts) { wanted } else { Self::default() }
    }

    /// "20 % of Partners", if somebody of this level counts towards it.
    pub(super) fn of(&self, level: Option<LevelId>) -> Option<&str> {
        self.0.iter().find(|unmet| Some(unmet.level) == level).map(|unmet| unmet.words.as_str())
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As rules of the list.
    pub(super) fn rules(&self) -> Vec<Target> {
        self.0.iter().map(|unmet| unmet.rule.clone()).collect()
    }

    /// How many at the head of a list stand there because they count towards a target that is not met by those above; the pinned, with
    /// whom it begins, among them.
    pub(super) fn served(&self, network: &Network, picks: &[Pick], pinned: usize) -> usize {
        let mut missing: Vec<f64> = self.0.iter().map(|unmet| unmet.missing).collect();
        let mut counts = |pick: &Pick| {
            let level = network.person(pick.person).level;
            let of = (0..self.0.len()).find(|&at| Some(self.0[at].level) == level);
            let of = of.filter(|&at| missing[at] > ROUNDING);
            of.is_some_and(|at| {
                missing[at] -= pick.chance;
                true
            })
        };
        let (first, rest) = picks.split_at(pinned.min(picks.len()));
        for pick in first {
            counts(pick);
        }
        first.len() + rest.iter().take_while(|pick| counts(pick)).count()
    }
}
