//! What a leader may say before a yes, and honest answers to it.

use super::evidence::Evidence;
use crate::features::programs::Ask;
use crate::shell::words;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::ProgramId;

statements! {
    /// What the program can show for itself today.
    PROOF = "
        select (select count(*) from prospects s where s.program_id = $1 and s.joined_at is not null and s.withdrawn_at is null),
               (select count(*) from sessions x join mentorships m on m.id = x.mentorship_id
                where m.program_id = $1 and x.held_at is not null)";
}

row! {
    /// What the program can show for itself today.
    pub struct Proof { pub joined: i64, pub sessions_held: i64 }
}

/// Something that a leader may say, and what to answer.
#[derive(Debug)]
pub struct Objection {
    pub says: &'static str,
    pub answer: String,
}

pub async fn proof(db: &impl Read, program: ProgramId) -> Result<Proof> {
    db.one(&PROOF, params![program]).await
}

/// The objections to expect from this leader, the likeliest first.
pub fn likely(ask: &Ask, evidence: &Evidence, proof: &Proof, assistant: Option<&str>) -> Vec<Objection> {
    let say = |says, answer: String| Objection { says, answer };
    let mut all = vec![say("“I have no time.”", no_time(ask, assistant))];
    if evidence.advised >= 5 {
        let who = words::figure(evidence.advised);
        all.push(say(
            "“I mentor people already, all day.”",
            format!(
                "Yes, and it shows: {who} colleagues come for advice. This is somebody outside that circle, whom you would not meet \
                 otherwise. And for once it counts as what it is."
            ),
        ));
    } else {
        all.push(say(
            "“I would not be good at it.”",
            "Nobody is asked to be. There is a briefing of 15 minutes and a plan for the first session, and the mentee brings the \
             questions. Listening is most of it."
                .to_owned(),
        ));
    }
    all.push(say("“Does it do any good?”", any_good(proof)));
    all.push(say(
        "“What if we don’t get on?”",
        "One line to the coordinator ends it, without blame and without a reason; the mentee is matched anew.".to_owned(),
    ));
    all.push(say(
        "“Who hears what I say there?”",
        "Nobody. Coordinators see that a session took place and when. Notes and messages belong to the two of you, and no page shows \
         them to anybody else."
            .to_owned(),
    ));
    all
}

fn no_time(ask: &Ask, assistant: Option<&str>) -> String {
    let books = assistant.map(|name| format!(", and {name} can move a session")).unwrap_or_default();
    let half = words::duration(ask.total_minutes() / 2);
    format!(
        "It is {} in all, not a rhythm without end: a month with no session is a month with no session{books}. Nothing is booked past \
         it. If that is still too much, {half} is a real answer, and so is one single session.",
        ask.total_words()
    )
}

fn any_good(proof: &Proof) -> String {
    match proof.sessions_held {
        0 => "We cannot show it yet: no session has been held. At the end you get our own figures, with how sure we are of them, \
              whether they flatter us or not."
            .to_owned(),
        n => format!(
            "It is early: {} joined, {} held. At the end you get our own figures, with how sure we are of them, whether they \
             flatter us or not.",
            words::count(proof.joined, "leader has", "leaders have"),
            words::count(n, "session was", "sessions were")
        ),
    }
}
