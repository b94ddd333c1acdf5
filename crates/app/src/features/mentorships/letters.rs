//! What leaves the building about a mentorship. Mail says who and when, never what about.

use super::mentorship::{Mentorship, Party, Session, Slot};
use super::offer::For;
use super::post::{Post, Words};
use super::store;
use super::when::When;
use crate::App;
use crate::features::settings;
use crate::shell::{Error, Result, words};
use bellwether_db::Tx;
use bellwether_kernel::jiff::Zoned;
use bellwether_kernel::{PersonId, Timestamp};
use bellwether_outbox::Calendar;
use bellwether_wire::icalendar::Invitation;
use bellwether_wire::smtp::Mailbox;

/// The handle of letters that offer times, by which they are stopped.
pub fn about_times(of: &Mentorship) -> String {
    format!("slots:{}", of.id)
}

/// The handle of the letter that asks whether a session was held.
pub fn about_held(session: &Session) -> String {
    format!("held:{}", session.id)
}

/// To both: you work together now, and what happens next.
pub async fn beginning(tx: &Tx, app: &App, of: &Mentorship) -> Result<()> {
    let post = Post::of(app, tx, of.program, None).await?;
    let slots: Vec<Slot> = store::slots(tx, of.id).await?;
    let times: Vec<Zoned> = slots.iter().filter_map(Slot::time).collect();
    let minutes = slots.first().map_or(0, |s| s.minutes);
    let link = app.link(&of.path());
    let (mentor, mentee) = (&of.mentor, &of.mentee);
    let pick = if times.is_empty() {
        format!("Choose a time for the first session:\n{link}")
    } else {
        format!("Pick the first session, one tap:\n{}\n\n{link}", listed(app, of, &times, minutes))
    };
    let to_mentor = format!(
        "you and {} work together in {} from today: {} in all, and never more unless you say so.\n\n{pick}\n\n\
         Before you meet: 15 minutes of reading, and a plan for the first session, so that nothing has to be prepared.\n{}\n\n\
         The page asks you to sign in with a code that comes by mail. There is no password.",
        mentee.name,
        of.program_name,
        words::duration(of.promised),
        app.link(&format!("{}/briefing", of.path())),
    );
    let to_mentee = format!(
        "{} is your mentor in {}. {} picks the time of the first session; the invitation comes to your calendar.\n\n\
         Until then, ten minutes: write down the one thing that you want to be different by {}. \
         It is where the first session begins, and this is its plan:\n{}\n\n\
         The page asks you to sign in with a code that comes by mail. There is no password.",
        mentor.name,
        of.program_name,
        mentor.first(),
        words::day(of.ends_on),
        app.link(&format!("{}/briefing", of.path())),
    );
    let letter = |subject: String, text| Words {
        kind: "mentorship",
        about: about_times(of),
        subject,
        text,
        calendar: None,
        not_before: app.world().now(),
    };
    post.send(tx, mentor, letter(format!("You and {}: pick the first session", mentee.name), to_mentor))
        .await?;
    post.send(tx, mentee, letter(format!("{} is your mentor", mentor.name), to_mentee)).await?;
    Ok(())
}

/// To the mentor: three times for the next session, or for another than the one booked.
pub async fn times(
    tx: &Tx,
    app: &App,
    of: &Mentorship,
    times: &[Zoned],
    minutes: i64,
    why: For,
    moves: bool,
) -> Result<()> {
    let by = if let For::Mentee(person) = why { Some(person) } else { None };
    let post = Post::of(app, tx, of.program, by).await?;
    bellwether_outbox::stop_about(tx, app.world(), &about_times(of), "other times were offered meanwhile")
        .await?;
    let mentee = of.mentee.first();
    let (subject, first) = if moves {
        (
            format!("{} asks for another time", of.mentee.name),
            format!(
                "{mentee} cannot make it at the time that is booked. It stays booked until you pick another:"
            ),
        )
    } else {
        (
            format!("You and {}: pick the next session", of.mentee.name),
            format!("pick the next session with {mentee}, one tap:"),
        )
    };
    let text = format!("{first}\n{}\n\n{}", listed(app, of, times, minutes), app.link(&of.path()));
    let waits = settings::stop_window(tx).await?;
    let not_before = app.world().now().checked_add(waits).unwrap_or(Timestamp::MAX);
    let words = Words { kind: "slots", about: about_times(of), subject, text, calendar: None, not_before };
    post.send(tx, &of.mentor, words).await?;
    Ok(())
}

fn listed(app: &App, of: &Mentorship, times: &[Zoned], minutes: i64) -> String {
    let zone = of.mentor.zone(&app.organization());
    let lines: Vec<String> =
        times.iter().map(|time| format!("  {}", When::new(time, minutes, &zone).whole())).collect();
    lines.join("\n")
}

/// What happened to a session, as calendars are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It was booked.
    Booked,
    /// It has another time, or another place.
    Changed,
    /// It was called off.
    Cancelled,
}

