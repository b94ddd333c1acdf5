//! People files: what is known of each person.

use super::rows::{Column, Place, Sheet, cell, stated, words};
use crate::said::Said;
use bellwether_kernel::fold;
use bellwether_matching::candidates::Profile;
use bellwether_wire::tables::Row;
use std::collections::HashMap;

/// Numbers for words: alike whatever their case and accents.
#[derive(Default)]
pub struct Words {
    /// As written, so that the same spelling is folded once.
    written: HashMap<String, u32>,
    folded: HashMap<String, u32>,
}

impl Words {
    pub fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.written.get(word) {
            return *number;
        }
        let next = self.folded.len() as u32;
        let number = *self.folded.entry(fold(word)).or_insert(next);
        self.written.insert(word.to_owned(), number);
        number
    }
}

/// Somebody's row in a people file.
#[derive(Clone)]
pub struct Entry {
    pub profile: Profile,
    /// The dearest first.
    pub wanted: Vec<u32>,
    pub offered: Vec<u32>,
}

/// Everybody who is named in a people file, by number.
#[derive(Default)]
pub struct Directory {
    numbers: HashMap<String, u32>,
    ids: Vec<String>,
    pub managers: Vec<Option<u32>>,
    /// The line that has somebody; `None` for a manager who has no line.
    lines: Vec<Option<u64>>,
    languages: Words,
    skills: Words,
    departments: Words,
    locations: Words,
    teams: Words,
}

/// Where the columns of a people file stand.
struct Columns {
    id: Column,
    level: Column,
    department: Column,
    team: Column,
    manager: Column,
    time_zone: Column,
    location: Column,
    languages: Column,
    offers: Column,
    wants: Column,
    other_department: Column,
    same_location: Column,
}

impl Columns {
    fn of(sheet: &mut Sheet) -> Result<Self, Said> {
        Ok(Self {
            id: sheet.needed("id", "which tells people apart")?,
            level: sheet.column(&["level"]),
            department: sheet.column(&["department", "dept"]),
            team: sheet.column(&["team"]),
            manager: sheet.column(&["manager"]),
            time_zone: sheet.column(&["time_zone", "tz"]),
            location: sheet.column(&["location", "office"]),
            languages: sheet.column(&["languages"]),
            offers: sheet.column(&["offers"]),
            wants: sheet.column(&["wants_skills"]),
            other_department: sheet.column(&["other_department"]),
            same_location: sheet.column(&["same_location"]),
        })
    }
}

impl Directory {
    pub fn id(&self, person: u32) -> &str {
        &self.ids[person as usize]
    }

