//! What a coordinator does on the shortlist: pin, set aside, bring back, start a wave. Recruiting writes it.

use super::cache;
use super::place::Place;
use super::question::{LARGEST_WAVE, Question};
use crate::access::scope::InProgram;
use crate::access::{At, Coordinator, Ctx, audit};
use crate::features::recruiting;
use crate::shell::{Error, Fields, Flash, Result, see_other_with, words};
use bellwether_db::Tx;
use bellwether_kernel::{PersonId, ProgramId};

/// The most characters of why somebody was set aside.
const LONGEST_REASON: usize = 200;

/// `POST /programs/{program}/shortlist/{person}/pin`
pub async fn pin(
    ctx: Ctx<Coordinator>,
    At((_, person)): At<(ProgramId, PersonId)>,
    fields: Fields,
) -> Result {
    let name = leader(&ctx, person).await?;
    let tx = ctx.db.begin().await?;
    recruiting::pin(&tx, &ctx.world, &ctx.scope, person).await?;
    note(&ctx, &tx, "pinned a leader", person).await?;
    tx.commit().await?;
    let says = format!("{name} is pinned, and stands above those who are not.");
    back(&ctx, &fields, Flash::with_undo(says, ctx.path(&format!("/shortlist/{person}/unpin"))))
}

/// `POST /programs/{program}/shortlist/{person}/unpin`
pub async fn unpin(
    ctx: Ctx<Coordinator>,
    At((_, person)): At<(ProgramId, PersonId)>,
    fields: Fields,
) -> Result {
    let name = leader(&ctx, person).await?;
    let tx = ctx.db.begin().await?;
    recruiting::unpin(&tx, &ctx.scope, person).await?;
    note(&ctx, &tx, "took a leader’s pin away", person).await?;
    tx.commit().await?;
    back(&ctx, &fields, Flash::new(format!("{name} is no longer pinned.")))
}

/// `POST /programs/{program}/shortlist/{person}/aside`
pub async fn set_aside(
    ctx: Ctx<Coordinator>,
    At((_, person)): At<(ProgramId, PersonId)>,
    fields: Fields,
) -> Result {
    let name = leader(&ctx, person).await?;
    let reason: String = fields.get("reason").chars().take(LONGEST_REASON).collect();
    let reason = Some(reason.as_str()).filter(|r| !r.is_empty());
    let tx = ctx.db.begin().await?;
    recruiting::set_aside(&tx, &ctx.world, &ctx.scope, person, reason).await?;
    note(&ctx, &tx, "set a leader aside", person).await?;
    tx.commit().await?;
    let undo = ctx.path(&format!("/shortlist/{person}/back"));
    back(&ctx, &fields, Flash::with_undo(format!("{name} was set aside."), undo))
}

/// `POST /programs/{program}/shortlist/{person}/back`
pub async fn bring_back(
    ctx: Ctx<Coordinator>,
    At((_, person)): At<(ProgramId, PersonId)>,
    fields: Fields,
) -> Result {
    let name = leader(&ctx, person).await?;
    let tx = ctx.db.begin().await?;
    recruiting::bring_back(&tx, &ctx.scope, person).await?;
    note(&ctx, &tx, "brought a leader back to the shortlist", person).await?;
    tx.commit().await?;
    back(&ctx, &fields, Flash::new(format!("{name} is back on the list.")))
}

/// `POST /programs/{program}/shortlist/wave`: takes on who is ticked. Whoever is no longer open (they joined, or
/// another program asks) is left out, and the next page says so.
pub async fn start_wave(ctx: Ctx<Coordinator>, At(program): At<ProgramId>, fields: Fields) -> Result {
    let wave = Question::read(&fields).wave.unwrap_or_default();
    let reckoning = cache::reckoning(&ctx.db, program, ctx.today()).await?;
    let open = |p: &PersonId| reckoning.leader(*p).is_some_and(|l| l.place == Place::Open);
    let (people, gone): (Vec<PersonId>, Vec<PersonId>) = wave.into_iter().partition(open);
    if people.is_empty() {
        return Err(Error::refused(
            "Nobody is in this wave",
            format!(
                "Nothing was changed. Go back, add leaders to the wave (up to {LARGEST_WAVE}), and start it."
            ),
        ));
    }
    let tx = ctx.db.begin().await?;
    let way = |p: &PersonId| reckoning.leader(*p).and_then(|l| reckoning.way(l)).map(|way| way.connector);
    let wave: Vec<_> = people.iter().map(|person| (*person, way(person))).collect();
    let new = recruiting::start_wave(&tx, &ctx.world, &ctx.scope, &wave, ctx.today()).await?;
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb: "started a wave",
        object: format!("program:{program}"),
        detail: words::count(people.len() as i64, "leader", "leaders"),
        program: Some(program),
        ..audit::Line::default()
    };
    audit::write(&tx, &ctx.world, line).await?;
    tx.commit().await?;
    let mut says = match (new, people.len() - new) {
        (0, _) => "They were all in your pipeline already. Nothing changed for them.".to_owned(),
        (new, 0) => format!("{} new in your pipeline. Ask for their introductions first.", are(new)),
        (new, there) => format!(
            "{} new in your pipeline: ask for their introductions first. {} there already, and nothing changed for them.",
            are(new),
            was(there)
        ),
    };
    if !gone.is_empty() {
        says.push_str(&format!(" {} left out: no longer to be asked here.", was(gone.len())));
    }
    see_other_with(&ctx.path("/today"), Flash::new(says))
}

fn are(n: usize) -> String {
    format!(
        "{} {}",
        words::sentence(&words::number(n as i64)),
        if n == 1 { "leader is" } else { "leaders are" }
    )
}

fn was(n: usize) -> String {
    format!("{} {}", words::sentence(&words::number(n as i64)), if n == 1 { "was" } else { "were" })
}

/// The name of somebody who is a leader of this organization; not there for anybody else.
async fn leader(ctx: &Ctx<Coordinator>, person: PersonId) -> Result<String> {
    let InProgram { program, .. } = ctx.scope;
    let reckoning = cache::reckoning(&ctx.db, program, ctx.today()).await?;
    let leader = reckoning.leader(person).ok_or(Error::NotFound)?;
    Ok(reckoning.network.person(leader.number).name.clone())
}

async fn note(ctx: &Ctx<Coordinator>, tx: &Tx, verb: &str, person: PersonId) -> Result<()> {
    let line = audit::Line {
        actor: Some(ctx.scope.by),
        verb,
        object: format!("person:{person}"),
        program: Some(ctx.scope.program),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, &ctx.world, line).await?)
}

/// Back to the list as it was looked at.
fn back(ctx: &Ctx<Coordinator>, fields: &Fields, flash: Flash) -> Result {
    see_other_with(&format!("{}{}", ctx.path("/shortlist"), Question::read(fields).query()), flash)
}
