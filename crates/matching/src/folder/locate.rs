//! From a problem that shows only in the whole to the line that has it.

use super::files::Files;
use super::refused::Refused;
use super::rules::{CAPS, GROUPS};
use super::table::{Layout, Table};
use super::{EDGES, LOCKED};
use crate::instance::{MenteeId, MentorId};
use crate::invalid::InvalidInstance;

/// Where in the files of an input the problem is that [`Instance::new`](crate::Instance::new) found.
pub fn locate(files: &dyn Files, problem: &InvalidInstance) -> Refused {
    use InvalidInstance as Is;
    let (layout, line, reason) = match problem {
        Is::DuplicateCandidate { mentee, mentor, .. } => {
            let line = last(files, &EDGES, |pair| pair == (*mentee, *mentor));
            (&EDGES, line, format!("mentee {} and mentor {} are there twice", mentee.0, mentor.0))
        }
        Is::DuplicateLock { mentee, mentor } | Is::LockForbidden { mentee, mentor } => {
            let line = last(files, &LOCKED, |pair| pair == (*mentee, *mentor));
            (&LOCKED, line, problem.to_string())
        }
        Is::LocksOverWants { mentee, .. } => {
            (&LOCKED, last(files, &LOCKED, |pair| pair.0 == *mentee), problem.to_string())
        }
        Is::LocksOverCapacity { mentor, .. } => {
            (&LOCKED, last(files, &LOCKED, |pair| pair.1 == *mentor), problem.to_string())
        }
        Is::DuplicateGroup { mentor } => (
            &GROUPS,
            last_row(files, &GROUPS, |table| Some(table.number(0).ok()? == mentor.0)),
            problem.to_string(),
        ),
        Is::LocksOverGroup { mentor, .. } | Is::GroupOutOfReach { mentor, .. } => {
            (&LOCKED, last(files, &LOCKED, |pair| pair.1 == *mentor), problem.to_string())
        }
        Is::LocksOverCap { cap, locks, most } => {
            let reason = format!("{locks} locked pairs count against it, and it allows {most}");
            (&CAPS, Some(*cap as u64 + 2), reason)
        }
        // Ids, scores and wishes were checked line by line; what is left is about no line.
        other => (&EDGES, None, other.to_string()),
    };
    Refused { file: layout.file, line, reason }
}

/// The last line with such a pair. The file was read before, so nothing in it is wrong by itself.
fn last(
    files: &dyn Files,
    layout: &'static Layout,
    is_it: impl Fn((MenteeId, MentorId)) -> bool,
) -> Option<u64> {
    last_row(files, layout, |table| {
        Some(is_it((MenteeId(table.number(0).ok()?), MentorId(table.number(1).ok()?))))
    })
}

fn last_row(
    files: &dyn Files,
    layout: &'static Layout,
    is_it: impl Fn(&Table) -> Option<bool>,
) -> Option<u64> {
    let mut table = Table::find(files, layout).ok()??;
    let mut found = None;
    while table.next().ok()? {
        if is_it(&table)? {
            found = Some(table.line());
        }
    }
    found
}
