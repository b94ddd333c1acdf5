//! Writing a people file that was checked, within one transaction, and noting what it changed.

use super::check::{Checked, Entry, Whom};
use super::directory::{Directory, NOBODY};
use super::field::Field;
use super::mapping::{Columns, Mapping};
use super::outcome::ImportError;
use super::record::{Reader, Record};
use super::status::Status;
use super::store;
use crate::access::sign_ins;
use crate::features::joining::{self, NewEnrollment, Part, Source};
use crate::features::people::levels::{self, levels};
use crate::features::people::person::search_text;
use bellwether_db::{Read, Result, ToValue, Tx, Value, params, row, statements};
use bellwether_kernel::{ImportId, LevelId, PersonId, ProgramId, Timestamp, World};
use bellwether_wire::tables::Table;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Rows that travel together.
const BATCH: usize = 500;

statements! {
    IMAGE = "
        select key, name, email, title, level_id, office, department, manager_id, assistant_id, time_zone, since, languages,
               left_on
        from people where id = $1";
    ADD = "
        insert into people (id, key, name, email, email_key, title, level_id, office, department, manager_id, assistant_id,
            time_zone, since, languages, left_on, search, source, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'import', $17, $17)";
    CHANGE = "
        update people set key = $2, name = $3, email = $4, email_key = $5, title = $6, level_id = $7, office = $8,
            department = $9, manager_id = $10, assistant_id = $11, time_zone = $12, since = $13, languages = $14,
            left_on = $15, search = $16, updated_at = $17
        where id = $1 and erased_at is null";
    RELEASE_ADDRESS = "update people set email_key = null where id = $1";
    PUT_IDENTITY = "
        insert into sensitive_values (person_id, attribute, value) values ($1, $2, $3)
        on conflict (person_id, attribute) do update set value = excluded.value";
    FORGET_IDENTITY = "delete from sensitive_values where person_id = $1 and attribute = $2";
    NOTE_CHANGE = "
        insert into import_changes (import_id, position, object, object_id, before, after)
        values ($1, $2, $3, $4, $5, $6)";
}

row! {
    /// A person's values, as they are in the directory and as they are kept to be put back.
    #[derive(Serialize, Deserialize)]
    pub struct Image {
        pub key: String, pub name: String, pub email: Option<String>, pub title: Option<String>, pub level: Option<LevelId>,
        pub office: Option<String>, pub department: Option<String>, pub manager: Option<PersonId>,
        pub assistant: Option<PersonId>, pub time_zone: Option<String>, pub since: Option<i64>, pub languages: String,
        pub left_on: Option<String>
    }
}

/// Everything that a writing needs besides the file.
pub struct Writing<'a> {
    pub tx: &'a Tx,
    pub world: &'a World,
    pub import: ImportId,
    pub now: Timestamp,
    pub mapping: &'a Mapping,
    pub directory: &'a Directory,
    pub checked: &'a Checked,
    /// Who is or was enrolled in the program already.
    pub enrolled: &'a Enrolled,
}

/// Who is or was enrolled in a program: their part, and whether they withdrew.
#[derive(Debug, Default)]
pub struct Enrolled(HashMap<i64, (Part, bool)>);

impl Enrolled {
    /// Reads who is in the program of a mapping.
    pub async fn load(db: &impl Read, mapping: &Mapping) -> Result<Self> {
        let Some(program) = mapping.program else { return Ok(Self::default()) };
        let all = store::enrolled(db, program).await?.into_iter();
        Ok(Self(all.filter_map(|(person, role, left)| Some((person, (role.parse().ok()?, left)))).collect()))
    }

    /// Whether a row would enroll somebody, or give them another part.
    pub fn would_change(&self, mapping: &Mapping, person: i64, both: bool) -> bool {
        if mapping.program.is_none() {
            return false;
        }
        let wanted = part(&mapping.role, both);
        match self.0.get(&person) {
            None => true,
            Some((_, true)) => false,
            Some((now, false)) => now.and(wanted) != *now,
        }
    }

