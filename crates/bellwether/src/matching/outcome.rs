//! What came of a run, for a person at a terminal and for a program.

use crate::args::Match;
use bellwether_app::shell::words;
use bellwether_matching::{Instance, Solution, Value};
use std::fmt::{self, Display, Formatter};

pub struct Outcome<'a> {
    pub args: &'a Match,
    pub instance: &'a Instance,
    pub solution: &'a Solution,
    /// Building, solving and proving.
    pub seconds: f64,
    /// Reading the files.
    pub read_seconds: f64,
    /// The most that was held, above what was held before the instance.
    pub peak_mb: Option<f64>,
    pub notes: &'a [String],
}

/// What is left of a gap: where tiers differ, the first decides. `None` if nothing can be better.
fn open(gap: Value) -> Option<(&'static str, i64)> {
    let tiers = [("matched", gap.covered), ("further", gap.further), ("score", gap.score)];
    tiers.into_iter().find(|(_, left)| *left != 0)
}

impl Outcome<'_> {
    /// `gap` is 0 if and only if nothing can be better; otherwise it counts what `gap_in` names.
    pub fn json(&self) -> serde_json::Value {
        let value = self.solution.value();
        let bound = value + self.solution.gap();
        let (gap_in, gap) = open(self.solution.gap()).unzip();
        serde_json::json!({
            "matched": value.covered,
            "pairs": self.solution.pairs().len(),
            "further": value.further,
            "score": value.score,
            "gap": gap.unwrap_or(0),
            "gap_in": gap_in,
            "bound": { "matched": bound.covered, "further": bound.further, "score": bound.score },
            "mentees": self.instance.mentees().len(),
            "mentors": self.instance.mentors().len(),
            "candidates": self.instance.candidate_count(),
            "seconds": rounded(self.seconds, 1e6),
            "read_seconds": rounded(self.read_seconds, 1e6),
            "peak_mb": self.peak_mb.map(|mb| rounded(mb, 10.0)),
            "notes": self.notes,
        })
    }

    fn matched(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let value = self.solution.value();
        let wanting = self.instance.mentees().iter().filter(|mentee| mentee.wants > 0).count() as i64;
        let without = wanting - value.covered;
        write!(f, "{} of {} have a mentor", figure(value.covered), count(wanting, "mentee", "mentees"))?;
        if without > 0 {
            write!(f, ", {} {} none", figure(without), if without == 1 { "has" } else { "have" })?;
        }
        if value.further > 0 {
            write!(
                f,
                "; {} given on top",
                count(value.further, "further mentor was", "further mentors were")
            )?;
        }
        writeln!(f, ". The scores add up to {}.", figure(value.score))
    }

    fn proved(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let gap = self.solution.gap();
        let bound = self.solution.value() + gap;
        match open(gap) {
            None => writeln!(f, "Nothing can be better: it is proved, with a gap of 0."),
            Some((_, left)) => writeln!(
                f,
                "It is proved that no result has more than {}, {} and a score of {}: the gap is {}.",
                count(bound.covered, "mentee with a mentor", "mentees with a mentor"),
                count(bound.further, "further mentor", "further mentors"),
                figure(bound.score),
                match open(gap) {
                    Some(("matched", _)) => count(left, "mentee", "mentees"),
                    Some(("further", _)) => count(left, "further mentor", "further mentors"),
                    _ => format!("a score of {}", figure(left)),
                }
            ),
        }
    }
}

impl Display for Outcome<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (mentees, mentors) = (self.instance.mentees().len(), self.instance.mentors().len());
        writeln!(
            f,
            "{}: {}, {}, {} that may be made\n",
            self.args.instance.display(),
            count(mentees as i64, "mentee", "mentees"),
            count(mentors as i64, "mentor", "mentors"),
            count(self.instance.candidate_count() as i64, "pair", "pairs"),
        )?;
        self.matched(f)?;
        self.proved(f)?;
        writeln!(f, "It took {:.3} s, after {:.3} s of reading.", self.seconds, self.read_seconds)?;
        if let Some(mb) = self.peak_mb {
            writeln!(f, "It held {mb:.1} MB at most, above what it began with.")?;
        }
        for note in self.notes {
            writeln!(f, "Note: {note}")?;
        }
        match &self.args.out {
            Some(file) => writeln!(f, "\nThe pairs are in {}, each with its reasons.", file.display()),
            None => writeln!(f, "\nThe pairs were not kept; --out FILE writes them, each with its reasons."),
        }
    }
}

fn figure(n: i64) -> String {
    words::figure(n)
}

fn count(n: i64, one: &str, many: &str) -> String {
    words::count(n, one, many)
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}
