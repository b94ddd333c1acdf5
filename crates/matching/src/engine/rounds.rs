//! The rounds of an auction: how far prices rise with a bid at least, and when a round is given up.

/// Steps get smaller by this factor.
const FACTOR: i64 = 10;
/// The first step, as a part of the highest cost.
const FIRST_STEP: i64 = 5;
/// The last step, as a part of the unit of cost.
const LAST_STEP: i64 = 32;
/// In the first rounds prices move so fast that lines are not worth keeping.
const BY_ROW: usize = 2;
/// Bids for each bidder before a round is cut short: above the unit of cost, below it, and if it is the only one.
const PATIENCE: [u64; 3] = [300, 12, 250];

/// How an auction is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// In one round from price zero, where seats stay free: then free seats are the cheapest.
    AtOnce,
    /// In several rounds with ever smaller steps, where no seat stays free.
    InSteps,
}

/// One round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    /// A bid raises a price by at least this.
    pub step: i64,
    /// Bids for each bidder, on average, before the round is cut short.
    pub patience: u64,
    /// Whether bidders read their rows, and not the lines that they keep of them.
    pub by_row: bool,
    /// Whether what is left when it is cut short can be done exactly, so that no further round is needed.
    pub is_fine: bool,
}

/// The rounds for costs of some `unit` and `spread`, both in the scale of prices.
pub(super) fn of(manner: Manner, unit: i64, spread: i64) -> Vec<Round> {
    let last = (unit / LAST_STEP).max(1);
    if manner == Manner::AtOnce {
        return vec![Round { step: last, patience: PATIENCE[2], by_row: false, is_fine: true }];
    }
    let first = (spread / FIRST_STEP).max(last);
    let mut steps: Vec<i64> = std::iter::successors(Some(last), |step| Some(step * FACTOR))
        .take_while(|step| *step <= first)
        .collect();
    if steps.last().is_some_and(|step| step * 2 < first) {
        steps.push(first);
    }
    let round = |step: &i64| {
        let is_fine = *step < unit;
        Round { step: *step, patience: PATIENCE[usize::from(is_fine)], by_row: false, is_fine }
    };
    let mut rounds: Vec<Round> = steps.iter().rev().map(round).collect();
    rounds.iter_mut().take(BY_ROW).for_each(|round| round.by_row = true);
    rounds
}
