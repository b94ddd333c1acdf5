use super::mentorship::{self, Session};
use super::store;
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::{ProgramId, Timestamp};

/// A program's mentorships, for its coordinators: counts and dates, never words.
#[derive(Template)]
#[template(path = "features/mentorships/list.html")]
struct Page {
    frame: Frame,
    heading: String,
    lede: String,
    matching: String,
    figures: Vec<(String, &'static str)>,
    rows: Vec<Line>,
}

struct Line {
    mentor: String,
    mentee: String,
    held: i64,
    used: String,
    promised: String,
    last: String,
    next: String,
    status: (&'static str, String),
    end: Option<String>,
}

/// Where the list is.
pub fn path(ctx: &Ctx<Coordinator>) -> String {
    ctx.path("/mentorships")
}

/// `GET /programs/{program}/mentorships`
pub async fn page(ctx: Ctx<Coordinator>, _: At<ProgramId>) -> Result {
    let mentorships = store::of_program(&ctx.db, ctx.scope.program).await?;
    let left = store::with_leavers(&ctx.db, ctx.scope.program, ctx.today()).await?;
    let mut rows = Vec::new();
    let (mut going_on, mut held, mut minutes, mut without) = (0, 0, 0, 0);
    for of in &mentorships {
        let sessions = store::sessions(&ctx.db, of.id).await?;
        let ledger = mentorship::ledger(of.promised, 1, &sessions);
        let status = match left.iter().find(|(id, _)| *id == of.id) {
            Some((_, name)) => ("status--late", format!("{name} has left")),
            None => status(&ctx, of.ended_at, of.started_at, &sessions),
        };
        held += ledger.held;
        minutes += ledger.used;
        going_on += i64::from(of.ended_at.is_none());
        without += i64::from(of.ended_at.is_none() && ledger.held == 0 && ledger.open == 0);
        let day = |s: &Session| words::day(s.time().date());
        rows.push(Line {
            mentor: of.mentor.name.clone(),
            mentee: of.mentee.name.clone(),
            held: ledger.held,
            used: words::duration(ledger.used),
            promised: words::duration(of.promised),
            last: sessions.iter().rfind(|s| s.held_at.is_some()).map(day).unwrap_or_default(),
            next: sessions.iter().find(|s| s.is_coming(ctx.now)).map(day).unwrap_or_default(),
            status,
            end: of.ended_at.is_none().then(|| format!("{}/{}/end", path(&ctx), of.id)),
        });
    }
    let heading = match (going_on, held) {
        (0, _) => "No mentorship goes on yet".to_owned(),
        (n, 0) => format!("{} {}, no session held yet", words::sentence(&words::number(n)), plural(n)),
        (n, held) => format!(
            "{} {}, {} held",
            words::sentence(&words::number(n)),
            plural(n),
            words::count(held, "session", "sessions")
        ),
    };
    let lede = match without {
        _ if going_on == 0 => {
            "They begin when both people of a match accept, or by themselves some days after.".to_owned()
        }
        0 => "Every pair has met or has a date.".to_owned(),
        1 => "One pair has neither met nor a date. A word to the mentor often helps.".to_owned(),
        n => format!(
            "{} pairs have neither met nor a date. A word to the mentors often helps.",
            words::sentence(&words::number(n))
        ),
    };
    show(&Page {
        frame: ctx.frame("Mentorships", &path(&ctx)),
        heading,
        lede,
        matching: ctx.path("/matching"),
        figures: vec![
            (words::figure(going_on), "go on"),
            (words::figure(held), "sessions held"),
            (words::duration(minutes), "spent together"),
            (words::figure(without), "without a date"),
        ],
        rows,
    })
}

fn plural(n: i64) -> &'static str {
    if n == 1 { "mentorship" } else { "mentorships" }
}

fn status(
    ctx: &Ctx<Coordinator>,
    ended: Option<Timestamp>,
    started: Timestamp,
    sessions: &[Session],
) -> (&'static str, String) {
    if ended.is_some() {
        return ("status--no", "Ended".to_owned());
    }
    let days_since = |at: Timestamp| ctx.now.duration_since(at).as_hours() / 24;
    let last_held = sessions.iter().rfind(|s| s.held_at.is_some()).map(|s| s.starts_at);
    if sessions.iter().any(|s| s.is_coming(ctx.now)) {
        return ("status--met", "Next session booked".to_owned());
    }
    match last_held {
        Some(at) if days_since(at) <= 30 => ("status--introduced", "Choosing the next time".to_owned()),
        Some(at) => ("status--late", format!("Not met for {} days", days_since(at))),
        None if days_since(started) <= 7 => ("status--identified", "Choosing the first time".to_owned()),
        None => ("status--late", format!("Not met since it began, {} days ago", days_since(started))),
    }
}