    fn has(&self, person: PersonId) -> bool {
        self.0.contains_key(&person.0)
    }
}

/// Writes the rows that were found good, as `checked` has them.
pub async fn write(
    writing: Writing<'_>,
    table: &mut Table,
    reader: &Reader<'_>,
) -> std::result::Result<(), ImportError> {
    let mut writer = Writer::begin(writing, reader.columns).await?;
    let mut at = 0;
    for row in table.rows()? {
        let Ok(record) = reader.read(&row?) else { continue };
        writer.take(at, record).await?;
        at += 1;
        if at.is_multiple_of(BATCH) {
            writer.flush().await?;
            tokio::task::yield_now().await;
        }
    }
    writer.flush().await?;
    Ok(())
}

/// Notes changes, so that they can be taken back.
#[derive(Default)]
pub struct Notes {
    position: i64,
    rows: Vec<Vec<Value>>,
}

impl Notes {
    /// Notes one change: what it was about, and what was there before (nothing where it is new).
    pub fn take(&mut self, import: ImportId, object: &str, id: &str, before: Option<String>, after: &str) {
        self.rows.push(params![import, self.position, object, id, before, after].to_vec());
        self.position += 1;
    }

    /// Writes what was noted.
    pub async fn flush(&mut self, tx: &Tx) -> Result<()> {
        tx.run_each(&NOTE_CHANGE, &self.rows).await?;
        self.rows.clear();
        Ok(())
    }
}

struct Writer<'a> {
    with: Writing<'a>,
    columns: &'a Columns,
    /// Ids by row.
    ids: Vec<i64>,
    /// Ids of the book's levels.
    levels: Vec<Option<LevelId>>,
    notes: Notes,
    added: Vec<Vec<Value>>,
    changed: Vec<Vec<Value>>,
    enrolled: Vec<(PersonId, bool)>,
    identities: Vec<(PersonId, Vec<String>)>,
}

impl<'a> Writer<'a> {
    async fn begin(with: Writing<'a>, columns: &'a Columns) -> Result<Self> {
        let mut notes = Notes::default();
        let levels = write_levels(&with, &mut notes).await?;
        let id_of = |entry: &Entry| match (entry.status, entry.known()) {
            (_, Some(known)) => with.directory.people[known as usize].id,
            (Status::New, None) => with.world.id::<PersonId>().0,
            _ => NOBODY,
        };
        let ids = with.checked.entries.iter().map(id_of).collect();
        let moved = with.checked.entries.iter().zip(&ids).filter(|(e, _)| e.moves_address(with.directory));
        let moved: Vec<Vec<Value>> = moved.map(|(_, id): (_, &i64)| params![*id].to_vec()).collect();
        // First every address that changes hands is let go, then each is taken up.
        with.tx.run_each(&RELEASE_ADDRESS, &moved).await?;
        Ok(Self {
            with,
            columns,
            ids,
            levels,
            notes,
            added: Vec::new(),
            changed: Vec::new(),
            enrolled: Vec::new(),
            identities: Vec::new(),
        })
    }

    async fn take(&mut self, at: usize, record: Record) -> Result<()> {
        let entry = self.with.checked.entries[at];
        let person = PersonId(self.ids[at]);
        match entry.status {
            Status::New => self.add(person, &entry, &record),
            Status::Changed => self.change(person, &entry, &record).await?,
            _ => return Ok(()),
        }
        if !self.columns.identity.is_empty() {
            self.identities.push((person, record.identity.clone()));
        }
        if self.with.mapping.program.is_some() {
            self.enrolled.push((person, record.both_roles));
        }
        Ok(())
    }

    fn add(&mut self, person: PersonId, entry: &Entry, record: &Record) {
        let image = self.image(None, entry, record);
        self.added.push(values(person, &image, self.with.now));
        self.notes.take(self.with.import, "person", &person.to_string(), None, &person.0.to_string());
    }

