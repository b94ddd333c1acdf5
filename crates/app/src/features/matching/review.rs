//! The drafts, and whoever is without, as a coordinator goes through them: filtered, sorted, counted. Pure.

use super::asked::{Asked, Order, Show};
use super::change::Moves;
use super::matched::Match;
use super::member::Member;
use super::reasons;
use super::report::Report;
use super::run::Pool;
use bellwether_kernel::EnrollmentId;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Pairs of fewer points than this, of 100, are worth a second look.
const WEAK: i64 = 50;

/// Everything that can be gone through.
pub struct Review<'a> {
    pool: &'a Pool,
    /// What moved since the draft before.
    pub moves: Moves,
    /// Who has no mentor, and why.
    pub unmatched: Vec<Without<'a>>,
    /// How many of these were not there at the last run, or had a pair then.
    pub since: usize,
}

/// Somebody without a mentor.
pub struct Without<'a> {
    /// Who.
    pub member: &'a Member,
    /// Why, as a sentence.
    pub why: String,
    /// What would help.
    pub helps: &'static str,
}

impl<'a> Review<'a> {
    /// `taken_away` are the pairs that a coordinator took away before anybody was asked.
    pub fn of(pool: &'a Pool, report: Option<&Report>, moves: Moves, taken_away: &[Match]) -> Self {
        let drafted: HashSet<EnrollmentId> = pool.drafts().map(|d| d.two.mentee).collect();
        let away: HashSet<EnrollmentId> = taken_away.iter().map(|m| m.two.mentee).collect();
        let left: HashMap<EnrollmentId, _> =
            report.into_iter().flat_map(|r| &r.unmatched).map(|left| (left.mentee, &left.why)).collect();
        let name_of =
            |enrollment| pool.member(enrollment).map_or("somebody who left".to_owned(), |m| m.name.clone());
        let mut since = 0;
        let waiting =
            pool.members.iter().filter(|m| m.learns() && m.wants && !drafted.contains(&m.enrollment));
        let unmatched: Vec<Without<'_>> = waiting
            .filter(|_| report.is_some())
            .map(|member| match left.get(&member.enrollment) {
                Some(why) => Without { member, why: why.sentence(&name_of), helps: why.what_helps() },
                None => {
                    since += 1;
                    let was_away = away.contains(&member.enrollment);
                    let why = if was_away {
                        "Their pair was taken away"
                    } else {
                        "Came, or became free, after the run"
                    };
                    Without { member, why: why.to_owned(), helps: "Another run finds the best for them" }
                }
            })
            .collect();
        Self { pool, moves, unmatched, since }
    }

    /// The drafts that were asked for, in the order that was asked for.
    pub fn drafts(&self, asked: &Asked) -> Vec<&'a Match> {
        let mut drafts: Vec<&Match> =
            self.pool.drafts().filter(|d| self.is(asked.show, d) && self.fits(asked, d)).collect();
        match asked.order {
            Order::Best => {}
            Order::Weakest => drafts.reverse(),
            Order::Name => drafts.sort_by(|a, b| (&a.mentee.name, a.id).cmp(&(&b.mentee.name, b.id))),
        }
        drafts
    }

    /// Whoever is without a mentor, of those asked for.
    pub fn without(&self, asked: &Asked) -> Vec<&Without<'a>> {
        let fits = |w: &&Without<'_>| asked.finds(&[&w.member.name]) && is_of(w.member, &asked.unit);
        self.unmatched.iter().filter(fits).collect()
    }

    /// Whether one of the two has the name, and one belongs to the unit, that were asked for.
    pub fn fits(&self, asked: &Asked, of: &Match) -> bool {
        let two = [of.two.mentor, of.two.mentee];
        asked.finds(&[&of.mentor.name, &of.mentee.name])
            && (asked.unit.is_empty()
                || two.iter().any(|e| self.pool.member(*e).is_some_and(|m| is_of(m, &asked.unit))))
    }

    /// How many drafts are what.
    pub fn count(&self, show: Show) -> usize {
        self.pool.drafts().filter(|d| self.is(show, d)).count()
    }

    /// How many wished for somebody, and how many of these have one of their wishes in the drafts.
    pub fn wishes(&self) -> (usize, usize) {
        let wishing = |d: &&Match| self.pool.member(d.two.mentee).is_some_and(|m| !m.wishes.is_empty());
        let drafted = self.pool.drafts().filter(wishing).count();
        let without = self.unmatched.iter().filter(|w| !w.member.wishes.is_empty()).count();
        (drafted + without, drafted - self.count(Show::Missed))
    }

    /// The departments and offices of those who take part.
    pub fn units(&self) -> Vec<&'a str> {
        let all = self.pool.members.iter().flat_map(|m| [m.department.as_deref(), m.office.as_deref()]);
        all.flatten().filter(|unit| !unit.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn is(&self, show: Show, draft: &Match) -> bool {
        match show {
            Show::All => true,
            Show::Locked => draft.locked_at.is_some(),
            Show::Weak => draft.points() < WEAK,
            Show::Against => draft.reasons.iter().any(|r| reasons::is_against(r)),
            Show::Missed => self.missed_a_wish(draft),
            Show::Moved => self.moves.touched(draft.two.mentee),
            Show::Unmatched | Show::Proposed | Show::Off | Show::Away => false,
        }
    }

    fn missed_a_wish(&self, draft: &Match) -> bool {
        let wishes = self.pool.member(draft.two.mentee).map_or(&[][..], |m| &m.wishes);
        !wishes.is_empty() && !wishes.contains(&draft.two.mentor)
    }
}

fn is_of(member: &Member, unit: &str) -> bool {
    unit.is_empty() || member.department.as_deref() == Some(unit) || member.office.as_deref() == Some(unit)
}
