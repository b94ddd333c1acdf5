//! The day's work, told from the records. Pure.

use super::cards::Card;
use super::{Answer, PitchState, Stage};
use crate::shell::words;
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Date, ProspectId};
use bellwether_outbox::State as Mail;

/// How many days ahead a *later* shows.
const WAKES_WITHIN: i32 = 7;

/// One thing to do: what, why, one button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Whom it is about.
    pub prospect: ProspectId,
    /// The status' class.
    pub class: &'static str,
    /// The status' words.
    pub status: String,
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
    /// Where the button leads, below the prospect.
    pub page: &'static str,
    /// What the button says.
    pub button: String,
    /// Whether it is the one that brings an answer.
    pub primary: bool,
}

/// What is to be done today, the most pressing first. One thing a prospect.
pub fn list(cards: &[Card], today: Date, zone: &TimeZone) -> Vec<Item> {
    let mut items: Vec<(i32, Item)> = cards.iter().filter_map(|card| of(card, today, zone)).collect();
    items.sort_by_key(|(order, _)| *order);
    items.into_iter().map(|(_, item)| item).collect()
}

fn of(card: &Card, today: Date, zone: &TimeZone) -> Option<(i32, Item)> {
    let item = |class, status: &str, what: String, why: String, page, button: &str| Item {
        prospect: card.id,
        class,
        status: status.to_owned(),
        what,
        why,
        page,
        button: button.to_owned(),
        primary: false,
    };
    let name = &card.name;
    if let (Some(PitchState::Sent), Some(mail), None) = (card.pitch, card.mail, card.answered_at) {
        match mail {
            Mail::Unsure => {
                let why = "The mail server gave no word. It is not sent again by itself.";
                let what = format!("Nobody knows whether the pitch reached {name}");
                return Some((0, item("status--late", "Unsure", what, why.to_owned(), "", "Decide")));
            }
            Mail::Refused => {
                let why = "The mail server will not have it. Check the address, or call.";
                let what = format!("The pitch to {name} came back");
                return Some((
                    0,
                    item("status--late", "Came back", what, why.to_owned(), "", "Open the brief"),
                ));
            }
            Mail::Stopped => {
                let why = "It has not left. The prospect was not asked.";
                let what = format!("The pitch to {name} was stopped");
                return Some((
                    0,
                    item("status--late", "Stopped", what, why.to_owned(), "/pitch", "Open the pitch"),
                ));
            }
            _ => {}
        }
    }
    if card.closed {
        return None;
    }
    if card.answer == Some(Answer::Talk) {
        let on = card.answered_at.map(|at| at.to_zoned(zone.clone()).date());
        let day = on.map_or(String::new(), |d| format!(" {}", words::relative(d, today)));
        let why = format!("“Let’s talk first”, they answered{day}. Ten minutes are enough.");
        return Some((
            2,
            item("status--talk", "Wants to talk", format!("Call {name}"), why, "", "Open the brief"),
        ));
    }
    if let Some(on) = card.wakes_on.filter(|_| card.answer == Some(Answer::Later)) {
        let days = (on - today).get_days();
        if days <= WAKES_WITHIN {
            let status = if days <= 0 { "Awake" } else { "Wakes soon" };
            let why = format!("Their date is {}. Nothing is sent until you decide.", words::weekday(on));
            return Some((
                4,
                item("status--later", status, format!("{name} said “later”"), why, "", "Decide"),
            ));
        }
        return None;
    }
    if card.joined && card.sessions_held > 0 && !card.thanked {
        let why = "A word of thanks now is what they tell others.".to_owned();
        let what = format!("{name} held the first session");
        return Some((5, item("status--joined", "Say thank you", what, why, "/thank-you", "Thank them")));
    }
    if card.is_late(today) && !card.joined {
        let on = card.next_on.unwrap_or(today);
        let days = i64::from((today - on).get_days());
        let status = format!("{} late", words::count(days, "day", "days"));
        let what = format!("{}: {name}", card.next_words());
        let why = format!("It was to be done by {}. {}", words::day(on), history(card));
        return Some((
            1,
            item("status--late", &status, what, why.trim().to_owned(), page(card), button(card)),
        ));
    }
    if card.stage != Stage::Answered && card.stage != Stage::Asked && card.may_pitch() {
        let (what, button) = if card.pitch == Some(PitchState::Draft) {
            (format!("The pitch to {name} is ready"), "Read and send")
        } else {
            (format!("Write the pitch to {name}"), "Write it")
        };
        let ready = item("status--asked", "Send today", what, history(card), "/pitch", button);
        return Some((3, Item { primary: true, ..ready }));
    }
    if card.next_on == Some(today) && !card.joined {
        let what = format!("{}: {name}", card.next_words());
        return Some((3, item("status--met", "Today", what, history(card), page(card), button(card))));
    }
    None
}

