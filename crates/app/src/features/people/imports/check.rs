//! Checking a people file against the directory: what each row would do, and which rows cannot be
//! used. The preview shows it, and the import writes just this.
//!
//! Of each row only some hashes stay in memory (about 100 bytes), so that a million fit. Where a
//! bad row has to be shown, the file is read once more.

use super::directory::{Directory, Erased, NOBODY, Values};
use super::field::Field;
use super::level_book::LevelBook;
use super::mapping::Columns;
use super::outcome::{Counts, ImportError, Problem};
use super::record::{Reader, Record};
use super::status::Status;
use super::tree;
use bellwether_kernel::{fold, one_line};
use bellwether_wire::tables::{Row, Table};
use std::collections::{HashMap, HashSet};

const NONE: u32 = u32::MAX;

/// Somebody to whom a row refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Nobody.
    Nobody,
    /// Somebody in the directory, by their place there.
    Known(u32),
    /// Somebody new, by their row's place.
    Row(u32),
    /// Somebody whose own row cannot be used: what was there stays.
    LeftOut,
}

/// A reference as it stands in a cell, in hashes: by key, and by address or name.
#[derive(Debug, Clone, Copy)]
struct Reference {
    exact: u64,
    other: u64,
    is_address: bool,
}

/// A row that could be read.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    line: u32,
    key: u64,
    email: u64,
    print: u64,
    known: u32,
    /// The level's place in the book.
    level: u32,
    /// What it would do.
    pub status: Status,
    /// To whom they report.
    pub manager: Whom,
    /// Who keeps their calendar.
    pub assistant: Whom,
}

/// A file that was checked.
pub struct Checked {
    /// The rows that could be read, in the file's order.
    pub entries: Vec<Entry>,
    /// The levels that they are at.
    pub levels: LevelBook,
    /// Rows, counted.
    pub counts: Counts,
    /// People who are expected in such a file and are not in it: their places in the directory.
    pub absent: Vec<u32>,
    /// What else is to be known.
    pub notes: Vec<String>,
    /// What is wrong with the managers of rows that cannot be used for another reason already, by line.
    managers_too: HashMap<u32, Status>,
}

/// Checks a file.
pub fn check(
    table: &mut Table,
    reader: &Reader<'_>,
    directory: &Directory,
    levels: LevelBook,
    to_enroll: &dyn Fn(i64, bool) -> bool,
) -> Result<Checked, ImportError> {
    let mut check = Check::begin(reader.columns, directory, levels);
    for row in table.rows()? {
        let row = row?;
        match reader.read(&row) {
            Ok(record) => check.take(&row, &record, to_enroll)?,
            Err(problems) => check.leave_out(reader, &row, &problems),
        }
    }
    Ok(check.finish())
}

/// Reads the file once more and hands out every row that cannot be used, with what is wrong.
pub fn each_bad_row(
    table: &mut Table,
    reader: &Reader<'_>,
    checked: &Checked,
    mut each: impl FnMut(&Row, Vec<Problem>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut entries = checked.entries.iter();
    for row in table.rows()? {
        let row = row?;
        let mut problems = match reader.read(&row) {
            Err(problems) => problems,
            Ok(_) => {
                let refusal = entries.next().and_then(|e| e.status.refusal());
                refusal.map(|(field, reason)| reader.problem(&row, field, reason)).into_iter().collect()
            }
        };
        if problems.is_empty() {
            continue;
        }
        let manager = checked.managers_too.get(&line_of(&row)).and_then(|status| status.refusal());
        problems.extend(manager.map(|(field, reason)| reader.problem(&row, field, reason)));
        each(&row, problems)?;
    }
    Ok(())
}

fn line_of(row: &Row) -> u32 {
    u32::try_from(row.line).unwrap_or(NONE)
}

impl Entry {
    /// The place in the directory of the person whom the row is about.
    pub fn known(&self) -> Option<u32> {
        (self.known != NONE).then_some(self.known)
    }

    /// Whether the row gives a known person another address.
    pub fn moves_address(&self, directory: &Directory) -> bool {
        self.status == Status::Changed
            && self.known().is_some_and(|k| {
                let held = directory.people[k as usize].email;
                held != 0 && held != self.email
            })
    }
}

/// A check under way.
struct Check<'a> {
    directory: &'a Directory,
    columns: &'a Columns,
    levels: LevelBook,
    entries: Vec<Entry>,
    managers: Vec<Option<Reference>>,
    assistants: Vec<Option<Reference>>,
    /// Rows that would enroll somebody who is not enrolled.
    enrolls: HashSet<u32>,
    by_key: HashMap<u64, u32>,
    by_email: HashMap<u64, u32>,
    by_name: HashMap<u64, u32>,
    /// Which row is about a known person.
    row_of: Vec<u32>,
    /// What the rows that cannot be read are known by.
    left_out: HashSet<u64>,
    unreadable: u64,
    /// The managers of rows that cannot be read, by line.
    their_managers: Vec<(u32, Reference)>,
}

