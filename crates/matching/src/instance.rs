//! What is to be matched: the input as the caller has it, and the checked instance that everything else reads.

use crate::invalid::InvalidInstance;
use crate::{rows, statement};
use std::sync::Arc;

/// The highest score of a candidate pair; the lowest is 1.
pub const MAX_SCORE: u32 = 1_000_000;
/// The highest bonus for a wish or for stability.
pub const MAX_BONUS: u32 = 1_000_000;
/// More people than this on one side are refused: the draw's sums would come near the end of 64 bits.
pub const MAX_PEOPLE: usize = 1 << 22;
/// More candidate pairs than this are refused: pairs are numbered with 32 bits.
pub const MAX_CANDIDATES: usize = 1 << 30;
/// Bonuses of the first, second and third wish, unless the caller sets others.
pub const WISH_BONUSES: [u32; 3] = [30_000, 20_000, 10_000];

/// A mentee, by index into [`Input::mentees`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MenteeId(pub u32);

/// A mentor, by index into [`Input::mentors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentorId(pub u32);

impl MenteeId {
    pub(crate) fn at(index: usize) -> MenteeId {
        MenteeId(index as u32)
    }
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl MentorId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Somebody who wants a mentor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentee {
    /// How many mentors they would like; 0 takes no part.
    pub wants: u32,
    /// Periods (terms, months: the caller's unit) waited so far. Of those who tie, who waited longer goes first.
    pub waited: u32,
    /// Mentors they wish for, the dearest first. A wish for somebody who is no candidate falls through.
    pub wishes: Vec<MentorId>,
}

impl Mentee {
    /// A mentee who wants `wants` mentors, has not waited and wishes for nobody in particular.
    pub fn wanting(wants: u32) -> Mentee {
        Mentee { wants, waited: 0, wishes: Vec::new() }
    }
}

/// Somebody who has places for mentees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mentor {
    /// How many mentees they take, locked ones included; 0 takes no part.
    pub capacity: u32,
}

/// A pair that the hard rules allow, and how well it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who would learn.
    pub mentee: MenteeId,
    /// From whom.
    pub mentor: MentorId,
    /// 1..=1,000,000, higher is better, without bonuses.
    pub score: u32,
}

/// What a mentee's row says of a mentor, or a mentor's column of a mentee: eight bytes, because an instance has millions
/// of them and the solver reads them where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowed {
    /// The index of the other.
    pub who: u32,
    /// With bonuses.
    pub score: u32,
}

/// A group that one mentor guides: with at least `min` mentees and at most `max`, or it does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Who guides it; nobody guides two.
    pub mentor: MentorId,
    /// The fewest with whom it meets, locked ones included.
    pub min: u32,
    /// The most; no more than the mentor has places.
    pub max: u32,
}

/// At most so many pairs between the mentees of a unit and certain mentors, the scarce ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cap {
    /// The unit.
    pub mentees: Vec<MenteeId>,
    /// The mentors of whom it may not have more.
    pub mentors: Vec<MentorId>,
    /// The most pairs, locked ones included.
    pub most: u32,
}

/// A mentee and a mentor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The mentee.
    pub mentee: MenteeId,
    /// The mentor.
    pub mentor: MentorId,
}

impl Pair {
    /// The pair of these two.
    pub fn new(mentee: MenteeId, mentor: MentorId) -> Pair {
        Pair { mentee, mentor }
    }
}

/// Everything that decides a result. Plain data: fill it in, then check it with [`Instance::new`].
#[derive(Clone, Debug)]
pub struct Input {
    /// The mentees; [`MenteeId`] counts from 0 in this list.
    pub mentees: Vec<Mentee>,
    /// The mentors; [`MentorId`] counts from 0 in this list.
    pub mentors: Vec<Mentor>,
    /// The pairs that may be made, in any order, each at most once.
    pub candidates: Vec<Candidate>,
    /// Pairs that are decided. They need not be candidates (then they score 0), and may repeat an earlier pairing.
    pub locked: Vec<Pair>,
    /// Pairs that must not be made, candidates or not.
    pub forbidden: Vec<Pair>,
    /// Pairs that have been mentor and mentee before and are not repeated, unless locked.
    pub earlier: Vec<Pair>,
    /// The pairs of the previous run, which `stability` favours.
    pub previous: Vec<Pair>,
    /// Mentors who guide a group. With a least size that binds, the result may not be proved to be the best.
    pub groups: Vec<Group>,
    /// What units may have of certain mentors. With a cap that binds, the result may not be proved to be the best.
    pub caps: Vec<Cap>,
    /// Added to the score of every pair in `previous`, so that few others move when the run is repeated.
    pub stability: u32,
    /// Added to the score of a mentee's first, second, … wish; wishes beyond the list add nothing.
    pub wish_bonuses: Vec<u32>,
    /// Seed of the fair draw between those who tie.
    pub seed: u64,
}

impl Default for Input {
    fn default() -> Input {
        Input {
            mentees: Vec::new(),
            mentors: Vec::new(),
            candidates: Vec::new(),
            locked: Vec::new(),
            forbidden: Vec::new(),
            earlier: Vec::new(),
            previous: Vec::new(),
            groups: Vec::new(),
            caps: Vec::new(),
            stability: 0,
            wish_bonuses: WISH_BONUSES.to_vec(),
            seed: 0,
        }
    }
}

