//! One leader as the list and the brief show them.

use super::place::Place;
use super::reasons::Reason;
use super::reckoning::{Leader, Reckoning};
use super::way::Way;
use super::{cache, forecast};
use crate::shell::Result;
use bellwether_db::Db;
use bellwether_influence::{Error, Pick};
use bellwether_kernel::{Date, PersonId, ProgramId};

/// Why this leader, who introduces, and what to expect. For coordinators alone: individual ties stand in it.
#[derive(Debug, Clone)]
pub struct LeaderView {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The reasons, the weightiest first; those against come last. None of them is private.
    pub reasons: Vec<Reason>,
    /// The warmest introduction, where there is one.
    pub way: Option<Way>,
    /// The chance of a yes, from 0 to 1.
    pub chance: f64,
    /// Where that chance lies, four times in five.
    pub chance_between: (f64, f64),
    /// People expected to follow if they say yes, beyond those reached already.
    pub followers: f64,
    /// How many follow, four times in five: from, to.
    pub likely: (i64, i64),
    /// Whether any ties are known at all; without them nobody's followers are.
    pub has_ties: bool,
    /// Whether nobody ever asked them, in any program.
    pub never_asked: bool,
}

impl LeaderView {
    pub(super) fn of(reckoning: &Reckoning, leader: &Leader, pick: Option<&Pick>) -> Self {
        let person = reckoning.network.person(leader.number);
        let whole = |n: f64| n.round() as i64;
        Self {
            person: person.id,
            name: person.name.clone(),
            reasons: reckoning.reasons(leader),
            way: reckoning.way(leader),
            chance: leader.chance,
            chance_between: (leader.chance_range.low, leader.chance_range.high),
            followers: pick.map_or(0.0, |p| p.followers.mean),
            likely: pick.map_or((0, 0), |p| (whole(p.likely.low), whole(p.likely.high))),
            has_ties: reckoning.network.ties > 0,
            never_asked: !leader.ever_asked,
        }
    }

    /// "68 %".
    pub fn chance_words(&self) -> String {
        forecast::likely(self.chance)
    }

    /// "5", or "under 1".
    pub fn followers_words(&self) -> String {
        if self.followers > 0.0 && self.followers < 0.5 {
            "under 1".to_owned()
        } else {
            format!("{:.0}", self.followers)
        }
    }

    /// "from 2 to 9".
    pub fn likely_words(&self) -> String {
        match self.likely {
            (low, high) if low == high => format!("{low}, four times in five"),
            (low, high) => format!("from {low} to {high}"),
        }
    }

    /// "If they say yes, about 5 people follow, somewhere from 2 to 9."
    pub fn follow_sentence(&self) -> String {
        let people = if self.followers_words() == "1" { "person follows" } else { "people follow" };
        format!(
            "If they say yes, about {} {people}, somewhere {}.",
            self.followers_words(),
            self.likely_words()
        )
    }
}

/// A leader for the brief: the same words and figures as on the list, where they stand on it. `None` for
/// somebody who is at no senior level, or has left.
///
/// # Errors
/// `NotFound` where there is no such program; what the database says.
pub async fn about(db: &Db, program: ProgramId, person: PersonId, today: Date) -> Result<Option<LeaderView>> {
    let reckoning = cache::reckoning(db, program, today).await?;
    cache::aside(move || {
        let Some(leader) = reckoning.leader(person) else { return Ok(None) };
        let list = if leader.place == Place::Open { Some(reckoning.list(|_| true)?) } else { None };
        let listed = list.and_then(|l| l.iter().find(|p| p.person == leader.number).copied());
        let pick = if listed.is_some() { listed } else { reckoning.alone(leader)? };
        Ok::<_, Error>(Some(LeaderView::of(&reckoning, leader, pick.as_ref())))
    })
    .await
}
