//! What the columns of a file become, and how that is recognised.

use super::field::{Field, Kind, by_heading, compact, identity_by_heading};
use super::ties_kind::TieUse;
use super::{ImportError, titles};
use bellwether_kernel::{Email, ProgramId, fold, parse_zone};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the columns become, and everything else that was chosen for an import. Kept as JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// By heading: the word of a [`Field`], or `identity:gender`.
    pub columns: BTreeMap<String, String>,
    /// Levels in the order that somebody gave them, the most senior first.
    pub levels: Vec<LevelChoice>,
    /// Kinds of tie as the file writes them, and what they become.
    pub kinds: BTreeMap<String, String>,
    /// The program that everybody in the file is enrolled in.
    pub program: Option<ProgramId>,
    /// As what: `mentor`, `mentee`, `either`.
    pub role: String,
}

/// A level in an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelChoice {
    /// Its name.
    pub name: String,
    /// Whether its people are leaders.
    pub senior: bool,
}

/// The mapping against the headings of a file: which cell is what.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    places: [Option<usize>; Field::ALL.len()],
    /// Attributes of identity with their columns.
    pub identity: Vec<(String, usize)>,
}

impl Columns {
    /// The place of a field's cell.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places[field as usize]
    }

    /// Whether a field comes with the file.
    pub fn has(&self, field: Field) -> bool {
        self.place(field).is_some()
    }

    /// The cell of a field, on one line; empty where the file has none.
    pub fn cell<'a>(&self, field: Field, cells: &'a [String]) -> &'a str {
        self.place(field).and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
    }
}

impl Mapping {
    /// What a heading becomes.
    pub fn of(&self, heading: &str) -> &str {
        self.columns.get(heading).map_or(Field::NotKept.word(), String::as_str)
    }

    /// What a heading becomes, in words.
    pub fn label(&self, heading: &str) -> &'static str {
        let used = self.of(heading);
        let known = used.parse::<Field>().map(Field::label);
        known.unwrap_or(if used.starts_with("identity:") { "Identity" } else { Field::NotKept.label() })
    }

    /// What a kind of tie in the file becomes: as it was said, else as its word suggests.
    pub fn tie_use(&self, word: &str) -> Option<TieUse> {
        let said = self.kinds.get(&fold(word)).and_then(|w| w.parse().ok());
        said.or_else(|| TieUse::of_word(word))
    }

    /// The mapping against the headings of a file; or what is missing, said to whoever chose the file.
    pub fn columns(&self, headings: &[String], kind: Kind) -> Result<Columns, ImportError> {
        let mut columns = Columns::default();
        for (place, heading) in headings.iter().enumerate() {
            let used = self.of(heading);
            if let Some(attribute) = used.strip_prefix("identity:") {
                columns.identity.push((attribute.to_owned(), place));
            } else if let Ok(field) = used.parse::<Field>() {
                let taken = columns.places[field as usize].filter(|_| field != Field::NotKept);
                if let Some(other) = taken {
                    return Err(ImportError::mapping(format!(
                        "“{}” and “{heading}” both become {}. Choose one of them",
                        headings[other],
                        field.label()
                    )));
                }
                columns.places[field as usize] = Some(place);
            }
        }
        columns.places[Field::NotKept as usize] = None;
        columns.must_be_enough(kind, headings)?;
        Ok(columns)
    }
}

impl Columns {
    fn must_be_enough(&self, kind: Kind, headings: &[String]) -> Result<(), ImportError> {
        let has_name = self.has(Field::Name) || self.has(Field::FirstName) || self.has(Field::LastName);
        let missing = match kind {
            Kind::People if !has_name => "No column was recognised as the name",
            Kind::People if !self.has(Field::Id) && !self.has(Field::Email) => {
                "No column was recognised as the ID or the mail address, by which people are told apart"
            }
            Kind::Ties if !self.has(Field::From) || !self.has(Field::To) => {
                "A tie goes from one person to another; no two columns were recognised as from and to"
            }
            Kind::Ties if !self.has(Field::TieKind) => "No column was recognised as the kind of tie",
            _ => return Ok(()),
        };
        let headings = headings.iter().map(|h| format!("“{h}”")).collect::<Vec<_>>().join(", ");
        Err(ImportError::mapping(format!("{missing}. The file has {headings}")))
    }
}