fn history(card: &Card) -> String {
    match (card.stage, card.spoke_on, &card.connector) {
        (_, Some(on), _) => {
            let by = card.spoke_by.as_deref().unwrap_or("Somebody");
            format!("{by} spoke with them on {}.", words::day(on))
        }
        (Stage::Introduced, None, Some(connector)) => format!("{connector} introduced you."),
        _ if card.overridden => "Opened without a conversation, for a written reason.".to_owned(),
        (_, None, Some(connector)) => format!("{connector} could introduce you."),
        _ => String::new(),
    }
}

/// Where the next step is taken.
fn page(card: &Card) -> &'static str {
    match card.stage {
        Stage::Identified => "/introduction",
        Stage::Introduced => "/meeting",
        Stage::Met => "/pitch",
        Stage::Asked | Stage::Answered => "",
    }
}

fn button(card: &Card) -> &'static str {
    match card.stage {
        Stage::Identified => "Ask for it",
        Stage::Introduced => "Record that you met",
        Stage::Met => "Open the pitch",
        Stage::Asked | Stage::Answered => "Open the brief",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(name: &str, stage: Stage) -> Card {
        Card {
            id: ProspectId(1),
            name: name.to_owned(),
            level: None,
            department: None,
            office: None,
            owner_name: None,
            connector: Some("Esther Farouk".to_owned()),
            stage,
            answer: None,
            next_step: None,
            next_on: None,
            overridden: false,
            wakes_on: None,
            joined: false,
            withdrew: false,
            closed: false,
            pitch: None,
            mail: None,
            spoke_on: None,
            spoke_by: None,
            thanked: false,
            sessions_held: 0,
            answered_at: None,
            follow_ups: 0,
        }
    }

    fn today() -> Date {
        "2027-02-09".parse().unwrap()
    }

    #[test]
    fn a_day_is_told_in_the_order_in_which_it_presses() {
        let late = Card { next_on: "2027-02-08".parse().ok(), ..card("Silas Santoro", Stage::Introduced) };
        let met = Card {
            spoke_on: "2027-02-04".parse().ok(),
            spoke_by: Some("Amara Novák".to_owned()),
            pitch: Some(PitchState::Draft),
            ..card("Idris Inoue", Stage::Met)
        };
        let talk = Card { answer: Some(Answer::Talk), ..card("Henrik Nakamura", Stage::Answered) };
        let later = Card {
            answer: Some(Answer::Later),
            wakes_on: "2027-02-15".parse().ok(),
            ..card("Gregor Pereira", Stage::Answered)
        };
        let held = Card {
            joined: true,
            answer: Some(Answer::Yes),
            sessions_held: 1,
            ..card("Rafael Lindqvist", Stage::Answered)
        };
        let quiet = card("Yara Holmberg", Stage::Introduced);
        let items = list(&[held, later, met, talk, quiet, late], today(), &TimeZone::UTC);
        let statuses: Vec<&str> = items.iter().map(|i| i.status.as_str()).collect();
        assert_eq!(statuses, ["1 day late", "Wants to talk", "Send today", "Wakes soon", "Say thank you"]);
        assert_eq!(items[0].what, "Find ten minutes: Silas Santoro");
        assert!(items[2].primary && items[2].what == "The pitch to Idris Inoue is ready");
        assert_eq!(items[2].why, "Amara Novák spoke with them on 4 February.");
    }

    #[test]
    fn a_leader_who_said_no_or_much_later_is_no_work() {
        let no = Card {
            answer: Some(Answer::No),
            closed: true,
            next_on: "2027-02-01".parse().ok(),
            ..card("A B", Stage::Answered)
        };
        let later = Card {
            answer: Some(Answer::Later),
            wakes_on: "2027-09-01".parse().ok(),
            ..card("C D", Stage::Answered)
        };
        assert_eq!(list(&[no, later], today(), &TimeZone::UTC), []);
    }

    #[test]
    fn a_pitch_of_which_nobody_knows_whether_it_arrived_comes_first() {
        let unsure =
            Card { pitch: Some(PitchState::Sent), mail: Some(Mail::Unsure), ..card("E F", Stage::Asked) };
        let items = list(&[unsure], today(), &TimeZone::UTC);
        assert_eq!(items[0].what, "Nobody knows whether the pitch reached E F");
    }
}
