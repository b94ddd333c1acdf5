//! Carrying an import out: one path for the preview, the page and the command line.

use super::directory::Directory;
use super::field::{Field, Kind};
use super::level_book::LevelBook;
use super::mapping::{self, Columns, Mapping};
use super::outcome::{Counts, ImportError, Outcome};
use super::record::Reader;
use super::report::{BadRows, Report, WHAT_TO_MEND, format_words};
use super::store::{self, KeptProblem, NewImport};
use super::ties::{self, CheckedTies, TieKey, TieReader};
use super::undo::undo;
use super::write::{self, Enrolled, Writing};
use super::{check, check::Checked};
use crate::access::audit;
use crate::app::System;
use crate::features::people::levels::levels;
use bellwether_db::{Read, Tx};
use bellwether_kernel::{Date, ImportId, PersonId, ProgramId};
use bellwether_wire::tables::{self, Table};
use std::collections::{BTreeMap, HashMap};

/// Rows by which columns are recognised.
const SAMPLE: usize = 200;

/// What was asked for, beside the file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Columns and what they become, where it is not left to be recognised: `practice` → `department`;
    /// for a kind of tie `kind:carpools` → `worked-with`.
    pub map: BTreeMap<String, String>,
    /// Nothing is written.
    pub dry_run: bool,
    /// Everybody in the file is enrolled in this program …
    pub program: Option<ProgramId>,
    /// … as `mentor`, `mentee` or `either`; as mentee where it is not said.
    pub role: String,
    /// Who brings the file; nobody for the console.
    pub by: Option<PersonId>,
    /// At most so many problems are named, the first ones; all of them where it is not said.
    pub most_named: Option<usize>,
}

/// Imports a file, or looks at what importing it would do.
///
/// Writes in one transaction; good rows are written where others are rejected. Every bad row is
/// named in the outcome. Errors leave everything as it was.
pub async fn import_file(
    system: &System,
    kind: Kind,
    file_name: &str,
    bytes: Vec<u8>,
    options: Options,
) -> Result<Outcome, ImportError> {
    let mut file = File::open(bytes)?;
    let mapping = file.mapping(kind, &options)?;
    let today = today_of(system);
    let most_named = options.most_named.unwrap_or(usize::MAX);
    if options.dry_run {
        let found = file.examine(&system.db, kind, &mapping, today, most_named).await?;
        return Ok(found.outcome(None, &mapping));
    }
    let tx = system.db.begin().await?;
    let id: ImportId = system.world.id();
    let json = serde_json::to_string(&mapping).unwrap_or_default();
    let new =
        NewImport { id, kind, file_name, mapping: &json, report: "{}", by: options.by, now: system.now };
    store::open(&tx, &new, None).await?;
    let found = file.carry_out(&tx, system, id, kind, &mapping, today, most_named).await?;
    note(&tx, system, id, options.by, file_name, found.report.counts).await?;
    tx.commit().await?;
    Ok(found.outcome(Some(id), &mapping))
}

/// Today, where the organization is.
pub fn today_of(system: &System) -> Date {
    system.now.to_zoned(system.app.organization().zone.clone()).date()
}

/// Takes an import back. `None`: there is no such import, or it was not written, or was taken back
/// before; else how many people and ties stayed because somebody has touched them since.
pub async fn undo_import(
    system: &System,
    id: ImportId,
    by: Option<PersonId>,
) -> Result<Option<i64>, ImportError> {
    let tx = system.db.begin().await?;
    let import = store::find(&tx, id).await?;
    let Some((import, written_at)) = import.and_then(|i| i.written_at.map(|at| (i, at))) else {
        return Ok(None);
    };
    let Some(undone) = undo(&tx, id, written_at, system.now).await? else { return Ok(None) };
    let line = audit::Line {
        actor: by,
        verb: "took an import back",
        object: format!("import:{id}"),
        detail: import.file_name,
        ..audit::Line::default()
    };
    audit::write(&tx, &system.world, line).await?;
    tx.commit().await?;
    Ok(Some(undone.stayed))
}

/// Writes the line of the audit log.
pub async fn note(
    tx: &Tx,
    system: &System,
    id: ImportId,
    by: Option<PersonId>,
    file_name: &str,
    counts: Counts,
) -> Result<(), ImportError> {
    let line = audit::Line {
        actor: by,
        verb: "imported a file",
        object: format!("import:{id}"),
        detail: format!(
            "{file_name}: {} new, {} changed, {} unchanged, {} rejected",
            counts.new, counts.changed, counts.unchanged, counts.rejected
        ),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, &system.world, line).await?)
}

/// A file that could be opened.
pub struct File {
    table: Table,
    headings: Vec<String>,
    samples: Vec<Vec<String>>,
}

