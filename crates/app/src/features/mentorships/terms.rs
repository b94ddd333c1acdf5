use super::mentorship::Terms;
use super::store;
use crate::features::programs::{self, Ask};
use bellwether_db::{Read, Result};
use bellwether_kernel::{PersonId, ProgramId};

/// What a mentor agreed to for one mentee: what their own pitch asked, or the smaller ask that they
/// chose instead, or else what the program asks of everybody. `None` where no ask was ever decided.
pub async fn of(db: &impl Read, program: ProgramId, mentor: PersonId) -> Result<Option<Terms>> {
    if let Some((terms, smaller)) = store::agreed(db, program, mentor).await? {
        return Ok(Some(reduced(terms, smaller.as_deref())));
    }
    Ok(programs::find(db, program).await?.ask.map(from_ask))
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
}
