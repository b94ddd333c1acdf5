//! What the files say: the graph, who may be asked, where the program stands, and the rules.

use super::ids::Ids;
use super::lines::{Lines, shown};
use crate::args;
use crate::said::Said;
use bellwether_influence::{
    Candidate, Diffusion, Error, Graph, GraphBuilder, Limit, Quota, Rules, Standing, Target,
};
use std::collections::{HashMap, HashSet};
use std::path::Path;

pub struct Reading {
    pub ids: Ids,
    pub graph: Graph,
    pub candidates: Vec<Candidate>,
    pub standing: Standing,
    pub rules: Rules,
    pub limit: Limit,
    pub weights: Option<Vec<f64>>,
    /// How a message calls each quota and each target.
    pub called: Called,
}

#[derive(Default)]
pub struct Called {
    pub quotas: Vec<String>,
    pub targets: Vec<String>,
}

/// Somebody who may be asked, as the file has them.
struct Leader {
    person: u32,
    chance: f64,
    cost: f64,
}

/// leaders.csv.
#[derive(Default)]
struct Leaders {
    rows: Vec<Leader>,
    headings: Vec<String>,
    /// Column by column, who has each value.
    values: Vec<HashMap<String, Vec<u32>>>,
}

pub fn read(args: &args::Reach) -> Result<Reading, Said> {
    let mut ids = Ids::default();
    let (mut builder, mut leaders) = who(args, &mut ids)?;
    if ids.is_sparse() {
        ids = Ids::named();
        (builder, leaders) = who(args, &mut ids)?;
    }
    let diffusion = match args.diffusion {
        args::Diffusion::Cascade => Diffusion::Cascade,
        args::Diffusion::Threshold => Diffusion::Threshold,
    };
    let graph = builder.finish(ids.count(), diffusion).map_err(|why| {
        let why = match why {
            Error::TooHeavy { person, sum } => {
                format!("the ties to “{}” add up to {sum:.4}; with --diffusion threshold they may add up to 1 at most", ids.id(person))
            }
            other => other.to_string(),
        };
        Said::unreadable(format!("{}: {why}. Nothing was chosen", args.graph.display()))
    })?;
    let one_a_line = |path: &Option<std::path::PathBuf>| {
        path.as_deref().map_or_else(|| Ok(Vec::new()), |path| people(path, &ids))
    };
    let (joined, pending, declined) =
        (one_a_line(&args.joined)?, one_a_line(&args.pending)?, one_a_line(&args.declined)?);
    let chances: HashMap<u32, f64> =
        leaders.iter().flat_map(|leaders| &leaders.rows).map(|one| (one.person, one.chance)).collect();
    let pending = pending.into_iter().map(|person| (person, chances.get(&person).copied().unwrap_or(0.0)));
    let standing = Standing { joined, pending: pending.collect(), enrolled: Vec::new() };
    let away: HashSet<u32> = standing
        .joined
        .iter()
        .chain(standing.pending.iter().map(|one| &one.0))
        .chain(&declined)
        .copied()
        .collect();
    let mut called = Called::default();
    let rules = match &leaders {
        Some(leaders) => Rules {
            quotas: quotas(args, leaders, &mut called)?,
            targets: targets(args, leaders, &mut called)?,
            ..Rules::default()
        },
        None => Rules::default(),
    };
    let limit = match (args.k, args.budget) {
        (Some(count), _) => Limit::People(count),
        (None, Some(money)) => Limit::Budget(money),
        (None, None) => Limit::Targets,
    };
    let candidates = match &leaders {
        Some(leaders) => {
            let rows = leaders.rows.iter().filter(|one| !away.contains(&one.person));
            rows.map(|one| Candidate::new(one.person, one.chance).costing(one.cost)).collect()
        }
        None => (0..graph.people() as u32)
            .filter(|one| !away.contains(one))
            .map(|one| Candidate::new(one, 1.0))
            .collect(),
    };
    let weights = args.weights.as_deref().map(|path| weights(path, &ids)).transpose()?;
    Ok(Reading { ids, graph, candidates, standing, rules, limit, weights, called })
}

