//! One page about one leader: the brief, what has happened, and what comes next.

use super::angles::say_first;
use super::evidence::{self, Evidence, Reason, Suggested};
use super::letter::{self, AlsoIn};
use super::letters;
use super::objections::{self, Objection};
use super::responses::{self, Given};
use super::steps::{self, Touch};
use super::{Answer, Pitch, PitchState, Prospect, Stage, advocacies, pitches, store};
use crate::access::{At, Coordinator, Ctx};
use crate::features::people::{self, Person};
use crate::features::programs::{self, Ask, Pillar};
use crate::features::shortlist::{self, LeaderView, Way};
use crate::shell::{Error, Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::{Date, PersonId, ProgramId, ProspectId, Timestamp};
use bellwether_outbox::Listed as Mail;

/// A line of the history, newest first.
struct Happened {
    when: String,
    what: String,
    note: String,
    class: &'static str,
    undo: Option<String>,
    at: (Date, Timestamp),
}

/// The one next thing, with its button.
struct NextThing {
    what: String,
    why: String,
    page: &'static str,
    button: &'static str,
}

#[derive(Template)]
#[template(path = "features/recruiting/brief.html")]
struct BriefPage {
    frame: Frame,
    base: String,
    here: String,
    person: Person,
    prospect: Prospect,
    status: (&'static str, &'static str),
    ask: Option<Ask>,
    first: String,
    reasons: Vec<Reason>,
    expects: String,
    way: String,
    objections: Vec<Objection>,
    suggested: Suggested,
    pillars: Vec<Pillar>,
    others: Vec<AlsoIn>,
    next: NextThing,
    history: Vec<Happened>,
    stages: Vec<(&'static str, bool, bool)>,
    owners: Vec<(PersonId, String)>,
    connector: String,
    helps: String,
    follow_up: bool,
    mail_trouble: Option<&'static str>,
    pitch: Option<Pitch>,
    program: String,
}

impl BriefPage {
    fn is_owner(&self, owner: &PersonId) -> bool {
        self.prospect.owner == Some(*owner)
    }
}

/// `GET /programs/{program}/prospects/{prospect}`
pub async fn page(ctx: Ctx<Coordinator>, At((_, prospect)): At<(ProgramId, ProspectId)>) -> Result {
    let (db, program, today) = (&ctx.db, ctx.scope.program, ctx.today());
    let prospect = store::find(db, program, prospect).await?;
    let person = people::find(db, prospect.person).await?.ok_or(Error::NotFound)?;
    let of_program = programs::find(db, program).await?;
    let pitch = pitches::open(db, program, prospect.id).await?;
    let evidence = evidence::gather(db, person.id, person.since, today).await?;
    let suggested = evidence.angle();
    let view = shortlist::about(db, program, person.id, today).await?;
    let ask = pitch.as_ref().map(|p| p.ask).or(of_program.ask);
    let proof = objections::proof(db, program).await?;
    let objections = ask.map_or(Vec::new(), |ask| {
        objections::likely(&ask, &evidence, &proof, person.assistant_name.as_deref())
    });
    let touches = steps::touches(db, prospect.id).await?;
    let given = responses::history(db, prospect.id).await?;
    let mail = match &pitch {
        Some(pitch) => bellwether_outbox::of_about(db, &pitches::about(pitch.id)).await?,
        None => Vec::new(),
    };
    let requests = bellwether_outbox::of_about(db, &letters::about_introduction(prospect.id)).await?;
    let waits = mail.iter().any(|m| m.kind == "pitch" && m.state == bellwether_outbox::State::Queued);
    let follow_up = may_follow_up(&prospect, &touches, &mail);
    let connector = match prospect.connector {
        Some(id) => people::find(db, id).await?.map_or(String::new(), |p| p.name),
        None => String::new(),
    };
    let helps: Vec<String> = advocacies::offered(db, program, person.id)
        .await?
        .iter()
        .map(|help| help.label().to_lowercase())
        .collect();
    let here = ctx.path(&format!("/prospects/{}", prospect.id));
    let owners = programs::coordinators(db, program).await?;
    show(&BriefPage {
        frame: ctx.frame(person.name.clone(), &ctx.path("/today")),
        base: ctx.path(""),
        status: prospect.status(),
        first: say_first(suggested.angle, &evidence),
        reasons: reasons(view.as_ref(), &evidence),
        expects: view.as_ref().filter(|v| v.has_ties).map_or(String::new(), LeaderView::follow_sentence),
        way: view.as_ref().and_then(|v| v.way.as_ref()).map_or(String::new(), Way::in_words),
        objections,
        pillars: programs::pillars(db, program).await?,
        others: letter::also_in(db, program, person.id).await?,
        next: next_thing(
            &prospect,
            pitch.as_ref(),
            person.first_name(),
            &Known { connector: &connector, waits, requests: &requests },
        ),
        history: history(&ctx, &here, touches, given, &requests, waits),
        stages: stages(&prospect),
        owners: owners.into_iter().map(|(id, name, _)| (id, name)).collect(),
        connector,
        helps: words::list(&helps),
        follow_up,
        mail_trouble: mail_trouble(pitch.as_ref(), &prospect, &mail),
        here,
        person,
        prospect,
        ask,
        suggested,
        pitch,
        program: of_program.name,
    })
}

/// Why this leader: as the shortlist has it, or, for somebody who does not stand on it, the records.
fn reasons(view: Option<&LeaderView>, evidence: &Evidence) -> Vec<Reason> {
    let listed = view.map_or(&[][..], |v| &v.reasons[..]).iter();
    let mut reasons: Vec<Reason> = listed
        .map(|r| Reason {
            says: words::sentence(&r.sentence()),
            source: r.source.clone().unwrap_or_default(),
            against: r.against,
        })
        .collect();
    if reasons.is_empty() {
        reasons = evidence.reasons();
    }
    reasons.truncate(7);
    reasons
}

/// Whether the one follow-up is left: asked three days ago or more, delivered, not followed up yet.
pub fn may_follow_up(prospect: &Prospect, touches: &[Touch], mail: &[Mail]) -> bool {
    let asked = prospect.stage == Stage::Asked && prospect.closed_at.is_none();
    let followed = touches.iter().any(|t| t.kind == super::TouchKind::FollowUp);
    let arrived = mail.iter().any(|m| m.kind == "pitch" && m.state == bellwether_outbox::State::Sent);
    asked && !followed && arrived
}

fn mail_trouble(pitch: Option<&Pitch>, prospect: &Prospect, mail: &[Mail]) -> Option<&'static str> {
    use bellwether_outbox::State;
    let of_pitch = mail.iter().find(|m| pitch.is_some_and(|p| p.message_id == Some(m.id)))?;
    if prospect.answered_at.is_some() {
        return None;
    }
    match of_pitch.state {
        State::Unsure => Some(
            "Nobody knows whether the pitch arrived: the mail server gave no word. Ask them, or look in the outbox and decide there.",
        ),
        State::Refused => Some(
            "The pitch came back: the mail server will not have it. Mend the address, then send it again from the outbox.",
        ),
        State::Stopped => Some("The pitch was stopped before it left. They were not asked."),
        _ => None,
    }
}

/// What else the next thing depends on.
struct Known<'a> {
    /// The connector's name; empty where nobody is chosen.
    connector: &'a str,
    /// Whether the pitch has not left yet.
    waits: bool,
    /// The letters that asked somebody for an introduction.
    requests: &'a [Mail],
}

