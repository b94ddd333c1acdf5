//! Everything that is kept about one person, part by part, with who sees it.

mod directory;
mod recruited;
mod taking_part;
mod traces;

use crate::Organization;
use crate::shell::Result;
use bellwether_db::{Read, Sql};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{PersonId, Timestamp};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Everything about one person.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Kept {
    /// Whose program it is.
    pub organization: String,
    /// When this was put together.
    pub as_of: String,
    /// The parts that hold something.
    pub parts: Vec<Part>,
}

/// One part of it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Part {
    /// What it is about.
    pub title: &'static str,
    /// Who sees it, besides the person.
    pub seen_by: &'static str,
    /// What is kept.
    pub entries: Vec<Entry>,
}

/// One thing that is kept: what it is, and what it says.
#[derive(Debug, Clone, Default)]
pub struct Entry(pub Vec<(&'static str, String)>);

impl Entry {
    /// Adds what it says; nothing where it says nothing.
    #[must_use]
    pub fn with(mut self, label: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.trim().is_empty() {
            self.0.push((label, value));
        }
        self
    }

    /// Adds what it may say.
    #[must_use]
    pub fn maybe(self, label: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.with(label, value),
            None => self,
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (label, value) in &self.0 {
            map.serialize_entry(label, value)?;
        }
        map.end()
    }
}

/// Gathers what is kept about somebody, from every feature.
pub async fn kept_about(
    db: &impl Read,
    organization: &Organization,
    person: PersonId,
    now: Timestamp,
) -> Result<Kept> {
    let zone = &organization.zone;
    let mut parts = directory::parts(db, person).await?;
    parts.extend(recruited::parts(db, person, zone).await?);
    parts.extend(taking_part::parts(db, person, zone).await?);
    parts.extend(traces::parts(db, person, zone).await?);
    parts.retain(|part| part.entries.iter().any(|entry| !entry.0.is_empty()));
    Ok(Kept { organization: organization.name.clone(), as_of: moment(now, zone), parts })
}

/// Every statement by which it is gathered.
pub(super) fn statements() -> Vec<&'static Sql> {
    [directory::STATEMENTS, taking_part::STATEMENTS, traces::STATEMENTS].concat()
}

fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%-d %B %Y, %H:%M").to_string()
}
