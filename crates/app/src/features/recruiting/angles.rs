//! What is in it for a leader, in words: for each angle what to say first, the page's first lines,
//! and what they would get. A coordinator changes every word.

use super::Angle;
use super::evidence::Evidence;
use super::pitch::Support;
use crate::features::programs::{Ask, Pillar};
use crate::shell::words;

/// What a draft is made from.
pub struct Facts<'a> {
    pub first_name: &'a str,
    pub evidence: &'a Evidence,
    pub pillar: Option<&'a Pillar>,
    pub ask: &'a Ask,
    pub program: &'a str,
    /// "our conversation on 4 February", where there was one.
    pub spoke: Option<String>,
}

/// The words of a pitch before anybody has changed them.
pub struct Drafted {
    pub question: String,
    pub opening: String,
    pub benefit: String,
    pub reasons: String,
    pub message: String,
}

/// What every draft offers to take off a leader's hands.
pub const SUPPORT: [Support; 3] = [Support::Booking, Support::Preparing, Support::Following];

/// Writes a pitch for an angle.
pub fn draft(angle: Angle, facts: &Facts<'_>) -> Drafted {
    let pillar = facts.pillar.map(|p| (p.name.as_str(), p.how.as_str()));
    Drafted {
        question: format!("{}, would you mentor {}?", facts.first_name, mentees(facts)),
        opening: opening(angle, facts),
        benefit: benefit(angle, facts),
        reasons: facts.evidence.reasons_for_them(pillar),
        message: message(angle, facts),
    }
}

/// "one associate", "two associates".
fn mentees(facts: &Facts<'_>) -> String {
    let (one, many) = &facts.evidence.junior;
    match facts.ask.mentees {
        1 => format!("one {one}"),
        n => format!("{} {many}", words::number(n)),
    }
}

/// The first thing to say when they meet.
pub fn say_first(angle: Angle, evidence: &Evidence) -> String {
    let (one, many) = &evidence.junior;
    match angle {
        Angle::Learning if evidence.juniors >= 3 => format!(
            "You hear from {} {many} when something is on fire. I’d like you to hear from one of them when nothing is.",
            words::number(evidence.juniors)
        ),
        Angle::Learning => {
            format!("When did {} {one} last tell you something that you did not want to hear?", article(one))
        }
        Angle::Connection => {
            "Who here is under thirty-five, good, and has never been in your office? I’d like to send you one."
                .to_owned()
        }
        Angle::Reflection => {
            "When did you last explain to somebody why you decide as you do, with nothing at stake?"
                .to_owned()
        }
        Angle::PayingForward => {
            "Who took an hour for you, when you were new? I’d like you to be that for one person.".to_owned()
        }
        Angle::PeopleStrategy => {
            "We have written it into the strategy. People will believe it when they see whose door is open."
                .to_owned()
        }
    }
}

fn opening(angle: Angle, facts: &Facts<'_>) -> String {
    let (one, many) = &facts.evidence.junior;
    let juniors = facts.evidence.juniors;
    match angle {
        Angle::Learning if juniors >= 3 => format!(
            "{} {many} already bring you their questions. Take one further, and hear what the corridor never tells you.",
            words::sentence(&words::number(juniors))
        ),
        Angle::Learning => {
            format!("Show one {one} what no manual says, and hear what the corridor never tells you.")
        }
        Angle::Connection => {
            format!(
                "Meet one {one} whom your own work would never bring you. They need your map; you get theirs."
            )
        }
        Angle::Reflection => {
            "An hour with nothing to decide. Explaining how you decide is the best way to see it.".to_owned()
        }
        Angle::PayingForward => {
            format!("Somebody once took an hour for you. One {one} here could use the same.")
        }
        Angle::PeopleStrategy => facts.pillar.map_or_else(
            || format!("The people strategy comes true one {one} at a time, and it begins with you."),
            |pillar| {
                format!(
                    "“{}” comes true one {one} at a time. People will look whether you are in.",
                    pillar.name
                )
            },
        ),
    }
}

