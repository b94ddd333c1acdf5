//! Small random inputs of several classes, from one seed.

use bellwether_matching::{Candidate, Input, Mentee, MenteeId, Mentor, MentorId, Pair};

/// What makes an input hard, or easy to get wrong.
#[derive(Clone, Copy, Debug)]
pub enum Class {
    Balanced,
    EqualScores,
    Star,
    Chain,
    Disconnected,
    DuplicateScores,
    WantsTwo,
    Locked,
    Forbidden,
    NoCapacity,
    Single,
    Empty,
    MentorsScarce,
    MenteesScarce,
    Everything,
}

pub const CLASSES: [Class; 15] = [
    Class::Balanced,
    Class::EqualScores,
    Class::Star,
    Class::Chain,
    Class::Disconnected,
    Class::DuplicateScores,
    Class::WantsTwo,
    Class::Locked,
    Class::Forbidden,
    Class::NoCapacity,
    Class::Single,
    Class::Empty,
    Class::MentorsScarce,
    Class::MenteesScarce,
    Class::Everything,
];

/// Numbers from a seed (xorshift64*), so that a failing case can be named.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number from 0 to `below` − 1.
    pub fn below(&mut self, below: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % u64::from(below)) as u32
    }

    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }
}

pub fn input(class: Class, seed: u64) -> Input {
    let mut chance = Chance::new(seed);
    let (mentees, mentors) = sizes(class, &mut chance);
    let mut input = Input { seed, ..Input::default() };
    for _ in 0..mentees {
        let wants = match class {
            Class::WantsTwo => chance.between(1, 2),
            Class::Everything => chance.between(0, 3),
            _ => 1,
        };
        input.mentees.push(Mentee { wants, waited: chance.below(3), wishes: Vec::new() });
    }
    for _ in 0..mentors {
        let capacity = match class {
            Class::Balanced | Class::MentorsScarce => 1,
            Class::NoCapacity => chance.below(2),
            Class::Everything => chance.below(4),
            _ => chance.between(1, 2),
        };
        input.mentors.push(Mentor { capacity });
    }
    candidates(class, &mut input, &mut chance);
    extras(class, &mut input, &mut chance);
    input
}

fn sizes(class: Class, chance: &mut Chance) -> (u32, u32) {
    match class {
        Class::Empty => (chance.below(2), chance.below(2)),
        Class::Single => (1, 1),
        Class::Star => (chance.between(2, 6), 1),
        Class::Balanced => {
            let size = chance.between(1, 5);
            (size, size)
        }
        Class::MentorsScarce => (6, 2),
        Class::MenteesScarce => (2, 6),
        _ => (chance.between(1, 5), chance.between(1, 4)),
    }
}

fn candidates(class: Class, input: &mut Input, chance: &mut Chance) {
    let density = chance.between(20, 100);
    for mentee in 0..input.mentees.len() as u32 {
        for mentor in 0..input.mentors.len() as u32 {
            let linked = match class {
                Class::Chain => mentor == mentee || mentor + 1 == mentee,
                Class::Disconnected => mentor % 2 == mentee % 2,
                Class::Empty => false,
                Class::Star | Class::Single => true,
                _ => chance.percent(density) && input.candidates.len() < 13,
            };
            let score = match class {
                Class::EqualScores => 500_000,
                Class::DuplicateScores | Class::Everything => chance.between(1, 3) * 10_000,
                _ => chance.between(1, 1_000_000),
            };
            if linked {
                let (mentee, mentor) = (MenteeId(mentee), MentorId(mentor));
                input.candidates.push(Candidate { mentee, mentor, score });
            }
        }
    }
}

fn extras(class: Class, input: &mut Input, chance: &mut Chance) {
    let (locks, bans, repeats, wishes, kept) = match class {
        Class::Locked => (40, 0, 0, 0, 0),
        Class::Forbidden => (0, 30, 20, 0, 0),
        Class::Everything => (15, 15, 15, 20, 30),
        _ => (0, 0, 0, 0, 0),
    };
    input.stability = chance.below(30_000);
    for mentee in 0..input.mentees.len() as u32 {
        for mentor in 0..input.mentors.len() as u32 {
            let pair = Pair::new(MenteeId(mentee), MentorId(mentor));
            if chance.percent(locks) && lock_fits(input, pair) {
                input.locked.push(pair);
            } else if chance.percent(bans) {
                input.forbidden.push(pair);
            }
            if chance.percent(repeats) {
                input.earlier.push(pair);
            }
            if chance.percent(kept) {
                input.previous.push(pair);
            }
            if chance.percent(wishes) {
                input.mentees[mentee as usize].wishes.push(pair.mentor);
            }
        }
    }
}

fn lock_fits(input: &Input, pair: Pair) -> bool {
    let of_mentee = input.locked.iter().filter(|one| one.mentee == pair.mentee).count() as u32;
    let of_mentor = input.locked.iter().filter(|one| one.mentor == pair.mentor).count() as u32;
    of_mentee < input.mentees[pair.mentee.0 as usize].wants
        && of_mentor < input.mentors[pair.mentor.0 as usize].capacity
}
