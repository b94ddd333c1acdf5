//! One case: with the groups decided that are, and caps paid for, the best pairs are a flow.

use super::Decided;
use crate::certificate::Prices;
use crate::engine;
use crate::instance::{Instance, Pair};
use crate::prices;
use crate::tiers::{self, Remaining, Terms};
use crate::value::Value;

/// The best pairs of a case.
#[derive(Clone)]
pub(super) struct Flow {
    /// Locked ones included, sorted.
    pub pairs: Vec<Pair>,
    pub prices: Prices,
    /// Whether every group that is to meet has enough.
    pub is_filled: bool,
}

/// Solves a case. Groups that are not decided may have too few, and caps may be broken, but breaking them is charged for.
/// Those who tie are not told apart.
pub(super) fn flow(instance: &Instance, decided: &Decided, charges: &[Value]) -> Flow {
    solve(instance, decided, charges, false)
}

/// Solves a case without charges, and lets those who waited and then the draw decide between those who tie.
pub(super) fn settled(instance: &Instance, decided: &Decided) -> Flow {
    solve(instance, decided, &[], true)
}

fn solve(instance: &Instance, decided: &Decided, charges: &[Value], settles_ties: bool) -> Flow {
    let mut remaining = Remaining::of(instance);
    let mut floors = vec![0; instance.mentors().len()];
    for group in instance.groups() {
        let at = group.mentor.index();
        match decided.get(&group.mentor) {
            Some(true) => {
                let locked = instance.mentors()[at].capacity - remaining.mentors[at];
                floors[at] = group.min.saturating_sub(locked);
            }
            Some(false) => remaining.mentors[at] = 0,
            None => {}
        }
    }
    let terms = Terms { floors: &floors, charges, settles_ties };
    quickly(instance, &remaining, &terms).unwrap_or_else(|| {
        let (solved, is_filled) = tiers::solve_under(instance, &remaining, &terms);
        Flow { is_filled, ..finished(instance, &remaining, &terms, solved) }
    })
}

/// Without the least sizes and charges, which may turn out to be kept anyway.
fn quickly(instance: &Instance, remaining: &Remaining, terms: &Terms) -> Option<Flow> {
    let is_charged = terms.charges.iter().any(|charge| *charge != Value::ZERO);
    if is_charged || !engine::takes(remaining) {
        return None;
    }
    let solved = engine::solve(instance, remaining)?;
    let mut lacking = terms.floors.to_vec();
    for pair in &solved.pairs {
        let lacks = &mut lacking[pair.mentor.index()];
        *lacks = lacks.saturating_sub(1);
    }
    let free = Terms { floors: &[], ..*terms };
    lacking.iter().all(|lacks| *lacks == 0).then(|| finished(instance, remaining, &free, solved))
}

fn finished(instance: &Instance, remaining: &Remaining, terms: &Terms, mut solved: tiers::Solved) -> Flow {
    let mut prices = prices::of(instance, remaining, &mut solved, terms.floors);
    prices.caps = terms.charges.to_vec();
    let mut pairs = solved.pairs;
    pairs.extend(instance.locked());
    pairs.sort_unstable();
    Flow { pairs, prices, is_filled: true }
}
