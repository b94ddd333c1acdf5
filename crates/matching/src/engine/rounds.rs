//! The rounds of an auction: how far prices rise with a bid at least, and when a round is given up.

/// Steps get smaller by this factor.
const FACTOR: i64 = 10;
/// The first step, as a part of the highest cost.
const FIRST_STEP: i64 = 5;
/// The last step, as a part of the unit of cost.
const LAST_STEP: i64 = 32;
/// In the first rounds prices move so fast that lines are not worth keeping.
const BY_ROW: usize = 2;
/// Bids for each bidder before a round is cut short: above the unit of cost, below it, if it is the only one, and if
/// prices fall before the next.
const PATIENCE: [u64; 4] = [300, 12, 60, 300];
/// The first step where prices fall between rounds, as a part of the highest cost.
const FIRST_BEFORE_A_FALL: i64 = 30;
/// By how many of its steps prices fall after a round.
const FALL: i64 = 12;

/// How an auction is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// In one round from price zero, where seats stay free: then free seats are the cheapest.
    AtOnce,
    /// In several rounds with ever smaller steps, where seats stay free: prices fall between them, so that what was bid for
    /// in too large a step and left again comes back to zero.
    Falling,
    /// In several rounds with ever smaller steps, where no seat stays free.
    InSteps,
}

/// One round.
#[derive(Clone, Copy, Debug)]
pub(super) struct Round {
    /// A bid raises a price by at least this.
    pub step: i64,
    /// By how much prices come down before it, but not below zero.
    pub fall: i64,
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
    match manner {
        Manner::AtOnce => {
            vec![Round { step: last, fall: 0, patience: PATIENCE[2], by_row: false, is_fine: true }]
        }
        Manner::Falling => {
            let steps = steps(last, spread / FIRST_BEFORE_A_FALL);
            let falls = std::iter::once(0).chain(steps.iter().map(|step| step * FALL));
            let round = |(at, (step, fall)): (usize, (&i64, i64))| Round {
                step: *step,
                fall,
                patience: PATIENCE[3],
                by_row: at < BY_ROW,
                is_fine: *step == last,
            };
            steps.iter().zip(falls).enumerate().map(round).collect()
        }
        Manner::InSteps => {
            let round = |(at, step): (usize, &i64)| {
                let is_fine = *step < unit;
                let patience = PATIENCE[usize::from(is_fine)];
                Round { step: *step, fall: 0, patience, by_row: at < BY_ROW, is_fine }
            };
            steps(last, spread / FIRST_STEP).iter().enumerate().map(round).collect()
        }
    }
}

/// Steps that get smaller by [`FACTOR`], and by less from the first to the second.
fn steps(last: i64, first: i64) -> Vec<i64> {
    let mut steps: Vec<i64> = std::iter::successors(Some(last), |step| Some(step * FACTOR))
        .take_while(|step| *step <= first)
        .collect();
    if steps.last().is_none_or(|step| step * 2 < first) {
        steps.push(first.max(last));
    }
    steps.reverse();
    steps
}
