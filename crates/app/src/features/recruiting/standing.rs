//! What a leader's answers make of a prospect. Pure.

use super::holding::{Earlier, Said};
use super::{Answer, PitchState, Smaller};
use crate::features::programs::Ask;
use bellwether_kernel::jiff::ToSpan as _;
use bellwether_kernel::{Date, Timestamp};

/// How the next step begins that follows a yes by itself.
pub const FIND_A_MENTEE: &str = "Find a mentee";

/// What a prospect's dates become after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What counts.
    pub said: Said,
    /// When it was said.
    pub at: Timestamp,
    /// Since when they take part.
    pub joined_at: Option<Timestamp>,
    /// When they stopped taking part.
    pub withdrawn_at: Option<Timestamp>,
    /// When contact ended.
    pub closed_at: Option<Timestamp>,
}

/// Whether an answer by itself makes somebody take part: *yes*, or half the time with a mentee. The
/// other smaller asks do once there is a mentee or a seat.
pub fn joins(said: &Said) -> bool {
    said.answer == Answer::Yes || said.smaller == Some(Smaller::Half)
}

/// What counts after these answers (those that were neither held nor taken back, oldest first).
pub fn standing(counted: &[Earlier]) -> Option<Standing> {
    let last = counted.last()?;
    let run = counted.iter().rev().take_while(|e| joins(&e.said)).last();
    let once = counted.iter().find(|e| joins(&e.said));
    let joined_at = run.or(once).map(|e| e.given_at);
    Some(Standing {
        said: last.said,
        at: last.given_at,
        joined_at,
        withdrawn_at: (run.is_none() && once.is_some()).then_some(last.given_at),
        closed_at: (last.said.answer == Answer::No).then_some(last.given_at),
    })
}

impl Standing {
    /// Whether they take part.
    pub fn has_joined(&self) -> bool {
        self.joined_at.is_some() && self.withdrawn_at.is_none()
    }

    /// What the owner does next, and by when.
    pub fn next_step(&self, today: Date) -> Option<(String, Date)> {
        let on = |days: i64| today.checked_add(days.days()).unwrap_or(today);
        let step = match (self.said.answer, self.said.smaller) {
            (Answer::No, _) => return None,
            (Answer::Yes, _) | (_, Some(Smaller::Half)) => (FIND_A_MENTEE.to_owned(), on(7)),
            (Answer::Smaller, smaller) => {
                let what = smaller.map_or("a smaller part".to_owned(), |s| s.label().to_lowercase());
                (format!("{FIND_A_MENTEE} or a seat: {what}"), on(7))
            }
            (Answer::Talk, _) => ("Call them, ten minutes".to_owned(), on(1)),
            (Answer::Advocate, _) => ("Agree on the help they offered".to_owned(), on(7)),
            (Answer::Later, _) => {
                ("Decide whether to ask again".to_owned(), self.said.wakes_on.unwrap_or_else(|| on(30)))
            }
        };
        Some(step)
    }
}

/// Half of an ask: half the sessions, or where there is one a month half the months, or shorter ones.
pub fn half(ask: &Ask) -> Ask {
    if ask.sessions >= 2 {
        Ask { sessions: ask.sessions / 2, ..*ask }
    } else if ask.months >= 2 {
        Ask { months: ask.months / 2, ..*ask }
    } else {
        Ask { minutes: (ask.minutes / 2).max(1), ..*ask }
    }
}

/// What a leader agreed to, of what was asked.
pub fn agreed(ask: &Ask, said: &Said) -> Ask {
    if said.smaller == Some(Smaller::Half) { half(ask) } else { *ask }
}

/// What a pitch's link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The letter: it asks.
    Asks,
    /// The answer that was given; it can be changed.
    Answered,
    /// The answer that was given; a mentee is named, or the ask has ended.
    Fixed,
    /// It was taken back before it was answered.
    Withdrawn,
    /// Its day has passed without an answer.
    Expired,
}