/// What each heading becomes: as it was said, else by its name, else by what stands below it.
pub fn recognise(
    headings: &[String],
    samples: &[Vec<String>],
    kind: Kind,
    said: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut found: Vec<Option<Field>> = vec![None; headings.len()];
    let mut is_open: Vec<bool> =
        headings.iter().map(|h| !said.contains_key(h) && identity_by_heading(h).is_none()).collect();
    let has_said = |field: Field| said.values().any(|word| word == field.word());
    for field in Field::ALL.iter().filter(|f| f.belongs_in(kind) && !has_said(**f)) {
        let named = headings.iter().enumerate().filter(|(at, _)| is_open[*at]).filter_map(|(at, heading)| {
            by_heading(heading, kind).filter(|(f, _)| f == field).map(|(_, place)| (place, at))
        });
        if let Some((_, at)) = named.min() {
            (found[at], is_open[at]) = (Some(*field), false);
        }
    }
    by_content(&mut found, &is_open, headings, samples, kind, &has_said);
    settle(&mut found, &has_said);
    let word = |(at, heading): (usize, &String)| {
        let word = found[at].unwrap_or(Field::NotKept).word().to_owned();
        (heading.clone(), said.get(heading).cloned().unwrap_or(word))
    };
    headings.iter().enumerate().map(word).collect()
}

/// What no heading told, the cells may: addresses, time zones, grades, kinds of tie.
fn by_content(
    found: &mut [Option<Field>],
    is_open: &[bool],
    headings: &[String],
    samples: &[Vec<String>],
    kind: Kind,
    has_said: &impl Fn(Field) -> bool,
) {
    let tests: [(Kind, Field, fn(&str) -> bool); 4] = [
        (Kind::People, Field::Email, |cell| cell.contains('@') && Email::parse(cell).is_ok()),
        (Kind::People, Field::TimeZone, |cell| cell.contains('/') && parse_zone(cell).is_some()),
        (Kind::People, Field::Level, titles::is_grade),
        (Kind::Ties, Field::TieKind, |cell| TieUse::of_word(cell).is_some()),
    ];
    for (_, field, is_one) in tests.into_iter().filter(|t| t.0 == kind && !has_said(t.1)) {
        if found.contains(&Some(field)) {
            continue;
        }
        let fits = |at: &usize| {
            let mut cells =
                samples.iter().filter_map(|row| row.get(*at)).filter(|c| !c.trim().is_empty()).peekable();
            let is_filled = cells.peek().is_some();
            let (yes, all) =
                cells.fold((0, 0), |(yes, all), c| (yes + usize::from(is_one(c.trim())), all + 1));
            is_filled && yes * 10 >= all * 8
        };
        if let Some(at) = (0..headings.len()).filter(|at| is_open[*at] && found[*at].is_none()).find(fits) {
            found[at] = Some(field);
        }
    }
}

/// Of two columns that say the same, one is enough; a title suggests levels where nothing else says them.
fn settle(found: &mut [Option<Field>], has_said: &impl Fn(Field) -> bool) {
    let has = |found: &[Option<Field>], field| found.contains(&Some(field)) || has_said(field);
    let mut drop_if = |better: Field, worse: &[Field]| {
        if has(found, better) {
            for use_ in found.iter_mut().filter(|u| u.is_some_and(|f| worse.contains(&f))) {
                *use_ = None;
            }
        }
    };
    drop_if(Field::Name, &[Field::FirstName, Field::LastName]);
    drop_if(Field::Since, &[Field::YearsHere]);
    if !has(found, Field::Level) && !has_said(Field::TitleAndLevel) {
        for use_ in found.iter_mut().filter(|u| **u == Some(Field::Title)) {
            *use_ = Some(Field::TitleAndLevel);
        }
    }
}

