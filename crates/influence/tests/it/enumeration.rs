//! Sampled reach against full enumeration on 200 graphs of at most 12 people.

use bellwether_influence::{Candidate, Counting, Edge, Estimate, Graph, Options, Reach, Standing};

use crate::exact::{Dice, Small};

const GRAPHS: u64 = 200;

struct Case {
    small: Small,
    standing: Standing,
    weights: Vec<f64>,
    options: Options,
}

fn case(number: u64) -> Case {
    let mut dice = Dice::new(number + 1);
    let small = Small::random(&mut dice);
    let mut standing = Standing::default();
    for person in 0..small.people as u32 {
        match dice.below(8) {
            0 => standing.joined.push(person),
            1 => standing.pending.push((person, dice.unit())),
            2 => standing.enrolled.push(person),
            _ => {}
        }
    }
    let equal = number.is_multiple_of(2);
    let weights: Vec<f64> = (0..small.people).map(|_| if equal { 1.0 } else { 3.0 * dice.unit() }).collect();
    let counting = if number % 4 < 2 { Counting::Followers } else { Counting::Everyone };
    let given = (!equal).then(|| weights.clone());
    let options = Options { seed: number, sets: Some(8_192), counting, weights: given, ..Options::default() };
    Case { small, standing, weights, options }
}

impl Case {
    fn truth(&self, leader: u32) -> f64 {
        let asked = [Candidate::new(leader, 1.0)];
        self.small.gain(&asked, &self.standing, self.options.counting, &self.weights)
    }

    fn estimates(&self, graph: Graph) -> Vec<Estimate> {
        let reach = Reach::build(graph, &self.options).unwrap().given(&self.standing).unwrap();
        (0..self.small.people as u32).map(|leader| reach.marginal(leader).unwrap()).collect()
    }
}

/// How many of all estimates hold the truth, how many there are, and the mean width where there is a truth.
fn outside(graph_of: impl Fn(&Small) -> Graph) -> (usize, usize) {
    let (mut out, mut all) = (0, 0);
    for case in (0..GRAPHS).map(case) {
        for (leader, estimate) in case.estimates(graph_of(&case.small)).into_iter().enumerate() {
            let truth = case.truth(leader as u32);
            let slack = 1e-6; // thresholds are exact to 2^-32, and a certain reach has no spread
            all += 1;
            out += usize::from(truth < estimate.lower - slack || truth > estimate.upper + slack);
        }
    }
    (out, all)
}

#[test]
fn what_a_leader_brings_lies_in_its_interval_on_200_small_firms() {
    let (out, all) = outside(Small::graph);
    assert!(all > 1_000);
    // At 99 % one in a hundred may fall outside; the intervals are cautious, so hardly any does.
    assert!(out * 100 <= all, "{out} of {all}");
}

#[test]
fn the_intervals_are_narrow_enough_to_mean_something() {
    for case in (0..20).map(case) {
        let total: f64 = case.weights.iter().sum();
        for estimate in case.estimates(case.small.graph()) {
            assert!(estimate.upper - estimate.lower < 0.045 * total, "{estimate:?} of {total}");
        }
    }
}

#[test]
fn control_with_the_ties_turned_round_the_truth_is_missed() {
    let turned = |small: &Small| {
        let turn = |e: &Edge| Edge { src: e.dst, dst: e.src, ..*e };
        Graph::from_probabilities(small.people, &small.edges.iter().map(turn).collect::<Vec<_>>()).unwrap()
    };
    let (out, all) = outside(turned);
    assert!(out * 5 > all, "{out} of {all}");
}

#[test]
fn control_forgetting_who_has_joined_misses_the_truth() {
    let (mut out, mut all) = (0, 0);
    for mut case in (0..GRAPHS).map(case) {
        let truths: Vec<f64> = (0..case.small.people as u32).map(|l| case.truth(l)).collect();
        case.standing = Standing::default();
        for (truth, e) in truths.iter().zip(case.estimates(case.small.graph())) {
            all += 1;
            out += usize::from(*truth < e.lower - 1e-6 || *truth > e.upper + 1e-6);
        }
    }
    assert!(out * 5 > all, "{out} of {all}");
}
