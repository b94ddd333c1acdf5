//! The directory as a network: who heeds whom, drawn once and asked often.

use super::store::{Directory, LevelRow, PersonRow, TieRow};
use super::ties::{self, JoinRow, TieTable};
use bellwether_influence::{Connections, Error, Graph, Options, Probabilities, Reach, Tie, TieKind, Warmth};
use bellwether_kernel::{Date, LevelId, PersonId, ProgramId};
use std::collections::HashMap;

/// Everybody in the directory by a number, with their ties. It knows of no program.
pub struct Network {
    people: Vec<PersonRow>,
    numbers: HashMap<PersonId, u32>,
    levels: Vec<LevelRow>,
    /// For each person, by kind, the others of their ties.
    others: HashMap<Said, Vec<Vec<u32>>>,
    near: Vec<Vec<u32>>,
    /// How many ties the directory has, reporting lines left aside.
    pub ties: usize,
    /// How many of its people report to another of them.
    pub lines: usize,
    imported: usize,
    /// Whom a yes brings, before anybody has joined.
    pub reach: Reach,
    /// Who opens the door to whom.
    pub connections: Connections,
}

/// The directory's ties among people by number, reporting lines last.
pub struct Drawn {
    /// Everybody's number.
    pub numbers: HashMap<PersonId, u32>,
    /// The ties.
    pub ties: Vec<Tie>,
    /// How many of them are no reporting lines.
    known: usize,
    imported: usize,
}

impl Drawn {
    /// Numbers people in their order. A tie whose kind nobody knows, or to somebody who has left, is left out.
    pub fn new(people: &[PersonRow], rows: &[TieRow]) -> Self {
        let numbers: HashMap<PersonId, u32> = (0..).zip(people).map(|(n, p)| (p.id, n)).collect();
        let mut ties = Vec::with_capacity(rows.len() + people.len());
        let mut imported = 0;
        for row in rows {
            let ends = (numbers.get(&row.from), numbers.get(&row.to), TieKind::from_word(&row.kind));
            if let (Some(&from), Some(&to), Some(kind)) = ends {
                imported += usize::from(row.imported);
                ties.push(Tie { from, to, kind, weight: row.weight });
            }
        }
        let known = ties.len();
        for (from, person) in (0..).zip(people) {
            if let Some(&to) = person.manager.as_ref().and_then(|m| numbers.get(m)) {
                ties.push(Tie { from, to, kind: TieKind::ReportsTo, weight: 1.0 });
            }
        }
        Self { numbers, ties, known, imported }
    }
}

/// What says how much influence runs along the ties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The program's table.
    pub table: TieTable,
    /// Who joined, and when, as seen on a day; absent where the table is followed, which neither changes.
    pub joins: Option<(Vec<JoinRow>, Date)>,
}

impl Ground {
    fn graph(&self, numbers: &HashMap<PersonId, u32>, ties: &[Tie]) -> Result<Graph, Error> {
        match &self.joins {
            None => Graph::from_ties(numbers.len(), ties, &self.table.weights(), Probabilities::default()),
            Some((joins, today)) => {
                let learned = ties::learned(numbers, ties, joins, &self.table, *today)?;
                // A chance was learned for each tie of a kind, however strong it is said to be.
                let alike: Vec<Tie> = ties.iter().map(|tie| Tie { weight: 1.0, ..*tie }).collect();
                Graph::from_ties(numbers.len(), &alike, &learned.table(), Probabilities::Given)
            }
        }
    }
}

/// What is said of others towards a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Said {
    /// They ask the person's advice.
    AskAdvice,
    /// They were mentored by the person.
    WereMentored,
    /// They report to the person.
    ReportTo,
    /// They and the person work, or sat on a committee, together.
    WorkWith,
    /// They call the person a friend.
    CallFriend,
}

