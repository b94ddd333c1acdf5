use super::mentorship::Terms;
use super::store;
use crate::features::programs::{self, Ask};
use bellwether_db::{Read, Result};
use bellwether_kernel::{Date, PersonId, ProgramId};

/// What a mentor agreed to for one mentee: what their own pitch asked, or the smaller ask that they
/// chose instead, or else what the program asks of everybody. `None` where no ask was ever decided.
pub async fn of(db: &impl Read, program: ProgramId, mentor: PersonId) -> Result<Option<Terms>> {
    if let Some((terms, smaller)) = store::agreed(db, program, mentor).await? {
        return Ok(Some(reduced(terms, smaller.as_deref())));
    }
    Ok(programs::find(db, program).await?.ask.map(from_ask))
}

/// The last day of what a mentor agreed to, as the letter and the page of the ask name it. Whoever
/// begins when that day has gone by has the ask's months from today. `None` where no ask was ever decided.
pub async fn last_day(
    db: &impl Read,
    program: ProgramId,
    mentor: PersonId,
    today: Date,
) -> Result<Option<Date>> {
    let asked = match store::agreed(db, program, mentor).await? {
        Some((terms, _)) => Some(terms),
        None => programs::find(db, program).await?.ask.map(from_ask),
    };
    Ok(asked.map(|terms| from_today_on(terms, today)))
}

fn from_today_on(terms: Terms, today: Date) -> Date {
    let last = programs::last_day(terms.starts_on, terms.months);
    if last >= today { last } else { programs::last_day(today, terms.months) }
}

fn from_ask(ask: Ask) -> Terms {
    Terms { minutes: ask.minutes, sessions: ask.sessions, months: ask.months, starts_on: ask.starts_on }
}

/// The smaller asks, as the ladder on the leader's page names them.
fn reduced(terms: Terms, smaller: Option<&str>) -> Terms {
    match smaller {
        // Half the sessions; where there is one a month, over half the months.
        Some("half") if terms.sessions > 1 => Terms { sessions: (terms.sessions + 1) / 2, ..terms },
        Some("half") => Terms { months: (terms.months + 1) / 2, ..terms },
        Some("group") => Terms { sessions: 1, ..terms },
        Some("office-hours") => Terms { minutes: 60, sessions: 1, months: 1, ..terms },
        Some("flash") => Terms { sessions: 1, months: 1, ..terms },
        _ => terms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_ask_is_a_smaller_promise() {
        let full = Terms { minutes: 45, sessions: 2, months: 4, starts_on: "2027-03-01".parse().unwrap() };
        let total = |smaller| reduced(full, smaller).total();
        assert_eq!([total(None), total(Some("half")), total(Some("flash"))], [360, 180, 45]);
        assert_eq!([total(Some("group")), total(Some("office-hours"))], [180, 60]);
        assert_eq!(reduced(Terms { sessions: 1, ..full }, Some("half")).total(), 90);
    }

    #[test]
    fn the_last_day_is_the_asks_unless_it_has_gone_by() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let asked = Terms { minutes: 45, sessions: 2, months: 2, starts_on: day("2027-02-14") };
        let last = |today| from_today_on(asked, day(today));
        assert_eq!([last("2027-02-09"), last("2027-04-13")], [day("2027-04-13"), day("2027-04-13")]);
        assert_eq!(last("2027-04-14"), day("2027-06-13"));
    }
}
