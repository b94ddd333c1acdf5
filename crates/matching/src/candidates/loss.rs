//! Whether the pairs that were left out could have made the result better, read off the solver's prices.
//!
//! The certificate of a result holds for any set of pairs: each allowed pair that earns more than the difference of its
//! two prices raises the bound on what is possible by what it earns above it. So a pair that was left out can matter
//! only if its score is above that difference; if none is, the result is the best of *all* pairs. Scores of pairs that
//! were left out are bounded by what each of the two had cut, so that few of them must be scored anew. This is
//! the pricing step of column generation (Gilmore and Gomory, 1961).

use super::threads::in_parts;
use super::{Found, Pool, candidate, put_in_order};
use crate::certificate::{Cases, Prices};
use crate::instance::{Candidate, Group, Instance, MAX_BONUS, MAX_SCORE, MenteeId, MentorId, Pair};
use crate::solution::Solution;
use crate::value::Value;
use std::cmp::Reverse;

/// Pairs named for each mentee, at most: those that could gain the most.
const NAMED: usize = 8;
/// No pair adds more to a result: somebody is covered, at the highest score with both bonuses.
const WITH_A_PAIR: Value = Value { covered: 1, further: 0, score: MAX_SCORE as i64 + 2 * MAX_BONUS as i64 };

/// What leaving pairs out can have cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// With all allowed pairs, no result is worth more than this above the solution's bound, which is what it is worth
    /// itself unless groups or caps leave a gap. Tier by tier, so points mean something only where the tiers before are
    /// zero. The true loss may be less, or nothing.
    pub at_most: Value,
    /// How many mentees have a pair that was left out and could matter.
    pub mentees: usize,
    /// Such pairs with their scores, up to eight for each mentee and case of the proof, sorted by mentee and mentor. With
    /// these added ([`Found::add`]) and solved again, less can be lost; repeated until nothing is, the result is the best
    /// of all pairs.
    pub pairs: Vec<Candidate>,
}

impl Loss {
    /// Nothing was lost: what proves the result proves it for all pairs that the rules allow.
    pub fn is_nothing(&self) -> bool {
        self.mentees == 0
    }
}

/// The instance is not made of what was found, so nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    /// Not the same people.
    #[error("the instance has {} mentees and {} mentors, the pool has {} and {}", .instance.0, .instance.1, .pool.0, .pool.1)]
    OtherPeople {
        /// Mentees and mentors of the instance.
        instance: (usize, usize),
        /// Mentees and mentors of the pool.
        pool: (usize, usize),
    },
    /// A candidate is missing in the instance and not excluded there by name; or a pair that is wished for there, locked
    /// or of the run before, and allowed, was not kept as a candidate.
    #[error("mentee {} and mentor {} must be a candidate of the instance", .0.mentee.0, .0.mentor.0)]
    Missing(Pair),
}

impl Pool {
    /// What the pairs that are not in `found` could have added to a result. `found` is what [`find`](Pool::find) gave, with
    /// or without pairs added; `instance` has all of its candidates, and any locks, exclusions and bonuses.
    ///
    /// It never says that nothing was lost when something was. The number of `threads` does not change what it says.
    ///
    /// # Errors
    /// If the instance is not made of these candidates.
    pub fn loss(
        &self,
        found: &Found,
        instance: &Instance,
        solution: &Solution,
        threads: usize,
    ) -> Result<Loss, NotFound> {
        self.check_instance(found, instance)?;
        let (uncovered, mut at_most) = (solution.unmatched(instance).count() as i128, ZERO);
        let mut pairs = Vec::new();
        for case in leaves(solution.cases()) {
            let open = Open::of(instance, &case.closed);
            let total = self.loss_where(found, instance, case.prices, &open, threads);
            at_most = at_most.max(total.at_most(&open));
            pairs.extend(total.pairs);
        }
        for group in
            instance.groups().iter().filter(|group| instance.mentors()[group.mentor.index()].capacity == 0)
        {
            let left_out = self.left_out_of(group, instance);
            if !left_out.is_empty() {
                at_most = plus(at_most, WITH_A_PAIR, group.max);
                pairs.extend(left_out);
            }
        }
        // Nobody can be covered who is covered already.
        at_most = at_most.min((uncovered, i128::MAX, i128::MAX));
        put_in_order(&mut pairs);
        let mentees = pairs.chunk_by(|a, b| a.mentee == b.mentee).count();
        Ok(Loss { at_most: narrow(at_most), mentees, pairs })
    }

    /// What the pairs could have added in one case of the proof.
    fn loss_where(
        &self,
        found: &Found,
        instance: &Instance,
        prices: &Prices,
        open: &Open,
        threads: usize,
    ) -> Tally {
        let shelf = Shelf::of(found, open, prices);
        let size = self.mentees.len().div_ceil(threads.max(1) * 8).max(1);
        let parts = in_parts(self.mentees.len(), size, threads, |mentees| {
            let mut tally = Tally::new(self.mentors.len());
            for mentee in mentees.filter(|at| open.mentees[*at] > 0 && found.mentee_cuts[*at] > 0) {
                let view = View { pool: self, instance, prices, shelf: &shelf };
                view.look(mentee, found.mentee_cuts[mentee], open.mentees[mentee], &mut tally);
            }
            tally
        });
        let mut total = Tally::new(self.mentors.len());
        for part in parts {
            total.add(part);
        }
        total
    }

