//! Exact assignment of mentees to mentors, proved and explained.
#![doc = include_str!("../DESIGN.md")]

pub mod certificate;
mod circulation;
mod coverage;
mod draw;
mod explain;
mod infeasibility;
mod instance;
mod invalid;
mod prices;
mod solution;
mod statement;
mod tiers;
mod value;

pub use certificate::{CertificateError, Prices, Proof, verify};
pub use explain::{BetterMentee, BetterMentor, Explainer, PairReasons, Standing, WhyNotMentee, WhyNotMentor};
pub use infeasibility::{
    Bottleneck, InfeasibilityReport, RelaxedRule, Rule, Unmatched, WhatIf, Why, infeasibility,
};
pub use instance::{
    Candidate, Input, Instance, MAX_BONUS, MAX_CANDIDATES, MAX_PEOPLE, MAX_SCORE, Mentee, MenteeId, Mentor,
    MentorId, Pair, WISH_BONUSES,
};
pub use invalid::{InvalidInstance, List};
pub use solution::{Solution, Unproved, solve};
pub use value::Value;
