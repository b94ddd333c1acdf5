//! An instance as a folder of CSV files.
//!
//! Every file begins with headings, in any order; people are numbered from 0 in the order of their lines.
//!
//! | file | columns | |
//! | --- | --- | --- |
//! | `mentees.csv` | `id,wants,prefs`, perhaps `waited`, `unit` | `prefs`: mentors wished for, the dearest first, as `4\|17\|2` |
//! | `mentors.csv` | `id,capacity`, perhaps `scarce` | |
//! | `edges.csv` | `mentee,mentor,score` | pairs that the hard rules allow; the score is 1 to 1,000,000 |
//! | `locked.csv` | `mentee,mentor` | optional: pairs that are decided |
//! | `forbidden.csv` | `mentee,mentor` | optional: pairs that must not be made |
//! | `earlier.csv` | `mentee,mentor` | optional: pairs made before, not to be repeated |
//! | `previous.csv` | `mentee,mentor` | optional: the result of the run before, see [`Options::stability`] |
//! | `groups.csv` | `mentor,min,max` | optional: mentors who guide a group, of `min` to `max` mentees or none |
//! | `caps.csv` | `unit,most` | optional: the most places with scarce mentors that the mentees of a unit may have |
//!
//! For caps, `mentees.csv` has a column `unit`, and `mentors.csv` may have a column `scarce` (1 or 0); without it, all
//! mentors are scarce.
//!
//! Both may have a column `person`, which says for whoever made the files who it is, and is not read.
//!
//! Whatever cannot be right is [`Refused`] with file, line and reason: nothing is guessed, nothing skipped.

mod files;
mod locate;
mod people;
mod refused;
mod rules;
mod table;

pub use files::Files;
pub use locate::locate;
pub use refused::Refused;

use table::{Layout, Table};

use crate::instance::{Candidate, Input, MAX_SCORE, MenteeId, MentorId, Pair, WISH_BONUSES};

const EDGES: Layout = Layout { file: "edges.csv", needed: &["mentee", "mentor", "score"], optional: &[] };
const LOCKED: Layout = Layout { file: "locked.csv", needed: &["mentee", "mentor"], optional: &[] };
const FORBIDDEN: Layout = Layout { file: "forbidden.csv", needed: &["mentee", "mentor"], optional: &[] };
const EARLIER: Layout = Layout { file: "earlier.csv", needed: &["mentee", "mentor"], optional: &[] };
const PREVIOUS: Layout = Layout { file: "previous.csv", needed: &["mentee", "mentor"], optional: &[] };

/// What the files leave to whoever runs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether mentees get as many mentors as they want. Otherwise one each; nobody where they want 0.
    pub wants: bool,
    /// Whether a wish adds to the score; not where the scores in `edges.csv` have the wishes in them.
    pub wishes: bool,
    /// Added to the score of every pair in `previous.csv`.
    pub stability: u32,
    /// Seed of the fair draw between those who tie.
    pub seed: u64,
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// To be checked with [`Instance::new`](crate::Instance::new); what that refuses, [`locate`] finds in the files.
    pub input: Input,
    /// What whoever made the files may not have meant, in sentences.
    pub notes: Vec<String>,
}

/// Reads the files of an instance. Their text is not kept.
///
/// ```
/// use std::collections::BTreeMap;
/// use bellwether_matching::{Instance, folder, solve};
///
/// let mut files = BTreeMap::from([
///     ("mentees.csv", "id,wants,prefs\n0,1,1\n1,1,\n"),
///     ("mentors.csv", "id,capacity\n0,1\n1,1\n"),
///     ("edges.csv", "mentee,mentor,score\n0,0,900000\n0,1,300000\n1,0,500000\n"),
/// ]);
/// let reading = folder::read(&files, &folder::Options::default())?;
/// assert_eq!(solve(&Instance::new(reading.input)?)?.value().score, 800_000);
///
/// files.insert("edges.csv", "mentee,mentor,score\n0,0,900000\n0,7,300000\n");
/// let refused = folder::read(&files, &folder::Options::default()).unwrap_err();
/// assert_eq!(refused.to_string(), "edges.csv, line 3: there is no mentor 7; mentors.csv has 2, numbered from 0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The first problem found in a file.
pub fn read(files: &dyn Files, options: &Options) -> Result<Reading, Refused> {
    let mut reading = Reading { input: Input::default(), notes: Vec::new() };
    let input = &mut reading.input;
    (input.seed, input.stability) = (options.seed, options.stability);
    input.wish_bonuses = if options.wishes { WISH_BONUSES.to_vec() } else { Vec::new() };
    let scarce = people::mentors(files, &mut reading)?;
    let units = people::mentees(files, options, &mut reading)?;
    edges(files, &mut reading)?;
    reading.input.locked = pairs(files, &LOCKED, &mut reading)?;
    reading.input.forbidden = pairs(files, &FORBIDDEN, &mut reading)?;
    reading.input.earlier = pairs(files, &EARLIER, &mut reading)?;
    reading.input.previous = pairs(files, &PREVIOUS, &mut reading)?;
    rules::groups(files, &mut reading)?;
    rules::caps(files, scarce, units, &mut reading)?;
    if options.stability > 0 && reading.input.previous.is_empty() {
        reading.notes.push("There is no pair in previous.csv, so that stability changes nothing.".to_owned());
    }
    Ok(reading)
}

fn edges(files: &dyn Files, reading: &mut Reading) -> Result<(), Refused> {
    let mut table = Table::open(files, &EDGES)?;
    let (mentees, mentors) = (reading.input.mentees.len(), reading.input.mentors.len());
    let candidates = &mut reading.input.candidates;
    while table.next()? {
        let (mentee, mentor) = (table.id(0, mentees)?, table.id(1, mentors)?);
        let score = table.number(2)?;
        if !(1..=MAX_SCORE).contains(&score) {
            return Err(table.refuse(format!("the score {score} is not from 1 to {MAX_SCORE}")));
        }
        candidates.push(Candidate { mentee: MenteeId(mentee), mentor: MentorId(mentor), score });
    }
    candidates.shrink_to_fit();
    note_unused(&table, &EDGES, &mut reading.notes);
    Ok(())
}

/// The pairs of a file that may be there.
fn pairs(files: &dyn Files, layout: &'static Layout, reading: &mut Reading) -> Result<Vec<Pair>, Refused> {
    let Some(mut table) = Table::find(files, layout)? else { return Ok(Vec::new()) };
    let (mentees, mentors) = (reading.input.mentees.len(), reading.input.mentors.len());
    let mut pairs = Vec::new();
    while table.next()? {
        pairs.push(Pair::new(MenteeId(table.id(0, mentees)?), MentorId(table.id(1, mentors)?)));
    }
    note_unused(&table, layout, &mut reading.notes);
    Ok(pairs)
}

fn note_unused(table: &Table, layout: &Layout, notes: &mut Vec<String>) {
    for heading in &table.unused {
        notes.push(format!("{}: the column “{heading}” is not used.", layout.file));
    }
}
