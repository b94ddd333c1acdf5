//! Checking and writing a ties file.
//!
//! A row is a tie between two people of the directory. Kinds that hold both ways are written both
//! ways; where the file has the way back in a row of its own, that row's weight counts there.

use super::directory::{Directory, NOBODY};
use super::field::Field;
use super::mapping::{Columns, Mapping};
use super::outcome::{Counts, ImportError, Problem};
use super::record::ragged;
use super::ties_kind::{TieKind, TieUse};
use super::write::{Image, Notes, put_image};
use super::{tree, values};
use bellwether_db::{Read, Result, Tx, Value, params, statements};
use bellwether_kernel::{ImportId, PersonId, Timestamp, fold, one_line};
use bellwether_wire::tables::{Row, Table};
use std::collections::{BTreeMap, HashMap};

/// More kinds than this are no kinds.
const MOST_KINDS: usize = 100;
/// Ties that travel together.
const BATCH: usize = 1000;

statements! {
    TIES_AFTER = "
        select from_id, to_id, kind, weight from ties
        where from_id > $1 or (from_id = $1 and (to_id > $2 or (to_id = $2 and kind > $3)))
        order by from_id, to_id, kind limit 5000";
    PUT_TIE = "
        insert into ties (from_id, to_id, kind, weight, source) values ($1, $2, $3, $4, 'import')
        on conflict (from_id, to_id, kind) do update set weight = excluded.weight";
    IMAGE = "
        select key, name, email, title, level_id, office, department, manager_id, assistant_id, time_zone, since, languages,
               left_on
        from people where id = $1";
}

/// A tie by its two people and its kind.
pub type TieKey = (i64, i64, TieKind);

/// The ties that are there, with their weights.
pub async fn load(db: &impl Read) -> Result<HashMap<TieKey, f64>> {
    let mut all = HashMap::new();
    let (mut from, mut to, mut kind) = (i64::MIN, i64::MIN, String::new());
    loop {
        let page: Vec<(i64, i64, TieKind, f64)> = db.all(&TIES_AFTER, params![from, to, kind]).await?;
        let Some(last) = page.last() else { return Ok(all) };
        (from, to, kind) = (last.0, last.1, last.2.word().to_owned());
        all.extend(page.into_iter().map(|(from, to, kind, weight)| ((from, to, kind), weight)));
    }
}

/// Reads rows of ties with one mapping.
pub struct TieReader<'a> {
    pub headings: &'a [String],
    pub columns: &'a Columns,
    pub mapping: &'a Mapping,
    pub directory: &'a Directory,
}

/// A row that could be read: two places in the directory, what relates them, and how strongly.
#[derive(Debug, Clone, Copy)]
struct TieRow {
    line: u32,
    from: u32,
    to: u32,
    tie_use: TieUse,
    weight: f64,
    status: TieStatus,
}

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TieStatus {
    New,
    Changed,
    Unchanged,
    Same(u32),
    OtherManager(u32),
    Circle,
}

impl TieReader<'_> {
    fn read(&self, row: &Row) -> std::result::Result<TieRow, Vec<Problem>> {
        if let Some(problem) = ragged(row) {
            return Err(vec![problem]);
        }
        let mut problems = Vec::new();
        let from = self.person(row, Field::From, &mut problems);
        let to = self.person(row, Field::To, &mut problems);
        let kind = self.columns.cell(Field::TieKind, &row.cells);
        let tie_use = self.mapping.tie_use(kind);
        if tie_use.is_none() {
            let reason = if kind.is_empty() {
                "the kind of tie is missing"
            } else {
                "this kind of tie is not known yet; say what it becomes"
            };
            problems.push(self.problem(row, Field::TieKind, reason));
        }
        let weight = match self.columns.cell(Field::Weight, &row.cells) {
            "" => Ok(1.0),
            text => values::weight(text).map_err(|why| problems.push(self.problem(row, Field::Weight, why))),
        };
        if let (Some(a), Some(b)) = (from, to)
            && a == b
        {
            problems.push(self.problem(row, Field::To, "a tie to oneself is no tie"));
        }
        match (from, to, tie_use, weight) {
            (Some(from), Some(to), Some(tie_use), Ok(weight)) if problems.is_empty() => {
                let line = u32::try_from(row.line).unwrap_or(u32::MAX);
                Ok(TieRow { line, from, to, tie_use, weight, status: TieStatus::Unchanged })
            }
            _ => Err(problems),
        }
    }

    /// Whom a cell means: by ID, by address or, where one alone has it, by name.
    fn person(&self, row: &Row, field: Field, problems: &mut Vec<Problem>) -> Option<u32> {
        let text = one_line(self.columns.cell(field, &row.cells));
        let d = self.directory;
        let found = d.with_key(d.hash(&text)).or_else(|| d.with_email(d.hash(&text.to_lowercase())));
        let found = match found {
            None if !text.is_empty() => d.with_name(d.hash(&fold(&text))),
            found => Ok(found),
        };
        let found = found.map(|f| f.filter(|at| !d.people[*at as usize].is_erased));
        let reason = match found {
            Ok(Some(place)) => return Some(place),
            Ok(None) if text.is_empty() => "the person is missing",
            Ok(None) => "nobody in the directory is known by this",
            Err(()) => "several people have this name; write the ID or the address",
        };
        problems.push(self.problem(row, field, reason));
        None
    }

    fn problem(&self, row: &Row, field: Field, reason: impl Into<String>) -> Problem {
        let place = self.columns.place(field);
        Problem {
            line: row.line,
            column: place.and_then(|at| self.headings.get(at)).cloned().unwrap_or_default(),
            value: place.and_then(|at| row.cells.get(at)).cloned().unwrap_or_default(),
            reason: reason.into(),
        }
    }
}

