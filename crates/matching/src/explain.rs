//! Why two people were paired: how each stands with the other, and what became of those they would have preferred.

use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::solution::Solution;

/// What speaks for a pair, and what was better on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairReasons {
    /// The pair.
    pub pair: Pair,
    /// Its score with bonuses; `None` for a locked pair that is no candidate.
    pub score: Option<u32>,
    /// The part of the score that comes from the mentee's wish and from stability.
    pub bonus: u32,
    /// 1 if the mentor is the mentee's first wish, 2 for the second, and so on.
    pub wish: Option<usize>,
    /// Whether somebody decided it before the run.
    pub locked: bool,
    /// Whether it was in the previous result.
    pub previous: bool,
    /// How the mentor stands among the mentee's candidates.
    pub for_mentee: Standing<BetterMentor>,
    /// How the mentee stands among the mentor's candidates.
    pub for_mentor: Standing<BetterMentee>,
}

/// A place among somebody's candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<Better> {
    /// 1 for the best; equal scores share the better rank. A locked pair that is no candidate comes last.
    pub rank: usize,
    /// How many candidates there are, this one included.
    pub of: usize,
    /// Those with a higher score, the highest first.
    pub better: Vec<Better>,
}

/// A mentor whom the mentee's scores prefer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BetterMentor {
    /// Who.
    pub mentor: MentorId,
    /// The score of that pair.
    pub score: u32,
    /// Why it was not made instead.
    pub why_not: WhyNotMentor,
}

/// Why a preferred mentor was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNotMentor {
    /// They are one of this mentee's mentors.
    Also,
    /// All their places are taken.
    Taken {
        /// By whom, sorted; nobody if the mentor has no places.
        by: Vec<MenteeId>,
    },
    /// They have room, but the pair explained is locked.
    Locked,
    /// They have room, but their group does not meet, a cap is full, or moving would leave another group too small.
    GroupOrCap,
}

/// A mentee whom the mentor's scores prefer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BetterMentee {
    /// Who.
    pub mentee: MenteeId,
    /// The score of that pair.
    pub score: u32,
    /// Why it was not made instead.
    pub why_not: WhyNotMentee,
}

/// Why a preferred mentee was not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNotMentee {
    /// They are one of this mentor's mentees.
    Also,
    /// They have all the mentors that they want.
    With {
        /// Whom, sorted.
        mentors: Vec<MentorId>,
    },
    /// They would like one more, but a place for somebody's first mentor comes before it.
    FirstsBefore,
    /// They could take it, but the pair explained is locked.
    Locked,
    /// They could take it, but for the least size of a group or for a cap.
    GroupOrCap,
}

/// Explains the pairs of one solution.
///
/// ```
/// use bellwether_matching::{
///     Candidate, Explainer, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, WhyNotMentor, solve,
/// };
///
/// let pair = |mentee, mentor, score| Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score };
/// let instance = Instance::new(Input {
///     mentees: vec![Mentee::wanting(1), Mentee::wanting(1)],
///     mentors: vec![Mentor { capacity: 1 }, Mentor { capacity: 1 }],
///     candidates: vec![pair(0, 0, 900_000), pair(0, 1, 300_000), pair(1, 0, 500_000)],
///     ..Input::default()
/// })?;
/// let solution = solve(&instance)?;
/// let explainer = Explainer::new(&instance, &solution);
/// let reasons = explainer.pair(Pair::new(MenteeId(0), MentorId(1))).ok_or("not paired")?;
/// assert_eq!((reasons.for_mentee.rank, reasons.for_mentee.of), (2, 2));
/// let better = &reasons.for_mentee.better[0];
/// assert_eq!(better.mentor, MentorId(0));
/// assert_eq!(better.why_not, WhyNotMentor::Taken { by: vec![MenteeId(1)] });
///
/// // What it would cost to give mentee 0 that mentor all the same: lock the pair, and compare.
/// let forced = solve(&instance.with_lock(Pair::new(MenteeId(0), MentorId(0)))?)?;
/// assert_eq!((solution.value() - forced.value()).covered, 1, "mentee 1 would have nobody");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Explainer<'a> {
    instance: &'a Instance,
    solution: &'a Solution,
    /// By mentor: mentees who are candidates and their scores.
    columns: Vec<Vec<(MenteeId, u32)>>,
    /// By mentor: their mentees, sorted.
    mentees_of: Vec<Vec<MenteeId>>,
}

