//! Asking both: the only thing here that leaves the building. It names the number, shows one real
//! mail, and can be stopped for as long as the settings say.

use super::act::act;
use super::change::Kind;
use super::matched::{Match, State};
use super::run::{self, Pool};
use super::{changes, letters, store, told};
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::mentorships::{self, Post};
use crate::features::programs::{self, Program};
use crate::features::settings;
use crate::shell::{Error, Fields, Flash, Frame, Result, see_other, see_other_with, show, words};
use askama::Template;
use bellwether_db::{Read, Tx};
use bellwether_kernel::jiff::ToSpan as _;
use bellwether_kernel::{MatchId, PersonId, ProgramId, Timestamp, from_micros, micros};
use std::collections::{BTreeMap, BTreeSet};

/// So many pairs are named at once; the others are folded away.
const FEW: usize = 12;

#[derive(Template)]
#[template(path = "features/matching/propose.html")]
struct Page {
    frame: Frame,
    heading: String,
    button: String,
    back: String,
    action: String,
    pairs: Vec<(MatchId, String, String)>,
    obstacles: Vec<String>,
    days: String,
    waits: String,
    to: String,
    from: String,
    subject: String,
    mail: String,
}

/// `GET …/matching/proposals`: what would be sent. `?match=` names one; without it, all drafts.
pub async fn page(ctx: Ctx<Coordinator>, _: At<ProgramId>) -> Result {
    let program = programs::find(&ctx.db, ctx.scope.program).await?;
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let wanted: Vec<MatchId> = query.all("match").filter_map(|id| id.parse().ok()).collect();
    let all = store::of_program(&ctx.db, ctx.scope.program).await?;
    let drafts: Vec<Match> = all
        .into_iter()
        .filter(|m| m.state == State::Draft && (wanted.is_empty() || wanted.contains(&m.id)))
        .collect();
    let Some(first) = drafts.first() else { return see_other(&ctx.path("/matching")) };
    let post = Post::of(&ctx.app, &ctx.db, ctx.scope.program, Some(ctx.scope.by)).await?;
    let becomes = becomes(ctx.now, &program);
    let why = told::why(&run::pool(&ctx.db, ctx.scope.program, ctx.today()).await?, first);
    let about = (program.name.as_str(), why.as_str());
    let (subject, text) = letters::proposal(&ctx.app, first, &first.mentee, about, becomes);
    let people: BTreeSet<PersonId> = drafts.iter().flat_map(|m| [m.mentor.id, m.mentee.id]).collect();
    let matches = words::count(drafts.len() as i64, "match", "matches");
    show(&Page {
        frame: ctx.frame("Propose matches", &ctx.path("/matching")),
        heading: format!("Propose {matches} to {} people", people.len()),
        button: format!("Propose {matches}"),
        back: ctx.path("/matching"),
        action: ctx.path("/matching/proposals"),
        obstacles: obstacles(&ctx.db, &program, &drafts).await?,
        days: words::count(program.accept_days, "day", "days"),
        waits: match settings::stop_window(&ctx.db).await?.as_mins() {
            0 => "The mails leave at once.".to_owned(),
            n => format!("Nothing leaves for {}. Until then one tap takes it back.", minutes(n)),
        },
        to: first.mentee.email.clone().unwrap_or_else(|| first.mentee.name.clone()),
        mail: post.whole(&first.mentee, &text),
        from: post.from,
        subject,
        pairs: drafts.into_iter().map(|m| (m.id, m.mentor.name, m.mentee.name)).collect(),
    })
}

