//! Sending a pitch: shown as it leaves, two minutes behind a stop button, once.

use super::checks::{self, Check, Mark};
use super::compose::{Desk, desk};
use super::leaving::Leaves;
use super::letters::{self, Draft, Posting};
use super::standing::{Door, Doorway, door};
use super::steps::{self, NewTouch};
use super::{Pitch, PitchState, TouchKind, asks, pitches, visit};
use crate::access::{At, Coordinator, Ctx, audit, token_hash};
use crate::features::{people, settings, shortlist};
use crate::shell::{Error, Flash, Frame, Result, see_other, see_other_with, show, words};
use askama::Template;
use bellwether_db::{Read, Tx};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{Email, MessageId, ProgramId, ProspectId, Timestamp};
use bellwether_outbox::{State, Stopped};

type Which = At<(ProgramId, ProspectId)>;

/// How long a pitch waits behind the stop button, in minutes.
pub async fn stop_minutes(db: &impl Read) -> bellwether_db::Result<i64> {
    Ok(settings::stop_window(db).await?.as_mins())
}

#[derive(Template)]
#[template(path = "features/recruiting/send.html")]
struct SendPage {
    frame: Frame,
    here: String,
    name: String,
    heading: String,
    from: String,
    to: String,
    draft: Draft,
    checks: Vec<Check>,
    may_leave: bool,
    leaves: Leaves,
    action: String,
    button: &'static str,
    back: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "features/recruiting/sent.html")]
struct SentPage {
    frame: Frame,
    here: String,
    name: String,
    heading: String,
    lede: String,
    can_stop: bool,
    can_withdraw: bool,
    back_to_draft: bool,
    unsure: bool,
    outbox: String,
    /// While it waits: when it leaves.
    waits: Option<Leaves>,
}

/// What a leader's link looks like to everybody else: only they have it.
fn masked(ctx: &Ctx<Coordinator>) -> String {
    ctx.app.link("/ask/…")
}

/// `GET …/pitch/send`: the one mail, as it leaves, and what stands in its way.
pub async fn page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let desk = desk(&ctx, id).await?;
    let here = ctx.prospect_path(id);
    let Some(pitch) = desk.pitch.clone().filter(|p| p.state == PitchState::Draft) else {
        return see_other(&format!("{here}/pitch"));
    };
    let checks = desk.checks(&ctx.db, &ctx, &pitch).await?;
    let runs = visit::runs(&ctx.db, &desk.program, &desk.prospect).await?;
    let draft = letters::pitch(&pitch, &desk.program, &ctx.organization, &runs, &masked(&ctx));
    let leaves = Leaves::of(&ctx, &desk.person).await?;
    show(&SendPage {
        frame: ctx.frame(format!("Send the pitch to {}", desk.person.name), &ctx.path("/pitches")),
        heading: format!("Send 1 pitch, to {}", desk.person.name),
        name: desk.person.name.clone(),
        from: pitch.from_name.clone(),
        to: address_line(&desk),
        draft,
        may_leave: checks::may_leave(&checks),
        checks,
        leaves,
        action: format!("{here}/pitch/send"),
        button: "Send 1 pitch",
        back: format!("{here}/pitch"),
        version: pitch.version,
        here,
    })
}

fn address_line(desk: &Desk) -> String {
    format!("{} <{}>", desk.person.name, desk.person.email.as_deref().unwrap_or("no address"))
}

