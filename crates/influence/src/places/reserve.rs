//! What must be kept of a budget, so that quotas which share nobody can still be met.

use super::Membership;

/// By quota: what those who can still be asked cost, the cheapest first.
#[derive(Debug, Clone)]
pub(super) struct Reserves(Vec<Vec<f64>>);

impl Reserves {
    pub(super) fn new(of: &Membership, costs: &[f64], quotas: usize) -> Self {
        let mut all = vec![Vec::new(); quotas];
        for (at, &cost) in costs.iter().enumerate() {
            if let Some(&quota) = of.of(at).first() {
                all[quota as usize].push(cost);
            }
        }
        for costs in &mut all {
            costs.sort_unstable_by(f64::total_cmp);
        }
        Self(all)
    }

    /// The least that meeting these needs costs.
    pub(super) fn all(&self, need: &[usize]) -> f64 {
        self.0.iter().zip(need).map(|(costs, &need)| costs.iter().take(need).sum::<f64>()).sum()
    }

    /// The same once somebody of this quota and cost is taken.
    pub(super) fn without(&self, need: &[usize], quota: Option<u32>, cost: f64) -> f64 {
        let Some(quota) = quota.map(|quota| quota as usize).filter(|&quota| need[quota] > 0) else {
            return self.all(need);
        };
        // They take the place of the dearest who was reckoned with, or of themselves.
        let dearest = self.0[quota].get(need[quota] - 1).copied().unwrap_or(0.0);
        self.all(need) - dearest.min(cost)
    }

    pub(super) fn take(&mut self, quota: u32, cost: f64) {
        let costs = &mut self.0[quota as usize];
        if let Some(at) = costs.iter().position(|&other| other.total_cmp(&cost).is_eq()) {
            costs.remove(at);
        }
    }
}
