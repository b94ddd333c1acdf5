//! The sample firm: 71 lawyers, 36 of them Partners, with whom each works, seeks advice and is friends.

use std::collections::HashMap;
use std::path::Path;

use bellwether_influence::chance::{ChanceModel, Evidence, Factor, ask_size};
use bellwether_influence::{
    Candidate, Connections, Connector, Counting, Graph, KindWeights, Options, Pick, Probabilities, Quota,
    Reach, Rules, Standing, Tie, TieKind, Warmth,
};

use crate::exact::Dice;

pub struct Firm {
    pub names: Vec<String>,
    pub titles: Vec<String>,
    pub offices: Vec<String>,
    pub ties: Vec<Tie>,
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/law-firm").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

impl Firm {
    pub fn load() -> Self {
        let people = rows("people.csv");
        let at: HashMap<&str, u32> = (0..).zip(&people).map(|(at, row)| (row[0].as_str(), at)).collect();
        let tie = |row: &Vec<String>| {
            let (from, to, weight) = (at[row[0].as_str()], at[row[1].as_str()], row[3].parse().unwrap());
            match row[2].as_str() {
                // Whoever is asked for advice is the one who advises: influence runs the other way.
                "seeks_advice_from" => Tie { from: to, to: from, kind: TieKind::Advised, weight },
                "works_with" => Tie { from, to, kind: TieKind::WorkedWith, weight },
                _ => Tie { from, to, kind: TieKind::Friend, weight },
            }
        };
        let ties = rows("ties.csv").iter().map(tie).collect();
        let column = |n: usize| people.iter().map(|row| row[n].clone()).collect();
        Self { names: column(1), titles: column(3), offices: column(4), ties }
    }

    fn partners(&self) -> Vec<u32> {
        (0..71).filter(|&p| self.titles[p as usize] == "Partner").collect()
    }

    fn who(&self, name: &str) -> u32 {
        self.names.iter().position(|n| n == name).unwrap() as u32
    }

    fn advised_by(&self, leader: u32) -> usize {
        self.ties.iter().filter(|t| t.kind == TieKind::Advised && t.from == leader).count()
    }

    fn graph(&self) -> Graph {
        Graph::from_ties(71, &self.ties, &KindWeights::default(), Probabilities::default()).unwrap()
    }

    fn reach(&self) -> Reach {
        Reach::build(self.graph(), &Options::default()).unwrap()
    }

    fn even_chances(&self) -> Vec<Candidate> {
        self.partners().into_iter().map(|p| Candidate::new(p, 0.5)).collect()
    }
}

/// Plays the program forwards, independently of the engine: each list member says yes by chance, each newly won person
/// gets one try at everybody they influence. Returns the mean number of followers and its standard error.
fn played(graph: &Graph, asked: &[Candidate], runs: usize) -> (f64, f64) {
    let mut dice = Dice::new(4_711);
    let (mut sum, mut squares) = (0.0, 0.0);
    let out: Vec<Vec<(u32, f64)>> =
        (0..graph.people() as u32).map(|p| graph.influences(p).collect()).collect();
    for _ in 0..runs {
        let yes: Vec<u32> = asked.iter().filter(|c| dice.unit() < c.chance).map(|c| c.person).collect();
        let mut won = vec![false; graph.people()];
        let mut queue = yes.clone();
        for &person in &yes {
            won[person as usize] = true;
        }
        while let Some(person) = queue.pop() {
            for &(other, chance) in &out[person as usize] {
                if !won[other as usize] && dice.unit() < chance {
                    won[other as usize] = true;
                    queue.push(other);
                }
            }
        }
        let count = won.iter().filter(|w| **w).count() as f64;
        sum += count;
        squares += count * count;
    }
    let mean = sum / runs as f64;
    (mean, ((squares / runs as f64 - mean * mean) / runs as f64).sqrt())
}

#[test]
fn an_independent_simulation_of_the_firm_agrees_with_the_list() {
    let firm = Firm::load();
    let graph = firm.graph();
    let options = Options { counting: Counting::Everyone, ..Options::default() };
    let reach = Reach::build(graph.clone(), &options).unwrap();
    let list = reach.rank(&firm.even_chances(), 8, &Rules::default()).unwrap();
    let asked: Vec<Candidate> = list.picks.iter().map(|p| Candidate::new(p.person, p.chance)).collect();
    let (mean, error) = played(&graph, &asked, 40_000);
    assert!(
        list.expected.lower < mean && mean < list.expected.upper,
        "{mean} ± {error}, {:?}",
        list.expected
    );
    let two = Reach::build(graph, &Options { sets: Some(1_000_000), ..options }).unwrap();
    let sharp = two.what_if(&asked).unwrap().0;
    assert!(
        (sharp.mean - mean).abs() < 4.0 * error + (sharp.upper - sharp.lower) / 2.0,
        "{mean} ± {error}, {sharp:?}"
    );
}

fn names<'a>(firm: &'a Firm, picks: &[Pick]) -> Vec<&'a str> {
    picks.iter().map(|p| firm.names[p.person as usize].as_str()).collect()
}

#[test]
fn idris_inoue_whose_advice_most_colleagues_ask_is_asked_first() {
    let firm = Firm::load();
    let list = firm.reach().rank(&firm.even_chances(), 8, &Rules::default()).unwrap();
    assert_eq!(names(&firm, &list.picks)[0], "Idris Inoue");
    assert_eq!(firm.partners().into_iter().max_by_key(|&p| firm.advised_by(p)), Some(list.picks[0].person));
    // Greedy promises 1 - 1/e; what is proven for this list is more.
    assert!(list.certificate.ratio > 0.68, "{:?}", list.certificate);
    assert!((3.0..6.0).contains(&list.picks[0].followers.mean), "{:?}", list.picks[0]);
}

