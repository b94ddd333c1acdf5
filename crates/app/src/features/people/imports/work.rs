//! Long work that can be left alone: a check or a writing goes on by itself, and its page says so.
//!
//! What runs is known to this process alone. A process that ends takes its work with it: nothing
//! was written then, and the page offers to begin again.

use super::field::Kind;
use super::outcome::ImportError;
use super::report::{MOST_SHOWN, Report};
use super::run::{File, note, today_of};
use super::store;
use crate::app::System;
use bellwether_kernel::{ImportId, PersonId};
use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

/// Work that is done sooner than this is waited for.
const PATIENCE: Duration = Duration::from_secs(4);

static RUNNING: LazyLock<Mutex<HashSet<i64>>> = LazyLock::new(Mutex::default);

/// Whether an import is being worked on.
pub fn is_running(id: ImportId) -> bool {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).contains(&id.0)
}

/// Marks an import as worked on for as long as it lives.
struct Mark(i64);

impl Mark {
    fn on(id: ImportId) -> Option<Self> {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).insert(id.0).then_some(Self(id.0))
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        RUNNING.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// Begins a check, and waits for it a little.
pub async fn check(system: System, id: ImportId) {
    let Some(mark) = Mark::on(id) else { return };
    settle(async move {
        let checked = check_now(&system, id).await;
        say_refusal(&system, id, checked).await;
        drop(mark);
    })
    .await;
}

/// Begins the writing, and waits for it a little.
pub async fn write(system: System, id: ImportId, by: PersonId) {
    let Some(mark) = Mark::on(id) else { return };
    settle(async move {
        let written = write_now(&system, id, by).await;
        say_refusal(&system, id, written).await;
        drop(mark);
    })
    .await;
}

async fn settle(work: impl Future<Output = ()> + Send + 'static) {
    let work = tokio::spawn(work);
    // Where patience ends first, the work goes on.
    let _ = tokio::time::timeout(PATIENCE, work).await;
}

async fn check_now(system: &System, id: ImportId) -> Result<(), ImportError> {
    let Some((kind, mapping, content)) = take_up(system, id).await? else { return Ok(()) };
    let mut file = File::open(content)?;
    let mapping = file.mapping_or_recognised(kind, mapping)?;
    let json = serde_json::to_string(&mapping).unwrap_or_default();
    let found = file.examine(&system.db, kind, &mapping, today_of(system), MOST_SHOWN).await;
    let (report, kept) = match found {
        Ok(found) => (found.report, found.kept),
        // What the columns are can be said on the page: it needs the headings.
        Err(ImportError::Mapping(what)) => {
            (Report { refusal: Some(what), is_checked: false, ..file.report() }, Vec::new())
        }
        Err(other) => return Err(other),
    };
    let report = serde_json::to_string(&report).unwrap_or_default();
    let tx = system.db.begin().await?;
    if store::show(&tx, id, &json, &report).await? {
        store::put_problems(&tx, id, &kept).await?;
    }
    Ok(tx.commit().await?)
}

async fn write_now(system: &System, id: ImportId, by: PersonId) -> Result<(), ImportError> {
    let Some((kind, mapping, content)) = take_up(system, id).await? else { return Ok(()) };
    let mut file = File::open(content)?;
    let mapping = file.mapping_or_recognised(kind, mapping)?;
    let name = store::find(&system.db, id).await?.map(|i| i.file_name).unwrap_or_default();
    let tx = system.db.begin().await?;
    let found = file.carry_out(&tx, system, id, kind, &mapping, today_of(system), MOST_SHOWN).await?;
    note(&tx, system, id, Some(by), &name, found.report.counts).await?;
    Ok(tx.commit().await?)
}

async fn take_up(
    system: &System,
    id: ImportId,
) -> Result<Option<(Kind, super::mapping::Mapping, Vec<u8>)>, ImportError> {
    let Some(import) = store::find(&system.db, id).await? else { return Ok(None) };
    let Some(content) = store::content(&system.db, id).await? else { return Ok(None) };
    if import.state != store::State::Previewed {
        return Ok(None);
    }
    Ok(Some((import.kind, serde_json::from_str(&import.mapping).unwrap_or_default(), content)))
}

/// Puts what went wrong on the import's page.
async fn say_refusal(system: &System, id: ImportId, done: Result<(), ImportError>) {
    let Err(why) = done else { return };
    tracing::info!("import {id}: {why}");
    let said = async {
        let tx = system.db.begin().await?;
        if let Some(import) = store::find(&tx, id).await? {
            let mut report: Report = serde_json::from_str(&import.report).unwrap_or_default();
            report.refusal = Some(why.to_string());
            store::show(&tx, id, &import.mapping, &serde_json::to_string(&report).unwrap_or_default())
                .await?;
        }
        tx.commit().await
    };
    if let Err(error) = said.await {
        tracing::error!("import {id}: {error}");
    }
}
