//! The list that is searched for, against every list there is, on firms small enough to try them all.

use bellwether_influence::{
    Candidate, Counting, Edge, Error, Found, Graph, Limit, Options, Quota, Rules, Search, Standing, Target,
};

use crate::exact::{Dice, Small};

struct Case {
    small: Small,
    standing: Standing,
    candidates: Vec<Candidate>,
    limit: Limit,
    rules: Rules,
    options: Options,
}

/// By their number: plain, with answers by chance, with quotas of one column, of three, with a budget, with targets that may share people.
fn case(number: u64) -> Case {
    let mut dice = Dice::new(9_000 + number);
    let small = Small::random(&mut dice);
    let certain = number.is_multiple_of(6);
    let (mut standing, mut candidates) = (Standing::default(), Vec::new());
    for person in 0..small.people as u32 {
        match dice.below(9) {
            0 => standing.joined.push(person),
            1 => standing.pending.push((person, dice.unit())),
            2 => {}
            _ => {
                let chance = if certain { 1.0 } else { 0.1 + 0.9 * dice.unit() };
                candidates.push(Candidate::new(person, chance).costing(0.5 + dice.unit()));
            }
        }
    }
    let mut some = || (0..small.people as u32).filter(|_| dice.below(2) == 0).collect::<Vec<u32>>();
    let groups = [some(), some(), some()];
    let rest = (0..small.people as u32).filter(|person| !groups[0].contains(person)).collect::<Vec<u32>>();
    let quota = |members: &[u32], at_least, at_most| Quota { members: members.to_vec(), at_least, at_most };
    let length = 1 + dice.below(4);
    let (quotas, targets) = match number % 6 {
        2 => (vec![quota(&groups[0], dice.below(2), 1), quota(&rest, dice.below(2), 2)], Vec::new()),
        3 => (groups.iter().map(|members| quota(members, dice.below(2), 2)).collect(), Vec::new()),
        5 => {
            // Groups that share people.
            let target = |group: &Vec<u32>| Target { members: group.clone(), joins: 1.2 * dice.unit() };
            (Vec::new(), groups.iter().take(1 + number as usize % 3).map(target).collect())
        }
        _ => Default::default(),
    };
    let limit = if number % 6 == 4 { Limit::Budget(2.5 * dice.unit() + 0.1) } else { Limit::People(length) };
    let counting = if number % 4 < 2 { Counting::Followers } else { Counting::Everyone };
    let options = Options { seed: number, sets: Some(4_096), counting, threads: 2, ..Options::default() };
    Case { small, standing, candidates, limit, rules: Rules { quotas, targets, ..Rules::default() }, options }
}

impl Case {
    fn run(&self) -> Result<Found, Error> {
        let graph = self.small.graph();
        let (candidates, standing, rules) = (&self.candidates[..], &self.standing, &self.rules);
        Search {
            graph: &graph,
            candidates,
            standing,
            limit: self.limit,
            rules,
            options: &self.options,
            epsilon: 0.1,
        }
        .run()
    }

    fn gain(&self, list: &[Candidate]) -> f64 {
        self.small.gain(list, &self.standing, self.options.counting, &vec![1.0; self.small.people])
    }

    fn keeps(&self, list: &[Candidate]) -> bool {
        let fits = match self.limit {
            Limit::People(length) => list.len() <= length,
            Limit::Budget(money) => list.iter().map(|one| one.cost).sum::<f64>() <= money + 1e-9,
            Limit::Targets => true,
        };
        fits && self.rules.quotas.iter().all(|quota| self.keeps_quota(quota, list))
            && self.rules.targets.iter().all(|target| self.meets(target, list))
    }

    fn keeps_quota(&self, quota: &Quota, list: &[Candidate]) -> bool {
        let asked = list.iter().filter(|one| quota.members.contains(&one.person)).count();
        let there = self.standing.joined.iter().filter(|person| quota.members.contains(person)).count();
        asked + there >= quota.at_least && asked <= quota.at_most
    }

