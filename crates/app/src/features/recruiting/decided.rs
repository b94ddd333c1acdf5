//! What came of an ask, for whoever learns from it. Pure.

use super::Answer;
use bellwether_kernel::jiff::tz::TimeZone;
use bellwether_kernel::{Date, Timestamp};

/// A letter that asks.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Whether it has left.
    pub has_left: bool,
    /// The last day on which it asks.
    pub answer_by: Option<Date>,
    /// The last day of what it asks for.
    pub ends_on: Date,
}

/// What decides what came of an ask.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What they said, and when.
    pub answer: Option<Answer>,
    pub answered_at: Option<Timestamp>,
    /// Since when they take part, or took.
    pub joined_at: Option<Timestamp>,
    /// When contact, or the program, was closed.
    pub closed_at: Option<Timestamp>,
    /// The letter that asked; absent where the ask was a conversation.
    pub letter: Option<Letter>,
}

impl Outcome {
    /// Since when it is decided, and whether they joined; nothing while it is not.
    ///
    /// A *yes* is one also of whoever left since; a *smaller* is one once there is a mentee or a seat. Who helps another
    /// way has not joined. A *later* is no answer yet. *Talk first*, a smaller ask without a seat, and silence are none
    /// either, until the ask has ended; then they are no yes, as the forecast had counted on one.
    pub fn decided(&self, today: Date) -> Option<(Timestamp, bool)> {
        let Some((answer, at)) = self.answer.zip(self.answered_at) else {
            return self.silent(today).map(|at| (at, false));
        };
        match (answer, self.joined_at) {
            (Answer::Yes, _) => Some((at, true)),
            // The seat decides it, which may come long after the answer.
            (Answer::Smaller, Some(seated)) => Some((at.max(seated), true)),
            (Answer::No | Answer::Advocate, _) => Some((at, false)),
            (Answer::Later, _) => None,
            (Answer::Talk | Answer::Smaller, _) => {
                let over = self.letter.as_ref().map(|letter| letter.ends_on);
                self.ended(over, today).map(|at| (at, false))
            }
        }
    }

    /// Since when a letter that has arrived is known to stay without an answer.
    fn silent(&self, today: Date) -> Option<Timestamp> {
        let letter = self.letter.as_ref().filter(|letter| letter.has_left)?;
        let last = letter.answer_by.map_or(letter.ends_on, |by| by.min(letter.ends_on));
        self.ended(Some(last), today)
    }

    /// When the ask ended: by being closed, or with its last day.
    fn ended(&self, last: Option<Date>, today: Date) -> Option<Timestamp> {
        let over = last.filter(|last| *last < today).and_then(end_of);
        [self.closed_at, over].into_iter().flatten().min()
    }
}

fn end_of(day: Date) -> Option<Timestamp> {
    Some(day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(day: &str) -> Date {
        day.parse().unwrap()
    }

    /// The end of a day.
    fn after(day: &str) -> Timestamp {
        end_of(on(day)).unwrap()
    }

    fn at(day: &str) -> Option<Timestamp> {
        format!("{day}T12:00:00Z").parse().ok()
    }

    /// A letter that asks until 1 March for something that ends with June.
    fn asked() -> Outcome {
        let letter = Letter { has_left: true, answer_by: Some(on("2027-03-01")), ends_on: on("2027-06-30") };
        Outcome { letter: Some(letter), ..Outcome::default() }
    }

    fn said(answer: Answer) -> Outcome {
        Outcome { answer: Some(answer), answered_at: at("2027-02-10"), ..asked() }
    }

    #[test]
    fn a_yes_and_a_no_are_decided_when_they_are_said() {
        let (today, then) = (on("2027-02-11"), at("2027-02-10").unwrap());
        assert_eq!(said(Answer::Yes).decided(today), Some((then, true)));
        assert_eq!(said(Answer::No).decided(today), Some((then, false)));
        assert_eq!(
            said(Answer::Advocate).decided(today),
            Some((then, false)),
            "who helps another way has not joined"
        );
        let left = Outcome { joined_at: at("2027-02-10"), closed_at: at("2027-05-01"), ..said(Answer::Yes) };
        assert_eq!(left.decided(on("2027-05-02")), Some((then, true)), "it was a yes when it was said");
    }

    #[test]
    fn a_later_is_never_an_answer() {
        assert_eq!(said(Answer::Later).decided(on("2028-01-01")), None);
    }

    #[test]
    fn a_smaller_ask_is_a_yes_once_there_is_a_seat_and_no_yes_once_the_ask_is_over_without() {
        let smaller = said(Answer::Smaller);
        assert_eq!(smaller.decided(on("2027-06-30")), None);
        assert_eq!(smaller.decided(on("2027-07-01")), Some((after("2027-06-30"), false)));
        let seated = Outcome { joined_at: at("2027-03-04"), ..smaller };
        assert_eq!(seated.decided(on("2027-03-05")), at("2027-03-04").map(|at| (at, true)));
    }

    #[test]
    fn silence_is_no_yes_once_the_ask_has_ended() {
        assert_eq!(asked().decided(on("2027-03-01")), None);
        assert_eq!(asked().decided(on("2027-03-02")), Some((after("2027-03-01"), false)));
        let closed = Outcome { closed_at: at("2027-02-20"), ..asked() };
        assert_eq!(closed.decided(on("2027-02-21")), at("2027-02-20").map(|at| (at, false)));
    }

    #[test]
    fn a_letter_that_never_arrived_asked_nothing() {
        let mut lost = asked();
        lost.letter.as_mut().unwrap().has_left = false;
        assert_eq!(lost.decided(on("2028-01-01")), None);
        assert_eq!(Outcome { closed_at: at("2027-02-20"), ..lost }.decided(on("2028-01-01")), None);
    }
}
