//! A mentorship ends: when it is done, or because it does not fit. Nobody is to blame.

use super::letters::{self, News};
use super::mentorship::Mentorship;
use super::{list, store};
use crate::App;
use crate::access::{At, Coordinator, Ctx, Mentoring, audit};
use crate::shell::{Error, Flash, Result, see_other_with};
use bellwether_db::Tx;
use bellwether_kernel::{MentorshipId, PersonId, ProgramId};

/// Ends it: what is booked is called off, what was offered is taken back, the place is free again,
/// and the other (or, where a coordinator ended it, both) get a word. Ending it twice changes nothing.
pub async fn end(tx: &Tx, app: &App, of: &Mentorship, by: PersonId) -> Result<bool> {
    let now = app.world().now();
    if !store::end(tx, of.id, by, now).await? {
        return Ok(false);
    }
    let sessions = store::sessions(tx, of.id).await?;
    for session in sessions.iter().filter(|s| s.is_coming(now)) {
        store::cancel(tx, of.id, session.id, now).await?;
        let off = store::session(tx, of.id, session.id).await?;
        letters::invitation(tx, app, of, &off, News::Cancelled, Some(by)).await?;
    }
    store::close(tx, of.id, now).await?;
    bellwether_outbox::stop_about(tx, app.world(), &letters::about_times(of), "the mentorship ended").await?;
    let held = sessions.iter().filter(|s| s.held_at.is_some()).count() as i64;
    for to in [&of.mentor, &of.mentee].into_iter().filter(|to| to.id != by) {
        letters::ended(tx, app, of, to, held).await?;
    }
    let line = audit::Line {
        actor: Some(by),
        verb: "ended a mentorship",
        object: format!("mentorship:{}", of.id),
        program: Some(of.program),
        ..audit::Line::default()
    };
    audit::write(tx, app.world(), line).await?;
    Ok(true)
}

/// `POST /mentorships/{mentorship}/end`: by either of the two.
pub async fn by_one(ctx: Ctx<Mentoring>, _: At<MentorshipId>) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::find(&tx, ctx.scope.mentorship).await?;
    end(&tx, &ctx.app, &of, ctx.scope.person).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let other = of.other_than(ctx.scope.person).first();
    see_other_with(
        &of.path(),
        Flash::new(format!("It has ended. {other} gets a mail that thanks for the time.")),
    )
}

/// `POST /programs/{program}/mentorships/{mentorship}/end`: by a coordinator, for instance where
/// somebody has left.
pub async fn by_coordinator(
    ctx: Ctx<Coordinator>,
    At((program, id)): At<(ProgramId, MentorshipId)>,
) -> Result {
    let tx = ctx.db.begin().await?;
    let of = store::find(&tx, id).await?;
    if of.program != program {
        return Err(Error::NotFound);
    }
    end(&tx, &ctx.app, &of, ctx.scope.by).await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    let says = format!(
        "{} with {} has ended. Both get a mail, and the place is free.",
        of.mentor.name, of.mentee.name
    );
    see_other_with(&list::path(&ctx), Flash::new(says))
}
