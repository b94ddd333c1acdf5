//! The firm moves in: an administrator, the staff, 71 lawyers and their ties.

use super::said;
use super::stage::{Stage, ZONE};
use crate::features::accounts;
use crate::features::demo::cast::{ADMINISTRATOR, ASSISTANT, COORDINATOR, SECOND};
use crate::features::demo::store;
use crate::features::demo::visitor::{Trouble, Visitor};
use crate::features::people::{self, Kind, Options};
use bellwether_kernel::Email;

const PEOPLE: &str = include_str!("../../../../../../samples/law-firm/people.csv");
const TIES: &str = include_str!("../../../../../../samples/law-firm/ties.csv");

/// The administrator opens the first link, names the firm, and imports its people.
pub async fn moves_in(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(66, 9, 30).await?;
    let link = accounts::setup_link(&stage.app).await.map_err(said)?;
    let path = link.url.strip_prefix(&stage.app.config().base_url).unwrap_or(&link.url);
    let fields = [
        ("organization", "Corwin & Sedge"),
        ("name", ADMINISTRATOR.0),
        ("email", ADMINISTRATOR.1),
        ("zone", ZONE),
    ];
    Visitor::stranger(&stage.router).fill(path, path, &fields).await?;
    lawyers(stage).await?;
    staff(stage).await
}

/// 36 Partners, 35 Associates, and who asks whom for advice, works with whom, is whose friend.
async fn lawyers(stage: &Stage) -> Result<(), Trouble> {
    let by = Some(stage.who(ADMINISTRATOR.0).await?);
    for (kind, name, file) in [(Kind::People, "people.csv", PEOPLE), (Kind::Ties, "ties.csv", TIES)] {
        let options = Options { by, ..Options::default() };
        let outcome =
            people::import_file(&stage.app.system(), kind, name, file.as_bytes().to_vec(), options).await;
        let rejected = outcome.map_err(said)?.counts.rejected;
        if rejected > 0 {
            return Err(format!("{rejected} rows of {name} were rejected"));
        }
    }
    Ok(())
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