/// Reads what somebody wrote as `--map column=field`: the heading in the file's own spelling, and the
/// word of a use.
pub fn said(
    wanted: &BTreeMap<String, String>,
    headings: &[String],
    kind: Kind,
) -> Result<(BTreeMap<String, String>, BTreeMap<String, String>), ImportError> {
    let (mut columns, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    for (column, field) in wanted {
        if let Some(tie_kind) = column.strip_prefix("kind:").filter(|_| kind == Kind::Ties) {
            let tie_use = TieUse::of_word(field).ok_or_else(|| {
                let words: Vec<&str> = TieUse::ALL.iter().map(|u| u.word()).collect();
                ImportError::usage(format!("“{field}” is no kind of tie. There are: {}", words.join(", ")))
            })?;
            kinds.insert(fold(tie_kind), tie_use.word().to_owned());
            continue;
        }
        let same = headings.iter().find(|h| *h == column);
        let heading = same.or_else(|| headings.iter().find(|h| compact(h) == compact(column)));
        let heading = heading.ok_or_else(|| {
            let all = headings.iter().map(|h| format!("“{h}”")).collect::<Vec<_>>().join(", ");
            ImportError::usage(format!("The file has no column “{column}”. It has {all}"))
        })?;
        columns.insert(heading.clone(), use_word(field, kind)?);
    }
    Ok((columns, kinds))
}

/// The word of a use, however it was spelt: `time-zone`, `Time zone`, `identity:gender`.
fn use_word(text: &str, kind: Kind) -> Result<String, ImportError> {
    if kind == Kind::People && text.starts_with("identity:") {
        return Ok(text.to_owned());
    }
    let name = compact(text);
    let mut fields = Field::ALL.iter().filter(|f| f.belongs_in(kind));
    let field = fields.find(|f| compact(f.word()) == name || compact(f.label()) == name);
    let field = field.copied().or_else(|| by_heading(text, kind).map(|(f, _)| f));
    field.map(|f| f.word().to_owned()).ok_or_else(|| {
        let all: Vec<&str> = Field::ALL.iter().filter(|f| f.belongs_in(kind)).map(|f| f.word()).collect();
        ImportError::usage(format!(
            "“{text}” is nothing that a column can become. There are: {}",
            all.join(", ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(headings: &[&str], sample: &[&str], kind: Kind) -> Vec<(String, String)> {
        let headings: Vec<String> = headings.iter().map(|h| (*h).to_owned()).collect();
        let samples = vec![sample.iter().map(|c| (*c).to_owned()).collect()];
        let mapping = recognise(&headings, &samples, kind, &BTreeMap::new());
        headings.iter().map(|h| (h.clone(), mapping[h].clone())).collect()
    }

    fn uses(headings: &[&str], sample: &[&str], kind: Kind) -> String {
        recognised(headings, sample, kind).into_iter().map(|(_, u)| u).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_law_firms_columns_are_recognised_and_what_nothing_needs_is_left_out() {
        let headings = [
            "employee_id",
            "name",
            "email",
            "title",
            "office",
            "practice",
            "years_with_firm",
            "age",
            "gender",
            "law_school",
            "time_zone",
        ];
        assert_eq!(
            uses(&headings, &[], Kind::People),
            "id name email title-and-level office department years-here not-kept not-kept not-kept time-zone"
        );
        assert_eq!(uses(&["from_id", "to_id", "kind", "weight"], &[], Kind::Ties), "from to kind weight");
    }

    #[test]
    fn the_civil_services_columns_are_recognised_and_identity_stays_off() {
        let headings = [
            "first name",
            "last name",
            "email address",
            "both mentor and mentee",
            "job title",
            "grade",
            "organisation",
            "profession",
            "match with similar identity",
            "identity to match",
            "biography",
        ];
        assert_eq!(
            uses(&headings, &[], Kind::People),
            "first-name last-name email both-roles title level department not-kept not-kept not-kept not-kept"
        );
    }

    #[test]
    fn columns_with_odd_headings_are_recognised_by_what_stands_in_them() {
        assert_eq!(
            uses(
                &["Nr", "Wer", "Kontakt", "Zone"],
                &["1", "Ines", "ines@firm.example", "Europe/Paris"],
                Kind::People
            ),
            "not-kept not-kept email time-zone"
        );
    }

    #[test]
    fn of_several_columns_about_the_manager_the_surest_is_taken() {
        assert_eq!(
            uses(&["ID", "Full name", "Manager", "Manager Email", "Manager ID"], &[], Kind::People),
            "id name not-kept not-kept manager"
        );
        assert_eq!(
            uses(&["ID", "Name", "First name", "Manager"], &[], Kind::People),
            "id name not-kept manager"
        );
    }
}
