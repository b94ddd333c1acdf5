//! Groups with a least size, and caps: what a flow cannot hold.
//!
//! Without them the best pairs are a flow, and are found exactly. A group that meets with enough mentees or not at all, and
//! a cap on what a unit gets, tie pairs to each other. Then:
//!
//! 1. Caps get charges ([`charges`]): a pair that counts against one pays for it. Any charges give a bound, and good ones
//!    leave few pairs too many. Where there are caps alone, they are sought among near pairs ([`near`]), from the lowest
//!    prices ([`lowest`]), and from flow to flow ([`charged`]).
//! 2. Groups are decided one after the other ([`search`]), where the bound is highest first: the group meets, or it does
//!    not. With that said, each case is a flow again ([`case`]).
//! 3. On the way, pairs are mended until they keep to every rule ([`mend`]), and the best are kept.
//!
//! Where the search ends before everything is decided, the cases that are left have bounds, and the highest of them says how
//! far the pairs may be from the best.

#[cfg(test)]
mod agrees;
mod case;
mod charged;
mod charges;
mod lowest;
mod mend;
mod near;
mod search;
mod worth;

use crate::certificate::{Cases, Prices};
use crate::instance::{Instance, MentorId, Pair};
use crate::limits;
use case::Flow;
use std::collections::BTreeMap;

/// Whether the group of a mentor meets, where that is decided.
type Decided = BTreeMap<MentorId, bool>;

/// Pairs that keep to every rule, and the cases whose prices prove how good they can be at most.
pub(crate) struct Found {
    pub pairs: Vec<Pair>,
    pub cases: Cases,
}

/// Finds the best pairs it can. `Err` has the mentors whose groups must meet, because somebody is locked in them, and for
/// whom no way was found to fill all of these groups within the caps.
///
/// `free` are the best pairs whatever groups and caps say, sorted, and their prices.
pub(crate) fn solve(instance: &Instance, free: (Vec<Pair>, Prices)) -> Result<Found, Vec<MentorId>> {
    let locks = limits::locks_by_mentor(instance);
    let with_locks = instance.groups().iter().filter(|group| locks[group.mentor.index()] > 0);
    let must_meet: Decided = with_locks.map(|group| (group.mentor, true)).collect();
    let free = Flow { pairs: free.0, prices: free.1, is_filled: true };
    search::run(instance, &must_meet, free).ok_or_else(|| must_meet.into_keys().collect())
}

/// Groups that are not decided, have somebody, and have too few: with how many they have, sorted by mentor.
fn half_filled(instance: &Instance, decided: &Decided, pairs: &[Pair]) -> Vec<(MentorId, u32, u32)> {
    let mut taken = vec![0u32; instance.mentors().len()];
    for pair in pairs {
        taken[pair.mentor.index()] += 1;
    }
    let groups = instance.groups().iter().filter(|group| !decided.contains_key(&group.mentor));
    groups
        .map(|group| (group.mentor, taken[group.mentor.index()], group.min))
        .filter(|(_, taken, min)| *taken > 0 && taken < min)
        .collect()
}