/// `POST …/pitch/send`: puts the mail into the outbox. Pressed twice, it is sent once.
pub async fn send(ctx: Ctx<Coordinator>, At((_, id)): Which, fields: crate::shell::Fields) -> Result {
    let desk = desk(&ctx, id).await?;
    let here = format!("{}/pitch", ctx.prospect_path(id));
    let Some(pitch) = desk.pitch.clone() else { return see_other(&here) };
    if pitch.state == PitchState::Sent {
        return see_other(&here);
    }
    if fields.get("version").parse() != Ok(pitch.version) {
        return Err(Error::overtaken(
            "This pitch was changed since you read it",
            "Nothing was sent. Open it once more, read what it says now, then send it.",
        ));
    }
    if !desk.prospect.may_pitch() || desk.prospect.closed_at.is_some() || desk.prospect.answered_at.is_some()
    {
        return see_other(&here);
    }
    let runs = visit::runs(&ctx.db, &desk.program, &desk.prospect).await?;
    let minutes = stop_minutes(&ctx.db).await?;
    // Before the transaction: where the network was not drawn yet, it takes a while.
    let known =
        shortlist::known(&ctx.db, ctx.scope.program, desk.person.id, Some(pitch.ask), ctx.today()).await?;
    let tx = ctx.db.begin().await?;
    if !checks::may_leave(&desk.checks(&tx, &ctx, &pitch).await?) {
        return see_other(&format!("{here}/send"));
    }
    let sent = put(&ctx, &tx, &desk, &pitch, &runs, minutes, known.as_ref()).await;
    match sent {
        Ok(true) => tx.commit().await?,
        Ok(false) => return see_other(&here),
        Err(error) if error.is_conflict() => {
            return Err(Error::overtaken(
                "Another program began to ask them in this moment",
                "One voice: nothing was sent. Your draft is kept. Wait for that answer, or speak with the other coordinators.",
            ));
        }
        Err(error) => return Err(error.into()),
    }
    ctx.app.outbox_bell().notify_one();
    see_other(&here)
}

async fn put(
    ctx: &Ctx<Coordinator>,
    tx: &Tx,
    desk: &Desk,
    pitch: &Pitch,
    runs: &letters::Contact,
    minutes: i64,
    known: Option<&asks::AskEvidence>,
) -> bellwether_db::Result<bool> {
    let Some(email) = desk.person.email.as_deref().and_then(|e| Email::parse(e).ok()) else {
        return Ok(false);
    };
    let draft = letters::pitch(pitch, &desk.program, &ctx.organization, runs, &ctx.pitch_link(pitch.id));
    let not_before = ctx.now + SignedDuration::from_mins(minutes);
    let message = post(ctx, tx, desk, pitch, "pitch", &draft, email, not_before).await?;
    let token = letters::link_token(&ctx.app, pitch.id);
    if !pitches::sent(tx, pitch.id, &token_hash(&token), message, ctx.now).await? {
        return Ok(false);
    }
    let id = desk.prospect.id;
    steps::asked(tx, id, ctx.now).await?;
    if let Some(known) = known {
        asks::keep(tx, &ctx.world, id, known).await?;
    }
    let touch = NewTouch { kind: TouchKind::Pitch, on: ctx.today(), by: Some(pitch.from), note: "" };
    steps::touch(tx, &ctx.world, &ctx.scope, id, &touch).await?;
    steps::next_step(tx, &ctx.scope, id, None, None).await?;
    note(ctx, tx, "sent a pitch", id).await?;
    Ok(true)
}

#[allow(clippy::too_many_arguments, reason = "what a mail is made of")]
async fn post(
    ctx: &Ctx<Coordinator>,
    tx: &Tx,
    desk: &Desk,
    pitch: &Pitch,
    kind: &'static str,
    draft: &Draft,
    email: Email,
    not_before: Timestamp,
) -> bellwether_db::Result<MessageId> {
    let asker = people::find(tx, pitch.from).await?;
    let posting = Posting {
        kind,
        program: &desk.program,
        about: pitches::about(pitch.id),
        to: (desk.person.id, desk.person.name.clone(), email),
        from_name: pitch.from_name.clone(),
        reply_to: asker.and_then(|p| p.email).and_then(|e| Email::parse(&e).ok()),
        not_before,
        created_by: Some(ctx.scope.by),
    };
    bellwether_outbox::enqueue(tx, &ctx.world, ctx.app.config().host(), letters::post(draft, posting)).await
}

async fn note(ctx: &Ctx<Coordinator>, tx: &Tx, verb: &str, id: ProspectId) -> bellwether_db::Result<()> {
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        for_person: None,
        verb,
        object: format!("prospect:{id}"),
        detail: String::new(),
        program: Some(ctx.scope.program),
    };
    audit::write(tx, &ctx.world, line).await
}