impl Network {
    /// Draws the samples; with many people this takes a while. The program seeds them, so that the same
    /// directory gives the same list every time.
    ///
    /// # Errors
    /// Where a tie's weight is none.
    pub fn new(directory: Directory, program: ProgramId, ground: &Ground) -> Result<Self, Error> {
        let Directory { people, ties: rows, levels } = directory;
        let Drawn { numbers, ties, known, imported } = Drawn::new(&people, &rows);
        let graph = ground.graph(&numbers, &ties)?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let options = Options { seed: program.0 as u64, threads, ..Options::default() };
        let mut network = Self {
            reach: Reach::build(graph, &options)?,
            connections: Connections::new(people.len(), &ties, &Warmth::default())?,
            others: others(people.len(), &ties),
            near: Vec::new(),
            ties: known,
            lines: ties.len() - known,
            imported,
            numbers,
            people,
            levels,
        };
        network.near = network.leaders_near(&ties);
        Ok(network)
    }

    /// Whose number it is.
    pub fn person(&self, number: u32) -> &PersonRow {
        &self.people[number as usize]
    }

    /// The number of somebody who is in the directory and has not left.
    pub fn number(&self, person: PersonId) -> Option<u32> {
        self.numbers.get(&person).copied()
    }

    /// Everybody's number.
    pub fn everybody(&self) -> impl Iterator<Item = u32> + use<> {
        0..self.people.len() as u32
    }

    /// The levels, the highest first.
    pub fn levels(&self) -> &[LevelRow] {
        &self.levels
    }

    /// Somebody's level.
    pub fn level(&self, person: u32) -> Option<&LevelRow> {
        let level: LevelId = self.person(person).level?;
        self.levels.iter().find(|l| l.id == level)
    }

    /// Whether somebody is at a senior level.
    pub fn leads(&self, person: u32) -> bool {
        self.level(person).is_some_and(|l| l.senior)
    }

    /// Of whom something is said towards a person; each once.
    pub fn of_whom(&self, said: Said, person: u32) -> &[u32] {
        self.others.get(&said).map_or(&[], |all| &all[person as usize])
    }

    /// The leaders who have a tie of any kind with a person.
    pub fn leaders_near_to(&self, person: u32) -> &[u32] {
        &self.near[person as usize]
    }

    /// Where ties come from, as the source of a reason.
    pub fn source_of_ties(&self) -> &'static str {
        match self.imported {
            0 => "ties written by hand",
            n if n == self.ties => "imported ties",
            _ => "ties, imported and by hand",
        }
    }

    fn leaders_near(&self, ties: &[Tie]) -> Vec<Vec<u32>> {
        let mut near = vec![Vec::new(); self.people.len()];
        let leads: Vec<bool> = self.everybody().map(|p| self.leads(p)).collect();
        for tie in ties {
            for (one, other) in [(tie.from, tie.to), (tie.to, tie.from)] {
                if leads[one as usize] && leads[other as usize] {
                    near[one as usize].push(other);
                }
            }
        }
        near.iter_mut().for_each(tidy);
        near
    }
}

fn others(people: usize, ties: &[Tie]) -> HashMap<Said, Vec<Vec<u32>>> {
    let mut others: HashMap<Said, Vec<Vec<u32>>> = HashMap::new();
    let mut say = |said, person: u32, other: u32| {
        let all = others.entry(said).or_insert_with(|| vec![Vec::new(); people]);
        if person != other {
            all[person as usize].push(other);
        }
    };
    for &Tie { from, to, kind, .. } in ties {
        match kind {
            TieKind::Advised => say(Said::AskAdvice, from, to),
            TieKind::Mentored => say(Said::WereMentored, from, to),
            TieKind::ReportsTo => say(Said::ReportTo, to, from),
            TieKind::Friend => say(Said::CallFriend, to, from),
            TieKind::WorkedWith | TieKind::Committee => {
                say(Said::WorkWith, from, to);
                say(Said::WorkWith, to, from);
            }
        }
    }
    others.values_mut().flatten().for_each(tidy);
    others
}

fn tidy(list: &mut Vec<u32>) {
    list.sort_unstable();
    list.dedup();
}
