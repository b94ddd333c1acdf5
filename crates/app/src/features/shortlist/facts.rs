//! What the ties and the records say about one leader, counted.

use super::network::{Network, Said};
use super::place::Place;
use super::reasons::Facts;
use super::reckoning::{Leader, Reckoning, both};
use crate::shell::words;
use std::collections::BTreeMap;

/// The facts about a leader.
pub fn facts(reckoning: &Reckoning, leader: &Leader) -> Facts {
    let (network, who) = (&*reckoning.network, leader.number);
    let askers = network.of_whom(Said::AskAdvice, who);
    let unreached = |p: &&u32| {
        !reckoning.joined.iter().any(|j| network.of_whom(Said::AskAdvice, *j).binary_search(p).is_ok())
    };
    Facts {
        advised: askers.len(),
        most_advised: network
            .everybody()
            .all(|p| p == who || network.of_whom(Said::AskAdvice, p).len() < askers.len()),
        advised_below: below(network, askers),
        peers: network.level(who).map_or_else(String::new, |l| words::plural(&l.name)),
        unreached: (!reckoning.joined.is_empty()).then(|| askers.iter().filter(unreached).count()),
        reports: network.of_whom(Said::ReportTo, who).len(),
        works_with: network.of_whom(Said::WorkWith, who).len(),
        mentored: network.of_whom(Said::WereMentored, who).len(),
        friends: network.of_whom(Said::CallFriend, who).len(),
        joined_beside: leader.joined_beside.iter().map(|p| network.person(*p).name.clone()).collect(),
        first_of: first_of(reckoning, who),
        counts_towards: counts_towards(reckoning, leader),
        never_asked: !leader.ever_asked,
        overlap: overlap(reckoning, leader),
        has_way: leader.way.is_some(),
        busy: busy(reckoning, leader),
        source: network.source_of_ties().to_owned(),
    }
}

/// The group whose first to join they would be, where others have joined elsewhere. Small groups go unnamed.
fn first_of(reckoning: &Reckoning, who: u32) -> Option<String> {
    let person = reckoning.network.person(who);
    let (office, department) = (person.office.as_ref()?, person.department.as_ref()?);
    let belongs = |p: u32| {
        let other = reckoning.network.person(p);
        other.office.as_ref() == Some(office) && other.department.as_ref() == Some(department)
    };
    let size = reckoning.network.everybody().filter(|p| belongs(*p)).count();
    let first = !reckoning.joined.is_empty() && size >= 5 && !reckoning.joined.iter().any(|p| belongs(*p));
    first.then(|| format!("{office}, {department}"))
}

/// The target that the order of the list serves by them.
fn counts_towards(reckoning: &Reckoning, leader: &Leader) -> Option<String> {
    let level = reckoning.network.person(leader.number).level;
    reckoning.wanted.of(level).filter(|_| leader.place == Place::Open).map(ToOwned::to_owned)
}

/// Through whom most of those who would follow are reached by now, where that is clearly more than usual.
fn overlap(reckoning: &Reckoning, leader: &Leader) -> Option<(f64, Option<String>)> {
    let (share, usual) = (leader.reached, reckoning.usually_reached);
    if share < 0.3 || share < usual + 0.1 {
        return None;
    }
    let askers = reckoning.network.of_whom(Said::AskAdvice, leader.number);
    let shared = |p: &u32| both(reckoning.network.of_whom(Said::AskAdvice, *p), askers).count();
    let through = reckoning.joined.iter().copied().filter(|p| shared(p) > 0).max_by_key(shared);
    Some((share, through.map(|p| reckoning.network.person(p).name.clone())))
}

fn busy(reckoning: &Reckoning, leader: &Leader) -> Option<(String, usize)> {
    let connector = leader.way.as_ref()?.connector;
    let own = leader.prospect.as_ref().is_some_and(|p| p.introduced_at.is_none() && p.connector.is_some());
    let open = reckoning.open_introductions.get(&connector)?.saturating_sub(usize::from(own));
    (open > 1).then(|| (reckoning.network.person(connector).name.clone(), open))
}

/// How many of these are below the senior levels, and what most of those are called.
fn below(network: &Network, people: &[u32]) -> (usize, String) {
    let mut levels: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for person in people.iter().filter(|p| !network.leads(**p)) {
        *levels.entry(network.level(*person).map(|l| l.name.as_str())).or_default() += 1;
    }
    let named = match levels.keys().collect::<Vec<_>>()[..] {
        [Some(one)] => words::plural(one),
        _ => "below the senior levels".to_owned(),
    };
    (levels.values().sum(), named)
}
