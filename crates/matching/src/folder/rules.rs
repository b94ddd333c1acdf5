//! What a flow cannot hold: `groups.csv` and `caps.csv`.

use super::files::Files;
use super::people::Units;
use super::refused::Refused;
use super::table::{Layout, Table};
use super::{Reading, note_unused};
use crate::instance::{Cap, Group, MentorId};

pub(super) const GROUPS: Layout =
    Layout { file: "groups.csv", needed: &["mentor", "min", "max"], optional: &[] };
pub(super) const CAPS: Layout = Layout { file: "caps.csv", needed: &["unit", "most"], optional: &[] };

pub(super) fn groups(files: &dyn Files, reading: &mut Reading) -> Result<(), Refused> {
    let Some(mut table) = Table::find(files, &GROUPS)? else { return Ok(()) };
    let mentors = &reading.input.mentors;
    while table.next()? {
        let mentor = MentorId(table.id(0, mentors.len())?);
        let group = Group { mentor, min: table.number(1)?, max: table.number(2)? };
        if group.min > group.max {
            return Err(table.refuse(format!("the min {} is more than the max {}", group.min, group.max)));
        }
        let places = mentors[mentor.index()].capacity;
        if places < group.max {
            reading.notes.push(format!(
                "groups.csv: the group of mentor {} takes no more than the mentor has places, {places}.",
                mentor.0
            ));
        }
        reading.input.groups.push(group);
    }
    note_unused(&table, &GROUPS, &mut reading.notes);
    Ok(())
}

/// Reads the caps; a unit that nobody is of is refused, since it may be misspelt.
pub(super) fn caps(
    files: &dyn Files,
    scarce: Vec<MentorId>,
    mut units: Units,
    reading: &mut Reading,
) -> Result<(), Refused> {
    let Some(mut table) = Table::find(files, &CAPS)? else { return Ok(()) };
    while table.next()? {
        let most = table.number(1)?;
        let Some(mentees) = units.remove(table.text(0)) else {
            let unit = table.shown(0);
            return Err(table.refuse(format!("no mentee is of the unit “{unit}”, or it has a cap already")));
        };
        reading.input.caps.push(Cap { mentees, mentors: scarce.clone(), most });
    }
    note_unused(&table, &CAPS, &mut reading.notes);
    Ok(())
}
