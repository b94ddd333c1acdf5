//! The pairs that a search looks at first: for each person those that come nearest to being made.
//!
//! Where everybody may be with nearly everybody, most pairs are made in no solution that is any good. At the prices of
//! the best pairs without caps it shows which: what a pair would earn or lose if it were made. The search is held among the
//! nearest of each person, and at the end its prices are held against all pairs: whatever would earn something was left out
//! wrongly, and is added ([`missed`]). When nothing is, the bound holds for all pairs (column generation, Gilmore and Gomory).

use crate::certificate::Prices;
use crate::instance::{Instance, MenteeId, Pair};
use crate::value::Value;

/// So many for each mentee of those that count against caps, and of the others; charges shift the two against each other.
const OF_MENTEE: usize = 8;
/// So many for each mentor, and at least for each of their places.
const OF_MENTOR: usize = 16;
/// Only where it leaves out this many of as many pairs, or more.
const WORTHWHILE: usize = 2;

/// The same instance with the nearest pairs alone, among them `made`, which is sorted. `None` if few would be left out.
pub(super) fn of(instance: &Instance, made: &[Pair], prices: &Prices) -> Option<Instance> {
    let (mentees, mentors) = (instance.mentees(), instance.mentors());
    let most = mentees.len() * 2 * OF_MENTEE + mentors.len() * OF_MENTOR;
    if most * WORTHWHILE > instance.candidate_count() {
        return None;
    }
    let mut is_capped = vec![false; mentors.len()];
    for mentor in instance.caps().iter().flat_map(|cap| &cap.mentors) {
        is_capped[mentor.index()] = true;
    }
    let of_mentor = |places: u32| Nearest::new(OF_MENTOR.max(places as usize));
    let mut columns: Vec<Nearest> = mentors.iter().map(|mentor| of_mentor(mentor.capacity)).collect();
    let mut kept = made.to_vec();
    for mentee in (0..mentees.len()).map(MenteeId::at) {
        let mut row = [Nearest::new(OF_MENTEE), Nearest::new(OF_MENTEE)];
        for one in instance.candidates_of(mentee) {
            let mentor = one.mentor.index();
            let near = (earns(prices, mentee, mentor, one.score), Pair::new(mentee, one.mentor));
            row[usize::from(is_capped[mentor])].offer(near);
            columns[mentor].offer(near);
        }
        kept.extend(row.into_iter().flat_map(Nearest::pairs));
    }
    kept.extend(columns.into_iter().flat_map(Nearest::pairs));
    Some(instance.of_pairs(kept))
}

/// Pairs that would earn something at these prices: all of them were left out.
pub(super) fn missed(instance: &Instance, prices: &Prices) -> Vec<Pair> {
    let mut missed = Vec::new();
    for one in instance.candidates() {
        let mut earns = earns(prices, one.mentee, one.mentor.index(), one.score);
        if earns > Value::ZERO {
            let pair = Pair::new(one.mentee, one.mentor);
            instance.caps_of(pair).for_each(|cap| earns = earns - prices.caps[cap]);
            if earns > Value::ZERO && !instance.is_locked(pair) {
                missed.push(pair);
            }
        }
    }
    missed
}

/// What a pair would earn, or lose, but for what its caps charge.
fn earns(prices: &Prices, mentee: MenteeId, mentor: usize, score: u32) -> Value {
    let score = Value { score: i64::from(score), ..Value::ZERO };
    score + prices.mentees[mentee.index()] - prices.mentors[mentor]
}

/// Keeps those of the pairs offered that earn most.
struct Nearest {
    size: usize,
    /// Up to twice as many, in no order.
    kept: Vec<(Value, Pair)>,
    /// Once there are enough: nothing below is among them.
    bar: Option<Value>,
}

impl Nearest {
    fn new(size: usize) -> Nearest {
        Nearest { size, kept: Vec::with_capacity(2 * size), bar: None }
    }

    fn offer(&mut self, near: (Value, Pair)) {
        if self.bar.is_some_and(|bar| near.0 < bar) {
            return;
        }
        self.kept.push(near);
        if self.kept.len() == 2 * self.size {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.size {
            let (_, last, _) = self.kept.select_nth_unstable_by(self.size - 1, |one, other| other.cmp(one));
            self.bar = Some(last.0);
            self.kept.truncate(self.size);
        }
    }

    fn pairs(mut self) -> impl Iterator<Item = Pair> {
        self.cut();
        self.kept.into_iter().map(|(_, pair)| pair)
    }
}
