//! Whether an answer that came through a link counts at once.
//!
//! Mail scanners open links, run scripts and press buttons. What goes further than the first page
//! within seconds of delivery, or says two things within seconds, is held: it is kept, counted as
//! nothing, and the leader is asked to confirm.

use super::{Answer, Smaller};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{Date, Timestamp};

/// For how long answers are held that may be a machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// After the letter was delivered.
    pub after_delivery: SignedDuration,
    /// After another answer through the same link, or after one was taken back.
    pub between_answers: SignedDuration,
}

impl Default for Holding {
    fn default() -> Self {
        let seconds = SignedDuration::from_secs(10);
        Self { after_delivery: seconds, between_answers: seconds }
    }
}

/// What an answer says, with its particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Which of the six.
    pub answer: Answer,
    /// Which smaller ask.
    pub smaller: Option<Smaller>,
    /// When a *later* wakes up.
    pub wakes_on: Option<Date>,
}

/// An answer that came before, through the same link.
#[derive(Debug, Clone, Copy)]
pub struct Earlier {
    /// What it said.
    pub said: Said,
    /// When it came.
    pub given_at: Timestamp,
    /// When it was held.
    pub held_at: Option<Timestamp>,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// It counts.
    Counts,
    /// It was given already: a form sent twice.
    Already,
    /// It came within seconds of delivery.
    TooSoon,
    /// It came within seconds of another answer, or of taking one back.
    Contradicts,
}

/// Judges an answer. `counted` is what counts now, by whichever door it came. `delivered_at` is when
/// the letter last left; nothing where it has not. `earlier` are the answers through this link.
pub fn judge(
    said: Said,
    counted: Option<Said>,
    delivered_at: Option<Timestamp>,
    earlier: &[Earlier],
    now: Timestamp,
    holding: Holding,
) -> Judged {
    let recent = |at: Timestamp| now.duration_since(at) < holding.between_answers;
    let just_delivered = |at: Timestamp| now.duration_since(at) < holding.after_delivery;
    // What was held and disowned ("that was not me") was no answer that anybody took back.
    let taken_back = |e: &Earlier| e.held_at.is_none() && e.undone_at.is_some_and(recent);
    let contradicted = earlier.iter().any(|e| recent(e.given_at) && e.said != said || taken_back(e));
    if contradicted {
        Judged::Contradicts
    } else if counted == Some(said) {
        Judged::Already
    } else if delivered_at.is_none_or(just_delivered) {
        Judged::TooSoon
    } else {
        Judged::Counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(
        said: Said,
        counted: Option<Said>,
        delivered_at: Option<Timestamp>,
        earlier: &[Earlier],
        now: Timestamp,
    ) -> Judged {
        super::judge(said, counted, delivered_at, earlier, now, Holding::default())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    fn said(answer: Answer) -> Said {
        Said { answer, smaller: None, wakes_on: None }
    }

    fn gave(answer: Answer, second: i64) -> Earlier {
        Earlier { said: said(answer), given_at: at(second), held_at: None, undone_at: None }
    }

    #[test]
    fn a_leader_who_reads_first_is_counted_at_once() {
        assert_eq!(judge(said(Answer::Yes), None, Some(at(0)), &[], at(30)), Judged::Counts);
        assert_eq!(judge(said(Answer::Yes), None, Some(at(0)), &[], at(10)), Judged::Counts);
    }

    #[test]
    fn what_answers_within_seconds_of_delivery_is_held() {
        assert_eq!(judge(said(Answer::Yes), None, Some(at(0)), &[], at(9)), Judged::TooSoon);
        assert_eq!(judge(said(Answer::No), None, None, &[], at(9)), Judged::TooSoon, "it has not even left");
    }

    #[test]
    fn what_presses_every_button_contradicts_itself_to_the_end() {
        let mut earlier = Vec::new();
        for (second, answer) in (100..).zip(Answer::ALL) {
            let judged = judge(said(*answer), None, Some(at(0)), &earlier, at(second));
            let expected = if earlier.is_empty() { Judged::Counts } else { Judged::Contradicts };
            assert_eq!(judged, expected, "{answer}");
            let held_at = (judged != Judged::Counts).then(|| at(second));
            earlier.push(Earlier { held_at, ..gave(*answer, second) });
        }
    }

    #[test]
    fn a_form_sent_twice_is_one_answer() {
        let (yes, earlier) = (said(Answer::Yes), [gave(Answer::Yes, 60)]);
        assert_eq!(judge(yes, Some(yes), Some(at(0)), &earlier, at(61)), Judged::Already);
        assert_eq!(judge(yes, Some(yes), Some(at(0)), &earlier, at(6100)), Judged::Already);
    }

    #[test]
    fn a_mind_changed_the_next_day_counts() {
        let earlier = [gave(Answer::Yes, 60)];
        assert_eq!(
            judge(said(Answer::Later), Some(said(Answer::Yes)), Some(at(0)), &earlier, at(86_400)),
            Judged::Counts
        );
    }

    #[test]
    fn undone_and_said_again_within_seconds_is_held() {
        let undone = Earlier { undone_at: Some(at(65)), ..gave(Answer::Yes, 20) };
        assert_eq!(judge(said(Answer::Yes), None, Some(at(0)), &[undone], at(66)), Judged::Contradicts);
        assert_eq!(judge(said(Answer::Yes), None, Some(at(0)), &[undone], at(80)), Judged::Counts);
    }

    #[test]
    fn who_says_that_it_was_not_them_can_answer_at_once() {
        let disowned = Earlier { held_at: Some(at(3)), undone_at: Some(at(29)), ..gave(Answer::No, 3) };
        assert_eq!(judge(said(Answer::Yes), None, Some(at(0)), &[disowned], at(31)), Judged::Counts);
    }

    #[test]
    fn a_held_answer_counts_when_it_is_confirmed_later() {
        let held = Earlier { held_at: Some(at(3)), ..gave(Answer::Yes, 3) };
        assert_eq!(judge(said(Answer::Yes), None, Some(at(0)), &[held], at(20)), Judged::Counts);
    }
}
