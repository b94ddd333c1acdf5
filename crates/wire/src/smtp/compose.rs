//! Putting a letter into MIME (RFC 5322, 2045 to 2047, 2231), in ASCII lines ended by CR LF, fit for any server.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox as MimeMailbox, MultiPart, SinglePart};

use super::{Letter, Mailbox, Unsendable};

/// Headers that come from the letter's own fields.
const OWN_HEADERS: [&str; 11] = [
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
];

/// Composes the message, or says why it must not be sent.
pub fn compose(letter: &Letter) -> Result<Vec<u8>, Unsendable> {
    check(letter)?;
    let mut builder = Message::builder()
        .from(mailbox(&letter.from)?)
        .to(mailbox(&letter.to)?)
        .subject(letter.subject.trim())
        .date(SystemTime::from(letter.date))
        .message_id(Some(letter.message_id.clone()));
    if let Some(reply_to) = &letter.reply_to {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    for (name, value) in &letter.headers {
        let bad = || Unsendable::Header { name: name.clone() };
        let header = HeaderName::new_from_ascii(name.clone()).map_err(|_| bad())?;
        if OWN_HEADERS.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            return Err(bad());
        }
        builder = builder.raw_header(HeaderValue::new(header, value.clone()));
    }
    let plain = SinglePart::plain(letter.text.clone());
    let message = if letter.html.is_none() && letter.calendar.is_none() {
        builder.singlepart(plain)
    } else {
        builder.multipart(alternatives(letter, plain)?)
    };
    message.map(|message| message.formatted()).map_err(|error| Unsendable::Malformed(error.to_string()))
}

/// The least capable form first, the preferred one last (RFC 2046, 5.1.4).
fn alternatives(letter: &Letter, plain: SinglePart) -> Result<MultiPart, Unsendable> {
    let mut parts = MultiPart::alternative().boundary(boundary(&letter.message_id)).singlepart(plain);
    if let Some(html) = &letter.html {
        parts = parts.singlepart(SinglePart::html(html.clone()));
    }
    if let Some(calendar) = &letter.calendar {
        let kind = format!("text/calendar; method={}; charset=utf-8", calendar.method);
        let kind = ContentType::parse(&kind).map_err(|error| Unsendable::Malformed(error.to_string()))?;
        parts = parts.singlepart(SinglePart::builder().content_type(kind).body(calendar.ics.clone()));
    }
    Ok(parts)
}

/// The same letter gives the same bytes, so the boundary comes from its id and not from chance.
fn boundary(message_id: &str) -> String {
    let id: String = message_id.chars().filter(char::is_ascii_alphanumeric).take(48).collect();
    format!("=_{id}_=")
}

fn mailbox(mailbox: &Mailbox) -> Result<MimeMailbox, Unsendable> {
    let address =
        mailbox.address.parse().map_err(|_| Unsendable::Address { address: mailbox.address.clone() })?;
    Ok(MimeMailbox::new(mailbox.name.as_deref().map(|name| name.trim().to_owned()), address))
}

fn check(letter: &Letter) -> Result<(), Unsendable> {
    let name = |mailbox: &Mailbox| mailbox.name.clone().unwrap_or_default();
    let mut lines = vec![
        ("subject", letter.subject.clone()),
        ("sender’s name", name(&letter.from)),
        ("recipient’s name", name(&letter.to)),
        ("sender’s address", letter.from.address.clone()),
        ("recipient’s address", letter.to.address.clone()),
        ("message id", letter.message_id.clone()),
    ];
    if let Some(reply_to) = &letter.reply_to {
        lines.push(("answer’s name", name(reply_to)));
        lines.push(("answer’s address", reply_to.address.clone()));
    }
    for (name, value) in &letter.headers {
        lines.push(("header", name.clone()));
        lines.push(("header", value.clone()));
    }
    if let Some((field, _)) = lines.iter().find(|(_, text)| text.chars().any(breaks_a_line)) {
        return Err(Unsendable::LineBreak { field });
    }
    if !is_message_id(&letter.message_id) {
        return Err(Unsendable::MessageId { id: letter.message_id.clone() });
    }
    match letter.html.as_deref().and_then(remote_content) {
        Some(what) => Err(Unsendable::RemoteContent { what }),
        None => Ok(()),
    }
}

/// CR, LF, NUL and all other control characters, and Unicode's own line ends.
fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn is_message_id(id: &str) -> bool {
    let inner = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    inner.and_then(|inner| inner.split_once('@')).is_some_and(|(left, right)| {
        let is_plain = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
        };
        is_plain(left) && is_plain(right) && id.len() <= 250
    })
}

/// What in `html` a mail program would fetch from elsewhere. Links that a person follows are no such thing.
fn remote_content(html: &str) -> Option<&'static str> {
    const ACTIVE: [(&str, &str); 9] = [
        ("<script", "a script"),
        ("<iframe", "a frame"),
        ("<object", "an object"),
        ("<embed", "an object"),
        ("<video", "a video"),
        ("<audio", "a sound"),
        ("<link", "a style sheet"),
        ("<base", "a base address"),
        ("@import", "a style sheet"),
    ];
    let html = html.to_ascii_lowercase();
    if let Some((_, what)) = ACTIVE.iter().find(|(mark, _)| html.contains(mark)) {
        return Some(what);
    }
    let is_remote = |text: &str| text.contains("http:") || text.contains("https:") || text.contains("//");
    let images = html.split("<img").skip(1).filter_map(|rest| rest.split('>').next());
    let backgrounds = html.split("background=").skip(1).filter_map(|rest| rest.split('>').next());
    let styles = html.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    images.chain(backgrounds).chain(styles).any(is_remote).then_some("a picture")
}