/// Everybody who is named, and the ties between them.
fn who(args: &args::Reach, ids: &mut Ids) -> Result<(GraphBuilder, Option<Leaders>), Said> {
    let builder = ties(&args.graph, args.openness, ids)?;
    let leaders = args.leaders.as_deref().map(|path| leaders(path, ids)).transpose()?;
    Ok((builder, leaders))
}

fn ties(path: &Path, openness: f64, ids: &mut Ids) -> Result<GraphBuilder, Said> {
    let mut lines = Lines::open(path)?;
    let src = lines.needed(&["src", "from"], "who influences")?;
    let dst = lines.needed(&["dst", "to"], "who is influenced")?;
    let prob = lines.column(&["prob", "probability"]);
    let mut builder = match prob {
        Some(_) => GraphBuilder::new(),
        None => GraphBuilder::dividing(openness).map_err(|why| Said::usage(format!("--openness: {why}")))?,
    };
    while lines.next()? {
        let src = person(ids, &lines, src, "src")?;
        let dst = person(ids, &lines, dst, "dst")?;
        let chance = if prob.is_some() { lines.number(prob, "prob", None)? as f32 } else { 1.0 };
        builder.add(src, dst, chance).map_err(|why| {
            lines.refuse(match why {
                Error::SelfTie { .. } => format!("“{}” has a tie to themselves", ids.id(src)),
                _ => format!("the prob {chance} must be above 0 and at most 1"),
            })
        })?;
    }
    Ok(builder)
}

fn person(ids: &mut Ids, lines: &Lines, column: Option<usize>, what: &str) -> Result<u32, Said> {
    let id = lines.cell(column);
    if id.is_empty() {
        return Err(lines.refuse(format!("the {what} is missing")));
    }
    lines.text(column)?;
    ids.number(id).ok_or_else(|| lines.refuse("there are more people than can be counted"))
}

fn leaders(path: &Path, ids: &mut Ids) -> Result<Leaders, Said> {
    let mut lines = Lines::open(path)?;
    let id = lines.needed(&["id", "person"], "which says who may be asked")?;
    let (accept, cost) = (lines.column(&["accept", "chance"]), lines.column(&["cost"]));
    let mut leaders = Leaders { headings: lines.headings().to_vec(), ..Leaders::default() };
    leaders.values = vec![HashMap::new(); leaders.headings.len()];
    let mut seen = HashSet::new();
    while lines.next()? {
        let person = person(ids, &lines, id, "id")?;
        if !seen.insert(person) {
            return Err(lines.refuse(format!("“{}” stands here twice", ids.id(person))));
        }
        let chance = lines.number(accept, "accept", Some(1.0))?;
        if !(0.0..=1.0).contains(&chance) {
            return Err(lines.refuse(format!("the accept {chance} must lie between 0 and 1")));
        }
        let cost = lines.number(cost, "cost", Some(1.0))?;
        if cost <= 0.0 {
            return Err(lines.refuse(format!("the cost {cost} must be above 0")));
        }
        for column in (0..leaders.headings.len()).filter(|column| Some(*column) != id) {
            let value = lines.text(Some(column))?;
            if let Some(who) = leaders.values[column].get_mut(value) {
                who.push(person);
            } else {
                leaders.values[column].insert(value.to_owned(), vec![person]);
            }
        }
        leaders.rows.push(Leader { person, chance, cost });
    }
    Ok(leaders)
}

