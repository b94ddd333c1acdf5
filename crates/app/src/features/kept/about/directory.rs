use super::{Entry, Part};
use crate::features::people;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{Date, PersonId};

statements! {
    TIES = "
        select t.kind, o.name, t.source, case when t.from_id = $1 then 1 else 0 end
        from ties t join people o on o.id = case when t.from_id = $1 then t.to_id else t.from_id end
        where t.from_id = $1 or t.to_id = $1
        order by t.kind, o.name, o.id";
    SIGNALS = "
        select s.kind, s.happened_on, s.note, s.source, b.name, case when s.retracted_at is null then 0 else 1 end
        from signals s left join people b on b.id = s.created_by
        where s.person_id = $1 order by s.created_at, s.id";
    IDENTITY = "
        select v.attribute, v.value, c.purpose
        from sensitive_values v join sensitive_columns c on c.attribute = v.attribute
        where v.person_id = $1 order by v.attribute";
    REPORTS = "select name from people where manager_id = $1 and erased_at is null order by name, id";
}

row! { struct Tie { kind: String, other: String, source: String, from_me: bool } }
row! {
    struct Signal {
        kind: String, on: Option<Date>, note: String, source: String, by: Option<String>, retracted: bool
    }
}

/// What the directory says.
pub async fn parts(db: &impl Read, person: PersonId) -> Result<Vec<Part>> {
    Ok(vec![
        Part {
            title: "You in the directory",
            seen_by: "Coordinators of any program, and administrators. Your name, title, level, department and office are also seen by people in your programs.",
            entries: vec![you(db, person).await?],
        },
        Part {
            title: "Whom you know",
            seen_by: "Coordinators alone. It is used to find who could introduce whom.",
            entries: ties(db, person).await?,
        },
        Part {
            title: "What speaks for you as a mentor",
            seen_by: "Coordinators alone.",
            entries: signals(db, person).await?,
        },
        Part {
            title: "About your identity",
            seen_by: "Nobody one by one. It is counted in groups of five and more, for the purpose that is written here.",
            entries: identity(db, person).await?,
        },
    ])
}

async fn you(db: &impl Read, person: PersonId) -> Result<Entry> {
    let Some(p) = people::find(db, person).await? else { return Ok(Entry::default()) };
    let reports: Vec<(String,)> = db.all(&REPORTS, params![person]).await?;
    let reports: Vec<String> = reports.into_iter().map(|row| row.0).collect();
    let came = match p.source.as_str() {
        "import" => "a file that your organization imported",
        "setup" => "setting Bellwether up",
        "demo" => "the demonstration",
        _ => "somebody who entered you by hand",
    };
    Ok(Entry::default()
        .with("Name", p.name)
        .maybe("Address", p.email)
        .with("Key", p.key)
        .maybe("Title", p.title)
        .maybe("Level", p.level_name)
        .maybe("Department", p.department)
        .maybe("Office", p.office)
        .maybe("Time zone", p.time_zone)
        .maybe("Here since", p.since.map(|year| year.to_string()))
        .with("Languages", p.languages)
        .maybe("Reports to", p.manager_name)
        .with("Reports to you", reports.join(", "))
        .maybe("Assistant", p.assistant_name)
        .maybe("Last day", p.left_on.map(|day| day.to_string()))
        .with("Came from", came))
}

async fn ties(db: &impl Read, person: PersonId) -> Result<Vec<Entry>> {
    let ties: Vec<Tie> = db.all(&TIES, params![person]).await?;
    let in_words = |t: &Tie| match (t.kind.as_str(), t.from_me) {
        ("advised", true) => "You advise",
        ("advised", false) => "Advises you",
        ("mentored", true) => "You mentored",
        ("mentored", false) => "Mentored you",
        ("worked-with", _) => "Worked with",
        ("friend", true) => "Counts you as a friend",
        ("friend", false) => "You count as a friend",
        ("committee", _) => "On a committee with",
        _ => "Knows",
    };
    Ok(ties
        .into_iter()
        .map(|t| Entry::default().with(in_words(&t), t.other).with("From", t.source))
        .collect())
}

async fn signals(db: &impl Read, person: PersonId) -> Result<Vec<Entry>> {
    let signals: Vec<Signal> = db.all(&SIGNALS, params![person]).await?;
    let entry = |s: Signal| {
        Entry::default()
            .with("What", s.kind.replace('-', " "))
            .maybe("When", s.on.map(|day| day.to_string()))
            .with("Note", s.note)
            .with("From", s.source)
            .maybe("Entered by", s.by)
            .with("Counts", if s.retracted { "no, it was taken back" } else { "" })
    };
    Ok(signals.into_iter().map(entry).collect())
}

async fn identity(db: &impl Read, person: PersonId) -> Result<Vec<Entry>> {
    let values: Vec<(String, String, String)> = db.all(&IDENTITY, params![person]).await?;
    let entry = |(attribute, value, purpose)| {
        Entry::default().with("Column", attribute).with("Value", value).with("Purpose", purpose)
    };
    Ok(values.into_iter().map(entry).collect())
}
