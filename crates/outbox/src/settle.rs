use bellwether_db::{Result, Tx, params, statements};
use bellwether_kernel::{MessageId, PersonId, World};

statements! {
    RESEND = "update messages set state = 'queued', fence = fence + 1, claimed_until = null, due_at = $2, not_before = $2,
            settled_at = null, settled_by = $3, words = null
        where id = $1 and state in ('unsure', 'refused') and to_key <> ''";
    // Somebody says that the address is right: a bounce no longer stands against it.
    FORGIVE = "delete from suppressions where by_id is null and email_key = (select to_key from messages where id = $1)";
    SETTLE_AS_SENT = "update messages set state = 'sent', sent_at = coalesce(tried_at, $2), settled_at = $2, settled_by = $3
        where id = $1 and state = 'unsure'";
}

/// Sends an unsure or refused message once more, under the same Message-ID: a mail client that got
/// the first copy shows one. A bounce recorded against the address is lifted. False where the
/// message is in neither state.
pub async fn resend(tx: &Tx, world: &World, id: MessageId, by: PersonId) -> Result<bool> {
    if tx.run(&RESEND, params![id, world.now(), by]).await? == 0 {
        return Ok(false);
    }
    tx.run(&FORGIVE, params![id]).await?;
    Ok(true)
}

/// Notes that an unsure message did arrive. False where it is not unsure.
pub async fn settle_as_sent(tx: &Tx, world: &World, id: MessageId, by: PersonId) -> Result<bool> {
    Ok(tx.run(&SETTLE_AS_SENT, params![id, world.now(), by]).await? > 0)
}