    fn meets(&self, target: &Target, list: &[Candidate]) -> bool {
        let asked = list.iter().map(|one| (one.person, one.chance));
        let joined = self.standing.joined.iter().map(|&person| (person, 1.0));
        let all = asked.chain(joined).chain(self.standing.pending.iter().copied());
        all.filter(|(person, _)| target.members.contains(person)).map(|(_, chance)| chance).sum::<f64>()
            >= target.joins - 1e-9
    }

    /// The best gain of all permitted lists; `None` if there is none.
    fn best(&self) -> Option<f64> {
        let list = |mask: usize| {
            let chosen = self.candidates.iter().enumerate().filter(move |(at, _)| mask >> at & 1 == 1);
            chosen.map(|(_, one)| *one).collect::<Vec<_>>()
        };
        let lists = (0usize..1 << self.candidates.len()).map(list).filter(|list| self.keeps(list));
        lists.map(|list| self.gain(&list)).fold(None, |best, gain| Some(best.unwrap_or(gain).max(gain)))
    }
}

fn asked(found: &Found) -> Vec<Candidate> {
    found.list.iter().map(|one| Candidate::new(one.person, one.chance).costing(one.cost)).collect()
}

#[test]
fn the_list_is_within_its_certificate_of_the_best_in_500_of_500_firms_and_keeps_to_every_rule() {
    let (mut refused, mut near, mut outside) = (0, 0, 0);
    for number in 0..500 {
        let case = case(number);
        let (found, best) = (case.run(), case.best());
        let (Ok(found), Some(best)) = (&found, best) else {
            assert!(found.is_err() && best.is_none(), "{number}: {found:?} and {best:?}");
            refused += 1;
            continue;
        };
        let list = asked(found);
        let ours = case.gain(&list);
        assert!(case.keeps(&list), "{number}: {list:?}");
        let bounds = found.lower <= ours + 1e-6 && ours <= found.expected.upper + 1e-6;
        outside += usize::from(!bounds || found.upper < best - 1e-6);
        assert!(ours >= found.ratio * best - 1e-6, "{number}: {ours} of {best} {found:?}");
        near += usize::from(ours >= 0.98 * best);
    }
    assert!(refused > 30, "{refused} had no list to find");
    assert!(outside <= 5, "{outside} of 500 bounds missed the truth, at 99 %");
    assert!(near + refused > 480, "{near} as good as the best, {refused} refused");
}

#[test]
fn an_impossible_quota_is_refused_with_the_reason_and_nothing_is_chosen() {
    for number in 0..500 {
        let case = case(number);
        if case.best().is_none() {
            let why = case.run().unwrap_err();
            assert!(matches!(why, Error::Impossible { .. }), "{number}: {why}");
            assert!(why.to_string().len() > 40, "{number}: {why}");
        }
    }
}

/// How often the truth lies outside what is said of it, where the interval is of one number.
fn outside(confidence: f64, runs: u64) -> (usize, usize) {
    let (mut below, mut all) = (0, 0);
    for number in 0..runs {
        let mut case = case(number * 6 + 1);
        case.options = Options { confidence, sets: Some(2_048), seed: number, ..case.options };
        let Ok(found) = case.run() else { continue };
        let ours = case.gain(&asked(&found));
        all += 1;
        below += usize::from(ours < found.lower - 1e-9 || ours > found.expected.upper + 1e-9);
    }
    (below, all)
}

#[test]
fn the_truth_lies_within_the_bounds_as_often_as_they_say() {
    let (out, all) = outside(0.9, 300);
    assert!(all > 250 && out * 10 <= all, "{out} of {all}");
}

#[test]
fn control_bounds_about_another_list_miss_the_truth() {
    let mut missed = 0;
    for number in 0..100 {
        let case = case(number * 6 + 1);
        let Ok(found) = case.run() else { continue };
        let worst = case.candidates.iter().map(|&one| case.gain(&[one])).fold(f64::INFINITY, f64::min);
        missed += usize::from(worst < found.lower - 1e-9);
    }
    assert!(missed > 50, "{missed} of 100");
}

