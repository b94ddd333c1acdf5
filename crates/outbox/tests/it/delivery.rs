//! What mail servers say, and what becomes of the message.

use crate::bench::{hours, minutes, on_both};
use bellwether_kernel::{Email, PersonId};
use bellwether_outbox::{Delivery, State, resend, suppressed, trouble};

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

on_both! {
    a_refusal_for_now_is_tried_again_later_each_time_after_a_longer_wait |bench| {
        let id = bench.put_many(1).await[0];
        bench.server.answers("leader0@firm.example", Delivery::RefusedForNow("451 4.7.1 come back later".to_owned()));
        let mut waits = Vec::new();
        for attempt in 1..=4 {
            bench.worker().deliver_due().await.unwrap();
            let message = bench.message(id).await;
            assert_eq!((message.state, message.attempt), (State::Queued, attempt));
            assert_eq!(message.words.as_deref(), Some("451 4.7.1 come back later"));
            let wait = message.not_before.duration_since(bench.now());
            assert_eq!(bench.worker().deliver_due().await.unwrap(), 0, "not before its time");
            bench.pass(wait);
            waits.push(wait.as_secs());
        }
        assert!(waits.windows(2).all(|w| w[0] < w[1]), "{waits:?}");
        bench.server.answers("leader0@firm.example", Delivery::Accepted("250 2.0.0 ok".to_owned()));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!((bench.state(id).await, bench.server.total()), (State::Sent, 1));
        assert!(suppressed(&bench.db, &email("leader0@firm.example")).await.unwrap().is_none());
    }

    after_three_days_of_refusals_the_coordinator_sees_it_refused |bench| {
        let id = bench.put_many(1).await[0];
        bench.server.answers("leader0@firm.example", Delivery::RefusedForNow("452 4.2.2 mailbox full".to_owned()));
        for _ in 0..200 {
            bench.worker().deliver_due().await.unwrap();
            bench.pass(hours(2));
            if bench.state(id).await == State::Refused { break; }
        }
        let message = bench.message(id).await;
        assert_eq!(message.state, State::Refused);
        assert_eq!(message.words.as_deref(), Some("given up; the last reply was: 452 4.2.2 mailbox full"));
        assert!(bench.now().duration_since(message.due_at) > hours(72));
    }

    an_unknown_recipient_is_refused_and_not_written_to_again |bench| {
        let gone = bench.put(bench.letter("gone@firm.example")).await;
        bench.server.answers("gone@firm.example", Delivery::NoSuchRecipient("550 5.1.1 no such user".to_owned()));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.state(gone).await, State::Refused);
        let why = suppressed(&bench.db, &email("Gone@firm.example")).await.unwrap().unwrap();
        assert_eq!((why.reason.as_str(), why.by), ("bounced: 550 5.1.1 no such user", None));
        let next = bench.put(bench.letter("gone@firm.example")).await;
        bench.worker().deliver_due().await.unwrap();
        assert_eq!((bench.state(next).await, bench.server.brought().len()), (State::Stopped, 1));

        // The address was mended at the mail server: sending again says so.
        bench.server.answers("gone@firm.example", Delivery::Accepted("250".to_owned()));
        let tx = bench.db.begin().await.unwrap();
        assert!(resend(&tx, &bench.world, gone, PersonId(1)).await.unwrap());
        tx.commit().await.unwrap();
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.state(gone).await, State::Sent);
    }

    a_refused_letter_says_nothing_about_the_address |bench| {
        let id = bench.put_many(1).await[0];
        bench.server.answers("leader0@firm.example", Delivery::Refused("554 5.7.1 looks like spam".to_owned()));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!((bench.state(id).await, bench.words(id).await.as_str()), (State::Refused, "554 5.7.1 looks like spam"));
        assert!(suppressed(&bench.db, &email("leader0@firm.example")).await.unwrap().is_none());
    }

    a_mail_server_in_trouble_is_left_in_peace_and_nothing_is_lost |bench| {
        let ids = bench.put_many(50).await;
        for i in 0..50 {
            bench.server.answers(&format!("leader{i}@firm.example"), Delivery::ServerTrouble("connection refused".to_owned()));
        }
        bench.worker().deliver_due().await.unwrap();
        assert!(bench.server.brought().len() <= 8, "{} were tried", bench.server.brought().len());
        let seen = trouble(&bench.db).await.unwrap().unwrap();
        assert_eq!((seen.words.as_str(), seen.since), ("connection refused", bench.now()));
        for i in 0..50 {
            bench.server.answers(&format!("leader{i}@firm.example"), Delivery::Accepted("250".to_owned()));
        }
        bench.pass(minutes(2));
        bench.worker().deliver_due().await.unwrap(); // another worker, that knows nothing of the trouble
        assert_eq!(bench.server.total(), 50);
        assert_eq!(bench.state(ids[49]).await, State::Sent);
        assert_eq!(trouble(&bench.db).await.unwrap(), None);
    }

    a_worker_that_runs_wakes_at_the_bell_and_finishes_what_it_began |bench| {
        use std::sync::Arc;
        use tokio::sync::{Notify, oneshot};
        let (bell, (stop, stopped)) = (Arc::new(Notify::new()), oneshot::channel::<()>());
        let sleepy = bellwether_outbox::Pace { poll: std::time::Duration::from_mins(10), ..crate::bench::pace() };
        let worker = bench.worker().with_pace(sleepy).with_bell(bell.clone());
        let running = tokio::spawn(worker.run(async { stopped.await.unwrap() }));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        let door = bench.server.shut();
        let id = bench.put_many(1).await[0];
        bell.notify_one();
        while bench.server.brought().is_empty() { tokio::time::sleep(std::time::Duration::from_millis(5)).await; }
        stop.send(()).unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert!(!running.is_finished(), "it waits for the mail server's word");
        door.add_permits(1);
        running.await.unwrap();
        assert_eq!(bench.state(id).await, State::Sent);
    }

    a_rate_is_kept |bench| {
        bench.put_many(6).await;
        let slow = bellwether_outbox::Pace { per_second: Some(10), ..crate::bench::pace() };
        let began = std::time::Instant::now();
        bench.worker().with_pace(slow).deliver_due().await.unwrap();
        assert!(began.elapsed() >= std::time::Duration::from_millis(450), "{:?}", began.elapsed());
        assert_eq!(bench.server.total(), 6);
    }
}
