//! What a worker writes: claims, intents and outcomes, each in a small transaction of its own.

use bellwether_db::{Db, Read, Result, Tx, params, row, statements};
use bellwether_kernel::jiff::TimestampArithmetic;
use bellwether_kernel::{Email, Timestamp, World, from_micros, micros, one_line};

use crate::message::{Message, message_columns};
use crate::pace::{DOWNTIME, LATE, SPACING};
use crate::{Delivery, Pace, State, suppress};

statements! {
    WAITING = "select
            case when exists (select 1 from messages where state = 'sending' and claimed_until < $1) then 1 else 0 end,
            case when exists (select 1 from messages where state = 'queued' and not_before <= $1
                and (claimed_until is null or claimed_until < $1)) then 1 else 0 end,
            (select value from settings where name = 'outbox.held'),
            (select value from settings where name = 'outbox.seen')";
    // The claim's test is repeated outside the sub-select: of two that found the same row one gets it.
    CLAIM_URGENT = concat!("update messages set fence = fence + 1, claimed_until = $2
        where id in (select id from messages where state = 'queued' and expires_at is not null and not_before <= $1
                and (claimed_until is null or claimed_until < $1) order by not_before, id limit $3)
          and state = 'queued' and not_before <= $1 and (claimed_until is null or claimed_until < $1)
        returning ", message_columns!());
    CLAIM = concat!("update messages set fence = fence + 1, claimed_until = $2
        where id in (select id from messages where state = 'queued' and not_before <= $1
                and (claimed_until is null or claimed_until < $1) order by not_before, id limit $3)
          and state = 'queued' and not_before <= $1 and (claimed_until is null or claimed_until < $1)
        returning ", message_columns!());
    PARK = "update messages set state = 'unsure', fence = fence + 1, claimed_until = null, settled_at = $1,
            words = 'delivery unknown: Bellwether stopped while it was handing this message over'
        where state = 'sending' and claimed_until < $1";
    OBSTACLES = "select (select reason from suppressions where email_key = m.to_key),
            (select value from settings where name = 'outbox.held'),
            (select value from settings where name = 'outbox.gap'),
            (select max(o.tried_at) from messages o
                where o.to_key = m.to_key and o.id <> m.id and o.expires_at is null
                  and o.state in ('sending', 'sent', 'unsure') and o.tried_at > $3)
        from messages m where m.id = $1 and m.fence = $2 and m.state = 'queued'";
    INTEND = "update messages set state = 'sending', attempt = attempt + 1, tried_at = $3, claimed_until = $4
        where id = $1 and fence = $2 and state = 'queued'";
    RENEW = "update messages set claimed_until = $3 where id = $1 and fence = $2 and state = 'sending'";
    WAIT = "update messages set not_before = $3, due_at = $4, claimed_until = null
        where id = $1 and fence = $2 and state = 'queued'";
    STOP_CLAIMED = "update messages set state = 'stopped', words = $3, settled_at = $4, claimed_until = null
        where id = $1 and fence = $2 and state = 'queued'";
    SENT = "update messages set state = 'sent', words = $3, sent_at = $4, settled_at = $4, claimed_until = null
        where id = $1 and fence = $2 and state = 'sending'";
    // Nobody is left to try again for where the person was erased meanwhile.
    AGAIN = "update messages set state = case when to_key = '' then 'stopped' else 'queued' end, words = $3, not_before = $4, claimed_until = null
        where id = $1 and fence = $2 and state = 'sending'";
    SETTLE = "update messages set state = $5, words = $3, settled_at = $4, claimed_until = null
        where id = $1 and fence = $2 and state = 'sending'";
    SEEN = "insert into settings (name, value) values ('outbox.seen', $1)
        on conflict (name) do update set value = excluded.value";
    GAP = "insert into settings (name, value) values ('outbox.gap', $1)
        on conflict (name) do update set value = excluded.value";
}

row! {
    /// What a look at the outbox finds, without taking the writer's turn.
    pub struct Waiting {
        /// Messages that were being handed over when their worker died.
        pub abandoned: bool,
        /// Messages whose time has come.
        pub due: bool,
        held: Option<String>,
        seen: Option<String>,
    }
}

row! {
    struct Obstacles {
        suppressed: Option<String>,
        held: Option<String>,
        gap: Option<String>,
        last_contact: Option<Timestamp>,
    }
}

/// What came of committing an intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Intent {
    /// It is committed: the message may be handed over, once.
    Committed,
    /// It may not leave now, or not at all; that is written.
    NotNow,
    /// It is somebody else's by now, or was stopped.
    Gone,
}

impl Waiting {
    /// Whether nothing may leave.
    pub fn held(&self) -> bool {
        self.held.is_some()
    }
}

/// Looks at the outbox.
pub async fn look(db: &Db, now: Timestamp) -> Result<Waiting> {
    db.one(&WAITING, params![now]).await
}

/// Notes that somebody looks after the outbox, once a minute; after a downtime, that there was one.
pub async fn keep_watch(db: &Db, now: Timestamp, waiting: &Waiting) -> Result<()> {
    let seen = waiting.seen.as_deref().map(instant);
    let away = seen.map(|seen| now.duration_since(seen));
    if away.is_some_and(|away| away.as_secs() < 60) {
        return Ok(());
    }
    let tx = db.begin().await?;
    tx.run(&SEEN, params![micros(now).to_string()]).await?;
    if away.is_some_and(|away| away >= DOWNTIME) {
        tx.run(&GAP, params![micros(now).to_string()]).await?;
    }
    tx.commit().await
}

/// Parks what was being handed over when its worker died; how many.
pub async fn park_abandoned(db: &Db, now: Timestamp) -> Result<u64> {
    db.run(&PARK, params![now]).await
}

/// Claims up to `n` messages whose time has come, the urgent ones first.
pub async fn claim(db: &Db, now: Timestamp, pace: &Pace, n: usize) -> Result<Vec<Message>> {
    let until = later(now, pace.lease);
    let tx = db.begin().await?;
    let mut claimed: Vec<Message> = tx.all(&CLAIM_URGENT, params![now, until, n]).await?;
    claimed.sort_by_key(|m| (m.not_before, m.id));
    let mut others: Vec<Message> = tx.all(&CLAIM, params![now, until, n - claimed.len().min(n)]).await?;
    others.sort_by_key(|m| (m.not_before, m.id));
    tx.commit().await?;
    claimed.append(&mut others);
    Ok(claimed)
}

/// Commits the intent to hand a claimed message over, unless something stands against it.
///
/// There is one writer: what is found here still holds when the intent is committed.
pub async fn intend(db: &Db, world: &World, pace: &Pace, message: &Message) -> Result<Intent> {
    let now = world.now();
    let tx = db.begin().await?;
    let since = now.checked_sub(SPACING).unwrap_or(Timestamp::UNIX_EPOCH);
    let found: Option<Obstacles> = tx.maybe(&OBSTACLES, params![message.id, message.fence, since]).await?;
    let Some(obstacles) = found else { return Ok(Intent::Gone) };
    let intent = if obstacles.held.is_some() {
        put_back(&tx, message).await?;
        Intent::NotNow
    } else if let Some(reason) = obstacles.suppressed.as_ref() {
        stop_claimed(&tx, message, now, &format!("nothing is sent to this address: {reason}")).await?;
        Intent::NotNow
    } else if let Some(until) = obstacles.space(message, now) {
        tx.run(&WAIT, params![message.id, message.fence, until, message.due_at]).await?;
        Intent::NotNow
    } else {
        tx.run(&INTEND, params![message.id, message.fence, now, later(now, pace.lease)]).await?;
        Intent::Committed
    };
    tx.commit().await?;
    Ok(intent)
}

impl Obstacles {
    /// Until when a message waits so that nobody gets a burst after a downtime.
    fn space(&self, message: &Message, now: Timestamp) -> Option<Timestamp> {
        let late = now.duration_since(message.due_at) > LATE;
        let after_downtime =
            self.gap.as_deref().is_some_and(|gap| now.duration_since(instant(gap)) < SPACING);
        let spaced = message.expires_at.is_none() && (late || after_downtime);
        self.last_contact.filter(|_| spaced).map(|last| later(last, SPACING))
    }
}

/// Keeps a message that is being handed over for another lease.
pub async fn renew(db: &Db, now: Timestamp, pace: &Pace, message: &Message) -> Result<()> {
    db.run(&RENEW, params![message.id, message.fence, later(now, pace.lease)]).await.map(drop)
}

/// Writes down what came of an attempt; false where the lease had run out, and nothing was written.
pub async fn record(
    db: &Db,
    world: &World,
    pace: &Pace,
    message: &Message,
    outcome: &Delivery,
) -> Result<bool> {
    let now = world.now();
    let (id, fence) = (message.id, message.fence);
    let tx = db.begin().await?;
    let written = match outcome {
        Delivery::Accepted(reply) => tx.run(&SENT, params![id, fence, brief(reply), now]).await?,
        Delivery::RefusedForNow(reply) | Delivery::ServerTrouble(reply)
            if now.duration_since(message.due_at) > pace.give_up_after =>
        {
            let words = brief(&format!("given up; the last reply was: {reply}"));
            tx.run(&SETTLE, params![id, fence, words, now, State::Refused]).await?
        }
        Delivery::RefusedForNow(reply) | Delivery::ServerTrouble(reply) => {
            let wait = crate::pace::backoff(message.attempt + 1, message.expires_at.is_some(), &world.chance);
            tx.run(&AGAIN, params![id, fence, brief(reply), later(now, wait)]).await?
        }
        Delivery::Refused(reply) | Delivery::NoSuchRecipient(reply) => {
            tx.run(&SETTLE, params![id, fence, brief(reply), now, State::Refused]).await?
        }
        Delivery::Unsure(words) => {
            let words = brief(&format!("delivery unknown: {words}"));
            tx.run(&SETTLE, params![id, fence, words, now, State::Unsure]).await?
        }
        Delivery::Unwritable(why) => {
            let words = brief(&format!("no mail could be made of this: {why}"));
            tx.run(&SETTLE, params![id, fence, words, now, State::Stopped]).await?
        }
    };
    if let (Delivery::NoSuchRecipient(reply), Ok(email)) = (outcome, Email::parse(&message.to_email))
        && written > 0
    {
        suppress(&tx, world, &email, &brief(&format!("bounced: {reply}")), None).await?;
    }
    tx.commit().await?;
    Ok(written > 0)
}

/// Stops a claimed message that has not been handed over.
pub async fn stop(db: &Db, message: &Message, now: Timestamp, why: &str) -> Result<()> {
    let tx = db.begin().await?;
    stop_claimed(&tx, message, now, why).await?;
    tx.commit().await
}

/// Lets a claimed message wait: it is due then, not before.
pub async fn wait(db: &Db, message: &Message, until: Timestamp) -> Result<()> {
    db.run(&WAIT, params![message.id, message.fence, until, until]).await.map(drop)
}

/// Gives a claimed message back as it was.
pub async fn give_back(db: &Db, message: &Message) -> Result<()> {
    let tx = db.begin().await?;
    put_back(&tx, message).await?;
    tx.commit().await
}

async fn put_back(tx: &Tx, message: &Message) -> Result<()> {
    let Message { id, fence, not_before, due_at, .. } = message;
    tx.run(&WAIT, params![id, fence, not_before, due_at]).await.map(drop)
}

async fn stop_claimed(tx: &Tx, message: &Message, now: Timestamp, why: &str) -> Result<()> {
    tx.run(&STOP_CLAIMED, params![message.id, message.fence, brief(why), now]).await.map(drop)
}

/// Words that fit a list: on one line, at most 500 characters.
fn brief(words: &str) -> String {
    one_line(words).chars().take(500).collect()
}

fn later(at: Timestamp, by: impl Into<TimestampArithmetic>) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn instant(value: &str) -> Timestamp {
    from_micros(value.parse().unwrap_or(0))
}
