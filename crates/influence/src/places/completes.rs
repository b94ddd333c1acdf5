//! Whether a list can be completed under targets, and under quotas that overlap: an exact search, and what is known from the last.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::aims::{Aims, ROUNDING};
use super::trial::{Chances, Kind, Trial};
use super::{Membership, Places};
use crate::error::Error;

/// Steps of all searches under targets together; after that only those are taken with whom the known way completes the list.
const ALL_STEPS: usize = 2_000_000;

#[derive(Debug, Clone)]
pub(super) struct Kinds {
    kinds: Vec<Kind>,
    of: Vec<u32>,
    left: Vec<usize>,
    /// By kind, the likeliest first; nothing where no target counts them.
    chances: Vec<Vec<f64>>,
    /// See [`Trial::weights`].
    weights: Vec<f64>,
    known: RefCell<Vec<Known>>,
    /// A way to complete the list as it is: how many of each kind, the likeliest. It answers most questions without a search.
    way: Option<Vec<usize>>,
    /// Quotas apart from each other, class by class.
    classes: Vec<Vec<u32>>,
    /// The way that the last search found, and the kind and chance of whom it supposes to be taken.
    found: RefCell<Option<(usize, f64, Vec<usize>)>>,
    steps: Cell<usize>,
}

/// Whether the list as it is can be completed with somebody of a kind. Whoever is likelier serves no worse.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// With a chance of so much and more it can.
    from: f64,
    /// With so much and less it cannot.
    to: f64,
}

const NOTHING: Known = Known { from: f64::INFINITY, to: f64::NEG_INFINITY };

/// What is still to be done for a list, and with what.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) need: Vec<i64>,
    pub(super) room: Vec<usize>,
    pub(super) missing: Vec<f64>,
    pub(super) open: usize,
    pub(super) money: f64,
}

impl Kinds {
    pub(super) fn new(
        of: &Membership,
        aims: Option<&Aims>,
        costs: &[f64],
        candidates: usize,
        classes: Vec<Vec<u32>>,
    ) -> Self {
        let mut numbers: HashMap<(Vec<u32>, Vec<u32>, u64), u32> = HashMap::new();
        let (mut kinds, mut left, mut own) = (Vec::new(), Vec::new(), Vec::with_capacity(candidates));
        let mut chances: Vec<Vec<f64>> = Vec::new();
        for at in 0..candidates {
            let cost = costs.get(at).copied().unwrap_or(0.0);
            let (quotas, aimed) = (of.of(at).to_vec(), aims.map_or(&[][..], |aims| aims.of(at)).to_vec());
            let number =
                *numbers.entry((quotas.clone(), aimed.clone(), cost.to_bits())).or_insert_with(|| {
                    kinds.push(Kind { quotas, aims: aimed, cost });
                    left.push(0);
                    chances.push(Vec::new());
                    kinds.len() as u32 - 1
                });
            left[number as usize] += 1;
            if let Some(chance) = aims.map(|aims| aims.chance(at)) {
                chances[number as usize].push(chance);
            }
            own.push(number);
        }
        for (list, kind) in chances.iter_mut().zip(&kinds) {
            if kind.aims.is_empty() {
                *list = Vec::new();
            }
            list.sort_unstable_by(|a, b| b.total_cmp(a));
        }
        let known = RefCell::new(vec![NOTHING; kinds.len()]);
        Self {
            kinds,
            of: own,
            left,
            chances,
            weights: Vec::new(),
            known,
            way: None,
            classes,
            found: RefCell::default(),
            steps: Cell::new(0),
        }
    }

    /// # Errors
    /// [`Error::Impossible`] where the search would take too long.
    pub(super) fn completes(&mut self, state: State) -> Result<bool, Error> {
        let mut trial = self.trial(state, self.left.clone(), None);
        let weights = trial.weigh();
        trial.weights = &weights;
        let completes = trial.completes();
        let taken = trial.taken;
        self.weights = weights;
        self.way = (completes == Some(true)).then_some(taken);
        completes.ok_or_else(|| Error::Impossible {
            reason: "whether they can be kept together could not be found out; give fewer of them".to_owned(),
        })
    }

    /// How many people it takes at least, if that many can be asked at all; 0 if it could not be found out.
    pub(super) fn takes(&self, state: &State) -> usize {
        let (mut too_few, mut enough) = (state.open, self.of.len() + 1);
        while too_few + 1 < enough {
            let open = usize::midpoint(too_few, enough);
            match self.trial(State { open, ..state.clone() }, self.left.clone(), None).completes() {
                Some(true) => enough = open,
                Some(false) => too_few = open,
                None => return 0,
            }
        }
        if enough > self.of.len() { 0 } else { enough }
    }

