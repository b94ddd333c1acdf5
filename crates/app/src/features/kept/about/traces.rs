use super::{Entry, Part, moment};
use bellwether_db::{Read, Result, params, statements};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{PersonId, Timestamp};

statements! {
    /// A code to sign in stands in its subject: it is left out.
    LETTERS = "
        select case when kind = 'sign-in' then 'A code to sign in' else subject end, from_name, state, created_at, sent_at
        from messages where person_id = $1 order by created_at, id";
    SILENCE = "
        select s.reason, s.at from suppressions s join people p on p.email_key = s.email_key where p.id = $1";
    ROLES = "
        select 'Administrator', since from administrators where person_id = $1
        union all
        select 'Coordinator of ' || g.name, c.since from coordinators c join programs g on g.id = c.program_id
        where c.person_id = $1";
    SIGN_INS = "select created_at, seen_at, ended_at from sign_ins where person_id = $1 order by created_at, id";
    DEEDS = "
        select a.at, a.verb, g.name, case when a.actor_id = $1 then 1 else 0 end
        from audit a left join programs g on g.id = a.program_id
        where a.actor_id = $1 or a.for_id = $1 order by a.position";
}

/// What using Bellwether left behind.
pub async fn parts(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Part>> {
    Ok(vec![
        Part {
            title: "Letters to you",
            seen_by: "Coordinators see to whom a letter of their program went, of what kind, and how far it came.",
            entries: letters(db, person, zone).await?,
        },
        Part {
            title: "Nothing is sent to your address",
            seen_by: "Coordinators of your programs, and administrators.",
            entries: silence(db, person, zone).await?,
        },
        Part {
            title: "What you may do",
            seen_by: "Administrators, and coordinators of the same program.",
            entries: roles(db, person, zone).await?,
        },
        Part {
            title: "Browsers that were signed in",
            seen_by: "Nobody.",
            entries: sign_ins(db, person, zone).await?,
        },
        Part {
            title: "The audit log",
            seen_by: "Administrators. Lines stay after an erasure, without your name: they hold each other in place.",
            entries: deeds(db, person, zone).await?,
        },
    ])
}

async fn letters(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    type Row = (String, String, String, Timestamp, Option<Timestamp>);
    let rows: Vec<Row> = db.all(&LETTERS, params![person]).await?;
    let entry = |(subject, from, state, written, sent): Row| {
        Entry::default()
            .with("Subject", subject)
            .with("From", from)
            .with("State", state)
            .with("Written", moment(written, zone))
            .maybe("Sent", sent.map(|at| moment(at, zone)))
    };
    Ok(rows.into_iter().map(entry).collect())
}

async fn silence(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    let rows: Vec<(String, Timestamp)> = db.all(&SILENCE, params![person]).await?;
    let entry = |(why, at)| Entry::default().with("Why", why).with("Since", moment(at, zone));
    Ok(rows.into_iter().map(|(why, at): (String, Timestamp)| entry((why, at))).collect())
}

async fn roles(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    let rows: Vec<(String, Timestamp)> = db.all(&ROLES, params![person]).await?;
    Ok(rows
        .into_iter()
        .map(|(role, at)| Entry::default().with("Role", role).with("Since", moment(at, zone)))
        .collect())
}

async fn sign_ins(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    let rows: Vec<(Timestamp, Timestamp, Option<Timestamp>)> = db.all(&SIGN_INS, params![person]).await?;
    Ok(rows
        .into_iter()
        .map(|(from, seen, ended)| {
            Entry::default()
                .with("Since", moment(from, zone))
                .with("Last seen", moment(seen, zone))
                .maybe("Ended", ended.map(|at| moment(at, zone)))
        })
        .collect())
}

async fn deeds(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    let rows: Vec<(Timestamp, String, Option<String>, bool)> = db.all(&DEEDS, params![person]).await?;
    Ok(rows
        .into_iter()
        .map(|(at, verb, program, mine)| {
            Entry::default()
                .with("When", moment(at, zone))
                .with(if mine { "You" } else { "For you" }, verb)
                .maybe("Program", program)
        })
        .collect())
}
