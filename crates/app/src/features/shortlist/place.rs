//! Where a leader stands towards this program, and so whether the list may hold them.

use super::store::ProspectRow;
use crate::features::recruiting::{Answer, Stage};
use crate::shell::words;
use bellwether_kernel::jiff::tz::TimeZone;

/// Where a leader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// May be asked: they are on the list.
    Open,
    /// Asked here; the answer, or the end of the conversation, is still to come.
    Asked,
    /// Asked by another program at this time. One voice: nobody else asks.
    AskedElsewhere,
    /// Set aside by a coordinator.
    Aside,
    /// Takes part.
    Joined,
    /// No more contact in this program. Why is private.
    Closed,
}

/// The place of a leader with these records: the prospect, an enrollment as mentor, another program's open ask.
pub fn place(prospect: Option<&ProspectRow>, mentors: bool, asked_elsewhere: bool) -> Place {
    let open = if asked_elsewhere { Place::AskedElsewhere } else { Place::Open };
    let Some(p) = prospect else { return if mentors { Place::Joined } else { open } };
    // Who took a yes back for a later, or to talk first, is still to be spoken with.
    if p.withdrawn_at.is_some() && !matches!(p.answer, Some(Answer::Later | Answer::Talk)) {
        return Place::Closed;
    }
    if p.joined_at.is_some() || mentors {
        return Place::Joined;
    }
    if p.closed_at.is_some() || matches!(p.answer, Some(Answer::No | Answer::Advocate)) {
        return Place::Closed;
    }
    let said_later = p.answered_at.is_some() && p.answer == Some(Answer::Later);
    match () {
        () if p.asked_at.is_some() && !said_later => Place::Asked,
        () if p.aside_at.is_some() => Place::Aside,
        () => open,
    }
}

/// The status of a leader on the list: the class of its shape, and its words.
pub fn status(prospect: Option<&ProspectRow>, ever_asked: bool, zone: &TimeZone) -> (&'static str, String) {
    let on = |at: bellwether_kernel::Timestamp| words::day_short(at.to_zoned(zone.clone()).date());
    let unasked = if ever_asked { "Asked before" } else { "Never asked" };
    let Some(p) = prospect else { return ("identified", unasked.to_owned()) };
    if let (Some(Answer::Later), Some(day)) = (p.answer, p.wakes_on) {
        return ("later", format!("Wakes on {}", words::day_short(day)));
    }
    match (p.met_at, p.introduced_at) {
        (Some(at), _) => ("met", format!("Met on {}", on(at))),
        (None, Some(at)) => ("introduced", format!("Introduced on {}", on(at))),
        (None, None) if is_taken_on(p) => ("identified", "Introduction to come".to_owned()),
        (None, None) => ("identified", unasked.to_owned()),
    }
}

/// Whether somebody looks after a prospect already, so that a wave would change nothing.
pub fn is_taken_on(p: &ProspectRow) -> bool {
    p.stage != Stage::Identified || p.owner.is_some() || p.next_step.is_some()
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use bellwether_kernel::{PersonId, ProspectId, Timestamp};

    pub fn prospect() -> ProspectRow {
        ProspectRow {
            id: ProspectId(1),
            person: PersonId(1),
            stage: Stage::Identified,
            owner: None,
            connector: None,
            pinned_at: None,
            aside_at: None,
            aside_reason: None,
            next_step: None,
            introduced_at: None,
            met_at: None,
            asked_at: None,
            answered_at: None,
            answer: None,
            wakes_on: None,
            joined_at: None,
            withdrawn_at: None,
            closed_at: None,
        }
    }

    fn day(text: &str) -> Option<Timestamp> {
        format!("{text}T12:00:00Z").parse().ok()
    }

    #[test]
    fn a_leader_whom_nobody_has_written_down_may_be_asked() {
        assert_eq!(place(None, false, false), Place::Open);
        assert_eq!(place(None, true, false), Place::Joined, "who signed up unasked has joined");
        assert_eq!(place(None, false, true), Place::AskedElsewhere);
    }

    #[test]
    fn whoever_declined_or_left_the_program_is_off_the_list_for_good() {
        let asked = ProspectRow { asked_at: day("2027-01-04"), answered_at: day("2027-01-05"), ..prospect() };
        let no = ProspectRow { answer: Some(Answer::No), ..asked.clone() };
        let gone = ProspectRow { joined_at: day("2027-01-05"), withdrawn_at: day("2027-02-01"), ..asked };
        assert_eq!(place(Some(&no), false, false), Place::Closed);
        assert_eq!(place(Some(&gone), true, false), Place::Closed);
    }

    #[test]
    fn a_later_comes_back_to_the_list_and_a_talk_stays_with_who_asked() {
        let asked = ProspectRow { asked_at: day("2027-01-04"), answered_at: day("2027-01-05"), ..prospect() };
        let later = ProspectRow { answer: Some(Answer::Later), ..asked.clone() };
        let talk = ProspectRow { answer: Some(Answer::Talk), ..asked };
        assert_eq!(place(Some(&later), false, false), Place::Open);
        assert_eq!(place(Some(&talk), false, false), Place::Asked);
    }

    #[test]
    fn the_status_is_the_furthest_step() {
        let zone = TimeZone::UTC;
        let met = ProspectRow { introduced_at: day("2027-02-01"), met_at: day("2027-02-04"), ..prospect() };
        assert_eq!(status(Some(&met), false, &zone), ("met", "Met on 4 Feb".to_owned()));
        assert_eq!(status(None, false, &zone).1, "Never asked");
        let wanted = ProspectRow { owner: Some(PersonId(2)), ..prospect() };
        assert_eq!(status(Some(&wanted), false, &zone).1, "Introduction to come");
    }
}
