//! The best partners of each person, exactly, without looking at everybody.
//!
//! Partners are looked up by the skills that they and the seeker share. Each list of a skill is cut into blocks of one
//! level and time zone, so that the score of anybody in it is bounded before anybody is looked at: by what the skills of
//! that list can add, plus what everything else can add in that block. The parts are read from the highest bound
//! down, until the best found so far are above what is left: the threshold algorithm of Fagin, Lotem and Naor (2001).

use super::best::{Best, Rank};
use super::half::{Half, UNKNOWN};
use super::index::{Index, Key, NO_SKILL, Side};
use super::points::Points;
use super::rules::{One, Rules};
use std::collections::BinaryHeap;

/// The best partners of one person.
pub(super) struct Partners {
    /// Number of the partner and score, the best first.
    pub best: Vec<(u32, u32)>,
    /// The score of the best partner who is not among them; 0 if there is none.
    pub cut: u32,
}

/// Both sides in places, and what decides about pairs.
pub(super) struct Search<'a> {
    pub points: &'a Points,
    pub rules: &'a Rules,
    /// As the caller numbers them, for the rules.
    pub mentees: &'a Half,
    pub mentors: &'a Half,
    pub mentee_side: Side,
    pub mentor_side: Side,
    /// Different skills that are offered.
    pub skills: usize,
}

/// A part of a list that is still to be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    /// No pair found there scores higher.
    bound: u32,
    run: u32,
    /// The skill through which a pair is found there; one that shares several is looked at through one of them only.
    via: u32,
}

/// What is used again from one seeker to the next.
pub(super) struct Desk {
    agenda: Vec<Step>,
    /// The most that everything but skills can add, by block of the other side.
    most: Vec<u32>,
    /// By skill: what it weighs for the mentee who seeks, or 1 if the mentor who seeks offers it.
    marks: Vec<u32>,
    best: Best,
    /// Pairs that were scored.
    pub scored: u64,
}

impl Desk {
    /// For `k` partners, and one more that shows what was cut.
    pub fn new(search: &Search<'_>, k: usize) -> Desk {
        Desk {
            agenda: Vec::new(),
            most: Vec::new(),
            marks: vec![0; search.skills],
            best: Best::new(k + 1),
            scored: 0,
        }
    }

    fn mark(&mut self, skills: &[u32], mark: u32) {
        for skill in skills.iter().filter(|skill| **skill != UNKNOWN) {
            self.marks[*skill as usize] = mark;
        }
    }

    fn plan(&mut self, index: &Index, key: &Key, bound: u32, via: u32) {
        // No score is below 1, whatever little it is made of.
        let most = |block: u32| (bound + self.most[block as usize]).max(1);
        self.agenda.extend(index.runs(key).map(|(run, part)| Step { bound: most(part.block), run, via }));
    }
}

impl<'a> Search<'a> {
    /// Puts both sides into places.
    pub fn new(
        points: &'a Points,
        rules: &'a Rules,
        [mentees, mentors]: [&'a Half; 2],
        skills: usize,
    ) -> Search<'a> {
        let mentee_side = Side::of(mentees, |half, at| {
            let wanted = half.skills.get(at);
            let skills = (0..wanted.len()).filter(|rank| wanted[*rank] != UNKNOWN);
            let lists =
                skills.map(|rank| (wanted[rank], points.skills(rest(wanted.len(), rank), wanted.len())));
            lists.chain([(NO_SKILL, points.skills(0, wanted.len()))]).collect()
        });
        let mentor_side = Side::of(mentors, |half, at| {
            half.skills.get(at).iter().copied().chain([NO_SKILL]).map(|skill| (skill, 0)).collect()
        });
        Search { points, rules, mentees, mentors, mentee_side, mentor_side, skills }
    }

    /// The best mentors of the mentee in a place.
    pub fn mentors_for(&self, place: usize, desk: &mut Desk) -> Partners {
        let (own, other) = (&self.mentee_side, &self.mentor_side);
        let wanted = own.half.skills.get(place);
        self.open(desk, own, place, other, true);
        for (rank, skill) in wanted.iter().enumerate().filter(|(_, skill)| **skill != UNKNOWN) {
            desk.marks[*skill as usize] = (wanted.len() - rank) as u32;
            let bound = self.points.skills(rest(wanted.len(), rank), wanted.len());
            other.index.keys(*skill).iter().for_each(|key| desk.plan(&other.index, key, bound, *skill));
        }
        let bound = self.points.skills(0, wanted.len());
        other.index.keys(NO_SKILL).iter().for_each(|key| desk.plan(&other.index, key, bound, NO_SKILL));
        let partners =
            seek(desk, own, place, other, &Mentors { search: self, mentee: place, wanted: wanted.len() });
        desk.mark(wanted, 0);
        partners
    }

    /// The best mentees of the mentor in a place.
    pub fn mentees_for(&self, place: usize, desk: &mut Desk) -> Partners {
        let (own, other) = (&self.mentor_side, &self.mentee_side);
        let offered = own.half.skills.get(place);
        self.open(desk, own, place, other, false);
        for skill in offered.iter().copied().chain([NO_SKILL]) {
            other.index.keys(skill).iter().for_each(|key| desk.plan(&other.index, key, key.bound, skill));
        }
        desk.mark(offered, 1);
        let partners = seek(desk, own, place, other, &Mentees { search: self, mentor: place });
        desk.mark(offered, 0);
        partners
    }

