//! Who wants a mentor, and who has places.

use super::directory::{Directory, Entry};
use super::rows::{Column, Place, Sheet, cell, number, words};
use crate::args::Candidates;
use crate::said::Said;
use bellwether_matching::candidates::{MenteeProfile, MentorProfile, People, Weights};
use bellwether_matching::{MAX_SCORE, MenteeId, MentorId, Pair};
use bellwether_wire::tables::Row;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// What the files say, in the order of their lines.
pub struct Program {
    pub people: People,
    pub directory: Directory,
    /// By mentee: periods waited so far.
    pub waited: Vec<u32>,
    /// Pairs that are decided, by the new numbers.
    pub locked: Vec<Pair>,
    /// Pairs of the run before.
    pub previous: Vec<Pair>,
    /// By mentee: the unit that caps are about, if there is such a column.
    pub units: Option<Vec<String>>,
    /// By mentor: whether caps count them, as it is written, if there is such a column.
    pub scarce: Option<Vec<String>>,
    /// Groups: the mentor, the fewest and the most.
    pub groups: Vec<[u32; 3]>,
    /// Caps: the unit and the most, as written.
    pub caps: Vec<[String; 2]>,
    /// What whoever made the files may not have meant, in sentences.
    pub notes: Vec<String>,
}

/// Where the columns of one side stand.
struct Columns {
    id: Column,
    person: Column,
    wants: Column,
    prefs: Column,
    waited: Column,
    capacity: Column,
    unit: Column,
    scarce: Column,
}

impl Columns {
    fn of(sheet: &mut Sheet) -> Result<Self, Said> {
        Ok(Self {
            id: sheet.needed("id", "which tells people apart")?,
            person: sheet.column(&["person"]),
            wants: sheet.column(&["wants"]),
            prefs: sheet.column(&["prefs"]),
            waited: sheet.column(&["waited"]),
            capacity: sheet.column(&["capacity"]),
            unit: sheet.column(&["unit"]),
            scarce: sheet.column(&["scarce"]),
        })
    }
}

/// A side while it is read.
#[derive(Default)]
struct Side {
    numbers: HashMap<String, u32>,
}

impl Side {
    fn next(&mut self, place: Place<'_>, id: &str) -> Result<(), Said> {
        let next = self.numbers.len() as u32;
        match self.numbers.insert(id.to_owned(), next) {
            Some(_) => Err(place.refuse(format!("“{id}” is there twice"))),
            None => Ok(()),
        }
    }

    fn find(&self, place: Place<'_>, id: &str, what: &str) -> Result<u32, Said> {
        let number = self.numbers.get(id).copied();
        number.ok_or_else(|| place.refuse(format!("there is no {what} “{id}”")))
    }
}

/// Wishes wait until the mentors are known: the line, and the ids as written.
type Wishes = Vec<(u64, String)>;

struct Reader {
    program: Program,
    mentees: Side,
    mentors: Side,
    wishes: Wishes,
}

/// Reads what the arguments name.
pub fn read(args: &Candidates) -> Result<Program, Said> {
    let mut reader = Reader {
        program: Program {
            people: People { weights: weights(&args.weight)?, ..People::default() },
            directory: Directory::default(),
            waited: Vec::new(),
            locked: Vec::new(),
            previous: Vec::new(),
            units: None,
            scarce: None,
            groups: Vec::new(),
            caps: Vec::new(),
            notes: Vec::new(),
        },
        mentees: Side::default(),
        mentors: Side::default(),
        wishes: Vec::new(),
    };
    let mentees = match (&args.people, &args.mentees, &args.mentors) {
        (Some(folder), None, None) => reader.folder(folder)?,
        (None, Some(mentees), Some(mentors)) => reader.files(mentees, mentors)?,
        _ => {
            return Err(Said::usage(
                "say either --people DIR, or --mentees FILE and --mentors FILE. Nothing was written",
            ));
        }
    };
    reader.settle_wishes(&mentees)?;
    if let Some(folder) = &args.people {
        reader.pairs(folder)?;
    }
    reader.finish()
}

