//! More paths along seats that cost nothing more, depth first, each item and bidder tried once a round.

use super::placement::Placement;

/// Where a path has come to: a bidder (or air), how much of their row was tried, the item taken, and how many of those
/// who sit there were tried.
struct Step {
    who: u32,
    tried: usize,
    item: u32,
    asked: usize,
}

/// Marks of who was tried, by round.
pub(super) struct Tight {
    round: u32,
    items: Vec<u32>,
    bidders: Vec<u32>,
    steps: Vec<Step>,
}

impl Tight {
    pub fn new(placement: &Placement) -> Tight {
        Tight {
            round: 0,
            items: vec![0; placement.prices.len()],
            bidders: vec![0; placement.item_of.len() + 1],
            steps: Vec::new(),
        }
    }

    /// Moves people along as many paths as it finds from those who stand.
    pub fn run(&mut self, placement: &mut Placement, standing: &[u32]) {
        self.round += 1;
        for who in standing {
            self.bidders[*who as usize] = self.round;
        }
        for who in standing {
            while stands(placement, *who) && self.find(placement, *who) {
                let path: Vec<(u32, u32)> = self.steps.iter().map(|step| (step.who, step.item)).collect();
                placement.shift(&path);
            }
        }
    }

    fn find(&mut self, placement: &Placement, start: u32) -> bool {
        self.steps.clear();
        self.steps.push(Step { who: start, tried: 0, item: 0, asked: usize::MAX });
        while let Some(step) = self.steps.last_mut() {
            let sitting =
                if step.asked == usize::MAX { &[] } else { placement.sitting_with(step.item as usize) };
            if let Some(next) = sitting.get(step.asked).copied() {
                step.asked += 1;
                if self.bidders[next as usize] != self.round {
                    self.bidders[next as usize] = self.round;
                    self.steps.push(Step { who: next, tried: 0, item: 0, asked: usize::MAX });
                }
                continue;
            }
            let Some(item) = next_item(placement, step) else {
                self.steps.pop();
                continue;
            };
            if self.items[item] == self.round {
                continue;
            }
            self.items[item] = self.round;
            (step.item, step.asked) = (item as u32, 0);
            if placement.has_room(item) {
                return true;
            }
        }
        false
    }
}

fn stands(placement: &Placement, who: u32) -> bool {
    if who == placement.air() {
        placement.loose_air > 0
    } else {
        placement.item_of[who as usize] == super::NONE
    }
}

/// The next item in the row of a step whose seats are as cheap as any for them.
fn next_item(placement: &Placement, step: &mut Step) -> Option<usize> {
    let (problem, charge) = (placement.problem, placement.charges[step.who as usize]);
    if step.who == placement.air() {
        while let Some(item) = problem.items.get(step.tried) {
            step.tried += 1;
            if placement.prices[*item as usize] == charge {
                return Some(*item as usize);
            }
        }
        return None;
    }
    let row = problem.row(step.who as usize);
    while let Some(one) = row.get(step.tried) {
        step.tried += 1;
        let item = one.who as usize;
        if problem.costs.of_pair(*one) + placement.prices[item] == charge {
            return Some(item);
        }
    }
    let nobody = problem.nobody();
    let last = step.tried == row.len() && problem.short > 0 && placement.prices[nobody] == charge;
    step.tried += 1;
    last.then_some(nobody)
}