/// One id a line; a first line that says “id” is a heading.
fn people(path: &Path, ids: &Ids) -> Result<Vec<u32>, Said> {
    let mut lines = Lines::plain(path)?;
    let mut people = Vec::new();
    while lines.next()? {
        let id = lines.text(Some(0))?;
        if id.is_empty() || lines.line() == 1 && id.trim_start_matches('\u{feff}') == "id" {
            continue;
        }
        let unknown =
            || lines.refuse(format!("“{}” is neither in the graph nor among the leaders", shown(id)));
        people.push(ids.find(id.as_bytes()).ok_or_else(unknown)?);
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

fn weights(path: &Path, ids: &Ids) -> Result<Vec<f64>, Said> {
    let mut lines = Lines::open(path)?;
    let id = lines.needed(&["id", "person"], "which says who is reached")?;
    let weight = lines.needed(&["weight"], "what it is worth")?;
    let mut weights = vec![1.0; ids.count()];
    while lines.next()? {
        let text = lines.text(id)?;
        let unknown =
            || lines.refuse(format!("“{}” is neither in the graph nor among the leaders", shown(text)));
        let person = ids.find(text.as_bytes()).ok_or_else(unknown)?;
        let worth = lines.number(weight, "weight", None)?;
        if worth < 0.0 {
            return Err(lines.refuse(format!("the weight {worth} is below 0")));
        }
        weights[person as usize] = worth;
    }
    Ok(weights)
}

fn quotas(args: &args::Reach, leaders: &Leaders, called: &mut Called) -> Result<Vec<Quota>, Said> {
    let Some(path) = &args.quota else { return Ok(Vec::new()) };
    let mut lines = Lines::open(path)?;
    let (least, most) = (lines.column(&["at_least"]), lines.column(&["at_most"]));
    if least.is_none() && most.is_none() {
        return Err(lines.refuse("there is neither a column “at_least” nor “at_most”"));
    }
    let columns = Columns::of(&lines)?;
    let mut quotas = Vec::new();
    while lines.next()? {
        let (members, name) = columns.members(&lines, leaders)?;
        let at_least =
            share(&lines, least, "at_least", members.len())?.map_or(0, |count| count.ceil() as usize);
        let at_most =
            share(&lines, most, "at_most", members.len())?.map_or(usize::MAX, |count| count.floor() as usize);
        called.quotas.push(name);
        quotas.push(Quota { members: members.to_vec(), at_least, at_most });
    }
    Ok(quotas)
}

fn targets(args: &args::Reach, leaders: &Leaders, called: &mut Called) -> Result<Vec<Target>, Said> {
    let Some(path) = &args.target else { return Ok(Vec::new()) };
    let mut lines = Lines::open(path)?;
    let joins = lines.needed(&["joins", "at_least"], "how many are expected to join")?;
    let columns = Columns::of(&lines)?;
    let mut targets = Vec::new();
    while lines.next()? {
        let (members, name) = columns.members(&lines, leaders)?;
        let missing = || lines.refuse("the number of joins is missing");
        // A share of people counts and rounds up, as targets do.
        let is_share = lines.text(joins)?.ends_with('%');
        let count = share(&lines, joins, "number of joins", members.len())?.ok_or_else(missing)?;
        called.targets.push(name);
        targets
            .push(Target { members: members.to_vec(), joins: if is_share { count.ceil() } else { count } });
    }
    Ok(targets)
}

/// A number, or a share of so many written as `20%`; `None` where the cell is empty.
fn share(lines: &Lines, column: Option<usize>, what: &str, of: usize) -> Result<Option<f64>, Said> {
    let text = lines.text(column)?;
    let (text, unit) = text.strip_suffix('%').map_or((text, 1.0), |text| (text.trim(), of as f64 / 100.0));
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<f64>() {
        // A hair off a whole number is that number: 20 % of 35 is 7.
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some((number * unit * 1e9).round() / 1e9)),
        _ => Err(lines
            .refuse(format!("the {what} “{}” is not a number from 0, nor a share like 20%", shown(text)))),
    }
}

struct Columns {
    column: Option<usize>,
    value: Option<usize>,
}

impl Columns {
    fn of(lines: &Lines) -> Result<Self, Said> {
        let column = lines.needed(&["column"], "which names a column of the leaders")?;
        let value = lines.needed(&["value"], "which says who counts")?;
        Ok(Self { column, value })
    }

    /// Who has the value of this line, and what to call them.
    fn members<'a>(&self, lines: &Lines, leaders: &'a Leaders) -> Result<(&'a [u32], String), Said> {
        let (column, value) = (lines.text(self.column)?, lines.text(self.value)?);
        let at = leaders.headings.iter().position(|heading| heading == column);
        let unknown = || {
            lines.refuse(format!(
                "the leaders have no column “{}”; they have {}",
                shown(column),
                leaders.headings.join(", ")
            ))
        };
        let nobody = || lines.refuse(format!("no leader has “{}” in the column “{column}”", shown(value)));
        let members = leaders.values[at.ok_or_else(unknown)?].get(value).ok_or_else(nobody)?;
        Ok((members, format!("{column} {}", shown(value))))
    }
}
