//! Erasing somebody everywhere, in one transaction.

use super::erasures;
use crate::App;
use crate::access::audit;
use crate::features::{accounts, joining, matching, mentorships, people, programs, recruiting};
use crate::shell::Result;
use bellwether_db::{Read, Tx, params, row, statements};
use bellwether_kernel::PersonId;

statements! {
    KNOWN = "select key, email_key from people where id = $1 and erased_at is null";
    OTHER_ADMINISTRATORS = "
        select count(*) from administrators a join people p on p.id = a.person_id
        where a.person_id <> $1 and p.erased_at is null and p.left_on is null and p.email_key is not null";
}

row! { struct Known { key: String, email_key: Option<String> } }

/// Why somebody cannot be erased yet: something would be left without anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// They are the only administrator.
    OnlyAdministrator,
    /// They are the only coordinator of these programs.
    OnlyCoordinator(Vec<String>),
}

/// What stands against erasing somebody, if anything.
pub async fn obstacle(db: &impl Read, person: PersonId) -> Result<Option<Obstacle>> {
    let others: i64 = db.value(&OTHER_ADMINISTRATORS, params![person]).await?;
    if others == 0 && accounts::administers(db, person).await? {
        return Ok(Some(Obstacle::OnlyAdministrator));
    }
    let alone = programs::coordinated_alone(db, person).await?;
    Ok((!alone.is_empty()).then_some(Obstacle::OnlyCoordinator(alone)))
}

/// Erases somebody, unless something stands against it. Erasing twice changes nothing.
pub async fn erase(tx: &Tx, app: &App, person: PersonId) -> Result<Option<Obstacle>> {
    if let Some(obstacle) = obstacle(tx, person).await? {
        return Ok(Some(obstacle));
    }
    scrub(tx, app, person).await?;
    Ok(None)
}

/// Takes them out of every feature, whatever stands against it.
pub(super) async fn scrub(tx: &Tx, app: &App, person: PersonId) -> Result<()> {
    let (world, now) = (app.world(), app.world().now());
    let Some(known) = tx.maybe::<Known>(&KNOWN, params![person]).await? else { return Ok(()) };
    let known_by: Vec<&str> = known.email_key.as_deref().into_iter().chain([known.key.as_str()]).collect();
    erasures::note(tx, app, person, &known_by, now).await?;

    // Whoever works with them is told while there is still a name to tell.
    mentorships::erase(tx, app, person).await?;
    matching::erase(tx, person).await?;
    recruiting::erase(tx, world, person).await?;
    joining::erase(tx, person, now).await?;
    programs::erase(tx, person).await?;
    bellwether_outbox::erase_person(tx, world, person).await?;
    if let Some(email_key) = &known.email_key {
        bellwether_outbox::erase_address(tx, world, email_key).await?;
    }
    accounts::erase(tx, person).await?;
    people::erase(tx, world, person).await?;
    let line = audit::Line {
        for_person: Some(person),
        verb: "erased a person at their own wish",
        object: format!("person:{person}"),
        ..audit::Line::default()
    };
    Ok(audit::write(tx, world, line).await?)
}