/// What an examination found.
pub struct Found {
    /// What the page shows.
    pub report: Report,
    /// The bad rows, by name.
    pub named: Vec<super::outcome::Problem>,
    /// Those that are kept.
    pub kept: Vec<KeptProblem>,
    /// All of them, as a file.
    pub bad_file: Option<Vec<u8>>,
}

impl Found {
    fn outcome(self, import: Option<ImportId>, mapping: &Mapping) -> Outcome {
        let report = self.report;
        let columns = report.headings.iter().map(|h| (h.clone(), mapping.label(h))).collect();
        let is_unknown = |kind: &&(String, u64)| mapping.tie_use(&kind.0).is_none();
        let unknown_kinds = report.kinds.iter().filter(is_unknown).cloned().collect();
        let (counts, notes) = (report.counts, report.notes.clone());
        Outcome { counts, problems: self.named, notes, import, report, columns, unknown_kinds }
    }
}

/// A file beside the directory.
enum Examined {
    People { directory: Directory, checked: Checked, enrolled: Enrolled },
    Ties { directory: Directory, checked: CheckedTies },
}

impl File {
    /// Opens a file, whatever its name says.
    pub fn open(bytes: Vec<u8>) -> Result<Self, ImportError> {
        let mut table = Table::from_bytes(bytes, &tables::Options::default())?;
        let headings = table.columns().to_vec();
        let mut samples = Vec::new();
        for row in table.rows()?.take(SAMPLE) {
            samples.push(row?.cells);
        }
        Ok(Self { table, headings, samples })
    }

    /// What its columns become: as was said, else as recognised.
    pub fn mapping(&self, kind: Kind, options: &Options) -> Result<Mapping, ImportError> {
        let (said, kinds) = mapping::said(&options.map, &self.headings, kind)?;
        let columns = mapping::recognise(&self.headings, &self.samples, kind, &said);
        let role = match options.role.as_str() {
            "" => "mentee",
            "mentor" | "mentee" | "either" => options.role.as_str(),
            other => {
                return Err(ImportError::usage(format!("“{other}” is neither mentor, mentee nor either")));
            }
        };
        Ok(Mapping { columns, kinds, program: options.program, role: role.to_owned(), ..Mapping::default() })
    }

    /// The mapping that was kept with the file; before the first look, what is recognised.
    pub fn mapping_or_recognised(&self, kind: Kind, mapping: Mapping) -> Result<Mapping, ImportError> {
        if !mapping.columns.is_empty() {
            return Ok(mapping);
        }
        let options = Options { program: mapping.program, role: mapping.role, ..Options::default() };
        self.mapping(kind, &options)
    }

    /// Looks at what the file would do, and writes nothing.
    pub async fn examine(
        &mut self,
        db: &impl Read,
        kind: Kind,
        mapping: &Mapping,
        today: Date,
        most_named: usize,
    ) -> Result<Found, ImportError> {
        let columns = mapped(db, &self.headings, kind, mapping).await?;
        let examined = self.compare(db, kind, mapping, &columns, today).await?;
        let mut found = self.found(&examined, mapping, &columns, today, most_named)?;
        if let Examined::People { directory, checked, .. } = &examined {
            for at in checked.absent.iter().take(10) {
                let id = directory.people[*at as usize].id;
                if let Some(person) = store::listed(db, id).await? {
                    found.report.absent_people.push((person.id.to_string(), person.name));
                }
            }
        }
        Ok(found)
    }

    /// Looks at what the file would do, and does it, within one transaction.
    #[allow(clippy::too_many_arguments, reason = "an import and everything it stands on")]
    pub async fn carry_out(
        &mut self,
        tx: &Tx,
        system: &System,
        id: ImportId,
        kind: Kind,
        mapping: &Mapping,
        today: Date,
        most_named: usize,
    ) -> Result<Found, ImportError> {
        let columns = mapped(tx, &self.headings, kind, mapping).await?;
        let examined = self.compare(tx, kind, mapping, &columns, today).await?;
        let mut found = self.found(&examined, mapping, &columns, today, most_named)?;
        match &examined {
            Examined::People { directory, checked, enrolled } => {
                let reader = Reader { headings: &self.headings, columns: &columns, today };
                let (world, now) = (&system.world, system.now);
                let writing = Writing { tx, world, import: id, now, mapping, directory, checked, enrolled };
                write::write(writing, &mut self.table, &reader).await?;
            }
            Examined::Ties { checked, .. } => ties::write(tx, id, system.now, checked).await?,
        }
        store::put_problems(tx, id, &found.kept).await?;
        let report = serde_json::to_string(&found.report.clone().without_values()).unwrap_or_default();
        let kept_mapping = serde_json::to_string(mapping).unwrap_or_default();
        let bad_file = found.bad_file.take();
        if !store::written(tx, id, bad_file, &kept_mapping, &report, system.now).await? {
            return Err(ImportError::usage("This import was written already"));
        }
        Ok(found)
    }

