use super::matched::{Match, State};
use super::settle::{self, Accepted};
use super::{run, store, told};
use crate::access::{At, Ctx, Proposed};
use crate::features::{mentorships, programs};
use crate::shell::{Error, Flash, Letter, Result, see_other, see_other_with, show, words};
use askama::Template;
use bellwether_kernel::MatchId;

/// A proposed match, as one of its two reads it: who the other is, what they share, never a score.
#[derive(Template)]
#[template(path = "features/matching/proposal.html")]
struct Page {
    letter: Letter,
    path: String,
    mentors: bool,
    other: String,
    first: String,
    initials: String,
    about: String,
    program: String,
    standing: Standing,
    shared: Vec<String>,
    /// What the mentee wants to reach, in their words; for the mentor only.
    goals: String,
    ask: String,
    total: String,
    by_itself: String,
}

/// Where it stands for the reader.
enum Standing {
    /// Their word is wanted.
    Open,
    /// They said yes; the other has still to.
    Waits,
    /// It goes on.
    Begun(String),
    /// They said no.
    Declined,
    /// It is off.
    Off,
}

/// `GET /proposals/{match}`
pub async fn page(ctx: Ctx<Proposed>, _: At<MatchId>) -> Result {
    let of = store::find(&ctx.db, ctx.scope.matched).await?;
    let person = ctx.scope.person;
    let other = of.other_than(person).clone();
    let program = programs::find(&ctx.db, of.program).await?;
    let terms = mentorships::terms(&ctx.db, of.program, of.mentor.id).await?;
    let (ask, total) = terms.map_or((String::new(), String::new()), |terms| {
        let sessions = terms.sessions * terms.months;
        let ask = format!(
            "{} of {}",
            words::count(sessions, "session", "sessions"),
            words::duration(terms.minutes)
        );
        (ask, words::duration(terms.total()))
    });
    let standing = standing(&ctx, &of).await?;
    let told = told::to(&run::pool(&ctx.db, of.program, ctx.today()).await?, &of);
    let zone =
        if ctx.scope.mentors { of.mentor.zone(&ctx.organization) } else { of.mentee.zone(&ctx.organization) };
    show(&Page {
        letter: ctx.letter(format!("You and {}", other.name), program.name.clone()),
        path: of.path(),
        mentors: ctx.scope.mentors,
        first: other.first().to_owned(),
        initials: bellwether_kernel::initials(&other.name),
        shared: told.reasons,
        goals: if ctx.scope.mentors { told.goals } else { String::new() },
        other: other.name,
        about: other.about,
        program: program.name,
        standing,
        ask,
        total,
        by_itself: of.becomes_at.map(|at| words::weekday(at.to_zoned(zone).date())).unwrap_or_default(),
    })
}

async fn standing(ctx: &Ctx<Proposed>, of: &Match) -> Result<Standing> {
    let person = ctx.scope.person;
    Ok(match of.state {
        State::Proposed if of.accepted_by(person) => Standing::Waits,
        State::Proposed => Standing::Open,
        State::Accepted => {
            let all = mentorships::of_person(&ctx.db, person).await?;
            let ours = all.into_iter().find(|m| {
                m.program == of.program && m.mentor.id == of.mentor.id && m.mentee.id == of.mentee.id
            });
            ours.map_or(Standing::Off, |m| Standing::Begun(m.path()))
        }
        State::Declined if of.declined_by == Some(person) => Standing::Declined,
        State::Declined | State::Withdrawn | State::Draft => Standing::Off,
    })
}

/// `POST /proposals/{match}/acceptance`
pub async fn accept(ctx: Ctx<Proposed>, _: At<MatchId>) -> Result {
    let tx = ctx.db.begin().await?;
    let accepted = settle::accept(&tx, &ctx.app, ctx.scope.matched, ctx.scope.person).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let here = format!("/proposals/{}", ctx.scope.matched);
    match accepted {
        Accepted::Begun(id) => {
            see_other_with(&format!("/mentorships/{id}"), Flash::new("It begins. You both said yes."))
        }
        Accepted::Waits => see_other(&here),
        Accepted::NoPlace => Err(Error::overtaken(
            "The last place was taken meanwhile",
            "Your yes is not lost: you are back among those who are matched next. You need not do anything.",
        )),
        Accepted::Over => see_other(&here),
    }
}

/// `POST /proposals/{match}/decline`
pub async fn decline(ctx: Ctx<Proposed>, _: At<MatchId>) -> Result {
    let tx = ctx.db.begin().await?;
    let declined = settle::decline(&tx, &ctx.app, ctx.scope.matched, ctx.scope.person).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let here = format!("/proposals/{}", ctx.scope.matched);
    if declined {
        see_other_with(&here, Flash::with_undo("Your answer: not this match", format!("{here}/undo")))
    } else {
        see_other(&here)
    }
}

/// `POST /proposals/{match}/undo`: a no is taken back, while the other has not heard of it.
pub async fn undo(ctx: Ctx<Proposed>, _: At<MatchId>) -> Result {
    let tx = ctx.db.begin().await?;
    let back = settle::take_back_decline(&tx, &ctx.app, ctx.scope.matched, ctx.scope.person).await?;
    if !back {
        let of = store::find(&tx, ctx.scope.matched).await?;
        if of.state == State::Declined {
            return Err(Error::overtaken(
                "The other has been told already",
                "The match is off. Write to the coordinator if you would like it after all.",
            ));
        }
    }
    tx.commit().await?;
    see_other_with(&format!("/proposals/{}", ctx.scope.matched), Flash::new("Taken back. Nobody was told."))
}