fn next_thing(prospect: &Prospect, pitch: Option<&Pitch>, name: &str, known: &Known<'_>) -> NextThing {
    let thing = |what: String, why: String, page, button| NextThing { what, why, page, button };
    let by = if known.connector.is_empty() { "somebody whom they trust" } else { known.connector };
    match (prospect.stage, prospect.answer) {
        _ if prospect.has_joined() => {
            let why = "Find a mentee, and thank them. What they hear from you, others hear from them.";
            thing(format!("{name} takes part"), why.to_owned(), "/thank-you", "Record a thank-you")
        }
        _ if prospect.closed_at.is_some() => {
            let why = match prospect.erased_at {
                Some(_) => {
                    "They had what was kept about this erased. Nobody writes to them again in this program."
                }
                None => "Nobody writes to them again in this program.",
            };
            thing("This one is closed".to_owned(), why.to_owned(), "", "")
        }
        (_, Some(Answer::Talk)) => {
            let why = "Call, then record what they say: their link keeps working, too.".to_owned();
            thing(format!("{name} wants to talk first"), why, "/answer", "Record what they say")
        }
        (_, Some(Answer::Later)) => {
            let day = prospect.wakes_on.map_or("later".to_owned(), words::day_year);
            let why = "Nothing is sent until then, and then only what you decide.".to_owned();
            thing(format!("{name} said: {day}"), why, "/answer", "Record a new answer")
        }
        (_, Some(_)) => {
            let why = "Agree the rest with them, then record it here.".to_owned();
            thing(format!("{name} helps in another way"), why, "/answer", "Record a new answer")
        }
        (Stage::Asked, None) if known.waits => {
            let why = "It waits behind the stop button, or for working hours. Its page says until when, and stops it.";
            thing(format!("The pitch to {name} has not left yet"), why.to_owned(), "/pitch", "See the letter")
        }
        (Stage::Asked, None) => {
            let why =
                "The letter is with them. You can record an answer that they gave you in person.".to_owned();
            thing(format!("{name} has been asked"), why, "/pitch", "See the letter")
        }
        _ if prospect.may_pitch() => {
            let (what, button) = match pitch {
                Some(p) if p.state == PitchState::Draft => {
                    ("The pitch is ready to be read and sent", "Read and send")
                }
                _ => ("Write the pitch", "Write the pitch"),
            };
            thing(what.to_owned(), "A conversation is recorded, so it may go.".to_owned(), "/pitch", button)
        }
        (Stage::Introduced, _) => {
            let why = "Ten minutes are enough. Once you record that you spoke, the pitch opens.".to_owned();
            thing(format!("Meet {name}"), why, "/meeting", "Record that you spoke")
        }
        _ => match known.requests.iter().find(|m| m.state != bellwether_outbox::State::Stopped) {
            Some(request) => {
                let until = prospect
                    .next_on
                    .map_or(String::new(), |d| format!(" Hear from them by {}.", words::day(d)));
                let why = format!("Once the introduction is made, record it here.{until}");
                thing(
                    format!("{} was asked to introduce you", request.to_name),
                    why,
                    "/introduction",
                    "Record the introduction",
                )
            }
            None => {
                let why = "Nobody is asked out of the blue.".to_owned();
                thing(
                    format!("Ask {by} for an introduction"),
                    why,
                    "/introduction",
                    "Ask for an introduction",
                )
            }
        },
    }
}