/// What must be mended before anything is sent.
async fn obstacles(db: &impl Read, program: &Program, drafts: &[Match]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if program.closed_at.is_some() {
        found.push("The program is closed.".to_owned());
    }
    let parties = drafts.iter().flat_map(|d| [&d.mentor, &d.mentee]);
    for party in parties.filter(|party| party.email.as_deref().is_none_or(str::is_empty)) {
        found.push(format!(
            "{} has no mail address. Add it to the directory, or take the pair away.",
            party.name
        ));
    }
    // Where the program asks for a time, everybody was asked for one.
    let mentors: BTreeSet<PersonId> =
        drafts.iter().filter(|_| program.ask.is_none()).map(|d| d.mentor.id).collect();
    for mentor in mentors {
        if mentorships::terms(db, program.id, mentor).await?.is_none() {
            found.push("The program has no ask yet, so nobody knows how much time they agree to. Set it in the program’s settings.".to_owned());
            break;
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn becomes(now: Timestamp, program: &Program) -> Timestamp {
    now.checked_add((24 * program.accept_days).hours()).unwrap_or(Timestamp::MAX)
}

/// `POST …/matching/proposals`: the drafts that the page showed are proposed. Sent twice, once.
pub async fn propose(ctx: Ctx<Coordinator>, _: At<ProgramId>, fields: Fields) -> Result {
    let wanted: Vec<MatchId> = fields.all("match").filter_map(|id| id.parse().ok()).collect();
    let tx = ctx.db.begin().await?;
    let program = programs::find(&tx, ctx.scope.program).await?;
    let all = store::of_program(&tx, ctx.scope.program).await?;
    let drafts: Vec<Match> =
        all.into_iter().filter(|m| m.state == State::Draft && wanted.contains(&m.id)).collect();
    if let Some(what) = obstacles(&tx, &program, &drafts).await?.first() {
        return Err(Error::refused("Nothing was sent", what.clone()));
    }
    let pool = run::pool(&tx, ctx.scope.program, ctx.today()).await?;
    crowded(&pool, &drafts)?;
    let post = Post::of(&ctx.app, &tx, ctx.scope.program, Some(ctx.scope.by)).await?;
    let waits = settings::stop_window(&tx).await?;
    let not_before = ctx.now.checked_add(waits).unwrap_or(Timestamp::MAX);
    let becomes = becomes(not_before, &program);
    let proposed: Vec<Match> =
        drafts.iter().map(|draft| Match { becomes_at: Some(becomes), ..draft.clone() }).collect();
    store::propose(&tx, ctx.scope.program, &proposed, (ctx.scope.by, ctx.now)).await?;
    let with_why = proposed.into_iter().map(|of| (told::why(&pool, &of), of));
    let letters: Vec<(Match, String)> = with_why.map(|(why, of)| (of, why)).collect();
    letters::propose_drafts(&tx, &ctx.app, &post, &letters, (&program.name, not_before)).await?;
    note(&ctx, &tx, "proposed matches", drafts.len()).await?;
    if !drafts.is_empty() {
        changes::note(&tx, &ctx.world, act(&ctx, Kind::Proposal), None, &[]).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    if drafts.is_empty() {
        return see_other(&ctx.path("/matching"));
    }
    let n = words::count(drafts.len() as i64, "match", "matches");
    let undo = ctx.path(&format!("/matching/proposals/{}/undo", micros(ctx.now)));
    let says = words::sentence(&n);
    let flash = match waits.as_mins() {
        0 => Flash::new(format!("{says} proposed. The mails leave now.")),
        n => Flash::with_undo(format!("{says} proposed. The mails leave in {}.", minutes(n)), undo),
    };
    see_other_with(&ctx.path("/matching"), flash)
}

/// "two minutes".
fn minutes(n: i64) -> String {
    format!("{} {}", words::number(n), if n == 1 { "minute" } else { "minutes" })
}

/// Refuses what would give a mentor's place twice, or a mentee two mentors.
fn crowded(pool: &Pool, drafts: &[Match]) -> Result<()> {
    let (mut of_mentor, mut of_mentee) = (BTreeMap::new(), BTreeMap::new());
    for draft in drafts {
        *of_mentor.entry(draft.two.mentor).or_insert(0) += 1;
        *of_mentee.entry(draft.two.mentee).or_insert(0) += 1;
    }
    for draft in drafts {
        let places = pool.member(draft.two.mentor).map_or(0, |m| m.places);
        let has_place = of_mentor[&draft.two.mentor] <= places;
        let is_free =
            of_mentee[&draft.two.mentee] == 1 && pool.member(draft.two.mentee).is_some_and(|m| m.wants);
        if !has_place || !is_free {
            let who = if is_free { &draft.mentor.name } else { &draft.mentee.name };
            let what =
                if is_free { "has no place left" } else { "is matched already, or takes part no more" };
            return Err(Error::overtaken(
                format!("{who} {what}"),
                "Nothing was sent. Run the matching again, then propose.",
            ));
        }
    }
    Ok(())
}

/// `POST …/matching/proposals/{at}/undo`: while they wait behind the stop button, nothing has left.
pub async fn undo(ctx: Ctx<Coordinator>, At((_, at)): At<(ProgramId, i64)>) -> Result {
    let tx = ctx.db.begin().await?;
    let says = take_back(&ctx, &tx, from_micros(at)).await?;
    tx.commit().await?;
    see_other_with(&ctx.path("/matching"), Flash::new(says))
}

/// Takes back what was proposed at an instant, but for what has left already; says what came of it.
pub async fn take_back(ctx: &Ctx<Coordinator>, tx: &Tx, at: Timestamp) -> Result<String> {
    let proposed = store::proposed_at(tx, ctx.scope.program, at).await?;
    let left = letters::left(tx, ctx.scope.program).await?;
    let is_ours = |of: &&Match| {
        !left.contains(&of.about()) && of.mentor_accepted_at.is_none() && of.mentee_accepted_at.is_none()
    };
    let ours: Vec<&Match> = proposed.iter().filter(is_ours).collect();
    let back = store::unpropose(tx, &ours.iter().map(|of| of.id).collect::<Vec<_>>()).await? as usize;
    let about: Vec<String> = ours.iter().map(|of| of.about()).collect();
    bellwether_outbox::stop_all_about(tx, &ctx.world, &about, "the proposal was taken back").await?;
    let gone = (proposed.len() - ours.len()) as i64;
    if gone == 0 {
        changes::proposals_are_back(tx, ctx.scope.program, at, ctx.now).await?;
    }
    note(ctx, tx, "took proposals back", back).await?;
    Ok(match (back, gone) {
        (0, 0) => "There was nothing to take back.".to_owned(),
        (_, 0) => "Taken back. No mail has left.".to_owned(),
        (_, n) => format!(
            "{} had left already and stand; {back} were taken back.",
            words::sentence(&words::count(n, "proposal", "proposals"))
        ),
    })
}

async fn note(ctx: &Ctx<Coordinator>, tx: &Tx, verb: &str, n: usize) -> Result<()> {
    if n == 0 {
        return Ok(());
    }
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb,
        object: format!("program:{}", ctx.scope.program),
        detail: words::count(n as i64, "match", "matches"),
        program: Some(ctx.scope.program),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, &ctx.world, line).await?)
}
