//! After a downtime nobody gets a burst.

use crate::bench::{Bench, hours, minutes, on_both};
use bellwether_kernel::MessageId;
use bellwether_outbox::{hold, release};

/// Five letters to one person, a minute apart, from now on.
async fn five_to_one(bench: &Bench) -> Vec<MessageId> {
    let mut ids = Vec::new();
    for i in 0..5 {
        let mut letter = bench.letter("busy@firm.example");
        letter.not_before = bench.now() + minutes(i);
        ids.push(bench.put(letter).await);
    }
    ids
}

on_both! {
    after_three_days_of_downtime_a_person_gets_one_mail_an_hour |bench| {
        let ids = five_to_one(bench).await;
        bench.put_many(20).await;
        bench.pass(hours(72));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 21, "one for each person");
        for minute in 1..60 {
            bench.pass(minutes(1));
            bench.worker().deliver_due().await.unwrap();
            assert_eq!(bench.server.total(), 21, "after {minute} minutes");
        }
        for left in (0..4).rev() {
            bench.pass(minutes(1));
            bench.worker().deliver_due().await.unwrap();
            assert_eq!(bench.server.total(), 25 - left);
            bench.pass(minutes(59));
        }
        assert!(ids.iter().all(|id| bench.server.brought().contains(id)));
    }

    // The control arm of the test above.
    without_a_downtime_letters_to_one_person_are_not_spaced |bench| {
        five_to_one(bench).await;
        bench.pass(minutes(5));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 5);
    }

    letters_that_the_restart_itself_causes_count_too |bench| {
        bench.worker().deliver_due().await.unwrap(); // somebody looks after the outbox
        bench.pass(hours(48)); // and then nobody
        bench.worker().deliver_due().await.unwrap();
        five_to_one(bench).await;
        bench.pass(minutes(5));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 1);
        bench.pass(minutes(61));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 2, "these were late by now");
    }

    a_lunch_break_is_no_downtime_for_fresh_letters |bench| {
        bench.worker().deliver_due().await.unwrap();
        bench.pass(hours(2));
        bench.worker().deliver_due().await.unwrap();
        five_to_one(bench).await;
        bench.pass(minutes(5));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 5);
    }

    an_outbox_that_was_held_for_days_is_released_gently |bench| {
        let tx = bench.db.begin().await.unwrap();
        hold(&tx, &bench.world, "restored").await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..72 {
            bench.pass(hours(1));
            bench.worker().deliver_due().await.unwrap();
        }
        let tx = bench.db.begin().await.unwrap();
        release(&tx, &bench.world).await.unwrap();
        tx.commit().await.unwrap();
        five_to_one(bench).await;
        bench.pass(minutes(5));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 1);
    }

    a_sign_in_code_is_not_spaced_nor_does_it_space_others |bench| {
        bench.worker().deliver_due().await.unwrap();
        bench.pass(hours(48));
        bench.worker().deliver_due().await.unwrap();
        for _ in 0..3 {
            let mut code = bench.letter("busy@firm.example");
            code.expires_at = Some(bench.now() + minutes(10));
            bench.put(code).await;
        }
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 3);
        bench.put(bench.letter("busy@firm.example")).await;
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.server.total(), 4);
    }
}
