//! What the records say about a leader, as far as it speaks for asking them.

use super::Angle;
use crate::shell::words;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{Date, PersonId};

statements! {
    /// Who asks their advice, and how many of those are at no senior level.
    ADVISED = "
        select count(distinct t.to_id), count(distinct case when coalesce(l.senior, 0) = 0 then t.to_id end)
        from ties t join people p on p.id = t.to_id left join levels l on l.id = p.level_id
        where t.from_id = $1 and t.kind = 'advised' and p.erased_at is null and (p.left_on is null or p.left_on > $2)";
    ASKED_MORE = "
        select count(*) from (
            select t.from_id, count(distinct t.to_id) as n from ties t where t.kind = 'advised' group by t.from_id) x
        where x.n > $1";
    WORKED_WITH = "
        select count(distinct case when t.from_id = $1 then t.to_id else t.from_id end) from ties t
        where (t.from_id = $1 or t.to_id = $1) and t.kind = 'worked-with'";
    MENTORED = "select count(distinct to_id) from ties where from_id = $1 and kind = 'mentored'";
    SIGNALS = "
        select kind, happened_on, note, source from signals
        where person_id = $1 and retracted_at is null order by happened_on desc nulls last, id";
    /// The level, not senior, at which most people are.
    JUNIORS = "
        select l.name from levels l join people p on p.level_id = l.id
        where l.senior = 0 and p.erased_at is null and p.left_on is null
        group by l.id, l.name order by count(*) desc, l.id limit 1";
}

row! {
    /// Dated evidence about a leader.
    pub struct Signal { pub kind: String, pub happened_on: Option<Date>, pub note: String, pub source: String }
}

/// What the records say about a leader.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// How many people ask their advice.
    pub advised: i64,
    /// How many of those are at no senior level.
    pub juniors: i64,
    /// Whether nobody is asked by more.
    pub most: bool,
    /// With how many they worked.
    pub worked_with: i64,
    /// How many they have mentored.
    pub mentored: i64,
    /// Since when they have been here.
    pub since: Option<i64>,
    /// Dated evidence.
    pub signals: Vec<Signal>,
    /// What a junior colleague is called here: "associate", "associates".
    pub junior: (String, String),
}

/// A reason, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// In words.
    pub says: String,
    /// Its source.
    pub source: String,
    /// Whether it speaks against.
    pub against: bool,
}

/// An angle, and what speaks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// The angle.
    pub angle: Angle,
    /// Why, as a sentence.
    pub because: String,
    /// The second choice.
    pub second: Angle,
}

/// Gathers what the records say about a leader.
pub async fn gather(db: &impl Read, person: PersonId, since: Option<i64>, today: Date) -> Result<Evidence> {
    let (advised, juniors): (i64, i64) = db.one(&ADVISED, params![person, today]).await?;
    let most = advised > 0 && db.value::<i64>(&ASKED_MORE, params![advised]).await? == 0;
    let junior: Option<(String,)> = db.maybe(&JUNIORS, params![]).await?;
    Ok(Evidence {
        advised,
        juniors,
        most,
        worked_with: db.value(&WORKED_WITH, params![person]).await?,
        mentored: db.value(&MENTORED, params![person]).await?,
        since,
        signals: db.all(&SIGNALS, params![person]).await?,
        junior: noun(junior.as_ref().map(|row| row.0.as_str())),
    })
}

/// What somebody at a level is called: "associate" and "associates" of "Associate". A grade like
/// "HEO" is nobody's noun.
fn noun(level: Option<&str>) -> (String, String) {
    let plain = level.filter(|name| {
        let mut letters = name.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 2
            && letters.all(char::is_lowercase)
    });
    let one = plain.map_or("colleague".to_owned(), str::to_lowercase);
    let one = one.strip_suffix('s').filter(|o| !o.ends_with('s')).map_or(one.clone(), str::to_owned);
    (one.clone(), format!("{one}s"))
}

impl Evidence {
    /// Why this leader, for whoever prepares the meeting; the strongest first.
    pub fn reasons(&self) -> Vec<Reason> {
        let ties = "Ties in the directory";
        let mut all = Vec::new();
        let mut say = |says: String, source: &str| {
            all.push(Reason { says, source: source.to_owned(), against: false });
        };
        if self.advised > 0 {
            let more = if self.most { ", more than anyone’s here" } else { "" };
            let who =
                words::count(self.advised, "colleague asks their advice", "colleagues ask their advice");
            say(format!("{who}{more}."), ties);
        }
        if self.juniors > 0 && self.juniors < self.advised {
            let junior = if self.juniors == 1 { "is an " } else { "are " };
            let noun = if self.juniors == 1 { &self.junior.0 } else { &self.junior.1 };
            let article = if self.juniors == 1 && !starts_with_vowel(noun) { "is a " } else { junior };
            say(format!("{} of them {article}{noun}.", words::sentence(&words::number(self.juniors))), ties);
        }
        for signal in &self.signals {
            let on = signal.happened_on.map(|d| format!(", {}", words::day_year(d))).unwrap_or_default();
            let kind = words::sentence(&signal.kind.replace('-', " "));
            let says = if signal.note.is_empty() { format!("{kind}.") } else { signal.note.clone() };
            say(says, &format!("{kind}{on}"));
        }
        if self.mentored > 0 {
            say(format!("Has mentored {} before.", words::count(self.mentored, "person", "people")), ties);
        }
        if self.worked_with > 0 {
            let who = words::count(self.worked_with, "colleague", "colleagues");
            say(format!("Has worked with {who}."), ties);
        }
        if let Some(year) = self.since {
            say(format!("Here since {year}."), "Directory");
        }
        all
    }

