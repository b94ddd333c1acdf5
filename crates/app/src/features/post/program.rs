use super::{kinds, store};
use crate::access::{Coordinator, Ctx, Role};
use crate::shell::{Fields, Frame, Problems, Result, show, words};
use askama::Template;
use bellwether_kernel::MessageId;
use bellwether_outbox::{Counts, Filter, Held, Listed, State, Trouble};

/// Letters on one page.
const SIZE: i64 = 50;

/// A letter in words.
pub(super) struct Row {
    pub id: MessageId,
    pub to: String,
    pub address: String,
    pub kind: String,
    pub subject: Option<String>,
    pub when: String,
    pub words: Option<String>,
}

/// A way to look at the outbox.
struct Tab {
    state: State,
    label: &'static str,
    count: i64,
    current: bool,
}

/// An address that nothing is sent to, in words.
pub(super) struct Suppressed {
    pub address: String,
    pub reason: String,
    pub since: String,
}

#[derive(Template)]
#[template(path = "features/post/program.html")]
pub(super) struct OutboxPage {
    frame: Frame,
    base: String,
    banners: Banners,
    heading: String,
    tabs: Vec<Tab>,
    state: State,
    rows: Vec<Row>,
    newer: Option<String>,
    older: Option<String>,
    suppressed: Vec<Suppressed>,
    fields: Fields,
    problems: Problems,
}

/// What stands over every outbox: that mail is held, or that the server is in trouble.
pub(super) struct Banners {
    pub held: Option<(String, String)>,
    pub trouble: Option<(String, String)>,
    pub administers: bool,
}

/// `GET /programs/{program}/outbox?state=&page=`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    show(&page_of(&ctx, Fields::default(), Problems::none()).await?)
}

pub(super) async fn page_of(
    ctx: &Ctx<Coordinator>,
    fields: Fields,
    problems: Problems,
) -> Result<OutboxPage> {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let program = ctx.scope.program;
    let counts = bellwether_outbox::due_counts(&ctx.db, Some(program)).await?;
    let state = query.get("state").parse().unwrap_or_else(|_| most_pressing(counts));
    let page: i64 = query.get("page").parse().unwrap_or(1).clamp(1, 1_000_000);
    let filter = Filter { program: Some(program), state: Some(state), ..Filter::default() };
    let found = bellwether_outbox::list(&ctx.db, &filter, (page - 1) * SIZE, SIZE).await?;
    let to = |page: i64| format!("{}?state={}&page={page}", ctx.path("/outbox"), state.word());
    let suppressed = store::suppressions(&ctx.db, &ctx.scope).await?;
    Ok(OutboxPage {
        frame: ctx.frame("Outbox", &ctx.path("/outbox")),
        base: ctx.path("/outbox"),
        banners: banners(ctx).await?,
        heading: heading(counts),
        tabs: tabs(counts, state),
        state,
        rows: found.messages.into_iter().map(|m| row(ctx, m)).collect(),
        newer: (page > 1).then(|| to(page - 1)),
        older: (page * SIZE < found.total).then(|| to(page + 1)),
        suppressed: suppressed.into_iter().map(|s| in_words(ctx, s)).collect(),
        fields,
        problems,
    })
}

impl OutboxPage {
    fn empty(&self) -> &'static str {
        match self.state {
            State::Queued | State::Sending => {
                "Nothing waits. Pitches, requests and invitations stand here until they leave."
            }
            State::Sent => "Nothing has left yet.",
            State::Refused => "No mail server has refused anything.",
            State::Unsure => "Of every letter it is known whether it left.",
            State::Stopped => "Nothing was stopped.",
        }
    }
}

/// What somebody should look at first: the unsure, the refused, what waits, else what left.
fn most_pressing(counts: Counts) -> State {
    match counts {
        Counts { unsure: 1.., .. } => State::Unsure,
        Counts { refused: 1.., queued: 0, .. } => State::Refused,
        Counts { queued: 0, sent: 1.., .. } => State::Sent,
        _ => State::Queued,
    }
}

