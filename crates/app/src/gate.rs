//! The gates that a message passes at the moment when it is to leave, one a feature; and the hours in
//! which a leader may be asked.

use crate::App;
use crate::features::{recruiting, settings};
use async_trait::async_trait;
use bellwether_db::{Db, Read, Result, params, statements};
use bellwether_kernel::Timestamp;
use bellwether_outbox::{Gate, Message, Verdict};

statements! {
    /// Whether somebody is still there. A last day that lies ahead is no reason yet.
    GONE = "
        select case when erased_at is not null then 2 when left_on is not null and left_on <= $2 then 1 else 0 end
        from people where id = $1";
    ZONE = "select time_zone from people where id = $1";
}

/// Letters that ask a leader for something: they keep to working hours.
const ASKS: [&str; 2] = ["pitch", "follow-up"];

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

/// [`Gates`], and then the hour: while it is night or weekend where the leader lives, an ask waits for
/// the next working morning. Not in a demonstration, where nobody waits.
pub struct InWorkingHours(pub App);

#[async_trait]
impl Gate for InWorkingHours {
    async fn may_send(&self, db: &Db, message: &Message) -> Result<Verdict> {
        let verdict = Gates.may_send(db, message).await?;
        if verdict != Verdict::Send || !ASKS.contains(&message.kind.as_str()) {
            return Ok(verdict);
        }
        Ok(self.opens(db, message).await?.map_or(verdict, Verdict::Wait))
    }
}

impl InWorkingHours {
    /// When the working hours of whoever it is for begin again; nothing while they last.
    async fn opens(&self, db: &Db, message: &Message) -> Result<Option<Timestamp>> {
        let theirs: Option<(Option<String>,)> = match message.person {
            Some(person) => db.maybe(&ZONE, params![person]).await?,
            None => None,
        };
        let zone = self.0.organization().zone_of(theirs.and_then(|row| row.0).as_deref());
        let now = self.0.world().now();
        let leaves = settings::ask_leaves(db, &self.0, now, &zone).await?;
        Ok((leaves > now).then_some(leaves))
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