    async fn compare(
        &mut self,
        db: &impl Read,
        kind: Kind,
        mapping: &Mapping,
        columns: &Columns,
        today: Date,
    ) -> Result<Examined, ImportError> {
        let directory = Directory::load(db, columns).await?;
        let headings = self.headings.as_slice();
        if kind == Kind::Ties {
            let there: HashMap<TieKey, f64> = ties::load(db).await?;
            let reader = TieReader { headings, columns, mapping, directory: &directory };
            let checked = busily(|| ties::check(&mut self.table, &reader, &there))?;
            return Ok(Examined::Ties { directory, checked });
        }
        let book = LevelBook::of(&levels(db).await?);
        let enrolled = Enrolled::load(db, mapping).await?;
        let reader = Reader { headings, columns, today };
        let enrolls = |person: i64, both: bool| enrolled.would_change(mapping, person, both);
        let checked = busily(|| check::check(&mut self.table, &reader, &directory, book, &enrolls))?;
        Ok(Examined::People { directory, checked, enrolled })
    }

    fn found(
        &mut self,
        examined: &Examined,
        mapping: &Mapping,
        columns: &Columns,
        today: Date,
        most_named: usize,
    ) -> Result<Found, ImportError> {
        let mut report = self.report();
        let headings = self.headings.as_slice();
        let io = |e: std::io::Error| ImportError::Unreadable(e.into());
        let mut bad = BadRows::of(headings, most_named).map_err(io)?;
        let mut take = |row: &tables::Row, problems| bad.take(row, problems).map_err(io);
        match examined {
            Examined::People { checked, .. } => {
                report.counts = checked.counts;
                report.levels = Report::levels_of(&checked.levels, &mapping.levels);
                report.absent = checked.absent.len() as u64;
                report.notes.clone_from(&checked.notes);
                let reader = Reader { headings, columns, today };
                if checked.counts.rejected > 0 {
                    busily(|| check::each_bad_row(&mut self.table, &reader, checked, &mut take))?;
                }
            }
            Examined::Ties { directory, checked } => {
                report.counts = checked.counts;
                report.kinds = checked.kinds.iter().map(|(k, n)| (k.clone(), *n)).collect();
                let reader = TieReader { headings, columns, mapping, directory };
                if checked.counts.rejected > 0 {
                    busily(|| ties::each_bad_row(&mut self.table, &reader, checked, &mut take))?;
                }
            }
        }
        let (named, kept, bad_file) = bad.finish().map_err(io)?;
        Ok(Found { report, named, kept, bad_file })
    }

    /// What can be said of the file without comparing it.
    pub fn report(&self) -> Report {
        let first = |at: usize| {
            let mut cells = self.samples.iter().filter_map(|row| row.get(at));
            let cell = cells.find(|c| !c.trim().is_empty()).map_or("", String::as_str);
            cell.chars().take(60).collect::<String>()
        };
        Report {
            is_checked: true,
            format: format_words(&self.table.format()),
            headings: self.headings.clone(),
            firsts: (0..self.headings.len()).map(first).collect(),
            ..Report::default()
        }
    }
}

/// The mapping against the headings. Attributes of identity must have been switched on.
async fn mapped(
    db: &impl Read,
    headings: &[String],
    kind: Kind,
    mapping: &Mapping,
) -> Result<Columns, ImportError> {
    let columns = mapping.columns(headings, kind)?;
    if !columns.identity.is_empty() {
        let on = store::identity_on(db).await?;
        for (attribute, _) in &columns.identity {
            if !on.iter().any(|(a, _)| a == attribute) {
                return Err(ImportError::mapping(format!(
                    "“{attribute}” is about somebody’s identity and is switched off. An administrator can switch it on with a written purpose"
                )));
            }
        }
    }
    Ok(columns)
}

/// What every column can become, for the page: words and labels. Attributes of identity only where
/// they were switched on.
pub fn uses(kind: Kind, identity_on: &[(String, String)]) -> Vec<(String, String)> {
    let fields = Field::ALL.iter().filter(|f| f.belongs_in(kind) && **f != Field::NotKept);
    let mut all: Vec<(String, String)> =
        fields.map(|f| (f.word().to_owned(), f.label().to_owned())).collect();
    if kind == Kind::People {
        all.extend(identity_on.iter().map(|(a, _)| (format!("identity:{a}"), format!("Identity: {a}"))));
    }
    all.push((Field::NotKept.word().to_owned(), Field::NotKept.label().to_owned()));
    all
}

/// Whether a heading is that of the column which tells what to mend.
pub fn tells_what_to_mend(heading: &str) -> bool {
    heading == WHAT_TO_MEND
}

/// Works the processor without holding up other tasks of the same thread.
fn busily<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|h| h.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
