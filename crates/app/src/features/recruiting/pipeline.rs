//! The pipeline as a list, with filters; and who enters it by hand.

use super::cards::{self, Card, Filter, MOST};
use super::{Stage, ensure_prospect};
use crate::access::{Coordinator, Ctx};
use crate::features::programs;
use crate::shell::{Error, Fields, Flash, Frame, Result, see_other_with, show, words};
use askama::Template;
use bellwether_kernel::{Date, PersonId};

#[derive(Template)]
#[template(path = "features/recruiting/pipeline.html")]
struct PipelinePage {
    frame: Frame,
    base: String,
    heading: String,
    cards: Vec<Card>,
    owners: Vec<(PersonId, String)>,
    filter: Filter,
    text: String,
    filtered: bool,
    more: bool,
    today: Date,
}

impl PipelinePage {
    fn is_stage(&self, stage: &Stage) -> bool {
        self.filter.stage == Some(*stage)
    }

    fn is_owner(&self, owner: &PersonId) -> bool {
        self.filter.owner == Some(*owner)
    }
}

/// `GET /programs/{program}/pipeline`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let text = query.get("text").to_owned();
    let filter = Filter {
        stage: query.get("stage").parse().ok(),
        owner: query.get("owner").parse().ok(),
        text: (!text.is_empty()).then(|| text.clone()),
    };
    let (program, today) = (ctx.scope.program, ctx.today());
    let cards = cards::cards(&ctx.db, program, &filter, today).await?;
    let filtered = filter.stage.is_some() || filter.owner.is_some() || filter.text.is_some();
    let owners = programs::coordinators(&ctx.db, program).await?;
    let n = i64::try_from(cards.len()).unwrap_or(MOST);
    let late = cards.iter().filter(|c| c.is_late(today) && !c.joined).count();
    let heading = match (n, late) {
        (0, _) => "Nobody here".to_owned(),
        (n, 0) => format!("{}, nobody late", leaders(n)),
        (n, late) => format!("{}, {} late", leaders(n), words::number(late as i64)),
    };
    show(&PipelinePage {
        frame: ctx.frame("Pipeline", &ctx.path("/today")),
        base: ctx.path(""),
        heading,
        more: n == MOST,
        cards,
        owners: owners.into_iter().map(|(id, name, _)| (id, name)).collect(),
        filter,
        text,
        filtered,
        today,
    })
}

fn leaders(n: i64) -> String {
    format!("{} {}", words::sentence(&words::number(n)), if n == 1 { "leader" } else { "leaders" })
}

/// `POST /programs/{program}/prospects`: makes somebody a prospect, looked after by whoever did it.
pub async fn add(ctx: Ctx<Coordinator>, fields: Fields) -> Result {
    let Ok(person) = fields.get("person").parse::<PersonId>() else {
        return Err(Error::refused(
            "Nobody was chosen",
            "Nothing was changed. Choose a leader from the shortlist or the directory.",
        ));
    };
    let tx = ctx.db.begin().await?;
    let prospect = ensure_prospect(&tx, &ctx.world, ctx.scope.program, person, Some(ctx.scope.by)).await?;
    super::bring_back(&tx, &ctx.scope, person).await?;
    tx.commit().await?;
    let to = ctx.path(&format!("/prospects/{prospect}"));
    see_other_with(&to, Flash::new("In the pipeline now. You look after them until you say otherwise."))
}
