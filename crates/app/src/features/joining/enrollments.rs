//! Who takes part, for the coordinators: the list, and the same as a file.

use super::roster::{self, Asked, Entry, Figures, ON_A_PAGE, Show};
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Error, Fields, Frame, Result, show, words};
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse as _;
use bellwether_kernel::{ProgramId, jiff::tz::TimeZone};
use bellwether_wire::tables::{Cell, CsvWriter};

#[derive(Template)]
#[template(path = "features/joining/enrollments.html")]
struct EnrollmentsPage {
    frame: Frame,
    base: String,
    home: String,
    asked: Asked,
    figures: Figures,
    entries: Vec<Entry>,
    count: i64,
    zone: TimeZone,
}

/// `GET /programs/{program}/enrollments`
pub async fn page(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let asked = asked(ctx.uri.query());
    let base = ctx.path("/enrollments");
    show(&EnrollmentsPage {
        frame: ctx.frame("Enrollments", &base),
        figures: roster::figures(&ctx.db, program).await?,
        entries: roster::list(&ctx.db, program, &asked).await?,
        count: roster::count(&ctx.db, program, &asked).await?,
        zone: ctx.organization.zone.clone(),
        home: ctx.path(""),
        base,
        asked,
    })
}

/// `GET /programs/{program}/enrollments/download`: what the filter lets through, as CSV.
pub async fn download(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let asked = asked(ctx.uri.query());
    let entries = roster::whole_list(&ctx.db, program, &asked).await?;
    let bytes = csv(&entries).map_err(|why| Error::Fault(format!("CSV could not be written: {why}")))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"enrollments.csv\""),
    ];
    Ok((headers, bytes).into_response())
}

fn asked(query: Option<&str>) -> Asked {
    let query = Fields::parse(query.unwrap_or_default().as_bytes());
    Asked {
        show: query.get("show").parse().unwrap_or(Show::All),
        search: query.get("q").chars().take(200).collect(),
        page: query.get("page").parse::<i64>().unwrap_or(1).clamp(1, 100_000) - 1,
    }
}

fn csv(entries: &[Entry]) -> std::io::Result<Vec<u8>> {
    let mut out = CsvWriter::for_spreadsheets(Vec::new())?;
    out.row([
        "name",
        "level",
        "department",
        "office",
        "role",
        "capacity",
        "mentees",
        "mentors",
        "wants",
        "offers",
        "enrolled",
        "withdrawn",
    ])?;
    for Entry { listed, wanted, offered } in entries {
        let (wanted, offered) = (wanted.join("; "), offered.join("; "));
        let enrolled = listed.enrolled_at.to_string();
        let withdrawn = listed.withdrawn_at.map(|at| at.to_string());
        out.row([
            Cell::from(&listed.name),
            listed.level.as_deref().into(),
            listed.department.as_deref().into(),
            listed.office.as_deref().into(),
            listed.role.word().into(),
            listed.role.mentors().then_some(listed.capacity).into(),
            listed.mentees.into(),
            listed.mentors.into(),
            wanted.as_str().into(),
            offered.as_str().into(),
            enrolled.as_str().into(),
            withdrawn.as_deref().into(),
        ])?;
    }
    out.finish()
}

impl EnrollmentsPage {
    fn finding(&self) -> String {
        let Figures { mentees, waiting, mentors, .. } = self.figures;
        match (mentees, waiting) {
            _ if mentees + mentors == 0 => "Nobody has signed up yet".to_owned(),
            (0, _) => {
                format!("{}, and no mentee yet", words::sentence(&words::count(mentors, "mentor", "mentors")))
            }
            (_, 0) => "Every mentee has a mentor, or one is proposed".to_owned(),
            (1, 1) => "One mentee waits for a mentor".to_owned(),
            (mentees, waiting) if mentees == waiting => {
                format!("{} mentees wait for a mentor", words::sentence(&words::number(waiting)))
            }
            _ => format!(
                "{} of {} mentees {} for a mentor",
                words::sentence(&words::number(waiting)),
                words::figure(mentees),
                if waiting == 1 { "waits" } else { "wait" }
            ),
        }
    }

    fn since(&self, entry: &Entry) -> String {
        words::day(entry.listed.enrolled_at.to_zoned(self.zone.clone()).date())
    }

    fn link(&self, page: i64) -> String {
        format!("{}?{}&page={page}", self.base, self.filter())
    }

    fn filter(&self) -> String {
        format!("show={}&q={}", self.asked.show, words::in_query(&self.asked.search))
    }

    fn earlier(&self) -> Option<String> {
        (self.asked.page > 0).then(|| self.link(self.asked.page))
    }

    fn later(&self) -> Option<String> {
        ((self.asked.page + 1) * ON_A_PAGE < self.count).then(|| self.link(self.asked.page + 2))
    }

    fn counted(&self) -> String {
        let from = self.asked.page * ON_A_PAGE;
        let to = (from + ON_A_PAGE).min(self.count);
        if self.count <= ON_A_PAGE {
            words::count(self.count, "person", "people")
        } else {
            format!("{} to {} of {}", words::figure(from + 1), words::figure(to), words::figure(self.count))
        }
    }

    fn is_filtered(&self) -> bool {
        self.asked.show != Show::All || !self.asked.search.is_empty()
    }
}
