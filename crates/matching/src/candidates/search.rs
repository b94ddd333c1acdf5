//! The best partners of each person, exactly, without looking at everybody.
//!
//! Partners are looked up by the two dearest skills that mentee and mentor share. Each such list is cut into blocks of
//! one level and time zone, so that the score of anybody in it is bounded before anybody is looked at: by what skills
//! can add for that list, plus what everything else can add in that block. The parts are read from the highest bound
//! down, until the best found so far are above what is left: the threshold algorithm of Fagin, Lotem and Naor (2001).

use super::best::{Best, Rank};
use super::half::{Half, UNKNOWN};
use super::index::{Door, Index, Side};
use super::points::{Points, weight};
use super::rules::{One, Rules};
use crate::instance::{MenteeId, MentorId, Pair};
use std::collections::BinaryHeap;

/// Where people have more skills than make so many twos for each, on average, one skill alone is looked up: lists of
/// twos would take more memory than they save time.
const TWOS: usize = 64;

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
    pub mentee_side: Side,
    pub mentor_side: Side,
    /// Different skills that are offered.
    skills: usize,
    /// Whether doors have two skills. Otherwise they have the dearest one, and others may be shared as well.
    twos: bool,
}

/// A list, or the part of one that is in one block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    /// No pair found there scores higher.
    bound: u32,
    /// Of that, what all but the skills can add.
    most: u32,
    /// The number of the list, or of the run.
    number: u32,
    door: Door,
}

/// What is used again from one seeker to the next.
pub(super) struct Desk {
    /// Lists still to be read, the highest bound last.
    lists: Vec<Step>,
    /// Parts of lists still to be read.
    runs: BinaryHeap<Step>,
    /// The most that everything but skills can add, by block of the other side.
    most: Vec<u32>,
    /// The highest of these.
    highest: u32,
    /// By skill: what it weighs for the mentee who seeks, or 1 if the mentor who seeks offers it.
    marks: Vec<u32>,
    best: Best,
    /// Pairs that were looked at.
    pub seen: u64,
}

impl Desk {
    /// For `k` partners, and one more that shows what was cut.
    pub fn new(search: &Search<'_>, k: usize) -> Desk {
        Desk {
            lists: Vec::new(),
            runs: BinaryHeap::new(),
            most: Vec::new(),
            highest: 0,
            marks: vec![0; search.skills],
            best: Best::new(k + 1),
            seen: 0,
        }
    }

    fn unmark(&mut self, skills: &[u32]) {
        for skill in skills.iter().filter(|skill| **skill != UNKNOWN) {
            self.marks[*skill as usize] = 0;
        }
    }

    fn plan(&mut self, list: u32, bound: u32, door: Door) {
        // No score is below 1, whatever little it is made of.
        let most = self.highest.max(1);
        self.lists.push(Step { bound: bound + most, most, number: list, door });
    }

    /// The part with the highest bound, if that is above the bar. Lists are opened when their turn comes: of most, it
    /// never does.
    fn next(&mut self, index: &Index) -> Option<Step> {
        while let Some(list) =
            self.lists.pop_if(|list| self.runs.peek().is_none_or(|run| list.bound > run.bound))
        {
            if Rank::new(list.bound, 0) <= self.best.bar() {
                self.lists.clear();
                break;
            }
            self.open(index, list);
        }
        self.runs.pop().filter(|run| Rank::new(run.bound, 0) > self.best.bar())
    }

    /// Takes up those parts of a list that can still matter.
    fn open(&mut self, index: &Index, list: Step) {
        let (bar, skills) = (self.best.bar(), list.bound - list.most);
        for (number, run) in index.runs(list.number) {
            let most = self.most[run.block as usize].max(1);
            if Rank::new(skills + most, 0) > bar {
                self.runs.push(Step { bound: skills + most, most, number, door: list.door });
            }
        }
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
        let twos =
            |half: &Half| (0..half.len()).map(|at| half.skills.get(at).len().pow(2) / 2).sum::<usize>();
        let twos = twos(mentees) + twos(mentors) <= TWOS * (mentees.len() + mentors.len());
        let mentee_side = Side::of(mentees, |wanted| {
            let doors = doors_of_mentee(wanted, twos).into_iter();
            doors.map(|(door, met)| (door, points.skills_bound(met, wanted.len()))).collect()
        });
        let mentor_side = Side::of(mentors, |offered| {
            doors_of_mentor(offered, twos).into_iter().map(|door| (door, 0)).collect()
        });
        Search { points, rules, mentee_side, mentor_side, skills, twos }
    }

