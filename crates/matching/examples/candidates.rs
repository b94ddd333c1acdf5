//! Finds the candidates of an invented program, solves it, and says what keeping only the best few could have cost:
//! `cargo run --release -p bellwether-matching --example candidates -- MENTEES MENTORS K THREADS`.
//!
//! Prints one line of JSON. `seconds` is for finding candidates, from people as plain data; `solve_seconds` and
//! `proof_seconds` come after it. Where something could have been lost, the pairs that could matter are added and it is
//! solved again, until nothing could: `rounds` says how often. Results are mentees with a mentor, further mentors, and the score.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::time::Instant;

use bellwether_matching::candidates::{Found, MenteeProfile, MentorProfile, People, Pool, Profile};
use bellwether_matching::{Input, Instance, InvalidInstance, Mentee, Mentor, Value, solve};

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Vec<u32> = std::env::args().skip(1).map(|word| word.parse()).collect::<Result<_, _>>()?;
    let [mentees, mentors, k, threads] = numbers[..]
        .try_into()
        .map_err(|_| "say how many mentees, mentors, candidates of each, and threads")?;
    let people = invented(mentees, mentors);

    let start = Instant::now();
    let pool = Pool::new(&people)?;
    let mut found = pool.find(k as usize, threads as usize);
    let seconds = start.elapsed().as_secs_f64();
    let (candidates, seen) = (found.candidates.len(), found.seen);

    let (mut solve_seconds, mut proof_seconds, mut before) = (0.0, 0.0, None);
    for round in 1.. {
        let start = Instant::now();
        let instance = instance(&people, &found)?;
        let solution = solve(&instance)?;
        solve_seconds += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let loss = pool.loss(&found, &instance, &solution, threads as usize)?;
        proof_seconds += start.elapsed().as_secs_f64();
        let tiers = |value: Value| [value.covered, value.further, value.score];
        let [first, at_most] = *before.get_or_insert([solution.value(), loss.at_most].map(tiers));
        if loss.is_nothing() {
            println!(
                "{{\"mentees\": {mentees}, \"mentors\": {mentors}, \"candidates\": {candidates}, \"seen\": {seen}, \
                 \"seconds\": {seconds:.3}, \"solve_seconds\": {solve_seconds:.3}, \"proof_seconds\": \
                 {proof_seconds:.3}, \"rounds\": {round}, \"first\": {first:?}, \"could_lose\": {at_most:?}, \"best\": {:?}}}",
                tiers(solution.value()),
            );
            return Ok(());
        }
        found.add(&loss.pairs);
    }
    Ok(())
}

fn instance(people: &People, found: &Found) -> Result<Instance, InvalidInstance> {
    Instance::new(Input {
        mentees: people.mentees.iter().map(|one| Mentee::wanting(one.wants)).collect(),
        mentors: people.mentors.iter().map(|one| Mentor { capacity: one.capacity }).collect(),
        candidates: found.candidates.clone(),
        ..Input::default()
    })
}

/// An organisation of six levels, sixty departments, seven time zones and eight languages; the skills are not equally
/// popular. Mentors come from the upper levels more often.
fn invented(mentees: u32, mentors: u32) -> People {
    let mut chance = Chance(7);
    let mut people = People::default();
    for at in 0..mentees + mentors {
        let manager = (at > 0).then(|| chance.below(at));
        people.managers.push(manager);
        let level = if at < mentees { chance.below(4) } else { 5 - chance.below(5) };
        let department = chance.below(60);
        let zone = [-480, -300, 0, 0, 0, 60, 60, 120, 300, 480][chance.below(10) as usize];
        let profile = Profile {
            person: at,
            team: manager,
            languages: (0..8)
                .filter(|language| chance.below(100) < [80, 25, 18, 20, 8, 7, 10, 6][*language as usize])
                .collect(),
            time_zone: Some(zone),
            level: Some(level as i32),
            department: Some(department),
            location: Some(((zone + 480) / 60 * 4) as u32 + chance.below(4)),
            ..Profile::default()
        };
        let mut skills = |count: u32| (0..count).map(|_| chance.skill(department)).collect();
        if at < mentees {
            people.mentees.push(MenteeProfile {
                profile,
                wants: 1,
                wanted: skills(3),
                ..MenteeProfile::default()
            });
        } else {
            let offered = skills(5);
            people.mentors.push(MentorProfile { profile, capacity: 1 + chance.below(4), offered });
        }
    }
    people
}

/// Numbers from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % u64::from(below)) as u32
    }

    /// One of seventy skills: the lesser of two draws, and half of the time one that the department is known for.
    fn skill(&mut self, department: u32) -> u32 {
        let popular = self.below(70).min(self.below(70));
        (popular + self.below(2) * department * 3) % 70
    }
}
