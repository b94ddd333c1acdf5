//! The first tap chooses and stores nothing; the second, on the page that this shows, answers.

use super::standing::{Door, half};
use super::visit::{self, Sheet, Visit};
use super::{Answer, Help, Smaller};
use crate::access::{Ctx, LinkHolder};
use crate::features::programs::Ask;
use crate::shell::{Fields, Result, see_other, show, show_refused, words};
use askama::Template;
use bellwether_kernel::Date;
use bellwether_kernel::jiff::ToSpan as _;

/// One of the buttons that answer.
struct Choice {
    name: &'static str,
    value: &'static str,
    label: &'static str,
    means: String,
    total: Option<String>,
}

#[derive(Template)]
#[template(path = "features/recruiting/choose.html")]
struct ChoosePage {
    sheet: Sheet,
    answer: Answer,
    heading: String,
    lede: Option<String>,
    ask: Ask,
    choices: Vec<Choice>,
    problem: Option<String>,
    changing: bool,
}

/// `GET /ask/{token}/answer?answer=…`: the first tap. Nothing is stored.
pub async fn page(ctx: Ctx<LinkHolder>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let visit = visit::open(&ctx).await?;
    let Ok(answer) = query.get("answer").parse::<Answer>() else { return see_other(&visit.sheet.base) };
    if !matches!(visit.door, Door::Asks | Door::Answered) {
        return see_other(&visit.sheet.base);
    }
    show(&choose(visit, answer, None, ctx.today()))
}

/// The page once more, where a day of their own cannot be taken.
pub fn refused(visit: Visit, problem: String, today: Date) -> Result {
    show_refused(&choose(visit, Answer::Later, Some(problem), today))
}

fn choose(visit: Visit, answer: Answer, problem: Option<String>, today: Date) -> ChoosePage {
    let ask = visit.pitch.ask;
    let caller = words::first_name(&visit.pitch.from_name);
    let (heading, lede) = match answer {
        Answer::Yes => ("Shall we count you in?".to_owned(), None),
        Answer::Smaller => {
            ("What would fit?".to_owned(), Some("Each is a real help. One tap answers.".to_owned()))
        }
        Answer::Talk => (
            format!("Shall {caller} call you?"),
            Some("Ten minutes, about whatever you want to know first. Nothing is decided before.".to_owned()),
        ),
        Answer::Advocate => {
            ("How would you help?".to_owned(), Some("Without a mentee. One tap answers.".to_owned()))
        }
        Answer::Later => ("When may we ask again?".to_owned(), Some("Until then nobody writes.".to_owned())),
        Answer::No => (
            "That is fine".to_owned(),
            Some(format!(
                "It stays between you and {}, and nobody writes again. Nobody asks why.",
                visit.runs.name
            )),
        ),
    };
    ChoosePage {
        answer,
        heading,
        lede,
        ask,
        choices: choices(answer, &ask, &visit, today),
        problem,
        changing: visit.door == Door::Answered,
        sheet: visit.sheet,
    }
}

fn choices(answer: Answer, ask: &Ask, visit: &Visit, today: Date) -> Vec<Choice> {
    match answer {
        Answer::Smaller => Smaller::ALL.iter().map(|s| ladder(*s, ask)).collect(),
        Answer::Advocate => helps(),
        Answer::Later => ["month", "quarter", "term"]
            .into_iter()
            .filter_map(|value| {
                let on = later_on(value, today, visit.program.ends_on)?;
                let label = match value {
                    "month" => "In a month",
                    "quarter" => "In three months",
                    _ => "When the next term begins",
                };
                Some(Choice { name: "later", value, label, means: words::day_year(on), total: None })
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The ways to help without a mentee.
fn helps() -> Vec<Choice> {
    let choice = |help: &Help| Choice {
        name: "help",
        value: help.word(),
        label: help.label(),
        means: help.takes().to_owned(),
        total: None,
    };
    Help::ALL.iter().map(choice).collect()
}

fn ladder(smaller: Smaller, ask: &Ask) -> Choice {
    let (means, minutes) = match smaller {
        Smaller::Half => (half(ask).in_words(), half(ask).total_minutes()),
        Smaller::Group => (
            format!(
                "several at once, {} a month, {} months",
                words::duration(ask.minutes),
                words::number(ask.months)
            ),
            ask.minutes * ask.months,
        ),
        Smaller::OfficeHours => ("one open hour; whoever signs up may come".to_owned(), 60),
        Smaller::Flash => (format!("{} with one person, once", words::duration(ask.minutes)), ask.minutes),
    };
    let means = means.trim_end_matches('.').to_owned();
    let total = Some(words::duration(minutes));
    Choice { name: "smaller", value: smaller.word(), label: smaller.label(), means, total }
}

/// The day that "in a month", "in three months" or "next term" means.
pub fn later_on(value: &str, today: Date, program_ends: Date) -> Option<Date> {
    match value {
        "month" => today.checked_add(1.month()).ok(),
        "quarter" => today.checked_add(3.months()).ok(),
        "term" => program_ends.tomorrow().ok().filter(|day| *day > today),
        _ => None,
    }
}
