//! From the prices of the network's nodes to prices for the certificate.

use crate::certificate::Prices;
use crate::instance::{Instance, MenteeId};
use crate::tiers::{Remaining, Solved};
use crate::value::Value;

/// The prices of a result. A mentor with room to spare may come out below zero; raising that to zero costs nothing, unless
/// they have a floor: a place that must be filled may cost what it is not worth.
pub(crate) fn of(instance: &Instance, remaining: &Remaining, solved: &mut Solved, floors: &[u32]) -> Prices {
    let mut prices = Prices {
        mentees: std::mem::take(&mut solved.mentees),
        mentors: std::mem::take(&mut solved.mentors),
        caps: vec![Value::ZERO; instance.caps().len()],
    };
    for (at, price) in prices.mentors.iter_mut().enumerate() {
        if floors.get(at).is_none_or(|floor| *floor == 0) {
            *price = (*price).max(Value::ZERO);
        }
    }
    price_absent(instance, remaining, &mut prices);
    prices
}

/// People without a place left take no part in the network; their prices must only make their pairs worth nothing.
fn price_absent(instance: &Instance, remaining: &Remaining, prices: &mut Prices) {
    for (at, (_, wants)) in remaining.mentees.iter().enumerate() {
        if *wants == 0 {
            let open = instance
                .candidates_of(MenteeId::at(at))
                .filter(|one| remaining.mentors[one.mentor.index()] > 0);
            let prices_below = open.map(|one| prices.mentors[one.mentor.index()] - score(one.score));
            prices.mentees[at] = prices_below.min().unwrap_or_default();
        }
    }
    if remaining.mentors.iter().all(|places| *places > 0) {
        return;
    }
    for one in instance.candidates() {
        if remaining.mentors[one.mentor.index()] == 0 {
            let price = &mut prices.mentors[one.mentor.index()];
            *price = (*price).max(score(one.score) + prices.mentees[one.mentee.index()]);
        }
    }
}

fn score(score: u32) -> Value {
    Value { score: i64::from(score), ..Value::ZERO }
}
