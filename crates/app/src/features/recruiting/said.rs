//! What an answered link opens: the answer, the way back, and after a yes the first steps.

use super::holding::Said;
use super::standing::{Door, agreed};
use super::visit::{self, Visit};
use super::{Answer, Help, Named, Smaller, advocacies, letter, steps};
use crate::access::{Ctx, LinkHolder};
use crate::features::joining;
use crate::features::programs::Ask;
use crate::shell::{Fields, Flash, Letter, Result, see_other, see_other_with, show, show_refused, words};
use askama::Template;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{ProgramId, micros};

statements! {
    CAPACITY = "select capacity from enrollments where program_id = $1 and person_id = $2 and withdrawn_at is null";
}

#[derive(Template)]
#[template(path = "features/recruiting/said.html")]
struct SaidPage {
    letter: Letter,
    base: String,
    program: ProgramId,
    at: i64,
    heading: String,
    lede: String,
    label: String,
    joined: bool,
    changeable: bool,
    fixed: String,
    named: Option<Named>,
    wall: String,
    mentees: i64,
    most_mentees: i64,
    mentee_choices: Vec<(i64, String)>,
    most_words: String,
    problem: Option<&'static str>,
    runs: String,
    runs_email: Option<String>,
}

/// The answer that was given.
pub async fn page(ctx: &Ctx<LinkHolder>, visit: Visit) -> Result {
    show(&said(ctx, visit, None).await?)
}

/// `POST /ask/{token}/named`: who may know, and how many mentees.
pub async fn keep(ctx: Ctx<LinkHolder>, fields: Fields) -> Result {
    let visit = visit::open(&ctx).await?;
    if !visit.prospect.has_joined() || !matches!(visit.door, Door::Answered | Door::Fixed) {
        return see_other(&visit.sheet.base);
    }
    let named = fields.get("named").parse::<Named>().ok();
    let mentees = fields.get("mentees").parse::<i64>().ok();
    if named.is_none() && mentees.is_none() {
        let what = "Choose one of the three. Nothing was changed; nobody is told until you do.";
        return show_refused(&said(&ctx, visit, Some(what)).await?);
    }
    let (scope, asked) = (&ctx.scope, visit.pitch.ask.mentees);
    let tx = ctx.db.begin().await?;
    if named.is_some() {
        steps::named(&tx, scope.prospect, named, ctx.now).await?;
    }
    // Never more than was asked for: the ask is protected.
    if let (Some(mentees), Door::Answered) = (mentees.filter(|n| (1..=asked).contains(n)), visit.door) {
        joining::enroll_mentor(&tx, &ctx.world, scope.program, scope.person, mentees).await?;
    }
    tx.commit().await?;
    let says = match named {
        Some(Named::Wall) => "Kept. You stand on the program page now.",
        Some(Named::Team) => "Kept. Your own team may know; nobody else is told.",
        Some(Named::No) => "Kept. Nobody is told.",
        None => "Kept.",
    };
    see_other_with(&visit.sheet.base, Flash::new(says))
}

async fn said(ctx: &Ctx<LinkHolder>, visit: Visit, problem: Option<&'static str>) -> Result<SaidPage> {
    let (program, person) = (ctx.scope.program, ctx.scope.person);
    let helps = advocacies::offered(&ctx.db, program, person).await?;
    let others = letter::also_in(&ctx.db, program, person).await?;
    let capacity: Option<(i64,)> = ctx.db.maybe(&CAPACITY, params![program, person]).await?;
    let asked = visit.pitch.ask.mentees;
    let answer = visit.prospect.answer.unwrap_or(Answer::Talk);
    let given = Said { answer, smaller: visit.prospect.smaller, wakes_on: visit.prospect.wakes_on };
    let ask = agreed(&visit.pitch.ask, &given);
    let (heading, lede) = words_for(&visit, &given, &ask, &helps);
    let mut letter = ctx.letter(heading.clone(), visit.program.name.clone());
    letter.organization.clone_from(&ctx.organization.name);
    let names: Vec<&str> = others.iter().map(|o| o.name.as_str()).collect();
    Ok(SaidPage {
        letter,
        program,
        at: visit.prospect.answered_at.map_or(0, micros),
        heading,
        lede,
        label: given.smaller.map_or(answer.label(), Smaller::label).to_owned(),
        joined: visit.prospect.has_joined(),
        changeable: visit.door == Door::Answered,
        fixed: format!("To change it now, write to {}.", visit.runs.name),
        named: visit.prospect.named,
        wall: match &names[..] {
            [] => "Your name, as the first".to_owned(),
            names => format!("Your name beside {}", words::list(names)),
        },
        mentees: capacity.map_or(asked, |row| row.0),
        most_mentees: asked,
        mentee_choices: (1..=asked).map(|n| (n, up_to(n))).collect(),
        most_words: format!("{} was the ask. Fewer is less; never more.", words::sentence(&up_to(asked))),
        problem,
        runs: visit.runs.name.clone(),
        runs_email: visit.runs.email.clone(),
        base: visit.sheet.base,
    })
}

fn up_to(n: i64) -> String {
    if n == 1 { "One, no more".to_owned() } else { format!("Up to {}", words::number(n)) }
}

fn words_for(visit: &Visit, said: &Said, ask: &Ask, helps: &[Help]) -> (String, String) {
    let name = visit.person.first_name();
    let runs = words::first_name(&visit.runs.name);
    let help: Vec<String> = helps.iter().map(|h| h.label().to_lowercase()).collect();
    match (said.answer, said.smaller) {
        _ if visit.prospect.has_joined() => {
            let half = if said.smaller.is_some() { ", for half the time" } else { "" };
            let sum = words::sentence(ask.sum_in_words().trim_end_matches('.'));
            (
                format!("Thank you, {name}. You’re in{half}."),
                format!(
                    "{sum}. Nothing more is needed today. What follows makes it easier, and all of it can wait."
                ),
            )
        }
        (Answer::Smaller, smaller) => (
            format!("Thank you, {name}. That helps."),
            format!(
                "{}: {runs} finds somebody, and proposes a time. Nothing is fixed before you agree.",
                smaller.map_or("Something smaller", Smaller::label)
            ),
        ),
        (Answer::Talk, _) => (
            format!("{} will call you", words::first_name(&visit.pitch.from_name)),
            "Ten minutes, about whatever you want to know first. Nothing is decided before.".to_owned(),
        ),
        (Answer::Advocate, _) => (
            format!("Thank you, {name}"),
            format!(
                "You offered: {}. {runs} agrees the rest with you; it takes no more than it says.",
                words::list(&help)
            ),
        ),
        (Answer::Later, _) => (
            said.wakes_on
                .map_or("Later, then".to_owned(), |on| format!("Until {}, then", words::day_year(on))),
            "Nobody writes before. On that day we may ask once more, and “not for me” will do then too."
                .to_owned(),
        ),
        _ if !help.is_empty() => (
            format!("Thank you, {name}"),
            format!(
                "You offered: {}. {runs} writes to you about that alone; nobody asks you to mentor.",
                words::list(&help)
            ),
        ),
        _ => (
            "Understood".to_owned(),
            format!(
                "It stays between you and {}. Nobody writes to you again about {}.",
                visit.runs.name, visit.program.name
            ),
        ),
    }
}
