//! `bellwether directory`: an invented firm of any size as two files that `bellwether import` takes.

mod firm;
mod names;
mod ties;

use crate::args::Directory;
use crate::said::{self, Said};
use firm::Person;
use std::fmt::Write as _;

/// A draw that is the same every time for a seed (SplitMix64: Steele, Lea and Flood, 2014).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of `0..n`; 0 where there is none.
    fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.next() % n as u64) as usize }
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// Of `0..n`, the first far more often than the last.
    fn early(&mut self, n: usize) -> usize {
        let (one, other) = (self.below(n), self.below(n));
        one.min(other)
    }
}

/// Writes people.csv and ties.csv into the folder.
///
/// # Errors
/// Where the folder cannot be written, or holds such files already.
pub fn run(args: &Directory) -> Result<(), Said> {
    let mut draw = Draw(args.seed);
    let people = firm::people(args.people, &mut draw);
    let ties = ties::ties(&people, &mut draw);
    let files = ["people.csv", "ties.csv"].map(|name| args.out.join(name));
    if let Some(there) = files.iter().find(|f| f.exists()) {
        return Err(Said::wrong(format!(
            "{} is there already; nothing was written. Name another folder",
            there.display()
        )));
    }
    std::fs::create_dir_all(&args.out).map_err(|e| cannot(&args.out, &e))?;
    for (file, text) in files.iter().zip([people_csv(&people), ties_csv(&ties)]) {
        std::fs::write(file, text).map_err(|e| cannot(file, &e))?;
    }
    let (out, people, ties) = (args.out.display(), people.len(), ties.len());
    said::print(&format_args!(
        "{people} people and {ties} ties are in {out}.\n\
         Next: bellwether import people {out}/people.csv, then bellwether import ties {out}/ties.csv\n"
    ))
}

fn cannot(path: &std::path::Path, error: &std::io::Error) -> Said {
    Said::wrong(format!("{} cannot be written: {error}", path.display()))
}

fn people_csv(people: &[Person]) -> String {
    let mut text =
        String::from("employee_id,name,email,title,office,practice,manager_id,start_date,time_zone\n");
    for person in people {
        let manager = person.manager.map(|m| people[m].id()).unwrap_or_default();
        // Writing into a text cannot fail.
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{manager},{},{}",
            person.id(),
            person.name,
            person.email(),
            person.title,
            person.office.name,
            person.practice,
            person.joined_on(),
            person.office.zone
        );
    }
    text
}

fn ties_csv(ties: &[ties::Tie]) -> String {
    let mut text = String::from("from_id,to_id,kind,weight\n");
    for tie in ties {
        let _ = writeln!(text, "{},{},{},{}", firm::id(tie.from), firm::id(tie.to), tie.kind, tie.weight);
    }
    text
}
