//! What a program's own joins say of its ties.
//!
//! When somebody joins, those who heed them are *exposed*; some follow within a while. Which of several exposures it was is not
//! known, so each gets its share of the credit, in turns until nothing changes: expectation and maximisation for the independent
//! cascade (Saito, Nakano, Kimura, "Prediction of information diffusion probabilities for independent cascade model", KES 2008).
//! People join without an example too; that is one more cause, with a chance of its own.
//!
//! A program has few joins, so nothing is believed of them alone: every chance is shrunk towards the table's judgement
//! by [`Belief::exposures`], and comes with its range.

use std::collections::{HashMap, HashSet};

use crate::error::Error;
use crate::estimate::Range;
use crate::graph::known;
use crate::tie::{Flow, KindWeights, Tie, TieKind};

/// Below so many exposures of a kind nothing is said of what was learned.
pub const ENOUGH_EXPOSURES: u32 = 30;

/// Causes: each kind forwards and backwards, and last of all no example.
const CAUSES: usize = 2 * TieKind::ALL.len() + 1;
const UNASKED: usize = CAUSES - 1;

/// Somebody joined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    /// Who.
    pub person: u32,
    /// When, in days from any beginning.
    pub day: f64,
}

/// What was watched, and what is believed before anything was seen. The numbers are **stated judgement, not data**.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// How influence runs along the kinds; together with `scale` the chance that is believed of each.
    pub table: KindWeights,
    /// The chance that one exposure along a kind of flow 1 brings somebody along.
    pub scale: f64,
    /// How many exposures the judgement is worth.
    pub exposures: f64,
    /// How many days after an example a join is credited to it.
    pub window: f64,
    /// The day of the last look: who was exposed later than a window before it may still follow, and is left aside.
    pub until: f64,
}

impl Belief {
    /// The usual table, one follower in twenty along a full tie, worth forty exposures; sixty days.
    pub fn until(day: f64) -> Self {
        Self { table: KindWeights::default(), scale: 0.05, exposures: 40.0, window: 60.0, until: day }
    }
}

/// What is known of one kind of tie in one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learned {
    /// The chance that one exposure brings somebody along.
    pub chance: f64,
    /// Where it lies four times in five. It takes the credit as it was given, so the truth may lie somewhat wider.
    pub range: Range,
    /// How many exposures were seen.
    pub exposures: u32,
}

impl Learned {
    /// Whether enough was seen to say that it was learned; otherwise it is nearly the judgement.
    pub fn is_enough(&self) -> bool {
        self.exposures >= ENOUGH_EXPOSURES
    }
}

/// What was learned of all kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnedTies([Learned; CAUSES]);

impl LearnedTies {
    /// Learns from joins; who joined twice joined first.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`], or [`Error::Setting`] for a scale outside 0 to 1, or anything else not above 0.
    pub fn from_joins(people: usize, ties: &[Tie], joins: &[Join], belief: &Belief) -> Result<Self, Error> {
        belief.check()?;
        let day = days(people, joins)?;
        let began = day.values().copied().fold(belief.until, f64::min);
        // Whoever joins of themselves does so at any time, so only a part of them falls into a window by chance.
        let overlap = (belief.window / (belief.until - began).max(belief.window)).min(1.0);
        let mut seen =
            Seen { exposures: [0; CAUSES], followed: HashMap::new(), once: HashSet::new(), overlap };
        seen.exposures[UNASKED] = people as u32;
        for tie in ties {
            known(people, tie.from)?;
            known(people, tie.to)?;
            seen.expose(&day, tie.from, tie.to, forward(tie.kind), belief);
            seen.expose(&day, tie.to, tie.from, backward(tie.kind), belief);
        }
        let unasked = day.keys().filter(|person| !seen.followed.contains_key(person)).count();
        let credit = seen.credit(belief, unasked as f64);
        Ok(Self(std::array::from_fn(|cause| belief.after(cause, credit[cause], seen.exposures[cause]))))
    }

    /// What is known of a kind, from the first person of its sentence to the second.
    pub fn forward(&self, kind: TieKind) -> Learned {
        self.0[forward(kind)]
    }

    /// The same from the second to the first. Of a kind that holds both ways it is the same as forwards.
    pub fn backward(&self, kind: TieKind) -> Learned {
        self.0[backward(kind)]
    }

    /// The chance that somebody joins without an example.
    pub fn unasked(&self) -> Learned {
        self.0[UNASKED]
    }

    /// As a table for [`Graph::from_ties`](crate::Graph::from_ties) with
    /// [`Probabilities::Given`](crate::Probabilities::Given): a tie of weight 1 has the chance that was learned.
    pub fn table(&self) -> KindWeights {
        TieKind::ALL.into_iter().fold(KindWeights::default(), |table, kind| {
            let flow = Flow { forward: self.forward(kind).chance, backward: self.backward(kind).chance };
            table.with(kind, flow)
        })
    }
}

