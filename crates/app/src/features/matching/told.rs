//! What the two of a proposed match are told: why, and what the mentee is after. Pure.

use super::matched::Match;
use super::reasons;
use super::run::Pool;

/// Reasons with names in them, and the mentee's goals in their own words.
#[derive(Debug, Default)]
pub struct Told {
    /// What the mentee wants and what the two share, the weightiest first.
    pub reasons: Vec<String>,
    /// For the mentor's eyes; empty where nothing was written.
    pub goals: String,
}

/// Reckoned afresh, without what ranks them. Nothing, where one of the two takes part no more.
pub fn to(pool: &Pool, of: &Match) -> Told {
    let (Some(mentor), Some(mentee)) = (pool.member(of.two.mentor), pool.member(of.two.mentee)) else {
        return Told::default();
    };
    let all = reasons::shared(mentor, mentee);
    let named = |reason: &String| reasons::with_names(reason, of.mentor.first(), of.mentee.first());
    Told { reasons: all.iter().map(named).collect(), goals: mentee.goals.clone() }
}

/// The first of the reasons, for a mail; empty where none is known.
pub fn why(pool: &Pool, of: &Match) -> String {
    to(pool, of).reasons.into_iter().next().unwrap_or_default()
}
