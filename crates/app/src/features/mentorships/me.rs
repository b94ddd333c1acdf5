use super::mentorship::Mentorship;
use super::when::When;
use super::{offer, store};
use crate::access::{Ctx, SignedIn};
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_db::{Read as _, params, row, statements};
use bellwether_kernel::{Date, MatchId, PersonId, ProgramId, Timestamp};

statements! {
    /// The programs in which somebody takes part.
    ENROLLED = "
        select g.id, g.name, g.ends_on, e.role, e.capacity,
               (select count(*) from mentorships x where x.program_id = g.id and x.ended_at is null
                  and (x.mentor_id = e.person_id or x.mentee_id = e.person_id))
        from enrollments e join programs g on g.id = e.program_id
        where e.person_id = $1 and e.withdrawn_at is null and g.closed_at is null order by g.starts_on desc, g.name";
    /// Matches that wait for somebody's word. One whose mail has not left yet may still be taken back.
    PROPOSALS = "
        select m.id, g.name, r.person_id, rp.name, ep.name, m.becomes_at, m.mentor_accepted_at, m.mentee_accepted_at
        from matches m join programs g on g.id = m.program_id
        join enrollments r on r.id = m.mentor_id join people rp on rp.id = r.person_id
        join enrollments e on e.id = m.mentee_id join people ep on ep.id = e.person_id
        where m.state = 'proposed' and (r.person_id = $1 or e.person_id = $1) order by m.proposed_at, m.id";
    /// Programs that somebody could join.
    OPEN = "
        select g.id, g.name from programs g
        where g.closed_at is null and g.ends_on >= $2 and not exists
            (select 1 from enrollments e where e.program_id = g.id and e.person_id = $1 and e.withdrawn_at is null)
        order by g.starts_on, g.name limit 5";
}

row! {
    struct Enrolled { program: ProgramId, name: String, ends_on: Date, role: String, capacity: i64, mentorships: i64 }
}

row! {
    struct Waiting {
        id: MatchId, program: String, mentor: PersonId, mentor_name: String, mentee_name: String,
        becomes_at: Option<Timestamp>, mentor_accepted_at: Option<Timestamp>, mentee_accepted_at: Option<Timestamp>
    }
}

/// What somebody has to do with mentoring, and the one next step in each.
#[derive(Template)]
#[template(path = "features/mentorships/me.html")]
struct Page {
    frame: Frame,
    heading: String,
    proposals: Vec<Proposal>,
    going_on: Vec<Card>,
    over: Vec<Card>,
    programs: Vec<Part>,
    open: Vec<(ProgramId, String)>,
}

struct Proposal {
    path: String,
    title: String,
    program: String,
    accepted: bool,
    by_itself: String,
}

struct Card {
    path: String,
    title: String,
    program: String,
    step: String,
    action: &'static str,
    is_due: bool,
}

struct Part {
    path: String,
    name: String,
    says: String,
}

/// `GET /me`
pub async fn page(ctx: Ctx<SignedIn>) -> Result {
    let person = ctx.scope.person;
    let waiting: Vec<Waiting> = ctx.db.all(&PROPOSALS, params![person]).await?;
    let proposals: Vec<Proposal> = waiting.into_iter().map(|w| proposal(&ctx, w)).collect();
    let (mut going_on, mut over) = (Vec::new(), Vec::new());
    for of in store::of_person(&ctx.db, person).await? {
        let card = card(&ctx, &of).await?;
        if of.ended_at.is_none() { going_on.push(card) } else { over.push(card) }
    }
    let enrolled: Vec<Enrolled> = ctx.db.all(&ENROLLED, params![person]).await?;
    let open: Vec<(ProgramId, String)> = ctx.db.all(&OPEN, params![person, ctx.today()]).await?;
    let due = proposals.iter().filter(|p| !p.accepted).count() + going_on.iter().filter(|c| c.is_due).count();
    let heading = match (due, going_on.len() + proposals.len() + enrolled.len()) {
        (0, 0) => "You take part in no program yet".to_owned(),
        (0, _) => "Nothing waits for you".to_owned(),
        (1, _) => "One thing waits for you".to_owned(),
        (n, _) => format!("{} things wait for you", words::sentence(&words::number(n as i64))),
    };
    show(&Page {
        frame: ctx.frame("My mentoring", "/me"),
        heading,
        proposals,
        going_on,
        over,
        programs: enrolled.into_iter().map(part).collect(),
        open,
    })
}

