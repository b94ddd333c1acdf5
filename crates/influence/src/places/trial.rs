//! One search for a way to complete a list: exact, and left early where it cannot work.
//!
//! Whoever has the same quotas, the same targets and the same cost is alike but for the chance of a yes, and of those the
//! likeliest serve best: so only numbers of each kind are sought. What is tightest is served first, by the kind that serves most at
//! once. A kind of which one more was tried in vain is closed for what follows.

use super::aims::ROUNDING;

/// Steps after which nothing can be said. Organisations need a few hundred.
const MOST_STEPS: usize = 200_000;
/// A step where targets are counted takes as long as so many without.
const AIMED: usize = 10;
/// How often the weights of targets are set right.
const WEIGHINGS: usize = 40;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kind {
    pub(super) quotas: Vec<u32>,
    pub(super) aims: Vec<u32>,
    pub(super) cost: f64,
}

/// By kind the chances of those who can still be asked, the likeliest first; nothing where no target counts them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chances<'a> {
    pub(super) lists: &'a [Vec<f64>],
    /// Somebody who is left out: their kind, and where they stand in its list.
    pub(super) without: Option<(usize, usize)>,
}

impl Chances<'_> {
    /// The chance of whoever comes at a rank; 0 where nobody does.
    pub(super) fn of(&self, kind: usize, rank: usize) -> f64 {
        let shifted = self.without.is_some_and(|(other, at)| other == kind && rank >= at);
        self.lists[kind].get(rank + usize::from(shifted)).copied().unwrap_or(0.0)
    }
}

/// A list that is being tried.
pub(super) struct Trial<'a> {
    pub(super) kinds: &'a [Kind],
    /// Quotas apart from each other, class by class.
    pub(super) classes: &'a [Vec<u32>],
    pub(super) chances: Chances<'a>,
    /// How much a join for each target weighs where all are looked at together.
    pub(super) weights: &'a [f64],
    pub(super) left: Vec<usize>,
    /// Below zero where more than needed are taken.
    pub(super) need: Vec<i64>,
    pub(super) room: Vec<usize>,
    /// Joins that each target still wants.
    pub(super) missing: Vec<f64>,
    pub(super) open: usize,
    pub(super) money: f64,
    /// So many of each kind, the likeliest.
    pub(super) taken: Vec<usize>,
    pub(super) steps: usize,
}

/// What has to be served next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Want {
    Quota(usize),
    Aim(usize),
}

