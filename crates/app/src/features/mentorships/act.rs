//! What either of the two does on the page of their mentorship.

use super::book::{self, Booked};
use super::mentorship::Mentorship;
use super::offer::{self, For, Offered};
use super::page::{self, Drafts};
use super::{held, store};
use crate::access::{At, Ctx, Mentoring};
use crate::shell::{Error, Fields, Flash, Problems, Result, see_other_with, words};
use bellwether_kernel::jiff::Zoned;
use bellwether_kernel::{Date, MentorshipId, SessionId, SlotId};

/// `POST …/slots`: three times, for the next session or for moving the one that is booked.
pub async fn offer(ctx: Ctx<Mentoring>, _: At<MentorshipId>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let why = if ctx.scope.mentors { For::Mentor } else { For::Mentee(ctx.scope.person) };
    let says = match offer::offer(&tx, &ctx.app, &of, why).await? {
        Offered::Times(_) if ctx.scope.mentors => "Pick one of these times.".to_owned(),
        Offered::Times(_) => format!("{} picks one of these times.", of.mentor.first()),
        Offered::PromiseUsed(why) => return Err(Error::refused("The promised time is used", why)),
        Offered::NoDay => {
            return Err(Error::refused(
                "No time was found that suits both working days",
                format!(
                    "Nothing was changed. The program ends on {}; agree on a time and write it on the page.",
                    words::day(of.ends_on)
                ),
            ));
        }
    };
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(&of.path(), Flash::new(says))
}

/// `POST …/slots/{slot}`: the mentor picks a time, and the invitation leaves.
pub async fn pick(ctx: Ctx<Mentoring>, At((_, slot)): At<(MentorshipId, SlotId)>) -> Result {
    if !ctx.scope.mentors {
        return Err(Error::NotFound);
    }
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let booked = book::pick(&tx, &ctx.app, &of, slot, ctx.scope.person).await?;
    settle(&ctx, &of, booked)?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(&of.path(), Flash::new("Booked. The invitation is on its way to both calendars."))
}

/// `POST …/sessions`: a time of their own, by the mentor.
pub async fn book(ctx: Ctx<Mentoring>, _: At<MentorshipId>, fields: Fields) -> Result {
    if !ctx.scope.mentors {
        return Err(Error::NotFound);
    }
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let mut problems = Problems::none();
    let Some(time) = time_of(&ctx, &of, &fields, ("date", "time"), &mut problems) else {
        drop(tx);
        return page::refused(&ctx, Drafts { book: Some(fields), past: None, problems }).await;
    };
    let minutes = offer::agreed(&tx, &of).await?.minutes;
    let zone = time.time_zone().iana_name().unwrap_or(&ctx.organization.zone_name).to_owned();
    let booked = book::book(&tx, &ctx.app, &of, &time, &zone, minutes, ctx.scope.person).await?;
    if booked == Booked::Past {
        problems.say("date", "This time is over. Choose one to come.");
        drop(tx);
        return page::refused(&ctx, Drafts { book: Some(fields), past: None, problems }).await;
    }
    settle(&ctx, &of, booked)?;
    store::close(&tx, of.id, ctx.now).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(&of.path(), Flash::new("Booked. The invitation is on its way to both calendars."))
}

/// `POST …/sessions/past`: a session that took place without being booked here.
pub async fn log_past(ctx: Ctx<Mentoring>, _: At<MentorshipId>, fields: Fields) -> Result {
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let mut problems = Problems::none();
    let minutes = fields.whole("past_minutes", 5, 480, &mut problems);
    let date = fields.date("past_date", &mut problems);
    let zone = of.party(ctx.scope.person).zone(&ctx.organization);
    let today = ctx.now.to_zoned(zone.clone()).date();
    if problems.is_empty() && date > today {
        problems.say("past_date", "This day is still to come. Book it instead.");
    }
    let same_day =
        store::sessions(&tx, of.id).await?.iter().any(|s| s.held_at.is_some() && s.time().date() == date);
    if same_day {
        problems.say("past_date", format!("A session on {} is recorded already.", words::day(date)));
    }
    let noon = date.at(12, 0, 0, 0).to_zoned(zone);
    let (true, Ok(noon)) = (problems.is_empty(), noon) else {
        drop(tx);
        return page::refused(&ctx, Drafts { book: None, past: Some(fields), problems }).await;
    };
    let session = held::log_past(&tx, &ctx.app, &of, &noon, minutes, ctx.scope.person).await?;
    tx.commit().await?;
    let undo = format!("{}/sessions/{session}/not-held", of.path());
    see_other_with(
        &of.path(),
        Flash::with_undo(format!("Recorded: {}, {}.", words::day(date), words::duration(minutes)), undo),
    )
}

/// `POST …/sessions/{session}/place`
pub async fn place(
    ctx: Ctx<Mentoring>,
    At((_, session)): At<(MentorshipId, SessionId)>,
    fields: Fields,
) -> Result {
    let place: String = bellwether_kernel::one_line(fields.get("place")).chars().take(200).collect();
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let session = store::session(&tx, of.id, session).await?;
    book::put_place(&tx, &ctx.app, &of, &session, &place, ctx.scope.person).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(&of.path(), Flash::new("Both calendars are told where you meet."))
}

