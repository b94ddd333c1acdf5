//! Tables as they were set, one after another, so that the last can be undone.

use super::table::{Follows, TieTable};
use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{PersonId, ProgramId, TieTableId, Timestamp};

statements! {
    LATEST = "
        select id, weights, follows from tie_tables where program_id = $1 and undone_at is null
        order by position desc limit 1";
    NEXT = "select coalesce(max(position), 0) + 1 from tie_tables where program_id = $1";
    SET = "
        insert into tie_tables (id, program_id, position, weights, follows, by_id, at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "select case when undone_at is null then 0 else 1 end from tie_tables where id = $1 and program_id = $2";
    UNDO = "update tie_tables set undone_at = $2 where id = $1 and undone_at is null";
}

row! { struct Kept { id: TieTableId, weights: String, follows: Follows } }

/// The table of a program: as a coordinator set it, or else the usual.
pub async fn current(db: &impl Read, program: ProgramId) -> Result<TieTable> {
    let latest: Option<Kept> = db.maybe(&LATEST, params![program]).await?;
    Ok(latest.map_or_else(TieTable::default, |kept| TieTable::read(&kept.weights, kept.follows)))
}

/// Which was set last and is not undone.
pub async fn latest(db: &impl Read, program: ProgramId) -> Result<Option<TieTableId>> {
    Ok(db.maybe::<Kept>(&LATEST, params![program]).await?.map(|kept| kept.id))
}

/// Keeps a table that holds from now on.
pub async fn set(
    tx: &Tx,
    id: TieTableId,
    (program, by): (ProgramId, PersonId),
    table: &TieTable,
    at: Timestamp,
) -> Result<()> {
    let position: i64 = tx.value(&NEXT, params![program]).await?;
    let values = params![id, program, position, table.written(), table.follows, by, at];
    tx.run(&SET, values).await.map(drop)
}

/// Whether one was undone; `NoRow` where the program has no such table.
pub async fn is_undone(db: &impl Read, program: ProgramId, id: TieTableId) -> Result<bool> {
    db.value(&FIND, params![id, program]).await
}

/// Undoes one.
pub async fn undo(tx: &Tx, id: TieTableId, at: Timestamp) -> Result<()> {
    tx.run(&UNDO, params![id, at]).await.map(drop)
}
