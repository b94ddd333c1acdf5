//! Whether a list can be completed under quotas that overlap: an exact search.
//!
//! Candidates with the same quotas and the same cost are alike, so only numbers of each kind are sought. The quota with the fewest
//! ways left is served first, by the kind that serves most quotas at once; what cannot work is left early. A kind of which
//! one more was tried in vain is closed for what follows.

use std::cell::RefCell;
use std::collections::HashMap;

use super::{Membership, Places};
use crate::error::Error;

/// Steps after which nothing can be said. Organisations need a few hundred.
const MOST_STEPS: usize = 200_000;

#[derive(Debug, Clone)]
pub(super) struct Kinds {
    kinds: Vec<Kind>,
    of: Vec<u32>,
    left: Vec<usize>,
    /// By kind: whether the list as it is can be completed with one of them.
    known: RefCell<Vec<Option<bool>>>,
    /// A way to complete the list as it is: how many of each kind. It answers most questions without a search.
    way: Option<Vec<usize>>,
    /// Quotas apart from each other, class by class.
    classes: Vec<Vec<u32>>,
    /// The way that the last search found, and the kind that it supposes to be taken.
    found: RefCell<Option<(usize, Vec<usize>)>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Kind {
    quotas: Vec<u32>,
    cost: f64,
}

/// A list that is being tried.
struct Trial<'a> {
    kinds: &'a [Kind],
    classes: &'a [Vec<u32>],
    left: Vec<usize>,
    /// Below zero where more than needed are taken.
    need: Vec<i64>,
    room: Vec<usize>,
    open: usize,
    money: f64,
    taken: Vec<usize>,
    steps: usize,
}

impl Kinds {
    pub(super) fn new(of: &Membership, costs: &[f64], candidates: usize, classes: Vec<Vec<u32>>) -> Self {
        let mut numbers: HashMap<(Vec<u32>, u64), u32> = HashMap::new();
        let (mut kinds, mut left, mut own) = (Vec::new(), Vec::new(), Vec::with_capacity(candidates));
        for at in 0..candidates {
            let cost = costs.get(at).copied().unwrap_or(0.0);
            let quotas = of.of(at).to_vec();
            let number = *numbers.entry((quotas.clone(), cost.to_bits())).or_insert_with(|| {
                kinds.push(Kind { quotas, cost });
                left.push(0);
                kinds.len() as u32 - 1
            });
            left[number as usize] += 1;
            own.push(number);
        }
        let known = RefCell::new(vec![None; kinds.len()]);
        Self { kinds, of: own, left, known, way: None, classes, found: RefCell::default() }
    }

    /// # Errors
    /// [`Error::Impossible`] where the search would take too long.
    pub(super) fn completes(
        &mut self,
        need: &[usize],
        room: &[usize],
        open: usize,
        money: f64,
    ) -> Result<bool, Error> {
        let mut trial = self.trial(self.left.clone(), whole(need), room.to_vec(), (open, money));
        let completes = trial.completes();
        let taken = trial.taken;
        self.way = (completes == Some(true)).then_some(taken);
        completes.ok_or_else(|| Error::Impossible {
            reason: "whether they can be kept together could not be found out; give fewer of them".to_owned(),
        })
    }

    /// A search that begins with so many left of each kind, what is still needed, and the room, places and money for it.
    fn trial(
        &self,
        left: Vec<usize>,
        need: Vec<i64>,
        room: Vec<usize>,
        (open, money): (usize, f64),
    ) -> Trial<'_> {
        let (kinds, classes) = (&self.kinds, &self.classes);
        Trial { kinds, classes, left, need, room, open, money, taken: vec![0; self.kinds.len()], steps: 0 }
    }

    /// Whether a list that has a place for this candidate can be completed with them.
    pub(super) fn allows(&self, candidate: usize, own: &[u32], places: &Places) -> bool {
        let kind = self.of[candidate] as usize;
        if self.fits(kind, places) {
            return true;
        }
        if let Some(known) = self.known.borrow()[kind] {
            return known;
        }
        let (mut need, mut room) = (places.need.clone(), places.room.clone());
        for &quota in own {
            need[quota as usize] = need[quota as usize].saturating_sub(1);
            room[quota as usize] -= 1;
        }
        let mut left = self.left.clone();
        left[kind] = left[kind].saturating_sub(1);
        let after = (places.open - 1, places.money - self.kinds[kind].cost);
        let mut trial = self.trial(left, whole(&need), room, after);
        // Whom the search gives up on is not taken: the list stays one that can be completed.
        let allows = trial.completes().unwrap_or(false);
        self.known.borrow_mut()[kind] = Some(allows);
        if allows {
            *self.found.borrow_mut() = Some((kind, trial.taken));
        }
        allows
    }

    /// Whether the known way has somebody of this kind, or a place to spare for them.
    fn fits(&self, kind: usize, places: &Places) -> bool {
        let Some(way) = &self.way else { return false };
        if way[kind] > 0 {
            return true;
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
        self.left[kind] > 0
            && used(&|_| true) < places.open
            && spent + own.cost <= places.money
            && own.quotas.iter().all(has_room)
    }

    /// Takes a candidate; `places` are those before it.
    pub(super) fn take(&mut self, candidate: usize, places: &Places) {
        let kind = self.of[candidate] as usize;
        let fits = self.fits(kind, places);
        match (self.found.get_mut().take(), &mut self.way) {
            (_, Some(way)) if fits => way[kind] = way[kind].saturating_sub(1),
            (Some((of, way)), own) if of == kind => *own = Some(way),
            (_, own) => *own = None,
        }
        self.left[kind] = self.left[kind].saturating_sub(1);
        self.known.get_mut().fill(None);
    }
}