#[test]
fn whom_each_brings_alone_is_within_its_range() {
    let (mut out, mut all) = (0, 0);
    for number in 0..120 {
        let case = case(number);
        let Ok(found) = case.run() else { continue };
        let graph = case.small.graph();
        let (candidates, standing, rules) = (&case.candidates[..], &case.standing, &case.rules);
        let search = Search {
            graph: &graph,
            candidates,
            standing,
            limit: case.limit,
            rules,
            options: &case.options,
            epsilon: 0.1,
        };
        let everybody: Vec<Candidate> =
            asked(&found).iter().map(|one| Candidate::new(one.person, 1.0)).collect();
        for (at, brings) in search.brings(&found, 8_192).unwrap().into_iter().enumerate() {
            let mut others = everybody.clone();
            others.remove(at);
            let alone = case.gain(&everybody) - case.gain(&others);
            all += 1;
            out += usize::from(alone < brings.alone.lower - 1e-6 || alone > brings.alone.upper + 1e-6);
        }
    }
    assert!(all > 100 && out * 100 <= all, "{out} of {all}");
}

#[test]
fn one_seed_finds_one_list_on_any_number_of_threads() {
    let mut dice = Dice::new(5);
    let people = 40_000;
    let mut edge = |_| {
        let (src, dst) = (dice.below(people / 20) as u32 * 20, dice.below(people) as u32);
        Edge { src, dst: if src == dst { dst + 1 } else { dst }, probability: 0.1 + 0.2 * dice.unit() }
    };
    let graph =
        Graph::from_probabilities(people, &(0..people * 3).map(&mut edge).collect::<Vec<_>>()).unwrap();
    let candidates: Vec<Candidate> =
        (0..people as u32 / 20).map(|at| Candidate::new(at * 20, 0.4 + f64::from(at % 6) / 10.0)).collect();
    let standing = Standing { joined: vec![40, 80], pending: vec![(120, 0.5)], ..Standing::default() };
    let rules = Rules::default();
    let run = |threads| {
        let options = Options { threads, counting: Counting::Everyone, ..Options::default() };
        // The first seven have joined, are pending, or stand between those.
        let search = Search {
            graph: &graph,
            candidates: &candidates[7..],
            standing: &standing,
            limit: Limit::People(20),
            rules: &rules,
            options: &options,
            epsilon: 0.1,
        };
        let found = search.run().unwrap();
        (search.brings(&found, 5_000).unwrap(), found)
    };
    let one = run(1);
    assert!([2, 3, 8].into_iter().all(|threads| run(threads) == one));
}

#[test]
fn targets_alone_ask_as_many_as_it_takes() {
    let edge = |src, dst| Edge { src, dst, probability: 0.5 };
    let graph = Graph::from_probabilities(6, &[edge(0, 4), edge(1, 4), edge(2, 5)]).unwrap();
    let candidates: Vec<Candidate> = (0..4).map(|person| Candidate::new(person, 0.5)).collect();
    let target = Target { members: vec![0, 1, 2], joins: 1.0 };
    let rules = Rules { targets: vec![target], ..Rules::default() };
    let (standing, options) = (Standing::default(), Options::default());
    let search = Search {
        graph: &graph,
        candidates: &candidates,
        standing: &standing,
        limit: Limit::Targets,
        rules: &rules,
        options: &options,
        epsilon: 0.1,
    };
    let found = search.run().unwrap();
    assert_eq!(found.list.len(), 2);
    assert!(found.list.iter().all(|one| one.person < 3) && found.list.iter().any(|one| one.person == 2));
}

#[test]
fn nobody_to_ask_or_nobody_to_reach_is_an_answer_too() {
    let graph = Graph::from_probabilities(3, &[]).unwrap();
    let standing = Standing { joined: vec![0, 1, 2], ..Standing::default() };
    let (rules, options) = (Rules::default(), Options::default());
    let run = |candidates: &[Candidate], standing: &Standing| {
        let limit = Limit::People(2);
        Search { graph: &graph, candidates, standing, limit, rules: &rules, options: &options, epsilon: 0.1 }
            .run()
    };
    let none = run(&[], &Standing::default()).unwrap();
    assert!(none.list.is_empty() && none.upper >= 0.0);
    let reached = run(&[Candidate::new(1, 0.5)], &standing).unwrap();
    assert!(reached.list.len() == 1 && reached.lower < 1e-9 && reached.expected.mean < 1e-9);
}
