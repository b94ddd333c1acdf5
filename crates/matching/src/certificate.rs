//! The proof that a result is the best possible, and its check.
//!
//! Prices, one for each mentee and mentor, turn the limits into costs: whoever uses a mentor's place pays the
//! mentor's price, and whoever is given a pair is charged what the mentee's price says. Under *any* prices
//! (mentors' not below zero) the sum computed by [`verify`] is at least what any allowed set of pairs is worth
//! (Lagrangian weak duality, in every tier). So if a result is worth exactly that sum, nothing is worth more.
//!
//! This module shares no code with the solver: it reads the instance and the pairs, and believes nothing else.

use std::ops::Range;

use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::two::{self, both};
use crate::value::Value;

/// Prices that prove a result: integers in every tier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// By mentee: what one more mentor for them is worth at the margin. May be negative.
    pub mentees: Vec<Value>,
    /// By mentor: what one more place at them would be worth at the margin. Never below zero.
    pub mentors: Vec<Value>,
}

/// What [`verify`] established.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What the pairs are worth.
    pub value: Value,
    /// What no set of pairs can exceed.
    pub bound: Value,
}

impl Proof {
    /// How far the pairs may be from the best: zero in every tier means that they are the best.
    pub fn gap(&self) -> Value {
        self.bound - self.value
    }
}

/// Why a result is not proved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// A pair that is neither allowed nor locked.
    #[error("mentee {} and mentor {} may not be paired", .0.mentee.0, .0.mentor.0)]
    NotAllowed(Pair),
    /// The same pair more than once.
    #[error("mentee {} and mentor {} are paired twice", .0.mentee.0, .0.mentor.0)]
    Repeated(Pair),
    /// A locked pair is missing.
    #[error("mentee {} and mentor {} are locked together, but not paired", .0.mentee.0, .0.mentor.0)]
    LockMissing(Pair),
    /// A mentee has more mentors than they want.
    #[error("mentee {} has more mentors than they want", .0.0)]
    OverWants(MenteeId),
    /// A mentor has more mentees than places.
    #[error("mentor {} has more mentees than places", .0.0)]
    OverCapacity(MentorId),
    /// Not one price a person.
    #[error("there is not exactly one price for each person")]
    WrongLength,
    /// A mentor's price is below zero.
    #[error("the price of mentor {} is below zero", .0.0)]
    NegativePrice(MentorId),
    /// A price or a sum does not fit into 64 bits.
    #[error("a price or a sum does not fit into 64 bits")]
    Overflow,
    /// The pairs are allowed, but the prices leave room for better ones.
    #[error("the prices leave a gap of {gap:?}")]
    Gap {
        /// Bound less value.
        gap: Value,
    },
}

/// Proves that `pairs` are allowed and worth the most that any allowed pairs can be.
///
/// # Errors
/// The first reason found why `pairs` and `prices` prove nothing.
pub fn verify(instance: &Instance, pairs: &[Pair], prices: &Prices) -> Result<Proof, CertificateError> {
    let value = value_of(instance, pairs)?;
    let bound = bound_by(instance, prices)?;
    let proof = Proof { value, bound };
    if proof.gap() == Value::ZERO { Ok(proof) } else { Err(CertificateError::Gap { gap: proof.gap() }) }
}

/// What `pairs` are worth.
///
/// # Errors
/// If they break a limit of the instance.
pub fn value_of(instance: &Instance, pairs: &[Pair]) -> Result<Value, CertificateError> {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable();
    if let Some(two) = sorted.windows(2).find(|two| two[0] == two[1]) {
        return Err(CertificateError::Repeated(two[0]));
    }
    if let Some(missing) = instance.locked().iter().find(|pair| sorted.binary_search(pair).is_err()) {
        return Err(CertificateError::LockMissing(*missing));
    }
    let mut mentors_of = vec![0u32; instance.mentees().len()];
    let mut mentees_of = vec![0u32; instance.mentors().len()];
    let mut value = Value::ZERO;
    for pair in &sorted {
        let score = match instance.score(*pair) {
            Some(score) => score,
            None if instance.is_locked(*pair) => 0,
            None => return Err(CertificateError::NotAllowed(*pair)),
        };
        let (mentee, mentor) = (pair.mentee.0 as usize, pair.mentor.0 as usize);
        mentors_of[mentee] += 1;
        mentees_of[mentor] += 1;
        if mentors_of[mentee] > instance.mentees()[mentee].wants {
            return Err(CertificateError::OverWants(pair.mentee));
        }
        if mentees_of[mentor] > instance.mentors()[mentor].capacity {
            return Err(CertificateError::OverCapacity(pair.mentor));
        }
        let first = mentors_of[mentee] == 1;
        value += Value { covered: i64::from(first), further: i64::from(!first), score: i64::from(score) };
    }
    Ok(value)
}