fn whole(need: &[usize]) -> Vec<i64> {
    need.iter().map(|&need| need as i64).collect()
}

impl Trial<'_> {
    /// `None` if it takes too long.
    fn completes(&mut self) -> Option<bool> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return None;
        }
        let Some((quota, ways)) = self.tightest() else { return Some(true) };
        if (ways as i64) < self.need[quota] || self.is_short() {
            return Some(false);
        }
        let mut closed = Vec::new();
        let mut answer = Some(false);
        while let Some(kind) = self.most_useful(quota) {
            self.take(kind);
            answer = self.completes();
            if answer != Some(false) {
                // What was taken is the way.
                break;
            }
            self.give_back(kind);
            closed.push((kind, std::mem::take(&mut self.left[kind])));
        }
        for (kind, left) in closed {
            self.left[kind] = left;
        }
        answer
    }

    /// Whether quotas that share nobody need more people than may be asked.
    fn is_short(&self) -> bool {
        let needed =
            |class: &Vec<u32>| class.iter().map(|&quota| self.need[quota as usize].max(0)).sum::<i64>();
        self.classes.iter().any(|class| needed(class) > self.open as i64)
    }

    /// The quota in need with the fewest ways to spare, and its ways.
    fn tightest(&self) -> Option<(usize, usize)> {
        let mut ways = vec![0usize; self.need.len()];
        for (at, kind) in self.kinds.iter().enumerate() {
            let most = self.most_of(at);
            kind.quotas.iter().for_each(|&quota| ways[quota as usize] += most);
        }
        let in_need = (0..self.need.len()).filter(|&quota| self.need[quota] > 0);
        let capped = in_need.map(|quota| (quota, ways[quota].min(self.room[quota])));
        capped.min_by_key(|&(quota, ways)| (ways as i64 - self.need[quota], quota))
    }

    fn most_of(&self, kind: usize) -> usize {
        let Kind { quotas, cost } = &self.kinds[kind];
        let room = quotas.iter().map(|&quota| self.room[quota as usize]).min().unwrap_or(usize::MAX);
        if *cost > self.money { 0 } else { self.left[kind].min(room).min(self.open) }
    }

    fn most_useful(&self, quota: usize) -> Option<usize> {
        let serves = |kind: &Kind| kind.quotas.iter().filter(|&&q| self.need[q as usize] > 0).count();
        let usable = |at: &usize| self.kinds[*at].quotas.contains(&(quota as u32)) && self.most_of(*at) > 0;
        let best = |a: &usize, b: &usize| {
            let (one, other) = (&self.kinds[*a], &self.kinds[*b]);
            let by_use = serves(one).cmp(&serves(other)).then(other.cost.total_cmp(&one.cost));
            by_use.then(self.most_of(*a).cmp(&self.most_of(*b))).then(b.cmp(a))
        };
        (0..self.kinds.len()).filter(usable).max_by(best)
    }

    fn take(&mut self, kind: usize) {
        let Kind { quotas, cost } = &self.kinds[kind];
        self.taken[kind] += 1;
        self.left[kind] -= 1;
        self.open -= 1;
        self.money -= cost;
        for &quota in quotas {
            self.need[quota as usize] -= 1;
            self.room[quota as usize] -= 1;
        }
    }

    fn give_back(&mut self, kind: usize) {
        let Kind { quotas, cost } = &self.kinds[kind];
        self.taken[kind] -= 1;
        self.left[kind] += 1;
        self.open += 1;
        self.money += cost;
        for &quota in quotas {
            self.need[quota as usize] += 1;
            self.room[quota as usize] += 1;
        }
    }
}
