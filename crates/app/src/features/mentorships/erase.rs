//! What is left of somebody's mentorships, after they were erased: that sessions were held.

use super::{end, store};
use crate::App;
use crate::shell::Result;
use bellwether_db::{Tx, params, statements};
use bellwether_kernel::PersonId;

statements! {
    PLACES = "
        update sessions set place = ''
        where mentorship_id in (select id from mentorships where mentor_id = $1 or mentee_id = $1)";
}

/// Ends every mentorship of theirs, and takes the places out of what was booked. The other is told
/// as if it had been ended by hand.
pub async fn erase(tx: &Tx, app: &App, person: PersonId) -> Result<()> {
    for of in store::of_person(tx, person).await? {
        end(tx, app, &of, person).await?;
    }
    tx.run(&PLACES, params![person]).await?;
    Ok(())
}
