//! The page: the finding, the picture, and the same in numbers.

use super::super::cache;
use super::super::network::Network;
use super::super::reckoning::Reckoning;
use super::ground::{MANY, Shape};
use super::picked::{self, Pick, Picked, about, of_joined, place_of};
use super::picture::{Picture, ground};
use super::question::{Question, ROWS};
use super::twin::{GroupRow, LeaderRow, TieRow, Twin};
use super::view::{beside, step};
use super::who::{PERHAPS, Who};
use crate::access::{At, Coordinator, Ctx};
use crate::features::programs;
use crate::shell::{Fields, Frame, Result, show, words};
use askama::Template;
use bellwether_influence::Error;
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{PersonId, ProgramId};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "features/shortlist/map/page.html")]
struct MapPage {
    frame: Frame,
    program: ProgramId,
    program_name: String,
    base: String,
    look: Option<Look>,
}

/// Everything the page shows, but its frame.
struct Look {
    question: Question,
    drawn_from: String,
    has_ties: bool,
    heading: String,
    lede: String,
    /// Who is picked: their name, their id, and how many ties they have.
    picked: Option<(String, PersonId, usize)>,
    /// Those who fit what was typed, where several do: id, name, place; and how many fit.
    several: (Vec<(PersonId, String, String)>, usize),
    /// What was typed, where nobody fits.
    stranger: Option<String>,
    offices: Vec<String>,
    office: Option<String>,
    nearer: Question,
    wider: Question,
    picture: String,
    painted: bool,
    /// What a line is, where lines are drawn for all who have joined.
    lines: &'static str,
    /// What leaders are called: one, several.
    called: (String, String),
    groups: Vec<GroupRow>,
    all: GroupRow,
    leaders: Vec<LeaderRow>,
    leaders_in_all: usize,
    ties: Vec<TieRow>,
}

/// `GET /programs/{program}/map`
pub async fn page(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let question = Question::read(&Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes()));
    let of = programs::find(&ctx.db, program).await?;
    let reckoning = cache::reckoning(&ctx.db, program, ctx.today()).await?;
    let zone = ctx.organization.zone.clone();
    let base = ctx.path("/map");
    let at = base.clone();
    let look = cache::aside(move || {
        if reckoning.leaders.is_empty() { Ok(None) } else { look(&reckoning, question, &at, &zone).map(Some) }
    })
    .await?;
    show(&MapPage { frame: ctx.frame("Map", &base), program, program_name: of.name, base, look })
}

fn look(
    reckoning: &Arc<Reckoning>,
    mut question: Question,
    base: &str,
    zone: &TimeZone,
) -> std::result::Result<Look, Error> {
    let network = &*reckoning.network;
    let who = Who::of(reckoning)?;
    let (wide, narrow) = (ground(reckoning, Shape::Wide), ground(reckoning, Shape::Narrow));
    question.office = question.office.filter(|name| wide.office(name).is_some());
    let found = picked::find(network, &question.who);
    let picked = match found {
        Pick::One(number) => Some(picked::picked(reckoning, number)?),
        _ => None,
    };
    if let Some(picked) = &picked {
        question = Question { who: network.person(picked.number).id.to_string(), ..question };
    }
    let called = called(network);
    let expected = who.expected(network.everybody());
    let heading = heading(reckoning, expected, &called);
    let lede = lede(reckoning, &who, picked.as_ref(), &called)?;
    let picture =
        Picture { reckoning, who: &who, picked: picked.as_ref(), question: &question, called: &called };
    let everybody: Vec<u32> = network.everybody().collect();
    let title = format!("{} by office and department. {heading}. {lede}", people(network));
    let twin = Twin { reckoning, who: &who };
    let (leaders, leaders_in_all) = twin.leaders(question.rows, zone)?;
    let near = zoom(&question, &wide);
    let (nearer, wider) = beside(near);
    let of_all = question.office.as_deref().and_then(|name| wide.office(name));
    Ok(Look {
        drawn_from: drawn_from(network),
        has_ties: network.ties + network.lines > 0,
        picture: picture.html(&wide, &narrow, &title)?,
        painted: everybody.len() >= MANY,
        lines: of_joined(reckoning).1,
        groups: twin.groups(&wide, &question, base),
        all: match of_all {
            Some(office) => twin.row(question.office.clone().unwrap_or_default(), None, &office.people),
            None => twin.row("All".to_owned(), None, &everybody),
        },
        leaders,
        leaders_in_all,
        ties: picked.as_ref().map_or_else(Vec::new, |picked| twin.ties(picked, question.ties)),
        stranger: matches!(found, Pick::Stranger).then(|| stranger(&question.who)),
        several: match found {
            Pick::Several(some, all) => (some.into_iter().map(|p| choice(network, p)).collect(), all),
            _ => (Vec::new(), 0),
        },
        picked: picked.map(|p| {
            let person = network.person(p.number);
            (person.name.clone(), person.id, p.ties.len())
        }),
        offices: wide.offices.iter().filter_map(|office| office.name.clone()).collect(),
        office: question.office.clone(),
        nearer: question.as_near(nearer.unwrap_or(near)),
        wider: question.as_near(wider.unwrap_or(near)),
        question,
        heading,
        lede,
        called,
    })
}

