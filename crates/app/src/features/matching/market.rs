//! People and pairs as the solver numbers them, and what it finds. Pure.

use super::cap::Scarce;
use super::fits::Fits;
use super::limit::Limit;
use super::member::Member;
use super::plan::{Question, Two};
use super::score;
use super::weighed::Weighed;
use crate::shell::words;
use bellwether_kernel::EnrollmentId;
use bellwether_matching::candidates::Loss;
use bellwether_matching::{
    Candidate, Input, Instance, Mentee, Mentor, Pair, Solution, Value, infeasibility, solve, solve_from,
};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// People and pairs as the solver numbers them, and what was asked of it.
pub struct Market<'a> {
    /// Whoever waits for a mentor.
    pub mentees: Vec<&'a Member>,
    /// Whoever guides.
    pub mentors: Vec<&'a Member>,
    /// Rules and scores.
    pub fits: &'a Fits,
    /// The pairs that are weighed.
    pub weighed: Weighed,
    /// What a coordinator's cap comes to.
    pub limit: Option<Limit>,
    /// Knows of no cap.
    instance: Instance,
    /// The drafts of before, sorted.
    previous: Vec<Pair>,
    /// Whether it is planned around what was decided by hand.
    by_hand: bool,
    /// The best pairs if there were no cap, once they are sought.
    free: OnceCell<Solution>,
    /// What [`Market::pairs`] found.
    found: OnceCell<Vec<Pair>>,
}

/// Pairs, and how far they may be from the best.
pub struct Found<'m> {
    /// What they were found for, the cap included.
    pub instance: Cow<'m, Instance>,
    /// The pairs.
    pub solution: Solution,
    /// No pairs of those that are weighed can be better by more.
    pub gap: Value,
    /// What pairs that are not weighed could add; nothing where all are.
    pub loss: Option<Loss>,
}

impl<'a> Market<'a> {
    /// Weighs everybody against everybody, or against those who fit best. `Err` is a fault of ours, in words.
    pub fn of(question: &Question<'a, '_>) -> Result<Self, String> {
        let of =
            |places: &[usize]| -> Vec<&Member> { places.iter().map(|at| &question.members[*at]).collect() };
        let fits = question.fits;
        let (mentees, mentors) = (of(&fits.sides.mentees), of(&fits.sides.mentors));
        let weighed = Weighed::of(fits, question.most_pairs);
        let input = input(question, (&mentees, &mentors), weighed.candidates());
        let mut previous = input.previous.clone();
        previous.sort_unstable();
        let instance = Instance::new(input).map_err(|e| e.to_string())?;
        let (by_hand, free, found) = (question.by_hand, OnceCell::new(), OnceCell::new());
        let mut market =
            Self { mentees, mentors, fits, weighed, limit: None, instance, previous, by_hand, free, found };
        if let Some(cap) = question.cap {
            let wanted = if cap.scarce == Scarce::Wanted { market.wanted()? } else { BTreeSet::new() };
            market.limit =
                Some(Limit::of(cap, question.members, (&market.mentees, &market.mentors), &wanted));
        }
        Ok(market)
    }

    /// Weighs whatever other pairs could matter besides, as far as that ends.
    pub fn complete(&mut self, question: &Question<'a, '_>) -> Result<(), String> {
        if let Weighed::All(_) = self.weighed {
            return Ok(());
        }
        let first = (self.instance.clone(), self.free()?.clone());
        let anew = |candidates: &[Candidate]| {
            let input = input(question, (&self.mentees, &self.mentors), candidates);
            let instance = Instance::new(input).map_err(|e| e.to_string())?;
            let solution = solve(&instance).map_err(|e| e.to_string())?;
            Ok((instance, solution))
        };
        let (instance, free) = self.weighed.complete(self.fits, first, anew)?;
        (self.instance, self.free, self.found) = (instance, OnceCell::from(free), OnceCell::new());
        Ok(())
    }

    /// The best pairs if there were no cap.
    pub fn free(&self) -> Result<&Solution, String> {
        if self.free.get().is_none() {
            let _ = self.free.set(solve(&self.instance).map_err(|e| e.to_string())?);
        }
        self.free.get().ok_or_else(|| "the best pairs were found and lost".to_owned())
    }

    /// Mentors whom more people want than they have places: one more place with any of them would match one more.
    fn wanted(&self) -> Result<BTreeSet<EnrollmentId>, String> {
        let found = infeasibility(&self.instance, self.free()?, &[]).map_err(|e| e.to_string())?;
        let of = found.bottlenecks.iter().flat_map(|group| &group.mentors);
        Ok(of.map(|m| self.mentors[m.0 as usize].enrollment).collect())
    }

