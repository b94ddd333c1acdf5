//! People and pairs as the solver numbers them, and what it finds. Pure.

use super::limit::Limit;
use super::member::Member;
use super::plan::{Question, Two};
use super::rules::{self, Rule};
use super::score;
use crate::shell::words;
use bellwether_kernel::EnrollmentId;
use bellwether_matching::{
    Candidate, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, Solution, Value, solve,
};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// People and pairs as the solver numbers them, and what was asked of it.
pub struct Market<'a> {
    /// Whoever waits for a mentor.
    pub mentees: Vec<&'a Member>,
    /// Whoever guides.
    pub mentors: Vec<&'a Member>,
    /// Pairs that one rule alone keeps apart.
    pub blocked: BTreeMap<Rule, Vec<Pair>>,
    /// What a coordinator's cap comes to.
    pub limit: Option<Limit>,
    /// Knows of no cap.
    instance: Instance,
    /// The drafts of before, sorted.
    previous: Vec<Pair>,
    /// Whether it is planned around what was decided by hand.
    by_hand: bool,
    /// What [`Market::pairs`] found.
    found: OnceCell<Vec<Pair>>,
}

/// Pairs, and how far they may be from the best.
pub struct Found<'m> {
    /// What they were found for, the cap included.
    pub instance: Cow<'m, Instance>,
    /// The pairs.
    pub solution: Solution,
    /// No pairs can be better by more.
    pub gap: Value,
}

impl<'a> Market<'a> {
    /// Weighs everybody against everybody. `Err` is a fault of ours, in words.
    pub fn of(question: &Question<'a, '_>) -> Result<Self, String> {
        let mentees: Vec<&Member> = question.members.iter().filter(|m| m.learns() && m.wants).collect();
        let mentors: Vec<&Member> = question.members.iter().filter(|m| m.mentors()).collect();
        let (mut candidates, mut blocked) = (Vec::new(), BTreeMap::<Rule, Vec<Pair>>::new());
        for (e, mentee) in mentees.iter().enumerate() {
            for (r, mentor) in mentors.iter().enumerate().filter(|(_, m)| m.person != mentee.person) {
                let pair = Pair::new(MenteeId(e as u32), MentorId(r as u32));
                match rules::broken(mentor, mentee, question.apart)[..] {
                    [] => candidates.push(Candidate {
                        mentee: pair.mentee,
                        mentor: pair.mentor,
                        score: score::of(mentor, mentee),
                    }),
                    [only] => blocked.entry(only).or_default().push(pair),
                    _ => {}
                }
            }
        }
        let input = input(question, (&mentees, &mentors), candidates);
        let mut previous = input.previous.clone();
        previous.sort_unstable();
        let instance = Instance::new(input).map_err(|e| e.to_string())?;
        let limit = match question.cap {
            None => None,
            Some(cap) => {
                let free = solve(&instance).map_err(|e| e.to_string())?;
                Some(Limit::of(cap, question.members, (&mentees, &mentors), (&instance, free))?)
            }
        };
        let (by_hand, found) = (question.by_hand, OnceCell::new());
        Ok(Self { mentees, mentors, blocked, limit, instance, previous, by_hand, found })
    }

    /// The best pairs. Those around a decision by hand, under a cap, are good ones.
    pub fn best(&self) -> Result<Found<'_>, String> {
        let Some(limit) = &self.limit else {
            let solution = solve(&self.instance).map_err(|e| e.to_string())?;
            return Ok(Found { instance: Cow::Borrowed(&self.instance), solution, gap: Value::ZERO });
        };
        if limit.is_kept(&self.instance, limit.free.pairs()) {
            let (instance, solution) = (Cow::Borrowed(&self.instance), limit.free.clone());
            return Ok(Found { instance, solution, gap: Value::ZERO });
        }
        let capped = limit.capped(&self.instance)?;
        let (solution, gap) = if self.by_hand && self.has_drafts() {
            let solution = limit.around(&self.instance, &self.previous)?;
            let gap = limit.free.value() - solution.value();
            (solution, gap)
        } else {
            let solution = solve(&capped).map_err(|e| e.to_string())?;
            let gap = solution.gap();
            (solution, gap)
        };
        Ok(Found { instance: Cow::Owned(capped), solution, gap })
    }

    /// The best pairs alone, without their reasons.
    pub fn pairs(&self) -> Result<Vec<Two>, String> {
        Ok(self.twos(self.found()?))
    }

    /// The best pairs if these two were locked besides. The mentee must not be locked yet.
    pub fn pairs_with(&self, two: Two) -> Result<Vec<Two>, String> {
        let at =
            |members: &[&Member], who| members.iter().position(|m| m.enrollment == who).map(|at| at as u32);
        let (Some(mentee), Some(mentor)) = (at(&self.mentees, two.mentee), at(&self.mentors, two.mentor))
        else {
            return Err("one of the two takes no part".to_owned());
        };
        let pair = Pair::new(MenteeId(mentee), MentorId(mentor));
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
    candidates: Vec<Candidate>,
) -> Input {
    let numbered = |members: &[&Member]| -> BTreeMap<EnrollmentId, u32> {
        members.iter().enumerate().map(|(at, m)| (m.enrollment, at as u32)).collect()
    };
    let (mentor_at, mentee_at) = (numbered(mentors), numbered(mentees));
    let pair = |two: &Two| {
        Some(Pair::new(MenteeId(*mentee_at.get(&two.mentee)?), MentorId(*mentor_at.get(&two.mentor)?)))
    };
    let mentee = |member: &&Member| Mentee {
        wants: 1,
        waited: u32::try_from(member.waited).unwrap_or(0),
        wishes: member.wishes.iter().filter_map(|wish| mentor_at.get(wish).copied().map(MentorId)).collect(),
    };
    let places = |member: &&Member| Mentor { capacity: u32::try_from(member.places).unwrap_or(0) };
    Input {
        mentees: mentees.iter().map(mentee).collect(),
        mentors: mentors.iter().map(places).collect(),
        candidates,
        locked: question.locked.iter().filter_map(pair).collect(),
        previous: question.previous.iter().filter_map(pair).collect(),
        stability: u32::try_from(question.stability * score::POINT).unwrap_or(0),
        wish_bonuses: score::WISHES.to_vec(),
        seed: question.seed,
        ..Input::default()
    }
}