    fn trial(&self, state: State, left: Vec<usize>, without: Option<(usize, usize)>) -> Trial<'_> {
        let State { need, room, missing, open, money } = state;
        let chances = Chances { lists: &self.chances, without };
        Trial {
            kinds: &self.kinds,
            classes: &self.classes,
            chances,
            weights: &self.weights,
            left,
            need,
            room,
            missing,
            open,
            money,
            taken: vec![0; self.kinds.len()],
            steps: 0,
        }
    }

    /// Whether a list that has a place for this candidate can be completed with them.
    pub(super) fn allows(&self, candidate: usize, places: &Places) -> bool {
        let kind = self.of[candidate] as usize;
        let chance = self.chance(kind, candidate, places);
        if self.fits(kind, chance, places).is_some() {
            return true;
        }
        let known = self.known.borrow()[kind];
        if chance >= known.from || chance <= known.to {
            return chance >= known.from;
        }
        if self.steps.get() > ALL_STEPS {
            return false;
        }
        let own = &self.kinds[kind];
        let mut state = places.state();
        state.open -= 1;
        state.money -= own.cost;
        for &quota in &own.quotas {
            state.need[quota as usize] -= 1;
            state.room[quota as usize] -= 1;
        }
        own.aims.iter().for_each(|&aim| state.missing[aim as usize] -= chance);
        let mut left = self.left.clone();
        left[kind] = left[kind].saturating_sub(1);
        let mut trial = self.trial(state, left, self.place(kind, chance));
        // Whom the search gives up on is not taken: the list stays one that can be completed.
        let allows = trial.completes().unwrap_or(false);
        if !trial.missing.is_empty() {
            self.steps.set(self.steps.get() + trial.steps);
        }
        let known = &mut self.known.borrow_mut()[kind];
        if allows {
            known.from = known.from.min(chance);
            *self.found.borrow_mut() = Some((kind, chance, trial.taken));
        } else {
            known.to = known.to.max(chance);
        }
        allows
    }

    /// The chance that counts for targets; where none counts a kind, all of it are alike.
    fn chance(&self, kind: usize, candidate: usize, places: &Places) -> f64 {
        if self.kinds[kind].aims.is_empty() {
            return 0.0;
        }
        places.aims.as_ref().map_or(0.0, |aims| aims.chance(candidate))
    }

    /// Where somebody of this chance stands in the list of their kind.
    fn place(&self, kind: usize, chance: f64) -> Option<(usize, usize)> {
        let at = self.chances[kind].partition_point(|other| *other > chance);
        (self.chances[kind].get(at) == Some(&chance)).then_some((kind, at))
    }

    /// Whether the known way completes the list with somebody of this kind: in the place of one of them, who is then one less
    /// (`true`), or besides (`false`).
    fn fits(&self, kind: usize, chance: f64, places: &Places) -> Option<bool> {
        let way = self.way.as_ref()?;
        let instead = way[kind] > 0 && self.meets(way, kind, chance, true, places);
        if instead {
            return Some(true);
        }
        let used = |counts: &dyn Fn(&Kind) -> bool| {
            way.iter()
                .zip(&self.kinds)
                .filter(|(_, kind)| counts(kind))
                .map(|(count, _)| count)
                .sum::<usize>()
        };
        let spent: f64 = way.iter().zip(&self.kinds).map(|(&count, kind)| count as f64 * kind.cost).sum();
        let own = &self.kinds[kind];
        let has_room =
            |quota: &u32| used(&|kind: &Kind| kind.quotas.contains(quota)) < places.room[*quota as usize];
        // Of this kind somebody must be left besides those whom the way takes.
        let besides = self.left[kind] > way[kind]
            && used(&|_| true) < places.open
            && spent + own.cost <= places.money
            && own.quotas.iter().all(has_room)
            && self.meets(way, kind, chance, false, places);
        besides.then_some(false)
    }

    /// Whether the way meets the targets once somebody is taken, instead of one of their kind or besides.
    fn meets(&self, way: &[usize], own: usize, chance: f64, instead: bool, places: &Places) -> bool {
        let Some(aims) = &places.aims else { return true };
        if self.kinds[own].aims.is_empty() {
            return true;
        }
        let chances = Chances { lists: &self.chances, without: self.place(own, chance) };
        let brought = |aim: &u32| {
            let of_aim = (0..way.len()).filter(|&kind| way[kind] > 0 && self.kinds[kind].aims.contains(aim));
            of_aim
                .map(|kind| {
                    let count = way[kind] - usize::from(instead && kind == own);
                    (0..count).map(|rank| chances.of(kind, rank)).sum::<f64>()
                })
                .sum::<f64>()
        };
        self.kinds[own]
            .aims
            .iter()
            .all(|aim| chance + brought(aim) >= aims.missing()[*aim as usize] - ROUNDING)
    }

    /// Takes a candidate; `places` are those before it.
    pub(super) fn take(&mut self, candidate: usize, places: &Places) {
        let kind = self.of[candidate] as usize;
        let chance = self.chance(kind, candidate, places);
        let fits = self.fits(kind, chance, places);
        match (self.found.get_mut().take(), &mut self.way) {
            (_, Some(way)) if fits.is_some() => way[kind] -= usize::from(fits == Some(true)),
            // What completes a list with somebody does so with whoever is likelier.
            (Some((of, with, way)), own) if of == kind && with <= chance => *own = Some(way),
            (_, own) => *own = None,
        }
        self.left[kind] = self.left[kind].saturating_sub(1);
        if let Some((_, at)) = self.place(kind, chance) {
            self.chances[kind].remove(at);
        }
        self.known.get_mut().fill(NOTHING);
    }
}
