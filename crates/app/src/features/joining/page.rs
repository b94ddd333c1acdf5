//! The program's page: what it is, who takes part, and the way in.

use super::enrollment::Part;
use super::ripple::{self, Dot};
use super::store::{self, Enrollment};
use super::wall::{Wall, wall};
use crate::access::{At, Ctx, ProgramReader};
use crate::features::programs::{self, Pillar, Program};
use crate::shell::{Letter, Result, show, words};
use askama::Template;
use bellwether_kernel::{Date, ProgramId};

/// How the page stands to whoever reads it.
enum Reader {
    /// Nobody is signed in.
    Stranger,
    /// They have not signed up.
    Colleague,
    /// They have.
    SignedUp(Enrollment),
}

#[derive(Template)]
#[template(path = "features/joining/page.html")]
struct ProgramPage {
    letter: Letter,
    program: Program,
    pillars: Vec<Pillar>,
    wall: Wall,
    dots: Vec<Dot>,
    run_by: Vec<String>,
    reader: Reader,
    coordinates: bool,
    today: Date,
}

/// `GET /programs/{program}`
pub async fn page(ctx: Ctx<ProgramReader>, At(id): At<ProgramId>) -> Result {
    let today = ctx.today();
    let program = programs::find(&ctx.db, id).await?;
    let wall = wall(&ctx.db, id, today).await?;
    let mine = match ctx.scope.person {
        Some(person) => store::of_person(&ctx.db, id, person).await?.filter(Enrollment::is_active),
        None => None,
    };
    let reader = match (ctx.scope.person, mine) {
        (None, _) => Reader::Stranger,
        (_, None) => Reader::Colleague,
        (_, Some(mine)) => Reader::SignedUp(mine),
    };
    let run_by = programs::coordinators(&ctx.db, id).await?;
    show(&ProgramPage {
        letter: ctx
            .letter(format!("{}, mentoring at {}", program.name, ctx.organization.name), &program.name),
        dots: ripple::dots(wall.leaders(), wall.joined()),
        pillars: programs::pillars(&ctx.db, id).await?,
        run_by: run_by.into_iter().map(|(_, name, _)| name).collect(),
        coordinates: ctx.actor.as_ref().is_some_and(|a| a.coordinated(id).is_some()),
        program,
        wall,
        reader,
        today,
    })
}

impl ProgramPage {
    fn eyebrow(&self) -> String {
        format!(
            "Mentoring at {}, {}",
            self.letter.organization,
            span(self.program.starts_on, self.program.ends_on)
        )
    }

    fn takes_sign_ups(&self) -> bool {
        takes_sign_ups(&self.program, self.today)
    }

    /// "You meet, eight times".
    fn meet(&self) -> String {
        match &self.program.ask {
            Some(ask) => format!("You meet, {}", times(ask.total_sessions())),
            None => "You meet".to_owned(),
        }
    }

    /// "Six hours in all."
    fn in_all(&self) -> String {
        let Some(ask) = &self.program.ask else { return String::new() };
        let minutes = ask.minutes * ask.total_sessions();
        let total = match minutes / 60 {
            hours @ 2..=12 if minutes % 60 == 0 => {
                format!("{} hours", words::sentence(&words::number(hours)))
            }
            _ => words::duration(minutes),
        };
        format!("{total} in all. ")
    }

    fn signed_up(&self) -> Option<String> {
        let Reader::SignedUp(mine) = &self.reader else { return None };
        Some(match mine.role {
            Part::Mentor => "You are signed up as a mentor.".to_owned(),
            Part::Mentee => "You are signed up for a mentor.".to_owned(),
            Part::Either => "You are signed up to mentor, and for a mentor.".to_owned(),
        })
    }

    fn is_stranger(&self) -> bool {
        matches!(self.reader, Reader::Stranger)
    }
}

/// Whether somebody may still sign up: not once the program was closed or is over.
pub(super) fn takes_sign_ups(program: &Program, today: Date) -> bool {
    program.closed_at.is_none() && today <= program.ends_on
}

/// That a program takes no more sign-ups, and why.
pub(super) fn over(program: &Program) -> String {
    match program.closed_at {
        Some(_) => format!("{} is closed and takes no more sign-ups.", program.name),
        None => format!(
            "{} ended on {} and takes no more sign-ups.",
            program.name,
            words::day_year(program.ends_on)
        ),
    }
}

/// "March to June 2027", "December 2026 to March 2027", "March 2027".
fn span(from: Date, to: Date) -> String {
    let last = to.strftime("%B %Y").to_string();
    if (from.year(), from.month()) == (to.year(), to.month()) {
        last
    } else if from.year() == to.year() {
        format!("{} to {last}", from.strftime("%B"))
    } else {
        format!("{} to {last}", from.strftime("%B %Y"))
    }
}

fn times(n: i64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", words::number(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_months_of_a_program_read_well() {
        let span = |from: &str, to: &str| span(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(span("2027-03-01", "2027-06-30"), "March to June 2027");
        assert_eq!(span("2026-12-01", "2027-03-31"), "December 2026 to March 2027");
        assert_eq!(span("2027-03-01", "2027-03-31"), "March 2027");
    }
}
