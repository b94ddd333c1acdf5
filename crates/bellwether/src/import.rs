//! `bellwether import people FILE` and `bellwether import ties FILE`: the browser's import, at the terminal.

use crate::args::{At, Import, ImportFile};
use crate::open::{self, file_in};
use crate::said::{Said, print};
use crate::summary::{MOST_NAMED, Summary};
use bellwether_app::App;
use bellwether_app::features::people::{Kind, Options, Outcome, import_file};
use bellwether_app::features::programs;
use bellwether_db::MIGRATIONS;
use bellwether_kernel::{ProgramId, fold};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

/// The largest file that is read, in bytes. What comes in larger is two files.
const MOST_BYTES: u64 = 1 << 30;

/// 0 where every row was good, 1 where some were not (the good ones are written all the same).
pub async fn import(what: Import) -> Result<ExitCode, Said> {
    match what {
        Import::People { file, program, role } => {
            let role = program.as_ref().map_or("", |_| role.word());
            bring(Kind::People, file, &[], program.as_deref(), role).await
        }
        Import::Ties { file, kinds } => bring(Kind::Ties, file, &kinds, None, "").await,
    }
}

async fn bring(
    kind: Kind,
    file: ImportFile,
    kinds: &[(String, String)],
    program: Option<&str>,
    role: &str,
) -> Result<ExitCode, Said> {
    let map = map(&file.map, kinds)?;
    let bytes = read(&file.file)?;
    let name = file.file.file_name().map_or_else(|| "-".to_owned(), |n| n.to_string_lossy().into_owned());
    let opened = Opened::at(&file.at, file.dry_run).await?;
    let app = &opened.app;
    let program = match program {
        Some(name) => Some(program_named(app, name).await?),
        None => None,
    };
    let most_named = if file.json { None } else { Some(MOST_NAMED) };
    let options =
        Options { map, dry_run: file.dry_run, program, role: role.to_owned(), by: None, most_named };
    let outcome = import_file(&app.system(), kind, &name, bytes, options)
        .await
        .map_err(|why| Said::with_code(why.exit_code(), format!("{}: {why}", file.file.display())))?;
    show(&file, kind, &outcome)?;
    Ok(ExitCode::from(outcome.exit_code()))
}

fn show(file: &ImportFile, kind: Kind, outcome: &Outcome) -> Result<(), Said> {
    if !file.json {
        return print(&Summary { file: &file.file, kind, is_dry: file.dry_run, outcome });
    }
    let json =
        serde_json::to_string(outcome).map_err(|e| Said::wrong(format!("the result has no JSON: {e}")))?;
    print(&format_args!("{json}\n"))
}

/// What was said of columns and kinds, as the import wants it.
fn map(columns: &[(String, String)], kinds: &[(String, String)]) -> Result<BTreeMap<String, String>, Said> {
    let kinds = kinds.iter().map(|(word, kind)| (format!("kind:{word}"), kind.clone()));
    let mut map = BTreeMap::new();
    for (from, to) in columns.iter().cloned().chain(kinds) {
        if let Some(other) = map.insert(from.clone(), to.clone()).filter(|other| *other != to) {
            let from = from.trim_start_matches("kind:");
            return Err(Said::usage(format!(
                "“{from}” cannot become both {other} and {to}. Nothing was changed. Say it once"
            )));
        }
    }
    Ok(map)
}

fn read(path: &Path) -> Result<Vec<u8>, Said> {
    let cannot = |why: std::io::Error| {
        Said::unreadable(format!(
            "“{}” could not be read: {why}. Nothing was changed. Check the path, and that this account may read it",
            path.display()
        ))
    };
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes)
    } else if path.is_dir() {
        return Err(Said::unreadable(format!(
            "“{}” is a folder. Nothing was changed. Give the path of one CSV or XLSX file",
            path.display()
        )));
    } else {
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes))
    };
    read.map_err(cannot)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Said::unreadable(format!(
            "“{}” is larger than 1 GiB. Nothing was changed. Split it into several files with the same column headings",
            path.display()
        )));
    }
    Ok(bytes)
}

/// An installation to import into. A dry run where nothing is yet looks at an empty one that goes
/// when it ends: it leaves no trace.
struct Opened {
    app: App,
    _passing: Option<tempfile::TempDir>,
}

impl Opened {
    async fn at(at: &At, is_dry: bool) -> Result<Self, Said> {
        if !is_dry || is_there(at).await? {
            return Ok(Self { app: open::installation(at).await?, _passing: None });
        }
        let passing = tempfile::tempdir().map_err(|e| Said::wrong(format!("no temporary folder: {e}")))?;
        let at = At { data: passing.path().to_owned(), database: None, ..at.clone() };
        Ok(Self { app: open::installation(&at).await?, _passing: Some(passing) })
    }
}

/// Whether there is an installation to look at. One of an earlier version is not changed by a look.
async fn is_there(at: &At) -> Result<bool, Said> {
    if at.database.is_none() && !file_in(&at.data).exists() {
        return Ok(false);
    }
    match open::database(at).await?.pending().await?.len() {
        0 => Ok(true),
        n if n == MIGRATIONS.len() => Ok(false),
        _ => Err(Said::wrong(
            "the schema is of an earlier version, and a dry run does not change it; nothing was done. Start the new server first",
        )),
    }
}

async fn program_named(app: &App, name: &str) -> Result<ProgramId, Said> {
    let all = programs::names(&app.system().db).await?;
    let same: Vec<_> = all.iter().filter(|(_, n)| fold(n) == fold(name)).collect();
    match same.as_slice() {
        [(id, _)] => Ok(*id),
        [] if all.is_empty() => Err(Said::usage(format!(
            "there is no program “{name}”, nor any other yet. Nothing was changed. Set one up in the browser, or import without --program"
        ))),
        [] => {
            let names: Vec<String> = all.iter().map(|(_, n)| format!("“{n}”")).collect();
            Err(Said::usage(format!(
                "there is no program “{name}”. Nothing was changed. There is: {}",
                names.join(", ")
            )))
        }
        _ => Err(Said::usage(format!(
            "{} programs are called “{name}”. Nothing was changed. Give one of them another name in the browser",
            same.len()
        ))),
    }
}
