//! What came of a search, for a person at a terminal and for a program.

use super::read::Reading;
use crate::args::Reach;
use bellwether_app::shell::words;
use bellwether_influence::{Brings, Estimate, Found, Manner};
use std::fmt::{self, Display, Formatter};

/// So many leaders are shown at a terminal.
const SHOWN: usize = 20;

pub struct Outcome<'a> {
    pub args: &'a Reach,
    pub reading: &'a Reading,
    pub found: &'a Found,
    /// By the order of the list; empty if nobody asked.
    pub brings: &'a [Brings],
    /// Choosing, judging and proving.
    pub seconds: f64,
    /// Reading the files.
    pub read_seconds: f64,
    /// Finding whom each brings alone.
    pub brings_seconds: f64,
    /// The most that was held, above what was held before reading.
    pub peak_mb: Option<f64>,
}

impl Outcome<'_> {
    pub fn json(&self) -> serde_json::Value {
        let (ids, found) = (&self.reading.ids, self.found);
        let seeds: Vec<serde_json::Value> = found.list.iter().map(|one| id(&ids.id(one.person))).collect();
        let leaders: Vec<serde_json::Value> = found.list.iter().enumerate().map(|(at, one)| {
            let alone = self.brings.get(at).map(|brings| estimate(brings.alone));
            serde_json::json!({ "id": id(&ids.id(one.person)), "accept": one.chance, "cost": one.cost, "alone": alone })
        }).collect();
        serde_json::json!({
            "seeds": seeds,
            "expected": rounded(found.expected.mean, 1e3),
            "lower": rounded(found.lower, 1e3),
            "upper": rounded(found.upper, 1e3),
            "ratio": rounded(found.ratio, 1e6),
            "confidence": found.confidence,
            "leaders": leaders,
            "expected_joins": rounded(found.list.iter().map(|one| one.chance).sum(), 1e3),
            "cost": rounded(found.list.iter().map(|one| one.cost).sum(), 1e3),
            "chosen_by": manner(found.manner),
            "people": self.reading.graph.people(),
            "ties": self.reading.graph.edges(),
            "candidates": self.reading.candidates.len(),
            "sets": found.sets,
            "seconds": rounded(self.seconds, 1e6),
            "read_seconds": rounded(self.read_seconds, 1e6),
            "brings_seconds": rounded(self.brings_seconds, 1e6),
            "peak_mb": self.peak_mb.map(|mb| rounded(mb, 10.0)),
        })
    }

    fn list(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, one) in self.found.list.iter().take(SHOWN).enumerate() {
            write!(f, "{:>5}. {}", at + 1, self.reading.ids.id(one.person))?;
            if one.chance < 1.0 {
                write!(f, ", a yes in {:.0} of 100", one.chance * 100.0)?;
            }
            match self.brings.get(at) {
                Some(Brings { alone, .. }) => writeln!(
                    f,
                    ": brings {} ({}–{}) whom nobody else on the list reaches",
                    people(alone.mean),
                    figure(alone.lower.floor()),
                    figure(alone.upper.ceil())
                )?,
                None => writeln!(f)?,
            }
        }
        match self.found.list.len().saturating_sub(SHOWN) {
            0 => writeln!(f),
            more => writeln!(f, "       and {} more; --json names all of them\n", figure(more as f64)),
        }
    }
}

impl Display for Outcome<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let found = self.found;
        let (people_count, ties) = (self.reading.graph.people() as f64, self.reading.graph.edges() as f64);
        writeln!(
            f,
            "{}: {}, {} ties, {} who can be asked\n",
            self.args.graph.display(),
            people(people_count),
            figure(ties),
            figure(self.reading.candidates.len() as f64)
        )?;
        self.list(f)?;
        let beyond = if self.reading.standing.joined.is_empty() { "" } else { " more" };
        writeln!(
            f,
            "Asking these {} is expected to reach {}{beyond} ({} to {}).",
            figure(found.list.len() as f64),
            people(found.expected.mean),
            figure(found.expected.lower.floor()),
            figure(found.expected.upper.ceil())
        )?;
        writeln!(
            f,
            "It is proved, {} % sure, that no permitted list reaches more than {}: this one has at least {:.1} % of the best.",
            rounded(found.confidence * 100.0, 1e6),
            figure(found.upper.ceil()),
            (found.ratio * 1000.0).floor() / 10.0
        )?;
        writeln!(f, "It was found {}.", manner_in_words(found.manner))?;
        writeln!(f, "It took {:.3} s, after {:.3} s of reading.", self.seconds, self.read_seconds)?;
        if let Some(mb) = self.peak_mb {
            writeln!(f, "It held {mb:.1} MB at most, above what it began with.")?;
        }
        Ok(())
    }
}

fn manner(manner: Manner) -> &'static str {
    match manner {
        Manner::Greedy => "greedy",
        Manner::Informed => "informed",
        Manner::Regardless => "regardless",
        Manner::Direct => "direct",
        Manner::PageRank => "pagerank",
        Manner::Exchanged => "exchanged",
    }
}

fn manner_in_words(manner: Manner) -> &'static str {
    match manner {
        Manner::Greedy => "by taking whoever adds most, one after another",
        Manner::Informed => "by taking whoever adds most, weighing in everybody’s own ties",
        Manner::Regardless => "by taking whoever adds most, whatever they cost",
        Manner::Direct => "by whom each brings along directly, which reached most here",
        Manner::PageRank => "by PageRank on who is heeded, which reached most here",
        Manner::Exchanged => {
            "by taking whoever adds most, and then changing one after another for somebody who adds more"
        }
    }
}

/// An id as it is in the files: a number where it is written like one.
fn id(id: &str) -> serde_json::Value {
    match id.parse::<u64>() {
        Ok(number) if number.to_string() == id => number.into(),
        _ => id.into(),
    }
}

fn estimate(estimate: Estimate) -> serde_json::Value {
    let [mean, lower, upper] = [estimate.mean, estimate.lower, estimate.upper].map(|n| rounded(n, 1e3));
    serde_json::json!({ "mean": mean, "lower": lower, "upper": upper })
}

fn people(number: f64) -> String {
    words::count(number.round() as i64, "person", "people")
}

fn figure(number: f64) -> String {
    words::figure(number.round() as i64)
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}