    /// The best mentors of the mentee in a place.
    pub fn mentors_for(&self, place: usize, desk: &mut Desk) -> Partners {
        let (own, other) = (&self.mentee_side, &self.mentor_side);
        let wanted = own.half.skills.get(place);
        self.begin(desk, own, place, other, true);
        for (door, met) in doors_of_mentee(wanted, self.twos) {
            let bound = self.points.skills(met, wanted.len());
            for (list, _) in other.index.lists(door) {
                desk.plan(list, bound, door);
            }
        }
        for (skill, weight) in known(wanted) {
            desk.marks[skill as usize] = weight;
        }
        let mut mentors = Mentors { search: self, mentee: place, wanted: wanted.len(), dearest: [0; 2] };
        let partners = seek(desk, own, place, other, &mut mentors);
        desk.unmark(wanted);
        partners
    }

    /// The best mentees of the mentor in a place.
    pub fn mentees_for(&self, place: usize, desk: &mut Desk) -> Partners {
        let (own, other) = (&self.mentor_side, &self.mentee_side);
        let offered = own.half.skills.get(place);
        self.begin(desk, own, place, other, false);
        for door in doors_of_mentor(offered, self.twos) {
            for (list, bound) in other.index.lists(door) {
                desk.plan(list, bound, door);
            }
        }
        for skill in offered {
            desk.marks[*skill as usize] = 1;
        }
        let mut mentees = Mentees { search: self, mentor: place, door: Door::NONE };
        let partners = seek(desk, own, place, other, &mut mentees);
        desk.unmark(offered);
        partners
    }

    fn begin(&self, desk: &mut Desk, own: &Side, place: usize, other: &Side, is_mentee: bool) {
        let most = |block| self.points.most(&own.half.traits[place], is_mentee, block, &other.summary);
        desk.most.clear();
        desk.most.extend(other.blocks.iter().map(|block| most(*block)));
        desk.highest = desk.most.iter().copied().max().unwrap_or(0);
        desk.lists.clear();
        desk.runs.clear();
    }
}

/// The skills that somebody offers, of those that a mentee wants, with what each weighs.
pub(super) fn known(wanted: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    let weights = (1..=wanted.len() as u32).rev();
    wanted.iter().copied().zip(weights).filter(|(skill, _)| *skill != UNKNOWN)
}

/// The doors through which mentors can be found for a mentee, with the most that the skills met can weigh.
fn doors_of_mentee(wanted: &[u32], twos: bool) -> Vec<(Door, u32)> {
    let mut doors = vec![(Door::NONE, 0)];
    for (skill, dearest) in known(wanted) {
        let alone = if twos { dearest } else { weight(dearest) };
        doors.push((Door::one(skill), alone));
        // Whoever meets a third one wants it less than the second.
        let lesser = known(wanted).filter(|(_, less)| twos && *less < dearest);
        doors.extend(lesser.map(|(other, second)| (Door::two(skill, other), dearest + weight(second))));
    }
    doors
}

/// The doors through which a mentor can be found.
fn doors_of_mentor(offered: &[u32], twos: bool) -> Vec<Door> {
    let mut doors = vec![Door::NONE];
    for (at, skill) in offered.iter().enumerate() {
        doors.push(Door::one(*skill));
        let others = if twos { &offered[at + 1..] } else { &[] };
        doors.extend(others.iter().map(|other| Door::two(*skill, *other)));
    }
    doors
}

/// Those among whom somebody seeks.
trait Others {
    /// From here on, those are looked at who are found through `door`.
    fn enter(&mut self, marks: &[u32], door: Door);
    /// What skills add with somebody; `None` if they are found through another door.
    fn skills(&self, marks: &[u32], place: usize) -> Option<u32>;
    /// The score with somebody with whom skills add so much.
    fn score(&self, skills: u32, place: usize) -> u32;
    /// Whether the rules allow it.
    fn allows(&self, place: usize) -> bool;
}

