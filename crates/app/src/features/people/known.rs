//! Somebody who is named by name and address: a coordinator, an administrator.

use bellwether_db::{Read, Result, Tx, params, statements};
use bellwether_kernel::{Email, PersonId, World, fold};

statements! {
    BY_ADDRESS = "select id from people where email_key = $1";
    ADD = "
        insert into people (id, key, name, email, email_key, source, search, created_at, updated_at)
        values ($1, $2, $3, $4, $2, 'hand', $5, $6, $6)";
}

/// Whoever has the address; a new person of that name where nobody has. A name that is known stays
/// as it is.
pub async fn known_or_new(tx: &Tx, world: &World, name: &str, email: &Email) -> Result<PersonId> {
    if let Some((id,)) = tx.maybe::<(PersonId,)>(&BY_ADDRESS, params![email.key()]).await? {
        return Ok(id);
    }
    let id: PersonId = world.id();
    let search = fold(&format!("{name} {email}"));
    tx.run(&ADD, params![id, email.key(), name, email.as_str(), search, world.now()]).await?;
    Ok(id)
}
