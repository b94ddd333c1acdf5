use crate::access::{At, Ctx, Demonstration};
use crate::features::recruiting;
use crate::shell::{Error, Frame, Result, show, words};
use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{MessageId, PersonId, ProgramId};
use bellwether_outbox::{Filter, Listed, Message, State};
use std::collections::BTreeSet;

/// How many mails the list shows.
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "features/demo/mailbox.html")]
struct MailboxPage {
    frame: Frame,
    mails: Vec<Row>,
    /// Pitches that a visitor can answer.
    waiting: Vec<(MessageId, String)>,
    total: i64,
    open: Option<Open>,
}

/// A mail in the list.
struct Row {
    id: MessageId,
    to: String,
    when: String,
    subject: String,
}

/// The mail that is open, its words cut where a link begins or ends.
struct Open {
    mail: Message,
    /// "Sent", "Leaves" or "Stopped", and when or why.
    state: (&'static str, String),
    pieces: Vec<Piece>,
}

struct Piece {
    text: String,
    href: Option<String>,
}

/// `GET /demo/mailbox`
pub async fn list(ctx: Ctx<Demonstration>) -> Result {
    show(&page_of(&ctx, None).await?)
}

/// `GET /demo/mailbox/{message}`
pub async fn read(ctx: Ctx<Demonstration>, At(message): At<MessageId>) -> Result {
    let mail = find(&ctx, message).await?;
    let pieces = pieces(&mail.text, &ctx.app.config().base_url);
    let state = state(&mail, &ctx.organization.zone);
    show(&page_of(&ctx, Some(Open { mail, state, pieces })).await?)
}

/// `GET /demo/mailbox/{message}/html`: the mail's HTML, shown in a frame that may do nothing.
pub async fn html(ctx: Ctx<Demonstration>, At(message): At<MessageId>) -> Result {
    const POLICY: &str =
        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";
    let html = find(&ctx, message).await?.html.ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    ];
    Ok((headers, html).into_response())
}

/// `GET /demo/mailbox/{message}/calendar`: the calendar file that goes with it.
pub async fn calendar(ctx: Ctx<Demonstration>, At(message): At<MessageId>) -> Result {
    let calendar = find(&ctx, message).await?.calendar.ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"invitation.ics\"")),
    ];
    Ok((headers, calendar.file).into_response())
}

fn state(mail: &Message, zone: &TimeZone) -> (&'static str, String) {
    match (mail.sent_at, mail.state) {
        (Some(at), _) => ("Sent", words::moment(at, zone)),
        (None, State::Stopped) => {
            ("Stopped", mail.words.clone().unwrap_or_else(|| "before it left".to_owned()))
        }
        (None, _) => ("Leaves", words::moment(mail.not_before, zone)),
    }
}

async fn find(ctx: &Ctx<Demonstration>, message: MessageId) -> Result<Message> {
    bellwether_outbox::find(&ctx.db, message).await?.ok_or(Error::NotFound)
}

async fn page_of(ctx: &Ctx<Demonstration>, open: Option<Open>) -> Result<MailboxPage> {
    let mut page = bellwether_outbox::list(&ctx.db, &Filter::default(), 0, MOST).await?;
    page.messages.sort_by_key(|m| std::cmp::Reverse((m.sent_at.unwrap_or(m.created_at), m.id)));
    let waiting = waiting(ctx, &page.messages).await?;
    let frame = ctx.frame("Mailbox", "/demo/mailbox");
    let mails = page.messages.into_iter().map(|mail| row(mail, &ctx.organization.zone)).collect();
    Ok(MailboxPage { frame, mails, waiting, total: page.total, open })
}

/// The newest letters that asked somebody who has not answered yet.
async fn waiting(ctx: &Ctx<Demonstration>, mails: &[Listed]) -> Result<Vec<(MessageId, String)>> {
    let pitches = || mails.iter().filter(|m| m.kind == "pitch" && m.state == State::Sent);
    let programs: BTreeSet<ProgramId> = pitches().filter_map(|m| m.program).collect();
    let mut asked: BTreeSet<PersonId> = BTreeSet::new();
    for program in programs {
        let prospects = recruiting::stages(&ctx.db, program).await?;
        asked.extend(prospects.into_iter().filter(|(_, p)| p.is_asked()).map(|(person, _)| person));
    }
    Ok(pitches()
        .filter(|m| m.person.is_some_and(|person| asked.remove(&person)))
        .map(|m| (m.id, m.to_name.clone()))
        .collect())
}

fn row(mail: Listed, zone: &TimeZone) -> Row {
    let day = mail.sent_at.unwrap_or(mail.created_at).to_zoned(zone.clone()).date();
    let soon = if mail.state == State::Queued { "Leaves soon: " } else { "" };
    Row {
        id: mail.id,
        to: mail.to_name,
        when: words::day_short(day),
        subject: format!("{soon}{}", mail.subject),
    }
}

/// A mail's words, with the links in them. A link to ourselves becomes a path, so that it works by
/// whatever name and port this machine was reached when the mail was written, and is now.
fn pieces(text: &str, base_url: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("http://").into_iter().chain(rest.find("https://")).min() {
        let (before, link) = rest.split_at(start);
        let end = link.find(|c: char| c.is_whitespace() || "<>\"".contains(c)).unwrap_or(link.len());
        let shown = link[..end].trim_end_matches(['.', ',', ')', ';']);
        let href = own_path(shown, base_url).unwrap_or_else(|| shown.to_owned());
        pieces.push(Piece { text: before.to_owned(), href: None });
        pieces.push(Piece { text: shown.to_owned(), href: Some(href) });
        rest = &link[shown.len()..];
    }
    pieces.push(Piece { text: rest.to_owned(), href: None });
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The path of a link to this demonstration, on this port or an earlier one.
fn own_path(link: &str, base_url: &str) -> Option<String> {
    let here = link.strip_prefix(base_url);
    let earlier = || link.strip_prefix("http://localhost:").map(|l| l.trim_start_matches(char::is_numeric));
    let path = here.or_else(earlier).filter(|path| path.is_empty() || path.starts_with('/'))?;
    Some(format!("/{}", path.trim_start_matches('/')))
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_in_a_mail_can_be_pressed() {
        let found =
            pieces("Answer here: http://localhost:8080/ask/abc. Thanks,\nInes", "http://localhost:8080");
        let shown: Vec<(&str, Option<&str>)> =
            found.iter().map(|p| (p.text.as_str(), p.href.as_deref())).collect();
        let link = ("http://localhost:8080/ask/abc", Some("/ask/abc"));
        assert_eq!(shown, [("Answer here: ", None), link, (". Thanks,\nInes", None)]);
    }

    #[test]
    fn another_hosts_link_stays_whole() {
        let found = pieces("https://example.org/x", "http://localhost:8080");
        assert_eq!(found[0].href.as_deref(), Some("https://example.org/x"));
    }
}