impl<'a> Check<'a> {
    fn begin(columns: &'a Columns, directory: &'a Directory, levels: LevelBook) -> Self {
        Self {
            directory,
            columns,
            levels,
            entries: Vec::new(),
            managers: Vec::new(),
            assistants: Vec::new(),
            enrolls: HashSet::new(),
            by_key: HashMap::new(),
            by_email: HashMap::new(),
            by_name: HashMap::new(),
            row_of: vec![NONE; directory.people.len()],
            left_out: HashSet::new(),
            unreadable: 0,
            their_managers: Vec::new(),
        }
    }

    fn take(
        &mut self,
        row: &Row,
        record: &Record,
        to_enroll: &dyn Fn(i64, bool) -> bool,
    ) -> Result<(), ImportError> {
        let at = u32::try_from(self.entries.len()).unwrap_or(NONE);
        let key = self.directory.hash(&record.key);
        let email = record.email.as_ref().map_or(0, |e| self.directory.hash(e.key()));
        let erased = self.erased(record, key, email);
        let level = if erased.is_some() { None } else { self.level_of(record)? };
        let level_id = level.map_or(NOBODY, |l| self.levels.entries[l].id.unwrap_or(-1 - l as i64));
        let print = self.directory.print(self.columns, &record.values(level_id));
        let line = line_of(row);
        let (known, status) = self.meet(key, email, at, erased);
        if status.is_good() {
            let person = self.known_at(known).map_or(NOBODY, |k| k.id);
            if to_enroll(person, record.both_roles) {
                self.enrolls.insert(at);
            }
        }
        let (manager, assistant) = (Whom::Nobody, Whom::Nobody);
        let level = level.and_then(|l| u32::try_from(l).ok()).unwrap_or(NONE);
        self.entries.push(Entry { line, key, email, print, known, level, status, manager, assistant });
        if self.columns.has(Field::Manager) {
            self.managers.push(record.manager.as_deref().map(|text| self.reference(text)));
        }
        if self.columns.has(Field::Assistant) {
            self.assistants.push(record.assistant.as_deref().map(|text| self.reference(text)));
        }
        if status.is_good() && (self.columns.has(Field::Manager) || self.columns.has(Field::Assistant)) {
            let name = self.directory.hash(&fold(&record.name));
            if erased == Some(Erased::Gone) {
                // Who reports to them is not to blame: their manager stays as it is.
                self.left_out.extend([key, email, name].into_iter().filter(|hash| *hash != 0));
                return Ok(());
            }
            self.by_name.entry(name).and_modify(|n| *n = NONE).or_insert(at);
        }
        Ok(())
    }

    fn level_of(&mut self, record: &Record) -> Result<Option<usize>, ImportError> {
        match &record.level {
            None => Ok(None),
            Some(name) if self.columns.has(Field::Level) => self.levels.by_name(name).map(Some),
            Some(title) => self.levels.by_title(title),
        }
    }

    /// Whether a row is about somebody who was erased, and who is not there again of their own will.
    fn erased(&self, record: &Record, key: u64, email: u64) -> Option<Erased> {
        let is_there = self.directory.with_key(key).or_else(|| self.known_by_address(email)).is_some();
        let address = record.email.as_ref().map(bellwether_kernel::Email::key);
        if is_there { None } else { self.directory.erased(&record.key, address) }
    }