    /// The best pairs. Those around a decision by hand, under a cap, are good ones.
    pub fn best(&self) -> Result<Found<'_>, String> {
        let free = self.free()?;
        let broken = self.limit.as_ref().filter(|limit| !limit.is_kept(&self.instance, free.pairs()));
        let Some(limit) = broken else {
            let loss = self.loss(&self.instance, free)?;
            let (instance, solution) = (Cow::Borrowed(&self.instance), free.clone());
            return Ok(Found { instance, solution, gap: Value::ZERO, loss });
        };
        let capped = limit.capped(&self.instance)?;
        if self.by_hand && self.has_drafts() {
            let solution = limit.around(&self.instance, &self.previous)?;
            let (gap, loss) = (free.value() - solution.value(), self.loss(&self.instance, free)?);
            return Ok(Found { instance: Cow::Owned(capped), solution, gap, loss });
        }
        let solution = solve_from(&capped, free).map_err(|e| e.to_string())?;
        let (gap, loss) = (solution.gap(), self.loss(&capped, &solution)?);
        Ok(Found { instance: Cow::Owned(capped), solution, gap, loss })
    }

    fn loss(&self, instance: &Instance, solution: &Solution) -> Result<Option<Loss>, String> {
        self.weighed.loss(self.fits, instance, solution)
    }

    /// The best pairs alone, without their reasons.
    pub fn pairs(&self) -> Result<Vec<Two>, String> {
        Ok(self.twos(self.found()?))
    }

    /// The best pairs if these two were locked besides. The mentee must not be locked yet.
    pub fn pairs_with(&self, two: Two) -> Result<Vec<Two>, String> {
        let pair = self.fits.sides.pair(&two).ok_or("one of the two takes no part")?;
        let instance = self.instance.with_lock(pair).map_err(|e| e.to_string())?;
        let solution = match &self.limit {
            None => solve(&instance).map_err(|e| e.to_string())?,
            Some(limit) => limit.around(&instance, self.kept()?)?,
        };
        Ok(self.twos(solution.pairs()))
    }

    fn found(&self) -> Result<&[Pair], String> {
        if self.found.get().is_none() {
            let _ = self.found.set(self.best()?.solution.pairs().to_vec());
        }
        Ok(self.found.get().map_or(&[], Vec::as_slice))
    }

    /// What a full unit keeps: its places in the drafts, or in the best pairs where nothing is drafted.
    fn kept(&self) -> Result<&[Pair], String> {
        if self.has_drafts() { Ok(&self.previous) } else { self.found() }
    }

    /// Whether there were drafts besides those that somebody locked.
    fn has_drafts(&self) -> bool {
        self.previous.iter().any(|pair| !self.instance.is_locked(*pair))
    }

    /// What a choice does to the cap: a unit that would have more than it leaves it, with `after` for pairs.
    pub fn over(&self, two: Two, after: &[Two]) -> Option<String> {
        let limit = self.limit.as_ref().filter(|limit| limit.scarce.contains(&two.mentor))?;
        let unit_of = |mentee: EnrollmentId| {
            let mentee = self.mentees.iter().find(|m| m.enrollment == mentee)?;
            limit.cap.unit.of(mentee)
        };
        let unit = unit_of(two.mentee)?;
        let counts = |pair: &&Two| limit.scarce.contains(&pair.mentor) && unit_of(pair.mentee) == Some(unit);
        let has = limit.held.get(unit).unwrap_or(&0) + after.iter().filter(counts).count() as i64;
        let (has_words, most) = (words::figure(has), words::figure(limit.most));
        (has > limit.most).then(|| format!("{unit} then has {has_words} where the cap allows {most}"))
    }

    fn twos(&self, pairs: &[Pair]) -> Vec<Two> {
        pairs.iter().map(|pair| self.two(*pair)).collect()
    }

    /// A pair, by the parts in the program.
    pub fn two(&self, pair: Pair) -> Two {
        Two { mentor: self.mentor(pair).enrollment, mentee: self.mentee(pair).enrollment }
    }

    /// The mentor of a pair.
    pub fn mentor(&self, pair: Pair) -> &'a Member {
        self.mentors[pair.mentor.0 as usize]
    }

    /// The mentee of a pair.
    pub fn mentee(&self, pair: Pair) -> &'a Member {
        self.mentees[pair.mentee.0 as usize]
    }
}

/// What the solver is asked.
fn input(
    question: &Question<'_, '_>,
    (mentees, mentors): (&[&Member], &[&Member]),
    candidates: &[Candidate],
) -> Input {
    let sides = &question.fits.sides;
    let mentee = |member: &&Member| Mentee {
        wants: 1,
        waited: u32::try_from(member.waited).unwrap_or(0),
        wishes: member.wishes.iter().filter_map(|wish| sides.mentor(*wish)).collect(),
    };
    let places = |member: &&Member| Mentor { capacity: u32::try_from(member.places).unwrap_or(0) };
    Input {
        mentees: mentees.iter().map(mentee).collect(),
        mentors: mentors.iter().map(places).collect(),
        candidates: candidates.to_vec(),
        locked: question.locked.iter().filter_map(|two| sides.pair(two)).collect(),
        previous: question.previous.iter().filter_map(|two| sides.pair(two)).collect(),
        stability: u32::try_from(question.stability * score::POINT).unwrap_or(0),
        wish_bonuses: score::WISHES.to_vec(),
        seed: question.seed,
        ..Input::default()
    }
}
