//! How well two fit, in points; and the most that a block of people could reach.

use super::half::{Half, NO_LEVEL, NO_ZONE, Traits, UNKNOWN};
use super::lists::Sets;
use super::people::Weights;

/// Minutes of a working day.
const DAY: u32 = 480;
/// Up to so many skills are wanted, usually.
const FEW: usize = 16;
/// Minutes after which clocks show the same again.
const ROUND: u32 = 1_440;

/// What each outcome of each matter adds; see [`Weights`].
pub(super) struct Points {
    skills: u32,
    /// By how many skills are wanted, and what those met weigh: so that the usual cases need no division.
    met: Vec<Vec<u32>>,
    /// By levels from the mentee up to the mentor, from -1 (or fewer) to 4 (or more); last, for not known.
    seniority: [u32; 7],
    /// By minutes between the clocks, [`DAY`] or more being one; last, for not known.
    zones: Vec<u32>,
    department: Likeness,
    location: Likeness,
    /// By languages in common, two or more being one; last, for not known.
    languages: [u32; 4],
}

impl Points {
    pub fn of(weights: &Weights) -> Points {
        let percent = |weight: u32, percent: u32| share(weight, u64::from(percent), 100);
        let zone = |minutes: u32| share(weights.time_zone, u64::from(DAY - minutes), u64::from(DAY));
        Points {
            skills: weights.skills,
            met: (0..=FEW)
                .map(|wanted| {
                    (0..=weight(wanted as u32)).map(|met| of_skills(weights.skills, met, wanted)).collect()
                })
                .collect(),
            seniority: [0, 30, 100, 100, 80, 60, 50].map(|part| percent(weights.seniority, part)),
            zones: (0..=DAY).map(zone).chain([percent(weights.time_zone, 50)]).collect(),
            department: Likeness::of(weights.department, [(0, 40), (100, 70)]),
            location: Likeness::of(weights.location, [(100, 50), (0, 50)]),
            languages: [0, 50, 100, 50].map(|part| percent(weights.languages, part)),
        }
    }

    /// The score of a pair whose skills add `skills`: at least 1.
    #[inline]
    pub fn score(
        &self,
        skills: u32,
        (mentees, mentee): (&Half, usize),
        (mentors, mentor): (&Half, usize),
    ) -> u32 {
        let (low, high) = (&mentees.traits[mentee], &mentors.traits[mentor]);
        let languages = if low.languages == 0 || high.languages == 0 {
            self.languages[3]
        } else {
            self.languages
                [Sets::shared(&mentees.languages, mentee, &mentors.languages, mentor).min(2) as usize]
        };
        let asks_department = low.asks_department | high.asks_department;
        let asks_location = low.asks_location | high.asks_location;
        let points = skills
            + languages
            + self.seniority(low.level, high.level)
            + self.zone(low.zone, high.zone)
            + self.department.points(low.department, high.department, asks_department)
            + self.location.points(low.location, high.location, asks_location);
        points.max(1)
    }

    /// What skills add where the skills met weigh `met` and `wanted` are wanted: the first of three weighs 3, the
    /// last 1. Who wants nothing in particular fits everybody half as well.
    #[inline]
    pub fn skills(&self, met: u32, wanted: usize) -> u32 {
        match self.met.get(wanted) {
            Some(points) => points[met as usize],
            None => of_skills(self.skills, met, wanted),
        }
    }

    /// The same rounded up to twelfths of the whole, so that there are not as many lists as there are bounds. Where
    /// nothing is met, and where everything is, many tie; there it is exact.
    pub fn skills_bound(&self, met: u32, wanted: usize) -> u32 {
        let points = self.skills(met, wanted);
        if met == 0 { points } else { points.next_multiple_of((self.skills / 12).max(1)).min(self.skills) }
    }

    #[inline]
    fn seniority(&self, low: i64, high: i64) -> u32 {
        if low == NO_LEVEL || high == NO_LEVEL {
            return self.seniority[6];
        }
        self.seniority[((high - low).clamp(-1, 4) + 1) as usize]
    }

    #[inline]
    fn zone(&self, one: i32, other: i32) -> u32 {
        if one == NO_ZONE || other == NO_ZONE {
            return self.zones[DAY as usize + 1];
        }
        let apart = one.abs_diff(other) % ROUND;
        self.zones[apart.min(ROUND - apart).min(DAY) as usize]
    }

    /// The most that everything but skills can add between `seeker` and anybody of a block.
    pub fn most(&self, seeker: &Traits, is_mentee: bool, block: Block, others: &Summary) -> u32 {
        let seniority = block.level.map_or_else(
            || self.seniority.iter().copied().max().unwrap_or(0),
            |level| {
                if is_mentee {
                    self.seniority(seeker.level, level)
                } else {
                    self.seniority(level, seeker.level)
                }
            },
        );
        let zone = block.zone.map_or(self.zones[0], |zone| self.zone(seeker.zone, zone));
        // Nobody shares more languages than they speak.
        let languages = self.languages[usize::from(seeker.languages)].max(self.languages[3]);
        seniority
            + zone
            + languages
            + self.department.most(seeker.department, seeker.asks_department, others.asks_department)
            + self.location.most(seeker.location, seeker.asks_location, others.asks_location)
    }
}

/// People between whom level and time zone do not differ; `None` where all levels or zones are in one block.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Block {
    pub level: Option<i64>,
    pub zone: Option<i32>,
}

/// What some of a side ask for.
pub(super) struct Summary {
    asks_department: bool,
    asks_location: bool,
}

impl Summary {
    pub fn of(half: &Half) -> Summary {
        Summary {
            asks_department: half.traits.iter().any(|one| one.asks_department),
            asks_location: half.traits.iter().any(|one| one.asks_location),
        }
    }
}

/// What it adds that two words are the same or not, where somebody asked for it and where nobody did.
struct Likeness {
    /// `[asked, not asked]`
    same: [u32; 2],
    other: [u32; 2],
    unknown: u32,
}

impl Likeness {
    /// `parts` are percentages: the same (asked, not asked), another (asked, not asked).
    fn of(weight: u32, parts: [(u64, u64); 2]) -> Likeness {
        let [same, other] = parts.map(|(asked, not)| [share(weight, asked, 100), share(weight, not, 100)]);
        Likeness { same, other, unknown: share(weight, 50, 100) }
    }

    #[inline]
    fn points(&self, one: u32, other: u32, is_asked: bool) -> u32 {
        if one == UNKNOWN || other == UNKNOWN {
            return self.unknown;
        }
        let points = if one == other { &self.same } else { &self.other };
        points[usize::from(!is_asked)]
    }

    fn most(&self, own: u32, asks: bool, others_ask: bool) -> u32 {
        if own == UNKNOWN {
            return self.unknown;
        }
        let of = |at: usize| self.same[at].max(self.other[at]);
        let asked = if asks || others_ask { of(0) } else { 0 };
        let not = if asks { 0 } else { of(1) };
        asked.max(not).max(self.unknown)
    }
}

/// What `wanted` skills weigh together: the dearest weighs `wanted`, the last 1.
pub(super) fn weight(wanted: u32) -> u32 {
    wanted * (wanted + 1) / 2
}

fn of_skills(points: u32, met: u32, wanted: usize) -> u32 {
    if wanted == 0 { points / 2 } else { share(points, u64::from(met), u64::from(weight(wanted as u32))) }
}

/// `weight · part / whole`, rounded down.
#[inline]
fn share(weight: u32, part: u64, whole: u64) -> u32 {
    (u64::from(weight) * part / whole) as u32
}