fn forward(kind: TieKind) -> usize {
    2 * kind as usize
}

/// Who stands first in a tie that holds both ways is chance, so both ways are one cause.
fn backward(kind: TieKind) -> usize {
    forward(kind) + usize::from(!kind.both_ways())
}

/// By person, the day on which they joined.
fn days(people: usize, joins: &[Join]) -> Result<HashMap<u32, f64>, Error> {
    let mut day: HashMap<u32, f64> = HashMap::new();
    for join in joins {
        known(people, join.person)?;
        if !join.day.is_finite() {
            return Err(Error::Setting { what: "a day", value: join.day, range: "a number" });
        }
        let first = day.entry(join.person).or_insert(join.day);
        *first = first.min(join.day);
    }
    Ok(day)
}

/// Exposures by cause, and for each who followed somebody the causes that may have been it.
struct Seen {
    exposures: [u32; CAUSES],
    followed: HashMap<u32, Vec<usize>>,
    /// Example, other and cause of what was seen: a tie that stands twice exposes once.
    once: HashSet<(u32, u32, usize)>,
    /// What part of the time a window is.
    overlap: f64,
}

impl Seen {
    fn expose(&mut self, day: &HashMap<u32, f64>, example: u32, other: u32, cause: usize, belief: &Belief) {
        let Some(&at) = day.get(&example).filter(|_| example != other) else { return };
        if !self.once.insert((example, other, cause)) {
            return;
        }
        match day.get(&other) {
            Some(&joined) if joined <= at => {}
            Some(&joined) if joined <= at + belief.window => {
                self.exposures[cause] += 1;
                self.followed.entry(other).or_default().push(cause);
            }
            _ if at + belief.window <= belief.until => self.exposures[cause] += 1,
            _ => {}
        }
    }

    /// How many joins each cause is credited with.
    fn credit(&self, belief: &Belief, unasked: f64) -> [f64; CAUSES] {
        let mut credit = [0.0; CAUSES];
        // In order, so that sums do not depend on how people were hashed.
        let mut followed: Vec<_> = self.followed.iter().collect();
        followed.sort_unstable();
        for _ in 0..200 {
            let mut chance: [f64; CAUSES] =
                std::array::from_fn(|cause| belief.after(cause, credit[cause], self.exposures[cause]).chance);
            chance[UNASKED] *= self.overlap;
            let mut next = [0.0; CAUSES];
            next[UNASKED] = unasked;
            for (_, causes) in &followed {
                let all = causes.iter().chain([&UNASKED]);
                let none: f64 = all.clone().map(|&cause| 1.0 - chance[cause]).product();
                for &cause in all {
                    next[cause] += chance[cause] / (1.0 - none).max(f64::MIN_POSITIVE);
                }
            }
            let moved = credit.iter().zip(next).fold(0.0f64, |most, (a, b)| most.max((a - b).abs()));
            credit = next;
            if moved < 1e-9 {
                break;
            }
        }
        credit
    }
}

impl Belief {
    fn check(&self) -> Result<(), Error> {
        let wrong = |what, value, range| Err(Error::Setting { what, value, range });
        if !(self.scale > 0.0 && self.scale < 1.0) {
            return wrong("the scale", self.scale, "between 0 and 1");
        }
        for (what, value) in [("the exposures", self.exposures), ("the window", self.window)] {
            if !(value.is_finite() && value > 0.0) {
                return wrong(what, value, "a number above 0");
            }
        }
        Ok(())
    }

    /// What is believed of a cause after so many joins of so many exposures: a beta distribution.
    fn after(&self, cause: usize, credit: f64, exposures: u32) -> Learned {
        let flow = TieKind::ALL.get(cause / 2).map_or(0.2, |&kind| {
            let flow = self.table.get(kind);
            if cause.is_multiple_of(2) { flow.forward } else { flow.backward }
        });
        let prior = (self.scale * flow).clamp(1e-6, 0.999);
        let (yes, all) = (self.exposures * prior + credit, self.exposures + f64::from(exposures));
        let chance = yes.min(all) / all;
        let half = 1.2816 * (chance * (1.0 - chance) / (all + 1.0)).sqrt();
        let range = Range { low: (chance - half).max(0.0), high: (chance + half).min(1.0) };
        Learned { chance, range, exposures }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Draws, Stream, key};

    /// Plays many small programs: advice brings along with 0.3, friends with 0.05, nobody joins of themselves later.
    fn played(programs: u32) -> (usize, Vec<Tie>, Vec<Join>) {
        let mut draws = Draws::new(key(4, Stream::Worlds, 0));
        let (mut ties, mut joins) = (Vec::new(), Vec::new());
        for program in 0..programs {
            let first = program * 9;
            joins.push(Join { person: first, day: 0.0 });
            for other in 1..9 {
                let (kind, chance) =
                    if other < 5 { (TieKind::Advised, 0.3) } else { (TieKind::Committee, 0.05) };
                ties.push(Tie { from: first, to: first + other, kind, weight: 1.0 });
                if draws.unit() < chance {
                    joins.push(Join { person: first + other, day: 10.0 + f64::from(other) });
                }
            }
        }
        (programs as usize * 9, ties, joins)
    }

