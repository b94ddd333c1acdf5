use super::ledger::{Cell, Ledger};
use super::mentorship::{self, Mentorship, Session};
use super::when::When;
use super::{offer, store};
use crate::access::{At, Ctx, Mentoring};
use crate::shell::{Fields, Letter, Problems, Result, show, show_refused, words};
use askama::Template;
use bellwether_db::{Read as _, params, statements};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{MentorshipId, PersonId, ProgramId, SessionId, SlotId};

statements! {
    /// What the mentee wrote on signing up, for the mentor to read.
    WISHED_FOR = "
        select e.goals from enrollments e where e.program_id = $1 and e.person_id = $2 and e.withdrawn_at is null";
    WANTED = "
        select s.skill from skills s join enrollments e on e.id = s.enrollment_id
        where e.program_id = $1 and e.person_id = $2 and e.withdrawn_at is null and s.direction = 'wanted'
        order by s.position, s.skill_key";
}

/// The page of a mentorship, as one of its two reads it.
#[derive(Template)]
#[template(path = "features/mentorships/page.html")]
struct Page {
    letter: Letter,
    path: String,
    mentors: bool,
    other: String,
    other_name: String,
    eyebrow: String,
    lede: String,
    ended: Option<String>,
    to_answer: Vec<ToAnswer>,
    coming: Option<Coming>,
    offered: Vec<OfferedTime>,
    outside_hours: bool,
    same_clock: String,
    ledger: Ledger,
    counts: [String; 3],
    has_room: bool,
    promised: String,
    cells: Vec<(&'static str, &'static str)>,
    one_more: String,
    past: Vec<PastSession>,
    goals: String,
    wanted: String,
    drafts: Drafts,
    book: Fields,
    log: Fields,
}

/// Forms that were refused, as they were typed.
pub struct Drafts {
    /// A time of one's own.
    pub book: Option<Fields>,
    /// A past session.
    pub past: Option<Fields>,
    /// What is wrong.
    pub problems: Problems,
}

struct ToAnswer {
    id: SessionId,
    day: String,
}

struct Coming {
    id: SessionId,
    eyebrow: String,
    when: String,
    zones: String,
    place: String,
    minutes: String,
}

struct OfferedTime {
    id: SlotId,
    day: String,
    span: String,
    there: String,
}

struct PastSession {
    id: SessionId,
    day: String,
    minutes: String,
    status: (&'static str, &'static str),
    answered: bool,
    held: bool,
}

/// `GET /mentorships/{mentorship}`
pub async fn page(ctx: Ctx<Mentoring>, _: At<MentorshipId>) -> Result {
    show(&view(&ctx, Drafts { book: None, past: None, problems: Problems::none() }).await?)
}

/// The page again, with a form that was refused.
pub async fn refused(ctx: &Ctx<Mentoring>, drafts: Drafts) -> Result {
    show_refused(&view(ctx, drafts).await?)
}

async fn view(ctx: &Ctx<Mentoring>, mut drafts: Drafts) -> Result<Page> {
    let of = store::find(&ctx.db, ctx.scope.mentorship).await?;
    let sessions = store::sessions(&ctx.db, of.id).await?;
    let agreed = offer::agreed(&ctx.db, &of).await?;
    let ledger = mentorship::ledger(of.promised, agreed.minutes, &sessions);
    let clocks = Clocks::of(ctx, &of);
    let coming = sessions.iter().find(|s| s.is_coming(ctx.now)).map(|s| clocks.coming(s, &ledger));
    let offered = offered(ctx, &of, &clocks).await?;
    let other = of.other_than(ctx.scope.person);
    let next = match (&coming, offered.len()) {
        (Some(coming), _) => format!("Next: {}.", coming.when),
        (None, 0) => String::new(),
        (None, 1) if ctx.scope.mentors => "One time is waiting for you to take it.".to_owned(),
        (None, n) if ctx.scope.mentors => {
            format!("{} times are waiting for you to pick one.", words::sentence(&words::number(n as i64)))
        }
        (None, _) => format!("{} is choosing the time of the next session.", other.first()),
    };
    let about = if other.about.is_empty() { String::new() } else { format!("{}. ", other.about) };
    let title = format!("{} and {}", of.mentor.name, of.mentee.name);
    let started = of.started_at.to_zoned(ctx.organization.zone.clone()).date();
    let (goals, wanted) = goals(ctx, of.program, of.mentee.id).await?;
    Ok(Page {
        letter: ctx.letter(title, of.program_name.clone()),
        path: of.path(),
        mentors: ctx.scope.mentors,
        other: other.first().to_owned(),
        other_name: other.name.clone(),
        eyebrow: format!("Mentorship since {}, ends {}", words::day(started), words::day(of.ends_on)),
        lede: format!("{about}{next}"),
        ended: of.ended_at.map(|at| words::day(at.to_zoned(ctx.organization.zone.clone()).date())),
        to_answer: sessions
            .iter()
            .filter(|s| s.is_unanswered(ctx.now))
            .map(|s| clocks.to_answer(s))
            .collect(),
        coming,
        outside_hours: offered.iter().any(|o| o.1),
        same_clock: same_clock(&offered),
        offered: offered.into_iter().map(|o| o.0).collect(),
        promised: words::duration(of.promised),
        counts: [ledger.held, ledger.open, ledger.sessions_left()]
            .map(|n| words::sentence(&words::number(n))),
        has_room: ledger.allows(ledger.session),
        cells: cells(&ledger),
        one_more: words::duration(agreed.minutes),
        ledger,
        past: sessions.iter().filter(|s| s.starts_at <= ctx.now).rev().map(|s| clocks.past(s)).collect(),
        goals,
        wanted,
        book: drafts.book.take().unwrap_or_default(),
        log: drafts.past.take().unwrap_or_else(|| Fields::of([("past_minutes", agreed.minutes.to_string())])),
        drafts,
    })
}