/// The page of a pitch that has left or waits behind the stop button.
pub async fn sent_page(ctx: &Ctx<Coordinator>, desk: Desk) -> Result {
    let Some(pitch) = desk.pitch else { return Err(Error::NotFound) };
    let mail = match pitch.message_id {
        Some(id) => bellwether_outbox::find(&ctx.db, id).await?,
        None => None,
    };
    let zone = &ctx.organization.zone;
    let name = desk.person.first_name();
    let answered = desk.prospect.answered_at.is_some();
    let state = mail.as_ref().map(|m| m.state);
    let waits = match &mail {
        Some(mail) if state == Some(State::Queued) && !answered => {
            Some(Leaves::at(ctx, &desk.person, mail.not_before).await?)
        }
        _ => None,
    };
    let (heading, lede) = match (state, &waits) {
        (_, Some(waits)) => (waits.heading().to_owned(), format!("{} Until then you can stop it; it goes back to a draft.", waits.words)),
        (Some(State::Sending), _) => ("The pitch is on its way".to_owned(), "The mail server is being spoken to.".to_owned()),
        (Some(State::Unsure), _) if !answered => (
            format!("Nobody knows whether it reached {name}"),
            "The mail server gave no word. It is not sent again by itself: ask them, or decide in the outbox.".to_owned(),
        ),
        (Some(State::Refused), _) if !answered => (
            "The pitch came back".to_owned(),
            "The mail server will not have it. Mend the address, then send it again from the outbox.".to_owned(),
        ),
        (Some(State::Stopped), _) if !answered => (
            "The pitch was stopped before it left".to_owned(),
            "They were not asked. Take it back to a draft to go on.".to_owned(),
        ),
        _ => (
            format!("{name} has the letter"),
            format!("It left {}. Any answer comes here, and to nobody else.", left(&pitch, mail.as_ref().and_then(|m| m.sent_at), zone)),
        ),
    };
    let here = ctx.prospect_path(desk.prospect.id);
    show(&SentPage {
        frame: ctx.frame(format!("Pitch to {}", desk.person.name), &ctx.path("/pitches")),
        heading,
        lede,
        can_stop: state == Some(State::Queued) && !answered,
        back_to_draft: state == Some(State::Stopped) && !answered,
        can_withdraw: !answered && state != Some(State::Queued) && state != Some(State::Stopped),
        unsure: matches!(state, Some(State::Unsure | State::Refused)) && !answered,
        outbox: ctx.path("/outbox"),
        waits,
        name: desk.person.name.clone(),
        here,
    })
}

fn left(pitch: &Pitch, sent: Option<Timestamp>, zone: &bellwether_kernel::jiff::tz::TimeZone) -> String {
    sent.or(pitch.sent_at).map_or("today".to_owned(), |at| format!("on {}", words::moment(at, zone)))
}

/// `POST …/pitch/stop`: the mail does not leave; the pitch is a draft again.
pub async fn stop(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let desk = desk(&ctx, id).await?;
    let here = format!("{}/pitch", ctx.prospect_path(id));
    let Some((pitch, message)) = desk.pitch.and_then(|p| p.message_id.map(|m| (p, m))) else {
        return see_other(&here);
    };
    let tx = ctx.db.begin().await?;
    match bellwether_outbox::stop(&tx, &ctx.world, message, "stopped by the coordinator").await? {
        Stopped::InTime | Stopped::TooLate(State::Stopped) => {
            pitches::back_to_draft(&tx, pitch.id).await?;
            steps::not_asked(&tx, id).await?;
            let since = pitch.sent_at.unwrap_or(ctx.now);
            steps::drop_touches(&tx, id, TouchKind::Pitch, since).await?;
            tx.commit().await?;
            see_other_with(&here, Flash::new("Stopped. It has not left, and is a draft again."))
        }
        Stopped::TooLate(_) | Stopped::NotThere => see_other_with(
            &here,
            Flash::new("Too late to stop: it has left. You can withdraw it; its link then asks nothing."),
        ),
    }
}

/// `POST …/pitch/withdraw`: the link asks nothing any more.
pub async fn withdraw(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let desk = desk(&ctx, id).await?;
    let here = ctx.prospect_path(id);
    let Some(pitch) = desk.pitch.filter(|_| desk.prospect.answered_at.is_none()) else {
        return see_other(&here);
    };
    let tx = ctx.db.begin().await?;
    bellwether_outbox::stop_about(&tx, &ctx.world, &pitches::about(pitch.id), "the pitch was withdrawn")
        .await?;
    if pitches::withdraw(&tx, pitch.id, ctx.now).await? {
        steps::not_asked(&tx, id).await?;
        note(&ctx, &tx, "withdrew a pitch", id).await?;
    }
    tx.commit().await?;
    see_other_with(&here, Flash::new("Withdrawn. The link opens a kind word, and asks nothing."))
}