fn stages(prospect: &Prospect) -> Vec<(&'static str, bool, bool)> {
    let reached = Stage::ALL.iter().position(|s| *s == prospect.stage).unwrap_or(0);
    Stage::ALL.iter().enumerate().map(|(i, s)| (s.label(), i < reached, i == reached)).collect()
}

fn history(
    ctx: &Ctx<Coordinator>,
    here: &str,
    touches: Vec<Touch>,
    given: Vec<Given>,
    requests: &[Mail],
    waits: bool,
) -> Vec<Happened> {
    let today = ctx.today();
    let mut all: Vec<Happened> = touches
        .into_iter()
        .map(|touch| Happened {
            when: words::relative(touch.happened_on, today),
            what: what_happened(&touch, waits),
            class: "",
            undo: touch.can_be_undone().then(|| format!("{here}/touches/{}/remove", touch.id)),
            at: (touch.happened_on, touch.recorded_at),
            note: touch.note,
        })
        .collect();
    let zone = &ctx.organization.zone;
    all.extend(given.iter().map(|given| Happened {
        when: words::moment(given.given_at, zone),
        what: what_was_said(given),
        note: String::new(),
        class: "is-answer",
        undo: None,
        at: (given.given_at.to_zoned(zone.clone()).date(), given.given_at),
    }));
    all.extend(requests.iter().filter(|m| m.state != bellwether_outbox::State::Stopped).map(|request| {
        let at = request.sent_at.unwrap_or(request.created_at);
        let day = at.to_zoned(zone.clone()).date();
        Happened {
            when: words::relative(day, today),
            what: format!("{} was asked by mail for an introduction", request.to_name),
            note: String::new(),
            class: "",
            undo: None,
            at: (day, at),
        }
    }));
    all.sort_by_key(|line| std::cmp::Reverse(line.at));
    all
}

/// `waits`: whether the pitch that was sent last has not left yet.
fn what_happened(touch: &Touch, waits: bool) -> String {
    use super::TouchKind as Kind;
    let by = touch.by.as_deref().unwrap_or("Somebody");
    match touch.kind {
        Kind::Introduction => format!("{by} introduced you"),
        Kind::Meeting => format!("{by} met them"),
        Kind::Call => format!("{by} spoke with them by telephone"),
        Kind::Pitch if waits => format!("The pitch waits to leave, from {by}"),
        Kind::Pitch => format!("The pitch left, from {by}"),
        Kind::FollowUp => format!("The follow-up left, from {by}"),
        Kind::ThankYou => format!("{by} thanked them"),
    }
}

fn what_was_said(given: &Given) -> String {
    let label = given.said.smaller.map_or(given.answer().label(), super::Smaller::label);
    let by = given.recorded_by.as_deref().filter(|_| given.by_phone);
    match (given.held_at, given.undone_at, by) {
        (Some(_), ..) => {
            "An answer came within seconds, as mail scanners give them. It was not counted".to_owned()
        }
        (None, Some(_), _) => format!("Answered “{label}”, and took it back"),
        (None, None, Some(by)) => format!("Answered “{label}”, recorded by {by}"),
        (None, None, None) => format!("Answered “{label}”"),
    }
}