    /// Whom a row is about, and whether another row was before it.
    fn meet(&mut self, key: u64, email: u64, at: u32, erased: Option<Erased>) -> (u32, Status) {
        if erased == Some(Erased::Gone) {
            return (NONE, Status::Unchanged);
        }
        if let Some(first) = self.by_key.get(&key) {
            return (NONE, Status::SameId(self.entries[*first as usize].line));
        }
        if let Some(first) = self.by_email.get(&email).filter(|_| email != 0) {
            return (NONE, Status::SameAddress(self.entries[*first as usize].line));
        }
        let known = match erased {
            Some(Erased::Left(place)) => Some(place),
            _ => self.directory.with_key(key).or_else(|| self.known_by_address(email)),
        };
        if let Some(known) = known {
            let row = &mut self.row_of[known as usize];
            if *row != NONE {
                return (NONE, Status::SameAddress(self.entries[*row as usize].line));
            }
            *row = at;
        }
        self.by_key.insert(key, at);
        if email != 0 {
            self.by_email.insert(email, at);
        }
        (known.unwrap_or(NONE), if known.is_some() { Status::Unchanged } else { Status::New })
    }

    /// Who has an address already and no ID of their own, or any where the file has no IDs.
    fn known_by_address(&self, email: u64) -> Option<u32> {
        let known = self.directory.with_email(email).filter(|_| email != 0)?;
        let person = &self.directory.people[known as usize];
        (!self.columns.has(Field::Id) || person.key == person.email).then_some(known)
    }

    fn reference(&self, text: &str) -> Reference {
        let is_address = text.contains('@');
        let other = if is_address { text.to_lowercase() } else { fold(text) };
        Reference { exact: self.directory.hash(text), other: self.directory.hash(&other), is_address }
    }

    /// Remembers by what a row that cannot be read is known, so that who reports to it is not blamed.
    fn leave_out(&mut self, reader: &Reader<'_>, row: &Row, problems: &[Problem]) {
        self.unreadable += 1;
        let cell = |field| reader.columns.cell(field, &row.cells);
        let manager = one_line(cell(Field::Manager));
        // Where the cells of a row are out of step, no cell is known to be the manager's.
        if !manager.is_empty() && problems.iter().all(|p| !p.column.is_empty()) {
            self.their_managers.push((line_of(row), self.reference(&manager)));
        }
        let name = match cell(Field::Name) {
            "" => format!("{} {}", cell(Field::FirstName), cell(Field::LastName)),
            name => name.to_owned(),
        };
        for text in [cell(Field::Id).to_owned(), cell(Field::Email).to_lowercase(), fold(&name)] {
            if !text.is_empty() {
                self.left_out.insert(self.directory.hash(&text));
            }
        }
    }

    fn finish(mut self) -> Checked {
        // Each refusal can bring about another: who reports to whom, and who gives an address up.
        while self.refuse_taken_addresses()
            | self.find_assistants()
            | self.find_managers()
            | self.refuse_circles()
        {}
        let mut counts = Counts { rejected: self.unreadable, ..Counts::default() };
        for at in 0..self.entries.len() {
            let entry = self.entries[at];
            if entry.status == Status::Unchanged && self.changes(at) {
                self.entries[at].status = Status::Changed;
            }
            match self.entries[at].status {
                Status::New => counts.new += 1,
                Status::Changed => counts.changed += 1,
                Status::Unchanged => counts.unchanged += 1,
                _ => counts.rejected += 1,
            }
            // Only now is it known who is written: a refused row brings no level.
            let level = self.levels.entries.get_mut(entry.level as usize);
            if let Some(level) = level.filter(|_| self.entries[at].status.is_good()) {
                level.people += 1;
            }
        }
        let (absent, notes, managers_too) = (self.absent(), self.notes(), self.managers_too());
        Checked { entries: self.entries, levels: self.levels, counts, absent, notes, managers_too }
    }