/// A ties file that was checked.
pub struct CheckedTies {
    rows: Vec<TieRow>,
    /// The ties that are new or have another weight, with the weight that was there.
    pub to_put: Vec<(TieKey, f64, Option<f64>)>,
    /// Who gets another manager: their ids.
    managers: Vec<(i64, i64)>,
    /// Rows, counted.
    pub counts: Counts,
    /// The kinds in the file, with how many rows have them.
    pub kinds: BTreeMap<String, u64>,
}

/// Checks a file.
pub fn check(
    table: &mut Table,
    reader: &TieReader<'_>,
    there: &HashMap<TieKey, f64>,
) -> std::result::Result<CheckedTies, ImportError> {
    let mut kinds: BTreeMap<String, u64> = BTreeMap::new();
    let (mut rows, mut rejected) = (Vec::new(), 0);
    let mut first: HashMap<(u32, u32, TieUse), u32> = HashMap::new();
    for row in table.rows()? {
        let row = row?;
        let word = reader.columns.cell(Field::TieKind, &row.cells);
        if let Some(count) = kinds.get_mut(word) {
            *count += 1;
        } else if !word.is_empty() && kinds.len() < MOST_KINDS {
            kinds.insert(word.to_owned(), 1);
        }
        match reader.read(&row) {
            Ok(mut tie) => {
                if let Some(line) = first.get(&(tie.from, tie.to, tie.tie_use)) {
                    tie.status = TieStatus::Same(*line);
                } else {
                    first.insert((tie.from, tie.to, tie.tie_use), tie.line);
                }
                rows.push(tie);
            }
            Err(_) => rejected += 1,
        }
    }
    let mut checked =
        CheckedTies { rows, to_put: Vec::new(), managers: Vec::new(), counts: Counts::default(), kinds };
    checked.find_managers(reader.directory);
    checked.compare(reader.directory, there);
    checked.count(rejected);
    Ok(checked)
}

/// Reads the file once more and hands out every row that cannot be used, with what is wrong.
pub fn each_bad_row(
    table: &mut Table,
    reader: &TieReader<'_>,
    checked: &CheckedTies,
    mut each: impl FnMut(&Row, Vec<Problem>) -> std::result::Result<(), ImportError>,
) -> std::result::Result<(), ImportError> {
    let mut ties = checked.rows.iter();
    for row in table.rows()? {
        let row = row?;
        match reader.read(&row) {
            Err(problems) => each(&row, problems)?,
            Ok(_) => {
                if let Some((field, reason)) = ties.next().and_then(|tie| tie.status.refusal()) {
                    each(&row, vec![reader.problem(&row, field, reason)])?;
                }
            }
        }
    }
    Ok(())
}

impl TieStatus {
    fn is_good(self) -> bool {
        matches!(self, Self::New | Self::Changed | Self::Unchanged)
    }

    fn refusal(self) -> Option<(Field, String)> {
        match self {
            Self::New | Self::Changed | Self::Unchanged => None,
            Self::Same(line) => Some((Field::To, format!("line {line} says the same"))),
            Self::OtherManager(line) => {
                Some((Field::To, format!("line {line} names another manager; mend whichever is wrong")))
            }
            Self::Circle => Some((
                Field::To,
                "the reporting line goes in a circle and comes back to this person".to_owned(),
            )),
        }
    }
}

