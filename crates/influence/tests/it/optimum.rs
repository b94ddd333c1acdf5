//! The chosen list against the best of all lists, on firms small enough to try every one.

use bellwether_influence::{Candidate, Counting, Options, Quota, Ranking, Reach, Rules, Standing};

use crate::exact::{Dice, Small};

struct Case {
    small: Small,
    standing: Standing,
    candidates: Vec<Candidate>,
    length: usize,
    rules: Rules,
    options: Options,
}

fn case(number: u64) -> Case {
    let mut dice = Dice::new(1_000 + number);
    let small = Small::random(&mut dice);
    let mut standing = Standing::default();
    let mut candidates = Vec::new();
    for person in 0..small.people as u32 {
        match dice.below(9) {
            0 => standing.joined.push(person),
            1 => standing.pending.push((person, dice.unit())),
            2 => {}
            _ => candidates.push(Candidate::new(person, if dice.below(4) == 0 { 1.0 } else { dice.unit() })),
        }
    }
    let length = (1 + dice.below(4)).min(candidates.len());
    let rules = if number % 3 == 2 { halves(&candidates, length) } else { Rules::default() };
    let counting = if number % 4 < 2 { Counting::Followers } else { Counting::Everyone };
    let options = Options { seed: number, sets: Some(4_096), counting, ..Options::default() };
    Case { small, standing, candidates, length, rules, options }
}

/// The first half of the candidates is an office with at most one; of the second half one is needed.
fn halves(candidates: &[Candidate], length: usize) -> Rules {
    let people: Vec<u32> = candidates.iter().map(|c| c.person).collect();
    let (one, two) = people.split_at(people.len() / 2);
    let need = usize::from(!two.is_empty() && length > 0);
    let quota = |members: &[u32], at_least, at_most| Quota { members: members.to_vec(), at_least, at_most };
    Rules { quotas: vec![quota(one, 0, 1), quota(two, need, usize::MAX)], ..Rules::default() }
}

impl Case {
    fn rank(&self) -> Ranking {
        let reach = Reach::build(self.small.graph(), &self.options).unwrap().given(&self.standing).unwrap();
        reach.rank(&self.candidates, self.length, &self.rules).unwrap()
    }

    fn gain(&self, list: &[Candidate]) -> f64 {
        self.small.gain(list, &self.standing, self.options.counting, &vec![1.0; self.small.people])
    }

    fn keeps(&self, list: &[Candidate]) -> bool {
        self.rules.quotas.iter().all(|quota| {
            let asked = list.iter().filter(|c| quota.members.contains(&c.person)).count();
            (quota.at_least..=quota.at_most).contains(&asked)
        })
    }

    fn best(&self) -> f64 {
        let lists = (0usize..1 << self.candidates.len()).filter(|m| m.count_ones() as usize <= self.length);
        let list = |mask: usize| {
            let chosen = self.candidates.iter().enumerate().filter(move |(at, _)| mask >> at & 1 == 1);
            chosen.map(|(_, c)| *c).collect::<Vec<_>>()
        };
        lists.map(list).filter(|l| self.keeps(l)).map(|l| self.gain(&l)).fold(0.0, f64::max)
    }
}

fn list(ranking: &Ranking) -> Vec<Candidate> {
    ranking.picks.iter().map(|p| Candidate::new(p.person, p.chance)).collect()
}

#[test]
fn the_list_is_within_its_certificate_of_the_best_in_500_of_500_firms() {
    for number in 0..500 {
        let case = case(number);
        let ranking = case.rank();
        let (ours, best, proof) = (case.gain(&list(&ranking)), case.best(), ranking.certificate);
        assert!(case.keeps(&list(&ranking)), "{number}");
        assert!(proof.lower <= ours + 1e-6, "{number}: {ours} {proof:?}");
        assert!(proof.upper >= best - 1e-6, "{number}: {best} {proof:?}");
        assert!(ours >= proof.ratio * best - 1e-6, "{number}: {ours} of {best} {proof:?}");
        assert!(ranking.expected.lower <= ours + 1e-6 && ours <= ranking.expected.upper + 1e-6, "{number}");
    }
}

#[test]
fn the_list_is_as_good_as_the_best_in_nearly_every_firm() {
    let near = |number| {
        let case = case(number);
        case.gain(&list(&case.rank())) >= 0.98 * case.best()
    };
    let good = (0..200).filter(|&n| near(n)).count();
    assert!(good >= 195, "{good} of 200");
}

#[test]
fn control_asking_in_the_order_of_the_directory_is_often_worse() {
    let worse = |number| {
        let case = case(number);
        case.gain(&case.candidates[..case.length]) < 0.9 * case.best()
    };
    let bad = (0..200).filter(|&n| worse(n)).count();
    assert!(bad >= 80, "{bad} of 200");
}

#[test]
fn each_row_says_what_its_leader_adds_to_those_above() {
    for number in 0..60 {
        let case = case(number);
        let ranking = case.rank();
        for (at, pick) in ranking.picks.iter().enumerate() {
            let mut with = list(&ranking)[..at].to_vec();
            let before = case.gain(&with);
            with.push(Candidate::new(pick.person, 1.0));
            let adds = case.gain(&with) - before;
            assert!(pick.followers.lower - 1e-6 <= adds && adds <= pick.followers.upper + 1e-6, "{number}");
        }
    }
}

#[test]
fn nobody_else_on_the_list_reaches_whom_a_row_claims_for_itself() {
    for number in 0..60 {
        let case = case(number);
        let ranking = case.rank();
        let all: Vec<Candidate> = ranking.picks.iter().map(|p| Candidate::new(p.person, 1.0)).collect();
        for (at, pick) in ranking.picks.iter().enumerate() {
            let mut others = all.clone();
            others.remove(at);
            let alone = case.gain(&all) - case.gain(&others);
            let claim = pick.only_through;
            assert!(claim.lower - 1e-6 <= alone && alone <= claim.upper + 1e-6, "{number}");
        }
    }
}
