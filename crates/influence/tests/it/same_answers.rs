//! One seed, one answer.

use bellwether_influence::{
    Candidate, Counting, Edge, Error, Graph, Options, Quota, Reach, Rules, Standing, Target,
};

use crate::exact::Dice;

fn firm(people: usize) -> Graph {
    let mut dice = Dice::new(77);
    let edge = |_| {
        let (src, dst) = (dice.below(people) as u32, dice.below(people) as u32);
        Edge { src, dst: if src == dst { (dst + 1) % people as u32 } else { dst }, probability: 0.05 }
    };
    Graph::from_probabilities(people, &(0..people * 12).map(edge).collect::<Vec<_>>()).unwrap()
}

fn everybody(people: u32) -> Vec<Candidate> {
    (0..people).map(|p| Candidate::new(p, 0.3 + f64::from(p % 7) / 10.0)).collect()
}

#[test]
fn one_seed_gives_one_list_on_any_number_of_threads() {
    let rank = |threads| {
        let options = Options { threads, sets: Some(20_000), ..Options::default() };
        let standing = Standing { joined: vec![3, 9], pending: vec![(4, 0.5)], enrolled: vec![20] };
        let reach = Reach::build(firm(300), &options).unwrap().given(&standing).unwrap();
        reach.rank(&everybody(300)[30..], 12, &Rules::default()).unwrap()
    };
    let one = rank(1);
    assert!([2, 3, 8].into_iter().all(|threads| rank(threads) == one));
}

#[test]
fn another_seed_agrees_within_the_intervals() {
    let graph = std::sync::Arc::new(firm(300));
    let estimate = |seed| {
        let options = Options { seed, sets: Some(20_000), ..Options::default() };
        Reach::build(std::sync::Arc::clone(&graph), &options).unwrap().marginal(7).unwrap()
    };
    let (a, b) = (estimate(1), estimate(2));
    assert!(a != b);
    assert!(a.lower < b.upper && b.lower < a.upper);
}

#[test]
fn taking_back_an_answer_gives_the_earlier_list_again() {
    let reach = Reach::build(firm(100), &Options::default()).unwrap();
    let before = reach.marginal(5).unwrap();
    let joined = reach.given(&Standing { joined: vec![1, 2], ..Standing::default() }).unwrap();
    assert!(joined.marginal(5).unwrap().mean < before.mean);
    assert_eq!(joined.given(&Standing::default()).unwrap().marginal(5).unwrap(), before);
}

#[test]
fn a_pinned_leader_is_asked_first_and_set_aside_leaders_are_simply_not_given() {
    let reach = Reach::build(firm(100), &Options::default()).unwrap();
    let rules = Rules { pinned: vec![42, 17], ..Rules::default() };
    let ranking = reach.rank(&everybody(100), 5, &rules).unwrap();
    assert_eq!(ranking.picks.iter().take(2).map(|p| p.person).collect::<Vec<_>>(), [42, 17]);
    assert_eq!(ranking.picks.len(), 5);
}

#[test]
fn until_a_target_is_met_those_who_count_for_it_come_first() {
    let reach = Reach::build(firm(100), &Options::default()).unwrap();
    let standing = Standing { joined: vec![90], pending: vec![(91, 0.4)], ..Standing::default() };
    let reach = reach.given(&standing).unwrap();
    let counts = |person: u32| person.is_multiple_of(4) || person > 88;
    let candidates: Vec<Candidate> = (0..60).map(|person| Candidate::new(person, 0.5)).collect();
    let rank = |joins| {
        let members = (0..100).filter(|person| counts(*person)).collect();
        let rules = Rules { pinned: vec![7], targets: vec![Target { members, joins }], ..Rules::default() };
        reach
            .rank(&candidates, 12, &rules)
            .unwrap()
            .picks
            .iter()
            .map(|pick| pick.person)
            .collect::<Vec<u32>>()
    };
    let order = |rules| {
        let picks = reach.rank(&candidates, 60, &rules).unwrap().picks;
        picks.iter().map(|pick| pick.person).collect::<Vec<u32>>()
    };
    let plain = order(Rules { pinned: vec![7], ..Rules::default() });
    // One has joined, another may: three more asks are needed for 2.9, and the pinned stays ahead of them.
    let list = rank(2.9);
    assert_eq!(list[0], 7);
    assert!(list[1..4].iter().all(|person| counts(*person)), "{list:?}");
    assert!(plain.iter().skip(1).find(|person| counts(**person)) == Some(&list[1]), "{list:?} of {plain:?}");
    assert_eq!(list[4], *plain[1..].iter().find(|person| !list[..4].contains(person)).unwrap());
    // What is met already changes nothing; what cannot be met within the list fills it.
    assert_eq!(rank(1.4), plain[..12]);
    assert!(rank(50.0)[1..].iter().all(|person| counts(*person)));
}

