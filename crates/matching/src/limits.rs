//! Groups and caps of an [`Input`]: the checks, and what follows from them for places.

use crate::instance::{Cap, Group, Input, Instance, MenteeId, MentorId, Pair};
use crate::invalid::{InvalidInstance, List};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A list that names one in so many mentors, or more, is looked up in a table.
const LONG: usize = 16;

/// What can be wrong with groups and caps by themselves.
pub(crate) fn check_input(input: &Input) -> Result<(), InvalidInstance> {
    let (mentees, mentors) = (input.mentees.len(), input.mentors.len());
    let mentor_is_known = |list, index, mentor: MentorId| {
        let is_known = mentor.index() < mentors;
        is_known.then_some(()).ok_or(InvalidInstance::UnknownMentor { list, index, mentor, count: mentors })
    };
    for (index, Group { mentor, min, max }) in input.groups.iter().copied().enumerate() {
        mentor_is_known(List::Groups, index, mentor)?;
        if min > max {
            return Err(InvalidInstance::GroupMinOverMax { mentor, min, max });
        }
    }
    check_caps(&input.caps, mentees, mentors)?;
    let mut guides: Vec<MentorId> = input.groups.iter().map(|group| group.mentor).collect();
    guides.sort_unstable();
    match guides.windows(2).find(|two| two[0] == two[1]) {
        Some(two) => Err(InvalidInstance::DuplicateGroup { mentor: two[0] }),
        None => Ok(()),
    }
}

/// Whether everybody in the caps is known.
pub(crate) fn check_caps(caps: &[Cap], mentees: usize, mentors: usize) -> Result<(), InvalidInstance> {
    for (index, cap) in caps.iter().enumerate() {
        if let Some(mentor) = cap.mentors.iter().copied().find(|mentor| mentor.index() >= mentors) {
            return Err(InvalidInstance::UnknownMentor { list: List::Caps, index, mentor, count: mentors });
        }
        if let Some(mentee) = cap.mentees.iter().copied().find(|mentee| mentee.index() >= mentees) {
            return Err(InvalidInstance::UnknownMentee { list: List::Caps, index, mentee, count: mentees });
        }
    }
    Ok(())
}

/// The groups in order, none larger than its mentor has places.
pub(crate) fn groups(input: &Input) -> Vec<Group> {
    let places = |mentor: MentorId| input.mentors[mentor.index()].capacity;
    let mut groups: Vec<Group> = input.groups.clone();
    for group in &mut groups {
        group.max = group.max.min(places(group.mentor));
    }
    groups.sort_unstable();
    groups
}

/// The caps with their lists in order.
pub(crate) fn caps(mut caps: Vec<Cap>) -> Vec<Cap> {
    for cap in &mut caps {
        cap.mentees.sort_unstable();
        cap.mentees.dedup();
        cap.mentors.sort_unstable();
        cap.mentors.dedup();
    }
    caps
}

/// By cap: by mentor, whether they count, where a list of them is so long that it is quicker to look up. Caps on the same
/// mentors share one table.
pub(crate) fn counting<'a>(caps: &'a [Cap], mentors: usize) -> Vec<Option<Arc<[bool]>>> {
    let mut tables: BTreeMap<&'a [MentorId], Arc<[bool]>> = BTreeMap::new();
    let table = |list: &[MentorId]| -> Arc<[bool]> {
        let mut counts = vec![false; mentors];
        for mentor in list {
            counts[mentor.index()] = true;
        }
        counts.into()
    };
    let of = |cap: &'a Cap| {
        let is_long = cap.mentors.len() * LONG >= mentors;
        is_long.then(|| tables.entry(&cap.mentors).or_insert_with_key(|list| table(list)).clone())
    };
    caps.iter().map(of).collect()
}

/// By mentee: the caps of their units.
pub(crate) fn caps_of_mentee(caps: &[Cap], mentees: usize) -> Vec<Vec<u32>> {
    if caps.is_empty() {
        return Vec::new();
    }
    let mut caps_of = vec![Vec::new(); mentees];
    for (at, cap) in (0u32..).zip(caps) {
        for mentee in &cap.mentees {
            let of_mentee: &mut Vec<u32> = &mut caps_of[mentee.index()];
            if of_mentee.last() != Some(&at) {
                of_mentee.push(at);
            }
        }
    }
    caps_of
}

/// Whether the locked pairs fit into groups and caps.
pub(crate) fn check(instance: &Instance) -> Result<(), InvalidInstance> {
    let locks_of = locks_by_mentor(instance);
    for Group { mentor, max, .. } in instance.groups().iter().copied() {
        let locks = locks_of[mentor.index()];
        if locks > max {
            return Err(InvalidInstance::LocksOverGroup { mentor, locks, max });
        }
    }
    let mut locks = vec![0; instance.caps().len()];
    for pair in instance.locked() {
        instance.caps_of(*pair).for_each(|cap| locks[cap] += 1);
    }
    let caps = instance.caps().iter().zip(locks).enumerate();
    match caps.map(|(at, (cap, locks))| (at, cap.most, locks)).find(|(_, most, locks)| locks > most) {
        Some((cap, most, locks)) => Err(InvalidInstance::LocksOverCap { cap, locks, most }),
        None => Ok(()),
    }
}

/// Gives who guides a group as many places as it has at most.
pub(crate) fn reopen(instance: &mut Instance) {
    for group in &instance.groups {
        instance.mentors[group.mentor.index()].capacity = group.max;
    }
}

/// Takes the places from groups that too few could ever be in.
pub(crate) fn close_hopeless(instance: &mut Instance) -> Result<(), InvalidInstance> {
    if instance.groups.is_empty() {
        return Ok(());
    }
    let mut possible = vec![0u32; instance.mentors.len()];
    let wanting = (0..instance.mentees.len()).filter(|at| instance.mentees[*at].wants > 0).map(MenteeId::at);
    for one in wanting.flat_map(|mentee| instance.candidates_of(mentee)) {
        possible[one.mentor.index()] += u32::from(!instance.is_locked(Pair::new(one.mentee, one.mentor)));
    }
    let locks_of = locks_by_mentor(instance);
    for at in 0..instance.groups.len() {
        let Group { mentor, min, max } = instance.groups[at];
        let locks = locks_of[mentor.index()];
        let possible = (possible[mentor.index()] + locks).min(max);
        if possible < min && locks > 0 {
            return Err(InvalidInstance::GroupOutOfReach { mentor, locks, min, possible });
        }
        if possible < min {
            instance.mentors[mentor.index()].capacity = 0;
        }
    }
    Ok(())
}

/// By mentor: how many locked mentees they have.
pub(crate) fn locks_by_mentor(instance: &Instance) -> Vec<u32> {
    let mut locks = vec![0; instance.mentors().len()];
    instance.locked().iter().for_each(|pair| locks[pair.mentor.index()] += 1);
    locks
}
