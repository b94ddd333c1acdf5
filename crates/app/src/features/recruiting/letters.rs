//! The mails of recruiting. They say who and when; never what somebody answered.

use super::pitches::about;
use super::{Pitch, Prospect};
use crate::access::{Ctx, Role, keyed_hash};
use crate::features::people::Person;
use crate::features::programs::{Ask, Program};
use crate::shell::words;
use crate::{App, Organization};
use bellwether_kernel::{Email, PersonId, PitchId, ProspectId, Timestamp};
use bellwether_outbox::Letter;

/// Somebody to whom replies go.
pub struct Contact {
    pub person: Option<PersonId>,
    pub name: String,
    pub email: Option<String>,
}

/// A mail before it is put into the outbox, as the page shows it that sends it.
#[derive(Debug, Clone)]
pub struct Draft {
    pub subject: String,
    /// The whole text, a paragraph each, links included.
    pub paragraphs: Vec<String>,
}

impl Draft {
    /// The text as it leaves.
    pub fn text(&self) -> String {
        self.paragraphs.join("\n\n") + "\n"
    }

    /// The same with its looks: a letter of one column, the link as a button of its own.
    pub fn html(&self) -> String {
        let mut body = String::new();
        for paragraph in &self.paragraphs {
            let text = escape(paragraph).replace('\n', "<br>");
            let inner = if paragraph.starts_with("http") && !paragraph.contains(char::is_whitespace) {
                format!(
                    "<a href=\"{text}\" style=\"display:inline-block;padding:14px 22px;border-radius:6px;background:#191d26;\
                     color:#faf7f1;text-decoration:none;font-weight:600\">Read it on one page</a>"
                )
            } else {
                text
            };
            body.push_str(&format!("<p style=\"margin:0 0 18px\">{inner}</p>"));
        }
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{}</title></head>\
             <body style=\"margin:0;padding:28px 20px;background:#faf7f1;color:#191d26\">\
             <div style=\"max-width:34em;margin:0 auto;font:17px/1.55 Georgia,'Times New Roman',serif;overflow-wrap:anywhere;word-break:break-word\">{body}</div></body></html>",
            escape(&self.subject)
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The secret in a pitch's link: made from the installation's own secret, so that nothing but its
/// hash is kept.
pub fn link_token(app: &App, pitch: PitchId) -> String {
    keyed_hash(app, "pitch", &pitch.to_string())
}

/// The mail that carries a pitch; `link` is the leader's own.
pub fn pitch(p: &Pitch, program: &Program, organization: &Organization, runs: &Contact, link: &str) -> Draft {
    let mut paragraphs: Vec<String> = p.message.split("\n\n").map(|part| part.trim().to_owned()).collect();
    paragraphs.retain(|part| !part.is_empty());
    paragraphs.push(link.to_owned());
    paragraphs.push(p.from_name.clone());
    paragraphs.push(foot(program, organization, runs, link));
    Draft { subject: p.question.clone(), paragraphs }
}

/// The one follow-up, with the same link.
pub fn follow_up(
    p: &Pitch,
    to: &Person,
    program: &Program,
    organization: &Organization,
    runs: &Contact,
    link: &str,
) -> Draft {
    let paragraphs = vec![
        format!("Dear {},", to.first_name()),
        format!(
            "My question of {} may have slipped by, so I put it on top once, and will not write a third time. It is {} in all, and any \
             answer is a good one; “not for me” takes two taps as well.",
            p.sent_at.map_or("the other day".to_owned(), |at| {
                words::day(at.to_zoned(organization.zone.clone()).date())
            }),
            p.ask.total_words()
        ),
        link.to_owned(),
        p.from_name.clone(),
        foot(program, organization, runs, link),
    ];
    Draft { subject: format!("Once more: {}", super::evidence::lower(&p.question)), paragraphs }
}

fn foot(program: &Program, organization: &Organization, runs: &Contact, link: &str) -> String {
    let address = runs.email.as_deref().map(|e| format!(" ({e})")).unwrap_or_default();
    format!(
        "This link is yours alone and needs no password. {} is the mentoring program of {}; {}{address} runs it. What we keep about \
         you: {link}/kept",
        program.name, organization.name, runs.name
    )
}

/// Asks a connector to introduce a leader.
pub fn introduction(
    connector: &Person,
    leader: &Person,
    owner: &Contact,
    program: &Program,
    ask: Option<&Ask>,
) -> Draft {
    let sum = ask.map(|a| {
        format!(
            " If that goes well, we would ask for a mentor’s {} in all: {}",
            a.total_words(),
            super::evidence::lower(&a.in_words())
        )
    });
    let paragraphs = vec![
        format!("Dear {},", connector.first_name()),
        format!(
            "We would like to meet {} for ten minutes about {}.{} Nobody here is asked out of the blue, and a word from you is \
             worth more than any mail of ours.",
            leader.name,
            program.name,
            sum.unwrap_or_default()
        ),
        format!(
            "Would you introduce us, in two lines or in passing? Something like: “{}, {} would like ten minutes with you about {}. I think \
             you would want to hear it.” Nothing needs to be agreed; we only want to meet.",
            leader.first_name(),
            words::first_name(&owner.name),
            program.name
        ),
        "If it does not suit you, just say so; then we ask somebody else.".to_owned(),
        owner.name.clone(),
    ];
    Draft { subject: format!("Would you introduce us to {}?", leader.name), paragraphs }
}

/// Thanks a leader who has joined. It has no link: a mail scanner that presses buttons finds none.
pub fn thank_you(to: &Person, from: &str, ask: &Ask, program: &Program, runs: &Contact) -> Draft {
    let paragraphs = vec![
        format!("Dear {},", to.first_name()),
        format!("Thank you. You are in: {} {}", super::evidence::lower(&ask.in_words()), ask.sum_in_words()),
        format!(
            "Nothing more is needed today. {} proposes a mentee to you; when you both agree, you pick the first session from three \
             times, in your working hours. A briefing of 15 minutes and a plan for that session come along. We never book past {}.",
            words::first_name(&runs.name),
            ask.total_words()
        ),
        "Until a mentee is named you can change your answer from the same link as before.".to_owned(),
        format!("{from}\n{}", program.name),
    ];
    Draft { subject: format!("Thank you, {}", to.first_name()), paragraphs }
}

/// Tells a coordinator that somebody has answered: who, not what.
pub fn answered(app: &App, to: &Contact, leader: &Person, prospect: &Prospect) -> Draft {
    let paragraphs = vec![
        format!("Dear {},", words::first_name(&to.name)),
        format!("{} has answered. What it says stands on the page, and nowhere else:", leader.name),
        app.link(&format!("/programs/{}/prospects/{}", prospect.program, prospect.id)),
    ];
    Draft { subject: format!("{} has answered", leader.name), paragraphs }
}

/// What makes a draft a letter that leaves.
pub struct Posting<'a> {
    pub kind: &'static str,
    pub program: &'a Program,
    pub about: String,
    pub to: (PersonId, String, Email),
    pub from_name: String,
    pub reply_to: Option<Email>,
    pub not_before: Timestamp,
    pub created_by: Option<PersonId>,
}

/// A letter for the outbox.
pub fn post(draft: &Draft, posting: Posting<'_>) -> Letter {
    let (person, name, email) = posting.to;
    Letter {
        kind: posting.kind,
        program: Some(posting.program.id),
        person: Some(person),
        about: posting.about,
        to: (name, email),
        from_name: posting.from_name,
        reply_to: posting.reply_to,
        subject: draft.subject.clone(),
        text: draft.text(),
        html: Some(draft.html()),
        calendar: None,
        not_before: posting.not_before,
        expires_at: None,
        created_by: posting.created_by,
    }
}

impl<R: Role> Ctx<R> {
    /// The leader's own link of a pitch.
    pub(super) fn pitch_link(&self, pitch: PitchId) -> String {
        self.app.link(&format!("/ask/{}", link_token(&self.app, pitch)))
    }
}

/// The handle of what is sent about an answer.
pub fn about_answer(prospect: ProspectId) -> String {
    format!("answer:{prospect}")
}

/// The handle of what is sent about an introduction.
pub fn about_introduction(prospect: ProspectId) -> String {
    format!("introduction:{prospect}")
}

/// The handle of what is sent about a pitch.
pub fn about_pitch(pitch: PitchId) -> String {
    about(pitch)
}