    async fn change(&mut self, person: PersonId, entry: &Entry, record: &Record) -> Result<()> {
        let Some(before) = self.with.tx.maybe::<Image>(&IMAGE, params![person]).await? else { return Ok(()) };
        let after = self.image(Some(&before), entry, record);
        if after.left_on.is_some() && before.left_on.is_none() {
            sign_ins::end_all(self.with.tx, person, self.with.now).await?;
        }
        let kept = serde_json::to_string(&before).unwrap_or_default();
        self.notes.take(self.with.import, "person", &person.to_string(), Some(kept), &person.0.to_string());
        self.changed.push(values(person, &after, self.with.now));
        Ok(())
    }

    /// A person after the import: what the file has no column for stays.
    fn image(&self, before: Option<&Image>, entry: &Entry, record: &Record) -> Image {
        let has = |fields: &[Field]| before.is_none() || fields.iter().any(|f| self.columns.has(*f));
        fn or<T: Clone>(new: Option<T>, is_new: bool, old: Option<&Option<T>>) -> Option<T> {
            if is_new { new } else { old.cloned().flatten() }
        }
        let b = before;
        let level = self.level_of(record);
        Image {
            key: match b {
                Some(b) if !self.columns.has(Field::Id) => b.key.clone(),
                _ => record.key.clone(),
            },
            name: record.name.clone(),
            email: or(
                record.email.as_ref().map(|e| e.as_str().to_owned()),
                has(&[Field::Email]),
                b.map(|b| &b.email),
            ),
            title: or(record.title.clone(), has(&[Field::Title, Field::TitleAndLevel]), b.map(|b| &b.title)),
            level: or(level, has(&[Field::Level, Field::TitleAndLevel]), b.map(|b| &b.level)),
            office: or(record.office.clone(), has(&[Field::Office]), b.map(|b| &b.office)),
            department: or(record.department.clone(), has(&[Field::Department]), b.map(|b| &b.department)),
            manager: self.whom(entry.manager, has(&[Field::Manager]), b.and_then(|b| b.manager)),
            assistant: self.whom(entry.assistant, has(&[Field::Assistant]), b.and_then(|b| b.assistant)),
            time_zone: or(record.time_zone.clone(), has(&[Field::TimeZone]), b.map(|b| &b.time_zone)),
            since: or(record.since, has(&[Field::Since, Field::YearsHere]), b.map(|b| &b.since)),
            languages: match b {
                Some(b) if !self.columns.has(Field::Languages) => b.languages.clone(),
                _ => record.languages.clone(),
            },
            left_on: or(record.left_on.map(|d| d.to_string()), has(&[Field::LeftOn]), b.map(|b| &b.left_on)),
        }
    }

    fn level_of(&self, record: &Record) -> Option<LevelId> {
        let text = record.level.as_deref()?;
        let book = &self.with.checked.levels;
        let at = if self.columns.has(Field::Level) { book.at_name(text) } else { book.at_title(text) };
        at.and_then(|at| self.levels[at])
    }

    fn whom(&self, whom: Whom, has: bool, before: Option<PersonId>) -> Option<PersonId> {
        match whom {
            _ if !has => before,
            Whom::LeftOut => before,
            Whom::Nobody => None,
            Whom::Known(known) => Some(PersonId(self.with.directory.people[known as usize].id)),
            Whom::Row(row) => Some(PersonId(self.ids[row as usize])),
        }
    }

    async fn flush(&mut self) -> Result<()> {
        let tx = self.with.tx;
        tx.run_each(&ADD, &self.added).await?;
        tx.run_each(&CHANGE, &self.changed).await?;
        self.notes.flush(tx).await?;
        self.flush_identities().await?;
        self.flush_enrollments().await?;
        self.added.clear();
        self.changed.clear();
        self.notes.flush(tx).await
    }

