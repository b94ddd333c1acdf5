//! What is left of somebody's matches, after they were erased: how many there were.

use bellwether_db::{Result, Tx, params, statements};
use bellwether_kernel::PersonId;

statements! {
    CALL_OFF = "
        update matches set state = 'withdrawn'
        where state in ('draft', 'proposed')
          and (mentor_id in (select id from enrollments where person_id = $1)
            or mentee_id in (select id from enrollments where person_id = $1))";
    /// Reasons are sentences about both.
    REASONS = "
        update matches set reasons = '[]'
        where mentor_id in (select id from enrollments where person_id = $1)
           or mentee_id in (select id from enrollments where person_id = $1)";
}

/// Calls off what is not settled, and takes the reasons out of every match of theirs.
pub async fn erase(tx: &Tx, person: PersonId) -> Result<()> {
    tx.run(&CALL_OFF, params![person]).await?;
    tx.run(&REASONS, params![person]).await.map(drop)
}
