//! What is asked at the moment of sending, and what stops a message.

use crate::bench::{Says, minutes, on_both};
use async_trait::async_trait;
use bellwether_db::{Db, DbError};
use bellwether_kernel::{Email, PersonId};
use bellwether_outbox::{
    Delivery, Gate, Message, State, Verdict, held, hold, lift, release, settle_in, stop_about, suppress,
    suppressed,
};
use std::sync::Arc;

/// A gate whose own question fails.
struct Fails;

#[async_trait]
impl Gate for Fails {
    async fn may_send(&self, _: &Db, _: &Message) -> bellwether_db::Result<Verdict> {
        Err(DbError::Busy)
    }
}

/// A gate during which the leader answers: the slowest moment there is.
struct AnsweredMeanwhile(bellwether_kernel::World);

#[async_trait]
impl Gate for AnsweredMeanwhile {
    async fn may_send(&self, db: &Db, message: &Message) -> bellwether_db::Result<Verdict> {
        let tx = db.begin().await?;
        stop_about(&tx, &self.0, &message.about, "answered").await?;
        tx.commit().await?;
        Ok(Verdict::Send)
    }
}

on_both! {
    an_address_suppressed_after_the_letter_was_queued_gets_nothing |bench| {
        let (quiet, other) = (bench.put(bench.letter("Quiet@firm.example")).await, bench.put(bench.letter("other@firm.example")).await);
        let tx = bench.db.begin().await.unwrap();
        let email = Email::parse("quiet@FIRM.example").unwrap();
        suppress(&tx, &bench.world, &email, "asked for no mail", Some(PersonId(1))).await.unwrap();
        tx.commit().await.unwrap();
        bench.worker().deliver_due().await.unwrap();
        assert_eq!((bench.state(quiet).await, bench.state(other).await), (State::Stopped, State::Sent));
        assert_eq!(bench.words(quiet).await, "nothing is sent to this address: asked for no mail");

        // The control arm: the same letter leaves once the suppression is lifted.
        let tx = bench.db.begin().await.unwrap();
        assert!(lift(&tx, &email).await.unwrap());
        tx.commit().await.unwrap();
        let again = bench.put(bench.letter("Quiet@firm.example")).await;
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.state(again).await, State::Sent);
    }

    a_leader_who_has_answered_is_not_written_to_though_the_letter_was_queued |bench| {
        let (answered, open) = (bench.put(bench.letter("a@firm.example")).await, bench.put(bench.letter("b@firm.example")).await);
        let gate = Says("pitch:a", Verdict::Stop("the leader has answered".to_owned()));
        bench.worker_with(Arc::new(gate)).deliver_due().await.unwrap();
        assert_eq!((bench.state(answered).await, bench.state(open).await), (State::Stopped, State::Sent));
        assert_eq!(bench.words(answered).await, "the leader has answered");
    }

    an_answer_that_comes_while_the_letter_is_being_checked_still_stops_it |bench| {
        let id = bench.put(bench.letter("a@firm.example")).await;
        let gate = AnsweredMeanwhile(bench.world.clone());
        bench.worker_with(Arc::new(gate)).deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Stopped);
        assert!(bench.server.brought().is_empty());
    }

    in_a_leaders_night_a_letter_waits_until_the_morning |bench| {
        let id = bench.put(bench.letter("a@firm.example")).await;
        let morning = bench.now() + minutes(300);
        let gate = Arc::new(Says("pitch:a", Verdict::Wait(morning)));
        bench.worker_with(gate.clone()).deliver_due().await.unwrap();
        assert_eq!((bench.state(id).await, bench.message(id).await.not_before), (State::Queued, morning));
        bench.pass(minutes(299));
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 0);
        bench.pass(minutes(1));
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 1);
        assert_eq!(bench.state(id).await, State::Sent);
    }

    when_nobody_can_say_whether_a_letter_may_leave_it_waits |bench| {
        let id = bench.put(bench.letter("a@firm.example")).await;
        bench.worker_with(Arc::new(Fails)).deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Queued);
        assert!(bench.server.brought().is_empty());
        bench.pass(minutes(1));
        bench.worker().deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Sent);
    }

    a_held_outbox_sends_nothing_until_it_is_released |bench| {
        let ids = bench.put_many(3).await;
        let tx = bench.db.begin().await.unwrap();
        hold(&tx, &bench.world, "restored from a backup").await.unwrap();
        hold(&tx, &bench.world, "and again").await.unwrap();
        tx.commit().await.unwrap();
        let why = held(&bench.db).await.unwrap().unwrap();
        assert_eq!((why.reason.as_str(), why.since), ("restored from a backup", bench.now()));
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 0);
        assert_eq!(bench.state(ids[0]).await, State::Queued);

        let tx = bench.db.begin().await.unwrap();
        assert!(release(&tx, &bench.world).await.unwrap());
        assert!(!release(&tx, &bench.world).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 3);
        assert_eq!(bench.server.total(), 3);
    }

    a_copy_of_the_database_that_is_tried_out_elsewhere_writes_to_nobody |bench| {
        let at = |url: &'static str| settle_in(&bench.db, &bench.world, url);
        assert_eq!(at("https://mentoring.firm.example").await.unwrap(), None);
        assert_eq!(at("https://mentoring.firm.example").await.unwrap(), None, "a restart");
        bench.put_many(1).await;
        let why = at("http://localhost:8080").await.unwrap().unwrap();
        assert!(why.reason.contains("https://mentoring.firm.example"), "{}", why.reason);
        assert!(at("http://localhost:8080").await.unwrap().is_some(), "a restart does not release it");
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 0);
    }

    a_hold_reaches_letters_that_a_worker_has_already_claimed |bench| {
        struct HoldsMeanwhile(bellwether_kernel::World);
        #[async_trait]
        impl Gate for HoldsMeanwhile {
            async fn may_send(&self, db: &Db, _: &Message) -> bellwether_db::Result<Verdict> {
                let tx = db.begin().await?;
                hold(&tx, &self.0, "stop everything").await?;
                tx.commit().await?;
                Ok(Verdict::Send)
            }
        }
        let id = bench.put(bench.letter("a@firm.example")).await;
        bench.worker_with(Arc::new(HoldsMeanwhile(bench.world.clone()))).deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Queued);
        assert!(bench.server.brought().is_empty());
    }

    a_sign_in_code_that_has_expired_is_not_sent |bench| {
        let mut letter = bench.letter("a@firm.example");
        letter.expires_at = Some(bench.now() + minutes(10));
        let (late, mut other) = (bench.put(letter.clone()).await, letter);
        bench.pass(minutes(11));
        other.expires_at = Some(bench.now() + minutes(10));
        other.not_before = bench.now();
        let fresh = bench.put(other).await;
        bench.worker().deliver_due().await.unwrap();
        assert_eq!((bench.state(late).await, bench.state(fresh).await), (State::Stopped, State::Sent));
        assert_eq!(bench.words(late).await, "it would have come too late to be of use");
    }

    a_sign_in_code_overtakes_a_wave_of_pitches |bench| {
        bench.put_many(100).await;
        let mut code = bench.letter("code@firm.example");
        code.expires_at = Some(bench.now() + minutes(10));
        let code = bench.put(code).await;
        bench.worker().deliver_due().await.unwrap();
        let place = bench.server.brought().iter().position(|id| *id == code).unwrap();
        assert!(place < 16, "it was number {place}");
    }

    a_letter_of_which_no_mail_can_be_made_stops_alone |bench| {
        let ids = bench.put_many(3).await;
        bench.server.answers("leader1@firm.example", Delivery::Unwritable("it would load a picture from elsewhere".to_owned()));
        bench.worker().deliver_due().await.unwrap();
        let states = [bench.state(ids[0]).await, bench.state(ids[1]).await, bench.state(ids[2]).await];
        assert_eq!(states, [State::Sent, State::Stopped, State::Sent]);
        assert!(bench.words(ids[1]).await.contains("load a picture"));
        let email = Email::parse("leader1@firm.example").unwrap();
        assert!(suppressed(&bench.db, &email).await.unwrap().is_none());
    }
}