fn proposal(ctx: &Ctx<SignedIn>, waiting: Waiting) -> Proposal {
    let mentors = waiting.mentor == ctx.scope.person;
    let day = |at: Timestamp| words::weekday(at.to_zoned(ctx.organization.zone.clone()).date());
    Proposal {
        path: format!("/proposals/{}", waiting.id),
        title: if mentors {
            format!("{}, as your mentee", waiting.mentee_name)
        } else {
            format!("{}, as your mentor", waiting.mentor_name)
        },
        program: waiting.program,
        accepted: if mentors {
            waiting.mentor_accepted_at.is_some()
        } else {
            waiting.mentee_accepted_at.is_some()
        },
        by_itself: waiting.becomes_at.map(day).unwrap_or_default(),
    }
}

async fn card(ctx: &Ctx<SignedIn>, of: &Mentorship) -> Result<Card> {
    let person = ctx.scope.person;
    let mentors = person == of.mentor.id;
    let other = of.other_than(person);
    let sessions = store::sessions(&ctx.db, of.id).await?;
    let slots = store::slots(&ctx.db, of.id).await?;
    let zone = of.party(person).zone(&ctx.organization);
    let to_come = slots.iter().any(|s| s.time().is_some_and(|t| t.timestamp() > ctx.now));
    let coming = sessions.iter().find(|s| s.is_coming(ctx.now));
    let (step, action, is_due) = if of.ended_at.is_some() {
        let held = sessions.iter().filter(|s| s.held_at.is_some()).count() as i64;
        (format!("Ended, {} held.", words::count(held, "session", "sessions")), "Look back", false)
    } else if let Some(over) = sessions.iter().find(|s| s.is_unanswered(ctx.now)) {
        let day = over.starts_at.to_zoned(zone).date();
        (format!("Did you meet on {}?", words::weekday(day)), "Say yes or no", true)
    } else if let Some(next) = coming {
        let when = When::new(&next.time(), next.minutes, &zone).start();
        (format!("Next session: {when}."), "Open", false)
    } else if to_come && mentors {
        (
            format!(
                "{} times wait for you to pick one.",
                words::sentence(&words::number(slots.len() as i64))
            ),
            "Pick a time",
            true,
        )
    } else if to_come {
        (format!("{} is choosing the time of the next session.", other.first()), "Open", false)
    } else {
        let agreed = offer::agreed(&ctx.db, of).await?;
        let ledger = super::ledger(of.promised, agreed.minutes, &sessions);
        if ledger.allows(agreed.minutes) {
            ("No session is booked.".to_owned(), "Find a time", mentors)
        } else {
            (format!("All {} are used.", words::duration(of.promised)), "Open", false)
        }
    };
    let role = if mentors { "You are the mentor" } else { "You are the mentee" };
    Ok(Card {
        path: of.path(),
        title: format!("You and {}", other.name),
        program: format!("{}. {role}", of.program_name),
        step,
        action,
        is_due,
    })
}

fn part(enrolled: Enrolled) -> Part {
    let (role, places) = match enrolled.role.as_str() {
        "mentor" => ("Mentor", format!(", {}", words::count(enrolled.capacity, "place", "places"))),
        "either" => ("Mentor or mentee", String::new()),
        _ => ("Mentee", String::new()),
    };
    let says = match enrolled.mentorships {
        0 => "waiting for a match".to_owned(),
        n => words::count(n, "mentorship", "mentorships"),
    };
    Part {
        path: format!("/programs/{}", enrolled.program),
        name: enrolled.name,
        says: format!("{role}{places}, {says}, until {}", words::day(enrolled.ends_on)),
    }
}
