//! The instance, as `bellwether match` reads it.

use super::sides::Program;
use crate::said::Said;
use bellwether_matching::Pair;
use bellwether_matching::candidates::Found;
use bellwether_wire::tables::{Cell, CsvWriter};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The files of an instance by name, all but `edges.csv`.
pub type Files = BTreeMap<&'static str, Vec<u8>>;

/// Files that are there only if there is something in them.
const OPTIONAL: [&str; 6] =
    ["locked.csv", "forbidden.csv", "earlier.csv", "previous.csv", "groups.csv", "caps.csv"];

/// Makes the files.
pub fn files(program: &Program) -> io::Result<Files> {
    let mut files = Files::from([("mentees.csv", mentees(program)?), ("mentors.csv", mentors(program)?)]);
    let people = &program.people;
    let lists = [&program.locked, &people.apart, &people.earlier, &program.previous];
    for (name, list) in OPTIONAL.into_iter().zip(lists).filter(|(_, list)| !list.is_empty()) {
        files.insert(name, pairs(list)?);
    }
    if !program.groups.is_empty() {
        let rows =
            program.groups.iter().map(|group| group.map(|number| Cell::Whole(i64::from(number))).to_vec());
        files.insert("groups.csv", table(&["mentor", "min", "max"], rows)?);
    }
    if !program.caps.is_empty() {
        let rows = program.caps.iter().map(|cap| cap.each_ref().map(|text| Cell::Text(text)).to_vec());
        files.insert("caps.csv", table(&["unit", "most"], rows)?);
    }
    Ok(files)
}

/// Writes a folder. `edges.csv` comes last, so that a folder that has it is whole.
pub fn write(folder: &Path, files: &Files, found: &Found) -> Result<(), Said> {
    let cannot = |name: &str, why: io::Error| {
        let file = folder.join(name);
        Said::with_code(
            74,
            format!("the candidates were found, but “{}” could not be written: {why}", file.display()),
        )
    };
    fs::create_dir_all(folder).map_err(|why| cannot("", why))?;
    // Old ones would say that the folder is whole, or that something is decided that no longer is.
    let old = OPTIONAL.into_iter().filter(|name| !files.contains_key(name)).chain(["edges.csv"]);
    for name in old.filter(|name| folder.join(name).exists()) {
        fs::remove_file(folder.join(name)).map_err(|why| cannot(name, why))?;
    }
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).map_err(|why| cannot(name, why))?;
    }
    edges(&folder.join("edges.csv"), found).map_err(|why| cannot("edges.csv", why))
}

fn mentees(program: &Program) -> io::Result<Vec<u8>> {
    let wishes = program.people.mentees.iter().map(|mentee| {
        let ids: Vec<String> = mentee.wishes.iter().map(|mentor| mentor.0.to_string()).collect();
        ids.join("|")
    });
    let wishes: Vec<String> = wishes.collect();
    let rows = program.people.mentees.iter().enumerate().map(|(at, mentee)| {
        let (wants, waited) = (i64::from(mentee.wants), i64::from(program.waited[at]));
        let person = program.directory.id(mentee.profile.person);
        let row = [Cell::Whole(at as i64), wants.into(), (&wishes[at]).into(), waited.into(), person.into()];
        row.into_iter().chain(program.units.as_ref().map(|units| Cell::Text(&units[at]))).collect()
    });
    let headings = ["id", "wants", "prefs", "waited", "person", "unit"];
    table(&headings[..5 + usize::from(program.units.is_some())], rows)
}

fn mentors(program: &Program) -> io::Result<Vec<u8>> {
    let rows = program.people.mentors.iter().enumerate().map(|(at, mentor)| {
        let person = program.directory.id(mentor.profile.person);
        let row = [Cell::Whole(at as i64), i64::from(mentor.capacity).into(), person.into()];
        row.into_iter().chain(program.scarce.as_ref().map(|scarce| Cell::Text(&scarce[at]))).collect()
    });
    let headings = ["id", "capacity", "person", "scarce"];
    table(&headings[..3 + usize::from(program.scarce.is_some())], rows)
}

fn pairs(pairs: &[Pair]) -> io::Result<Vec<u8>> {
    let whole = |number: u32| Cell::Whole(i64::from(number));
    table(&["mentee", "mentor"], pairs.iter().map(|pair| vec![whole(pair.mentee.0), whole(pair.mentor.0)]))
}

fn table<'a>(headings: &[&str], rows: impl Iterator<Item = Vec<Cell<'a>>>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut table = CsvWriter::new(&mut bytes);
    table.row(headings.iter().copied())?;
    for row in rows {
        table.row(row)?;
    }
    Ok(bytes)
}

fn edges(file: &Path, found: &Found) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(file)?);
    writeln!(out, "mentee,mentor,score")?;
    for one in &found.candidates {
        writeln!(out, "{},{},{}", one.mentee.0, one.mentor.0, one.score)?;
    }
    out.flush()
}