/// `GET …/follow-up`: the one follow-up, as it leaves.
pub async fn follow_up_page(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let desk = desk(&ctx, id).await?;
    let here = ctx.prospect_path(id);
    let Some(pitch) = follow_up_of(&ctx, &desk).await? else { return see_other(&here) };
    let runs = visit::runs(&ctx.db, &desk.program, &desk.prospect).await?;
    let draft =
        letters::follow_up(&pitch, &desk.person, &desk.program, &ctx.organization, &runs, &masked(&ctx));
    show(&SendPage {
        frame: ctx.frame(format!("Follow up with {}", desk.person.name), &ctx.path("/pitches")),
        heading: format!("Send one follow-up, to {}", desk.person.name),
        name: desk.person.name.clone(),
        from: pitch.from_name.clone(),
        to: address_line(&desk),
        draft,
        checks: Vec::new(),
        may_leave: true,
        leaves: Leaves::of(&ctx, &desk.person)
            .await?
            .and("An answer that comes before then stops it. There is no second one."),
        action: format!("{here}/follow-up"),
        button: "Send 1 follow-up",
        back: here.clone(),
        version: pitch.version,
        here,
    })
}

/// `POST …/follow-up`: once.
pub async fn follow_up(ctx: Ctx<Coordinator>, At((_, id)): Which) -> Result {
    let desk = desk(&ctx, id).await?;
    let here = ctx.prospect_path(id);
    let Some(pitch) = follow_up_of(&ctx, &desk).await? else { return see_other(&here) };
    let Some(email) = desk.person.email.as_deref().and_then(|e| Email::parse(e).ok()) else {
        return see_other(&here);
    };
    let runs = visit::runs(&ctx.db, &desk.program, &desk.prospect).await?;
    let not_before = ctx.now + SignedDuration::from_mins(stop_minutes(&ctx.db).await?);
    let draft = letters::follow_up(
        &pitch,
        &desk.person,
        &desk.program,
        &ctx.organization,
        &runs,
        &ctx.pitch_link(pitch.id),
    );
    let tx = ctx.db.begin().await?;
    let touches = steps::touches(&tx, id).await?;
    let mail = bellwether_outbox::of_about(&tx, &pitches::about(pitch.id)).await?;
    let prospect = super::store::find(&tx, ctx.scope.program, id).await?;
    if super::brief::may_follow_up(&prospect, &touches, &mail) {
        post(&ctx, &tx, &desk, &pitch, "follow-up", &draft, email, not_before).await?;
        let touch = NewTouch { kind: TouchKind::FollowUp, on: ctx.today(), by: Some(pitch.from), note: "" };
        steps::touch(&tx, &ctx.world, &ctx.scope, id, &touch).await?;
        note(&ctx, &tx, "sent a follow-up", id).await?;
        tx.commit().await?;
        ctx.app.outbox_bell().notify_one();
    }
    see_other_with(&here, Flash::new("The follow-up is on its way. An answer that comes first stops it."))
}

/// The pitch that can be followed up: delivered, unanswered, its link still asks.
async fn follow_up_of(ctx: &Ctx<Coordinator>, desk: &Desk) -> Result<Option<Pitch>> {
    let Some(pitch) = desk.pitch.clone() else { return Ok(None) };
    let way = Doorway {
        state: pitch.state,
        answered: desk.prospect.answered_at.is_some(),
        closed: desk.prospect.closed_at.is_some(),
        mentee_named: false,
        program_closed: desk.program.closed_at.is_some(),
        answer_by: pitch.answer_by,
        ends_on: pitch.ask.ends_on(),
    };
    let touches = steps::touches(&ctx.db, desk.prospect.id).await?;
    let mail = bellwether_outbox::of_about(&ctx.db, &pitches::about(pitch.id)).await?;
    let left = super::brief::may_follow_up(&desk.prospect, &touches, &mail);
    Ok((left && door(&way, ctx.today()) == Door::Asks).then_some(pitch))
}
