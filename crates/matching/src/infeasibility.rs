//! The infeasibility report: who stays without a mentor, why, and what would change it.
//!
//! Everything here is exact. A mentor is in a bottleneck exactly if one more place with them covers one more mentee;
//! this is read off the alternating paths that start at uncovered mentees (the residual side of the dual), without
//! solving again. Relaxed rules are answered by extending the matching that is there, not by starting over.

use std::collections::BTreeMap;

use crate::coverage::{Coverage, Reach};
use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::invalid::{InvalidInstance, List};
use crate::solution::Solution;
use crate::statement;

/// A hard rule that removed pairs before the run, such as "not in one's own reporting chain".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// How the coordinator knows it.
    pub name: String,
    /// The pairs that would be candidates if this rule alone were relaxed.
    pub blocks: Vec<Pair>,
}

/// Who stays without a mentor, why, and what would change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfeasibilityReport {
    /// Every mentee who wants a mentor and has none, sorted.
    pub unmatched: Vec<Unmatched>,
    /// Groups of mentees who compete for too few places. No two share a mentor or a mentee.
    pub bottlenecks: Vec<Bottleneck>,
    /// What each rule costs, in the order given.
    pub rules: Vec<RelaxedRule>,
}

/// A mentee without a mentor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// Who.
    pub mentee: MenteeId,
    /// Why.
    pub why: Why,
}

/// Why a mentee has no mentor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No pair with them is allowed at all, or none that the groups that meet and the caps leave.
    NoCandidate {
        /// The rules that block at least one pair of theirs, by position in the rules given.
        rules: Vec<usize>,
        /// How many mentors are excluded for them by name.
        forbidden: usize,
        /// How many mentors are excluded because they were paired before.
        earlier: usize,
        /// How many would be candidates, but guide a group that does not meet, or count against a cap.
        coupled: usize,
    },
    /// There are candidates, but not enough places.
    Capacity {
        /// The bottleneck they are part of, by position in the report.
        bottleneck: usize,
    },
}

/// Mentees who have no candidates but these mentors, who have fewer places than they are mentees (a Hall violator).
///
/// One more place with **any one** of the mentors covers exactly one more mentee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bottleneck {
    /// The mentors, sorted.
    pub mentors: Vec<MentorId>,
    /// The competing mentees, the unmatched among them, sorted. Each needs a first mentor.
    pub mentees: Vec<MenteeId>,
    /// Places of these mentors, locked pairs taken off.
    pub places: u64,
    /// Places of these mentors that locked pairs hold.
    pub locked: u64,
    /// How many of the mentees have no mentor: exactly `mentees.len() - places`.
    pub unmatched: usize,
}

/// What one rule costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelaxedRule {
    /// The rule's name.
    pub name: String,
    /// How many more mentees would have a mentor if this rule alone were relaxed.
    pub covers_more: u32,
}

/// Explains who stays unmatched. `rules` are those that thinned out the candidates; they may be none.
///
/// # Errors
/// [`InvalidInstance::UnknownMentee`] or [`InvalidInstance::UnknownMentor`] if a rule names nobody.
pub fn infeasibility(
    instance: &Instance,
    solution: &Solution,
    rules: &[Rule],
) -> Result<InfeasibilityReport, InvalidInstance> {
    let what_if = WhatIf::new(instance, solution);
    let mut relaxed = Vec::with_capacity(rules.len());
    for rule in rules {
        let covers_more = what_if.rule_relaxed(rule)?;
        relaxed.push(RelaxedRule { name: rule.name.clone(), covers_more });
    }
    let (bottlenecks, member) = bottlenecks(instance, &what_if.coverage);
    let blocked = blocked_by(rules);
    let unmatched = what_if.coverage.uncovered.iter().map(|mentee| {
        let why = match member.get(mentee) {
            Some(bottleneck) => Why::Capacity { bottleneck: *bottleneck },
            None => no_candidate(instance, blocked.get(mentee).map_or(&[], Vec::as_slice), *mentee),
        };
        Unmatched { mentee: *mentee, why }
    });
    Ok(InfeasibilityReport { unmatched: unmatched.collect(), bottlenecks, rules: relaxed })
}

/// Answers "how many more mentees would have a mentor, if …". Exact, and cheap: it extends what is matched.
pub struct WhatIf<'a> {
    instance: &'a Instance,
    coverage: Coverage,
}

