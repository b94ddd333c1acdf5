//! Open Door is set up: purpose, pillars, the ask, targets, coordinators.

use super::stage::Stage;
use crate::features::demo::cast::{ADMINISTRATOR, COORDINATOR, SECOND};
use crate::features::demo::story::said;
use crate::features::demo::visitor::{Trouble, Visitor};
use crate::features::people;
use bellwether_kernel::jiff::ToSpan as _;

/// The administrator sets the program up and hands it to its coordinators.
pub async fn is_set_up(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(65, 10, 0).await?;
    let administrator = stage.as_person(ADMINISTRATOR.0).await?;
    let (first, last) =
        (stage.day(50).to_string(), stage.today.checked_add(20.weeks()).unwrap_or(stage.today));
    let last = last.last_of_month().to_string();
    let fields = [
        ("name", "Open Door"),
        (
            "purpose",
            "So that associates grow here and stay, and Partners hear how the firm looks from their third year.",
        ),
        ("starts_on", first.as_str()),
        ("ends_on", last.as_str()),
        ("pillar_id", ""),
        ("pillar", "Grow our own Partners"),
        ("pillar_how", "Associates see how a practice is built, from somebody who built one."),
        ("pillar_id", ""),
        ("pillar", "Keep people past year five"),
        ("pillar_how", "Whoever has a Partner to ask stays longer, in their own words."),
        ("pillar_id", ""),
        ("pillar", "One firm, three offices"),
        ("pillar_how", "Pairs across Boston, Hartford and Providence."),
    ];
    let made = administrator.post("/programs/new", &fields).await?;
    let program = made.id_after("/programs/")?;
    stage.program = program.parse().map_err(said)?;
    the_ask(stage, &administrator, 35).await?;
    the_targets(stage, &administrator).await?;
    let settings = stage.path("/settings/coordinators");
    for (name, email) in [COORDINATOR, SECOND] {
        administrator.fill(&settings, "/coordinators", &[("name", name), ("email", email)]).await?;
    }
    let own = stage.who(ADMINISTRATOR.0).await?;
    administrator.post(&format!("{settings}/{own}/remove"), &[]).await?;
    Ok(())
}

/// 45 minutes, twice a month, four months, one mentee, from a Monday.
pub async fn the_ask(stage: &Stage, by: &Visitor, starts_ago: i64) -> Result<(), Trouble> {
    let monday = stage.monday(starts_ago).to_string();
    let fields = [
        ("minutes", "45"),
        ("sessions", "2"),
        ("months", "4"),
        ("mentees", "1"),
        ("starts_on", monday.as_str()),
    ];
    by.fill(&stage.path("/settings/ask"), "/ask", &fields).await.map(drop)
}

/// A fifth of the Partners within seven weeks; nobody else is counted.
async fn the_targets(stage: &Stage, by: &Visitor) -> Result<(), Trouble> {
    let due = stage.day(-49).to_string();
    let partner = people::level_by_name(&stage.db, "Partner").await.map_err(said)?;
    let partner = partner.ok_or("the firm has no Partners")?.id.to_string();
    let share = format!("percent-{partner}");
    let fields = [("senior", partner.as_str()), (share.as_str(), "20"), ("due_on", due.as_str())];
    by.fill(&stage.path("/settings/targets"), "/targets", &fields).await.map(drop)
}