    /// A group that too few candidates could be in was closed before any price was found. All pairs that were left out
    /// of it count: they might have opened it.
    fn left_out_of(&self, group: &Group, instance: &Instance) -> Vec<Candidate> {
        let wanting = (0..).zip(instance.mentees()).filter(|(_, mentee)| mentee.wants > 0);
        let pairs = wanting.map(|(at, _)| Pair::new(MenteeId(at), group.mentor));
        let left_out = pairs.filter(|pair| group.max > 0 && self.was_left_out(instance, *pair));
        left_out.map(|pair| candidate(pair.mentee.0, pair.mentor.0, self.score(pair))).collect()
    }

    /// Whether the rules allow the pair, and it is not in the instance.
    fn was_left_out(&self, instance: &Instance, pair: Pair) -> bool {
        let (mentee, mentor) = self.two(pair);
        instance.score(pair).is_none()
            && !instance.is_locked(pair)
            && !instance.is_excluded(pair)
            && self.rules.allows(pair, mentee, mentor)
    }

    fn check_instance(&self, found: &Found, instance: &Instance) -> Result<(), NotFound> {
        let (pool, there) =
            ((self.mentees.len(), self.mentors.len()), (instance.mentees().len(), instance.mentors().len()));
        if pool != there {
            return Err(NotFound::OtherPeople { instance: there, pool });
        }
        // A bonus, or the score of a pair that is locked, is nothing that the cuts know of: these pairs must be there.
        let wishes = (0..).zip(instance.mentees()).flat_map(|(at, mentee)| {
            mentee.wishes.iter().map(move |mentor| Pair::new(MenteeId(at), *mentor))
        });
        let special = wishes.chain(instance.locked.iter().chain(&instance.previous).copied());
        let special = special.filter(|pair| self.obstacles(*pair).is_empty());
        let found = found.candidates.iter().map(|one| Pair::new(one.mentee, one.mentor));
        let is_missing = |pair: &Pair| instance.score(*pair).is_none() && !instance.is_excluded(*pair);
        found.chain(special).find(is_missing).map_or(Ok(()), |pair| Err(NotFound::Missing(pair)))
    }
}

/// One case of a proof, with the mentors who have no mentee in it.
struct Case<'a> {
    prices: &'a Prices,
    closed: Vec<MentorId>,
}

/// Every case that has prices. What bounds each of them bounds the result.
fn leaves(cases: &Cases) -> Vec<Case<'_>> {
    let (mut leaves, mut left) = (Vec::new(), vec![(cases, Vec::new())]);
    while let Some((cases, closed)) = left.pop() {
        match cases {
            Cases::Priced(prices) => leaves.push(Case { prices, closed }),
            Cases::Split { mentor, closed: without, open } => {
                left.push((open, closed.iter().copied().filter(|other| other != mentor).collect()));
                left.push((without, [closed, vec![*mentor]].concat()));
            }
        }
    }
    leaves
}

/// What locked pairs leave.
struct Open {
    /// By mentee: further mentors wanted.
    mentees: Vec<u32>,
    /// By mentor: places.
    mentors: Vec<u32>,
}

impl Open {
    fn of(instance: &Instance, closed: &[MentorId]) -> Open {
        let mut open = Open {
            mentees: instance.mentees().iter().map(|mentee| mentee.wants).collect(),
            mentors: instance.mentors().iter().map(|mentor| mentor.capacity).collect(),
        };
        for pair in instance.locked() {
            open.mentees[pair.mentee.index()] -= 1;
            open.mentors[pair.mentor.index()] -= 1;
        }
        for mentor in closed {
            open.mentors[mentor.index()] = 0;
        }
        open
    }
}

/// A mentor who has places and had somebody cut: the others are in no pair that was left out.
#[derive(Clone, Copy)]
struct Cut {
    mentor: MentorId,
    price: Value,
    /// The best score that was cut.
    best: u32,
}

/// These mentors in two orders.
struct Shelf {
    by_price: Vec<Cut>,
    /// By price less the best score that was cut.
    by_margin: Vec<Cut>,
}

impl Shelf {
    fn of(found: &Found, open: &Open, prices: &Prices) -> Shelf {
        let all = (0..).zip(&prices.mentors).zip(&found.mentor_cuts);
        let all = all.map(|((at, price), best)| Cut { mentor: MentorId(at), price: *price, best: *best });
        let mut by_price: Vec<Cut> =
            all.filter(|one| one.best > 0 && open.mentors[one.mentor.index()] > 0).collect();
        let mut by_margin = by_price.clone();
        by_price.sort_by_key(|one| (one.price, one.mentor));
        by_margin.sort_by_key(|one| (one.margin(), one.mentor));
        Shelf { by_price, by_margin }
    }