impl<'a> Explainer<'a> {
    /// Prepares to explain `solution`, which must be one of `instance`.
    pub fn new(instance: &'a Instance, solution: &'a Solution) -> Explainer<'a> {
        let mut columns = vec![Vec::new(); instance.mentors().len()];
        for one in instance.candidates().filter(|one| instance.mentees()[one.mentee.index()].wants > 0) {
            columns[one.mentor.index()].push((one.mentee, one.score));
        }
        let mut mentees_of = vec![Vec::new(); instance.mentors().len()];
        for pair in solution.pairs() {
            mentees_of[pair.mentor.index()].push(pair.mentee);
        }
        Explainer { instance, solution, columns, mentees_of }
    }

    /// The reasons for a pair; `None` if it is not in the solution.
    pub fn pair(&self, pair: Pair) -> Option<PairReasons> {
        if !self.solution.contains(pair) {
            return None;
        }
        let score = self.instance.score(pair);
        Some(PairReasons {
            pair,
            score,
            bonus: score.map_or(0, |_| self.instance.bonus(pair)),
            wish: self.instance.wish(pair),
            locked: self.instance.is_locked(pair),
            previous: self.instance.is_previous(pair),
            for_mentee: self.for_mentee(pair, score.unwrap_or(0)),
            for_mentor: self.for_mentor(pair, score.unwrap_or(0)),
        })
    }

    /// The reasons for all pairs, in the order of [`Solution::pairs`].
    pub fn pairs(&self) -> impl Iterator<Item = PairReasons> + '_ {
        self.solution.pairs().iter().filter_map(|pair| self.pair(*pair))
    }

    /// The mentees of a mentor, sorted.
    pub fn mentees_of(&self, mentor: MentorId) -> &[MenteeId] {
        &self.mentees_of[mentor.index()]
    }

    fn for_mentee(&self, pair: Pair, score: u32) -> Standing<BetterMentor> {
        let row = self.instance.candidates_of(pair.mentee).map(|one| (one.mentor, one.score));
        let (of, better) = above(row, pair.mentor, score);
        let better = better.into_iter().map(|(mentor, score)| BetterMentor {
            mentor,
            score,
            why_not: self.why_not_mentor(pair, mentor),
        });
        let better: Vec<BetterMentor> = better.collect();
        Standing { rank: better.len() + 1, of, better }
    }

    fn for_mentor(&self, pair: Pair, score: u32) -> Standing<BetterMentee> {
        let column = self.columns[pair.mentor.index()].iter().copied();
        let (of, better) = above(column, pair.mentee, score);
        let better = better.into_iter().map(|(mentee, score)| BetterMentee {
            mentee,
            score,
            why_not: self.why_not_mentee(pair, mentee),
        });
        let better: Vec<BetterMentee> = better.collect();
        Standing { rank: better.len() + 1, of, better }
    }

    fn why_not_mentor(&self, pair: Pair, better: MentorId) -> WhyNotMentor {
        let by = &self.mentees_of[better.index()];
        if by.binary_search(&pair.mentee).is_ok() {
            WhyNotMentor::Also
        } else if by.len() as u64 >= u64::from(self.instance.mentors()[better.index()].capacity) {
            WhyNotMentor::Taken { by: by.clone() }
        } else if self.instance.is_locked(pair) || !self.is_coupled() {
            WhyNotMentor::Locked
        } else {
            WhyNotMentor::GroupOrCap
        }
    }

    fn why_not_mentee(&self, pair: Pair, better: MenteeId) -> WhyNotMentee {
        let mentors: Vec<MentorId> = self.solution.mentors_of(better).collect();
        if mentors.binary_search(&pair.mentor).is_ok() {
            WhyNotMentee::Also
        } else if mentors.len() as u64 >= u64::from(self.instance.mentees()[better.index()].wants) {
            WhyNotMentee::With { mentors }
        } else if self.instance.is_locked(pair) {
            WhyNotMentee::Locked
        } else if mentors.is_empty() && self.is_coupled() {
            WhyNotMentee::GroupOrCap
        } else {
            WhyNotMentee::FirstsBefore
        }
    }

    fn is_coupled(&self) -> bool {
        !self.instance.groups().is_empty() || !self.instance.caps().is_empty()
    }
}

/// How many candidates there are, with `own` counted among them, and those that score above `score`, highest first.
fn above<Id: Copy + Ord>(
    candidates: impl Iterator<Item = (Id, u32)>,
    own: Id,
    score: u32,
) -> (usize, Vec<(Id, u32)>) {
    let (mut of, mut listed, mut better) = (0, false, Vec::new());
    for (id, other) in candidates {
        of += 1;
        listed |= id == own;
        if other > score && id != own {
            better.push((id, other));
        }
    }
    better.sort_unstable_by_key(|(id, other)| (std::cmp::Reverse(*other), *id));
    (of + usize::from(!listed), better)
}
