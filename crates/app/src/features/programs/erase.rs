//! Whom somebody who is erased leaves behind as coordinator.

use bellwether_db::{Read, Result, Tx, params, statements};
use bellwether_kernel::PersonId;

statements! {
    ALONE = "
        select g.name
        from coordinators c join programs g on g.id = c.program_id
        where c.person_id = $1 and g.closed_at is null
          and not exists (select 1 from coordinators o join people p on p.id = o.person_id
                          where o.program_id = c.program_id and o.person_id <> $1
                            and p.erased_at is null and p.left_on is null)
        order by g.name";
    LEAVE = "delete from coordinators where person_id = $1";
}

/// The open programs that nobody else coordinates.
pub async fn coordinated_alone(db: &impl Read, person: PersonId) -> Result<Vec<String>> {
    Ok(db.all::<(String,)>(&ALONE, params![person]).await?.into_iter().map(|row| row.0).collect())
}

/// Takes the coordinator's role away in every program.
pub async fn erase(tx: &Tx, person: PersonId) -> Result<()> {
    tx.run(&LEAVE, params![person]).await.map(drop)
}