    /// Unknown managers of rows that are refused for something else, so that all is said at once.
    fn managers_too(&self) -> HashMap<u32, Status> {
        let refused = self.entries.iter().zip(&self.managers).filter(|(e, _)| {
            !e.status.is_good() && e.status.refusal().is_none_or(|(field, _)| field != Field::Manager)
        });
        let refused = refused.filter_map(|(entry, manager)| Some((entry.line, (*manager)?)));
        let all = refused.chain(self.their_managers.iter().copied());
        let wrong = all.filter_map(|(line, manager)| match self.find(manager) {
            Ok(_) => None,
            Err(Missing::Nobody) => Some((line, Status::NoManager)),
            Err(Missing::Several) => Some((line, Status::SeveralManagers)),
        });
        wrong.collect()
    }

    /// Known people of whom the file has no row, not even one that cannot be used.
    fn absent(&self) -> Vec<u32> {
        let refused = self.entries.iter().filter(|e| !e.status.is_good());
        let in_file: HashSet<u64> =
            refused.flat_map(|e| [e.key, e.email]).chain(self.left_out.iter().copied()).collect();
        let people = self.directory.people.iter().zip(&self.row_of).enumerate();
        let absent = people.filter(|(_, (known, row))| {
            let hashes = [known.key, known.email, known.name];
            let has_row = **row != NONE || hashes.iter().any(|hash| *hash != 0 && in_file.contains(hash));
            known.is_expected && !has_row
        });
        absent.map(|(at, _)| u32::try_from(at).unwrap_or(NONE)).collect()
    }

    fn notes(&self) -> Vec<String> {
        let left = self.entries.iter().filter(|e| e.status.is_good() && e.manager == Whom::LeftOut).count();
        let note = match left {
            0 => return Vec::new(),
            1 => "One person reports to somebody whose own row cannot be used; their manager stays as it is."
                .to_owned(),
            n => format!(
                "{n} people report to somebody whose own row cannot be used; their manager stays as it is."
            ),
        };
        vec![note]
    }

    fn known_at(&self, at: u32) -> Option<&super::directory::Known> {
        self.directory.people.get(at as usize).filter(|_| at != NONE)
    }

    /// Whether a row about a known person changes anything.
    fn changes(&self, at: usize) -> bool {
        let entry = &self.entries[at];
        let Some(known) = self.known_at(entry.known) else { return false };
        if known.is_erased {
            return false;
        }
        let other = |whom: Whom, now: i64, has: bool| match whom {
            _ if !has => false,
            Whom::LeftOut => false,
            Whom::Nobody => now != NOBODY,
            Whom::Row(_) => true,
            Whom::Known(k) => self.directory.people[k as usize].id != now,
        };
        entry.print != known.print
            || entry.key != known.key && self.columns.has(Field::Id)
            || other(entry.manager, known.manager, self.columns.has(Field::Manager))
            || other(entry.assistant, known.assistant, self.columns.has(Field::Assistant))
            || self.enrolls.contains(&u32::try_from(at).unwrap_or(NONE))
    }

    /// An address can be taken over only from somebody whose own row gives it up.
    fn refuse_taken_addresses(&mut self) -> bool {
        let mut any = false;
        for at in 0..self.entries.len() {
            let entry = self.entries[at];
            if !entry.status.is_good() || entry.email == 0 {
                continue;
            }
            let Some(holder) = self.directory.with_email(entry.email).filter(|h| *h != entry.known) else {
                continue;
            };
            let row = self.row_of[holder as usize];
            let gives_up = row != NONE
                && self.entries[row as usize].status.is_good()
                && self.entries[row as usize].email != entry.email
                && self.columns.has(Field::Email);
            if !gives_up {
                self.entries[at].status = Status::AddressTaken;
                any = true;
            }
        }
        any
    }

    fn find_managers(&mut self) -> bool {
        let mut any = false;
        for at in 0..self.managers.len() {
            let Some(reference) = self.managers[at].filter(|_| self.entries[at].status.is_good()) else {
                continue;
            };
            match self.find(reference) {
                Ok(whom) if self.is_same(whom, at) => self.entries[at].status = Status::OwnManager,
                Ok(whom) => {
                    self.entries[at].manager = whom;
                    continue;
                }
                Err(Missing::Nobody) => self.entries[at].status = Status::NoManager,
                Err(Missing::Several) => self.entries[at].status = Status::SeveralManagers,
            }
            any = true;
        }
        any
    }

