use super::cap_told;
use super::fairness::Group;
use super::report::{Bottleneck, Few, Report, Why};
use super::rules::Rule;
use super::{run, store};
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Frame, Result, see_other, show, words};
use askama::Template;
use bellwether_kernel::{EnrollmentId, ProgramId};

/// What came of a run for whom: who is left out and what would help, who is served how well, how ties were drawn.
#[derive(Template)]
#[template(path = "features/matching/outcome.html")]
struct Page {
    frame: Frame,
    back: String,
    ran: String,
    heading: String,
    lede: String,
    left: i64,
    bottlenecks: Vec<Narrow>,
    without_candidates: Vec<(String, String)>,
    allowing: Vec<(&'static str, i64, bool)>,
    cap: Option<cap_told::Told>,
    scarce: String,
    tables: Vec<Table>,
    withheld: bool,
    weighed: String,
    /// Whether what a rule costs is told of some of those who stay without.
    at_least: bool,
    seed: String,
}

/// A group of mentees who compete for too few places.
struct Narrow {
    says: String,
    helps: String,
}

/// Groups side by side.
struct Table {
    of: &'static str,
    /// Whether shares and scores are rounded, and no counts are told.
    about: bool,
    with_scarce: bool,
    rows: Vec<Group>,
}

impl Table {
    /// Which share of all who wanted a mentor are of this group.
    fn of_people(&self, row: &Group) -> String {
        share(row.people, self.rows.iter().map(|r| r.people).sum())
    }

