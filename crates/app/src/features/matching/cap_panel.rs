//! The cap on scarce mentors on the page of the matching: what holds, how the drafts stand to it, and the form.

use super::cap::{self, Cap};
use super::caps;
use super::report::{Capped, Report};
use super::run::Pool;
use crate::shell::{Fields, Problems, words};

/// What the page shows of the cap.
pub struct Panel {
    /// The cap, as a sentence; empty where there is none.
    pub says: String,
    /// How the drafts stand to it.
    pub standing: Vec<String>,
    /// What the form has in it.
    pub fields: Fields,
    /// What is wrong with it.
    pub problems: Problems,
}

impl Panel {
    /// How it stands; `typed` was refused.
    pub fn of(pool: &Pool, report: Option<&Report>, typed: Option<(Fields, Problems)>) -> Self {
        let (fields, problems) = typed.unwrap_or_else(|| (caps::fields(pool.cap), Problems::none()));
        let standing = pool.cap.map(|cap| standing(&cap, pool, report)).unwrap_or_default();
        let says = pool.cap.map(|cap| cap.sentence()).unwrap_or_default();
        Self { says, standing, fields, problems }
    }
}

/// Of drafts that a run made under this very cap, which units have all they may have; of others, that they are older.
fn standing(cap: &Cap, pool: &Pool, report: Option<&Report>) -> Vec<String> {
    if pool.drafts().next().is_none() {
        return Vec::new();
    }
    let Some(capped) = report.and_then(|r| r.cap.as_ref()).filter(|capped| is_of(capped, cap)) else {
        return vec!["The drafts are from before it was set. Run again to keep to it.".to_owned()];
    };
    let has = has_now(cap, capped, pool);
    let named = |counts: &dyn Fn(i64) -> bool| -> Vec<&str> {
        has.iter().filter(|(_, n)| counts(**n)).map(|(name, _)| name.as_str()).collect()
    };
    let full = named(&|n| n == capped.most);
    let mut says = Vec::new();
    if !full.is_empty() {
        let have = if full.len() == 1 { "has" } else { "have" };
        let most = words::figure(capped.most);
        says.push(format!("{} {have} all the places that the cap leaves one: {most}.", words::list(&full)));
    }
    let over = has.iter().filter(|(_, n)| **n > capped.most);
    says.extend(over.map(|(name, n)| over_it(name, *n, capped.most)));
    says
}

/// "Tax has 7 of 6: over the cap, by hand or from before".
fn over_it(name: &str, n: i64, most: i64) -> String {
    format!(
        "{name} has {} where the cap allows {}: by hand, or from before.",
        words::figure(n),
        words::figure(most)
    )
}

/// Whether a run kept to this cap.
fn is_of(capped: &Capped, cap: &Cap) -> bool {
    capped.unit == cap.unit.word() && capped.scarce == cap.scarce.word() && capped.percent == cap.percent
}

/// How many places with the mentors who count each unit has by the drafts as they are now, and had before.
fn has_now(cap: &Cap, capped: &Capped, pool: &Pool) -> std::collections::BTreeMap<String, i64> {
    let scarce = capped.mentors.iter().copied().collect();
    let mut has = cap::held(cap.unit, &pool.members, &scarce);
    for draft in pool.drafts().filter(|d| scarce.contains(&d.two.mentor)) {
        if let Some(name) = pool.member(draft.two.mentee).and_then(|m| cap.unit.of(m)) {
            *has.entry(name.to_owned()).or_default() += 1;
        }
    }
    has
}