/// `POST …/sessions/{session}/cancellation`
pub async fn cancel(ctx: Ctx<Mentoring>, At((_, session)): At<(MentorshipId, SessionId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let session = store::session(&tx, of.id, session).await?;
    book::cancel(&tx, &ctx.app, &of, &session, ctx.scope.person).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let other = of.other_than(ctx.scope.person).first();
    see_other_with(
        &of.path(),
        Flash::new(format!("Called off. {other} is told, and both calendars are free again.")),
    )
}

/// `POST …/sessions/{session}/held`
pub async fn held(ctx: Ctx<Mentoring>, At((_, session)): At<(MentorshipId, SessionId)>) -> Result {
    answer(&ctx, session, true).await
}

/// `POST …/sessions/{session}/not-held`
pub async fn not_held(ctx: Ctx<Mentoring>, At((_, session)): At<(MentorshipId, SessionId)>) -> Result {
    answer(&ctx, session, false).await
}

async fn answer(ctx: &Ctx<Mentoring>, session: SessionId, was_held: bool) -> Result {
    let tx = ctx.db.begin().await?;
    let of = going_on(ctx, &tx).await?;
    let session = store::session(&tx, of.id, session).await?;
    if session.starts_at > ctx.now {
        return Err(Error::refused(
            "This session is still to come",
            "Nothing was changed. Say it afterwards.",
        ));
    }
    held::answer(&tx, &ctx.app, &of, &session, was_held, ctx.scope.person).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let day = words::day(session.time().date());
    let says = if was_held {
        format!("The session on {day} counts as held.")
    } else {
        format!("The session on {day} does not count.")
    };
    see_other_with(
        &of.path(),
        Flash::with_undo(says, format!("{}/sessions/{}/unanswered", of.path(), session.id)),
    )
}

/// `POST …/sessions/{session}/unanswered`: takes the answer back.
pub async fn unanswered(ctx: Ctx<Mentoring>, At((_, session)): At<(MentorshipId, SessionId)>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let session = store::session(&tx, of.id, session).await?;
    held::take_back(&tx, &ctx.app, &of, &session, ctx.scope.person).await?;
    tx.commit().await?;
    see_other_with(&of.path(), Flash::new("Taken back."))
}

/// `POST …/promise`: the mentor agrees to one more session. Only they can.
pub async fn promise(ctx: Ctx<Mentoring>, _: At<MentorshipId>, fields: Fields) -> Result {
    if !ctx.scope.mentors {
        return Err(Error::NotFound);
    }
    let tx = ctx.db.begin().await?;
    let of = going_on(&ctx, &tx).await?;
    let minutes = offer::agreed(&tx, &of).await?.minutes;
    // The form says which promise it raises, so that it raises it once.
    let was = fields.get("promised").parse().unwrap_or(of.promised);
    if store::promise(&tx, of.id, was, was + minutes).await? {
        let raised = store::find(&tx, of.id).await?;
        offer::offer(&tx, &ctx.app, &raised, For::Mentor).await?;
    }
    tx.commit().await?;
    see_other_with(&of.path(), Flash::new(format!("You agreed to {} more.", words::duration(minutes))))
}

/// The mentorship, where it goes on.
async fn going_on(ctx: &Ctx<Mentoring>, tx: &bellwether_db::Tx) -> Result<Mentorship> {
    let of = store::find(tx, ctx.scope.mentorship).await?;
    match of.ended_at {
        Some(_) => Err(Error::overtaken("This mentorship has ended", "Nothing was changed.")),
        None => Ok(of),
    }
}

fn settle(ctx: &Ctx<Mentoring>, of: &Mentorship, booked: Booked) -> Result<SessionId> {
    match booked {
        Booked::Session(id) => Ok(id),
        Booked::Gone => Err(Error::overtaken(
            "This time is not offered any more",
            "Nothing was booked. Go back and load the page again to see which times are.",
        )),
        Booked::Past => {
            Err(Error::refused("This time is over", "Nothing was booked. Go back and ask for other times."))
        }
        Booked::PromiseUsed(why) if ctx.scope.mentors => {
            let why = why.replace(&format!("{} agreed", of.mentor.first()), "You agreed");
            Err(Error::refused("That would go past the promised time", why))
        }
        Booked::PromiseUsed(why) => Err(Error::refused("That would go past the promised time", why)),
    }
}

/// A date and a time on the clock of whoever writes them.
fn time_of(
    ctx: &Ctx<Mentoring>,
    of: &Mentorship,
    fields: &Fields,
    (date, time): (&str, &str),
    problems: &mut Problems,
) -> Option<Zoned> {
    let day: Date = fields.date(date, problems);
    let Ok(clock) = fields.get(time).parse::<bellwether_kernel::jiff::civil::Time>() else {
        problems.say(time, "Write a time, for example 14:30.");
        return None;
    };
    if !problems.is_empty() {
        return None;
    }
    let zone = of.party(ctx.scope.person).zone(&ctx.organization);
    let at = zone.to_ambiguous_zoned(day.to_datetime(clock)).unambiguous();
    if at.is_err() {
        problems.say(time, "The clocks change at that hour, so that this time does not exist, or exists twice. Choose another.");
    }
    at.ok()
}