/// What no allowed set of pairs can exceed, by these prices.
///
/// The bound is the worth of the locked pairs, plus for each mentee what their remaining wishes earn above their
/// price, plus for each mentor the price of the remaining places, plus for each other allowed pair what it earns
/// above the difference of the two prices.
///
/// # Errors
/// If the prices are not of the instance's shape, or a mentor's is below zero.
pub fn bound_by(instance: &Instance, prices: &Prices) -> Result<Value, CertificateError> {
    if prices.mentees.len() != instance.mentees().len() || prices.mentors.len() != instance.mentors().len() {
        return Err(CertificateError::WrongLength);
    }
    if let Some(at) = prices.mentors.iter().position(|price| *price < Value::ZERO) {
        return Err(CertificateError::NegativePrice(MentorId(at as u32)));
    }
    if prices.mentees.iter().chain(&prices.mentors).any(out_of_range) {
        return Err(CertificateError::Overflow);
    }
    let mut bound = Sum::default();
    bound.add(1, value_of(instance, instance.locked())?);
    let mut mentee_locks = vec![0u32; instance.mentees().len()];
    let mut mentor_locks = vec![0u32; instance.mentors().len()];
    for pair in instance.locked() {
        mentee_locks[pair.mentee.0 as usize] += 1;
        mentor_locks[pair.mentor.0 as usize] += 1;
    }
    let (first, further) = (Value { covered: 1, ..Value::ZERO }, Value { further: 1, ..Value::ZERO });
    for (at, mentee) in instance.mentees().iter().enumerate() {
        let price = prices.mentees[at];
        let firsts = u32::from(mentee.wants > 0 && mentee_locks[at] == 0);
        bound.add(firsts, (first - price).max(Value::ZERO));
        bound.add(mentee.wants - mentee_locks[at] - firsts, (further - price).max(Value::ZERO));
    }
    for (at, mentor) in instance.mentors().iter().enumerate() {
        bound.add(mentor.capacity - mentor_locks[at], prices.mentors[at]);
    }
    let middle = instance.mentees().len() / 2;
    let (first_half, second_half) = both(
        instance.candidate_count() >= two::ENOUGH,
        || above_prices(instance, prices, 0..middle),
        || above_prices(instance, prices, middle..instance.mentees().len()),
    );
    bound.add_all(first_half);
    bound.add_all(second_half);
    bound.total()
}

/// What the pairs of some mentees earn above the difference of the two prices.
fn above_prices(instance: &Instance, prices: &Prices, mentees: Range<usize>) -> Sum {
    let mut sum = Sum::default();
    for candidate in mentees.flat_map(|at| instance.candidates_of(MenteeId(at as u32))) {
        let worth = Value { score: i64::from(candidate.score), ..Value::ZERO };
        let above =
            worth + prices.mentees[candidate.mentee.0 as usize] - prices.mentors[candidate.mentor.0 as usize];
        if above > Value::ZERO && !instance.is_locked(Pair::new(candidate.mentee, candidate.mentor)) {
            sum.add(1, above);
        }
    }
    sum
}

/// Beyond this, the difference of two prices might not fit into 64 bits.
fn out_of_range(price: &Value) -> bool {
    let limit = 1 << 60;
    [price.covered, price.further, price.score].iter().any(|part| part.unsigned_abs() > limit)
}

/// A sum of values in 128 bits, so that made-up prices cannot wrap it round to something that looks right.
#[derive(Default)]
struct Sum {
    covered: i128,
    further: i128,
    score: i128,
}

impl Sum {
    fn add(&mut self, times: u32, value: Value) {
        self.covered += i128::from(times) * i128::from(value.covered);
        self.further += i128::from(times) * i128::from(value.further);
        self.score += i128::from(times) * i128::from(value.score);
    }

    fn add_all(&mut self, other: Sum) {
        self.covered += other.covered;
        self.further += other.further;
        self.score += other.score;
    }

    fn total(self) -> Result<Value, CertificateError> {
        let narrow = |sum: i128| i64::try_from(sum).map_err(|_| CertificateError::Overflow);
        Ok(Value {
            covered: narrow(self.covered)?,
            further: narrow(self.further)?,
            score: narrow(self.score)?,
        })
    }
}