#[test]
fn more_places_than_leaders_ranks_everybody() {
    let reach = Reach::build(firm(40), &Options::default()).unwrap();
    assert_eq!(reach.rank(&everybody(10), 50, &Rules::default()).unwrap().picks.len(), 10);
    assert!(reach.rank(&[], 5, &Rules::default()).unwrap().picks.is_empty());
}

#[test]
fn the_range_of_outcomes_lies_about_the_expected_number() {
    let options = Options { counting: Counting::Everyone, ..Options::default() };
    let reach = Reach::build(firm(200), &options).unwrap();
    let ranking = reach.rank(&everybody(200), 8, &Rules::default()).unwrap();
    assert!(ranking.likely.low < ranking.expected.mean && ranking.expected.mean < ranking.likely.high);
    for pick in &ranking.picks {
        assert!(pick.likely.low <= pick.followers.mean && pick.followers.mean <= pick.likely.high);
    }
    let asked: Vec<_> = ranking.picks.iter().map(|p| Candidate::new(p.person, p.chance)).collect();
    assert_eq!(reach.what_if(&asked).unwrap(), (ranking.expected, ranking.likely));
}

#[test]
fn when_everybody_is_in_already_there_is_nobody_to_bring() {
    let standing = Standing { enrolled: (0..50).collect(), ..Standing::default() };
    let reach = Reach::build(firm(50), &Options::default()).unwrap().given(&standing).unwrap();
    let ranking = reach.rank(&everybody(50), 3, &Rules::default()).unwrap();
    assert!(ranking.expected.mean.abs() < 1e-12);
    assert_eq!(ranking.picks.len(), 3);
    let nobody = Options { weights: Some(vec![0.0; 50]), ..Options::default() };
    let reach = Reach::build(firm(50), &nobody).unwrap();
    assert!(reach.marginal(3).unwrap().upper.abs() < 1e-12);
}

#[test]
fn an_empty_directory_has_an_empty_list() {
    let graph = Graph::from_probabilities(0, &[]).unwrap();
    let reach = Reach::build(graph, &Options::default()).unwrap();
    let ranking = reach.rank(&[], 3, &Rules::default()).unwrap();
    assert!(ranking.picks.is_empty() && ranking.expected.upper.abs() < 1e-12);
    assert_eq!(reach.marginal(0).unwrap_err(), Error::UnknownPerson { person: 0, people: 0 });
}

#[test]
fn without_ties_nobody_follows_and_the_likeliest_yes_comes_first() {
    let reach = Reach::build(Graph::from_probabilities(9, &[]).unwrap(), &Options::default()).unwrap();
    let candidates = [Candidate::new(2, 0.2), Candidate::new(5, 0.7), Candidate::new(1, 0.4)];
    let ranking = reach.rank(&candidates, 3, &Rules::default()).unwrap();
    assert_eq!(ranking.picks.iter().map(|p| p.person).collect::<Vec<_>>(), [5, 1, 2]);
    assert!(ranking.expected.mean.abs() < 1e-12);
}

#[test]
fn wrong_settings_are_named() {
    let reach = Reach::build(firm(10), &Options::default()).unwrap();
    let rank = |candidates: &[Candidate], rules| reach.rank(candidates, 2, &rules).unwrap_err();
    let one = Candidate::new(1, 0.5);
    assert_eq!(rank(&[one, one], Rules::default()), Error::Twice { person: 1 });
    assert_eq!(rank(&[Candidate::new(1, 1.2)], Rules::default()), Error::Chance { person: 1, value: 1.2 });
    let pinned = Rules { pinned: vec![5], ..Rules::default() };
    assert_eq!(rank(&[one], pinned), Error::PinnedStranger { person: 5 });
    let quota = Quota { members: vec![2], at_least: 1, at_most: 1 };
    let impossible = rank(&[one], Rules { quotas: vec![quota], ..Rules::default() });
    assert!(matches!(impossible, Error::Impossible { .. }));
    let short = Options { weights: Some(vec![1.0; 3]), ..Options::default() };
    assert_eq!(Reach::build(firm(10), &short).unwrap_err(), Error::WeightCount { given: 3, people: 10 });
    let sure = Options { confidence: 1.0, ..Options::default() };
    assert!(matches!(Reach::build(firm(10), &sure), Err(Error::Setting { what: "confidence", .. })));
}
