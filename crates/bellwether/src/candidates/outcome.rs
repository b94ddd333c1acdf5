//! What came of a run, for a person at a terminal and for a program.

use super::proof::Proof;
use super::sides::Program;
use crate::args::Candidates;
use bellwether_app::shell::words;
use bellwether_matching::candidates::{Found, Loss};
use std::fmt::{self, Display, Formatter};

pub struct Outcome<'a> {
    pub args: &'a Candidates,
    pub program: &'a Program,
    pub found: &'a Found,
    /// Candidates before any were added.
    pub kept: usize,
    pub proof: Option<Proof>,
    /// Finding, reading and writing.
    pub seconds: [f64; 3],
    /// The most that was held, above what was held before.
    pub peak_mb: Option<f64>,
}

impl Outcome<'_> {
    pub fn json(&self) -> serde_json::Value {
        let [seconds, read_seconds, write_seconds] = self.seconds.map(rounded);
        let had_cut = |cuts: &[u32]| cuts.iter().filter(|cut| **cut > 0).count();
        let proof = self.proof.as_ref().map(|proof| {
            let at_most = proof.loss.at_most;
            serde_json::json!({
                "nothing_lost": proof.loss.is_nothing(),
                "at_most": { "matched": at_most.covered, "further": at_most.further, "score": at_most.score },
                "mentees": proof.loss.mentees,
                "added": proof.added,
                "rounds": proof.rounds,
                "seconds": rounded(proof.seconds),
            })
        });
        serde_json::json!({
            "mentees": self.program.people.mentees.len(),
            "mentors": self.program.people.mentors.len(),
            "candidates": self.found.candidates.len(),
            "k": self.args.k,
            "looked_at": self.found.seen,
            "seconds": seconds,
            "read_seconds": read_seconds,
            "write_seconds": write_seconds,
            "peak_mb": self.peak_mb.map(|mb| (mb * 10.0).round() / 10.0),
            "cut": {
                "mentees": had_cut(&self.found.mentee_cuts),
                "mentors": had_cut(&self.found.mentor_cuts),
                "proof": proof,
            },
            "notes": self.program.notes,
        })
    }

    fn proved(&self, f: &mut Formatter<'_>, proof: &Proof) -> fmt::Result {
        if proof.added > 0 {
            let added =
                count(proof.added as i64, "pair that could matter was", "pairs that could matter were");
            writeln!(f, "{added} added, and it was solved {} times.", figure(proof.rounds as i64))?;
        }
        let k = self.args.k;
        if proof.loss.is_nothing() {
            return writeln!(
                f,
                "Nothing was lost by keeping {k}: it is proved that no other pair could make the result better."
            );
        }
        writeln!(
            f,
            "Warning: by keeping {k}, up to {} could have been lost ({} with a pair that could matter). Raise --k, or say --complete.",
            lost(&proof.loss),
            count(proof.loss.mentees as i64, "mentee", "mentees"),
        )
    }
}

/// The first tier in which something can have been lost.
fn lost(loss: &Loss) -> String {
    let at_most = loss.at_most;
    match (at_most.covered, at_most.further) {
        (0, 0) => format!("a score of {}", figure(at_most.score)),
        (0, further) => count(further, "further mentor", "further mentors"),
        (covered, _) => count(covered, "mentee with a mentor", "mentees with a mentor"),
    }
}

impl Display for Outcome<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let people = &self.program.people;
        let (mentees, mentors) = (people.mentees.len() as i64, people.mentors.len() as i64);
        writeln!(
            f,
            "{}, {}: {} kept, of {} that there are.",
            count(mentees, "mentee", "mentees"),
            count(mentors, "mentor", "mentors"),
            count(self.kept as i64, "pair was", "pairs were"),
            figure(mentees * mentors),
        )?;
        match &self.proof {
            Some(proof) => self.proved(f, proof)?,
            None => writeln!(f, "Whether something was lost by keeping {} was not looked at.", self.args.k)?,
        }
        let [seconds, read, write] = self.seconds;
        writeln!(f, "It took {seconds:.2} s, after {read:.2} s of reading; writing took {write:.2} s.")?;
        if let Some(proof) = &self.proof {
            writeln!(f, "Solving and proving took {:.2} s.", proof.seconds)?;
        }
        if let Some(mb) = self.peak_mb {
            writeln!(f, "It held {mb:.0} MB at most, above what it began with.")?;
        }
        for note in &self.program.notes {
            writeln!(f, "Note: {note}")?;
        }
        let options = [(self.args.wants, " --wants"), (self.args.wishes, " --wishes")];
        let options: String = options.into_iter().filter(|(is_on, _)| *is_on).map(|(_, word)| word).collect();
        writeln!(
            f,
            "\nThe instance is in {0}: bellwether match --instance {0}{options}",
            self.args.out.display()
        )
    }
}

fn figure(n: i64) -> String {
    words::figure(n)
}

fn count(n: i64, one: &str, many: &str) -> String {
    words::count(n, one, many)
}

/// To microseconds.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}