impl Reader {
    /// `people.csv` says who there is; `mentees.csv` and `mentors.csv` say who takes part.
    fn folder(&mut self, folder: &Path) -> Result<PathBuf, Said> {
        let mut entries: Vec<Option<Entry>> = Vec::new();
        let mut sheet = Sheet::open(&folder.join("people.csv"))?;
        self.program.directory.read(&mut sheet, |_, _, entry| {
            let at = entry.profile.person as usize;
            entries.resize(entries.len().max(at + 1), None);
            entries[at] = Some(entry);
            Ok(())
        })?;
        self.program.directory.check_managers(&sheet.path)?;
        self.note_unused(&sheet);
        for is_mentee in [true, false] {
            let mut sheet = Sheet::open(&folder.join(if is_mentee { "mentees.csv" } else { "mentors.csv" }))?;
            let columns = Columns::of(&mut sheet)?;
            sheet.each(|place, row| {
                let person = if columns.person.is_some() { columns.person } else { columns.id };
                let id = cell(row, person);
                let number = self.program.directory.find(id);
                let entry = number.and_then(|number| entries.get(number as usize).cloned().flatten());
                let entry = entry.ok_or_else(|| place.refuse(format!("“{id}” is not in people.csv")))?;
                self.take(place, row, &columns, entry, is_mentee)
            })?;
            self.note_unused(&sheet);
        }
        Ok(folder.join("mentees.csv"))
    }

    /// Two people files, one for each side.
    fn files(&mut self, mentees: &Path, mentors: &Path) -> Result<PathBuf, Said> {
        for (path, is_mentee) in [(mentees, true), (mentors, false)] {
            let mut sheet = Sheet::open(path)?;
            let columns = Columns { person: None, ..Columns::of(&mut sheet)? };
            let mut directory = std::mem::take(&mut self.program.directory);
            directory
                .read(&mut sheet, |place, row, entry| self.take(place, row, &columns, entry, is_mentee))?;
            self.program.directory = directory;
            self.note_unused(&sheet);
        }
        Ok(mentees.to_owned())
    }

    fn take(
        &mut self,
        place: Place<'_>,
        row: &Row,
        columns: &Columns,
        entry: Entry,
        is_mentee: bool,
    ) -> Result<(), Said> {
        let id = cell(row, columns.id);
        let people = &mut self.program.people;
        if is_mentee {
            self.mentees.next(place, id)?;
            let wants = number(place, row, columns.wants, "wants", 1)?;
            self.program.waited.push(number(place, row, columns.waited, "waited", 0)?);
            if columns.unit.is_some() {
                self.program.units.get_or_insert_default().push(cell(row, columns.unit).to_owned());
            }
            self.wishes.push((place.line, cell(row, columns.prefs).to_owned()));
            let Entry { profile, wanted, .. } = entry;
            people.mentees.push(MenteeProfile { profile, wants, wanted, ..MenteeProfile::default() });
        } else {
            self.mentors.next(place, id)?;
            let capacity = number(place, row, columns.capacity, "capacity", 1)?;
            if columns.scarce.is_some() {
                self.program.scarce.get_or_insert_default().push(cell(row, columns.scarce).to_owned());
            }
            let Entry { profile, offered, .. } = entry;
            people.mentors.push(MentorProfile { profile, capacity, offered });
        }
        Ok(())
    }

    /// From ids to numbers. Whom somebody wishes for twice counts once.
    fn settle_wishes(&mut self, path: &Path) -> Result<(), Said> {
        let wishes = std::mem::take(&mut self.wishes);
        for (mentee, (line, prefs)) in self.program.people.mentees.iter_mut().zip(wishes) {
            for id in words(&prefs) {
                let mentor = self.mentors.numbers.get(id).copied().map(MentorId);
                let wrong = || Place { path, line }.refuse(format!("the wish “{id}” is no mentor"));
                let mentor = mentor.ok_or_else(wrong)?;
                if !mentee.wishes.contains(&mentor) {
                    mentee.wishes.push(mentor);
                }
            }
        }
        Ok(())
    }

    /// Pairs that were decided, excluded or made before, where there are such files.
    fn pairs(&mut self, folder: &Path) -> Result<(), Said> {
        self.program.people.apart = self.pairs_of(folder, "forbidden.csv")?;
        self.program.people.earlier = self.pairs_of(folder, "earlier.csv")?;
        self.program.locked = self.pairs_of(folder, "locked.csv")?;
        self.program.previous = self.pairs_of(folder, "previous.csv")?;
        self.program.people.kept = [&self.program.locked[..], &self.program.previous[..]].concat();
        self.groups(folder)?;
        self.caps(folder)
    }