    #[test]
    fn many_joins_tell_what_each_kind_is_worth() {
        let (people, ties, joins) = played(400);
        let learned = LearnedTies::from_joins(people, &ties, &joins, &Belief::until(600.0)).unwrap();
        let (advised, committee) = (learned.forward(TieKind::Advised), learned.forward(TieKind::Committee));
        assert!(advised.is_enough() && advised.range.low < 0.3 && advised.range.high > 0.22, "{advised:?}");
        assert!(committee.chance < 0.08 && committee.range.high < advised.range.low, "{committee:?}");
        let table = learned.table();
        assert!((table.get(TieKind::Advised).forward - advised.chance).abs() < 1e-12);
    }

    #[test]
    fn a_few_joins_hardly_move_the_judgement_and_are_said_to_be_too_few() {
        let (people, ties, joins) = played(2);
        let learned = LearnedTies::from_joins(people, &ties, &joins, &Belief::until(600.0)).unwrap();
        let advised = learned.forward(TieKind::Advised);
        assert!(!advised.is_enough() && (advised.chance - 0.05).abs() < 0.08, "{advised:?}");
        assert_eq!(learned.forward(TieKind::Mentored).exposures, 0);
        assert!((learned.forward(TieKind::Mentored).chance - 0.05).abs() < 1e-9);
    }

    #[test]
    fn who_may_still_follow_is_left_aside_and_who_joined_before_was_not_brought() {
        let tie = |from, to| Tie { from, to, kind: TieKind::Advised, weight: 1.0 };
        let joins = [Join { person: 0, day: 100.0 }, Join { person: 1, day: 50.0 }];
        let learn = |until| {
            let belief = Belief::until(until);
            let ties = [tie(0, 1), tie(0, 2)];
            LearnedTies::from_joins(3, &ties, &joins, &belief).unwrap().forward(TieKind::Advised).exposures
        };
        assert_eq!((learn(120.0), learn(160.0)), (0, 1));
    }

    #[test]
    fn a_tie_that_holds_both_ways_is_one_however_often_and_from_whichever_end_it_stands() {
        let tie = |from, to| Tie { from, to, kind: TieKind::Committee, weight: 1.0 };
        let joins = [Join { person: 0, day: 0.0 }, Join { person: 1, day: 5.0 }];
        let learn = |ties: &[Tie]| {
            let learned = LearnedTies::from_joins(2, ties, &joins, &Belief::until(200.0)).unwrap();
            (learned.forward(TieKind::Committee), learned.backward(TieKind::Committee))
        };
        let (forward, backward) = learn(&[tie(0, 1)]);
        assert_eq!((forward, forward.exposures), (backward, 1));
        assert_eq!(learn(&[tie(1, 0)]), learn(&[tie(0, 1)]));
        assert_eq!(learn(&[tie(0, 1), tie(1, 0), tie(0, 1)]), learn(&[tie(0, 1)]));
    }

    #[test]
    fn credit_is_shared_between_those_who_may_have_brought_somebody() {
        let mut ties = Vec::new();
        let mut joins = Vec::new();
        // Sixty people heed an adviser and a friend of whom both joined; all follow. Sixty more heed a friend alone; none does.
        for at in 0..60 {
            let base = at * 5;
            ties.push(Tie { from: base, to: base + 2, kind: TieKind::Advised, weight: 1.0 });
            ties.push(Tie { from: base + 1, to: base + 2, kind: TieKind::Committee, weight: 1.0 });
            ties.push(Tie { from: base + 3, to: base + 4, kind: TieKind::Committee, weight: 1.0 });
            joins.extend([base, base + 1, base + 3].map(|person| Join { person, day: 0.0 }));
            joins.push(Join { person: base + 2, day: 5.0 });
        }
        let learned = LearnedTies::from_joins(300, &ties, &joins, &Belief::until(2_000.0)).unwrap();
        assert!(learned.forward(TieKind::Advised).chance > 0.4);
        assert!(learned.forward(TieKind::Committee).chance < 0.15);
    }

    #[test]
    fn wrong_settings_are_named() {
        let belief = Belief { scale: 1.5, ..Belief::until(1.0) };
        assert!(matches!(LearnedTies::from_joins(1, &[], &[], &belief), Err(Error::Setting { .. })));
        let stranger = [Join { person: 3, day: 0.0 }];
        let error = LearnedTies::from_joins(1, &[], &stranger, &Belief::until(1.0)).unwrap_err();
        assert_eq!(error, Error::UnknownPerson { person: 3, people: 1 });
    }
}