async fn goals(ctx: &Ctx<Mentoring>, program: ProgramId, mentee: PersonId) -> Result<(String, String)> {
    let goals: Option<(String,)> = ctx.db.maybe(&WISHED_FOR, params![program, mentee]).await?;
    let wanted: Vec<(String,)> = ctx.db.all(&WANTED, params![program, mentee]).await?;
    let wanted: Vec<String> = wanted.into_iter().map(|(skill,)| skill).collect();
    Ok((goals.map_or(String::new(), |(text,)| text), words::list(&wanted)))
}

/// The times that are offered and still to come, and whether each lies outside working hours.
async fn offered(ctx: &Ctx<Mentoring>, of: &Mentorship, clocks: &Clocks) -> Result<Vec<(OfferedTime, bool)>> {
    let slots = store::slots(&ctx.db, of.id).await?;
    let times = slots.into_iter().filter_map(|slot| Some((slot.time()?, slot)));
    let to_come = times.filter(|(time, _)| time.timestamp() > ctx.now);
    Ok(to_come
        .map(|(time, slot)| {
            let when = When::new(&time, slot.minutes, &clocks.own);
            let hours = [&clocks.own, &clocks.other].map(|zone| time.with_time_zone(zone.clone()).hour());
            let outside = hours.iter().any(|hour| !(9..17).contains(hour));
            let there = when.beside(&clocks.other, &clocks.name);
            (OfferedTime { id: slot.id, day: when.day(), span: when.span(), there }, outside)
        })
        .collect())
}

/// "New York time, the same for Nadia", where it is so for every time offered; empty otherwise.
fn same_clock(offered: &[(OfferedTime, bool)]) -> String {
    match offered {
        [(first, _), rest @ ..] if rest.iter().all(|(other, _)| other.there == first.there) => {
            first.there.clone()
        }
        _ => String::new(),
    }
}

fn cells(ledger: &Ledger) -> Vec<(&'static str, &'static str)> {
    let cells = ledger.cells();
    let shown = |cell: &Cell| match cell {
        Cell::Used => ("ledger__cell--used", "Held"),
        Cell::Next => ("ledger__cell--next", "Booked"),
        Cell::Free => ("ledger__cell--free", "Not booked yet"),
    };
    cells.iter().map(shown).collect()
}

/// The clocks of the two: the reader's own, and the other's.
struct Clocks {
    own: TimeZone,
    other: TimeZone,
    name: String,
}

impl Clocks {
    fn of(ctx: &Ctx<Mentoring>, of: &Mentorship) -> Self {
        let other = of.other_than(ctx.scope.person);
        Self {
            own: of.party(ctx.scope.person).zone(&ctx.organization),
            other: other.zone(&ctx.organization),
            name: other.first().to_owned(),
        }
    }

    fn day(&self, session: &Session) -> String {
        words::weekday(session.starts_at.to_zoned(self.own.clone()).date())
    }

    fn to_answer(&self, session: &Session) -> ToAnswer {
        ToAnswer { id: session.id, day: self.day(session) }
    }

    fn coming(&self, session: &Session, ledger: &Ledger) -> Coming {
        let when = When::new(&session.time(), session.minutes, &self.own);
        let of = ledger.cells().len();
        Coming {
            id: session.id,
            eyebrow: format!("Next session, {} of {of}", ledger.held + 1),
            when: when.start(),
            zones: when.beside(&self.other, &self.name),
            place: session.place.clone(),
            minutes: words::sentence(&words::duration(session.minutes)),
        }
    }

    fn past(&self, session: &Session) -> PastSession {
        let status = match session {
            s if s.cancelled_at.is_some() => ("status--no", "Called off"),
            s if s.held_at.is_some() => ("status--met", "Held"),
            s if s.not_held_at.is_some() => ("status--no", "Not held"),
            _ => ("status--asked", "Nobody has said"),
        };
        PastSession {
            id: session.id,
            day: self.day(session),
            minutes: words::duration(session.minutes),
            status,
            answered: session.cancelled_at.is_none() && !session.is_open(),
            held: session.held_at.is_some(),
        }
    }
}