/// Reads the agenda from the highest bound down, until nothing left can be among the best.
fn seek(desk: &mut Desk, own: &Side, place: usize, other: &Side, others: &mut impl Others) -> Partners {
    let all = other.turns.len() as u32;
    // Everybody begins to look at another place, so that those who tie do not all choose the same few.
    let start = (u64::from(own.turns[place]) * u64::from(all) / own.turns.len() as u64) as u32;
    let away = |turn: u32| if turn >= start { turn - start } else { turn + all - start };
    desk.lists.sort_unstable();
    while let Some(step) = desk.next(&other.index) {
        others.enter(&desk.marks, step.door);
        let run = other.index.places(step.number);
        let (late, soon) = run.split_at(run.partition_point(|one| other.turns[*one as usize] < start));
        for one in soon.iter().chain(late).map(|one| *one as usize) {
            let turns_away = away(other.turns[one]);
            if Rank::new(step.bound, turns_away) <= desk.best.bar() {
                break;
            }
            desk.seen += 1;
            let Some(skills) = others.skills(&desk.marks, one) else { continue };
            if Rank::new(step.most + skills, turns_away) <= desk.best.bar() {
                continue;
            }
            let rank = Rank::new(others.score(skills, one), turns_away);
            if rank > desk.best.bar() && others.allows(one) {
                desk.best.take(rank);
            }
        }
    }
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
    /// What the skills of the door weigh, the dearer first.
    dearest: [u32; 2],
}

impl Others for Mentors<'_> {
    fn enter(&mut self, marks: &[u32], door: Door) {
        let [one, other] = door.skills().map(|skill| skill.map_or(0, |skill| marks[skill as usize]));
        self.dearest = [one.max(other), one.min(other)];
    }

    #[inline]
    fn skills(&self, marks: &[u32], place: usize) -> Option<u32> {
        let (mut met, mut first, mut second) = (0, 0, 0);
        for skill in self.search.mentor_side.half.skills.get(place) {
            let weight = marks[*skill as usize];
            met += weight;
            second = second.max(weight.min(first));
            first = first.max(weight);
        }
        let is_here = first == self.dearest[0] && (second == self.dearest[1] || !self.search.twos);
        is_here.then(|| self.search.points.skills(met, self.wanted))
    }

    #[inline]
    fn score(&self, skills: u32, place: usize) -> u32 {
        let Search { points, mentee_side, mentor_side, .. } = self.search;
        points.score(skills, (&mentee_side.half, self.mentee), (&mentor_side.half, place))
    }

    fn allows(&self, place: usize) -> bool {
        self.search.allows(self.mentee, place)
    }
}

/// Mentees, for the mentor in a place.
struct Mentees<'a> {
    search: &'a Search<'a>,
    mentor: usize,
    door: Door,
}

impl Others for Mentees<'_> {
    fn enter(&mut self, _: &[u32], door: Door) {
        self.door = door;
    }

    #[inline]
    fn skills(&self, marks: &[u32], place: usize) -> Option<u32> {
        let wanted = self.search.mentee_side.half.skills.get(place);
        let (mut met, mut first, mut second) = (0, UNKNOWN, UNKNOWN);
        for (skill, weight) in wanted.iter().zip((1..=wanted.len() as u32).rev()) {
            if marks.get(*skill as usize).is_some_and(|mark| *mark > 0) {
                met += weight;
                if first == UNKNOWN {
                    first = *skill;
                } else if second == UNKNOWN && self.search.twos {
                    second = *skill;
                }
            }
        }
        (Door::two(first, second) == self.door).then(|| self.search.points.skills(met, wanted.len()))
    }

    #[inline]
    fn score(&self, skills: u32, place: usize) -> u32 {
        let Search { points, mentee_side, mentor_side, .. } = self.search;
        points.score(skills, (&mentee_side.half, place), (&mentor_side.half, self.mentor))
    }

    fn allows(&self, place: usize) -> bool {
        self.search.allows(place, self.mentor)
    }
}

impl Search<'_> {
    fn allows(&self, mentee: usize, mentor: usize) -> bool {
        let (mentees, mentors) = (&self.mentee_side, &self.mentor_side);
        let pair = Pair::new(MenteeId(mentees.who[mentee]), MentorId(mentors.who[mentor]));
        self.rules.allows(
            pair,
            One { half: &mentees.half, at: mentee },
            One { half: &mentors.half, at: mentor },
        )
    }
}
