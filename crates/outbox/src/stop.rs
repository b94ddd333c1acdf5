use bellwether_db::{Read, Result, Tx, Value, params, statements};
use bellwether_kernel::{MessageId, PersonId, World};

use crate::State;

statements! {
    STOP = "update messages set state = 'stopped', words = $2, settled_at = $3, claimed_until = null
        where id = $1 and state = 'queued'";
    // Whatever is queued is not looked up by its state: statistics of a quiet hour say that this is nobody, and with many
    // letters in the queue each matter would be held against all of them.
    STOP_ABOUT = "update messages set state = 'stopped', words = $2, settled_at = $3, claimed_until = null
        where about = $1 and coalesce(state, '') = 'queued'";
    STOP_PERSON = "update messages set state = 'stopped', words = 'the person was erased', settled_at = $2, claimed_until = null
        where person_id = $1 and state = 'queued'";
    SCRUB = "update messages set to_name = '', to_email = '', to_key = '', subject = '', text_body = '', html_body = null,
            calendar = null, calendar_method = null, reply_to = null, words = null
        where person_id = $1";
    STATE = "select state from messages where id = $1";
    STOP_ERASED = "update messages set state = 'stopped', words = 'the person was erased', settled_at = $2, claimed_until = null
        where state = 'queued' and (to_key = $1 or about = $1)";
    SCRUB_ADDRESS = "update messages set to_name = '', to_email = '', to_key = '', subject = '', text_body = '', html_body = null,
            calendar = null, calendar_method = null, reply_to = null, words = null
        where to_key = $1 and to_key <> ''";
    SCRUB_ABOUT = "update messages set subject = '', text_body = '', html_body = null, calendar = null, calendar_method = null
        where about = $1 and about <> ''";
    FORGET_ADDRESS = "delete from suppressions where email_key = $1";
}

/// Whether a message could be stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// It will not leave.
    InTime,
    /// It is where it is: already on its way, or settled.
    TooLate(State),
    /// There is no such message.
    NotThere,
}

/// Stops a message that has not left, with the reason that is shown beside it.
pub async fn stop(tx: &Tx, world: &World, id: MessageId, why: &str) -> Result<Stopped> {
    if tx.run(&STOP, params![id, why, world.now()]).await? > 0 {
        return Ok(Stopped::InTime);
    }
    let state: Option<(State,)> = tx.maybe(&STATE, params![id]).await?;
    Ok(state.map_or(Stopped::NotThere, |(state,)| Stopped::TooLate(state)))
}

/// Stops whatever has not left about a matter ('pitch:…'); how many were stopped.
///
/// Called in the transaction that records an answer, it leaves no gap: a worker that has already
/// claimed such a message finds it stopped before it commits the intent.
pub async fn stop_about(tx: &Tx, world: &World, about: &str, why: &str) -> Result<u64> {
    tx.run(&STOP_ABOUT, params![about, why, world.now()]).await
}

/// Stops whatever has not left about any of these matters, each as [`stop_about`] does; how many were stopped.
pub async fn stop_all_about(tx: &Tx, world: &World, about: &[String], why: &str) -> Result<u64> {
    let now = world.now();
    let rows: Vec<Vec<Value>> = about.iter().map(|about| params![about, why, now].to_vec()).collect();
    tx.run_in_any_order(&STOP_ABOUT, &rows).await
}

/// Stops whatever has not left for a person and takes their name, address and every word out of
/// what has; how many messages that touched. What kind it was, when it was sent and what it was
/// about (an id) stay.
pub async fn erase_person(tx: &Tx, world: &World, person: PersonId) -> Result<u64> {
    let touched = tx.run(&SCRUB, params![person]).await?;
    tx.run(&STOP_PERSON, params![person, world.now()]).await?;
    Ok(touched)
}

/// Like [`erase_person`] for an address: whatever went there without naming a person of the
/// directory. A suppression of the address goes too: it is the address.
pub async fn erase_address(tx: &Tx, world: &World, email_key: &str) -> Result<()> {
    tx.run(&STOP_ERASED, params![email_key, world.now()]).await?;
    tx.run(&SCRUB_ADDRESS, params![email_key]).await?;
    tx.run(&FORGET_ADDRESS, params![email_key]).await.map(drop)
}

/// Takes the words out of every message about a matter ('introduction:…'), whomever it went to, and
/// stops what has not left: the one it is about was erased.
pub async fn erase_about(tx: &Tx, world: &World, about: &str) -> Result<()> {
    tx.run(&STOP_ERASED, params![about, world.now()]).await?;
    tx.run(&SCRUB_ABOUT, params![about]).await.map(drop)
}
