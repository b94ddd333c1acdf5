//! Finding the one person whom somebody named in a form: by address, by ID, by name.

use super::store::{for_like, search};
use bellwether_db::{Read, Result, params, statements};
use bellwether_kernel::{PersonId, fold};

statements! {
    EXACT = "
        select id from people
        where (key = $1 or email_key = $2) and erased_at is null";
}

/// Whom a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// One person.
    One(PersonId),
    /// Nobody.
    Nobody,
    /// Several: some of them, as somebody can tell them apart.
    Several(Vec<String>),
}

impl Named {
    /// The person, or what to say at the field.
    pub fn or_say(self) -> std::result::Result<PersonId, String> {
        match self {
            Self::One(id) => Ok(id),
            Self::Nobody => {
                Err("Nobody in the directory is known by this. Write their name or address.".to_owned())
            }
            Self::Several(some) => {
                Err(format!("Several people fit: {}. Write the address.", some.join("; ")))
            }
        }
    }
}

/// Whom a text names: an address or an ID, a whole name, or what only one person has.
pub async fn named(db: &impl Read, text: &str) -> Result<Named> {
    let text = text.trim();
    let exact: Option<(PersonId,)> = db.maybe(&EXACT, params![text, text.to_lowercase()]).await?;
    if let Some((id,)) = exact {
        return Ok(Named::One(id));
    }
    if for_like(text).is_empty() {
        return Ok(Named::Nobody);
    }
    let found = search(db, text, 6).await?;
    let same: Vec<_> = found.iter().filter(|p| fold(&p.name) == fold(text)).collect();
    match (&same[..], &found[..]) {
        ([one], _) => Ok(Named::One(one.id)),
        (_, [one]) => Ok(Named::One(one.id)),
        (_, []) => Ok(Named::Nobody),
        (_, several) => {
            let shown = |p: &super::Picked| {
                p.email.as_ref().map_or(p.name.clone(), |email| format!("{} ({email})", p.name))
            };
            Ok(Named::Several(several.iter().take(5).map(shown).collect()))
        }
    }
}
