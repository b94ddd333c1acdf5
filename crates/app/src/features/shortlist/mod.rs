//! Whom to ask first: leaders in the order of what each ask is expected to bring.
//!
//! People, ties and the program's records go through `bellwether-influence`: the chance of a yes times the people
//! who follow, less those reached already. Each leader has reasons in words with their source, the warmest
//! introduction, and ranges. What concerns a leader is written through recruiting: pins, leaders set aside, waves;
//! the weights of ties are kept here.
//!
//! Others use [`about`] for one leader and [`forecast`] for the targets. Individual ties and chances are for a
//! program's coordinators alone.

mod cache;
mod chances;
mod changes;
mod doors;
mod evidence;
mod factors;
mod facts;
mod forecast;
mod known;
mod leader;
mod map;
mod network;
mod order;
mod page;
mod place;
mod question;
mod reasons;
mod reckoning;
mod signal;
mod store;
mod ties;
mod wanted;
mod waves;
mod way;

use super::programs;
use crate::access::{Coordinator, Route, get, post};
use crate::shell::Result;
use bellwether_db::{Db, Sql};
use bellwether_kernel::{Date, ProgramId};
pub use factors::name as factor_name;
pub use forecast::TargetForecast;
pub use known::known;
pub use leader::{LeaderView, about};
pub use reasons::Reason;
pub use way::Way;

/// The pages of this feature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/programs/{program}/shortlist", Coordinator, page::page),
        get("/programs/{program}/map", Coordinator, map::page),
        get("/programs/{program}/map/people", Coordinator, map::people),
        get("/programs/{program}/shortlist/chances", Coordinator, chances::page),
        get("/programs/{program}/shortlist/ties", Coordinator, ties::page),
        post("/programs/{program}/shortlist/ties", Coordinator, ties::set),
        post("/programs/{program}/shortlist/ties/usual", Coordinator, ties::usual),
        post("/programs/{program}/shortlist/ties/joins", Coordinator, ties::follow_joins),
        post("/programs/{program}/shortlist/ties/table", Coordinator, ties::follow_table),
        post("/programs/{program}/shortlist/ties/{table}/undo", Coordinator, ties::undo),
        post("/programs/{program}/shortlist/wave", Coordinator, changes::start_wave),
        post("/programs/{program}/shortlist/{person}/pin", Coordinator, changes::pin),
        post("/programs/{program}/shortlist/{person}/unpin", Coordinator, changes::unpin),
        post("/programs/{program}/shortlist/{person}/aside", Coordinator, changes::set_aside),
        post("/programs/{program}/shortlist/{person}/back", Coordinator, changes::bring_back),
    ]
}

/// The statements of this feature.
pub fn statements() -> Vec<&'static Sql> {
    [store::STATEMENTS.to_vec(), ties::statements()].concat()
}

/// What to expect of every target, if nobody else is asked: who has joined and the chances of those asked. In
/// the targets' order.
///
/// # Errors
/// `NotFound` where there is no such program; what the database says.
pub async fn forecast(db: &Db, program: ProgramId, today: Date) -> Result<Vec<TargetForecast>> {
    let targets = programs::targets(db, program, today).await?;
    let reckoning = cache::reckoning(db, program, today).await?;
    cache::aside(move || {
        targets.iter().map(|t| TargetForecast::of(&reckoning, t, &[])).collect::<std::result::Result<_, _>>()
    })
    .await
}