    /// Which share of the scarce mentors this group got.
    fn of_scarce(&self, row: &Group) -> String {
        share(row.scarce, self.rows.iter().map(|r| r.scarce).sum())
    }
}

fn share(n: i64, of: i64) -> String {
    words::percent(n as f64 / of.max(1) as f64)
}

/// `GET /programs/{program}/matching/report`
pub async fn page(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let back = ctx.path("/matching");
    let Some((at, report)) = store::last_run(&ctx.db, program).await? else { return see_other(&back) };
    let pool = run::pool(&ctx.db, program, ctx.today()).await?;
    let name_of = |e: EnrollmentId| pool.member(e).map_or("somebody who left".to_owned(), |m| m.name.clone());
    let gender = store::gender_is_on(&ctx.db).await?;
    let left = report.unmatched.len() as i64;
    show(&Page {
        frame: ctx.frame("Report on the matching", &back),
        ran: words::moment(at, &ctx.organization.zone),
        heading: heading(&report),
        lede: lede(&report),
        left,
        bottlenecks: report.bottlenecks.iter().map(|b| narrow(b, &name_of)).collect(),
        without_candidates: without_candidates(&report),
        allowing: allowing(&report),
        cap: cap_told::of(&report),
        scarce: scarce(&report),
        tables: tables(&report, gender),
        withheld: gender && report.fairness.genders_withheld,
        weighed: report.weighed.as_ref().map(weighed).unwrap_or_default(),
        at_least: report.weighed.is_some(),
        seed: report.seed.map(|seed| seed.to_string()).unwrap_or_default(),
        back,
    })
}

fn heading(report: &Report) -> String {
    match report.unmatched.len() as i64 {
        0 => "The last run left nobody out".to_owned(),
        n => {
            let of = words::figure(report.mentees);
            let who = words::sentence(&words::number(n));
            format!("{who} of {of} {} without a mentor", if n == 1 { "stays" } else { "stay" })
        }
    }
}

fn lede(report: &Report) -> String {
    let places = words::count(report.places, "free place", "free places");
    let wishes = match report.wished {
        0 => String::new(),
        n => format!(
            " {} of {} who wished for somebody got one of their wishes.",
            words::figure(report.wishes_met),
            words::figure(n)
        ),
    };
    format!(
        "{} for {} with {places}.{wishes}",
        words::count(report.pairs, "pair", "pairs"),
        words::count(report.mentors, "mentor", "mentors")
    )
}

fn narrow(of: &Bottleneck, name_of: &impl Fn(EnrollmentId) -> String) -> Narrow {
    let n = words::number(of.unmatched);
    let helps = match of.unmatched {
        1 => "One more place with any of them matches the one who stays without.".to_owned(),
        _ => format!(
            "One more place with any of them matches one more; {n} places, each with somebody who is possible for them, match all {n}."
        ),
    };
    Narrow { says: format!("{}.", of.why.sentence(name_of)), helps }
}

/// Those for whom nobody with room was possible at all, and the rule that keeps most of them back.
fn without_candidates(report: &Report) -> Vec<(String, String)> {
    let mut by_rule: Vec<(String, i64)> = Vec::new();
    for left in &report.unmatched {
        let rule = match &left.why {
            Why::Places { .. } => continue,
            Why::Cap { unit } => format!("The cap on {unit}"),
            Why::NoMentors => "No mentor has a place left".to_owned(),
            Why::Rules { rules } => {
                let most = rules.iter().max_by_key(|(_, n)| *n).map(|(rule, _)| rule.as_str());
                most.and_then(|rule| rule.parse::<Rule>().ok())
                    .map_or(String::new(), |rule| words::sentence(rule.against().trim_start_matches("But: ")))
            }
        };
        match by_rule.iter_mut().find(|(known, _)| *known == rule) {
            Some((_, n)) => *n += 1,
            None => by_rule.push((rule, 1)),
        }
    }
    by_rule.sort_by_key(|(_, n)| -n);
    let says = |n: i64| format!("{}: nobody with room is possible", words::count(n, "person", "people"));
    by_rule.into_iter().map(|(rule, n)| (says(n), rule)).collect()
}

/// How few of the pairs were weighed, and that it cost nothing, or what it can have cost.
fn weighed(few: &Few) -> String {
    let others = match few.at_most {
        _ if few.mentees == 0 => "It is checked that none of the others could make them better.".to_owned(),
        [0, 0, score] => format!(
            "With the others, all pairs together could score {} more at most.",
            words::count(cap_told::at_most(score), "point", "points")
        ),
        [pairs, ..] => {
            format!(
                "With the others, {} could be made at most.",
                words::count(pairs, "pair more", "pairs more")
            )
        }
    };
    format!(
        "There could be {} pairs. Weighed were {}, the best of everybody among them. {others}",
        words::figure(few.pairs),
        words::figure(few.weighed)
    )
}

/// Rule, how many more it would match, and whether a coordinator may set it aside for a pair.
fn allowing(report: &Report) -> Vec<(&'static str, i64, bool)> {
    let known = report.allowing.iter().filter_map(|(rule, n)| Some((rule.parse::<Rule>().ok()?, *n)));
    known.map(|(rule, n)| (rule.name(), n, rule.may_be_set_aside())).collect()
}

fn scarce(report: &Report) -> String {
    match report.fairness.scarce {
        0 => String::new(),
        n if n == report.mentors => {
            "Every mentor was wanted by more people than there are places.".to_owned()
        }
        1 => "One mentor was wanted by more people than there are places; the tables say who got them."
            .to_owned(),
        n => format!(
            "{} mentors were wanted by more people than there are places.",
            words::sentence(&words::number(n))
        ),
    }
}

fn tables(report: &Report, gender: bool) -> Vec<Table> {
    let fair = &report.fairness;
    // Where all are scarce, whoever has a mentor has a scarce one.
    let with_scarce = fair.scarce > 0 && fair.scarce < report.mentors;
    let all = [
        Table { of: "Level", about: false, with_scarce, rows: fair.levels.clone() },
        Table { of: "Department", about: false, with_scarce, rows: fair.departments.clone() },
        Table { of: "Office", about: false, with_scarce, rows: fair.offices.clone() },
        Table {
            of: "Gender",
            about: true,
            with_scarce: false,
            rows: if gender { fair.genders.clone() } else { Vec::new() },
        },
    ];
    all.into_iter().filter(|table| table.rows.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaving_pairs_out_can_have_cost_is_told_and_never_less() {
        let few = |mentees, at_most| weighed(&Few { pairs: 120_000_000, weighed: 500_000, mentees, at_most });
        assert_eq!(
            few(0, [0, 0, 0]),
            "There could be 120,000,000 pairs. Weighed were 500,000, the best of everybody among them. It is checked that \
             none of the others could make them better."
        );
        assert!(few(3, [0, 0, 10_001]).ends_with("all pairs together could score 2 points more at most."));
        assert!(few(3, [1, 0, -500]).ends_with("1 pair more could be made at most."));
    }
}
