//! From people to candidate pairs: who could be paired at all, how well they fit, and the best few of each.
//!
//! A program of 100,000 mentees and 30,000 mentors has three thousand million pairs, and the solver needs two or three
//! million of them. Fill in [`People`], make a [`Pool`] of them, and [`find`](Pool::find) keeps the best candidates of
//! each mentee and of each mentor without going through all pairs. After solving, [`Pool::loss`] says whether what was
//! left out could have made the result better, and [`Pool::standing`] how a partner ranks among all.
//!
//! In a small program there is no need to leave anything out: [`every`](Pool::every) goes through all pairs, by the same
//! rules and scores.
//!
//! ```
//! use bellwether_matching::candidates::{MenteeProfile, MentorProfile, Obstacle, People, Pool, Profile};
//! use bellwether_matching::{Input, Instance, Mentee, MenteeId, Mentor, MentorId, Pair, solve};
//!
//! // Person 0 leads 1, who leads 3; person 2 is on their own. Skill 7 is wanted, and both mentors offer it.
//! let who = |person| Profile { person, ..Profile::default() };
//! let mentor = |person| MentorProfile { profile: who(person), capacity: 1, offered: vec![7] };
//! let people = People {
//!     managers: vec![None, Some(0), None, Some(1)],
//!     mentees: vec![MenteeProfile { profile: who(3), wants: 1, wanted: vec![7], ..MenteeProfile::default() }],
//!     mentors: vec![mentor(0), mentor(2)],
//!     ..People::default()
//! };
//! let pool = Pool::new(&people)?;
//! assert_eq!(pool.obstacles(Pair::new(MenteeId(0), MentorId(0))), [Obstacle::Chain], "two steps above");
//!
//! let found = pool.find(20, 2);
//! assert_eq!(found.candidates.len(), 1);
//! let instance = Instance::new(Input {
//!     mentees: vec![Mentee::wanting(1)],
//!     mentors: vec![Mentor { capacity: 1 }, Mentor { capacity: 1 }],
//!     candidates: found.candidates.clone(),
//!     ..Input::default()
//! })?;
//! let loss = pool.loss(&found, &instance, &solve(&instance)?, 2)?;
//! assert!(loss.is_nothing(), "no pair that was left out could have made it better");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod best;
mod check;
mod every;
mod half;
mod index;
mod lines;
mod lists;
mod loss;
mod people;
mod points;
mod rules;
mod search;
mod standing;
mod threads;

pub use every::Every;
pub use loss::{Loss, NotFound};
pub use people::{
    InvalidPeople, MenteeProfile, MentorProfile, Obstacle, People, PeopleList, Profile, Weights,
};

use crate::instance::{Candidate, MenteeId, MentorId, Pair};
use half::{Half, Halves};
use points::Points;
use rules::{One, Rules};
use search::{Desk, Partners, Search};

/// Seekers that one thread takes on at a time.
const TURN: usize = 512;

/// People as rules and scores read them. Made once, asked about any pair.
pub struct Pool {
    mentees: Half,
    mentors: Half,
    /// Different skills that are offered.
    skills: usize,
    rules: Rules,
    points: Points,
    /// Wishes and the pairs that the caller keeps: sorted, and each once.
    kept: Vec<Pair>,
}

/// The candidates of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Sorted by mentee and mentor, each pair once; scores are without bonuses. Ready for [`Input`](crate::Input).
    pub candidates: Vec<Candidate>,
    /// By mentee: the best score that is not among their own best `k`, 0 if all their pairs are. No pair that was left
    /// out scores higher.
    pub mentee_cuts: Vec<u32>,
    /// By mentor, the same.
    pub mentor_cuts: Vec<u32>,
    /// How many pairs were looked at to find them; a pair may be looked at from either side.
    pub seen: u64,
}

impl Found {
    /// Adds pairs, such as those that [`Loss`] names; what is there already stays as it is.
    pub fn add(&mut self, pairs: &[Candidate]) {
        self.candidates.extend(pairs);
        put_in_order(&mut self.candidates);
    }
}

impl Pool {
    /// Checks people and puts them in shape.
    ///
    /// # Errors
    /// The first problem found.
    pub fn new(people: &People) -> Result<Pool, InvalidPeople> {
        check::check(people)?;
        let Halves { mentees, mentors, skills } = Halves::of(people);
        let wish = |(at, mentee): (u32, &'_ MenteeProfile)| {
            mentee.wishes.iter().map(move |mentor| Pair::new(MenteeId(at), *mentor)).collect::<Vec<_>>()
        };
        let mut kept: Vec<Pair> =
            (0..).zip(&people.mentees).flat_map(wish).chain(people.kept.iter().copied()).collect();
        kept.sort_unstable();
        kept.dedup();
        Ok(Pool {
            mentees,
            mentors,
            skills,
            rules: Rules::of(people)?,
            points: Points::of(&people.weights),
            kept,
        })
    }

