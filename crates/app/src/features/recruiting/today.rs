//! Today: what is to be done, and the pipeline as a board.

use super::Stage;
use super::cards::{self, Card, Filter};
use super::work::{self, Item};
use crate::access::{Coordinator, Ctx};
use crate::features::programs;
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_kernel::Date;

/// Tickets that a lane shows.
const TICKETS: usize = 6;

struct Lane {
    stage: Stage,
    total: usize,
    tickets: Vec<Card>,
}

/// What the program itself still lacks.
struct ToSetUp {
    what: &'static str,
    why: &'static str,
    page: &'static str,
    button: &'static str,
}

#[derive(Template)]
#[template(path = "features/recruiting/today.html")]
struct TodayPage {
    frame: Frame,
    base: String,
    eyebrow: String,
    heading: String,
    lede: String,
    items: Vec<Item>,
    to_set_up: Vec<ToSetUp>,
    lanes: Vec<Lane>,
    total: usize,
    today: Date,
    program: String,
}

/// `GET /programs/{program}/today`
pub async fn page(ctx: Ctx<Coordinator>) -> Result {
    let (program, today) = (ctx.scope.program, ctx.today());
    let cards = cards::cards(&ctx.db, program, &Filter::default(), today).await?;
    let items = work::list(&cards, today, &ctx.organization.zone);
    let total = cards.len();
    let to_set_up = to_set_up(&ctx).await?;
    show(&TodayPage {
        frame: ctx.frame("Pipeline and today", &ctx.path("/today")),
        base: ctx.path(""),
        eyebrow: words::weekday(today),
        heading: heading(items.len() + to_set_up.len()),
        lede: lede(&ctx, total).await?,
        lanes: lanes(cards),
        items,
        to_set_up,
        total,
        today,
        program: programs::find(&ctx.db, program).await?.name,
    })
}

impl TodayPage {
    /// Which item carries the page's one primary button.
    fn first_primary(&self) -> usize {
        self.items.iter().position(|item| item.primary).unwrap_or(usize::MAX)
    }
}

/// Setting up that was left for later: nothing else says that it still waits.
async fn to_set_up(ctx: &Ctx<Coordinator>) -> Result<Vec<ToSetUp>> {
    let (program, mut lacks) = (ctx.scope.program, Vec::new());
    if programs::targets(&ctx.db, program, ctx.today()).await?.is_empty() {
        lacks.push(ToSetUp {
            what: "Say who leads, and how many shall join",
            why: "Without a target nobody can tell how far the program is.",
            page: "/settings/targets",
            button: "Set a target",
        });
    }
    if programs::coordinators(&ctx.db, program).await?.len() == 1 {
        lacks.push(ToSetUp {
            what: "Name a second coordinator",
            why: "You run it alone. Somebody should answer leaders while you are away.",
            page: "/settings/coordinators",
            button: "Name one",
        });
    }
    Ok(lacks)
}

fn heading(n: usize) -> String {
    match i64::try_from(n).unwrap_or(i64::MAX) {
        0 => "Nothing waits today".to_owned(),
        1 => "One thing today".to_owned(),
        n => format!("{} things today", words::sentence(&words::number(n))),
    }
}

/// How far each target is: "Four of 36 Partners have joined. Four more by 31 March meet the target."
async fn lede(ctx: &Ctx<Coordinator>, prospects: usize) -> Result<String> {
    let (program, today) = (ctx.scope.program, ctx.today());
    let mut sentences = Vec::new();
    for target in programs::targets(&ctx.db, program, today).await? {
        let joined = cards::joined_at_level(&ctx.db, program, target.level, today).await?;
        let missing = target.needed() - joined;
        let have = if joined == 1 { "has" } else { "have" };
        let so_far = format!(
            "{} of {} {} {have} joined.",
            words::sentence(&words::number(joined)),
            target.people,
            words::plural(&target.level_name)
        );
        let more = if missing > 0 {
            let meet = if missing == 1 { "meets" } else { "meet" };
            format!(
                " {} more by {} {meet} the target.",
                words::sentence(&words::number(missing)),
                words::day(target.due_on)
            )
        } else {
            " The target is met.".to_owned()
        };
        sentences.push(so_far + &more);
    }
    if sentences.is_empty() {
        sentences.push(format!("{} in the pipeline.", words::count(prospects as i64, "leader", "leaders")));
    }
    Ok(sentences.join(" "))
}

fn lanes(cards: Vec<Card>) -> Vec<Lane> {
    let mut lanes: Vec<Lane> =
        Stage::ALL.iter().map(|stage| Lane { stage: *stage, total: 0, tickets: Vec::new() }).collect();
    // Whoever needs nothing more takes no place from whoever does; the closed come last.
    let mut cards = cards;
    cards.sort_by_key(|card| (card.closed, card.is_under_way()));
    for card in cards {
        let Some(lane) = lanes.iter_mut().find(|lane| lane.stage == card.stage) else { continue };
        lane.total += 1;
        if lane.tickets.len() < TICKETS {
            lane.tickets.push(card);
        }
    }
    lanes
}
