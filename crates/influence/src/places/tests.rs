use super::*;
use crate::list::Target;

fn quota(members: &[u32], at_least: usize, at_most: usize) -> Quota {
    Quota { members: members.to_vec(), at_least, at_most }
}

fn places(candidates: &[u32], joined: &[u32], quotas: &[Quota], limit: Limit) -> Result<Places, Error> {
    let candidates: Vec<Candidate> = candidates
        .iter()
        .map(|&person| Candidate::new(person, 1.0).costing(f64::from(person % 3 + 1)))
        .collect();
    let standing = Standing { joined: joined.to_vec(), ..Standing::default() };
    let rules = Rules { quotas: quotas.to_vec(), ..Rules::default() };
    Places::new(12, &candidates, &standing, &rules, limit)
}

#[test]
fn a_place_is_kept_for_whoever_a_quota_still_needs() {
    let mut places = places(&[0, 1, 3], &[], &[quota(&[3], 1, 1)], Limit::People(2)).unwrap();
    assert!(places.allows(0) && places.allows(2));
    places.take(0);
    assert!(!places.allows(1) && places.allows(2));
}

#[test]
fn those_who_have_joined_count_towards_the_least() {
    let places = places(&[0, 3], &[2], &[quota(&[2, 3], 2, 2)], Limit::People(1)).unwrap();
    assert!(!places.allows(0) && places.allows(1));
}

#[test]
fn an_impossible_quota_is_refused_with_the_reason() {
    let refuse = |q: &[Quota], k| places(&[0, 1], &[], q, Limit::People(k)).unwrap_err().to_string();
    assert!(refuse(&[quota(&[0, 2, 3], 2, 9)], 2).contains("needs 2 people and has 1"));
    assert!(refuse(&[quota(&[0, 1], 2, 1)], 2).contains("allows 1"));
    assert!(refuse(&[quota(&[0], 1, 1), quota(&[1], 1, 1)], 1).contains("together they need 2"));
    // Each can be kept alone: whoever is in both is one too many for the third.
    let both = [quota(&[0, 1], 1, 9), quota(&[0], 0, 0), quota(&[1], 0, 0)];
    assert!(refuse(&both, 1).contains("no list of 1 keeps to all of them"));
}

#[test]
fn a_budget_keeps_what_the_quotas_still_cost() {
    // Who costs what: 0 one, 1 two, 2 three.
    let quotas = [quota(&[1, 2], 1, 9)];
    assert!(places(&[0, 1, 2], &[], &quotas, Limit::Budget(1.5)).unwrap_err().to_string().contains("cost 2"));
    let mut tight = places(&[0, 1, 2], &[], &quotas, Limit::Budget(2.5)).unwrap();
    assert!(!tight.allows(0) && tight.allows(1) && !tight.allows(2));
    tight.take(1);
    assert!(!tight.allows(0) && !tight.allows(2));
    let roomy = places(&[0, 1, 2], &[], &quotas, Limit::Budget(3.0)).unwrap();
    assert!((0..3).all(|at| roomy.allows(at)));
}

#[test]
fn the_best_sum_keeps_the_quotas() {
    let gains = [(5.0, 0), (4.0, 1), (1.0, 2)];
    let one = places(&[0, 1, 2], &[], &[quota(&[0, 1], 0, 1)], Limit::People(2)).unwrap();
    assert!((one.best_sum(&gains) - 6.0).abs() < 1e-12);
    let plain = places(&[0, 1, 2], &[], &[], Limit::People(2)).unwrap();
    assert!((plain.best_sum(&gains) - 9.0).abs() < 1e-12);
    // One unit for the first, and of the second, who costs two, a half.
    let paid = places(&[0, 1, 2], &[], &[], Limit::Budget(2.0)).unwrap();
    assert!((paid.best_sum(&gains) - 7.0).abs() < 1e-12);
}

fn aiming(targets: &[(&[u32], f64)], limit: Limit) -> Result<Places, Error> {
    let chances = [0.9, 0.5, 0.5, 0.2, 0.8];
    let candidates: Vec<Candidate> =
        (0..).zip(chances).map(|(person, chance)| Candidate::new(person, chance)).collect();
    let target = |&(members, joins): &(&[u32], f64)| Target { members: members.to_vec(), joins };
    let rules = Rules { targets: targets.iter().map(target).collect(), ..Rules::default() };
    let standing = Standing { joined: vec![6], pending: vec![(7, 0.5)], ..Standing::default() };
    Places::new(12, &candidates, &standing, &rules, limit)
}