impl<'a> WhatIf<'a> {
    /// Questions about this solution.
    pub fn new(instance: &'a Instance, solution: &Solution) -> WhatIf<'a> {
        WhatIf { instance, coverage: Coverage::of(instance, solution) }
    }

    /// How many more mentees would have a mentor if each of these mentors had that many more places.
    ///
    /// # Panics
    /// If a mentor is not in the instance.
    pub fn more_places(&self, more: &[(MentorId, u32)]) -> u32 {
        let mut coverage = self.coverage.clone();
        for (mentor, places) in more {
            coverage.add_places(*mentor, *places);
        }
        coverage.augment(u32::MAX)
    }

    /// How many more mentees would have a mentor if this rule alone were relaxed. Excluded pairs stay excluded; a pair that
    /// a group that does not meet or a cap stands in the way of as well is not counted on.
    ///
    /// # Errors
    /// If the rule names a mentee or mentor who is not in the instance.
    pub fn rule_relaxed(&self, rule: &Rule) -> Result<u32, InvalidInstance> {
        let mut coverage = self.coverage.clone();
        let (mentees, mentors) = (self.instance.mentees().len(), self.instance.mentors().len());
        for (index, pair) in rule.blocks.iter().enumerate() {
            statement::known(List::Rule, index, *pair, mentees, mentors)?;
            if !self.instance.is_excluded(*pair) {
                coverage.allow(self.instance, *pair);
            }
        }
        Ok(coverage.augment(u32::MAX))
    }
}

/// The bottlenecks, sorted by their mentors, and which one each uncovered mentee with candidates belongs to.
///
/// One search over all uncovered mentees: where a search meets a mentor of an earlier one, the two are one group,
/// because their mentees compete for the same places.
fn bottlenecks(instance: &Instance, coverage: &Coverage) -> (Vec<Bottleneck>, BTreeMap<MenteeId, usize>) {
    let mut visited = coverage.unvisited();
    let mut groups = Groups::default();
    for mentee in coverage.uncovered.iter().filter(|mentee| coverage.has_candidates(**mentee)) {
        groups.add(coverage.reach(*mentee, &mut visited));
    }
    let mut bottlenecks: Vec<Bottleneck> =
        groups.merged().into_iter().map(|group| bottleneck(instance, coverage, group)).collect();
    bottlenecks.sort_unstable_by(|one, other| one.mentors.cmp(&other.mentors));
    let mut member = BTreeMap::new();
    for (at, bottleneck) in bottlenecks.iter().enumerate() {
        member.extend(bottleneck.mentees.iter().map(|mentee| (*mentee, at)));
    }
    (bottlenecks, member)
}

/// Searches, joined where they met.
#[derive(Default)]
struct Groups {
    found: Vec<Reach>,
    /// By search: an older search of the same group, or itself.
    older: Vec<usize>,
    of_mentor: BTreeMap<MentorId, usize>,
}

impl Groups {
    fn add(&mut self, reach: Reach) {
        let mut oldest = self.found.len();
        self.older.push(oldest);
        for mentor in &reach.met {
            let Some(other) = self.of_mentor.get(mentor).map(|at| self.oldest(*at)) else { continue };
            let (low, high) = (oldest.min(other), oldest.max(other));
            self.older[high] = low;
            oldest = low;
        }
        self.of_mentor.extend(reach.mentors.iter().map(|mentor| (*mentor, oldest)));
        self.found.push(reach);
    }

    fn oldest(&self, mut at: usize) -> usize {
        while self.older[at] != at {
            at = self.older[at];
        }
        at
    }

    fn merged(mut self) -> Vec<Reach> {
        let mut groups: BTreeMap<usize, Reach> = BTreeMap::new();
        for (at, reach) in std::mem::take(&mut self.found).into_iter().enumerate() {
            let group = groups.entry(self.oldest(at)).or_default();
            group.mentees.extend(reach.mentees);
            group.mentors.extend(reach.mentors);
        }
        groups.into_values().collect()
    }
}

fn bottleneck(instance: &Instance, coverage: &Coverage, group: Reach) -> Bottleneck {
    let Reach { mut mentees, mut mentors, .. } = group;
    mentees.sort_unstable();
    mentors.sort_unstable();
    let places = mentors.iter().map(|mentor| u64::from(coverage.places(*mentor))).sum();
    let all: u64 = mentors.iter().map(|mentor| u64::from(instance.mentors()[mentor.index()].capacity)).sum();
    let unmatched = mentees.iter().filter(|mentee| coverage.uncovered.binary_search(mentee).is_ok()).count();
    Bottleneck { mentors, mentees, places, locked: all - places, unmatched }
}

fn no_candidate(instance: &Instance, rules: &[usize], mentee: MenteeId) -> Why {
    let count = |pairs: &[Pair]| {
        let from = pairs.partition_point(|pair| pair.mentee < mentee);
        pairs[from..].iter().take_while(|pair| pair.mentee == mentee).count()
    };
    Why::NoCandidate {
        rules: rules.to_vec(),
        forbidden: count(&instance.forbidden),
        earlier: count(&instance.earlier),
        coupled: instance.candidates_of(mentee).len(),
    }
}

/// By mentee: the rules that block at least one pair of theirs.
fn blocked_by(rules: &[Rule]) -> BTreeMap<MenteeId, Vec<usize>> {
    let mut blocked: BTreeMap<MenteeId, Vec<usize>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        for pair in &rule.blocks {
            let of_mentee = blocked.entry(pair.mentee).or_default();
            if of_mentee.last() != Some(&at) {
                of_mentee.push(at);
            }
        }
    }
    blocked
}