/// How near the map is seen now.
fn zoom(question: &Question, ground: &super::ground::Ground) -> f64 {
    let office = question.office.as_deref().and_then(|name| ground.office(name));
    let onto = office.map(|office| super::view::View::onto(ground, office.within).zoom);
    question.zoom.or(onto).map_or(1.0, step)
}

/// What one leader, and several, are called: by their level where there is but one.
fn called(network: &Network) -> (String, String) {
    let mut senior = network.levels().iter().filter(|level| level.senior);
    match (senior.next(), senior.next()) {
        (Some(only), None) => (only.name.clone(), words::plural(&only.name)),
        _ => ("leader".to_owned(), "leaders".to_owned()),
    }
}

fn people(network: &Network) -> String {
    words::count(network.everybody().count() as i64, "person", "people")
}

fn drawn_from(network: &Network) -> String {
    match network.ties {
        0 => words::count(network.lines as i64, "reporting line", "reporting lines"),
        ties => words::count(ties as i64, "tie", "ties"),
    }
}

fn heading(reckoning: &Reckoning, expected: f64, (one, many): &(String, String)) -> String {
    let network = &reckoning.network;
    let joined = reckoning.joined.len() as i64;
    let of = words::figure(network.everybody().count() as i64);
    let number = words::sentence(&words::number(joined));
    let (whom, reach) = if joined == 1 { (one, "reaches") } else { (many, "reach") };
    match expected.round() as i64 {
        _ if joined == 0 => "Nobody has joined yet".to_owned(),
        _ if network.ties + network.lines == 0 => {
            format!("{number} {whom} {} joined", if joined == 1 { "has" } else { "have" })
        }
        0 => format!("{number} {whom} {reach} hardly anybody yet"),
        n => format!("{number} {whom} {reach} about {} of {of}", words::figure(n)),
    }
}

/// What the picked person is; else what the first of the shortlist would add.
fn lede(
    reckoning: &Reckoning,
    who: &Who,
    picked: Option<&Picked>,
    (_, many): &(String, String),
) -> std::result::Result<String, Error> {
    if let Some(picked) = picked {
        return Ok(picked.told.clone());
    }
    if reckoning.network.ties + reckoning.network.lines == 0 {
        return Ok("There are no ties yet, so nobody knows whom anybody reaches.".to_owned());
    }
    let list = reckoning.list(|_| true)?;
    let lit = who.reached.iter().filter(|chance| **chance >= PERHAPS).count() as i64;
    let lit = match lit {
        _ if reckoning.joined.is_empty() => String::new(),
        0 => String::new(),
        n => format!(
            "{} at one in twenty or more. ",
            words::sentence(&words::count(n, "person is reached", "people are reached"))
        ),
    };
    let Some(first) = list.first() else {
        return Ok(format!("{lit}All {many} have joined, are being asked, or were set aside."));
    };
    let name = &reckoning.network.person(first.person).name;
    let brings = about(first.followers.mean);
    Ok(match first.followers.mean.round() as i64 {
        0 => format!("{lit}The shortlist names {name} first; a yes brings {brings} whom nobody reaches yet."),
        _ => format!(
            "{lit}{name} is next on the shortlist: a yes brings {brings} whom nobody reaches yet, somewhere from {:.0} to {:.0}.",
            first.likely.low, first.likely.high
        ),
    })
}

fn stranger(who: &str) -> String {
    match who.parse::<PersonId>() {
        Ok(_) => "This person is not in the directory any more.".to_owned(),
        Err(_) => format!("Nobody in the directory is called “{who}”. Part of a name is enough."),
    }
}

fn choice(network: &Network, number: u32) -> (PersonId, String, String) {
    let person = network.person(number);
    (person.id, person.name.clone(), place_of(network, number))
}

impl Look {
    /// "Ten of 36 shown".
    fn shown(&self) -> String {
        let shown = words::sentence(&words::number(self.leaders.len() as i64));
        format!("{shown} of {} shown", words::figure(self.leaders_in_all as i64))
    }

    /// The question with more leaders, and how many.
    fn more_leaders(&self) -> Option<(Question, usize)> {
        let left = self.leaders_in_all.saturating_sub(self.leaders.len());
        (left > 0).then(|| {
            (Question { rows: self.question.rows + 2 * ROWS, ..self.question.clone() }, left.min(2 * ROWS))
        })
    }

    /// The question with more ties of the picked person, and how many.
    fn more_ties(&self) -> Option<(Question, usize)> {
        let all = self.picked.as_ref().map_or(0, |(_, _, ties)| *ties);
        let left = all.saturating_sub(self.ties.len());
        (left > 0).then(|| {
            (Question { ties: self.question.ties + 3 * ROWS, ..self.question.clone() }, left.min(3 * ROWS))
        })
    }

    /// What stands in the search field.
    fn typed(&self) -> &str {
        self.picked.as_ref().map_or(&self.question.who, |(name, ..)| name)
    }
}
