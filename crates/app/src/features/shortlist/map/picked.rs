//! The person who is picked: found by id or by name, their ties in words, and whom they would bring.

use super::super::network::{Network, Said};
use super::super::place::Place;
use super::super::reckoning::Reckoning;
use super::who::{self, PERHAPS};
use crate::shell::words;
use bellwether_influence::{Error, Standing};
use bellwether_kernel::{PersonId, fold};
use std::collections::BTreeMap;

/// So many of several who fit are named.
const NAMED: usize = 12;

/// Whom the address picks.
pub enum Pick {
    /// Nobody was asked for.
    Nobody,
    /// One person, by number.
    One(u32),
    /// Several fit: some of them, and how many there are.
    Several(Vec<u32>, usize),
    /// Nobody fits, or they have left.
    Stranger,
}

/// The picked person.
pub struct Picked {
    /// Who.
    pub number: u32,
    /// What they are to the program and whom they would bring, in a sentence.
    pub told: String,
    /// Everybody who has a tie with them or would likely follow, the likeliest first.
    pub ties: Vec<PickedTie>,
}

/// Somebody whom the picked person may bring along.
pub struct PickedTie {
    /// Who.
    pub number: u32,
    /// How they know the picked person: "asks their advice, works with them"; empty where they hear of it through others.
    pub words: String,
    /// The chance that they would follow.
    pub chance: f64,
}

/// What may be said of somebody towards another, the most telling first.
const SAID: [(Said, &str); 5] = [
    (Said::AskAdvice, "asks their advice"),
    (Said::WereMentored, "was mentored by them"),
    (Said::ReportTo, "reports to them"),
    (Said::WorkWith, "works with them"),
    (Said::CallFriend, "calls them a friend"),
];

/// Finds whom a text names: by id, by their whole name, or by parts of it.
pub fn find(network: &Network, text: &str) -> Pick {
    if text.is_empty() {
        return Pick::Nobody;
    }
    if let Ok(id) = text.parse::<PersonId>() {
        return network.number(id).map_or(Pick::Stranger, Pick::One);
    }
    let wanted = fold(text);
    let parts: Vec<&str> = wanted.split(' ').filter(|part| !part.is_empty()).collect();
    let names = network.everybody().map(|p| (p, fold(&network.person(p).name)));
    let fits = names.filter(|(_, name)| !parts.is_empty() && parts.iter().all(|part| name.contains(part)));
    let found: Vec<(u32, String)> = fits.collect();
    let exact: Vec<u32> = found.iter().filter(|(_, name)| *name == wanted).map(|(p, _)| *p).collect();
    match (&exact[..], &found[..]) {
        ([one], _) => Pick::One(*one),
        (_, [(one, _)]) => Pick::One(*one),
        (_, []) => Pick::Stranger,
        _ => {
            let rest = found.iter().map(|(p, _)| *p).filter(|p| !exact.contains(p));
            Pick::Several(exact.iter().copied().chain(rest).take(NAMED).collect(), found.len())
        }
    }
}

/// Looks at one person.
///
/// # Errors
/// None that the records can bring about.
pub fn picked(reckoning: &Reckoning, number: u32) -> Result<Picked, Error> {
    let network = &reckoning.network;
    let joined = reckoning.joined.contains(&number);
    let brought = if joined {
        network.reach.chances(Some(number))?.brought
    } else {
        let mut others: Standing = reckoning.standing.clone();
        others.pending.retain(|(p, _)| *p != number);
        others.enrolled.retain(|p| *p != number);
        network.reach.given(&others)?.chances(Some(number))?.brought
    };
    let mut known: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (said, words) in SAID {
        for other in network.of_whom(said, number) {
            known.entry(*other).or_default().push(words);
        }
    }
    for (other, chance) in (0..).zip(&brought) {
        if *chance >= PERHAPS {
            known.entry(other).or_default();
        }
    }
    let tie = |(other, words): (u32, Vec<&str>)| PickedTie {
        number: other,
        words: words.join(", "),
        chance: brought[other as usize],
    };
    let mut ties: Vec<PickedTie> = known.into_iter().map(tie).collect();
    ties.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(a.number.cmp(&b.number)));
    Ok(Picked { number, told: told(reckoning, number)?, ties })
}

fn told(reckoning: &Reckoning, number: u32) -> Result<String, Error> {
    let network = &reckoning.network;
    let person = network.person(number);
    let name = &person.name;
    if reckoning.joined.contains(&number) {
        let reach = about(network.reach.marginal(number)?.mean);
        return Ok(format!("{name} has joined, and reaches {reach}, counted alone."));
    }
    let Some(leader) = reckoning.leader(person.id) else {
        let chance = words::percent(who::Who::of(reckoning)?.reached[number as usize]);
        return Ok(if reckoning.standing.enrolled.contains(&number) {
            format!("{name} takes part already.")
        } else {
            format!("{name} is no leader. The chance that they are reached by now is {chance}.")
        });
    };
    let Some(adds) = who::would_add(reckoning, number)? else {
        return Ok(format!("{name} is not on the shortlist, and will not be asked."));
    };
    let brings = format!("a yes brings {} whom nobody reaches yet", about(adds));
    Ok(match leader.place {
        Place::Asked => format!("{name} has been asked: {brings}."),
        Place::Open => match reckoning.alone(leader)? {
            Some(pick) if adds >= 0.5 => {
                let (low, high) = (pick.likely.low, pick.likely.high);
                format!("{name} has not been asked: {brings}, somewhere from {low:.0} to {high:.0}.")
            }
            _ => format!("{name} has not been asked: {brings}."),
        },
        _ => format!("{name} is not on the shortlist now. If they are asked one day, {brings}."),
    })
}

/// "about 5 people", "about 1 person", "hardly anybody".
pub fn about(expected: f64) -> String {
    match expected.round() as i64 {
        0 => "hardly anybody".to_owned(),
        n => format!("about {}", words::count(n, "person", "people")),
    }
}

/// The ties that are drawn for those who have joined: of the first kind that any of them has, with its words.
pub fn of_joined(reckoning: &Reckoning) -> (Vec<(u32, Vec<u32>)>, &'static str) {
    let ties = |said| -> Vec<(u32, Vec<u32>)> {
        let all = reckoning.joined.iter().map(|p| (*p, reckoning.network.of_whom(said, *p).to_vec()));
        all.filter(|(_, others)| !others.is_empty()).collect()
    };
    let mut kinds = SAID.iter().map(|(said, words)| (ties(*said), *words));
    kinds.find(|(ties, _)| !ties.is_empty()).unwrap_or_default()
}

/// "Litigation, Boston".
pub fn place_of(network: &Network, number: u32) -> String {
    let person = network.person(number);
    let parts = [&person.department, &person.office].into_iter().flatten();
    parts.map(String::as_str).collect::<Vec<_>>().join(", ")
}
