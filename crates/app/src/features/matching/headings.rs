//! What the page of the matching says at its head: how things stand, in a sentence.

use super::cap_told;
use super::report::Report;
use super::review::Review;
use crate::access::{Coordinator, Ctx};
use crate::shell::words;
use bellwether_kernel::Timestamp;

/// How many of what there are.
pub struct Count {
    /// Pairs drafted.
    pub drafts: usize,
    /// People without one.
    pub unmatched: usize,
    /// Pairs proposed and not answered.
    pub proposed: usize,
    /// People who want a mentor and have neither one nor a proposal.
    pub waiting: usize,
    /// Free places with mentors.
    pub room: i64,
}

impl Count {
    /// The finding.
    pub fn heading(&self) -> String {
        let n = |n: usize| words::sentence(&words::number(n as i64));
        let pairs = |count: usize| if count == 1 { "pair" } else { "pairs" };
        match (self.drafts, self.proposed) {
            (0, 0) if self.waiting == 0 => "Nobody waits for a mentor".to_owned(),
            (0, 0) if self.room == 0 => format!("{} for a mentor, and no place is free", waits(self.waiting)),
            (0, 0) => format!("{} for a mentor", waits(self.waiting)),
            (0, p) => format!("{} {} proposed and not answered yet", n(p), pairs(p)),
            (d, _) => {
                let without = match self.unmatched {
                    0 => "nobody left out".to_owned(),
                    1 => "one person unmatched".to_owned(),
                    u => format!("{} people unmatched", words::number(u as i64)),
                };
                format!("{} {} drafted, {without}", n(d), pairs(d))
            }
        }
    }

    /// What to do about it.
    pub fn lede(&self) -> String {
        match (self.drafts, self.proposed) {
            (0, 0) if self.waiting > 0 && self.room > 0 => {
                let places = words::count(self.room, "place is free", "places are free");
                format!(
                    "{places}. The best pairs are found for everybody at once; nothing leaves before you approve it."
                )
            }
            (0, 0) => "People who sign up turn up here.".to_owned(),
            (0, _) => "Both are asked. Each begins when both say yes, or by itself when its days are over."
                .to_owned(),
            _ => "Approve what is right, lock what must stay, and run the rest again.".to_owned(),
        }
    }
}

fn waits(n: usize) -> String {
    let who = words::sentence(&words::number(n as i64));
    if n == 1 { format!("{who} person waits") } else { format!("{who} people wait") }
}

/// "Matching, run 3 on 9 February at 14:05".
pub fn eyebrow(ctx: &Ctx<Coordinator>, ran_at: Option<Timestamp>, runs: i64) -> String {
    ran_at.map_or("Matching".to_owned(), |at| {
        format!("Matching, run {} on {}", words::figure(runs), words::moment(at, &ctx.organization.zone))
    })
}

/// The numbers that frame the page; besides, how many wished for somebody, and how many of these got a wish.
pub fn figures(count: &Count, (wished, met): (usize, usize)) -> Vec<(String, String, &'static str)> {
    let mut figures = vec![
        (words::figure(count.waiting as i64), String::new(), "waiting for a mentor"),
        (words::figure(count.room), String::new(), "free places with mentors"),
        (words::figure(count.drafts as i64), String::new(), "pairs drafted"),
    ];
    if wished > 0 {
        figures.push((
            words::figure(met as i64),
            format!("of {}", words::figure(wished as i64)),
            "got one of their wishes",
        ));
    }
    figures
}

/// Whether the drafts are the best there are, and what moved since those of before.
pub fn standing(
    report: Option<&Report>,
    review: &Review<'_>,
    (drafts, says_moves, by_hand): (usize, bool, bool),
) -> String {
    let best = match report {
        Some(report) if !by_hand => best(report),
        _ => "Changed by hand since the run".to_owned(),
    };
    let newcomers = match review.since {
        0 => None,
        1 => Some("One person came, or became free, since".to_owned()),
        n => {
            Some(format!("{} people came, or became free, since", words::sentence(&words::number(n as i64))))
        }
    };
    let all_new =
        review.moves.from.is_empty() && review.moves.went.is_empty() && review.moves.came.len() >= drafts;
    let moved = (says_moves && !all_new).then(|| review.moves.sentence(drafts));
    [Some(best), moved, newcomers].into_iter().flatten().collect::<Vec<_>>().join(". ")
}

/// That nothing can be better, or by how much at most.
fn best(report: &Report) -> String {
    let within = if report.cap.is_some() { "keeps to the cap" } else { "exists" };
    cap_told::gap(report).unwrap_or_else(|| format!("No better set of pairs {within}; checked"))
}