    /// Every rule that keeps two people apart; none if they may be paired.
    ///
    /// # Panics
    /// If there is no such mentee or mentor.
    pub fn obstacles(&self, pair: Pair) -> Vec<Obstacle> {
        let (mentee, mentor) = self.two(pair);
        self.rules.broken(pair, mentee, mentor).collect()
    }

    /// How well two fit, whether or not they may be paired: 1..=1,000,000, without bonuses. See [`Weights`].
    ///
    /// # Panics
    /// If there is no such mentee or mentor.
    pub fn score(&self, pair: Pair) -> u32 {
        let (mentee, mentor) = (pair.mentee.index(), pair.mentor.index());
        let (wanted, offered) = (self.mentees.skills.get(mentee), self.mentors.skills.get(mentor));
        let weighed = wanted.iter().zip((1..=wanted.len() as u32).rev());
        let met =
            weighed.filter(|(skill, _)| offered.binary_search(skill).is_ok()).map(|(_, weight)| weight).sum();
        self.score_of(pair, met)
    }

    /// The same, where the skills met weigh so much.
    fn score_of(&self, pair: Pair, met: u32) -> u32 {
        let (mentee, mentor) = (pair.mentee.index(), pair.mentor.index());
        let skills = self.points.skills(met, self.mentees.skills.get(mentee).len());
        self.points.score(skills, (&self.mentees, mentee), (&self.mentors, mentor))
    }

    /// Keeps the best `k` mentors of each mentee and the best `k` mentees of each mentor, of all pairs that the rules
    /// allow; and wishes and [`People::kept`], whatever they score. Those who tie at the edge are drawn, and not
    /// the same few for everybody.
    ///
    /// Nothing is estimated: these are the pairs that scoring all of them would keep. The number of `threads` does
    /// not change what is found.
    pub fn find(&self, k: usize, threads: usize) -> Found {
        let k = k.min(self.mentees.len().max(self.mentors.len()));
        let search = Search::new(&self.points, &self.rules, [&self.mentees, &self.mentors], self.skills);
        let (own, other) = (&search.mentee_side.who, &search.mentor_side.who);
        let for_mentees = partners(own.len(), k, threads, &search, Search::mentors_for);
        let for_mentors = partners(other.len(), k, threads, &search, Search::mentees_for);
        let mut found = Found {
            candidates: self.kept_candidates(),
            mentee_cuts: vec![0; self.mentees.len()],
            mentor_cuts: vec![0; self.mentors.len()],
            seen: for_mentees.1 + for_mentors.1,
        };
        for (mentee, partners) in own.iter().zip(for_mentees.0) {
            found.mentee_cuts[*mentee as usize] = partners.cut;
            found
                .candidates
                .extend(partners.best.iter().map(|(mentor, score)| candidate(*mentee, *mentor, *score)));
        }
        for (mentor, partners) in other.iter().zip(for_mentors.0) {
            found.mentor_cuts[*mentor as usize] = partners.cut;
            found
                .candidates
                .extend(partners.best.iter().map(|(mentee, score)| candidate(*mentee, *mentor, *score)));
        }
        put_in_order(&mut found.candidates);
        found
    }

    /// Wishes and pairs that the caller keeps, as far as the rules allow them.
    fn kept_candidates(&self) -> Vec<Candidate> {
        let allowed = self.kept.iter().filter(|pair| self.obstacles(**pair).is_empty());
        allowed.map(|pair| candidate(pair.mentee.0, pair.mentor.0, self.score(*pair))).collect()
    }

    fn two(&self, pair: Pair) -> (One<'_>, One<'_>) {
        let mentee = One { half: &self.mentees, at: pair.mentee.index() };
        (mentee, One { half: &self.mentors, at: pair.mentor.index() })
    }
}

/// The partners of everybody on a side, by place, and how many pairs were looked at.
fn partners<'a>(
    count: usize,
    k: usize,
    threads: usize,
    search: &Search<'a>,
    seek: impl Fn(&Search<'a>, usize, &mut Desk) -> Partners + Sync,
) -> (Vec<Partners>, u64) {
    let parts = threads::in_parts(count, TURN, threads, |places| {
        let mut desk = Desk::new(search, k);
        let partners: Vec<Partners> = places.map(|place| seek(search, place, &mut desk)).collect();
        (partners, desk.seen)
    });
    let seen = parts.iter().map(|(_, seen)| seen).sum();
    (parts.into_iter().flat_map(|(partners, _)| partners).collect(), seen)
}

fn candidate(mentee: u32, mentor: u32, score: u32) -> Candidate {
    Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score }
}

/// Sorted, and each pair once; of two of the same pair the one that came first stays.
fn put_in_order(candidates: &mut Vec<Candidate>) {
    candidates.sort_by_key(|one| (one.mentee, one.mentor));
    candidates.dedup_by_key(|one| (one.mentee, one.mentor));
}
