//! More paths along seats that cost nothing more, depth first, each mentor and mentee tried once a round.

use super::graph::place_of;
use super::placement::Placement;

/// Where a path has come to: a mentee (or air), how much of their row was tried, the mentor taken, and how many of those
/// who sit there were tried.
struct Step {
    who: u32,
    tried: usize,
    mentor: u32,
    asked: usize,
}

/// Marks of who was tried, by round.
pub(super) struct Tight {
    round: u32,
    mentors: Vec<u32>,
    mentees: Vec<u32>,
    steps: Vec<Step>,
}

impl Tight {
    pub fn new(placement: &Placement) -> Tight {
        Tight {
            round: 0,
            mentors: vec![0; placement.prices.len()],
            mentees: vec![0; placement.mentor_of.len() + 1],
            steps: Vec::new(),
        }
    }

    /// Moves people along as many paths as it finds from those who stand.
    pub fn run(&mut self, placement: &mut Placement, standing: &[u32]) {
        self.round += 1;
        for who in standing {
            self.mentees[*who as usize] = self.round;
        }
        for who in standing {
            while stands(placement, *who) && self.find(placement, *who) {
                let path: Vec<(u32, u32)> = self.steps.iter().map(|step| (step.who, step.mentor)).collect();
                placement.shift(&path);
            }
        }
    }

    fn find(&mut self, placement: &Placement, start: u32) -> bool {
        self.steps.clear();
        self.steps.push(Step { who: start, tried: 0, mentor: 0, asked: usize::MAX });
        while let Some(step) = self.steps.last_mut() {
            let sitting =
                if step.asked == usize::MAX { &[] } else { placement.sitting_with(step.mentor as usize) };
            if let Some(next) = sitting.get(step.asked).copied() {
                step.asked += 1;
                if self.mentees[next as usize] != self.round {
                    self.mentees[next as usize] = self.round;
                    self.steps.push(Step { who: next, tried: 0, mentor: 0, asked: usize::MAX });
                }
                continue;
            }
            let Some(mentor) = next_mentor(placement, step) else {
                self.steps.pop();
                continue;
            };
            if self.mentors[mentor] == self.round {
                continue;
            }
            self.mentors[mentor] = self.round;
            (step.mentor, step.asked) = (mentor as u32, 0);
            if placement.has_room(mentor) {
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
        placement.mentor_of[who as usize] == super::NONE
    }
}

/// The next mentor in the row of a step whose seats are as cheap as any for them.
fn next_mentor(placement: &Placement, step: &mut Step) -> Option<usize> {
    let (problem, charge) = (placement.problem, placement.charges[step.who as usize]);
    if step.who == placement.air() {
        while let Some(mentor) = problem.mentors.get(step.tried) {
            step.tried += 1;
            if placement.prices[*mentor as usize] == charge {
                return Some(*mentor as usize);
            }
        }
        return None;
    }
    let row = problem.row(step.who as usize);
    while let Some(one) = row.get(step.tried) {
        step.tried += 1;
        let mentor = place_of(one.mentor);
        if problem.costs.of_pair(*one) + placement.prices[mentor] == charge {
            return Some(mentor);
        }
    }
    let nobody = problem.nobody();
    let last = step.tried == row.len() && problem.short > 0 && placement.prices[nobody] == charge;
    step.tried += 1;
    last.then_some(nobody)
}