/// What decides what a link opens.
pub struct Doorway {
    pub state: PitchState,
    pub answered: bool,
    pub closed: bool,
    pub mentee_named: bool,
    pub program_closed: bool,
    pub answer_by: Option<Date>,
    pub ends_on: Date,
}

/// What a link opens today.
pub fn door(way: &Doorway, today: Date) -> Door {
    let over = way.program_closed || today > way.ends_on;
    match (way.answered, way.state) {
        (_, PitchState::Withdrawn | PitchState::Draft) => Door::Withdrawn,
        (true, _) if way.mentee_named || over => Door::Fixed,
        (true, _) => Door::Answered,
        (false, _) if way.closed => Door::Withdrawn,
        (false, _) if over || way.answer_by.is_some_and(|by| today > by) => Door::Expired,
        (false, _) => Door::Asks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gave(answer: Answer, smaller: Option<Smaller>, second: i64) -> Earlier {
        Earlier {
            said: Said { answer, smaller, wakes_on: None },
            given_at: Timestamp::from_second(second).unwrap(),
            held_at: None,
            undone_at: None,
        }
    }

    #[test]
    fn who_says_yes_and_later_no_has_joined_and_withdrawn() {
        let now = standing(&[gave(Answer::Yes, None, 1), gave(Answer::No, None, 9)]).unwrap();
        assert_eq!(
            (now.joined_at, now.withdrawn_at),
            (Timestamp::from_second(1).ok(), Timestamp::from_second(9).ok())
        );
        assert!(!now.has_joined() && now.closed_at.is_some() && now.next_step(Date::ZERO).is_none());
    }

    #[test]
    fn who_goes_from_yes_to_half_the_time_stays_joined_since_the_yes() {
        let now =
            standing(&[gave(Answer::Yes, None, 1), gave(Answer::Smaller, Some(Smaller::Half), 9)]).unwrap();
        assert!(now.has_joined());
        assert_eq!(now.joined_at, Timestamp::from_second(1).ok());
    }

    #[test]
    fn one_flash_session_joins_when_there_is_somebody_to_have_it_with() {
        assert!(!standing(&[gave(Answer::Smaller, Some(Smaller::Flash), 1)]).unwrap().has_joined());
    }

    #[test]
    fn half_of_an_ask_is_never_more_than_half() {
        let ask =
            Ask { minutes: 45, sessions: 2, months: 4, mentees: 1, starts_on: "2027-03-01".parse().unwrap() };
        for ask in [
            ask,
            Ask { sessions: 1, ..ask },
            Ask { sessions: 1, months: 1, ..ask },
            Ask { sessions: 3, ..ask },
        ] {
            assert!(
                half(&ask).total_minutes() * 2 <= ask.total_minutes() && half(&ask).total_minutes() > 0,
                "{ask:?}"
            );
        }
    }

    #[test]
    fn a_link_asks_until_its_day_and_keeps_its_answer_until_the_ask_ends() {
        let way = |answered| Doorway {
            state: PitchState::Sent,
            answered,
            closed: false,
            mentee_named: false,
            program_closed: false,
            answer_by: "2027-03-01".parse().ok(),
            ends_on: "2027-06-30".parse().unwrap(),
        };
        let on = |day: &str| day.parse().unwrap();
        assert_eq!(door(&way(false), on("2027-03-01")), Door::Asks);
        assert_eq!(door(&way(false), on("2027-03-02")), Door::Expired);
        assert_eq!(door(&way(true), on("2027-03-02")), Door::Answered);
        assert_eq!(door(&way(true), on("2027-07-01")), Door::Fixed);
        assert_eq!(door(&Doorway { mentee_named: true, ..way(true) }, on("2027-03-02")), Door::Fixed);
        assert_eq!(
            door(&Doorway { state: PitchState::Withdrawn, ..way(false) }, on("2027-02-02")),
            Door::Withdrawn
        );
    }
}
