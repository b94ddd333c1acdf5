use super::{Entry, Part, moment};
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{EnrollmentId, PersonId, Timestamp};

statements! {
    ENROLLMENTS = "
        select e.id, g.name, e.role, e.capacity, e.goals, e.languages, e.note, e.source, e.enrolled_at, e.withdrawn_at
        from enrollments e join programs g on g.id = e.program_id
        where e.person_id = $1 order by e.enrolled_at, e.id";
    SKILLS = "select direction, skill from skills where enrollment_id = $1 order by direction, position";
    WISHES = "
        select p.name from wishes w join enrollments m on m.id = w.mentor_id join people p on p.id = m.person_id
        where w.enrollment_id = $1 order by w.rank";
    /// Drafts are the coordinators' own thoughts until they propose them.
    MATCHES = "
        select g.name, mr.name, me.name, m.state, m.proposed_at
        from matches m join programs g on g.id = m.program_id
        join enrollments r on r.id = m.mentor_id join people mr on mr.id = r.person_id
        join enrollments e on e.id = m.mentee_id join people me on me.id = e.person_id
        where (r.person_id = $1 or e.person_id = $1) and m.proposed_at is not null
        order by m.proposed_at, m.id";
    MENTORSHIPS = "
        select g.name, r.name, e.name, m.started_at, m.ended_at, m.minutes_promised
        from mentorships m join programs g on g.id = m.program_id
        join people r on r.id = m.mentor_id join people e on e.id = m.mentee_id
        where m.mentor_id = $1 or m.mentee_id = $1 order by m.started_at, m.id";
    SESSIONS = "
        select r.name, e.name, s.starts_at, s.minutes, s.place,
               case when s.cancelled_at is not null then 'called off' when s.held_at is not null then 'held'
                    when s.not_held_at is not null then 'not held' else 'booked' end
        from sessions s join mentorships m on m.id = s.mentorship_id
        join people r on r.id = m.mentor_id join people e on e.id = m.mentee_id
        where m.mentor_id = $1 or m.mentee_id = $1 order by s.starts_at, s.id";
}

row! {
    struct Enrollment {
        id: EnrollmentId, program: String, role: String, capacity: i64, goals: String, languages: String, note: String,
        source: String, enrolled_at: Timestamp, withdrawn_at: Option<Timestamp>
    }
}

/// What somebody takes part in.
pub async fn parts(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Part>> {
    Ok(vec![
        Part {
            title: "Programs you take part in",
            seen_by: "Coordinators of that program. What you offer and want is also seen by people who look for a partner in it.",
            entries: enrollments(db, person, zone).await?,
        },
        Part {
            title: "Matches that were proposed",
            seen_by: "The two of you, and the coordinators of that program.",
            entries: matches(db, person, zone).await?,
        },
        Part {
            title: "Mentorships",
            seen_by: "The two of you. Coordinators see that it is, and how many sessions were held.",
            entries: mentorships(db, person, zone).await?,
        },
        Part {
            title: "Sessions",
            seen_by: "The two of you. Coordinators see how many there were, and when.",
            entries: sessions(db, person, zone).await?,
        },
    ])
}

async fn enrollments(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for e in db.all::<Enrollment>(&ENROLLMENTS, params![person]).await? {
        let skills: Vec<(String, String)> = db.all(&SKILLS, params![e.id]).await?;
        let of = |direction: &str| {
            let named = skills.iter().filter(|(d, _)| d == direction).map(|(_, skill)| skill.as_str());
            named.collect::<Vec<_>>().join(", ")
        };
        let wishes: Vec<(String,)> = db.all(&WISHES, params![e.id]).await?;
        let wishes: Vec<String> = wishes.into_iter().map(|row| row.0).collect();
        entries.push(
            Entry::default()
                .with("Program", e.program)
                .with("As", e.role)
                .with("Places", if of("offered").is_empty() { String::new() } else { e.capacity.to_string() })
                .with("Goals", e.goals)
                .with("Languages", e.languages)
                .with("Offers", of("offered"))
                .with("Wants", of("wanted"))
                .with("Wishes for", wishes.join(", "))
                .with("Note for the coordinators", e.note)
                .with("Came by", e.source)
                .with("Since", moment(e.enrolled_at, zone))
                .maybe("Withdrawn", e.withdrawn_at.map(|at| moment(at, zone))),
        );
    }
    Ok(entries)
}

async fn matches(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    type Row = (String, String, String, String, Option<Timestamp>);
    let rows: Vec<Row> = db.all(&MATCHES, params![person]).await?;
    let entry = |(program, mentor, mentee, state, at): Row| {
        // A no is private: to the other it is only "not going ahead".
        let state = if state == "declined" { "not going ahead".to_owned() } else { state };
        Entry::default()
            .with("Program", program)
            .with("Mentor", mentor)
            .with("Mentee", mentee)
            .with("State", state)
            .maybe("Proposed", at.map(|at| moment(at, zone)))
    };
    Ok(rows.into_iter().map(entry).collect())
}

async fn mentorships(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    type Row = (String, String, String, Timestamp, Option<Timestamp>, i64);
    let rows: Vec<Row> = db.all(&MENTORSHIPS, params![person]).await?;
    let entry = |(program, mentor, mentee, started, ended, minutes): Row| {
        Entry::default()
            .with("Program", program)
            .with("Mentor", mentor)
            .with("Mentee", mentee)
            .with("Since", moment(started, zone))
            .maybe("Until", ended.map(|at| moment(at, zone)))
            .with("Time promised", format!("{minutes} minutes"))
    };
    Ok(rows.into_iter().map(entry).collect())
}

async fn sessions(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Entry>> {
    type Row = (String, String, Timestamp, i64, String, String);
    let rows: Vec<Row> = db.all(&SESSIONS, params![person]).await?;
    let entry = |(mentor, mentee, at, minutes, place, state): Row| {
        Entry::default()
            .with("Mentor", mentor)
            .with("Mentee", mentee)
            .with("On", moment(at, zone))
            .with("Minutes", minutes.to_string())
            .with("Place", place)
            .with("State", state)
    };
    Ok(rows.into_iter().map(entry).collect())
}
