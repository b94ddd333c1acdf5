//! What is left of somebody's part in programs, after they were erased: that somebody took part.

use bellwether_db::{Result, Tx, params, statements};
use bellwether_kernel::{PersonId, Timestamp};

statements! {
    SKILLS = "delete from skills where enrollment_id in (select id from enrollments where person_id = $1)";
    WISHES = "
        delete from wishes
        where enrollment_id in (select id from enrollments where person_id = $1)
           or mentor_id in (select id from enrollments where person_id = $1)";
    EXCLUSIONS = "delete from exclusions where one_id = $1 or other_id = $1";
    ENROLLMENTS = "
        update enrollments
        set goals = '', languages = '', note = '', other_department = 0, same_office = 0,
            withdrawn_at = coalesce(withdrawn_at, $2)
        where person_id = $1";
}

/// Takes every word out of somebody's enrollments, with their wishes and the wishes for them, and
/// withdraws them from every program.
pub async fn erase(tx: &Tx, person: PersonId, now: Timestamp) -> Result<()> {
    for sql in [&SKILLS, &WISHES, &EXCLUSIONS] {
        tx.run(sql, params![person]).await?;
    }
    tx.run(&ENROLLMENTS, params![person, now]).await.map(drop)
}