    fn open(&self, desk: &mut Desk, own: &Side, place: usize, other: &Side, is_mentee: bool) {
        let most = |block| self.points.most(&own.half.traits[place], is_mentee, block, &other.summary);
        desk.most.clear();
        desk.most.extend(other.blocks.iter().map(|block| most(*block)));
        desk.agenda.clear();
    }
}

/// What the skills from `rank` on weigh, of `count` wanted: the dearest weighs `count`, the last 1.
fn rest(count: usize, rank: usize) -> u32 {
    let left = (count - rank) as u32;
    left * (left + 1) / 2
}

/// Those among whom somebody seeks.
trait Others {
    /// The score with somebody found through a skill; `None` if it is another skill through which they are looked at.
    fn score(&self, marks: &[u32], via: u32, place: usize) -> Option<u32>;
    /// Whether the rules allow it.
    fn allows(&self, place: usize) -> bool;
}

/// Reads the agenda from the highest bound down, until nothing left can be among the best.
fn seek(desk: &mut Desk, own: &Side, place: usize, other: &Side, others: &impl Others) -> Partners {
    let all = other.turns.len() as u32;
    // Everybody begins to look at another place, so that those who tie do not all choose the same few.
    let start = (u64::from(own.turns[place]) * u64::from(all) / own.turns.len() as u64) as u32;
    let away = |turn: u32| if turn >= start { turn - start } else { turn + all - start };
    let mut agenda = BinaryHeap::from(std::mem::take(&mut desk.agenda));
    while let Some(step) = agenda.pop() {
        if Rank::new(step.bound, 0) <= desk.best.bar() {
            break;
        }
        let run = other.index.places(step.run);
        let (late, soon) = run.split_at(run.partition_point(|one| other.turns[*one as usize] < start));
        for one in soon.iter().chain(late).map(|one| *one as usize) {
            let turns_away = away(other.turns[one]);
            if Rank::new(step.bound, turns_away) <= desk.best.bar() {
                break;
            }
            desk.scored += 1;
            let rank = others.score(&desk.marks, step.via, one).map(|score| Rank::new(score, turns_away));
            if let Some(rank) = rank.filter(|rank| *rank > desk.best.bar() && others.allows(one)) {
                desk.best.take(rank);
            }
        }
    }
    desk.agenda = agenda.into_vec();
    let mut ranks = desk.best.drain();
    let cut = if ranks.len() == desk.best.size() { ranks.pop().map_or(0, Rank::score) } else { 0 };
    let number =
        |rank: &Rank| other.who[other.by_turn[((rank.turns_away() + start) % all) as usize] as usize];
    Partners { best: ranks.iter().map(|rank| (number(rank), rank.score())).collect(), cut }
}

/// Mentors, for the mentee in a place who wants so many skills.
struct Mentors<'a> {
    search: &'a Search<'a>,
    mentee: usize,
    wanted: usize,
}

impl Others for Mentors<'_> {
    #[inline]
    fn score(&self, marks: &[u32], via: u32, place: usize) -> Option<u32> {
        let Search { points, mentee_side, mentor_side, .. } = self.search;
        let (mut met, mut dearest) = (0, 0);
        for skill in mentor_side.half.skills.get(place) {
            let weight = marks[*skill as usize];
            met += weight;
            dearest = dearest.max(weight);
        }
        let expected = if via == NO_SKILL { 0 } else { marks[via as usize] };
        let skills = (dearest == expected).then(|| points.skills(met, self.wanted))?;
        Some(points.score(skills, (&mentee_side.half, self.mentee), (&mentor_side.half, place)))
    }

    fn allows(&self, place: usize) -> bool {
        self.search.allows(self.mentee, place)
    }
}

/// Mentees, for the mentor in a place.
struct Mentees<'a> {
    search: &'a Search<'a>,
    mentor: usize,
}

impl Others for Mentees<'_> {
    #[inline]
    fn score(&self, marks: &[u32], via: u32, place: usize) -> Option<u32> {
        let Search { points, mentee_side, mentor_side, .. } = self.search;
        let wanted = mentee_side.half.skills.get(place);
        let (mut met, mut dearest) = (0, NO_SKILL);
        for (skill, weight) in wanted.iter().zip((1..=wanted.len() as u32).rev()) {
            if marks.get(*skill as usize).is_some_and(|mark| *mark > 0) {
                met += weight;
                dearest = if dearest == NO_SKILL { *skill } else { dearest };
            }
        }
        let skills = (dearest == via).then(|| points.skills(met, wanted.len()))?;
        Some(points.score(skills, (&mentee_side.half, place), (&mentor_side.half, self.mentor)))
    }

    fn allows(&self, place: usize) -> bool {
        self.search.allows(place, self.mentor)
    }
}

impl Search<'_> {
    fn allows(&self, mentee: usize, mentor: usize) -> bool {
        let mentee = One { half: self.mentees, at: self.mentee_side.who[mentee] as usize };
        let mentor = One { half: self.mentors, at: self.mentor_side.who[mentor] as usize };
        self.rules.broken(mentee, mentor).next().is_none()
    }
}
