//! The directory as a check compares a file with it: small, so that a million people fit.

use super::field::Field;
use super::mapping::Columns;
use super::store::{self, KnownRow};
use crate::features::kept::Erasures;
use bellwether_db::{Read, Result};
use bellwether_kernel::{Date, fold};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

/// Stands for no person, no address.
pub const NOBODY: i64 = 0;
/// Two people who share it.
const SEVERAL: u32 = u32::MAX;

/// Somebody in the directory: hashes instead of words.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Their id.
    pub id: i64,
    /// Of the key.
    pub key: u64,
    /// Of the address in lower case; 0 for none.
    pub email: u64,
    /// Of the folded name.
    pub name: u64,
    /// Of the values that the file can change.
    pub print: u64,
    /// Their manager's id.
    pub manager: i64,
    /// Their assistant's id.
    pub assistant: i64,
    /// Whether they were erased: a file does not bring them back.
    pub is_erased: bool,
    /// Whether they came by a file and have not left.
    pub is_expected: bool,
}

/// Everybody in the directory.
pub struct Directory {
    /// Everybody.
    pub people: Vec<Known>,
    by_key: HashMap<u64, u32>,
    by_email: HashMap<u64, u32>,
    by_name: HashMap<u64, u32>,
    by_id: HashMap<i64, u32>,
    hasher: RandomState,
    erasures: Erasures,
}

/// Somebody who was erased, as a file may still name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// The row that is left of them: their place.
    Left(u32),
    /// Nothing is left of them here.
    Gone,
}

/// The values of one person that a file can change, to be compared.
pub struct Values<'a> {
    pub name: &'a str,
    pub email: Option<&'a str>,
    pub title: Option<&'a str>,
    /// The level's id; [`NOBODY`] for none, negative for one that is not there yet.
    pub level: i64,
    pub office: Option<&'a str>,
    pub department: Option<&'a str>,
    pub time_zone: Option<&'a str>,
    pub since: Option<i64>,
    pub languages: &'a str,
    pub left_on: Option<Date>,
    pub identity: &'a [String],
}

impl Directory {
    /// Reads everybody, page by page. `columns` are those that the file has: others do not count.
    pub async fn load(db: &impl Read, columns: &Columns) -> Result<Self> {
        let mut this = Self { erasures: Erasures::load(db).await?, ..Self::empty() };
        let identity = Identities::load(db, columns).await?;
        let mut after = i64::MIN;
        loop {
            let page = store::known_after(db, after).await?;
            let Some(last) = page.last() else { break };
            after = last.id;
            for row in page {
                this.take_in(&row, columns, identity.of(row.id));
            }
        }
        Ok(this)
    }

    fn empty() -> Self {
        Self {
            people: Vec::new(),
            by_key: HashMap::new(),
            by_email: HashMap::new(),
            by_name: HashMap::new(),
            by_id: HashMap::new(),
            hasher: RandomState::new(),
            erasures: Erasures::default(),
        }
    }

    fn take_in(&mut self, row: &KnownRow, columns: &Columns, identity: &[String]) {
        let print = self.print(columns, &row.values(identity));
        let known = Known {
            id: row.id,
            key: self.hash(&row.key),
            email: row.email_key.as_deref().map_or(0, |e| self.hash(e)),
            name: self.hash(&fold(&row.name)),
            print,
            manager: row.manager.unwrap_or(NOBODY),
            assistant: row.assistant.unwrap_or(NOBODY),
            is_erased: row.is_erased,
            is_expected: !row.is_erased && row.left_on.is_none() && row.source == "import",
        };
        let at = u32::try_from(self.people.len()).unwrap_or(SEVERAL);
        self.by_key.insert(known.key, at);
        if known.email != 0 {
            self.by_email.insert(known.email, at);
        }
        if !known.is_erased {
            self.by_name.entry(known.name).and_modify(|n| *n = SEVERAL).or_insert(at);
        }
        self.by_id.insert(known.id, at);
        self.people.push(known);
    }

    /// A hash that holds while this is in memory; never 0.
    pub fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text).max(1)
    }

    /// One number for the values that the file can change.
    pub fn print(&self, columns: &Columns, values: &Values<'_>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        let any = |fields: &[Field]| fields.iter().any(|f| columns.has(*f));
        values.name.hash(&mut hasher);
        if any(&[Field::Email]) {
            values.email.hash(&mut hasher);
        }
        if any(&[Field::Title, Field::TitleAndLevel]) {
            values.title.hash(&mut hasher);
        }
        if any(&[Field::Level, Field::TitleAndLevel]) {
            values.level.hash(&mut hasher);
        }
        if any(&[Field::Office]) {
            values.office.hash(&mut hasher);
        }
        if any(&[Field::Department]) {
            values.department.hash(&mut hasher);
        }
        if any(&[Field::TimeZone]) {
            values.time_zone.hash(&mut hasher);
        }
        if any(&[Field::Since, Field::YearsHere]) {
            values.since.hash(&mut hasher);
        }
        if any(&[Field::Languages]) {
            values.languages.hash(&mut hasher);
        }
        if any(&[Field::LeftOn]) {
            values.left_on.map(|d| (d.year(), d.month(), d.day())).hash(&mut hasher);
        }
        if !columns.identity.is_empty() {
            values.identity.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Who has a key.
    pub fn with_key(&self, key: u64) -> Option<u32> {
        self.by_key.get(&key).copied()
    }

    /// Who has an address.
    pub fn with_email(&self, email: u64) -> Option<u32> {
        self.by_email.get(&email).copied()
    }

    /// Whether a file's key or address is that of somebody who was erased.
    pub fn erased(&self, key: &str, address: Option<&str>) -> Option<Erased> {
        let found = [Some(key), address].into_iter().flatten().find_map(|text| self.erasures.find(text));
        let (_, left) = found?;
        Some(left.and_then(|person| self.with_id(person.0)).map_or(Erased::Gone, Erased::Left))
    }

    /// Who alone has a name; `Err` where several have it.
    pub fn with_name(&self, name: u64) -> std::result::Result<Option<u32>, ()> {
        match self.by_name.get(&name) {
            Some(&SEVERAL) => Err(()),
            found => Ok(found.copied()),
        }
    }

    /// Who has an id.
    pub fn with_id(&self, id: i64) -> Option<u32> {
        self.by_id.get(&id).copied()
    }
}

/// The values of identity that the file can change, by person.
struct Identities {
    by_person: HashMap<i64, Vec<String>>,
    none: Vec<String>,
}

impl Identities {
    async fn load(db: &impl Read, columns: &Columns) -> Result<Self> {
        let none = vec![String::new(); columns.identity.len()];
        let mut by_person: HashMap<i64, Vec<String>> = HashMap::new();
        for (place, (attribute, _)) in columns.identity.iter().enumerate() {
            for (person, value) in store::identity_values(db, attribute).await? {
                by_person.entry(person).or_insert_with(|| none.clone())[place] = value;
            }
        }
        Ok(Self { by_person, none })
    }

    fn of(&self, person: i64) -> &[String] {
        self.by_person.get(&person).unwrap_or(&self.none)
    }
}