fn heading(counts: Counts) -> String {
    let letters = |n: i64, one: &str, many: &str| {
        format!("{} {}", words::sentence(&words::number(n)), if n == 1 { one } else { many })
    };
    match counts {
        Counts { unsure: n @ 1.., .. } => {
            letters(n, "letter may have arrived or not", "letters may have arrived or not")
        }
        Counts { refused: n @ 1.., .. } => letters(n, "letter was refused", "letters were refused"),
        Counts { queued: n @ 1.., .. } => letters(n, "letter waits to leave", "letters wait to leave"),
        Counts { sent: n @ 1.., .. } => letters(n, "letter has left", "letters have left"),
        _ => "Nothing has left yet".to_owned(),
    }
}

fn tabs(counts: Counts, state: State) -> Vec<Tab> {
    let all = [
        (State::Queued, "Waiting", counts.queued),
        (State::Sending, "Being sent", counts.sending),
        (State::Unsure, "Unsure", counts.unsure),
        (State::Refused, "Refused", counts.refused),
        (State::Sent, "Sent", counts.sent),
        (State::Stopped, "Stopped", counts.stopped),
    ];
    let shown = all.into_iter().filter(|(s, _, n)| *s != State::Sending || *n > 0 || state == *s);
    shown.map(|(s, label, count)| Tab { state: s, label, count, current: s == state }).collect()
}

fn row<R: Role>(ctx: &Ctx<R>, m: Listed) -> Row {
    let moment = |at| words::moment(at, &ctx.organization.zone);
    let when = match m.state {
        State::Queued if m.attempt > 0 => format!("tried again {}", moment(m.not_before)),
        State::Queued => format!("leaves {}", moment(m.not_before)),
        State::Sent => m.sent_at.map_or(String::new(), |at| format!("left {}", moment(at))),
        _ => format!("written {}", moment(m.created_at)),
    };
    let erased = m.to_email.is_empty();
    Row {
        id: m.id,
        to: if erased { "Erased person".to_owned() } else { m.to_name },
        address: m.to_email,
        subject: Some(m.subject).filter(|s| kinds::shows_subject(&m.kind) && !s.is_empty()),
        kind: kinds::label(&m.kind),
        when,
        // The server's reply to what it took is of no interest here.
        words: m.words.filter(|_| m.state != State::Sent),
    }
}

pub(super) async fn banners<R: Role>(ctx: &Ctx<R>) -> Result<Banners> {
    let moment = |at| words::moment(at, &ctx.organization.zone);
    let held = bellwether_outbox::held(&ctx.db).await?;
    let trouble = bellwether_outbox::trouble(&ctx.db).await?;
    Ok(Banners {
        held: held.map(|Held { since, reason }| (moment(since), reason)),
        trouble: trouble.map(|Trouble { since, words }| (moment(since), words)),
        administers: ctx.actor.as_ref().is_some_and(|a| a.administers),
    })
}

pub(super) fn in_words<R: Role>(ctx: &Ctx<R>, s: bellwether_outbox::Suppression) -> Suppressed {
    let since = words::day_year(s.at.to_zoned(ctx.organization.zone.clone()).date());
    Suppressed { address: s.email_key, reason: s.reason, since }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_must_decide_comes_first() {
        let counts = Counts { queued: 3, sent: 40, ..Counts::default() };
        assert_eq!(most_pressing(counts), State::Queued);
        assert_eq!(most_pressing(Counts { unsure: 1, ..counts }), State::Unsure);
        assert_eq!(most_pressing(Counts { queued: 0, refused: 2, ..counts }), State::Refused);
        assert_eq!(most_pressing(Counts { queued: 0, ..counts }), State::Sent);
        assert_eq!(heading(Counts { unsure: 1, ..counts }), "One letter may have arrived or not");
        assert_eq!(heading(Counts { queued: 0, sent: 40, ..counts }), "40 letters have left");
        assert_eq!(heading(Counts::default()), "Nothing has left yet");
    }
}