impl Trial<'_> {
    /// `None` if it takes too long.
    pub(super) fn completes(&mut self) -> Option<bool> {
        self.steps += if self.missing.is_empty() { 1 } else { AIMED + self.kinds.len() / 64 };
        if self.steps > MOST_STEPS {
            return None;
        }
        let Some((spare, want)) = self.tightest() else { return Some(true) };
        if spare < 0 || self.is_short() {
            return Some(false);
        }
        let mut closed = Vec::new();
        let mut answer = Some(false);
        while let Some(kind) = self.most_useful(want) {
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

    /// Whether quotas that share nobody need more people than may be asked, or all targets taken together do.
    fn is_short(&self) -> bool {
        let needed =
            |class: &Vec<u32>| class.iter().map(|&quota| self.need[quota as usize].max(0)).sum::<i64>();
        self.classes.iter().any(|class| needed(class) > self.open as i64) || self.is_short_of_joins()
    }

    /// Each list that meets every target also meets their weighted sum, whatever the weights.
    fn is_short_of_joins(&self) -> bool {
        let unmet = self.missing.iter().zip(self.weights).filter(|(missing, _)| **missing > ROUNDING);
        let wanted: f64 = unmet.map(|(missing, weight)| missing * weight).sum();
        wanted > 0.0 && self.fewest(|kind| self.weight(kind), wanted).is_none()
    }

    /// What one join of a kind weighs for all targets that are not met.
    fn weight(&self, kind: &Kind) -> f64 {
        let unmet = kind.aims.iter().filter(|&&aim| self.missing[aim as usize] > ROUNDING);
        unmet.map(|&aim| self.weights[aim as usize]).sum()
    }

    /// Finds weights under which it is seen as early as can be that the targets take too many people: what is hardest to meet
    /// weighs most (multiplicative weights on the dual of the linear program).
    pub(super) fn weigh(&self) -> Vec<f64> {
        if self.missing.is_empty() {
            return Vec::new();
        }
        let mut weights: Vec<f64> = self
            .missing
            .iter()
            .map(|&missing| if missing > ROUNDING { 1.0 / missing } else { 0.0 })
            .collect();
        let (mut best, mut least) = (weights.clone(), f64::INFINITY);
        for _ in 0..WEIGHINGS {
            let mut brought = vec![0.0; weights.len()];
            let of = |kind: &Kind| kind.aims.iter().map(|&aim| weights[aim as usize]).sum::<f64>();
            self.each_best(of, |kind, chance| {
                self.kinds[kind].aims.iter().for_each(|&aim| brought[aim as usize] += chance);
                true
            });
            let sum =
                |joins: &[f64]| joins.iter().zip(&weights).map(|(joins, weight)| joins * weight).sum::<f64>();
            let share = sum(&brought) / sum(&self.missing).max(f64::MIN_POSITIVE);
            if share < least {
                (best, least) = (weights.clone(), share);
            }
            for ((weight, brought), missing) in weights.iter_mut().zip(&brought).zip(&self.missing) {
                if *missing > ROUNDING {
                    *weight *= (0.5 * (1.0 - brought / missing)).clamp(-3.0, 3.0).exp();
                }
            }
        }
        best
    }

    /// Calls `visit` with the kind and chance of whoever can still be taken, by the product of their chance and what their kind
    /// weighs, the greatest first, until it says no or as many are met as may be asked.
    fn each_best(&self, weight: impl Fn(&Kind) -> f64, mut visit: impl FnMut(usize, f64) -> bool) {
        let weights: Vec<f64> = self.kinds.iter().map(weight).collect();
        let able = |kind: &usize| weights[*kind] > 0.0 && self.most_of(*kind) > 0;
        let mut next: Vec<(usize, usize, usize)> = (0..self.kinds.len())
            .filter(able)
            .map(|kind| (kind, self.taken[kind], self.taken[kind] + self.most_of(kind)))
            .collect();
        for _ in 0..self.open {
            let worth = |one: &(usize, usize, usize)| {
                if one.1 < one.2 { weights[one.0] * self.chances.of(one.0, one.1) } else { 0.0 }
            };
            let best = next.iter_mut().max_by(|a, b| worth(a).total_cmp(&worth(b)));
            let Some(best) = best.filter(|best| worth(best) > 0.0) else { return };
            let chance = self.chances.of(best.0, best.1);
            best.1 += 1;
            if !visit(best.0, chance) {
                return;
            }
        }
    }

    /// How many people it takes at least to bring so much; `None` if those who may be asked are too few.
    fn fewest(&self, weight: impl Fn(&Kind) -> f64, wanted: f64) -> Option<usize> {
        let (mut missing, mut count) = (wanted, 0);
        self.each_best(&weight, |kind, chance| {
            missing -= weight(&self.kinds[kind]) * chance;
            count += 1;
            missing > ROUNDING
        });
        (missing <= ROUNDING).then_some(count)
    }

    /// The least money that brings so many joins for a target, the last person in part.
    fn cheapest(&self, aim: u32) -> f64 {
        let (mut missing, mut spent) = (self.missing[aim as usize], 0.0);
        let per_cost = |kind: &Kind| if kind.aims.contains(&aim) { 1.0 / kind.cost } else { 0.0 };
        self.each_best(per_cost, |kind, chance| {
            spent += self.kinds[kind].cost * (missing / chance).min(1.0);
            missing -= chance;
            missing > ROUNDING
        });
        spent
    }

    /// The quota or target in need with the fewest ways to spare, which are below zero where there are too few.
    fn tightest(&self) -> Option<(i64, Want)> {
        let mut ways = vec![0usize; self.need.len()];
        let mut helpers = vec![0usize; self.missing.len()];
        for (at, kind) in self.kinds.iter().enumerate() {
            let most = self.most_of(at);
            kind.quotas.iter().for_each(|&quota| ways[quota as usize] += most);
            kind.aims.iter().for_each(|&aim| helpers[aim as usize] += most);
        }
        let in_need = (0..self.need.len()).filter(|&quota| self.need[quota] > 0);
        let quotas = in_need.map(|quota| {
            let ways = ways[quota].min(self.room[quota]);
            (ways as i64 - self.need[quota], Want::Quota(quota))
        });
        let unmet = (0..self.missing.len()).filter(|&aim| self.missing[aim] > ROUNDING);
        let aims = unmet.map(|aim| {
            let counts = |kind: &Kind| f64::from(u8::from(kind.aims.contains(&(aim as u32))));
            let needed = self.fewest(counts, self.missing[aim]);
            let affordable = self.money.is_infinite() || self.cheapest(aim as u32) <= self.money + ROUNDING;
            let spare = needed
                .filter(|_| affordable)
                .map(|needed| helpers[aim].min(self.open) as i64 - needed as i64);
            (spare.unwrap_or(-1), Want::Aim(aim))
        });
        quotas.chain(aims).min()
    }

    fn most_of(&self, kind: usize) -> usize {
        let Kind { quotas, cost, .. } = &self.kinds[kind];
        let room = quotas.iter().map(|&quota| self.room[quota as usize]).min().unwrap_or(usize::MAX);
        if *cost > self.money { 0 } else { self.left[kind].min(room).min(self.open) }
    }

    fn most_useful(&self, want: Want) -> Option<usize> {
        let usable = |at: &usize| self.serves_want(*at, want) && self.most_of(*at) > 0;
        let best = |a: &usize, b: &usize| {
            let by_use = self.serves(*a).total_cmp(&self.serves(*b));
            let by_use = by_use.then(self.kinds[*b].cost.total_cmp(&self.kinds[*a].cost));
            by_use.then(self.most_of(*a).cmp(&self.most_of(*b))).then(b.cmp(a))
        };
        (0..self.kinds.len()).filter(usable).max_by(best)
    }

    fn serves_want(&self, at: usize, want: Want) -> bool {
        match want {
            Want::Quota(quota) => self.kinds[at].quotas.contains(&(quota as u32)),
            Want::Aim(aim) => {
                self.kinds[at].aims.contains(&(aim as u32)) && self.chances.of(at, self.taken[at]) > 0.0
            }
        }
    }

    /// How many needs one more of a kind serves; of a target the join that it brings.
    fn serves(&self, at: usize) -> f64 {
        let kind = &self.kinds[at];
        let quotas = kind.quotas.iter().filter(|&&quota| self.need[quota as usize] > 0).count() as f64;
        let chance = if kind.aims.is_empty() { 0.0 } else { self.chances.of(at, self.taken[at]) };
        let joins = kind.aims.iter().map(|&aim| self.missing[aim as usize].clamp(0.0, chance)).sum::<f64>();
        quotas + joins
    }

    fn take(&mut self, kind: usize) {
        self.change(kind, -1);
    }

    fn give_back(&mut self, kind: usize) {
        self.change(kind, 1);
    }

    fn change(&mut self, kind: usize, back: i64) {
        let Kind { quotas, aims, cost } = &self.kinds[kind];
        let add = |count: &mut usize, by: i64| *count = count.wrapping_add_signed(by as isize);
        // Whoever is taken last is the first to be given back.
        let rank = self.taken[kind] - usize::from(back > 0);
        add(&mut self.taken[kind], -back);
        add(&mut self.left[kind], back);
        add(&mut self.open, back);
        self.money += back as f64 * cost;
        for &quota in quotas {
            self.need[quota as usize] += back;
            add(&mut self.room[quota as usize], back);
        }
        for &aim in aims {
            self.missing[aim as usize] += back as f64 * self.chances.of(kind, rank);
        }
    }
}
