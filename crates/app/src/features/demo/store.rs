use bellwether_db::{Read, Result, Tx, params, statements};
use bellwether_kernel::{LevelId, PersonId, World, fold};

statements! {
    BY_ADDRESS = "select id from people where email_key = $1 and erased_at is null";
    BY_NAME = "select id from people where name = $1 and erased_at is null order by id limit 1";
    PERSON = "
        insert into people (id, key, name, email, email_key, title, level_id, office, department, time_zone, since,
            source, search, created_at, updated_at)
        values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, 'demo', $11, $12, $12)";
    TIE = "
        insert into ties (from_id, to_id, kind, weight, source)
        select f.id, t.id, cast($3 as text), cast($4 as double precision), 'demo' from people f, people t where f.key = $1 and t.key = $2";
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

/// Adds a person of the sample firm, from a line of its file.
pub async fn add_person(tx: &Tx, world: &World, line: &[&str], level: LevelId, since: i64) -> Result<()> {
    let id: PersonId = world.id();
    let search = fold(&[line[1], line[2], line[3], line[4], line[5]].join(" "));
    let values = params![
        id,
        line[0],
        line[1],
        line[2],
        line[3],
        level,
        line[4],
        line[5],
        line[10],
        since,
        search,
        world.now()
    ];
    tx.run(&PERSON, values).await.map(drop)
}

/// Adds a tie of the sample firm.
pub async fn add_tie(tx: &Tx, from: &str, to: &str, kind: &str, weight: f64) -> Result<()> {
    tx.run(&TIE, params![from, to, kind, weight]).await.map(drop)
}

/// Puts somebody at a level.
pub async fn put_at_level(tx: &Tx, person: PersonId, level: LevelId) -> Result<()> {
    tx.run(&LEVEL, params![person, level]).await.map(drop)
}
