//! Seniority bands, ordered. People at a senior level are leaders.
//!
//! Ranks leave room between them, so that a level found by an import finds its place without
//! moving the others.

use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{LevelId, World, fold};

/// The room between two ranks when levels are put in order.
const ROOM: i64 = 1000;

statements! {
    /// Every level with its people who belong to the organization, the most senior first.
    ALL = "
        select l.id, l.name, l.rank, l.senior,
               (select count(*) from people p where p.level_id = l.id and p.erased_at is null and p.left_on is null)
        from levels l order by l.rank desc, l.name";
    BY_NAME = "select id, name, rank, senior, 0 from levels where name_key = $1";
    ADD = "
        insert into levels (id, name, name_key, rank, senior) values ($1, $2, $3, $4, $5)
        on conflict (name_key) do nothing";
    SET_SENIOR = "update levels set senior = $2 where id = $1";
    SET_NAME = "
        update levels set name = $2, name_key = $3
        where id = $1 and not exists (select 1 from levels o where o.name_key = $3 and o.id <> $1)";
    SET_RANK = "update levels set rank = $2 where id = $1";
    REMOVE = "
        delete from levels
        where id = $1 and not exists (select 1 from people where level_id = $1)
          and not exists (select 1 from targets where level_id = $1)";
}

row! {
    /// A seniority band.
    pub struct Level {
        /// Its id.
        pub id: LevelId,
        /// Its name: "Partner".
        pub name: String,
        /// Higher is more senior; only the order counts.
        pub rank: i64,
        /// Whether its people are leaders.
        pub senior: bool,
        /// How many people are at it (0 where it was found by name).
        pub people: i64
    }
}

/// Every level with its number of people, the most senior first.
pub async fn levels(db: &impl Read) -> Result<Vec<Level>> {
    db.all(&ALL, params![]).await
}

/// The level of a name, however it is spelt (case, accents and spaces do not count).
pub async fn level_by_name(db: &impl Read, name: &str) -> Result<Option<Level>> {
    db.maybe(&BY_NAME, params![fold(name)]).await
}

/// Adds a level below all others; where one of that name is there already, that one.
pub async fn add_level(tx: &Tx, world: &World, name: &str, senior: bool) -> Result<LevelId> {
    let lowest = levels(tx).await?.last().map_or(2 * ROOM, |level| level.rank);
    add_level_at(tx, world, name, lowest - ROOM, senior).await
}

/// Adds a level at a rank; where one of that name is there already, that one, unchanged.
pub(super) async fn add_level_at(
    tx: &Tx,
    world: &World,
    name: &str,
    rank: i64,
    senior: bool,
) -> Result<LevelId> {
    if let Some(level) = level_by_name(tx, name).await? {
        return Ok(level.id);
    }
    let id: LevelId = world.id();
    tx.run(&ADD, params![id, name.trim(), fold(name), rank, senior]).await?;
    Ok(id)
}

/// Says whether the people of a level are leaders; `false` where there is no such level.
pub async fn set_level_senior(tx: &Tx, level: LevelId, senior: bool) -> Result<bool> {
    Ok(tx.run(&SET_SENIOR, params![level, senior]).await? > 0)
}

/// Gives a level another name; `false` where another level has that name already.
pub async fn set_level_name(tx: &Tx, level: LevelId, name: &str) -> Result<bool> {
    Ok(tx.run(&SET_NAME, params![level, name.trim(), fold(name)]).await? > 0)
}

/// Puts the levels in an order, the most senior first. Levels that are not named keep their places
/// below.
pub async fn set_level_order(tx: &Tx, most_senior_first: &[LevelId]) -> Result<()> {
    let mut order = most_senior_first.to_vec();
    order.extend(levels(tx).await?.iter().map(|l| l.id).filter(|id| !most_senior_first.contains(id)));
    let mut rank = ROOM * i64::try_from(order.len()).unwrap_or(i64::MAX / ROOM);
    for level in order {
        tx.run(&SET_RANK, params![level, rank]).await?;
        rank -= ROOM;
    }
    Ok(())
}

/// Takes a level away that nobody is at and no target counts; `false` where it is still used.
pub async fn remove_level(tx: &Tx, level: LevelId) -> Result<bool> {
    Ok(tx.run(&REMOVE, params![level]).await? > 0)
}