/// A checked input: every id exists, every pair is there once, locks fit, scores carry their bonuses.
///
/// Allowed pairs are kept in rows, one for each mentee, sorted by mentor; so the order of the input is forgotten.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(crate) mentees: Vec<Mentee>,
    pub(crate) mentors: Vec<Mentor>,
    /// Row `i` is `rows[starts[i]..starts[i + 1]]`.
    pub(crate) starts: Vec<u32>,
    pub(crate) rows: Vec<Allowed>,
    /// Sorted.
    pub(crate) locked: Vec<Pair>,
    pub(crate) forbidden: Vec<Pair>,
    pub(crate) earlier: Vec<Pair>,
    pub(crate) previous: Vec<Pair>,
    /// Sorted by mentor; none has more places than its mentor.
    pub(crate) groups: Vec<Group>,
    /// In the order of the input; their lists are sorted.
    pub(crate) caps: Vec<Cap>,
    /// As [`limits::counting`](crate::limits::counting) has it.
    pub(crate) caps_count: Vec<Option<Arc<[bool]>>>,
    /// By mentee: the caps of their units. Empty where there are no caps.
    pub(crate) caps_of_mentee: Vec<Vec<u32>>,
    pub(crate) stability: u32,
    pub(crate) wish_bonuses: Vec<u32>,
    pub(crate) seed: u64,
}

impl Instance {
    /// Checks `input` and puts it in order.
    ///
    /// # Errors
    /// The first problem found, in the order of the fields of [`Input`].
    pub fn new(input: Input) -> Result<Instance, InvalidInstance> {
        statement::read(input)
    }

    /// The same instance with fewer allowed pairs.
    pub(crate) fn only(&self, keeps: impl Fn(Pair) -> bool) -> Instance {
        let mut fewer = self.clone();
        rows::retain(&mut fewer.starts, &mut fewer.rows, keeps);
        fewer
    }

    /// The mentees, by [`MenteeId`].
    pub fn mentees(&self) -> &[Mentee] {
        &self.mentees
    }

    /// The mentors, by [`MentorId`]. Who guides a group has as many places as it may have mentees: none, if too few could
    /// ever be in it.
    pub fn mentors(&self) -> &[Mentor] {
        &self.mentors
    }

    /// The groups, sorted by mentor. None is larger than its mentor has places.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The caps, in the order of the input.
    pub fn caps(&self) -> &[Cap] {
        &self.caps
    }

    /// The caps that a pair counts against, by position in [`caps`](Instance::caps).
    pub fn caps_of(&self, pair: Pair) -> impl Iterator<Item = usize> + '_ {
        let of_unit = self.caps_of_mentee.get(pair.mentee.index()).map_or(&[][..], Vec::as_slice);
        let caps = of_unit.iter().map(|cap| *cap as usize);
        caps.filter(move |cap| match &self.caps_count[*cap] {
            Some(counts) => counts.get(pair.mentor.index()).copied().unwrap_or(false),
            None => self.caps[*cap].mentors.binary_search(&pair.mentor).is_ok(),
        })
    }

    /// The pairs that must be in the result, sorted.
    pub fn locked(&self) -> &[Pair] {
        &self.locked
    }

    /// How many pairs are allowed.
    pub fn candidate_count(&self) -> usize {
        self.rows.len()
    }

    /// The allowed pairs of a mentee with their scores, bonuses included, sorted by mentor.
    ///
    /// # Panics
    /// If there is no such mentee.
    pub fn candidates_of(&self, mentee: MenteeId) -> impl ExactSizeIterator<Item = Candidate> + '_ {
        let row = &self.rows[self.starts[mentee.index()] as usize..self.starts[mentee.index() + 1] as usize];
        row.iter().map(move |one| Candidate { mentee, mentor: MentorId(one.who), score: one.score })
    }

    /// All allowed pairs, sorted by mentee and mentor.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate> + '_ {
        (0..self.mentees.len()).flat_map(|index| self.candidates_of(MenteeId::at(index)))
    }

    /// The score of an allowed pair, bonuses included; `None` if the pair is not allowed.
    pub fn score(&self, pair: Pair) -> Option<u32> {
        let start = *self.starts.get(pair.mentee.index())? as usize;
        let end = *self.starts.get(pair.mentee.index() + 1)? as usize;
        let at = self.rows[start..end].binary_search_by_key(&pair.mentor.0, |one| one.who).ok()?;
        Some(self.rows[start + at].score)
    }

    /// The part of a pair's score that comes from the mentee's wish and from stability.
    pub fn bonus(&self, pair: Pair) -> u32 {
        let wish = self.wish(pair).and_then(|rank| self.wish_bonuses.get(rank - 1).copied()).unwrap_or(0);
        wish + if self.is_previous(pair) { self.stability } else { 0 }
    }

    /// 1 if the mentor is the mentee's first wish, 2 for the second, and so on.
    pub fn wish(&self, pair: Pair) -> Option<usize> {
        let wishes = &self.mentees.get(pair.mentee.index())?.wishes;
        wishes.iter().position(|mentor| *mentor == pair.mentor).map(|index| index + 1)
    }

    /// Whether the pair must be in the result.
    pub fn is_locked(&self, pair: Pair) -> bool {
        self.locked.binary_search(&pair).is_ok()
    }

    /// Whether the pair was in the previous result.
    pub fn is_previous(&self, pair: Pair) -> bool {
        self.previous.binary_search(&pair).is_ok()
    }

    /// Whether the pair is excluded by name or because it has been made before, and is not locked all the same.
    pub fn is_excluded(&self, pair: Pair) -> bool {
        !self.is_locked(pair)
            && (self.forbidden.binary_search(&pair).is_ok() || self.earlier.binary_search(&pair).is_ok())
    }
}
