//! The proof that a result is the best possible, and its check.
//!
//! Prices, one for each mentee and mentor, turn the limits into costs: whoever uses a mentor's place pays the
//! mentor's price, and whoever is given a pair is charged what the mentee's price says. Under *any* prices
//! (mentors' not below zero) the sum computed by [`verify`] is at least what any allowed set of pairs is worth
//! (Lagrangian weak duality, in every tier). So if a result is worth exactly that sum, nothing is worth more.
//!
//! Groups that meet with enough mentees or not at all need cases: the group meets, or it does not, and in each case there are
//! prices. Where it meets, a price may be below zero, for the places that must be filled. Nothing exceeds the highest bound
//! of all cases. Caps have prices too, which their pairs pay. With these two there may be a gap, and [`prove`] says how
//! large; without them it must be zero.
//!
//! This module shares no code with the solver: it reads the instance and the pairs, and believes nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::instance::{Group, Instance, MenteeId, MentorId, Pair};
use crate::two::{self, both};
use crate::value::Value;

/// Prices that prove a result: integers in every tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// By mentee: what one more mentor for them is worth at the margin. May be negative.
    pub mentees: Vec<Value>,
    /// By mentor: what one more place at them would be worth at the margin. Never below zero, but for those whose group
    /// is to meet.
    pub mentors: Vec<Value>,
    /// By cap: what one more pair would be worth at the margin. Never below zero.
    pub caps: Vec<Value>,
}

/// Prices for every case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cases {
    /// The prices of a case that is not divided further.
    Priced(Prices),
    /// Two cases, one of which every set of pairs belongs to.
    Split {
        /// Whose group it is about.
        mentor: MentorId,
        /// They have no mentee.
        closed: Box<Cases>,
        /// Their group meets, with its least size or more.
        open: Box<Cases>,
    },
}

