//! What an import did, for a person at a terminal.

use bellwether_app::features::people::imports::TieUse;
use bellwether_app::features::people::{Kind, Outcome, Problem};
use bellwether_app::shell::words;
use bellwether_kernel::one_line;
use std::fmt::{self, Display, Formatter, Write as _};
use std::path::Path;

/// Problems that are named one by one; the others are counted.
pub const MOST_NAMED: usize = 20;
/// Characters of a cell that are shown.
const MOST_SHOWN: usize = 60;
const NOT_KEPT: &str = "Not kept";

/// What an import did, or would do.
pub struct Summary<'a> {
    pub file: &'a Path,
    pub kind: Kind,
    pub is_dry: bool,
    pub outcome: &'a Outcome,
}

impl Display for Summary<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let rows = self.outcome.counts.rows();
        let format = &self.outcome.report.format;
        writeln!(f, "{}: {format}, {}\n", self.file.display(), many(rows, "row", "rows"))?;
        self.columns(f)?;
        self.counts(f)?;
        self.levels(f)?;
        self.notes(f)?;
        self.problems(f)?;
        self.unknown_kinds(f)?;
        self.then(f)
    }
}

impl Summary<'_> {
    fn columns(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let columns = self.outcome.columns.iter().map(|(heading, label)| (plain(heading), *label));
        let (kept, left): (Vec<_>, Vec<_>) = columns.partition(|(_, label)| *label != NOT_KEPT);
        let wide = kept.iter().map(|(heading, _)| heading.chars().count()).max().unwrap_or_default();
        for (heading, label) in &kept {
            writeln!(f, "  {heading:wide$}  →  {label}")?;
        }
        if !left.is_empty() {
            let left: Vec<String> = left.into_iter().map(|(heading, _)| heading).collect();
            writeln!(f, "  Not kept: {}", left.join(", "))?;
        }
        writeln!(f)
    }

    fn counts(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let c = self.outcome.counts;
        let counts =
            [(c.new, "new"), (c.changed, "changed"), (c.unchanged, "unchanged"), (c.rejected, "rejected")];
        let wide = counts.iter().map(|(n, _)| number(*n).len()).max().unwrap_or_default();
        for (n, word) in counts {
            writeln!(f, "  {:>wide$}  {word}", number(n))?;
        }
        Ok(())
    }

    fn levels(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let with_people = self.outcome.report.levels.iter().filter(|level| level.people > 0);
        let levels: Vec<String> = with_people
            .map(|l| {
                format!("{} ({}{})", plain(&l.name), number(l.people), if l.senior { ", senior" } else { "" })
            })
            .collect();
        if levels.is_empty() {
            return Ok(());
        }
        writeln!(f, "\nLevels, the most senior first: {}", levels.join(", "))
    }

    fn notes(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut notes = self.outcome.notes.clone();
        let absent = self.outcome.report.absent;
        if absent > 0 {
            let (who, stay) = if absent == 1 { ("person", "stays") } else { ("people", "stay") };
            notes.push(format!(
                "{} {who} of an earlier file not in this one {stay} as before.",
                number(absent)
            ));
        }
        for note in notes {
            write!(f, "\n{}\n", one_line(&note))?;
        }
        Ok(())
    }

    fn problems(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let rejected = self.outcome.counts.rejected;
        if rejected == 0 {
            return Ok(());
        }
        let were = match (self.is_dry, rejected == 1) {
            (true, _) => "cannot be used",
            (false, true) => "was rejected",
            (false, false) => "were rejected",
        };
        writeln!(f, "\n{} {were}:", many(rejected, "row", "rows"))?;
        for problem in &self.outcome.problems {
            writeln!(f, "  {}", self.problem(problem))?;
        }
        let mut lines: Vec<u64> = self.outcome.problems.iter().map(|p| p.line).collect();
        lines.dedup();
        let more = rejected.saturating_sub(lines.len() as u64);
        if more > 0 {
            writeln!(f, "  … and {}.", many(more, "more row", "more rows"))?;
        }
        let ways = if self.is_dry {
            "--json names every one."
        } else {
            "--json names every one; “Imports” in the browser has them as a file to mend and import again, for a day."
        };
        writeln!(f, "{ways}")
    }

    fn problem(&self, problem: &Problem) -> String {
        let place = if self.outcome.report.format.starts_with("the sheet") { "row" } else { "line" };
        let mut words = format!("{place} {}", problem.line);
        if !problem.column.is_empty() {
            let _ = write!(words, ", {}", plain(&problem.column));
        }
        if !problem.value.trim().is_empty() {
            let _ = write!(words, " “{}”", plain(&problem.value));
        }
        format!("{words}: {}", one_line(&problem.reason))
    }

    fn unknown_kinds(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some((first, _)) = self.outcome.unknown_kinds.first() else { return Ok(()) };
        writeln!(f, "\nOf these kinds of tie nobody has said what they become, so their rows wait:")?;
        for (word, rows) in &self.outcome.unknown_kinds {
            writeln!(f, "  “{}”, {}", plain(word), many(*rows, "row", "rows"))?;
        }
        let words: Vec<&str> = TieUse::ALL.iter().map(|u| u.word()).collect();
        writeln!(
            f,
            "Import the file again with --kind for each, for instance --kind \"{}=worked-with\".",
            plain(first)
        )?;
        writeln!(f, "There is: {}.", words.join(", "))
    }

    fn then(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let c = self.outcome.counts;
        let what = if self.kind == Kind::People { "people" } else { "ties" };
        if self.is_dry {
            writeln!(f, "\nThis was a dry run: nothing was written.")
        } else if c.new + c.changed > 0 {
            writeln!(
                f,
                "\nThe {what} are in. “Imports” in the browser can take this import back, for 30 days."
            )
        } else if c.good() > 0 {
            writeln!(f, "\nAll of it was there already; nothing was changed.")
        } else {
            writeln!(f, "\nNothing was changed.")
        }
    }
}

/// "1 row", "2,571 rows".
fn many(n: u64, one: &str, several: &str) -> String {
    words::count(i64::try_from(n).unwrap_or(i64::MAX), one, several)
}

fn number(n: u64) -> String {
    words::figure(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Text of a file, short enough, and unable to command the terminal.
fn plain(text: &str) -> String {
    let text = one_line(text);
    if text.chars().count() <= MOST_SHOWN {
        return text;
    }
    text.chars().take(MOST_SHOWN - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_command_the_terminal_or_fill_it() {
        assert_eq!(plain("\u{1b}[2Jgone\r\n"), "[2Jgone");
        assert_eq!(plain(&"x".repeat(500)).chars().count(), MOST_SHOWN);
    }
}
