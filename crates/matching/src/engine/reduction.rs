//! First prices: what a place would fetch if its mentor were the only one.
//!
//! A mentor with three places starts with the price at which the third keenest of their mentees would still come. What is said
//! of a mentor alone is thus taken out of the costs before anybody bids; only what is left needs bidding (the column
//! reduction of Jonker and Volgenant, 1987, with several places).

use super::graph::Graph;
use super::problem::Problem;

/// Mentors with more places than this start with what this many would pay.
const AT_MOST: usize = 8;

/// First prices.
pub(super) struct Reduction {
    /// By position in the problem's items, in units of cost.
    pub prices: Vec<i64>,
    /// The lowest value, cost and price together, that a seat then has for anybody.
    pub lowest: i64,
    /// How far values are then apart at most.
    pub spread: i64,
}

/// Looks at every mentor of a part alone.
pub(super) fn of(graph: &Graph, problem: &Problem) -> Reduction {
    let (mut lowest, mut highest) = (i64::MAX, i64::MIN);
    let mut prices = Vec::with_capacity(problem.items.len());
    for mentor in problem.items.iter().map(|mentor| *mentor as usize) {
        let column = graph.column(mentor);
        let places = problem.seats(mentor).len().clamp(1, AT_MOST);
        let mut keenest = [i64::MAX; AT_MOST];
        let mut dearest = i64::MIN;
        for one in column {
            let cost = problem.costs.of_pair(*one);
            dearest = dearest.max(cost);
            let mut at = places;
            while at > 0 && keenest[at - 1] > cost {
                at -= 1;
            }
            if at < places {
                keenest.copy_within(at..places - 1, at + 1);
                keenest[at] = cost;
            }
        }
        let price = keenest[..column.len().min(places)].last().copied().unwrap_or(0);
        if !column.is_empty() {
            lowest = lowest.min(keenest[0] - price);
            highest = highest.max(dearest - price);
        }
        prices.push(-price);
    }
    Reduction { prices, lowest, spread: highest.saturating_sub(lowest).max(0) }
}