    /// Those with whom a mentee of this price could have a pair that matters, if nothing above `cut` was left out:
    /// the shorter of two lists, each of which holds them all.
    fn near(&self, price: Value, cut: u32) -> &[Cut] {
        let limit = price + points(cut);
        let cheap = &self.by_price[..self.by_price.partition_point(|one| one.price < limit)];
        let wide = &self.by_margin[..self.by_margin.partition_point(|one| one.margin() < price)];
        if cheap.len() < wide.len() { cheap } else { wide }
    }
}

impl Cut {
    fn margin(&self) -> Value {
        self.price - points(self.best)
    }
}

/// What is read when the pairs of a mentee are looked at.
struct View<'a> {
    pool: &'a Pool,
    instance: &'a Instance,
    prices: &'a Prices,
    shelf: &'a Shelf,
}

impl View<'_> {
    /// Adds up what the pairs of a mentee that were left out earn above their prices.
    fn look(&self, mentee: usize, cut: u32, wants: u32, tally: &mut Tally) {
        let price = self.prices.mentees[mentee];
        let mut pairs: Vec<(Value, Candidate)> = Vec::new();
        for cut_at in self.shelf.near(price, cut) {
            let least = cut_at.price - price;
            if least >= points(cut.min(cut_at.best)) {
                continue;
            }
            let pair = Pair::new(MenteeId(mentee as u32), cut_at.mentor);
            let score = self.pool.score(pair);
            let charges = self.instance.caps_of(pair).map(|cap| self.prices.caps[cap]);
            let above = charges.fold(points(score) - least, |above, charge| above - charge);
            if above > Value::ZERO && self.pool.was_left_out(self.instance, pair) {
                pairs.push((above, candidate(pair.mentee.0, pair.mentor.0, score)));
            }
        }
        tally.take(pairs, wants);
    }
}

/// What was found so far.
struct Tally {
    /// How much the bound rises if prices of mentees fall until no pair counts, or pairs count as they are.
    by_mentees: Wide,
    /// By mentor: how much their price would have to rise for the same.
    raises: Vec<Value>,
    pairs: Vec<Candidate>,
}

/// A sum of values, wide enough for any number of them; compared tier by tier.
type Wide = (i128, i128, i128);
const ZERO: Wide = (0, 0, 0);

impl Tally {
    fn new(mentors: usize) -> Tally {
        Tally { by_mentees: ZERO, raises: vec![Value::ZERO; mentors], pairs: Vec::new() }
    }

    /// Takes the pairs of one mentee, each with what it earns above its prices.
    fn take(&mut self, mut pairs: Vec<(Value, Candidate)>, wants: u32) {
        let Some(most) = pairs.iter().map(|(above, _)| *above).max() else { return };
        let sum = pairs.iter().fold(ZERO, |sum, (above, _)| plus(sum, *above, 1));
        self.by_mentees = plus_wide(self.by_mentees, sum.min(plus(ZERO, most, wants)));
        for (above, one) in &pairs {
            let raise = &mut self.raises[one.mentor.index()];
            *raise = (*raise).max(*above);
        }
        // Of those who tie, everybody names others: the same few would not have places for all.
        let count = self.raises.len() as u32;
        let turn = |one: &Candidate| (one.mentor.0 + count - one.mentee.0 % count) % count;
        pairs.sort_unstable_by_key(|(above, one)| (Reverse(*above), turn(one)));
        pairs.truncate(NAMED);
        pairs.sort_unstable_by_key(|(_, one)| one.mentor);
        self.pairs.extend(pairs.into_iter().map(|(_, one)| one));
    }

    /// Adds those of later mentees.
    fn add(&mut self, other: Tally) {
        self.by_mentees = plus_wide(self.by_mentees, other.by_mentees);
        for (raise, theirs) in self.raises.iter_mut().zip(other.raises) {
            *raise = (*raise).max(theirs);
        }
        self.pairs.extend(other.pairs);
    }

    /// How far the bound rises, the cheaper way.
    fn at_most(&self, open: &Open) -> Wide {
        let raises = self.raises.iter().zip(&open.mentors);
        let by_mentors = raises.fold(ZERO, |sum, (raise, places)| plus(sum, *raise, *places));
        self.by_mentees.min(by_mentors)
    }
}

fn narrow((covered, further, score): Wide) -> Value {
    let part = |part: i128| i64::try_from(part).unwrap_or(if part > 0 { i64::MAX } else { i64::MIN });
    Value { covered: part(covered), further: part(further), score: part(score) }
}

fn plus(sum: Wide, value: Value, times: u32) -> Wide {
    let part = |part: i64| i128::from(part) * i128::from(times);
    plus_wide(sum, (part(value.covered), part(value.further), part(value.score)))
}

fn plus_wide(sum: Wide, other: Wide) -> Wide {
    (sum.0 + other.0, sum.1 + other.1, sum.2 + other.2)
}

fn points(score: u32) -> Value {
    Value { score: i64::from(score), ..Value::ZERO }
}
