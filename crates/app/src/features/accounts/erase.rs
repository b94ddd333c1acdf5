//! What is left of somebody who signed in, after they were erased: nothing.

use bellwether_db::{Result, Tx, params, statements};
use bellwether_kernel::PersonId;

statements! {
    SIGN_INS = "delete from sign_ins where person_id = $1";
    CODES = "
        delete from sign_in_codes
        where person_id = $1 or email_key = (select email_key from people where id = $1)";
    ADMINISTRATOR = "delete from administrators where person_id = $1";
}

/// Takes away every sign-in, every code and the administrator's role. Whether somebody else
/// administers the installation is asked beforehand.
pub async fn erase(tx: &Tx, person: PersonId) -> Result<()> {
    for sql in STATEMENTS {
        tx.run(sql, params![person]).await?;
    }
    Ok(())
}