    /// Why they are asked, as their own page says it, a line each: counts about themselves, never
    /// anybody's name or note.
    pub fn reasons_for_them(&self, pillar: Option<(&str, &str)>) -> String {
        let mut lines = Vec::new();
        if self.advised >= 3 {
            let more = if self.most { ", more than anyone else’s here" } else { "" };
            let juniors = (self.juniors >= 3).then(|| {
                format!(" {} are {}.", words::sentence(&words::number(self.juniors)), self.junior.1)
            });
            lines.push(format!(
                "People come to you already: {} colleagues say they ask your advice{more}.{}",
                words::figure(self.advised),
                juniors.unwrap_or_default()
            ));
        }
        if self.mentored > 0 || self.signals.iter().any(|s| s.kind.contains("mentor")) {
            lines.push(
                "You have done this before: Whoever had you once would tell the next one to ask.".to_owned(),
            );
        }
        if let Some((name, how)) = pillar {
            let how = if how.is_empty() { "mentoring is how it begins".to_owned() } else { how.to_owned() };
            lines.push(format!(
                "It serves what was decided: “{name}” is part of the people strategy; {}",
                lower(&how)
            ));
        }
        if lines.is_empty() {
            lines.push(format!(
                "Your word carries: What {} see you do, they take for possible.",
                self.junior.1
            ));
        }
        lines.join("\n")
    }

    /// The angle that the evidence speaks for.
    pub fn angle(&self) -> Suggested {
        let has = |word: &str| self.signals.iter().any(|s| s.kind.contains(word));
        let suggest = |angle, because: String, second| Suggested { angle, because, second };
        if has("strategy") {
            let because = "A signal says that they have worked on the people strategy.";
            suggest(Angle::PeopleStrategy, because.to_owned(), Angle::Learning)
        } else if has("mentor") || self.mentored > 0 {
            let because = "They have mentored before; a signal or a tie says so.";
            suggest(Angle::PayingForward, because.to_owned(), Angle::Learning)
        } else if self.juniors >= 5 {
            let because = format!(
                "{} {} ask their advice already.",
                words::sentence(&words::number(self.juniors)),
                self.junior.1
            );
            suggest(Angle::Learning, because, Angle::Connection)
        } else if self.advised >= 5 {
            let because = "People ask their advice, but few of them are junior.".to_owned();
            suggest(Angle::Connection, because, Angle::Learning)
        } else {
            let because = "The records say little about them; this one asks for least.".to_owned();
            suggest(Angle::Reflection, because, Angle::PayingForward)
        }
    }
}

fn starts_with_vowel(noun: &str) -> bool {
    noun.starts_with(['a', 'e', 'i', 'o', 'u'])
}

/// The first letter small, where the second is small too ("Associates grow" but "HR decides").
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_becomes_a_noun_where_it_is_one() {
        assert_eq!(noun(Some("Associate")), ("associate".to_owned(), "associates".to_owned()));
        assert_eq!(noun(Some("Associates")).0, "associate");
        assert_eq!(noun(Some("HEO")).0, "colleague");
        assert_eq!(noun(Some("Grade 7")).0, "colleague");
        assert_eq!(noun(None).1, "colleagues");
    }

    #[test]
    fn a_leader_sees_counts_about_themselves_and_nobodys_words() {
        let private = Signal {
            kind: "team-promoted".to_owned(),
            happened_on: None,
            note: "said to be vain".to_owned(),
            source: "hand".to_owned(),
        };
        let evidence = Evidence {
            advised: 37,
            juniors: 17,
            most: true,
            worked_with: 3,
            mentored: 0,
            since: Some(2012),
            signals: vec![private],
            junior: noun(Some("Associate")),
        };
        let lines = evidence.reasons_for_them(Some(("Associates grow here", "Mentoring is its first step.")));
        assert!(lines.contains(
            "37 colleagues say they ask your advice, more than anyone else’s here. 17 are associates."
        ));
        assert!(
            lines.contains(
                "“Associates grow here” is part of the people strategy; mentoring is its first step."
            )
        );
        assert!(!lines.contains("vain"));
        assert_eq!(evidence.reasons()[0].says, "37 colleagues ask their advice, more than anyone’s here.");
        assert_eq!(evidence.angle().angle, Angle::Learning);
    }
}
