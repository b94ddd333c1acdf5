use super::program::{Banners, Suppressed, banners, in_words};
use super::{kinds, store};
use crate::access::{Administrator, Ctx, audit};
use crate::shell::{Fields, Flash, Frame, Problems, Result, see_other_with, show, words};
use askama::Template;
use bellwether_kernel::MessageId;
use bellwether_outbox::{Counts, State};
use std::collections::BTreeMap;

/// A letter of no program, in words.
struct Loose {
    id: MessageId,
    to: String,
    address: String,
    kind: String,
    unsure: bool,
    words: String,
    when: String,
}

#[derive(Template)]
#[template(path = "features/post/installation.html")]
pub(super) struct InstallationPage {
    frame: Frame,
    base: &'static str,
    banners: Banners,
    heading: String,
    counts: Counts,
    leaving: i64,
    programs: Vec<(String, Counts)>,
    loose: Vec<Loose>,
    suppressed: Vec<Suppressed>,
    fields: Fields,
    problems: Problems,
}

/// `GET /outbox`
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    show(&page_of(&ctx, Fields::default(), Problems::none()).await?)
}

/// `POST /outbox/hold`
pub async fn hold(ctx: Ctx<Administrator>) -> Result {
    let tx = ctx.db.begin().await?;
    if bellwether_outbox::held(&tx).await?.is_none() {
        let by = ctx.actor.as_ref().map_or("an administrator", |a| a.name.as_str());
        bellwether_outbox::hold(&tx, &ctx.world, &format!("{by} held it")).await?;
        audit::write(&tx, &ctx.world, line(&ctx, "held all mail")).await?;
    }
    tx.commit().await?;
    see_other_with("/outbox", Flash::new("All mail is held. Nothing leaves until you release it."))
}

/// `POST /outbox/release`
pub async fn release(ctx: Ctx<Administrator>) -> Result {
    let tx = ctx.db.begin().await?;
    if bellwether_outbox::release(&tx, &ctx.world).await? {
        audit::write(&tx, &ctx.world, line(&ctx, "released all mail")).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with("/outbox", Flash::new("Mail leaves again."))
}

fn line(ctx: &Ctx<Administrator>, verb: &'static str) -> audit::Line<'static> {
    let object = "outbox".to_owned();
    audit::Line { actor: Some(ctx.scope.by), verb, object, ..audit::Line::default() }
}

pub(super) async fn page_of(
    ctx: &Ctx<Administrator>,
    fields: Fields,
    problems: Problems,
) -> Result<InstallationPage> {
    let counts = bellwether_outbox::due_counts(&ctx.db, None).await?;
    let banners = banners(ctx).await?;
    let loose = store::without_program(&ctx.db).await?;
    let suppressed = bellwether_outbox::suppressions(&ctx.db).await?;
    Ok(InstallationPage {
        frame: ctx.frame("Outbox", "/settings"),
        base: "/outbox",
        heading: heading(&banners, counts),
        banners,
        counts,
        leaving: store::leaving(&ctx.db, ctx.now).await?,
        programs: programs(store::by_program(&ctx.db).await?),
        loose: loose.into_iter().map(|m| loose_in_words(ctx, m)).collect(),
        suppressed: suppressed.into_iter().map(|s| in_words(ctx, s)).collect(),
        fields,
        problems,
    })
}

fn heading(banners: &Banners, counts: Counts) -> String {
    if banners.held.is_some() {
        "All mail is held".to_owned()
    } else if banners.trouble.is_some() {
        "The mail server is in trouble".to_owned()
    } else if counts.unsure + counts.refused > 0 {
        "Mail leaves; some letters need a decision".to_owned()
    } else {
        "Mail leaves as it should".to_owned()
    }
}

fn programs(standing: Vec<store::Standing>) -> Vec<(String, Counts)> {
    let mut programs: BTreeMap<String, Counts> = BTreeMap::new();
    for s in standing {
        let counts = programs.entry(s.program).or_default();
        match s.state {
            State::Queued | State::Sending => counts.queued += s.count,
            State::Sent => counts.sent += s.count,
            State::Refused => counts.refused += s.count,
            State::Unsure => counts.unsure += s.count,
            State::Stopped => counts.stopped += s.count,
        }
    }
    let named = |name: String| if name.is_empty() { "No program".to_owned() } else { name };
    programs.into_iter().map(|(name, counts)| (named(name), counts)).collect()
}

fn loose_in_words(ctx: &Ctx<Administrator>, m: store::Loose) -> Loose {
    Loose {
        id: m.id,
        to: m.to_name,
        address: m.to_email,
        kind: kinds::label(&m.kind),
        unsure: m.state == State::Unsure,
        words: m.words.unwrap_or_default(),
        when: words::moment(m.created_at, &ctx.organization.zone),
    }
}