/// To both: the session as a calendar file, in the version that the row has now.
pub async fn invitation(
    tx: &Tx,
    app: &App,
    of: &Mentorship,
    session: &Session,
    news: News,
    by: Option<PersonId>,
) -> Result<()> {
    let post = Post::of(app, tx, of.program, by).await?;
    let about = format!("session:{}", session.id);
    // Of an invitation and its change only the last leaves.
    bellwether_outbox::stop_about(tx, app.world(), &about, "the session changed meanwhile").await?;
    if of.mentor.email.is_none() && of.mentee.email.is_none() {
        return Ok(());
    }
    let calendar = calendar(app, of, session, news)?;
    for to in [&of.mentor, &of.mentee] {
        let other = of.other_than(to.id);
        let when = When::new(&session.time(), session.minutes, &to.zone(&app.organization()));
        let (subject, first) = match news {
            News::Booked => ("Session", format!("you and {} meet:", other.name)),
            News::Changed => ("Changed", format!("the session with {} is now:", other.name)),
            News::Cancelled => ("Called off", format!("the session with {} is off:", other.name)),
        };
        let place = if session.place.is_empty() { String::new() } else { format!("\n  {}", session.place) };
        let next = match news {
            News::Cancelled => "Times for another are on the page:",
            _ => "The invitation is in this mail. To move it or call it off:",
        };
        let text = format!("{first}\n\n  {}{place}\n\n{next}\n{}", when.whole(), app.link(&of.path()));
        let words = Words {
            kind: "invitation",
            about: about.clone(),
            subject: format!("{subject}: {} with {}", when.start(), other.name),
            text,
            calendar: Some(calendar.clone()),
            not_before: app.world().now(),
        };
        post.send(tx, to, words).await?;
    }
    Ok(())
}

fn calendar(app: &App, of: &Mentorship, session: &Session, news: News) -> Result<Calendar> {
    let organization = app.organization();
    // Neither of the two organises: a calendar does not ask its own organiser whether they come.
    let from = organization.mail_from.clone().unwrap_or_else(|| format!("mentoring@{}", app.config().host()));
    let mailbox = |who: &Party| who.email.clone().map(|address| Mailbox::new(who.name.clone(), address));
    let invitation = Invitation {
        uid: session.uid.clone(),
        sequence: u32::try_from(session.sequence).unwrap_or(u32::MAX),
        start: session.time(),
        minutes: u32::try_from(session.minutes).unwrap_or(0),
        summary: format!("Mentoring: {} and {}", of.mentor.name, of.mentee.name),
        description: format!("To move it or call it off: {}", app.link(&of.path())),
        location: (!session.place.is_empty()).then(|| session.place.clone()),
        url: Some(app.link(&of.path())),
        organizer: Mailbox::new(of.program_name.clone(), from),
        attendees: [&of.mentor, &of.mentee].into_iter().filter_map(mailbox).collect(),
        stamp: app.world().now(),
    };
    let made = if news == News::Cancelled { invitation.cancel() } else { invitation.request() };
    made.map(|c| Calendar { method: c.method, file: c.ics }).map_err(|why| Error::Fault(why.to_string()))
}

/// Did you meet? To one of the two, who answers with one tap on the page.
pub async fn ask_if_held(tx: &Tx, app: &App, of: &Mentorship, session: &Session) -> Result<()> {
    let post = Post::of(app, tx, of.program, None).await?;
    // The mentee answers as well as the mentor, whose attention is the scarcer.
    let to = if of.mentee.email.is_some() { &of.mentee } else { &of.mentor };
    let when = When::new(&session.time(), session.minutes, &to.zone(&app.organization()));
    let text = format!(
        "did you and {} meet on {}? Yes or no is enough, one tap:\n{}\n\nWhat you spoke about stays between you two.",
        of.other_than(to.id).first(),
        when.day(),
        app.link(&of.path()),
    );
    let words = Words {
        kind: "held",
        about: about_held(session),
        subject: format!("Did you meet on {}?", when.day()),
        text,
        calendar: None,
        not_before: app.world().now(),
    };
    post.send(tx, to, words).await?;
    Ok(())
}

/// To one of the two: it has ended, with thanks. Never why, nor who ended it.
pub async fn ended(tx: &Tx, app: &App, of: &Mentorship, to: &Party, held: i64) -> Result<()> {
    let post = Post::of(app, tx, of.program, None).await?;
    let other = of.other_than(to.id);
    let met = match held {
        0 => String::new(),
        n => format!(
            " You met {}.",
            if n == 1 { "once".to_owned() } else { format!("{} times", words::number(n)) }
        ),
    };
    let text = format!(
        "your mentorship with {} in {} has ended.{met} Thank you for the time that you gave it.\n\n\
         What you spoke about stays between you. If you would like to go on with somebody else, answer this mail.",
        other.name, of.program_name
    );
    let words = Words {
        kind: "mentorship-ended",
        about: format!("mentorship:{}", of.id),
        subject: format!("Your mentorship with {} has ended", other.name),
        text,
        calendar: None,
        not_before: app.world().now(),
    };
    post.send(tx, to, words).await?;
    Ok(())
}
