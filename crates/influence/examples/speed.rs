//! How much CPU building and ranking take, on one thread, on organisations of several sizes:
//! `cargo run --release -p bellwether-influence --example speed [all]`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::sync::Arc;

use bellwether_influence::{Candidate, Edge, Graph, Options, Reach, Rules, Standing};

/// A little chance of its own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0) * u128::from(n)) >> 64) as u32
    }
}

/// Departments of 200; most ties stay inside, and a few people are heeded by many. Weighted cascade.
fn organisation(people: u32, ties: usize) -> Graph {
    let mut dice = Dice(7);
    let mut pairs = Vec::with_capacity(ties);
    while pairs.len() < ties {
        let dst = dice.below(u64::from(people));
        let home = dst / 200 * 200;
        // The smallest of three draws: the first of a department are its most heeded.
        let near = (0..3).map(|_| dice.below(200)).min().unwrap_or(0);
        let src =
            if dice.below(10) < 7 { (home + near).min(people - 1) } else { dice.below(u64::from(people)) };
        if src != dst {
            pairs.push((dst, src));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut heeded = vec![0u32; people as usize];
    for &(dst, _) in &pairs {
        heeded[dst as usize] += 1;
    }
    let edge =
        |&(dst, src): &(u32, u32)| Edge { src, dst, probability: 1.0 / f64::from(heeded[dst as usize]) };
    Graph::from_probabilities(people as usize, &pairs.iter().map(edge).collect::<Vec<_>>()).unwrap()
}

/// Milliseconds of CPU that this process has used so far (Linux), which a busy machine does not lengthen.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
}

fn measure(people: u32, ties: usize, leaders: u32, length: usize) {
    let graph = Arc::new(organisation(people, ties));
    let edges = graph.edges();
    let start = cpu();
    let reach = Reach::build(graph, &Options::default()).unwrap();
    let built = cpu();
    let candidates: Vec<Candidate> =
        (0..leaders).map(|at| Candidate::new(at * (people / leaders), 0.5)).collect();
    let list = reach.rank(&candidates, length, &Rules::default()).unwrap();
    let ranked = cpu();
    let joined = list.picks.iter().take(3).map(|p| p.person).collect();
    let next = reach.given(&Standing { joined, ..Standing::default() }).unwrap();
    next.what_if(&candidates[..10]).unwrap();
    let (whole, proof, first) = (list.expected, list.certificate, list.picks[0].followers);
    println!(
        "{people} people, {edges} ties: build {:.1} ms, rank {length} {:.1} ms, an answer and a what-if {:.1} ms",
        built - start,
        ranked - built,
        cpu() - ranked
    );
    println!(
        "  the first brings {:.1} ({:.1} to {:.1}), all {:.1} ({:.1} to {:.1}), certificate {:.3}",
        first.mean, first.lower, first.upper, whole.mean, whole.lower, whole.upper, proof.ratio
    );
}

fn main() {
    let sizes = [(71, 2_571, 36, 36), (2_000, 40_000, 100, 50), (20_000, 400_000, 1_000, 50)];
    let large = [(140_000, 2_800_000, 5_600, 50)];
    let all = std::env::args().any(|arg| arg == "all");
    for (people, ties, leaders, length) in sizes.into_iter().chain(large.into_iter().filter(|_| all)) {
        measure(people, ties, leaders, length);
    }
}