#[test]
fn a_target_counts_the_joins_that_are_expected() {
    // 6 has joined and 7 may; 1 and 2 would make it 2.5, and there is one place to spare.
    let mut places = aiming(&[(&[1, 2, 3, 6, 7], 2.5)], Limit::People(3)).unwrap();
    assert!(places.allows(0) && places.allows(3));
    places.take(0);
    assert!(!places.allows(4) && !places.allows(3) && places.allows(1));
    places.take(1);
    places.take(2);
    assert!(!places.allows(3));
}

#[test]
fn a_target_beyond_everybody_is_refused_and_so_is_one_beyond_the_places() {
    let refuse = |targets, limit| aiming(targets, limit).unwrap_err().to_string();
    assert!(refuse(&[(&[0, 1], 1.6)], Limit::Targets).contains("at most 1.4 are expected to join"));
    assert!(refuse(&[(&[0, 1], 1.2), (&[2, 3], 0.6)], Limit::People(3)).contains("takes 4 people"));
}

#[test]
fn for_targets_alone_nobody_is_asked_who_counts_for_none() {
    let mut places = aiming(&[(&[0, 1], 0.9), (&[2, 3], 0.4)], Limit::Targets).unwrap();
    assert!(!places.allows(4) && (0..4).all(|at| places.allows(at)));
    places.take(0);
    assert!(!places.allows(1) && places.allows(3));
    places.take(2);
    assert!((0..5).all(|at| !places.allows(at)));
}

/// Overlapping quotas against every list there is.
#[test]
fn overlapping_quotas_are_completed_exactly_when_some_list_keeps_to_them() {
    let (mut possible, mut refused) = (0, 0);
    let mut seed = 12_345u64;
    let mut below = |n: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    for _ in 0..1500 {
        let people: Vec<u32> = (0..2 + below(8) as u32).collect();
        let length = 1 + below(people.len() as u64) as usize;
        let mut some = || people.iter().copied().filter(|_| below(2) == 0).collect::<Vec<u32>>();
        let groups: Vec<Vec<u32>> = (0..4).map(|_| some()).collect();
        let quotas: Vec<Quota> =
            groups.iter().map(|group| quota(group, below(3) as usize, 1 + below(3) as usize)).collect();
        let keeps = |mask: u32| {
            mask.count_ones() as usize <= length
                && quotas.iter().all(|quota| {
                    let asked = quota.members.iter().filter(|&&person| mask >> person & 1 == 1).count();
                    (quota.at_least..=quota.at_most).contains(&asked)
                })
        };
        let lists: Vec<u32> = (0..1 << people.len()).filter(|&mask| keeps(mask)).collect();
        let Ok(mut filled) = places(&people, &[], &quotas, Limit::People(length)) else {
            assert!(lists.is_empty(), "{quotas:?} of {length}");
            refused += 1;
            continue;
        };
        assert!(!lists.is_empty(), "{quotas:?} of {length}");
        possible += 1;
        let mut list = 0u32;
        loop {
            let within = |one: u32| lists.iter().any(|whole| whole & (list | 1 << one) == list | 1 << one);
            let open = people.iter().copied().filter(|&one| list >> one & 1 == 0);
            let next: Vec<u32> = open.filter(|&one| filled.allows(one as usize)).collect();
            for one in people.iter().copied().filter(|&one| list >> one & 1 == 0) {
                assert_eq!(next.contains(&one), within(one), "{one} on {list:b}: {quotas:?} of {length}");
            }
            let Some(&one) = next.get(below(next.len().max(1) as u64) as usize) else { break };
            filled.take(one as usize);
            list |= 1 << one;
        }
        assert!(keeps(list), "{list:b}: {quotas:?} of {length}");
    }
    assert!(possible > 300 && refused > 300, "{possible} and {refused}");
}

/// A little chance of its own.
fn dice() -> impl FnMut(u64) -> u64 {
    let mut seed = 54_321u64;
    move |n| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    }
}

