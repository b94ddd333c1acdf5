//! Whom to ask first: leaders join, and others follow, as a computation with a proof.
//!
//! A program can ask only so many leaders. The ten most senior are rarely the ten whom most people would follow, and
//! two leaders heeded by the same colleagues are worth hardly more than one. So the question is not who is well connected
//! but **which list** of leaders brings the most people, given who has joined, and given that not everyone says yes.
//!
//! ```
//! use bellwether_influence::{Candidate, Graph, KindWeights, Options, Probabilities, Reach, Rules, Standing, Tie, TieKind};
//!
//! # fn main() -> Result<(), bellwether_influence::Error> {
//! // Person 0 advised 2 and 3, person 1 advised 3 and 4.
//! let advised = |from, to| Tie { from, to, kind: TieKind::Advised, weight: 1.0 };
//! let ties = [advised(0, 2), advised(0, 3), advised(1, 3), advised(1, 4)];
//! let attention = Probabilities::WeightedCascade { openness: 1.0 };
//! let graph = Graph::from_ties(5, &ties, &KindWeights::default(), attention)?;
//!
//! let reach = Reach::build(graph, &Options::default())?;                              // the costly step
//! let today = reach.given(&Standing { joined: vec![0], ..Standing::default() })?;     // cheap: after each answer
//! let list = today.rank(&[Candidate::new(1, 0.6)], 1, &Rules::default())?;
//! let first = &list.picks[0];
//! // 4 heeds only person 1; 3 heeds person 0 as well, who has joined and may have brought them all along.
//! assert!(first.followers.lower < 1.0 && 1.0 < first.followers.upper);
//! assert!((first.worth - 0.6 * first.followers.mean).abs() < 1e-12);
//! # Ok(())
//! # }
//! ```
//!
//! # The model, and what it does not know
//!
//! *Independent cascade* (Kempe, Kleinberg, Tardos, "Maximizing the spread of influence through a social network", KDD
//! 2003): whoever joins gets one chance to bring along each person they influence, and those go on. The chances
//! come from the ties by a table of kinds ([`KindWeights`]) that a coordinator can read and change, divided by how many
//! others each person heeds ([`Probabilities`]). Those tables are judgement; intervals and certificates here are
//! about the *computation* and take them as given.
//!
//! # How it is computed
//!
//! - [`Reach::build`] draws reverse-reachable sets (Borgs, Brautbar, Chayes, Lucier, SODA 2014): for a random person, those
//!   who would have brought them along. A leader's reach is the share of sets that hold them. One sample serves all leaders.
//! - [`Reach::given`] sets who has joined, is pending or enrolled, on the same sample: it costs one pass.
//! - [`Reach::rank`] is greedy with lazy evaluation. A set that holds leaders with chances a, b … is covered with
//!   probability 1 − (1 − a)(1 − b)…: acceptance stays submodular, so greedy keeps its guarantee of 1 − 1/e (Nemhauser, Wolsey,
//!   Fisher 1978), and a half under disjoint [`Quota`]s (Fisher, Nemhauser, Wolsey 1978).
//! - [`Certificate`] is the stronger, measured statement, from a second sample that had no part in the choice (OPIM-C: Tang,
//!   Tang, Xiao, Yuan, SIGMOD 2018).
//! - [`Pick::likely`] comes from playing the program forwards: an expected 5 followers may well be "from 2 to 9".
//! - [`Reach::chances`] comes from there, too: who is reached, person by person, for a map.
//!
//! [`Search`] answers one question about an organisation of millions, from nothing: batches that double until the proof is good
//! enough, several lists judged on sets of their own, chances, quotas that may overlap, budgets and expected joins. `DESIGN.md` says
//! why each is as it is.
//!
//! Beside it: [`Forecast`] (how many will have joined), [`Connections`] (who opens the door), [`chance`] (how likely is a yes).
//!
//! Everything is deterministic for a seed, at any number of threads: randomness is a function of counters. No input or
//! output, no clock, no dependency on the rest of the product.

mod builder;
mod certificate;
pub mod chance;
mod connector;
mod error;
mod estimate;
mod forecast;
mod from_ties;
mod graph;
mod greedy;
pub mod learn;
mod list;
mod options;
mod parts;
mod places;
mod random;
mod rank;
mod reach;
mod rows;
mod sample;
mod search;
mod tie;
mod walk;
mod waves;
mod worlds;

pub use builder::GraphBuilder;
pub use certificate::Certificate;
pub use connector::{Connections, Connector, Link, Path, Step, Warmth};
pub use error::Error;
pub use estimate::{Estimate, Range};
pub use forecast::Forecast;
pub use from_ties::Probabilities;
pub use graph::{Edge, Graph};
pub use list::{Candidate, Limit, Pick, Ranking, Rules, Target};
pub use options::{Counting, Options, Standing};
pub use places::Quota;
pub use reach::Reach;
pub use rows::Diffusion;
pub use search::{Asked, Brings, Found, Manner, Search};
pub use tie::{Flow, KindWeights, Tie, TieKind};
pub use waves::{WaveAsk, waves};
pub use worlds::Chances;
