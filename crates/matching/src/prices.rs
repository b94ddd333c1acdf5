//! From the solver's potentials to prices for the certificate.

use crate::certificate::Prices;
use crate::insertion::Assignment;
use crate::instance::{Instance, MenteeId};
use crate::network::{Network, Remaining};
use crate::value::{Value, Worth};

/// The prices of an assignment. Ties are dropped: an inequality between worths holds for their leading tiers too.
pub(crate) fn of(instance: &Instance, network: &Network, assignment: &Assignment) -> Prices {
    let left: Vec<Option<Value>> = assignment.left.iter().map(|one| one.map(Worth::value)).collect();
    let right: Vec<Value> = assignment.right.iter().map(|worth| worth.value()).collect();
    let mut prices = if network.mentors_left {
        // A mentor with room may have a negative potential; raising it to zero costs nothing and keeps the bound.
        let mentors = left.iter().map(|price| price.unwrap_or_default().max(Value::ZERO)).collect();
        Prices { mentees: right, mentors }
    } else {
        let alone = network.left.iter().map(|node| node.first.value());
        let mentees =
            left.iter().zip(alone).map(|(price, alone)| price.map_or(alone, |price| -price)).collect();
        Prices { mentees, mentors: right.iter().map(|price| -*price).collect() }
    };
    price_absent(instance, &mut prices);
    prices
}

/// People without a place left take no part in the network; their prices must only make their pairs worth nothing.
fn price_absent(instance: &Instance, prices: &mut Prices) {
    let remaining = Remaining::of(instance);
    for (at, (_, wants)) in remaining.mentees.iter().enumerate() {
        if *wants == 0 {
            let open = instance
                .candidates_of(MenteeId::at(at))
                .filter(|one| remaining.mentors[one.mentor.index()] > 0);
            let prices_below = open.map(|one| prices.mentors[one.mentor.index()] - score(one.score));
            prices.mentees[at] = prices_below.min().unwrap_or_default();
        }
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
