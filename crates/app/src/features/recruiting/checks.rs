//! What stands between a draft and the post.

use super::pitch::{MOST_BYTES, MOST_WORDS};
use super::{Pitch, Prospect, angles, pitches};
use crate::features::people::{self, Person};
use crate::features::programs::Program;
use crate::shell::words;
use bellwether_db::{Read, Result};
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Date, Email, Timestamp};

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How it stands.
    pub mark: Mark,
    /// What was looked at, as a finding.
    pub what: String,
    /// The particulars.
    pub how: String,
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// As it should be.
    Fine,
    /// To be decided; it may leave without.
    Decide,
    /// It may not leave.
    Stop,
}

impl Mark {
    /// The class in the list.
    pub fn class(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Decide => "todo",
            Self::Stop => "stop",
        }
    }
}

/// What is known when a pitch is checked.
pub struct Known {
    pub other_program: Option<String>,
    pub suppressed: Option<String>,
    pub sent_today: i64,
    pub spoke: Option<String>,
    pub asker_has_left: bool,
    /// Bytes of the leader's page with its style sheet.
    pub weight: usize,
}

/// Gathers it. `spoke` is the last conversation in words, `weight` what [`super::letter::weigh`] says.
#[allow(clippy::too_many_arguments, reason = "everything that a check stands on")]
pub async fn gather(
    db: &impl Read,
    program: &Program,
    person: &Person,
    pitch: &Pitch,
    spoke: Option<String>,
    today: Date,
    zone: &TimeZone,
    weight: usize,
) -> Result<Known> {
    let address = person.email.as_deref().and_then(|e| Email::parse(e).ok());
    let suppressed = match &address {
        Some(address) => bellwether_outbox::suppressed(db, address).await?.map(|s| s.reason),
        None => None,
    };
    let asker = people::find(db, pitch.from).await?;
    Ok(Known {
        other_program: pitches::other_voice(db, program.id, person.id).await?,
        suppressed,
        sent_today: pitches::sent_since(db, program.id, midnight(today, zone)).await?,
        spoke,
        asker_has_left: asker.is_none_or(|p| p.has_left(today)),
        weight,
    })
}

fn midnight(today: Date, zone: &TimeZone) -> Timestamp {
    today.to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp())
}

/// Checks a pitch. Whatever is [`Mark::Stop`] keeps it from leaving.
pub fn check(
    program: &Program,
    person: &Person,
    prospect: &Prospect,
    pitch: &Pitch,
    known: &Known,
    today: Date,
) -> Vec<Check> {
    let name = person.first_name();
    vec![
        ask(pitch),
        touch(prospect, known),
        voice(known, name),
        address(person, known, today, name),
        length(pitch),
        weight(known),
        limit(program, known),
        asker(pitch, known),
        pillar(pitch),
    ]
}

fn line(mark: Mark, what: impl Into<String>, how: impl Into<String>) -> Check {
    Check { mark, what: what.into(), how: how.into() }
}

fn ask(pitch: &Pitch) -> Check {
    let a = &pitch.ask;
    let mentees = if a.mentees == 1 { "one mentee".to_owned() } else { format!("{} mentees", a.mentees) };
    let sum = format!(
        "{} × {} × {}, {mentees}, {}, {} in all",
        a.minutes,
        a.sessions,
        a.months,
        words::day(a.starts_on),
        a.total_words()
    );
    if angles::says_the_ask(&pitch.message, a) {
        line(Mark::Fine, "The ask is clear", sum)
    } else {
        let how = format!(
            "The page asks {sum}. Read whether the mail says the same: “{} {}”",
            a.in_words(),
            a.sum_in_words()
        );
        line(Mark::Decide, "The mail says the ask in other words", how)
    }
}

fn touch(prospect: &Prospect, known: &Known) -> Check {
    match (&known.spoke, &prospect.override_reason) {
        (Some(spoke), _) => line(Mark::Fine, "Warm touch recorded", words::sentence(spoke)),
        (None, Some(reason)) => {
            line(Mark::Decide, "Opened without a conversation", format!("The written reason: {reason}"))
        }
        (None, None) => line(Mark::Stop, "No conversation yet", "Record a meeting or a call first"),
    }
}

fn voice(known: &Known, name: &str) -> Check {
    match &known.other_program {
        None => line(Mark::Fine, "One voice", format!("Nobody else, and no other program, is asking {name}")),
        Some(program) => line(
            Mark::Stop,
            format!("“{program}” is asking {name} now"),
            "One voice: wait for that answer, or speak with its coordinators",
        ),
    }
}

fn address(person: &Person, known: &Known, today: Date, name: &str) -> Check {
    let readable = person.email.as_deref().is_some_and(|e| Email::parse(e).is_ok());
    match &known.suppressed {
        _ if person.has_left(today) => {
            line(Mark::Stop, format!("{name} has left"), "Nothing is sent to whoever has left")
        }
        _ if !readable => {
            line(Mark::Stop, format!("No mail address for {name}"), "Add it on the page of the person")
        }
        Some(why) => line(
            Mark::Stop,
            "Nothing is sent to this address",
            format!("{why}. Lift it in the outbox, if that was mended"),
        ),
        None => line(Mark::Fine, "The address is in use", person.email.clone().unwrap_or_default()),
    }
}

fn length(pitch: &Pitch) -> Check {
    let n = pitch.words_before_button();
    let how = format!("{n} of {MOST_WORDS} words before the button");
    if n <= MOST_WORDS {
        line(Mark::Fine, "It reads in under a minute", how)
    } else {
        line(Mark::Stop, "Too long for a phone", format!("{how}. Shorten the question or the first lines"))
    }
}

fn weight(known: &Known) -> Check {
    let how = format!("{} of {} bytes", words::figure(known.weight as i64), words::figure(MOST_BYTES as i64));
    if known.weight <= MOST_BYTES {
        line(Mark::Fine, "It opens at once, on any connection", how)
    } else {
        line(Mark::Stop, "Too heavy for a phone", format!("{how}. Shorten what stands further down the page"))
    }
}

fn limit(program: &Program, known: &Known) -> Check {
    let how = format!("{} of {} pitches sent today", known.sent_today, program.daily_limit);
    if known.sent_today < program.daily_limit {
        line(Mark::Fine, "Within the day’s limit", how)
    } else {
        line(
            Mark::Stop,
            "The day’s limit is reached",
            format!("{how}. Send it tomorrow, or raise the limit in the settings"),
        )
    }
}

fn asker(pitch: &Pitch, known: &Known) -> Check {
    if known.asker_has_left {
        return line(Mark::Stop, format!("{} has left", pitch.from_name), "Choose who asks");
    }
    line(Mark::Fine, format!("{} asks", pitch.from_name), "Replies to the mail go there")
}

fn pillar(pitch: &Pitch) -> Check {
    match pitch.pillar {
        Some(_) => line(Mark::Fine, "The strategy’s reason is in it", "By its pillar"),
        None => line(
            Mark::Decide,
            "No pillar is named",
            "It may leave without; with one, it says what was decided",
        ),
    }
}

/// Whether nothing keeps a pitch from leaving.
pub fn may_leave(checks: &[Check]) -> bool {
    checks.iter().all(|c| c.mark != Mark::Stop)
}
