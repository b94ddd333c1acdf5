//! The page: whether chances held, where each begins, and what moves it.

use super::held::{Held, held};
use super::weighed::{Weighed, judged_base, too_few, weighed};
use crate::access::{At, Coordinator, Ctx};
use crate::features::programs;
use crate::features::shortlist::cache;
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_influence::chance::{ChanceModel, ENOUGH_ANSWERS, Evidence};
use bellwether_kernel::ProgramId;

#[derive(Template)]
#[template(path = "features/shortlist/chances/page.html")]
struct ChancesPage {
    frame: Frame,
    program: ProgramId,
    program_name: String,
    heading: String,
    lede: String,
    /// The heading over whether chances held.
    held: String,
    /// The chart, where there are enough answers for one.
    chart: Option<String>,
    /// The chance of whoever nothing is known about, in a sentence, and what answers made of it.
    base: String,
    base_learned: String,
    factors: Vec<Weighed>,
}

/// `GET /programs/{program}/shortlist/chances`
pub async fn page(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let of = programs::find(&ctx.db, program).await?;
    let reckoning = cache::reckoning(&ctx.db, program, ctx.today()).await?;
    let (model, asks) = (&reckoning.model, &reckoning.asks);
    let (heading, lede) = head(model.answers());
    let (held, chart) = match held(asks) {
        Held::TooFew(answers) => {
            (format!("Whether the chances hold: {}", too_few(answers).to_lowercase()), None)
        }
        Held::Shown { finding, chart } => (finding, Some(chart.html()?)),
    };
    show(&ChancesPage {
        frame: ctx.frame("How chances are reckoned", &ctx.path("/shortlist")),
        program,
        program_name: of.name,
        heading,
        lede,
        held,
        chart,
        base: format!(
            "A leader about whom nothing is known, met and asked for two hours a month, is given a chance of {}. That is judgement.",
            words::percent(judged_base())
        ),
        base_learned: base_learned(model),
        factors: weighed(model, asks),
    })
}

fn head(answers: usize) -> (String, String) {
    let said = words::count(answers as i64, "answer", "answers");
    match answers {
        0 => (
            "Chances are judgement so far".to_owned(),
            format!(
                "No answer has been learned from yet. Each moves the chances of all others a little; from {ENOUGH_ANSWERS} on, this page says what was learned."
            ),
        ),
        n if n < ENOUGH_ANSWERS => (
            "Chances are nearly all judgement so far".to_owned(),
            format!(
                "{said} of the {ENOUGH_ANSWERS} from which this page says what was learned. Until then each moves the chances a little."
            ),
        ),
        _ => (
            format!("Chances have learned from {said}"),
            "They began with judgement. Each answer moves them towards what leaders here really say."
                .to_owned(),
        ),
    }
}

fn base_learned(model: &ChanceModel) -> String {
    let now = model.chance(&Evidence::default());
    if model.answers() < ENOUGH_ANSWERS {
        return format!("What answers make of it: {}.", too_few(model.answers()).to_lowercase());
    }
    format!(
        "Answers make it {}, somewhere from {} to {}.",
        words::percent(now.probability),
        words::percent(now.range.low),
        words::percent(now.range.high)
    )
}