    fn groups(&mut self, folder: &Path) -> Result<(), Said> {
        let Some(mut sheet) = Sheet::find(&folder.join("groups.csv"))? else { return Ok(()) };
        let mentor = sheet.needed("mentor", "which says who guides a group")?;
        let min = sheet.needed("min", "the fewest with whom a group meets")?;
        let max = sheet.needed("max", "the most in a group")?;
        sheet.each(|place, row| {
            let mentor = self.mentors.find(place, cell(row, mentor), "mentor")?;
            let (min, max) = (number(place, row, min, "min", 0)?, number(place, row, max, "max", 0)?);
            self.program.groups.push([mentor, min, max]);
            Ok(())
        })?;
        self.note_unused(&sheet);
        Ok(())
    }

    fn caps(&mut self, folder: &Path) -> Result<(), Said> {
        let Some(mut sheet) = Sheet::find(&folder.join("caps.csv"))? else { return Ok(()) };
        let unit = sheet.needed("unit", "which says whose mentees are capped")?;
        let most = sheet.needed("most", "the most that they may have")?;
        sheet.each(|place, row| {
            let most = number(place, row, most, "most", 0)?;
            self.program.caps.push([cell(row, unit).to_owned(), most.to_string()]);
            Ok(())
        })?;
        self.note_unused(&sheet);
        Ok(())
    }

    fn pairs_of(&mut self, folder: &Path, name: &str) -> Result<Vec<Pair>, Said> {
        let Some(mut sheet) = Sheet::find(&folder.join(name))? else { return Ok(Vec::new()) };
        let mentee = sheet.needed("mentee", "which says who learns")?;
        let mentor = sheet.needed("mentor", "which says from whom")?;
        let mut pairs = Vec::new();
        sheet.each(|place, row| {
            let mentee = MenteeId(self.mentees.find(place, cell(row, mentee), "mentee")?);
            let mentor = MentorId(self.mentors.find(place, cell(row, mentor), "mentor")?);
            pairs.push(Pair::new(mentee, mentor));
            Ok(())
        })?;
        self.note_unused(&sheet);
        Ok(pairs)
    }

    fn note_unused(&mut self, sheet: &Sheet) {
        let unused = sheet.unused();
        if !unused.is_empty() {
            let name =
                sheet.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            self.program.notes.push(format!("{name}: not used: {}.", unused.join(", ")));
        }
    }

    /// Who is on both sides learns only from somebody more senior.
    fn finish(mut self) -> Result<Program, Said> {
        let people = &mut self.program.people;
        people.managers = self.program.directory.managers.clone();
        let guides: HashSet<u32> = people.mentors.iter().map(|mentor| mentor.profile.person).collect();
        let mut both = 0;
        for mentee in &mut people.mentees {
            mentee.only_senior = guides.contains(&mentee.profile.person);
            both += u32::from(mentee.only_senior);
        }
        if both > 0 {
            let are = if both == 1 { "person is" } else { "people are" };
            self.program
                .notes
                .push(format!("{both} {are} on both sides, and learn only from somebody more senior."));
        }
        Ok(self.program)
    }
}

/// The usual weights, with those that were named.
fn weights(named: &[(String, String)]) -> Result<Weights, Said> {
    let mut weights = Weights::default();
    for (matter, points) in named {
        let weight = match matter.as_str() {
            "skills" => &mut weights.skills,
            "languages" => &mut weights.languages,
            "time_zone" => &mut weights.time_zone,
            "seniority" => &mut weights.seniority,
            "department" => &mut weights.department,
            "location" => &mut weights.location,
            _ => {
                return Err(Said::usage(format!(
                    "--weight {matter}={points}: there is skills, languages, time_zone, seniority, department and location"
                )));
            }
        };
        *weight = points.parse().map_err(|_| {
            Said::usage(format!("--weight {matter}={points}: “{points}” is not a whole number from 0"))
        })?;
    }
    let Weights { skills, languages, time_zone, seniority, department, location } = weights;
    let sum: u64 =
        [skills, languages, time_zone, seniority, department, location].map(u64::from).iter().sum();
    if sum > u64::from(MAX_SCORE) {
        return Err(Said::usage(format!("the weights are {sum} in all, and may be {MAX_SCORE} at most")));
    }
    Ok(weights)
}
