//! Who takes part: `mentors.csv` and `mentees.csv`.

use std::collections::BTreeMap;

use super::files::Files;
use super::refused::Refused;
use super::table::{Layout, Table};
use super::{Options, Reading, note_unused};
use crate::instance::{MAX_PEOPLE, Mentee, MenteeId, Mentor, MentorId};

pub(super) const MENTORS: Layout =
    Layout { file: "mentors.csv", needed: &["id", "capacity"], optional: &["scarce", "person"] };
pub(super) const MENTEES: Layout = Layout {
    file: "mentees.csv",
    needed: &["id", "wants", "prefs"],
    optional: &["waited", "unit", "person"],
};

/// The mentees of each unit.
pub(super) type Units = BTreeMap<String, Vec<MenteeId>>;

/// Reads the mentors; returns the scarce ones.
pub(super) fn mentors(files: &dyn Files, reading: &mut Reading) -> Result<Vec<MentorId>, Refused> {
    let mut table = Table::open(files, &MENTORS)?;
    let mut scarce = Vec::new();
    let mentors = &mut reading.input.mentors;
    while table.next()? {
        next_id(&table, mentors.len())?;
        if is_scarce(&table)? {
            scarce.push(MentorId(mentors.len() as u32));
        }
        mentors.push(Mentor { capacity: table.number(1)? });
    }
    note_unused(&table, &MENTORS, &mut reading.notes);
    Ok(scarce)
}

/// Whether a cap counts this mentor: all, if nothing is said.
fn is_scarce(table: &Table) -> Result<bool, Refused> {
    match table.text(2) {
        _ if !table.has(2) => Ok(true),
        "1" => Ok(true),
        "0" | "" => Ok(false),
        _ => Err(table.refuse(format!("the scarce “{}” is neither 1 nor 0", table.shown(2)))),
    }
}

/// Reads the mentees; returns their units.
pub(super) fn mentees(files: &dyn Files, options: &Options, reading: &mut Reading) -> Result<Units, Refused> {
    let mut table = Table::open(files, &MENTEES)?;
    let mut units = Units::new();
    let (mentees, mentors) = (&mut reading.input.mentees, reading.input.mentors.len());
    let mut repeated = 0;
    while table.next()? {
        next_id(&table, mentees.len())?;
        let wants = table.number(1)?;
        let (wishes, repeats) = wishes(&table, mentors)?;
        let waited = if table.has(3) { table.number(3)? } else { 0 };
        repeated += usize::from(repeats);
        if !table.text(4).is_empty() {
            units.entry(table.text(4).to_owned()).or_default().push(MenteeId(mentees.len() as u32));
        }
        // Whoever wants nobody takes no part, however many the others may have.
        mentees.push(Mentee { wants: if options.wants { wants } else { wants.min(1) }, waited, wishes });
    }
    if repeated > 0 {
        reading.notes.push(format!(
            "mentees.csv: whom somebody wishes for twice counts once, where it was named first ({repeated} times)."
        ));
    }
    note_unused(&table, &MENTEES, &mut reading.notes);
    Ok(units)
}

/// Ids count the lines, so that nobody is there twice and nobody is missing.
fn next_id(table: &Table, expected: usize) -> Result<(), Refused> {
    let id = table.number(0)?;
    if id as usize != expected {
        return Err(table.refuse(format!(
            "the id is {id} where {expected} was expected; ids count from 0, line by line"
        )));
    }
    if expected >= MAX_PEOPLE {
        return Err(table.refuse(format!("one run can hold no more than {MAX_PEOPLE} people on a side")));
    }
    Ok(())
}

/// The mentors wished for, and whether somebody is named twice.
fn wishes(table: &Table, mentors: usize) -> Result<(Vec<MentorId>, bool), Refused> {
    let (mut wishes, mut repeats) = (Vec::new(), false);
    let prefs = table.text(2);
    if prefs.is_empty() {
        return Ok((wishes, repeats));
    }
    for word in prefs.split('|') {
        let id = table.whole("wish", word)?;
        if id as usize >= mentors {
            return Err(table.unknown("mentor", id, mentors));
        }
        if wishes.contains(&MentorId(id)) {
            repeats = true;
        } else {
            wishes.push(MentorId(id));
        }
    }
    Ok((wishes, repeats))
}
