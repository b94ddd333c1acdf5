//! Nothing lost, nothing twice: workers that race, wake up late, or die.

use crate::bench::{Bench, minutes, on_both, pace};
use bellwether_db::{Read, params, statements};
use bellwether_kernel::PersonId;
use bellwether_outbox::{Delivery, Pace, State, resend, settle_as_sent};
use std::time::Duration;

// What an outbox without the protection would write: the control arms.
statements! {
    /// A worker that does not look at the fence.
    WITHOUT_FENCE = "update messages set state = 'sent' where id = $1 and state = 'unsure'";
    /// A worker that looks at it.
    WITH_FENCE = "update messages set state = 'sent' where id = $1 and fence = $2 and state = 'unsure'";
    /// An outbox that sends again what was under way in a crash.
    SILENTLY_AGAIN = "update messages set state = 'queued', claimed_until = null where state = 'sending'";
    /// A claim that does not last.
    FORGET_CLAIMS = "update messages set claimed_until = null where state = 'queued'";
    CLAIMED = "select count(*) from messages where claimed_until is not null";
}

/// Brings one message to the server's door and leaves it there; the worker's task, not to be awaited.
async fn leave_at_the_door(bench: &Bench) -> tokio::task::JoinHandle<()> {
    bench.server.shut();
    // One at a time: the others are claimed at most.
    let worker = bench.worker().with_pace(Pace { at_once: 1, ..pace() });
    let task = tokio::spawn(async move { worker.deliver_due().await.map(drop).unwrap() });
    until(|| !bench.server.brought().is_empty()).await;
    task
}

async fn until(mut done: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it did not happen within ten seconds");
}

on_both! {
    four_workers_on_one_outbox_send_each_message_once |bench| {
        bench.put_many(200).await;
        let workers: Vec<_> = (0..4).map(|_| {
            let worker = bench.worker();
            tokio::spawn(async move { worker.deliver_due().await.unwrap() })
        }).collect();
        let mut shares = Vec::new();
        for worker in workers { shares.push(worker.await.unwrap()); }
        let taken = bench.server.taken();
        assert_eq!(taken.len(), 200, "0 lost");
        assert!(taken.values().all(|times| *times == 1), "0 double");
        assert_eq!(shares.iter().sum::<usize>(), 200);
    }

    // The control arm of the test above: the same race with claims that do not last, and intents
    // that forget themselves, sends twice. It is the claim and the state that hold, not luck.
    without_claims_and_intents_the_same_message_goes_twice |bench| {
        bench.put_many(1).await;
        let door = bench.server.shut();
        let first = bench.worker();
        let first = tokio::spawn(async move { first.deliver_due().await.unwrap() });
        until(|| bench.server.brought().len() == 1).await;
        bench.db.run(&SILENTLY_AGAIN, params![]).await.unwrap();
        bench.db.run(&FORGET_CLAIMS, params![]).await.unwrap();
        let second = bench.worker();
        let second = tokio::spawn(async move { second.deliver_due().await.unwrap() });
        until(|| bench.server.brought().len() == 2).await;
        door.add_permits(2);
        first.await.unwrap();
        second.await.unwrap();
        assert_eq!(bench.server.taken().values().copied().collect::<Vec<_>>(), [2]);
    }

    what_was_under_way_in_a_crash_is_shown_as_unsure_and_never_sent_again |bench| {
        let id = bench.put_many(1).await[0];
        let dead = leave_at_the_door(bench).await;
        dead.abort();
        let _ = dead.await;
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 0, "its lease still runs");
        assert_eq!(bench.state(id).await, State::Sending);
        bench.pass(minutes(3));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Unsure);
        assert!(bench.words(id).await.starts_with("delivery unknown"));
        bench.pass(minutes(60 * 24));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.brought().len(), 1, "nobody brought it a second time");
    }

    what_was_only_claimed_in_a_crash_is_sent_by_the_next_worker |bench| {
        bench.put_many(3).await;
        let dead = leave_at_the_door(bench).await;
        dead.abort();
        let _ = dead.await;
        assert_eq!(bench.server.brought().len(), 1);
        assert_eq!(bench.db.value::<i64>(&CLAIMED, params![]).await.unwrap(), 2, "one was still in its hands");
        bench.pass(minutes(3));
        let door = bench.server.shut();
        door.add_permits(100);
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 2);
        assert_eq!(bench.db.value::<i64>(&CLAIMED, params![]).await.unwrap(), 0);
    }

    a_worker_that_wakes_up_late_writes_nothing |bench| {
        let id = bench.put_many(1).await[0];
        let door = bench.server.shut();
        let late = bench.worker();
        let late = tokio::spawn(async move { late.deliver_due().await.unwrap() });
        until(|| !bench.server.brought().is_empty()).await;
        let its_fence = bench.message(id).await.fence;
        bench.pass(minutes(3)); // it slept: the lease has run out
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Unsure);
        door.add_permits(1);
        late.await.unwrap();
        assert_eq!(bench.state(id).await, State::Unsure, "it knows better, but it has lost the right to say so");
        // The control arm: with its own fence it can write nothing, without it could.
        assert_eq!(bench.db.run(&WITH_FENCE, params![id, its_fence]).await.unwrap(), 0);
        assert_eq!(bench.db.run(&WITHOUT_FENCE, params![id]).await.unwrap(), 1);
    }

    a_coordinator_sends_an_unsure_message_again_under_the_same_message_id |bench| {
        let id = bench.put_many(1).await[0];
        bench.server.answers("leader0@firm.example", Delivery::Unsure("the connection was lost".to_owned()));
        bench.worker().deliver_due().await.unwrap();
        let before = bench.message(id).await;
        assert_eq!((before.state, before.attempt), (State::Unsure, 1));

        bench.server.answers("leader0@firm.example", Delivery::Accepted("250".to_owned()));
        let tx = bench.db.begin().await.unwrap();
        assert!(resend(&tx, &bench.world, id, PersonId(1)).await.unwrap());
        assert!(!resend(&tx, &bench.world, id, PersonId(1)).await.unwrap(), "a double click sends it once");
        tx.commit().await.unwrap();
        bench.worker().deliver_due().await.unwrap();
        let after = bench.message(id).await;
        assert_eq!((after.state, after.attempt), (State::Sent, 2));
        assert_eq!(after.header_id, before.header_id);
        assert_eq!(bench.server.taken().get(&after.header_id), Some(&1));
    }

    a_coordinator_notes_that_an_unsure_message_arrived |bench| {
        let id = bench.put_many(1).await[0];
        bench.server.answers("leader0@firm.example", Delivery::Unsure("the connection was lost".to_owned()));
        bench.worker().deliver_due().await.unwrap();
        let tx = bench.db.begin().await.unwrap();
        assert!(settle_as_sent(&tx, &bench.world, id, PersonId(1)).await.unwrap());
        assert!(!settle_as_sent(&tx, &bench.world, id, PersonId(1)).await.unwrap());
        assert!(!resend(&tx, &bench.world, id, PersonId(1)).await.unwrap(), "it is settled");
        tx.commit().await.unwrap();
        assert_eq!(bench.state(id).await, State::Sent);
    }
}