    /// The number of somebody who is named somewhere.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.numbers.get(id).copied()
    }

    /// The line of somebody, for a message.
    pub fn line(&self, person: u32) -> Option<u64> {
        self.lines.get(person as usize).copied().flatten()
    }

    /// Reads a people file, and hands over each row.
    pub fn read(
        &mut self,
        sheet: &mut Sheet,
        mut take: impl FnMut(Place<'_>, &Row, Entry) -> Result<(), Said>,
    ) -> Result<(), Said> {
        let columns = Columns::of(sheet)?;
        let mut seen: HashMap<u32, u64> = HashMap::new();
        sheet.each(|place, row| {
            let entry = self.entry(&columns, place, row)?;
            if let Some(line) = seen.insert(entry.profile.person, place.line) {
                return Err(place.refuse(format!("“{}” is in line {line} already", cell(row, columns.id))));
            }
            take(place, row, entry)
        })
    }

    /// Everybody's manager has a line.
    pub fn check_managers(&self, path: &std::path::Path) -> Result<(), Said> {
        let missing = |manager: &Option<u32>| manager.is_some_and(|at| self.lines[at as usize].is_none());
        match self.managers.iter().position(missing) {
            Some(at) => {
                let place = Place { path, line: self.lines[at].unwrap_or_default() };
                let manager = self.managers[at].map_or("", |manager| self.id(manager));
                Err(place.refuse(format!(
                    "the manager “{manager}” has no line of their own; add it, or leave the cell empty"
                )))
            }
            None => Ok(()),
        }
    }

    fn entry(&mut self, columns: &Columns, place: Place<'_>, row: &Row) -> Result<Entry, Said> {
        let id = cell(row, columns.id);
        if id.is_empty() {
            return Err(place.refuse("the id is empty"));
        }
        let person = self.number(id);
        let manager = stated(row, columns.manager).map(|id| self.number(id));
        let at = person as usize;
        if self.lines[at].is_some() && self.managers[at] != manager {
            return Err(place.refuse(format!("“{id}” has another manager here than in the other file")));
        }
        (self.managers[at], self.lines[at]) = (manager, self.lines[at].or(Some(place.line)));
        let team = match columns.team {
            Some(_) => stated(row, columns.team).map(|team| self.teams.number(team)),
            None => manager,
        };
        let profile = Profile {
            person,
            team,
            languages: words(cell(row, columns.languages)).map(|word| self.languages.number(word)).collect(),
            time_zone: time_zone(place, cell(row, columns.time_zone))?,
            level: level(place, cell(row, columns.level))?,
            department: stated(row, columns.department).map(|word| self.departments.number(word)),
            location: stated(row, columns.location).map(|word| self.locations.number(word)),
            other_department: asks(place, "other_department", cell(row, columns.other_department))?,
            same_location: asks(place, "same_location", cell(row, columns.same_location))?,
        };
        let wanted = words(cell(row, columns.wants)).map(|word| self.skills.number(word)).collect();
        let offered = words(cell(row, columns.offers)).map(|word| self.skills.number(word)).collect();
        Ok(Entry { profile, wanted, offered })
    }

    fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.ids.len() as u32;
        self.numbers.insert(id.to_owned(), number);
        self.ids.push(id.to_owned());
        self.managers.push(None);
        self.lines.push(None);
        number
    }
}

/// Levels are written from the top, which is 0; here a higher number is more senior.
fn level(place: Place<'_>, text: &str) -> Result<Option<i32>, Said> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<i32>() {
        Ok(level) if level > i32::MIN => Ok(Some(-level)),
        _ => Err(place.refuse(format!("the level “{text}” is not a whole number; 0 is the most senior"))),
    }
}

/// Hours from UTC, such as `-5`, `5.5` or `5:30`, in minutes.
fn time_zone(place: Place<'_>, text: &str) -> Result<Option<i32>, Said> {
    if text.is_empty() {
        return Ok(None);
    }
    let minutes = minutes(text).filter(|minutes| (-720..=840).contains(minutes));
    let wrong =
        || format!("the time zone “{text}” is not hours from UTC between -12 and 14, such as -5 or 5:30");
    minutes.map(Some).ok_or_else(|| place.refuse(wrong()))
}

fn minutes(text: &str) -> Option<i32> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let minutes = match rest.split_once(':') {
        Some((hours, minutes)) => {
            let minutes: i32 = minutes.parse().ok().filter(|minutes| (0..60).contains(minutes))?;
            hours.parse::<u8>().map(i32::from).ok()? * 60 + minutes
        }
        None => {
            let minutes = rest.parse::<f64>().ok().filter(|hours| (0.0..=24.0).contains(hours))? * 60.0;
            (minutes.fract() == 0.0).then_some(minutes as i32)?
        }
    };
    Some(sign * minutes)
}

fn asks(place: Place<'_>, what: &str, text: &str) -> Result<bool, Said> {
    match fold(text).as_str() {
        "" | "no" | "false" | "0" => Ok(false),
        "yes" | "true" | "1" => Ok(true),
        _ => Err(place.refuse(format!("{what} is “{text}”, neither yes nor no"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_from_utc_are_read_as_people_write_them() {
        let read = ["0", "-8", "+5:30", "5.75", "-3:30", "14", "5.333", "ten", "", "5:75"].map(minutes);
        let expected =
            [Some(0), Some(-480), Some(330), Some(345), Some(-210), Some(840), None, None, None, None];
        assert_eq!(read, expected);
    }

    #[test]
    fn words_are_alike_whatever_their_case_and_accents() {
        let mut words = Words::default();
        assert_eq!(["Español", "espanol", "English", "ESPAÑOL"].map(|word| words.number(word)), [0, 0, 1, 0]);
    }
}