#[test]
fn the_list_of_eight_is_heeded_by_far_more_than_eight_partners_at_hand() {
    let firm = Firm::load();
    let list = firm.reach().rank(&firm.even_chances(), 8, &Rules::default()).unwrap();
    let asked_advice: usize = list.picks.iter().map(|p| firm.advised_by(p.person)).sum();
    let average = firm.partners().iter().map(|&p| firm.advised_by(p)).sum::<usize>() as f64 / 36.0;
    assert!(asked_advice as f64 / 8.0 > 1.4 * average, "{asked_advice} {average}");
    let at_hand: Vec<Candidate> = firm.even_chances()[..8].to_vec();
    let (theirs, _) = firm.reach().what_if(&at_hand).unwrap();
    assert!(list.expected.lower > 1.2 * theirs.upper, "{:?} {theirs:?}", list.expected);
}

#[test]
fn two_partners_heeded_by_the_same_people_are_not_both_asked_first() {
    let firm = Firm::load();
    let reach = firm.reach();
    let alone = reach.marginal(firm.who("Caspian Demir")).unwrap();
    let joined = vec![firm.who("Idris Inoue"), firm.who("Silas Santoro"), firm.who("Gregor Pereira")];
    let after = reach.given(&Standing { joined, ..Standing::default() }).unwrap();
    let beside = after.marginal(firm.who("Caspian Demir")).unwrap();
    assert!(beside.upper < alone.lower, "{beside:?} {alone:?}");
}

#[test]
fn a_partner_who_never_says_yes_is_ranked_last_however_many_would_follow() {
    let firm = Firm::load();
    let idris = firm.who("Idris Inoue");
    let chance = |c: Candidate| if c.person == idris { Candidate::new(idris, 0.0) } else { c };
    let candidates: Vec<Candidate> = firm.even_chances().into_iter().map(chance).collect();
    let list = firm.reach().rank(&candidates, 36, &Rules::default()).unwrap();
    assert_eq!(list.picks.last().map(|p| (p.person, p.worth)), Some((idris, 0.0)));
}

#[test]
fn each_office_gets_a_partner_when_the_quota_says_so() {
    let firm = Firm::load();
    let office = |name: &str| (0..71).filter(|&p| firm.offices[p as usize] == name).collect::<Vec<u32>>();
    let quota = |name, at_least, at_most| Quota { members: office(name), at_least, at_most };
    let quotas = vec![quota("Boston", 1, 2), quota("Hartford", 1, 2), quota("Providence", 1, 1)];
    let rules = Rules { quotas, ..Rules::default() };
    let list = firm.reach().rank(&firm.even_chances(), 5, &rules).unwrap();
    let count = |name: &str| list.picks.iter().filter(|p| firm.offices[p.person as usize] == name).count();
    assert_eq!((count("Boston"), count("Hartford"), count("Providence")), (2, 2, 1));
}

#[test]
fn whom_a_partner_brings_adds_up_to_how_many() {
    let firm = Firm::load();
    let reach = firm.reach();
    let idris = firm.who("Idris Inoue");
    let whom = reach.chances(Some(idris)).unwrap();
    let (sum, estimate) = (whom.brought.iter().sum::<f64>(), reach.marginal(idris).unwrap());
    assert!(estimate.lower < sum && sum < estimate.upper, "{sum} {estimate:?}");
    let joined = ["Amara Novák", "Victor Xu", "Esther Farouk"].map(|name| firm.who(name)).to_vec();
    let reach = reach.given(&Standing { joined, ..Standing::default() }).unwrap();
    let (sum, estimate) = (reach.chances(None).unwrap().reached.iter().sum::<f64>(), reach.already());
    assert!(estimate.lower < sum && sum < estimate.upper, "{sum} {estimate:?}");
}

#[test]
fn whoever_stands_first_on_a_list_brings_what_they_bring_by_themselves() {
    let firm = Firm::load();
    let reach = firm.reach();
    let candidates: Vec<Candidate> = firm.partners().into_iter().map(|p| Candidate::new(p, 0.5)).collect();
    let first = reach.rank(&candidates, 3, &Rules::default()).unwrap().picks[0];
    assert_eq!(reach.first(first.person).unwrap(), first.followers);
}

#[test]
fn a_partner_who_has_joined_opens_the_door_to_idris() {
    let firm = Firm::load();
    let connections = Connections::new(71, &firm.ties, &Warmth::default()).unwrap();
    let joined = ["Amara Novák", "Rafael Lindqvist", "Esther Farouk"].map(|name| firm.who(name));
    let connectors = joined.map(|person| Connector { person, readiness: 1.0 });
    let idris = firm.who("Idris Inoue");
    let path = connections.warmest(idris, &connectors, &[]).unwrap().unwrap();
    assert!(path.steps.len() == 1 && path.warmth > 0.5, "{path:?}");

    let share = connections
        .joined_share(idris, |p| firm.titles[p as usize] == "Partner", |p| joined.contains(&p))
        .unwrap();
    let evidence =
        Evidence::default().with(Factor::AskSize, ask_size(1.5)).with(Factor::ColleaguesJoined, share);
    let cold = ChanceModel::default().chance(&evidence).probability;
    let warm = ChanceModel::default().chance(&evidence.with(Factor::WarmTie, path.warmth)).probability;
    assert!(warm > cold + 0.1, "{warm} {cold}");
}
