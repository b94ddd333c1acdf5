//! Exact assignment of mentees to mentors, proved and explained.
//!
//! Fill in an [`Input`], check it with [`Instance::new`], and [`solve`] it. Then ask an [`Explainer`] why two people were
//! paired, and [`infeasibility`] why somebody was not.
//!
//! ```
//! use bellwether_matching::{
//!     Candidate, Explainer, Input, Instance, Mentee, MenteeId, Mentor, MentorId, Why, infeasibility, solve,
//! };
//!
//! // Three mentees, two mentors. Only the first mentor speaks everybody's language.
//! let pair = |mentee, mentor, score| Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score };
//! let instance = Instance::new(Input {
//!     mentees: vec![
//!         Mentee { wishes: vec![MentorId(1)], ..Mentee::wanting(1) },
//!         Mentee::wanting(1),
//!         Mentee { waited: 2, ..Mentee::wanting(1) },
//!     ],
//!     mentors: vec![Mentor { capacity: 1 }, Mentor { capacity: 2 }],
//!     candidates: vec![pair(0, 0, 800_000), pair(0, 1, 780_000), pair(1, 0, 600_000), pair(2, 0, 600_000)],
//!     ..Input::default()
//! })?;
//! let solution = solve(&instance)?;
//!
//! // Mentee 0 gets their wish. Mentees 1 and 2 tie for mentor 0, and mentee 2 waited longer.
//! let pairs: Vec<_> = solution.pairs().iter().map(|pair| (pair.mentee.0, pair.mentor.0)).collect();
//! assert_eq!(pairs, [(0, 1), (2, 0)]);
//!
//! let explainer = Explainer::new(&instance, &solution);
//! assert_eq!(explainer.pair(solution.pairs()[0]).map(|reasons| reasons.wish), Some(Some(1)));
//!
//! let report = infeasibility(&instance, &solution, &[])?;
//! assert_eq!(report.unmatched[0].mentee, MenteeId(1));
//! assert_eq!(report.unmatched[0].why, Why::Capacity { bottleneck: 0 });
//! assert_eq!(report.bottlenecks[0].mentors, [MentorId(0)], "one more place there covers one more mentee");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
#![doc = include_str!("../DESIGN.md")]

mod again;
pub mod candidates;
pub mod certificate;
mod circulation;
mod coupled;
mod coverage;
mod draw;
mod engine;
mod explain;
pub mod folder;
mod infeasibility;
mod instance;
mod invalid;
mod limits;
mod prices;
mod rows;
mod solution;
mod statement;
mod tiers;
mod two;
mod value;

pub use certificate::{Cases, CertificateError, Prices, Proof, prove, verify};
pub use explain::{BetterMentee, BetterMentor, Explainer, PairReasons, Standing, WhyNotMentee, WhyNotMentor};
pub use infeasibility::{
    Bottleneck, InfeasibilityReport, RelaxedRule, Rule, Unmatched, WhatIf, Why, infeasibility,
};
pub use instance::{
    Candidate, Cap, Group, Input, Instance, MAX_BONUS, MAX_CANDIDATES, MAX_PEOPLE, MAX_SCORE, Mentee,
    MenteeId, Mentor, MentorId, Pair, WISH_BONUSES,
};
pub use invalid::{InvalidInstance, List};
pub use solution::{Solution, Unsolved, solve, solve_from};
pub use value::Value;