/// Targets that share people, some with quotas or a budget besides, against every list there is.
#[test]
fn targets_that_share_people_are_met_exactly_when_some_list_meets_them() {
    let (mut possible, mut refused, mut below) = (0, 0, dice());
    for round in 0..2_000 {
        let people: Vec<u32> = (0..2 + below(8) as u32).collect();
        let length = 1 + below(people.len() as u64) as usize;
        let candidates: Vec<Candidate> = people
            .iter()
            .map(|&person| Candidate::new(person, below(21) as f64 / 20.0).costing(1.0 + below(3) as f64))
            .collect();
        let mut some = |of: u64| people.iter().copied().filter(|_| below(of) == 0).collect::<Vec<u32>>();
        let groups: Vec<Vec<u32>> = (0..3).map(|_| some(2)).collect();
        let quotas =
            if round % 3 == 1 { vec![quota(&some(2), 1, 2), quota(&some(3), 0, 1)] } else { Vec::new() };
        let targets: Vec<Target> = groups
            .iter()
            .map(|group| Target { members: group.clone(), joins: below(7) as f64 / 4.0 })
            .collect();
        let limit = match round % 3 {
            2 => Limit::Budget(0.5 + below(12) as f64),
            _ => Limit::People(length),
        };
        let sum = |mask: u32, members: &[u32], what: &dyn Fn(&Candidate) -> f64| {
            let taken = candidates.iter().filter(|one| mask >> one.person & 1 == 1);
            taken.filter(|one| members.contains(&one.person)).map(what).sum::<f64>()
        };
        let keeps = |mask: u32| {
            let fits = match limit {
                Limit::Budget(money) => sum(mask, &people, &|one| one.cost) <= money,
                _ => mask.count_ones() as usize <= length,
            };
            let asked = |quota: &Quota| sum(mask, &quota.members, &|_| 1.0) as usize;
            fits && quotas.iter().all(|quota| (quota.at_least..=quota.at_most).contains(&asked(quota)))
                && targets.iter().all(|one| sum(mask, &one.members, &|one| one.chance) >= one.joins - 1e-9)
        };
        let lists: Vec<u32> = (0..1 << people.len()).filter(|&mask| keeps(mask)).collect();
        let rules = Rules { quotas: quotas.clone(), targets: targets.clone(), ..Rules::default() };
        let Ok(mut filled) = Places::new(12, &candidates, &Standing::default(), &rules, limit) else {
            assert!(lists.is_empty(), "{targets:?} {quotas:?} {limit:?} of {candidates:?}");
            refused += 1;
            continue;
        };
        assert!(!lists.is_empty(), "{targets:?} {quotas:?} {limit:?} of {candidates:?}");
        possible += 1;
        let free = filled.clone();
        let mut list = 0u32;
        loop {
            let within = |one: u32| lists.iter().any(|whole| whole & (list | 1 << one) == list | 1 << one);
            let open: Vec<u32> = people.iter().copied().filter(|&one| list >> one & 1 == 0).collect();
            for &one in &open {
                assert_eq!(
                    filled.allows(one as usize),
                    within(one),
                    "{one} on {list:b}: {rules:?} {limit:?}"
                );
            }
            let next: Vec<u32> = open.into_iter().filter(|&one| within(one)).collect();
            let Some(&one) = next.get(below(next.len().max(1) as u64) as usize) else { break };
            filled.take(one as usize);
            list |= 1 << one;
        }
        assert!(keeps(list), "{list:b}: {rules:?} {limit:?}");
        for one in people.iter().copied().filter(|&one| list >> one & 1 == 1) {
            for other in people.iter().copied().filter(|&other| list >> other & 1 == 0) {
                let changed = list & !(1 << one) | 1 << other;
                let lets = filled.lets_change(&free, one as usize, other as usize);
                assert_eq!(lets, keeps(changed), "{other} for {one} on {list:b}: {rules:?} {limit:?}");
            }
        }
    }
    assert!(possible > 400 && refused > 400, "{possible} and {refused}");
}

#[test]
fn targets_that_share_people_are_refused_with_how_many_they_take() {
    // Two offices and two levels want two joins each, everybody counts for two of them, and says yes in one of two cases.
    let candidates: Vec<Candidate> = (0..12).map(|person| Candidate::new(person, 0.5)).collect();
    let target = |members: Vec<u32>| Target { members, joins: 2.0 };
    let targets = vec![
        target((0..6).collect()),
        target((6..12).collect()),
        target((0..12).filter(|person| person % 2 == 0).collect()),
        target((0..12).filter(|person| person % 2 == 1).collect()),
    ];
    let rules = Rules { targets, ..Rules::default() };
    let places = |k| Places::new(12, &candidates, &Standing::default(), &rules, Limit::People(k));
    assert!(places(7).unwrap_err().to_string().contains("takes 8 people, and 7 are to be asked"));
    assert!((0..12).all(|at| places(8).unwrap().allows(at)));
}

#[test]
fn where_targets_say_how_many_quotas_are_served_too() {
    let candidates: Vec<Candidate> = (0..4).map(|person| Candidate::new(person, 0.5)).collect();
    let targets = vec![Target { members: vec![0, 1], joins: 0.5 }];
    let rules = Rules { targets, quotas: vec![quota(&[3], 1, 1)], ..Rules::default() };
    let mut places = Places::new(12, &candidates, &Standing::default(), &rules, Limit::Targets).unwrap();
    assert!(places.allows(0) && places.allows(3) && !places.allows(2));
    places.take(0);
    assert!(!places.allows(1) && places.allows(3));
}