    async fn flush_identities(&mut self) -> Result<()> {
        let (mut put, mut forgotten) = (Vec::new(), Vec::new());
        for (person, values) in self.identities.drain(..) {
            for ((attribute, _), value) in self.columns.identity.iter().zip(values) {
                if value.is_empty() {
                    forgotten.push(params![person, attribute].to_vec());
                } else {
                    put.push(params![person, attribute, value].to_vec());
                }
            }
        }
        self.with.tx.run_each(&FORGET_IDENTITY, &forgotten).await?;
        self.with.tx.run_each(&PUT_IDENTITY, &put).await.map(drop)
    }

    async fn flush_enrollments(&mut self) -> Result<()> {
        let Some(program) = self.with.mapping.program else { return Ok(()) };
        for (person, both) in std::mem::take(&mut self.enrolled) {
            let part = part(&self.with.mapping.role, both);
            let new = NewEnrollment::of(program, person, part, Source::Import);
            joining::enroll(self.with.tx, self.with.world, new).await?;
            if !self.with.enrolled.has(person) {
                let object = format!("{program} {person}");
                self.notes.take(self.with.import, "enrollment", &object, None, part.word());
            }
        }
        Ok(())
    }
}

/// The part that somebody in the file takes.
pub fn part(role: &str, both: bool) -> Part {
    if both { Part::Either } else { role.parse().unwrap_or(Part::Mentee) }
}

/// Makes the levels that the file brings, each in its place, and gives the ids of the book's levels.
async fn write_levels(with: &Writing<'_>, notes: &mut Notes) -> Result<Vec<Option<LevelId>>> {
    let book = &with.checked.levels;
    let mut ids: Vec<Option<LevelId>> = book.entries.iter().map(|e| e.id.map(LevelId)).collect();
    if !book.brings_new() {
        return Ok(ids);
    }
    let order = book.in_order(&with.mapping.levels);
    let before = levels(with.tx).await?;
    let ranks: Vec<(LevelId, i64)> = before.iter().map(|l| (l.id, l.rank)).collect();
    let ranks = serde_json::to_string(&ranks).unwrap_or_default();
    notes.take(with.import, "level order", "", Some(ranks), "");
    let mut ordered = Vec::new();
    for entry in &order {
        let id = match entry.id {
            Some(id) => LevelId(id),
            None => {
                let id = levels::add_level_at(with.tx, with.world, &entry.name, 0, entry.senior).await?;
                notes.take(with.import, "level", &id.to_string(), None, "");
                id
            }
        };
        if let Some(at) = book.at_name(&entry.name) {
            ids[at] = Some(id);
        }
        ordered.push(id);
    }
    levels::set_level_order(with.tx, &ordered).await?;
    Ok(ids)
}

/// The parameters of [`ADD`] and [`CHANGE`].
pub fn values(person: PersonId, image: &Image, now: Timestamp) -> Vec<Value> {
    let i = image;
    let search = search_text(
        &i.name,
        [i.email.as_deref(), i.title.as_deref(), i.office.as_deref(), i.department.as_deref()],
    );
    let email_key = i.email.as_ref().map(|e| e.to_lowercase());
    let all: [&dyn ToValue; 17] = [
        &person,
        &i.key,
        &i.name,
        &i.email,
        &email_key,
        &i.title,
        &i.level,
        &i.office,
        &i.department,
        &i.manager,
        &i.assistant,
        &i.time_zone,
        &i.since,
        &i.languages,
        &i.left_on,
        &search,
        &now,
    ];
    all.iter().map(|v| v.to_value()).collect()
}

/// Writes values over a person, as [`Image`] has them; `false` where they were erased.
pub async fn put_image(tx: &Tx, person: PersonId, image: &Image, now: Timestamp) -> Result<bool> {
    Ok(tx.run(&CHANGE, &values(person, image, now)).await? > 0)
}

/// A program's id in a change.
pub fn program_and_person(object: &str) -> Option<(ProgramId, PersonId)> {
    let (program, person) = object.split_once(' ')?;
    Some((program.parse().ok()?, person.parse().ok()?))
}
