//! An import's page: the check before the writing, and what came of it after.

use super::field::{Field, Kind, identity_by_heading};
use super::list::in_words;
use super::mapping::Mapping;
use super::report::Report;
use super::run::{tells_what_to_mend, uses};
use super::store::{self, Import, KeptProblem, State};
use super::ties_kind::TieUse;
use super::work;
use crate::access::{At, Ctx, Staff};
use crate::features::programs;
use crate::shell::{Error, Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::ImportId;

/// Bad rows that the page shows.
const MOST_ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "features/people/imports/check.html")]
struct CheckPage {
    frame: Frame,
    import: Import,
    report: Report,
    columns: Vec<ShownColumn>,
    kinds: Vec<ShownKind>,
    uses: Vec<(String, String)>,
    tie_uses: Vec<(&'static str, &'static str)>,
    problems: Vec<ShownProblem>,
    /// "Enrolls them in Open Door as mentors."
    enrolls: Option<String>,
    is_people: bool,
    brings_levels: bool,
}

#[derive(Template)]
#[template(path = "features/people/imports/running.html")]
struct RunningPage {
    frame: Frame,
    import: Import,
}

#[derive(Template)]
#[template(path = "features/people/imports/done.html")]
struct DonePage {
    frame: Frame,
    import: Import,
    report: Report,
    problems: Vec<ShownProblem>,
    when: String,
    is_people: bool,
    is_undoable: bool,
    /// Where setting up a program goes on, if it stopped for want of levels.
    goes_on: Option<String>,
}

/// A column of the file and what it becomes.
struct ShownColumn {
    place: usize,
    heading: String,
    first: String,
    becomes: String,
    note: String,
}

/// A kind of tie in the file and what it becomes.
struct ShownKind {
    place: usize,
    word: String,
    rows: String,
    becomes: &'static str,
}

/// A bad row on the page.
struct ShownProblem {
    line: i64,
    person: String,
    column: String,
    value: String,
    reason: String,
}

/// `GET /imports/{import}`
pub async fn page(ctx: Ctx<Staff>, At(id): At<ImportId>) -> Result {
    let import = store::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let frame = ctx.frame("Import", "/imports");
    if work::is_running(id) {
        return show(&RunningPage { frame, import });
    }
    let report: Report = serde_json::from_str(&import.report)?;
    let mapping: Mapping = serde_json::from_str(&import.mapping)?;
    let is_people = import.kind == Kind::People;
    // Rows of ties name two people: coordinators see them, and whoever brought the file.
    let sees_rows = is_people || ctx.scope.coordinates || import.by_id == Some(ctx.scope.by);
    let kept = if sees_rows { store::problems(&ctx.db, id, MOST_ROWS).await? } else { Vec::new() };
    let problems = kept.into_iter().map(|p| shown_problem(p, &report, &mapping)).collect();
    if import.state != State::Previewed {
        let is_undoable = import.state == State::Written && store::is_undoable(&ctx.db, id).await?;
        let at = import.undone_at.or(import.written_at).unwrap_or(import.created_at);
        let when = words::moment(at, &ctx.organization.zone);
        let waits = match import.state {
            State::Written if is_people => programs::without_targets(&ctx.db, ctx.scope.by).await?,
            _ => None,
        };
        let goes_on = waits.map(|program| format!("/programs/{program}/settings/targets?setup"));
        return show(&DonePage { frame, import, report, problems, when, is_people, is_undoable, goes_on });
    }
    let identity_on = store::identity_on(&ctx.db).await?;
    let program = mapping.program.and_then(|p| ctx.actor.as_ref()?.coordinated(p).map(|c| c.name.clone()));
    show(&CheckPage {
        columns: shown_columns(&report, &mapping, &identity_on),
        kinds: shown_kinds(&report, &mapping),
        uses: uses(import.kind, &identity_on),
        tie_uses: TieUse::ALL.iter().map(|u| (u.word(), u.label())).collect(),
        enrolls: program.map(|name| format!("Everyone is enrolled in {name} as {}.", plural(&mapping.role))),
        brings_levels: report.levels.iter().any(|l| l.is_new),
        problems,
        is_people,
        frame,
        import,
        report,
    })
}

fn plural(role: &str) -> &'static str {
    match role {
        "mentor" => "mentors",
        "either" => "mentors or mentees",
        _ => "mentees",
    }
}

fn shown_columns(report: &Report, mapping: &Mapping, identity_on: &[(String, String)]) -> Vec<ShownColumn> {
    let shown = |(place, heading): (usize, &String)| ShownColumn {
        place,
        heading: heading.clone(),
        first: report.firsts.get(place).cloned().unwrap_or_default(),
        becomes: mapping.of(heading).to_owned(),
        note: column_note(heading, mapping.of(heading), report, identity_on),
    };
    let headings = report.headings.iter().enumerate();
    headings.filter(|(_, heading)| !tells_what_to_mend(heading)).map(shown).collect()
}