impl CheckedTies {
    /// Reporting lines in a ties file are the people's managers.
    fn find_managers(&mut self, directory: &Directory) {
        let mut of: HashMap<u32, (u32, u32)> = HashMap::new();
        for row in self.rows.iter_mut().filter(|r| r.status.is_good()) {
            let Some((person, manager)) = row.reporting_line() else { continue };
            match of.get(&person) {
                Some((other, line)) if *other != manager => row.status = TieStatus::OtherManager(*line),
                Some((_, line)) => row.status = TieStatus::Same(*line),
                None => {
                    of.insert(person, (manager, row.line));
                }
            }
        }
        if of.is_empty() {
            return;
        }
        let mut parents: Vec<Option<u32>> =
            directory.people.iter().map(|k| directory.with_id(k.manager)).collect();
        for (person, (manager, _)) in &of {
            parents[*person as usize] = Some(*manager);
        }
        let on_circle = tree::on_a_cycle(&parents);
        for row in self.rows.iter_mut().filter(|r| r.status.is_good()) {
            let Some((person, manager)) = row.reporting_line() else { continue };
            let now = directory.people[person as usize].manager;
            let wanted = directory.people[manager as usize].id;
            row.status = match now {
                _ if on_circle[person as usize] => TieStatus::Circle,
                NOBODY => TieStatus::New,
                now if now == wanted => TieStatus::Unchanged,
                _ => TieStatus::Changed,
            };
            if matches!(row.status, TieStatus::New | TieStatus::Changed) {
                self.managers.push((directory.people[person as usize].id, wanted));
            }
        }
    }

    /// What the rows would change among the ties that are there.
    fn compare(&mut self, directory: &Directory, there: &HashMap<TieKey, f64>) {
        let id = |place: u32| directory.people[place as usize].id;
        let key_of = |row: &TieRow| {
            let (kind, is_reversed) = row.tie_use.tie()?;
            let (from, to) = if is_reversed { (row.to, row.from) } else { (row.from, row.to) };
            Some((id(from), id(to), kind))
        };
        let mut wanted: HashMap<TieKey, f64> = HashMap::new();
        for row in self.rows.iter().filter(|r| r.status.is_good()) {
            if let Some(key) = key_of(row) {
                // Two kinds of the file may become one here: the stronger counts.
                wanted.entry(key).and_modify(|w| *w = w.max(row.weight)).or_insert(row.weight);
            }
        }
        let back = |key: TieKey| (key.1, key.0, key.2);
        let is_implied = |key: TieKey| key.2.both_ways() && !wanted.contains_key(&back(key));
        let change = |key: TieKey, weight: f64| match there.get(&key) {
            None => TieStatus::New,
            Some(now) if now.to_bits() == weight.to_bits() => TieStatus::Unchanged,
            Some(_) => TieStatus::Changed,
        };
        for row in self.rows.iter_mut().filter(|r| r.status.is_good()) {
            let Some(key) = key_of(row) else { continue };
            let weight = wanted[&key];
            row.status = change(key, weight);
            if is_implied(key) && row.status == TieStatus::Unchanged {
                row.status = change(back(key), weight);
            }
        }
        for (key, weight) in &wanted {
            let both = [Some(*key), is_implied(*key).then(|| back(*key))];
            for key in both.into_iter().flatten() {
                if change(key, *weight) != TieStatus::Unchanged {
                    self.to_put.push((key, *weight, there.get(&key).copied()));
                }
            }
        }
        self.to_put.sort_by_key(|(key, _, _)| *key);
    }

    fn count(&mut self, rejected: u64) {
        self.counts.rejected = rejected;
        for row in &self.rows {
            match row.status {
                TieStatus::New => self.counts.new += 1,
                TieStatus::Changed => self.counts.changed += 1,
                TieStatus::Unchanged => self.counts.unchanged += 1,
                _ => self.counts.rejected += 1,
            }
        }
    }
}

impl TieRow {
    /// Who reports to whom, where the row is a reporting line.
    fn reporting_line(&self) -> Option<(u32, u32)> {
        match self.tie_use {
            TieUse::ReportsTo => Some((self.from, self.to)),
            TieUse::Manages => Some((self.to, self.from)),
            _ => None,
        }
    }
}

/// Writes what was checked, within one transaction, and notes what it changed.
pub async fn write(tx: &Tx, import: ImportId, now: Timestamp, checked: &CheckedTies) -> Result<()> {
    let mut notes = Notes::default();
    for batch in checked.to_put.chunks(BATCH) {
        let rows: Vec<Vec<Value>> = batch
            .iter()
            .map(|((from, to, kind), weight, _)| params![*from, *to, kind, *weight].to_vec())
            .collect();
        tx.run_each(&PUT_TIE, &rows).await?;
        for ((from, to, kind), weight, before) in batch {
            let object = format!("{} {} {kind}", PersonId(*from), PersonId(*to));
            notes.take(import, "tie", &object, before.map(|w| w.to_string()), &weight.to_string());
        }
        notes.flush(tx).await?;
        tokio::task::yield_now().await;
    }
    for (person, manager) in &checked.managers {
        let person = PersonId(*person);
        let Some(before) = tx.maybe::<Image>(&IMAGE, params![person]).await? else { continue };
        let kept = serde_json::to_string(&before).unwrap_or_default();
        put_image(tx, person, &Image { manager: Some(PersonId(*manager)), ..before }, now).await?;
        notes.take(import, "person", &person.to_string(), Some(kept), &person.0.to_string());
    }
    notes.flush(tx).await
}
