//! The gates that a message passes at the moment when it is to leave, one a feature.

use crate::features::recruiting;
use async_trait::async_trait;
use bellwether_db::{Db, Read, Result, params, statements};
use bellwether_outbox::{Gate, Message, Verdict};

statements! {
    /// Whether somebody is still there. A last day that lies ahead is no reason yet.
    GONE = "
        select case when erased_at is not null then 2 when left_on is not null and left_on <= $2 then 1 else 0 end
        from people where id = $1";
}

/// Asks every feature that sends, and whether the person is still there.
pub struct Gates;

#[async_trait]
impl Gate for Gates {
    async fn may_send(&self, db: &Db, message: &Message) -> Result<Verdict> {
        if let Some(why) = gone(db, message).await? {
            return Ok(Verdict::Stop(why.to_owned()));
        }
        match recruiting::may_send(db, message).await? {
            Some(verdict) => Ok(verdict),
            None => Ok(Verdict::Send),
        }
    }
}

async fn gone(db: &Db, message: &Message) -> Result<Option<&'static str>> {
    let Some(person) = message.person else { return Ok(None) };
    let day = message.not_before.to_zoned(bellwether_kernel::jiff::tz::TimeZone::UTC).date();
    let state: Option<(i64,)> = db.maybe(&GONE, params![person, day]).await?;
    Ok(match state {
        Some((1,)) => Some("the person has left"),
        Some((2,)) => Some("the person was erased"),
        _ => None,
    })
}
