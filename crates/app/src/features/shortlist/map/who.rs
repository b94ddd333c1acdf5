//! What everybody is to the program: joined, next on the shortlist, reached and how surely, or not reached yet.

use super::super::place::Place;
use super::super::question::WAVE;
use super::super::reckoning::Reckoning;
use bellwether_influence::{Error, Standing};
use std::sync::Arc;

/// From this chance on somebody is likely reached: one in four.
pub const LIKELY: f64 = 0.25;

/// From this chance on they are perhaps: one in twenty. Below it they count as not reached.
pub const PERHAPS: f64 = 0.05;

/// What a person is to the program. The script knows the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nobody who has joined reaches them.
    Out,
    /// Reached with a chance of [`PERHAPS`] or more.
    Perhaps,
    /// Reached with a chance of [`LIKELY`] or more.
    Likely,
    /// Among the first on the shortlist.
    Next,
    /// Takes part, without being a leader who has joined.
    TakesPart,
    /// A leader who has joined.
    Joined,
}

/// Everybody's mark and chance, by number.
pub struct Who {
    /// What they are.
    pub marks: Vec<Mark>,
    /// The chance that the leaders who have joined reach them; 0 for whoever takes part already.
    pub reached: Arc<Vec<f64>>,
    /// The first on the shortlist, in its order.
    pub next: Vec<u32>,
}

impl Mark {
    /// As the style sheets name it, after "m-person".
    pub fn class(self) -> &'static str {
        match self {
            Self::Out => "m-person",
            Self::Perhaps => "m-person m-person--perhaps",
            Self::Likely => "m-person m-person--reached",
            Self::Next => "m-person m-person--pick",
            Self::TakesPart => "m-person m-person--part",
            Self::Joined => "m-person m-person--joined",
        }
    }

    fn of_chance(chance: f64) -> Self {
        match chance {
            chance if chance >= LIKELY => Self::Likely,
            chance if chance >= PERHAPS => Self::Perhaps,
            _ => Self::Out,
        }
    }
}

impl Who {
    /// Everybody, as the records are now.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub fn of(reckoning: &Reckoning) -> Result<Self, Error> {
        let reached = reached(reckoning)?;
        let mut marks: Vec<Mark> = reached.iter().map(|chance| Mark::of_chance(*chance)).collect();
        let next: Vec<u32> = reckoning.list(|_| true)?.iter().take(WAVE).map(|pick| pick.person).collect();
        let (enrolled, joined) = (&reckoning.standing.enrolled, &reckoning.joined);
        for (people, mark) in [(&next, Mark::Next), (enrolled, Mark::TakesPart), (joined, Mark::Joined)] {
            for person in people {
                marks[*person as usize] = mark;
            }
        }
        Ok(Self { marks, reached, next })
    }

    /// How many of these are expected to be reached.
    pub fn expected(&self, people: impl IntoIterator<Item = u32>) -> f64 {
        people.into_iter().map(|p| self.reached[p as usize]).sum()
    }
}

/// The chance of each person to be reached by those who have joined. What may come of open asks is not in it.
fn reached(reckoning: &Reckoning) -> Result<Arc<Vec<f64>>, Error> {
    if let Some(known) = reckoning.map.reached.get() {
        return Ok(Arc::clone(known));
    }
    let standing = Standing { pending: Vec::new(), ..reckoning.standing.clone() };
    let reached = Arc::new(reckoning.network.reach.given(&standing)?.chances(None)?.reached);
    Ok(Arc::clone(reckoning.map.reached.get_or_init(|| reached)))
}

/// How many people a leader's yes brings: beyond those who are reached by now, and whoever is expected to be. `None` where they have
/// joined, or will not be asked.
///
/// # Errors
/// None that the records can bring about.
pub fn would_add(reckoning: &Reckoning, person: u32) -> Result<Option<f64>, Error> {
    let leader = reckoning.leader(reckoning.network.person(person).id);
    match leader.map(|l| (l.place, l.chance)) {
        Some((Place::Open | Place::AskedElsewhere | Place::Aside, _)) => {
            Ok(Some(reckoning.reach.first(person)?.mean))
        }
        // What the open ask may bring is in the reckoning already: by its chance.
        Some((Place::Asked, chance)) if chance < 1.0 => {
            Ok(Some(reckoning.reach.first(person)?.mean / (1.0 - chance)))
        }
        _ => Ok(None),
    }
}

/// "5", or "under 1".
pub fn people(expected: f64) -> String {
    if expected > 0.0 && expected < 0.5 { "under 1".to_owned() } else { format!("{expected:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chance_becomes_a_mark_at_one_in_twenty_and_one_in_four() {
        let marks = [0.0, 0.049, 0.05, 0.249, 0.25, 1.0].map(Mark::of_chance);
        assert_eq!(marks, [Mark::Out, Mark::Out, Mark::Perhaps, Mark::Perhaps, Mark::Likely, Mark::Likely]);
    }

    #[test]
    fn an_expected_number_is_never_said_to_be_none_when_it_is_some() {
        assert_eq!([0.0, 0.2, 0.6, 4.4].map(people), ["0", "under 1", "1", "4"]);
    }
}
