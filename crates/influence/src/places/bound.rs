//! What no permitted list could exceed.

use super::Places;

impl Places {
    /// No permitted list has a greater sum of these gains (0 for those who are taken). With disjoint quotas and a number to
    /// be asked it is the sum of the best list; otherwise the least of what each set of disjoint quotas would allow by itself.
    pub(crate) fn best_sum(&self, gains: &[(f64, u32)]) -> f64 {
        let mut sorted = gains.to_vec();
        let worth = |one: &(f64, u32)| {
            if self.money.is_finite() { one.0 / self.price(one.1 as usize) } else { one.0 }
        };
        sorted.sort_unstable_by(|a, b| worth(b).total_cmp(&worth(a)).then(a.1.cmp(&b.1)));
        let plain = vec![Vec::new()];
        let classes = if self.classes.is_empty() { &plain } else { &self.classes };
        classes.iter().map(|class| self.best_of_class(class, &sorted)).fold(f64::INFINITY, f64::min)
    }

    fn best_of_class(&self, class: &[u32], sorted: &[(f64, u32)]) -> f64 {
        let (mut room, mut need) = (self.room.clone(), self.need.clone());
        let mut needed: usize = class.iter().map(|&quota| need[quota as usize]).sum();
        let (mut open, mut money, mut sum) = (self.open, self.money, 0.0);
        for &(gain, at) in sorted {
            if open == 0 || money <= 0.0 || gain <= 0.0 {
                break;
            }
            let quota =
                self.of.of(at as usize).iter().find(|quota| class.contains(quota)).map(|&q| q as usize);
            let helps = quota.is_some_and(|quota| need[quota] > 0);
            // With a budget the last is taken in part, and needs are left aside: both only raise the bound.
            let keeps_places = self.money.is_infinite() && open <= needed && !helps;
            if quota.is_some_and(|quota| room[quota] == 0) || keeps_places {
                continue;
            }
            let cost = if self.money.is_finite() { self.price(at as usize) } else { 0.0 };
            sum += if cost > money { gain * money / cost } else { gain };
            money -= cost;
            open -= 1;
            if let Some(quota) = quota {
                room[quota] -= 1;
                need[quota] = need[quota].saturating_sub(1);
            }
            needed -= usize::from(helps);
        }
        sum
    }
}
