//! What leaves the building about a match: who, and the first reason; what was written about goals
//! stays on the page, behind the sign-in.

use super::matched::Match;
use crate::App;
use crate::features::mentorships::{Party, Post, Words};
use crate::shell::{Result, words};
use bellwether_db::{Read, Tx};
use bellwether_kernel::{PersonId, ProgramId, Timestamp};
use std::collections::BTreeSet;

/// The letter that proposes a match to one of its two: subject and words.
///
/// `why` is the first of the reasons; empty where none is known.
pub fn proposal(
    app: &App,
    of: &Match,
    to: &Party,
    (program, why): (&str, &str),
    becomes: Timestamp,
) -> (String, String) {
    let other = of.other_than(to.id);
    let zone = to.zone(&app.organization());
    let day = words::weekday(becomes.to_zoned(zone).date());
    let part = if to.id == of.mentor.id { "mentee" } else { "mentor" };
    let about = if other.about.is_empty() { String::new() } else { format!(" ({})", other.about) };
    let subject = format!("{} could be your {part}", other.name);
    let why = if why.is_empty() { String::new() } else { format!("{}.\n\n", why.trim_end_matches('.')) };
    let text = format!(
        "{}{about} could be your {part} in {program}.\n\n{why}Look, and say yes or no:\n{}\n\n\
         If nobody objects, it begins by itself on {day}.\n\n\
         No is a good answer too. It stays private, nobody asks why, and we look for somebody else.\n\n\
         The page asks you to sign in with a code that comes by mail. There is no password.",
        other.name,
        app.link(&of.path()),
    );
    (subject, text)
}

/// Proposes a match to both, but for whom such a letter is under way already. It leaves at
/// `not_before`, behind the stop button.
pub async fn propose(
    tx: &Tx,
    app: &App,
    post: &Post<'_>,
    of: &Match,
    about: (&str, &str),
    not_before: Timestamp,
) -> Result<()> {
    let earlier = bellwether_outbox::of_about(tx, &of.about()).await?;
    let under_way = |to: &Party| {
        earlier.iter().any(|l| l.person == Some(to.id) && l.state != bellwether_outbox::State::Stopped)
    };
    let wanting = [&of.mentor, &of.mentee].into_iter().filter(|to| !under_way(to));
    let letters = wanting.map(|to| (to, words_to(app, of, to, about, not_before))).collect();
    Ok(post.send_all(tx, letters).await?)
}

/// Proposes matches that were drafts until now, so that nobody has heard of them; each with its first reason.
pub async fn propose_drafts(
    tx: &Tx,
    app: &App,
    post: &Post<'_>,
    matches: &[(Match, String)],
    (program, not_before): (&str, Timestamp),
) -> Result<()> {
    let to_both = |(of, why): &'_ (Match, String)| {
        [&of.mentor, &of.mentee].map(|to| words_to(app, of, to, (program, why), not_before))
    };
    let letters = matches.iter().flat_map(|one| [&one.0.mentor, &one.0.mentee].into_iter().zip(to_both(one)));
    Ok(post.send_all(tx, letters.collect()).await?)
}

fn words_to(app: &App, of: &Match, to: &Party, about: (&str, &str), not_before: Timestamp) -> Words {
    let (subject, text) = proposal(app, of, to, about, of.becomes_at.unwrap_or(not_before));
    Words { kind: "match", about: of.about(), subject, text, calendar: None, not_before }
}

/// To one of the two: it does not go ahead. Never who said no, nor why.
pub async fn off(
    tx: &Tx,
    app: &App,
    of: &Match,
    to: &Party,
    program: &str,
    not_before: Timestamp,
) -> Result<()> {
    let post = Post::of(app, tx, of.program, None).await?;
    let other = of.other_than(to.id);
    let text = format!(
        "the match with {} in {program} does not go ahead. This happens, and says nothing about either of you.\n\n\
         You need not do anything: we look for somebody else.",
        other.name
    );
    let subject = format!("The match with {} does not go ahead", other.name);
    let words = Words { kind: "match-off", about: about_off(of), subject, text, calendar: None, not_before };
    post.send(tx, to, words).await?;
    Ok(())
}

/// The handle of the letter that calls a match off.
pub fn about_off(of: &Match) -> String {
    format!("match-off:{}", of.id)
}

/// Whether the letter that proposed a match to somebody has left; without it nothing begins by itself.
pub async fn has_left(db: &impl Read, of: &Match, to: PersonId) -> Result<bool> {
    let letters = bellwether_outbox::of_about(db, &of.about()).await?;
    Ok(letters.iter().any(|l| l.person == Some(to) && l.state == bellwether_outbox::State::Sent))
}

/// The handles of a program's matches of which a letter has left, or may have.
pub async fn left(db: &impl Read, program: ProgramId) -> Result<BTreeSet<String>> {
    Ok(bellwether_outbox::about_given(db, program, "match").await?.into_iter().collect())
}