/// What is to be said of a column.
fn column_note(heading: &str, becomes: &str, report: &Report, identity_on: &[(String, String)]) -> String {
    let field = becomes.parse::<Field>();
    match (field, identity_by_heading(heading)) {
        (Ok(Field::NotKept), Some(attribute)) if identity_on.iter().any(|(a, _)| *a == attribute) => {
            "About identity: switched on; choose it, or leave it out".to_owned()
        }
        (Ok(Field::NotKept), Some(_)) => {
            "About identity: off until an administrator switches it on".to_owned()
        }
        (Ok(Field::NotKept), None) => "Not stored".to_owned(),
        (Ok(Field::Email), _) => "Used to sign in".to_owned(),
        (Ok(Field::TimeZone), _) => "Meetings follow it".to_owned(),
        (Ok(Field::Level | Field::TitleAndLevel), _) => {
            let some = report
                .levels
                .iter()
                .filter(|l| l.people > 0)
                .take(4)
                .map(|l| format!("{}: {}{}", l.name, l.people, if l.senior { ", senior" } else { "" }));
            some.collect::<Vec<_>>().join(". ")
        }
        (Err(_), _) if becomes.starts_with("identity:") => {
            "Feeds sums alone, never a page about one person".to_owned()
        }
        _ => String::new(),
    }
}

fn shown_kinds(report: &Report, mapping: &Mapping) -> Vec<ShownKind> {
    let shown = |(place, (word, rows)): (usize, &(String, u64))| {
        let said = mapping.kinds.get(&bellwether_kernel::fold(word)).and_then(|w| w.parse().ok());
        ShownKind {
            place,
            word: word.clone(),
            rows: words::figure(i64::try_from(*rows).unwrap_or(i64::MAX)),
            becomes: said.or_else(|| TieUse::of_word(word)).map_or("", TieUse::word),
        }
    };
    report.kinds.iter().enumerate().map(shown).collect()
}

fn shown_problem(problem: KeptProblem, report: &Report, mapping: &Mapping) -> ShownProblem {
    let KeptProblem { line, column, value, reason, record } = problem;
    ShownProblem {
        line,
        person: person_in(&record, report, mapping),
        column,
        value,
        reason: words::sentence(&reason),
    }
}

/// The name in a record, as far as it has one.
fn person_in(record: &str, report: &Report, mapping: &Mapping) -> String {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(record.as_bytes());
    let Some(Ok(cells)) = reader.records().next() else { return String::new() };
    let cell = |field: Field| {
        let place = report.headings.iter().position(|h| mapping.of(h) == field.word());
        place.and_then(|at| cells.get(at)).unwrap_or_default().trim().to_owned()
    };
    match cell(Field::Name) {
        name if name.is_empty() => {
            format!("{} {}", cell(Field::FirstName), cell(Field::LastName)).trim().to_owned()
        }
        name => name,
    }
}

impl CheckPage {
    fn heading(&self) -> String {
        let (good, bad) = (self.good(), self.bad());
        match (good, bad) {
            _ if !self.report.is_checked => "The columns need a word from you".to_owned(),
            (0, 0) => "There are no rows in this file".to_owned(),
            (_, 0) => {
                format!("{} {} ready", words::figure(good), if good == 1 { "row is" } else { "rows are" })
            }
            (0, _) => format!("None of the {} can be used yet", words::count(bad, "row", "rows")),
            _ => format!(
                "{} {} ready, {} {} mending",
                words::figure(good),
                if good == 1 { "row is" } else { "rows are" },
                words::figure(bad),
                if bad == 1 { "needs" } else { "need" }
            ),
        }
    }

    fn good(&self) -> i64 {
        i64::try_from(self.report.counts.good()).unwrap_or(i64::MAX)
    }

    fn bad(&self) -> i64 {
        i64::try_from(self.report.counts.rejected).unwrap_or(i64::MAX)
    }

    fn rows(&self) -> i64 {
        i64::try_from(self.report.counts.rows()).unwrap_or(i64::MAX)
    }

    fn in_words(&self) -> String {
        let c = self.report.counts;
        in_words(c.new, c.changed, c.unchanged, 0)
    }

    fn kept_columns(&self) -> String {
        let kept = self.columns.iter().filter(|c| c.becomes != "not-kept").count() as i64;
        let left = self.columns.len() as i64 - kept;
        let kept = words::sentence(&words::number(kept));
        format!("{kept} recognised, {} left out. What is left out is not stored", words::number(left))
    }
}

impl DonePage {
    fn heading(&self) -> String {
        let good = i64::try_from(self.report.counts.good()).unwrap_or(i64::MAX);
        match self.import.state {
            State::Undone => "This import was taken back".to_owned(),
            _ => format!(
                "{} in the directory",
                match good {
                    1 => "One row is".to_owned(),
                    n => format!("{} rows are", words::figure(n)),
                }
            ),
        }
    }
}
