//! The instance, as `bellwether match` reads it.

use super::sides::Program;
use crate::said::Said;
use bellwether_matching::Pair;
use bellwether_matching::candidates::Found;
use bellwether_wire::tables::{Cell, CsvWriter};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

type Out<'a> = &'a mut BufWriter<File>;

/// Writes a folder. `edges.csv` comes last, so that a folder that has it is whole.
pub fn write(folder: &Path, program: &Program, found: &Found) -> Result<(), Said> {
    let people = &program.people;
    let cannot = |name: &str, why: io::Error| {
        let file = folder.join(name);
        Said::with_code(
            74,
            format!("the candidates were found, but “{}” could not be written: {why}", file.display()),
        )
    };
    fs::create_dir_all(folder).map_err(|why| cannot("", why))?;
    let file = |name: &str, fill: &dyn Fn(Out<'_>) -> io::Result<()>| {
        let write = || {
            let mut out = BufWriter::with_capacity(1 << 20, File::create(folder.join(name))?);
            fill(&mut out)?;
            out.flush()
        };
        write().map_err(|why| cannot(name, why))
    };
    // An old one would say that the folder is whole.
    if folder.join("edges.csv").exists() {
        fs::remove_file(folder.join("edges.csv")).map_err(|why| cannot("edges.csv", why))?;
    }
    file("mentees.csv", &|out| mentees(out, program))?;
    file("mentors.csv", &|out| mentors(out, program))?;
    let lists = [
        ("locked.csv", &program.locked),
        ("forbidden.csv", &people.apart),
        ("earlier.csv", &people.earlier),
        ("previous.csv", &program.previous),
    ];
    for (name, list) in lists {
        if !list.is_empty() {
            file(name, &|out| pairs(out, list))?;
        } else if folder.join(name).exists() {
            fs::remove_file(folder.join(name)).map_err(|why| cannot(name, why))?;
        }
    }
    file("edges.csv", &|out| edges(out, found))
}

fn mentees(out: Out<'_>, program: &Program) -> io::Result<()> {
    let mut rows = CsvWriter::new(out);
    rows.row(["id", "wants", "prefs", "waited", "person"])?;
    for (at, (mentee, waited)) in program.people.mentees.iter().zip(&program.waited).enumerate() {
        let prefs: Vec<String> = mentee.wishes.iter().map(|mentor| mentor.0.to_string()).collect();
        let prefs = prefs.join("|");
        let person = program.directory.id(mentee.profile.person);
        let whole = |number: u32| Cell::Whole(i64::from(number));
        let prefs = Cell::Text(&prefs);
        rows.row([Cell::Whole(at as i64), whole(mentee.wants), prefs, whole(*waited), Cell::Text(person)])?;
    }
    Ok(())
}

fn mentors(out: Out<'_>, program: &Program) -> io::Result<()> {
    let mut rows = CsvWriter::new(out);
    rows.row(["id", "capacity", "person"])?;
    for (at, mentor) in program.people.mentors.iter().enumerate() {
        let person = program.directory.id(mentor.profile.person);
        rows.row([Cell::Whole(at as i64), Cell::Whole(i64::from(mentor.capacity)), Cell::Text(person)])?;
    }
    Ok(())
}

fn edges(out: Out<'_>, found: &Found) -> io::Result<()> {
    writeln!(out, "mentee,mentor,score")?;
    for one in &found.candidates {
        writeln!(out, "{},{},{}", one.mentee.0, one.mentor.0, one.score)?;
    }
    Ok(())
}

fn pairs(out: Out<'_>, pairs: &[Pair]) -> io::Result<()> {
    writeln!(out, "mentee,mentor")?;
    for pair in pairs {
        writeln!(out, "{},{}", pair.mentee.0, pair.mentor.0)?;
    }
    Ok(())
}