    fn find_assistants(&mut self) -> bool {
        let mut any = false;
        for at in 0..self.assistants.len() {
            let Some(reference) = self.assistants[at].filter(|_| self.entries[at].status.is_good()) else {
                continue;
            };
            match self.find(reference) {
                Ok(whom) => self.entries[at].assistant = whom,
                Err(_) => {
                    self.entries[at].status = Status::NoAssistant;
                    any = true;
                }
            }
        }
        any
    }

    fn is_same(&self, whom: Whom, at: usize) -> bool {
        match whom {
            Whom::Row(row) => row as usize == at,
            Whom::Known(known) => self.entries[at].known == known,
            _ => false,
        }
    }

    /// Whom a reference means: by ID, by address or, where one alone has it, by name; first in the
    /// file, then in the directory.
    fn find(&self, reference: Reference) -> Result<Whom, Missing> {
        let by_id = self.pick(self.by_key.get(&reference.exact), self.directory.with_key(reference.exact));
        if let Some(whom) = by_id {
            return Ok(whom);
        }
        let other = reference.other;
        let found = if reference.is_address {
            self.pick(self.by_email.get(&other), self.directory.with_email(other))
        } else {
            let row = self.by_name.get(&other);
            let known = self.directory.with_name(other).map_err(|()| Missing::Several)?;
            if row == Some(&NONE) {
                return Err(Missing::Several);
            }
            self.pick(row, known)
        };
        let is_left_out = self.left_out.contains(&reference.exact) || self.left_out.contains(&other);
        found.or(is_left_out.then_some(Whom::LeftOut)).ok_or(Missing::Nobody)
    }

    fn pick(&self, row: Option<&u32>, known: Option<u32>) -> Option<Whom> {
        let known = known.filter(|k| !self.directory.people[*k as usize].is_erased).map(Whom::Known);
        let Some(row) = row else { return known };
        let entry = &self.entries[*row as usize];
        match entry.status {
            s if s.is_good() => Some(entry.known().map_or(Whom::Row(*row), Whom::Known)),
            _ => known.or(Some(Whom::LeftOut)),
        }
    }

    /// Refuses every row by which somebody would report, in the end, to themselves.
    fn refuse_circles(&mut self) -> bool {
        if self.managers.is_empty() {
            return false;
        }
        let there = self.directory.people.len();
        let node = |whom: Whom| match whom {
            Whom::Known(k) => Some(k),
            Whom::Row(r) => u32::try_from(there + r as usize).ok(),
            _ => None,
        };
        let mut parents: Vec<Option<u32>> =
            self.directory.people.iter().map(|k| self.directory.with_id(k.manager)).collect();
        parents.extend(self.entries.iter().map(|_| None));
        for (at, entry) in self.entries.iter().enumerate().filter(|(_, e)| e.status.is_good()) {
            if entry.manager != Whom::LeftOut {
                parents[entry.known().map_or(there + at, |k| k as usize)] = node(entry.manager);
            }
        }
        let on_circle = tree::on_a_cycle(&parents);
        let mut any = false;
        for (at, entry) in self.entries.iter_mut().enumerate().filter(|(_, e)| e.status.is_good()) {
            if entry.manager != Whom::Nobody && on_circle[entry.known().map_or(there + at, |k| k as usize)] {
                entry.status = Status::Circle;
                any = true;
            }
        }
        any
    }
}

enum Missing {
    Nobody,
    Several,
}

impl Record {
    /// What is compared with the directory.
    pub fn values(&self, level: i64) -> Values<'_> {
        Values {
            name: &self.name,
            email: self.email.as_ref().map(bellwether_kernel::Email::as_str),
            title: self.title.as_deref(),
            level,
            office: self.office.as_deref(),
            department: self.department.as_deref(),
            time_zone: self.time_zone.as_deref(),
            since: self.since,
            languages: &self.languages,
            left_on: self.left_on,
            identity: &self.identity,
        }
    }
}