impl Cases {
    /// How many cases have prices.
    pub fn count(&self) -> usize {
        match self {
            Cases::Priced(_) => 1,
            Cases::Split { closed, open, .. } => closed.count() + open.count(),
        }
    }
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
    /// A group meets with fewer than its least size.
    #[error("the group of mentor {} has too few mentees to meet", .0.0)]
    GroupTooSmall(MentorId),
    /// More pairs than a cap allows, by its position.
    #[error("more pairs count against caps[{0}] than it allows")]
    OverCap(usize),
    /// Not one price a person, and one a cap.
    #[error("there is not exactly one price for each person and each cap")]
    WrongLength,
    /// A mentor's price is below zero, and their group need not meet.
    #[error("the price of mentor {} is below zero", .0.0)]
    NegativePrice(MentorId),
    /// A cap's price is below zero, by its position.
    #[error("the price of caps[{0}] is below zero")]
    NegativeCharge(usize),
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

/// Proves that `pairs` are allowed, and how far from the best they may be: the gap can be more than zero.
///
/// # Errors
/// The first reason found why `pairs` and `cases` prove nothing.
pub fn prove(instance: &Instance, pairs: &[Pair], cases: &Cases) -> Result<Proof, CertificateError> {
    let value = value_of(instance, pairs)?;
    let bound = bound_of(instance, cases, &mut BTreeMap::new())?;
    Ok(Proof { value, bound })
}

/// The same as [`prove`] with one case, whatever groups and caps say: they may be broken, and charge nothing that `prices`
/// do not say.
pub(crate) fn proof_without_limits(
    instance: &Instance,
    pairs: &[Pair],
    prices: &Prices,
) -> Result<Proof, CertificateError> {
    Ok(Proof { value: value_within_limits(instance, pairs)?, bound: bound_by(instance, prices)? })
}

/// What `pairs` are worth.
///
/// # Errors
/// If they break a limit of the instance, a group's least size or a cap.
pub fn value_of(instance: &Instance, pairs: &[Pair]) -> Result<Value, CertificateError> {
    let value = value_within_limits(instance, pairs)?;
    let (mut sizes, mut counted) = (vec![0u32; instance.mentors().len()], vec![0u32; instance.caps().len()]);
    for pair in pairs {
        sizes[pair.mentor.0 as usize] += 1;
        instance.caps_of(*pair).for_each(|cap| counted[cap] += 1);
    }
    let too_small = |group: &&Group| (1..group.min).contains(&sizes[group.mentor.0 as usize]);
    if let Some(group) = instance.groups().iter().find(too_small) {
        return Err(CertificateError::GroupTooSmall(group.mentor));
    }
    if let Some(cap) = (0..counted.len()).find(|cap| counted[*cap] > instance.caps()[*cap].most) {
        return Err(CertificateError::OverCap(cap));
    }
    Ok(value)
}

/// What `pairs` are worth, whatever groups and caps say.
fn value_within_limits(instance: &Instance, pairs: &[Pair]) -> Result<Value, CertificateError> {
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

/// The highest bound of all cases.
fn bound_of(
    instance: &Instance,
    cases: &Cases,
    decided: &mut BTreeMap<MentorId, bool>,
) -> Result<Value, CertificateError> {
    match cases {
        Cases::Priced(prices) => bound_where(instance, prices, decided),
        Cases::Split { mentor, closed, open } => {
            let before = decided.insert(*mentor, false);
            let closed = bound_of(instance, closed, decided)?;
            decided.insert(*mentor, true);
            let open = bound_of(instance, open, decided)?;
            match before {
                Some(before) => decided.insert(*mentor, before),
                None => decided.remove(mentor),
            };
            Ok(closed.max(open))
        }
    }
}

/// What no allowed set of pairs can exceed, by these prices.
///
/// The bound is the worth of the locked pairs, plus for each mentee what their remaining wishes earn above their
/// price, plus for each mentor the price of the remaining places, plus for each cap the price of what is left of it, plus
/// for each other allowed pair what it earns above the difference of the two prices and what its caps charge.
///
/// # Errors
/// If the prices are not of the instance's shape, or a mentor's is below zero.
pub fn bound_by(instance: &Instance, prices: &Prices) -> Result<Value, CertificateError> {
    bound_where(instance, prices, &BTreeMap::new())
}

/// The same where it is decided of some groups whether they meet. With a locked mentee, a group always does.
pub(crate) fn bound_where(
    instance: &Instance,
    prices: &Prices,
    decided: &BTreeMap<MentorId, bool>,
) -> Result<Value, CertificateError> {
    check_shape(instance, prices)?;
    let mut bound = Sum::default();
    bound.add(1, value_within_limits(instance, instance.locked())?);
    add_mentees(instance, prices, &mut bound);
    add_mentors(instance, prices, decided, &mut bound)?;
    let mut left: Vec<u32> = instance.caps().iter().map(|cap| cap.most).collect();
    for pair in instance.locked() {
        instance.caps_of(*pair).for_each(|cap| left[cap] -= 1);
    }
    left.into_iter().zip(&prices.caps).for_each(|(left, price)| bound.add(left, *price));
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

/// What the pairs of some mentees earn above the difference of the two prices, less what they pay for caps.
fn above_prices(instance: &Instance, prices: &Prices, mentees: Range<usize>) -> Sum {
    let mut sum = Sum::default();
    for candidate in mentees.flat_map(|at| instance.candidates_of(MenteeId(at as u32))) {
        let pair = Pair::new(candidate.mentee, candidate.mentor);
        let worth = Value { score: i64::from(candidate.score), ..Value::ZERO };
        let mut above =
            worth + prices.mentees[pair.mentee.0 as usize] - prices.mentors[pair.mentor.0 as usize];
        if above > Value::ZERO && !instance.is_locked(pair) {
            instance.caps_of(pair).for_each(|cap| above = above - prices.caps[cap]);
            sum.add(1, above.max(Value::ZERO));
        }
    }
    sum
}

fn check_shape(instance: &Instance, prices: &Prices) -> Result<(), CertificateError> {
    let lengths = [prices.mentees.len(), prices.mentors.len(), prices.caps.len()];
    if lengths != [instance.mentees().len(), instance.mentors().len(), instance.caps().len()] {
        return Err(CertificateError::WrongLength);
    }
    if let Some(at) = prices.caps.iter().position(|price| *price < Value::ZERO) {
        return Err(CertificateError::NegativeCharge(at));
    }
    // A pair may pay all caps together.
    let charged = prices.caps.iter().fold(Sum::default(), |mut sum, price| {
        sum.add(1, *price);
        sum
    });
    let all = prices.mentees.iter().chain(&prices.mentors).copied().chain([charged.total()?]);
    if all.into_iter().any(|price| out_of_range(&price)) {
        return Err(CertificateError::Overflow);
    }
    Ok(())
}

fn add_mentees(instance: &Instance, prices: &Prices, bound: &mut Sum) {
    let mut locks = vec![0u32; instance.mentees().len()];
    instance.locked().iter().for_each(|pair| locks[pair.mentee.0 as usize] += 1);
    let (first, further) = (Value { covered: 1, ..Value::ZERO }, Value { further: 1, ..Value::ZERO });
    for (at, mentee) in instance.mentees().iter().enumerate() {
        let price = prices.mentees[at];
        let firsts = u32::from(mentee.wants > 0 && locks[at] == 0);
        bound.add(firsts, (first - price).max(Value::ZERO));
        bound.add(mentee.wants - locks[at] - firsts, (further - price).max(Value::ZERO));
    }
}

/// A mentor's places at their price: all of them at most, and at a price below zero those at least that must be filled.
fn add_mentors(
    instance: &Instance,
    prices: &Prices,
    decided: &BTreeMap<MentorId, bool>,
    bound: &mut Sum,
) -> Result<(), CertificateError> {
    let mut locks = vec![0u32; instance.mentors().len()];
    instance.locked().iter().for_each(|pair| locks[pair.mentor.0 as usize] += 1);
    let mut least = vec![0u32; instance.mentors().len()];
    for group in instance.groups() {
        let at = group.mentor.0 as usize;
        if locks[at] > 0 || decided.get(&group.mentor) == Some(&true) {
            least[at] = group.min.saturating_sub(locks[at]);
        }
    }
    for (at, mentor) in instance.mentors().iter().enumerate() {
        let id = MentorId(at as u32);
        let places = if decided.get(&id) == Some(&false) { 0 } else { mentor.capacity - locks[at] };
        if prices.mentors[at] >= Value::ZERO {
            bound.add(places, prices.mentors[at]);
        } else if least[at] > 0 {
            bound.add(least[at], prices.mentors[at]);
        } else {
            return Err(CertificateError::NegativePrice(id));
        }
    }
    Ok(())
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
