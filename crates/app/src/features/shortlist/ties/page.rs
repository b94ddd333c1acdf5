//! The page: each way in which influence runs, its weight to read and to change, and what joins say of it.

use super::table::{Follows, TieTable};
use super::ways::{self, WAYS, Way};
use super::{joins, kept};
use crate::access::{At, Coordinator, Ctx};
use crate::features::programs;
use crate::features::shortlist::network::Drawn;
use crate::features::shortlist::{cache, store};
use crate::shell::{Fields, Frame, Problems, Result, show, words};
use askama::Template;
use bellwether_influence::learn::LearnedTies;
use bellwether_kernel::ProgramId;

#[derive(Template)]
#[template(path = "features/shortlist/ties/page.html")]
pub struct TiesPage {
    frame: Frame,
    here: String,
    program_name: String,
    table: TieTable,
    fields: Fields,
    problems: Problems,
    rows: Vec<Row>,
    /// Whether enough was seen along any tie to follow what joins say.
    is_enough: bool,
    joined: usize,
}

struct Row {
    way: Way,
    usual: i64,
    learned: String,
}

/// `GET /programs/{program}/shortlist/ties`
pub async fn page(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let table = kept::current(&ctx.db, program).await?;
    show(&form(&ctx, table.clone(), ways::fields(&table), Problems::none()).await?)
}

/// The same with what was typed, and what is wrong with it.
pub async fn refused(ctx: &Ctx<Coordinator>, fields: Fields, problems: Problems) -> Result<TiesPage> {
    let table = kept::current(&ctx.db, ctx.scope.program).await?;
    form(ctx, table, fields, problems).await
}

async fn form(
    ctx: &Ctx<Coordinator>,
    table: TieTable,
    fields: Fields,
    problems: Problems,
) -> Result<TiesPage> {
    let program = ctx.scope.program;
    let (learned, is_enough, joined) = learned(ctx, program).await?;
    let rows = WAYS.iter().map(|way| Row {
        way: *way,
        usual: way.usual(),
        learned: ways::told(&way.learned(&learned)),
    });
    Ok(TiesPage {
        frame: ctx.frame("How influence runs along ties", &ctx.path("/shortlist")),
        here: ctx.path("/shortlist/ties"),
        program_name: programs::find(&ctx.db, program).await?.name,
        rows: rows.collect(),
        table,
        fields,
        problems,
        is_enough,
        joined,
    })
}

/// What joins say of the ties, whether that is enough to follow them, and how many have joined.
pub async fn learned(ctx: &Ctx<Coordinator>, program: ProgramId) -> Result<(LearnedTies, bool, usize)> {
    let today = ctx.today();
    let table = kept::current(&ctx.db, program).await?;
    let joins = joins(&ctx.db, program).await?;
    let directory = store::directory(&ctx.db, today).await?;
    let joined = joins.len();
    let learned = cache::aside(move || {
        let drawn = Drawn::new(&directory.people, &directory.ties);
        joins::learned(&drawn.numbers, &drawn.ties, &joins, &table, today)
    })
    .await?;
    let is_enough = WAYS.iter().any(|way| way.learned(&learned).is_enough());
    Ok((learned, is_enough, joined))
}

impl TiesPage {
    fn follows_joins(&self) -> bool {
        self.table.follows == Follows::Joins
    }

    fn heading(&self) -> &'static str {
        match (self.follows_joins(), self.table.is_usual()) {
            (true, _) => "The shortlist follows what joins say",
            (false, true) => "The usual weights hold",
            (false, false) => "Your own weights hold",
        }
    }

    fn joined_words(&self) -> String {
        words::count(self.joined as i64, "person has joined", "people have joined")
    }
}
