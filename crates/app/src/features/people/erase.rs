//! What is left of somebody in the directory, after they were erased: a row without a name.

use bellwether_db::{Result, Tx, params, statements};
use bellwether_kernel::{PersonId, World};

statements! {
    TIES = "delete from ties where from_id = $1 or to_id = $1";
    SIGNALS = "delete from signals where person_id = $1";
    IDENTITY = "delete from sensitive_values where person_id = $1";
    /// What a file changed about them, kept so that it could be undone. Undoing it leaves them erased.
    CHANGES = "delete from import_changes where object = 'person' and object_id = $1";
    PROBLEMS = "
        delete from import_problems
        where (select p.email_key from people p where p.id = $1) is not null
          and lower(record) like '%' || (select p.email_key from people p where p.id = $1) || '%'";
    KEPT_FOR = "update people set assistant_id = null where assistant_id = $1";
    PERSON = "
        update people
        set key = $2, name = 'Erased person', email = null, email_key = null, title = null, level_id = null, office = null,
            department = null, manager_id = null, assistant_id = null, time_zone = null, since = null, languages = '',
            search = '', left_on = null, erased_at = $3, updated_at = $3
        where id = $1";
}

/// Takes every word about somebody out of the directory. Their row stays, so that what others did
/// with them stays whole, but it says nothing any more.
pub async fn erase(tx: &Tx, world: &World, person: PersonId) -> Result<()> {
    for sql in [&TIES, &SIGNALS, &IDENTITY, &PROBLEMS, &KEPT_FOR] {
        tx.run(sql, params![person]).await?;
    }
    tx.run(&CHANGES, params![person.to_string()]).await?;
    let key = format!("erased:{}", world.chance.token());
    tx.run(&PERSON, params![person, key, world.now()]).await.map(drop)
}
