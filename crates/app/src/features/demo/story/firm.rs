//! The firm moves in: an administrator, the staff, 71 lawyers and their ties.

use super::said;
use super::stage::{Stage, ZONE};
use crate::features::accounts;
use crate::features::demo::cast::{ADMINISTRATOR, ASSISTANT, COORDINATOR, SECOND};
use crate::features::demo::store;
use crate::features::demo::visitor::{Trouble, Visitor};
use crate::features::people;
use bellwether_kernel::Email;

const PEOPLE: &str = include_str!("../../../../../../samples/law-firm/people.csv");
const TIES: &str = include_str!("../../../../../../samples/law-firm/ties.csv");

/// The administrator opens the first link, names the firm, and imports its people.
pub async fn moves_in(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(58, 9, 30).await?;
    let link = accounts::setup_link(&stage.app).await.map_err(said)?;
    let path = link.url.strip_prefix(&stage.app.config().base_url).unwrap_or(&link.url);
    let fields = [
        ("organization", "Corwin & Sedge"),
        ("name", ADMINISTRATOR.0),
        ("email", ADMINISTRATOR.1),
        ("zone", ZONE),
    ];
    Visitor::stranger(&stage.router).fill(path, path, &fields).await?;
    lawyers(stage).await.map_err(said)?;
    staff(stage).await
}

/// 36 Partners, 35 Associates, and who asks whom for advice, works with whom, is whose friend.
async fn lawyers(stage: &Stage) -> bellwether_db::Result<()> {
    let (world, tx) = (stage.app.world(), stage.db.begin().await?);
    let partner = people::add_level(&tx, world, "Partner", true).await?;
    let associate = people::add_level(&tx, world, "Associate", false).await?;
    for line in lines(PEOPLE) {
        let level = if line[3] == "Partner" { partner } else { associate };
        let since = i64::from(stage.today.year()) - line[6].parse::<i64>().unwrap_or(0);
        store::add_person(&tx, world, &line, level, since).await?;
    }
    for line in lines(TIES) {
        // Whoever is asked for advice is the one who advises.
        let (from, to, kind) = match line[2] {
            "seeks_advice_from" => (line[1], line[0], "advised"),
            "works_with" => (line[0], line[1], "worked-with"),
            _ => (line[0], line[1], "friend"),
        };
        store::add_tie(&tx, from, to, kind, line[3].parse().unwrap_or(1.0)).await?;
    }
    tx.commit().await
}

fn lines(csv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    csv.lines().skip(1).map(|line| line.split(',').collect())
}

/// The staff are at a level of their own, outside the targets.
async fn staff(stage: &Stage) -> Result<(), Trouble> {
    let world = stage.app.world();
    let tx = stage.db.begin().await.map_err(said)?;
    let level = people::add_level(&tx, world, "Staff", false).await.map_err(said)?;
    for (name, email) in [ADMINISTRATOR, COORDINATOR, SECOND, ASSISTANT] {
        let email = Email::parse(email).map_err(|why| why.to_string())?;
        let person = people::known_or_new(&tx, world, name, &email).await.map_err(said)?;
        store::put_at_level(&tx, person, level).await.map_err(said)?;
    }
    tx.commit().await.map_err(said)
}
