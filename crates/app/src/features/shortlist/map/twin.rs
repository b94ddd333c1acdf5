//! The map in tables: by office or department, leader by leader, and the ties of whoever is picked.

use super::super::network::Said;
use super::super::place;
use super::super::reckoning::Reckoning;
use super::ground::Ground;
use super::picked::{Picked, place_of};
use super::plan::office_name;
use super::question::Question;
use super::who::{self, LIKELY, PERHAPS, Who};
use crate::shell::words;
use bellwether_influence::Error;
use bellwether_kernel::PersonId;
use bellwether_kernel::jiff::tz::TimeZone;

/// A row of people who belong together.
#[derive(Debug, Clone, Default)]
pub struct GroupRow {
    /// "Boston".
    pub name: String,
    /// Where the map shows them alone.
    pub link: Option<String>,
    /// How many they are.
    pub people: i64,
    /// "3 of 22".
    pub leaders: String,
    /// Who takes part besides.
    pub parts: i64,
    /// How many are expected to be reached.
    pub reached: String,
    /// How many are reached at one in four or more.
    pub likely: i64,
    /// How many at one in twenty or more, and less than that.
    pub perhaps: i64,
    /// Everybody else who does not take part.
    pub out: i64,
}

/// A leader's row.
pub struct LeaderRow {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// "Litigation, Boston".
    pub place: String,
    /// The class of the status's shape, and its words.
    pub status: (&'static str, String),
    /// How many ask their advice.
    pub advised: usize,
    /// How many they reach, counted alone.
    pub reaches: String,
    /// How many a yes adds; what is counted already says so.
    pub adds: String,
}

/// A tie of whoever is picked.
pub struct TieRow {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// "Litigation, Boston".
    pub place: String,
    /// "asks their advice".
    pub words: String,
    /// The chance that they would follow.
    pub chance: String,
}

/// Who is counted, and as what.
pub struct Twin<'a> {
    /// The program over the network.
    pub reckoning: &'a Reckoning,
    /// What everybody is.
    pub who: &'a Who,
}

impl Twin<'_> {
    /// The offices; or the departments of the office that is looked at.
    pub fn groups(&self, ground: &Ground, question: &Question, base: &str) -> Vec<GroupRow> {
        let office = question.office.as_deref().and_then(|name| ground.office(name));
        if let Some(office) = office {
            let all = ground.circles.iter();
            let here: Vec<_> = all
                .filter(|c| ground.offices.get(c.office).is_some_and(|of| of.name == office.name))
                .collect();
            let nameless = if here.len() == 1 { "Everybody" } else { "No department named" };
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| nameless.to_owned());
            return here.into_iter().map(|c| self.row(name(&c.department), None, &c.people)).collect();
        }
        let row = |office: &super::ground::Office| {
            let link = office.name.as_deref().filter(|_| ground.offices.len() > 1);
            let link = link.map(|name| format!("{base}{}#picture", question.looking_at(Some(name)).query()));
            self.row(office_name(office.name.as_deref()), link, &office.people)
        };
        ground.offices.iter().map(row).collect()
    }

    /// All of these in one row.
    pub fn row(&self, name: String, link: Option<String>, people: &[u32]) -> GroupRow {
        let network = &self.reckoning.network;
        let leads = |p: &&u32| network.leads(**p);
        let joined = people.iter().filter(|p| self.reckoning.joined.binary_search(p).is_ok()).count();
        let parts = people.iter().filter(|p| self.takes_part(**p)).count();
        let chance = |p: &&u32| self.who.reached[**p as usize];
        let likely = people.iter().filter(|p| chance(p) >= LIKELY).count();
        let perhaps = people.iter().filter(|p| (PERHAPS..LIKELY).contains(&chance(p))).count();
        GroupRow {
            name,
            link,
            people: people.len() as i64,
            leaders: format!("{joined} of {}", words::figure(people.iter().filter(leads).count() as i64)),
            parts: parts as i64,
            reached: who::people(self.who.expected(people.iter().copied())),
            likely: likely as i64,
            perhaps: perhaps as i64,
            out: (people.len() - joined - parts - likely - perhaps) as i64,
        }
    }

    fn takes_part(&self, person: u32) -> bool {
        self.who.marks[person as usize] == who::Mark::TakesPart
    }

    /// Leaders: who has joined, by how many they reach; then the shortlist in its order. With how many there are.
    ///
    /// # Errors
    /// None that the records can bring about.
    pub fn leaders(&self, rows: usize, zone: &TimeZone) -> Result<(Vec<LeaderRow>, usize), Error> {
        let network = &self.reckoning.network;
        let mut joined = Vec::new();
        for person in &self.reckoning.joined {
            joined.push((*person, network.reach.marginal(*person)?.mean));
        }
        joined.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let listed = self.reckoning.list(|_| true)?;
        let all = joined.iter().map(|(p, _)| *p).chain(listed.iter().map(|pick| pick.person));
        let shown = all.take(rows).map(|p| self.leader(p, zone)).collect::<Result<_, _>>()?;
        Ok((shown, joined.len() + listed.len()))
    }

    fn leader(&self, number: u32, zone: &TimeZone) -> Result<LeaderRow, Error> {
        let network = &self.reckoning.network;
        let person = network.person(number);
        let leader = self.reckoning.leader(person.id);
        let status = match leader {
            Some(leader) if leader.place != place::Place::Joined => {
                place::status(leader.prospect.as_ref(), leader.ever_asked, zone)
            }
            _ => ("joined", "Joined".to_owned()),
        };
        Ok(LeaderRow {
            person: person.id,
            name: person.name.clone(),
            place: place_of(network, number),
            status,
            advised: network.of_whom(Said::AskAdvice, number).len(),
            reaches: who::people(network.reach.marginal(number)?.mean),
            adds: who::would_add(self.reckoning, number)?.map_or_else(|| "counted".to_owned(), who::people),
        })
    }

    /// The first of the picked person's ties.
    pub fn ties(&self, picked: &Picked, rows: usize) -> Vec<TieRow> {
        let network = &self.reckoning.network;
        let row = |tie: &super::picked::PickedTie| {
            let person = network.person(tie.number);
            let chance = match self.who.marks[tie.number as usize] {
                who::Mark::Joined => "has joined".to_owned(),
                who::Mark::TakesPart => "takes part".to_owned(),
                _ => words::percent(tie.chance),
            };
            TieRow {
                person: person.id,
                name: person.name.clone(),
                place: place_of(network, tie.number),
                words: if tie.words.is_empty() { "through others".to_owned() } else { tie.words.clone() },
                chance,
            }
        };
        picked.ties.iter().take(rows).map(row).collect()
    }
}
