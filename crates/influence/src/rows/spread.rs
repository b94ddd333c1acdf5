//! Something that everybody has, handed on to whoever influences them.

use std::ops::Range;

use super::backward::Backward;
use super::kinds::Diffusion;

impl Backward {
    /// By the number of each row of differing ties, the sum of their chances.
    pub(crate) fn uneven_sums(&self, diffusion: Diffusion) -> Vec<f32> {
        let mut sums = vec![0.0; self.uneven.rows.len()];
        for head in &self.heads {
            if let Some(row) = head.uneven() {
                self.uneven
                    .each(self.uneven.rows[row], head.start, diffusion, |_, chance| sums[row] += chance);
            }
        }
        sums
    }

    /// Hands what each of these people has on to whoever influences them, in proportion to the chances of their ties, in whole
    /// units: sums of those come out alike in whatever order they are made. `sums` are [`Backward::uneven_sums`].
    pub(crate) fn spread(
        &self,
        people: Range<usize>,
        diffusion: Diffusion,
        has: impl Fn(usize) -> f32,
        sums: &[f32],
        into: &mut [u32],
    ) {
        for person in people {
            let (head, next) = (self.heads[person], self.heads[person + 1]);
            if let Some(row) = head.uneven() {
                let unit = has(person) / sums[row].max(f32::MIN_POSITIVE);
                self.uneven.each(self.uneven.rows[row], head.start, diffusion, |at, chance| {
                    into[self.people[at] as usize] += (unit * chance + 0.5) as u32;
                });
            } else {
                let row = &self.people[head.start as usize..next.start as usize];
                let share = (has(person) / row.len() as f32 + 0.5) as u32;
                for &src in row {
                    into[src as usize] += share;
                }
            }
        }
    }
}
