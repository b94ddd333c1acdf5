use bellwether_db::{Read, Result, Tx, params, statements};
use bellwether_kernel::{LevelId, PersonId};

statements! {
    BY_ADDRESS = "select id from people where email_key = $1 and erased_at is null";
    BY_NAME = "select id from people where name = $1 and erased_at is null order by id limit 1";
    LEVEL = "update people set level_id = $2, office = 'Boston', department = 'Staff' where id = $1";
    PEOPLE = "select count(*) from people";
    THE_PROGRAM = "select name from programs order by created_at limit 1";
}

/// Whoever has an address.
pub async fn by_address(db: &impl Read, email: &str) -> Result<Option<PersonId>> {
    Ok(db.maybe::<(PersonId,)>(&BY_ADDRESS, params![email]).await?.map(|row| row.0))
}

/// Whoever has a name.
pub async fn by_name(db: &impl Read, name: &str) -> Result<Option<PersonId>> {
    Ok(db.maybe::<(PersonId,)>(&BY_NAME, params![name]).await?.map(|row| row.0))
}

/// Whether nobody is in the directory.
pub async fn is_empty(db: &impl Read) -> Result<bool> {
    Ok(db.value::<i64>(&PEOPLE, params![]).await? == 0)
}

/// The name of the first program, if there is one.
pub async fn the_program(db: &impl Read) -> Result<Option<String>> {
    Ok(db.maybe::<(String,)>(&THE_PROGRAM, params![]).await?.map(|row| row.0))
}

/// Puts somebody at a level.
pub async fn put_at_level(tx: &Tx, person: PersonId, level: LevelId) -> Result<()> {
    tx.run(&LEVEL, params![person, level]).await.map(drop)
}