fn benefit(angle: Angle, facts: &Facts<'_>) -> String {
    let (one, many) = &facts.evidence.junior;
    match angle {
        Angle::Learning => format!(
            "One {one} from outside your own team, with no reason to tell you what you like to hear. They show you how the place \
             looks from where they stand: which work they want, what holds them up, what nearly made them leave."
        ),
        Angle::Connection => {
            "Somebody from another department or office, with other questions than yours. You learn what goes on there, and their \
             colleagues learn that your door opens."
                .to_owned()
        }
        Angle::Reflection => {
            "Nobody wants a decision from you in that hour. You hear yourself say what you have learned, often for the first time, \
             and take it back to your own work."
                .to_owned()
        }
        Angle::PayingForward => format!(
            "You know who did it for you. This is the same hour, with the preparation done by somebody else, for {} {one} who has \
             nobody to ask yet.",
            article(one)
        ),
        Angle::PeopleStrategy => format!(
            "A strategy is a sentence until people at your level do it. With you in it, {many} will take it for meant; and you will \
             know at first hand whether it works."
        ),
    }
}

/// The mail's own words, in the first person of whoever asks.
fn message(angle: Angle, facts: &Facts<'_>) -> String {
    let ask = facts.ask;
    let thanks = facts.spoke.as_ref().map_or_else(String::new, |spoke| format!("Thank you for {spoke}. "));
    let why = match angle {
        Angle::Learning => "I believe you would hear things in it that nobody tells you otherwise.",
        Angle::Connection => "I believe you would like whom you meet, and they would not meet you otherwise.",
        Angle::Reflection => "I believe that you would get as much out of it as you put in.",
        Angle::PayingForward => "Somebody once did this for most of us, and few could do it as well as you.",
        Angle::PeopleStrategy => "I am asking you because people will look at who is in it.",
    };
    let opener = if thanks.is_empty() { words::sentence(why) } else { format!("{thanks}{why}") };
    format!(
        "Dear {},\n\n{opener}\n\nWould you mentor {} in {}? It is {}\n\nEverything is on one page. Two taps answer, and every \
         answer is a good one.",
        facts.first_name,
        mentees(facts),
        facts.program,
        of_the_ask(ask),
    )
}

/// The ask as the mail says it.
fn of_the_ask(ask: &Ask) -> String {
    format!("{} {}", ask.in_words(), ask.sum_in_words())
}

/// The mail's words after the ask was changed: where they say it as drafted, they say the new one.
pub fn follow(message: &str, before: &Ask, now: &Ask) -> String {
    message.replace(&of_the_ask(before), &of_the_ask(now))
}

/// Whether the mail says how much is asked, as the page does.
pub fn says_the_ask(message: &str, ask: &Ask) -> bool {
    message.contains(&of_the_ask(ask))
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(juniors: i64) -> Evidence {
        Evidence {
            advised: juniors * 2,
            juniors,
            most: false,
            worked_with: 0,
            mentored: 0,
            since: None,
            signals: Vec::new(),
            junior: ("associate".to_owned(), "associates".to_owned()),
        }
    }

    #[test]
    fn every_draft_leaves_room_for_the_ask_in_forty_five_words() {
        let ask =
            Ask { minutes: 45, sessions: 2, months: 4, mentees: 1, starts_on: "2027-03-01".parse().unwrap() };
        let pillar = Pillar {
            id: bellwether_kernel::PillarId(1),
            name: "Associates grow here".to_owned(),
            how: String::new(),
        };
        for juniors in [0, 17] {
            for angle in Angle::ALL {
                let evidence = evidence(juniors);
                let facts = Facts {
                    first_name: "Idris",
                    evidence: &evidence,
                    pillar: Some(&pillar),
                    ask: &ask,
                    program: "Open Door",
                    spoke: None,
                };
                let drafted = draft(*angle, &facts);
                let text = format!(
                    "Amara Novák asks {} {} {} {}",
                    drafted.question,
                    drafted.opening,
                    ask.in_words(),
                    ask.sum_in_words()
                );
                let count = text.split_whitespace().count();
                assert!(count <= 45, "{angle}: {count} words: {text}");
                assert!(drafted.message.contains("6 hours in all, ending 30 June."));
            }
        }
    }
}
